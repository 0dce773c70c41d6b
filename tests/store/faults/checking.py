"""What a store must be like after whatever happened to it.

It is looked at from below, by SQL and by JSON, and not through the code that is under test: only
the hash of an operation and the references of a record are computed as the program does.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw

from store import codec
from store.care.findings import Grade
from store.care.verify import verify
from store.changes import Act
from store.commands.records import WriteRecords
from store.errors import NotAStore
from store.ids import KIND_OF_TABLE, Kind
from store.order import place_of, state_of
from store.references import references
from store.repository import Repository
from store.sql import schema
from store.sql.write import Head, chained, head_bytes, version_bytes
from tests.builders import event

#: Every record by its name, without what differs from one run to the next.
State = Mapping[str, str]

#: A copy that a story makes of its store.
BACKUP = "backup"

#: Made anew in each run.
_OWN = ("uid", "created", "updated")


def state_of_store(place: Path) -> State:
    """The records in the working copy."""
    with closing(_connected(place)) as connection:
        found = _rows(
            connection,
            "SELECT record, document, t.text FROM records r LEFT JOIN texts t ON t.sha256 = r.text",
        )
        return _named(connection, found)


def state_of_folder(place: Path) -> State:
    """The records in a store, and in the copy of it that lies in its folder as `backup`."""
    if (place / "desk.sqlite").exists():
        state = state_of_store(place)
    else:
        state = state_of_file(place) if place.exists() else {}
    if not (place / BACKUP).exists():
        return state
    copied = state_of_store(place / BACKUP)
    return {**state, **{f"{BACKUP}/{name}": document for name, document in copied.items()}}


def _named(connection: apsw.Connection, rows: list[Any]) -> State:
    names: dict[int, str] = {}
    if connection.table_exists("main", "tables"):
        names = dict(_rows(connection, "SELECT number, name FROM tables"))
    found: dict[str, str] = {}
    for at, text, report in rows:
        document = json.loads(text)
        if report is not None:
            document["text"] = report
        if schema.is_ours(at):
            found[str(schema.ref(at))] = _plain(document)
        else:
            name = names[(at >> schema.SHIFT) - schema.FOREIGN]
            found[f"{name}/{at & schema.MASK}"] = _plain(document)
    return found


def state_of_file(place: Path) -> State:
    """The records in incidents.json, as any JSON reader finds them."""
    tables = json.loads((place / "incidents.json").read_bytes())
    tables.pop("_meta", None)
    return {
        KIND_OF_TABLE[name].ref(int(number)) if name in KIND_OF_TABLE else f"{name}/{number}": (
            _plain(document)
        )
        for name, rows in tables.items()
        for number, document in rows.items()
    }


def state_at_file(place: Path) -> State:
    """The records as the log has them at the operation that incidents.json says it covers."""
    document = json.loads((place / "incidents.json").read_bytes())
    with closing(_connected(place)) as connection:
        # What was built from a file goes on from its operation.
        ((first,),) = _rows(connection, "SELECT min(sequence) FROM operations")
        found = _rows(
            connection,
            "SELECT record, document, t.text, max(version) FROM versions v"
            " LEFT JOIN texts t ON t.sha256 = v.text WHERE operation <= ? GROUP BY record",
            max(document["_meta"]["1"]["operation"], first or 0),
        )
        return _named(connection, [row[:3] for row in found if row[1] is not None])


def _rows(connection: apsw.Connection, query: str, *bound: Any) -> list[Any]:
    return connection.execute(query, bound).fetchall()


def _plain(document: dict[str, Any]) -> str:
    return json.dumps({k: v for k, v in document.items() if k not in _OWN}, sort_keys=True)


def _connected(place: Path) -> apsw.Connection:
    return apsw.Connection(str(place / "desk.sqlite"), flags=apsw.SQLITE_OPEN_READONLY)


def faults(place: Path) -> list[str]:
    """What is not as it must be in the working copy of a store that is at rest."""
    with closing(_connected(place)) as connection:
        return [
            *(row[0] for row in _rows(connection, "PRAGMA integrity_check") if row[0] != "ok"),
            *_broken_chain(connection),
            *_torn_records(connection),
            *_wrong_indexes(connection),
        ]


def _broken_chain(connection: apsw.Connection) -> list[str]:
    """Operations whose hash is not that of their versions and of the operation before."""
    found, previous, expected = [], "", None
    names = dict(_rows(connection, "SELECT number, name FROM tables"))
    for row in _rows(connection, "SELECT * FROM operations ORDER BY sequence"):
        sequence, at, author, session, label, reason, digest, act, target, whole, first, n = row
        if expected is not None and sequence != expected:
            found.append(f"operation {expected} is missing")
        expected = sequence + 1
        head = Head(at, author, session, label, reason, Act(act), target, whole)
        versions = _rows(
            connection,
            "SELECT version, record, document, text FROM versions WHERE operation = ? ORDER BY 1",
            sequence,
        )
        if len(versions) != n or (n and versions[0][0] != first):
            found.append(f"operation {sequence} has {len(versions)} versions, not {n}")
        hashed = chained(previous)
        for _, key, document, text in versions:
            hashed.update(version_bytes(_name(names, key), document, text))
        hashed.update(head_bytes(sequence, head))
        # What a store was built from has a hash before it that only incidents.json knew.
        if hashed.hexdigest() != digest and act != Act.BUILD:
            found.append(f"operation {sequence} has another hash")
        previous = digest
    for (left,) in _rows(connection, "SELECT operation FROM unfinished"):
        found.append(f"operation {left} is unfinished")
    return found


def _name(names: dict[int, str], key: int) -> str:
    if schema.is_ours(key):
        return str(schema.ref(key))
    table = names[(key >> schema.SHIFT) - schema.FOREIGN]
    return f"{json.dumps(table, ensure_ascii=False)}/{key & schema.MASK}"


def _torn_records(connection: apsw.Connection) -> list[str]:
    """Records that are not as their newest version has them."""
    newest = {
        record: (operation, document, text)
        for record, operation, document, text in _rows(
            connection, "SELECT record, operation, document, text FROM versions ORDER BY version"
        )
    }
    known = {key: version for key, version in newest.items() if version[1] is not None}
    lying = {
        record: (operation, document, text)
        for record, operation, document, text in _rows(
            connection, "SELECT record, operation, document, text FROM records"
        )
    }
    without = len(
        _rows(
            connection,
            "SELECT 1 FROM versions WHERE text IS NOT NULL"
            " AND text NOT IN (SELECT sha256 FROM texts)",
        )
    )
    found = [
        f"record {key} is not its newest version" for key in known if lying.get(key) != known[key]
    ]
    found += [f"record {key} is in no operation" for key in lying if key not in known]
    return found + ["a report's text is missing"] * without


def _wrong_indexes(connection: apsw.Connection) -> list[str]:
    """Counts, links and highest ids that are not those of the records."""
    counts: Counter[tuple[int, int, str]] = Counter()
    links = set()
    highest: dict[int, int] = {}
    found = []
    for key, kind, place, state, document in _rows(
        connection, "SELECT record, kind, place, state, document FROM records"
    ):
        if not schema.is_ours(key):
            continue
        ref = schema.ref(key)
        record = codec.decode_json(ref.kind, ref.number, document)
        if (kind, place, state) != (schema.rank(ref.kind), place_of(record), state_of(record)):
            found.append(f"{ref} is listed at another place or state")
        counts[kind, place if isinstance(place, int) else 0, state] += 1
        links |= {(r.edge.code, ref.number, r.to.number, r.role) for r in references(record)}
    counted = {row[:3]: row[3] for row in _rows(connection, "SELECT * FROM counts") if row[3]}
    if counted != dict(counts):
        found.append(f"counts are {counted}, not {dict(counts)}")
    if set(_rows(connection, "SELECT * FROM links")) != links:
        found.append("links are not those of the records")
    for (key,) in _rows(connection, "SELECT record FROM versions"):
        rank = key >> schema.SHIFT
        highest[rank] = max(highest.get(rank, 0), key & schema.MASK)
    kept = dict(_rows(connection, "SELECT kind, number FROM highest"))
    for kind in Kind:
        rank = schema.rank(kind)
        if highest.get(rank, 0) > kept.get(rank, 0):
            found.append(f"the highest id of {kind.table} would be given out again")
    return found


def at_rest(desk: Repository) -> Repository:
    """Let the store take every file for one that nobody has written to for a while."""
    desk.keeper.clock = lambda: time.time() + 60
    return desk


def survives(
    place: Path, states: Sequence[State], acknowledged: int, given: State | None = None
) -> None:
    """Open the store again, and find it as the last acknowledged change, or the next, left it.

    And then: that it is whole, that both files agree, and that work can go on.  `given` is what
    another program may have written into incidents.json.
    """
    allowed = states[acknowledged : acknowledged + 2]
    had_file = (place / "incidents.json").exists()
    file = state_of_file(place) if had_file else {}
    try:
        desk = Repository.open(place, author="the next one")
    except NotAStore:
        assert acknowledged == 0, "A store that was acknowledged is not there."
        desk = Repository.create(place)
    at_rest(desk)
    try:
        assert state_of_folder(place) in allowed, "The records are not as they were acknowledged."
        is_known = file == given or not had_file or file == state_at_file(place)
        assert is_known, "incidents.json is half there."
        is_whole(desk, place)
        theirs = set((given or {}).values()) - set(states[0].values())
        assert theirs <= set(state_of_store(place).values()), "Another program's change is lost."
    finally:
        desk.close()


def is_whole(desk: Repository, place: Path) -> None:
    """All in the store agrees, and so do its two files when work has gone on."""
    stores = [place, place / BACKUP] if (place / BACKUP).exists() else [place]
    found = [fault for store in stores for fault in faults(store)]
    # What another program has just written does differ.
    found += _damage(stores) if not desk.has_outside_change else []
    assert not found, found
    desk.run(WriteRecords([event(0, title="work goes on")]))
    desk.checkpoint()
    assert state_of_file(place) == state_of_store(place), "The two files differ."
    found = _damage(stores)
    assert not found, found
    left = {path.name for path in place.iterdir() if path.name.endswith((".new", "-journal"))}
    assert not left, f"{left} was left behind."


def _damage(stores: Sequence[Path]) -> list[str]:
    """What `verify` finds damaged."""
    return [told.what for store in stores for told in verify(store) if told.grade is Grade.DAMAGE]
