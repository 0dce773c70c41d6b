"""The formats that records are written in, in the order in which they are offered."""

from __future__ import annotations

from store.exports import desk_lines, desk_table, geojson
from store.exports.exporter import EVERY_KIND, Exporter

EXPORTERS: tuple[Exporter, ...] = (
    Exporter("jsonl", "JSON lines", "jsonl", desk_lines.write, EVERY_KIND),
    Exporter("csv", "CSV", "csv", desk_table.write, EVERY_KIND),
    Exporter("geojson", "GeoJSON", "geojson", geojson.write),
)
NAMES = tuple(one.format for one in EXPORTERS)


def of_name(name: str) -> Exporter | None:
    """The format that `--to` names."""
    return next((one for one in EXPORTERS if one.format == name), None)
