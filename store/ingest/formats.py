"""The formats of data sets, in the order in which a file is held against them."""

from __future__ import annotations

from store.ingest import (
    acled,
    desk_file,
    desk_lines,
    desk_table,
    follow_the_money,
    geojson,
    police_2020,
    stix,
    timemap,
    tinydb_file,
    ucdp,
)
from store.ingest.importer import DataFile, Importer

IMPORTERS: tuple[Importer, ...] = (
    desk_lines.IMPORTER,
    desk_table.IMPORTER,
    desk_file.IMPORTER,
    ucdp.IMPORTER,
    acled.IMPORTER,
    police_2020.IMPORTER,
    geojson.IMPORTER,
    stix.IMPORTER,
    follow_the_money.IMPORTER,
    timemap.IMPORTER,
    tinydb_file.IMPORTER,
)


def of_name(name: str) -> Importer | None:
    """The format that `--as` names."""
    return next((one for one in IMPORTERS if one.format == name), None)


def of_file(file: DataFile) -> Importer | None:
    """The first format that a file's beginning suits; OSError."""
    head = file.head()
    return next((one for one in IMPORTERS if one.suits(head)), None)
