"""The rows of a working copy as they lie on disk, and what they must agree with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import apsw

from store import codec
from store.changes import Act
from store.references import references
from store.repository import Repository
from store.sql import schema
from store.sql.rows import one, rows
from store.sql.schema import MASK, SHIFT
from store.sql.write import Head, chained, head_bytes, name_of, version_bytes

#: Everything that an undo restores: all but who wrote a row last, and what once was.
RESTORED = {
    "records": "SELECT record, kind, place, state, document, text FROM records ORDER BY 1",
    "links": "SELECT edge, holder, named, role FROM links ORDER BY 1, 2, 3, 4",
    "counts": "SELECT kind, state, day, n FROM counts WHERE n != 0 ORDER BY 1, 2, 3",
}


def connection_of(repository: Repository) -> apsw.Connection:
    """The repository's own connection, to look at what it wrote."""
    return repository._session.connection()


def lying_rows(repository: Repository) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of records, links and counts, to the byte."""
    connection = connection_of(repository)
    return {name: list(rows(connection, query)) for name, query in RESTORED.items()}


def assert_consistent(repository: Repository) -> None:
    """Links and counts are what the records say, and the log leads to the records."""
    connection = connection_of(repository)
    links, counts = set(), Counter[tuple[int, str, int]]()
    for at, place, state, document in rows(
        connection, "SELECT record, place, state, document FROM records"
    ):
        if schema.is_ours(at):
            ref = schema.ref(at)
            counts[at >> SHIFT, state, place if isinstance(place, int) else 0] += 1
            links |= {
                (found.edge.code, at & MASK, found.to.number, found.role)
                for found in references(codec.decode_json(ref.kind, ref.number, document))
            }
    found = lying_rows(repository)
    assert set(found["links"]) == links
    assert {row[:3]: row[3] for row in found["counts"]} == counts
    newest = rows(
        connection,
        "SELECT record, document, text, operation FROM versions v WHERE version ="
        " (SELECT max(version) FROM versions WHERE record = v.record) AND document IS NOT NULL"
        " ORDER BY record",
    )
    there = rows(connection, "SELECT record, document, text, operation FROM records ORDER BY 1")
    assert list(newest) == list(there)


def assert_chained(repository: Repository) -> None:
    """Each operation's hash is that of its head, its versions and the operation before."""
    connection = connection_of(repository)
    first = one(connection, "SELECT min(sequence) FROM operations")
    previous, following = "", first[0] if first else None
    written = 0
    for row in rows(connection, "SELECT * FROM operations ORDER BY sequence"):
        sequence, at, author, session, label, reason, digest, act, target, whole, start, n = row
        assert sequence == following
        following = sequence + 1
        taken = chained(previous)
        versions = list(
            rows(
                connection,
                "SELECT version, record, document, text FROM versions WHERE operation = ?"
                " ORDER BY version",
                sequence,
            )
        )
        assert [version[0] for version in versions] == list(range(start, start + n))
        for _, record, document, text in versions:
            taken.update(version_bytes(name_of(connection, record), document, text))
        head = Head(at, author, session, label, reason, Act(act), target, whole)
        taken.update(head_bytes(sequence, head))
        assert taken.hexdigest() == digest
        previous, written = digest, written + n
    assert one(connection, "SELECT count(*) FROM versions") == (written,)


def others_do(repository: Repository, many: int) -> None:
    """Lay so many operations into the log, as fast as can be: their hashes are not true."""
    connection_of(repository).execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " INSERT INTO operations SELECT (SELECT max(sequence) FROM operations) + i,"
        " '2030-01-01T00:00:00Z', ?, '', 'did something', '', '', 'do', NULL, NULL, 0, 0 FROM n",
        (many, repository.author),
    )


def steps_of(repository: Repository, ask: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes to answer, in tens."""
    connection, steps = connection_of(repository), 0

    def count() -> bool:
        nonlocal steps
        steps += 1
        return False

    connection.set_progress_handler(count, 10)
    try:
        ask()
    finally:
        connection.set_progress_handler(None)
    return steps
