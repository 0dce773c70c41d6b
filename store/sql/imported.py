"""What data sets have brought: which record came from where, and how it was then."""

from __future__ import annotations

from collections.abc import Iterator

import apsw
import msgspec
from msgspec.structs import replace

from store import codec
from store.changes import IMPORTED, OWN_FORMAT, Act
from store.ids import Ref
from store.model import Report
from store.record import Record
from store.sql import schema
from store.sql.rows import one, rows


def of_format(connection: apsw.Connection, name: str) -> Iterator[tuple[Ref, str]]:
    """Every record that came from a data set of a format, and its id there; in no order.

    Of our own formats every record, and its uid.
    """
    if name.startswith(OWN_FORMAT):
        named = rows(
            connection,
            "SELECT record, document ->> '$.uid' FROM records WHERE kind < ?",
            schema.FOREIGN,
        )
        return ((schema.ref(at), uid) for at, uid in named if isinstance(uid, str) and uid)
    # What has the words anywhere is quickly found; only of that the JSON is read.
    words = f'"format":{msgspec.json.encode(name).decode()}'
    found = rows(
        connection,
        "SELECT record, document ->> '$.origin.id' FROM records WHERE kind < ?"
        " AND instr(document, ?) AND document ->> '$.origin.format' = ?",
        *(schema.FOREIGN, words, name),
    )
    return ((schema.ref(at), number) for at, number in found if isinstance(number, str))


def as_imported(connection: apsw.Connection, ref: Ref) -> Record | None:
    """The record as the newest import left it that was not undone; None where none did."""
    found = one(
        connection,
        "SELECT v.document, t.text FROM versions v"
        " JOIN operations o ON o.sequence = v.operation"
        " LEFT JOIN texts t ON t.sha256 = v.text"
        " WHERE record = ? AND substr(label, 1, ?) = ? AND v.document IS NOT NULL"
        " AND act = ? AND NOT EXISTS (SELECT 1 FROM undone d"
        "  WHERE d.operation = coalesce(o.whole, o.sequence))"
        " ORDER BY version DESC LIMIT 1",
        *(schema.key(ref), len(IMPORTED), IMPORTED, str(Act.DO)),
    )
    if found is None:
        return None
    record = codec.decode_json(ref.kind, ref.number, found[0])
    if found[1] is not None and isinstance(record, Report):
        return replace(record, text=found[1])
    return record
