"""Taking in tables of a TinyDB file that are not ours: kept as they come, and written back."""

from __future__ import annotations

import msgspec

from store import codec
from store.ids import HIGHEST
from store.sql import schema
from store.sql.entries import Stored
from store.sql.write import OperationWriter


def write_table(writer: OperationWriter, name: str, rows: dict[str, bytes]) -> None:
    """Take a table that is not ours in, as it is."""
    table = writer.foreign_table(name)
    # Without documents too it is a table: the empty document 0 stands for it.
    if rows and all(_is_number(number) for number in rows):
        for number, text in rows.items():
            writer.put(schema.foreign_key(table, int(number)), None, Stored(text.decode()))
    else:
        whole = codec.to_json({number: msgspec.Raw(text) for number, text in rows.items()})
        writer.put(schema.foreign_key(table, 0), None, Stored(whole.decode()))


def _is_number(text: str) -> bool:
    """Whether it is a document id as TinyDB gives them."""
    if not (text.isascii() and text.isdigit()) or text[0] == "0":
        return False
    return len(text) <= len(str(HIGHEST)) and int(text) <= HIGHEST
