"""What the working copy keeps of itself and of incidents.json, looked at."""

from __future__ import annotations

from collections.abc import Iterator

import apsw
import msgspec

from store.care.chain import Moment
from store.care.findings import Finding, damage
from store.sql.connection import reading
from store.sql.rows import in_words, one
from store.tiny import known, marks
from store.tiny.checkpoint import BUILD_LABEL
from store.tiny.marks import NOTHING


def check_marks(connection: apsw.Connection, seen: Moment) -> Iterator[Finding]:
    """That the marks can be read, and name operations that there are.

    While one cannot, incidents.json is neither written nor compared; with one that is too high it
    would not be written for long.
    """
    try:
        with reading(connection):
            found = marks.read(connection)
            known.check(connection)
            built = found.built and one(
                connection,
                "SELECT label FROM operations WHERE sequence = ?",
                found.built.operation,
            )
    except (msgspec.DecodeError, OverflowError, RecursionError) as error:
        yield damage(f"what desk.sqlite keeps of incidents.json cannot be read: {in_words(error)}")
        return
    covers = seen.meta.get("file_operation")
    if isinstance(covers, int) and not NOTHING <= covers <= seen.operation:
        yield damage(
            f"desk.sqlite has it that incidents.json covers the operation {covers}, and ends with"
            f" {seen.operation}"
        )
    if found.built and built != (BUILD_LABEL,):
        yield damage(
            f"desk.sqlite has it that the operation {found.built.operation} has built it, and it"
            " has not"
        )
    kept = seen.meta.get("hash_before")
    if kept is not None and not isinstance(kept, str):
        yield damage("what desk.sqlite keeps as the hash before its first operation is none")
