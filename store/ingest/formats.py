"""The formats of data sets, in the order in which a file is held against them."""

from __future__ import annotations

from store.ingest import acled, ucdp
from store.ingest.importer import DataFile, Importer

IMPORTERS: tuple[Importer, ...] = (ucdp.IMPORTER, acled.IMPORTER)


def of_name(name: str) -> Importer | None:
    """The format that `--as` names."""
    return next((one for one in IMPORTERS if one.format == name), None)


def of_file(file: DataFile) -> Importer | None:
    """The first format that a file's beginning suits; OSError."""
    head = file.head()
    return next((one for one in IMPORTERS if one.suits(head)), None)
