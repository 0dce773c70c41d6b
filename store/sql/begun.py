"""The operations that are written in parts, and have begun."""

from __future__ import annotations

from collections.abc import Callable

import apsw

from store.ids import is_uid
from store.sql.rows import damaged, one, rows

#: Called with the sequence of an operation that goes on in further parts.
Begun = Callable[[int], None]


def unfinished(connection: apsw.Connection) -> list[tuple[int, str]]:
    """Operations that are still being written, or never will be; and the session that began.

    What is taken back for such a row is work: UnreadableStore where one is none of the log's, as
    when a damaged page has another table's rows.
    """
    found = list(rows(connection, "SELECT operation, session FROM unfinished"))
    for sequence, session in found:
        is_begun = isinstance(session, str) and is_uid(session)
        query = "SELECT 1 FROM operations WHERE sequence = ?1 AND whole = ?1"
        if not is_begun or not one(connection, query, sequence):
            raise damaged(connection, f"{sequence!r} is no operation that was begun in parts")
    return found
