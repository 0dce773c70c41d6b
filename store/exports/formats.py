"""The formats that records are written in, in the order in which they are offered."""

from __future__ import annotations

from store.exports import acled, brief, desk_lines, desk_table, geojson, timemap, ucdp
from store.exports.exporter import EVERY_KIND, Exporter

EXPORTERS: tuple[Exporter, ...] = (
    Exporter("jsonl", "JSON lines", "jsonl", desk_lines.write, EVERY_KIND, is_json=True),
    Exporter("csv", "CSV", "csv", desk_table.write, EVERY_KIND),
    Exporter("geojson", "GeoJSON", "geojson", geojson.write, is_json=True),
    Exporter("ucdp", "UCDP GED, CSV", "csv", ucdp.write),
    Exporter("acled", "ACLED, CSV", "csv", acled.write),
    Exporter("timemap", "TimeMap, JSON", "json", timemap.write, is_json=True),
    Exporter("brief", "a brief in Markdown", "md", brief.write),
)


def of_name(name: str) -> Exporter | None:
    """The format that `--to` names."""
    return next((one for one in EXPORTERS if one.format == name), None)
