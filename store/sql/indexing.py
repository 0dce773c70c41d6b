"""Building the full-text index of a store that is in use: in parts, with gaps between them.

Each part looks up inside its transaction how far the index goes.  So it may end at any point and be
gone on with by anybody, several may build at the same time, and what is written meanwhile is
indexed by who writes it, or when its turn comes.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep

import apsw
from msgspec.structs import replace

from store import codec
from store.model import Report
from store.sql import schema, watermark
from store.sql.connection import reading, writing
from store.sql.entries import Stored
from store.sql.index import Index
from store.sql.rows import one, rows, shaped
from store.sql.schema import FOREIGN, MASK, SHIFT

#: A part takes so many seconds; the gap behind it is longer than a waiting change's question.
PART = 0.05
GAP = 0.004
#: So many records are read at a time.
SLICE = 100

#: Called with the records indexed and the records in all.
Progress = Callable[[int, int], None]
#: Asked after each part; true ends it.
Stop = Callable[[], bool]

_OURS = FOREIGN << SHIFT
_NEXT = (
    "SELECT record, document, r.text, t.text FROM records r LEFT JOIN texts t ON t.sha256 = r.text"
    " WHERE record > ? AND record < ? ORDER BY record LIMIT ?"
)


def build(
    connection: apsw.Connection, progress: Progress | None = None, stop: Stop | None = None
) -> bool:
    """Index what is missing; whether everything is in the index then.

    An index of another version, or one that was found damaged, is emptied before.
    """
    with reading(connection):
        done, total = counted(connection)
    while not watermark.is_indexed(connection):
        if stop and stop():
            return False
        with writing(connection, gives_way=True):
            done += _part(connection)
        if progress:
            progress(min(done, total), total)
        sleep(GAP)
    return True


def counted(connection: apsw.Connection) -> tuple[int, int]:
    """How many records are indexed, and how many there are, inside one read; 0, 0 for all."""
    found = watermark.state(connection)
    if found.is_whole:
        return 0, 0
    # From an index: the records themselves lie on many more pages.
    query = "SELECT count(*) FROM records INDEXED BY places_of_records WHERE record <= ?"
    done = one(connection, query, min(found.upto, _OURS))
    total = one(connection, query, _OURS)
    return shaped(tuple[int], done or ())[0], shaped(tuple[int], total or ())[0]


def _part(connection: apsw.Connection) -> int:
    """Index the next records, in the caller's transaction; how many."""
    found = watermark.state(connection)
    if not found.is_ours:
        watermark.empty(connection)
        return 0
    if found.is_whole:
        return 0
    writer = Index(connection, everything=True)
    done, last = 0, found.indexed
    until = monotonic() + PART
    while last < watermark.ALL:
        lying = list(rows(connection, _NEXT, last, _OURS, SLICE))
        for row in lying:
            last = _lay(writer, *shaped(tuple[int, str, bytes | None, str | None], row))
        done += len(lying)
        if len(lying) < SLICE:
            last = watermark.ALL
        if monotonic() > until:
            break
    watermark.note(connection, last)
    return done


def _lay(writer: Index, at: int, document: str, digest: bytes | None, text: str | None) -> int:
    ref = schema.ref(at)
    record = codec.decode_json(ref.kind, at & MASK, document)
    if isinstance(record, Report) and text is not None:
        record = replace(record, text=text)
    writer.lay(at, record, Stored(document, digest))
    return at
