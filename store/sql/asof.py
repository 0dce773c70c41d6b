"""The store as it was at an operation, read while others go on changing it.

What later operations wrote lies in a scratch database as it was then; all else is read from the
working copy.  In the scratch database:

    changed     the keys of the records that later operations wrote
    records     those of them that existed then; the document stays in the log, under `version`
    links       what they referred to
    counts      all records of then by kind and state
    undone, unfinished    as they were

What others change meanwhile is added to it when a read begins.  It only grows, and what is in it
stays right: a record that is read from it needlessly is the same there.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from pathlib import Path

import apsw

from store import codec
from store.errors import UnknownOperation, UnreadableStore, UnwritableStore
from store.ids import Kind, Ref
from store.order import BY_NAME, place_of, state_of
from store.paths import paths
from store.references import EDGES, Edge, Reference, references
from store.scratch import Scratch
from store.sql import schema
from store.sql.connection import PATIENCE
from store.sql.read import SqlReader, Stop, in_order, packed
from store.sql.rows import UNREADABLE, Row, one, rows, shaped, told_damaged
from store.sql.schema import SHIFT
from store.sql.stream import last_version
from store.sql.walks import ONCE

#: Called with the changed records found so far, and how many there may be at most.
Progress = Callable[[int, int], None]
#: So many changed records are looked at in one read of the store: some tens of milliseconds.
SLICE = 5000
#: A list of a kind with more changed records than this is put in order once, and kept.
CROWD = 2000

#: Memory for pages of the databases, in KiB: while they are looked through, and afterwards.
BUILDING_CACHE = 32 << 10
KEPT_CACHE = 1 << 10

_TABLES = """
CREATE TABLE changed (record INTEGER PRIMARY KEY);
CREATE TABLE records (
    record INTEGER PRIMARY KEY, kind INTEGER NOT NULL, place NOT NULL, state TEXT NOT NULL,
    operation INTEGER NOT NULL, version INTEGER NOT NULL);
CREATE INDEX records_in_order ON records (kind, place, record);
CREATE TABLE links (
    edge INTEGER NOT NULL, holder INTEGER NOT NULL, named INTEGER NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (edge, holder, named, role)) WITHOUT ROWID;
CREATE INDEX links_back ON links (edge, named, holder, role);
CREATE TABLE counts (
    kind INTEGER NOT NULL, state TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (kind, state)) WITHOUT ROWID;
CREATE TABLE unfinished (operation INTEGER PRIMARY KEY, session TEXT NOT NULL);
CREATE TABLE undone (operation INTEGER PRIMARY KEY, undoing INTEGER NOT NULL);
"""

# A name without a schema means the view: what reads the present reads the past through these.
_VIEWS = """
CREATE TEMP VIEW operations AS SELECT * FROM main.operations WHERE sequence <= {sequence};
CREATE TEMP VIEW versions AS SELECT * FROM main.versions WHERE version <= {last};
CREATE TEMP VIEW undone AS SELECT * FROM past.undone;
CREATE TEMP VIEW unfinished AS SELECT * FROM past.unfinished;
CREATE TEMP VIEW counts AS SELECT * FROM past.counts;
CREATE TEMP VIEW records AS
    SELECT record, kind, place, state, operation, document, text FROM main.records
    WHERE record NOT IN (SELECT record FROM past.changed)
    UNION ALL SELECT p.record, kind, place, state, p.operation, document, text
    FROM past.records p CROSS JOIN main.versions v ON v.version = p.version;
"""

_LAST_PART = """
SELECT coalesce((SELECT max(sequence) FROM store.operations WHERE whole = o.sequence), sequence), at
FROM store.operations o WHERE sequence = ?
"""

# In the order of the log: what lies side by side is read together.
_DOCUMENTS = """
SELECT version, record, operation, document FROM json_each(?1)
CROSS JOIN store.versions ON version = value WHERE document NOTNULL
"""

_COUNTS = """
INSERT INTO counts SELECT kind, state, sum(n) FROM (
    SELECT kind, state, n FROM store.counts
    UNION ALL SELECT r.kind, r.state, -1
    FROM changed c CROSS JOIN store.records r ON r.record = c.record
    UNION ALL SELECT kind, state, 1 FROM records
) GROUP BY kind, state HAVING sum(n) <> 0
"""

# Bare columns beside max() are those of the row that has it.
_UNDONE = """
INSERT INTO undone SELECT target, undoing FROM (
    SELECT target, max(sequence) AS undoing, act FROM store.operations
    WHERE sequence <= ?1 AND target IS NOT NULL AND (whole IS NULL OR whole = sequence)
    GROUP BY target
) WHERE act <> 'redo'
"""

_UNFINISHED = """
INSERT INTO unfinished
SELECT operation, session FROM store.unfinished WHERE operation <= ?1
UNION SELECT whole, session FROM store.operations
WHERE whole IS NOT NULL AND whole <= ?1 AND sequence > ?1
"""


class Past:
    """What changed after an operation, as it was then; used by several threads."""

    def __init__(self, working_copy: Path, sequence: int, progress: Progress | None = None) -> None:
        """Look through what was changed since; UnknownOperation, UnwritableStore.

        A million changes take long; what `progress` raises ends it.
        """
        self.sequence = sequence
        """The operation at which it is read; the last part of one in parts."""
        self.at = ""
        """When the operation was done."""
        self._scratch = Scratch()
        self._path = self._scratch.path / "past.sqlite"
        self._lock = threading.Lock()
        self._orders: dict[Kind, Sequence[int]] = {}
        self._changed: Counter[int] = Counter()
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
        self._db = apsw.Connection(str(self._path), flags=flags)
        try:
            self._build(working_copy, progress)
        except apsw.Error as error:
            self.close()
            raise UnwritableStore(self._path, str(error)) from error
        except UNREADABLE as error:
            self.close()
            raise UnreadableStore(working_copy, told_damaged(error)) from error
        except BaseException:
            self.close()
            raise

    def _build(self, working_copy: Path, progress: Progress | None) -> None:
        self._path.chmod(0o600)
        self._db.set_busy_timeout(int(PATIENCE * 1000))
        self._db.pragma("journal_mode", "WAL")
        self._db.pragma("synchronous", "OFF")
        self._db.pragma("cache_size", -BUILDING_CACHE)
        self._db.execute(_TABLES)
        self._db.execute("ATTACH ? AS store", (f"{working_copy.absolute().as_uri()}?mode=ro",))
        with self._db:
            found = one(self._db, _LAST_PART, self.sequence)
            if found is None:
                raise UnknownOperation(str(self.sequence))
            self.sequence, self.at = shaped(tuple[int, str], found)
            self.last = last_version(self._db, self.sequence)
            newest = _newest(self._db, "store")
        self._covered = self.last
        if (newest - self.last) * 8 > newest:
            self._gather_all(newest, progress)
        self._gather(progress)
        with self._db:
            # Counted in one read: what was committed since the last slice is added in it.
            until = self._add_since()
            self._db.execute(_COUNTS)
            self._db.execute(_UNDONE, (self.sequence,))
            self._db.execute(_UNFINISHED, (self.sequence,))
        self._covered = until
        self._db.pragma("cache_size", -KEPT_CACHE)

    def _gather_all(self, newest: int, progress: Progress | None) -> None:
        """Where much has changed: in the order of the keys, along the log's index."""
        start = 0
        while True:
            with self._db:
                found = list(
                    rows(
                        self._db,
                        "SELECT record, max(iif(version <= ?1, version, NULL))"
                        " FROM store.versions INDEXED BY versions_of_record WHERE record > ?2"
                        " GROUP BY record HAVING max(version) > ?1 LIMIT ?3",
                        *(self.last, start, SLICE),
                    )
                )
                self._add(found)
            if len(found) < SLICE:
                break
            start = found[-1][0]
            if progress:
                progress(self._changed.total(), newest - self.last)
        self._covered = newest

    def _gather(self, progress: Progress | None) -> None:
        """In the order of the log, up to its end."""
        while True:
            with self._db:
                newest = _newest(self._db, "store")
                until = self._add_since(SLICE)
            self._covered = until
            if until == newest:
                break
            if progress:
                progress(until - self.last, newest - self.last)

    def catch_up(self, connection: apsw.Connection) -> None:
        """Add what others have changed, up to what the connection's read sees."""
        if _newest(connection, "main") <= self._covered:
            return
        with self._lock:
            with self._db:
                until = self._add_since()
            # Not before it is committed: other threads look here first.
            self._covered = until

    def _add_since(self, limit: int | None = None) -> int:
        """Take in what the next versions changed; the last of them."""
        newest = _newest(self._db, "store")
        until = newest if limit is None else min(newest, self._covered + limit)
        found = rows(
            self._db,
            "SELECT record, (SELECT max(version) FROM store.versions"
            "  WHERE record = s.record AND version <= ?1)"
            " FROM (SELECT DISTINCT record FROM store.versions WHERE version BETWEEN ?2 AND ?3) s"
            " WHERE record NOT IN (SELECT record FROM changed)",
            *(self.last, self._covered + 1, until),
        )
        self._add(list(found))
        return until

    def _add(self, found: Iterable[Row]) -> None:
        """Take records in, each with its version of then."""
        shapes = (shaped(tuple[int, int | None], row) for row in found)
        ours = [row for row in shapes if schema.is_ours(row[0])]
        self._db.executemany("INSERT INTO changed VALUES (?)", ((at,) for at, _ in ours))
        self._changed.update(at >> SHIFT for at, _ in ours)
        then = sorted(version for _, version in ours if version is not None)
        records: list[Row] = []
        links: list[Row] = []
        for version, at, operation, document in rows(self._db, _DOCUMENTS, str(then)):
            ref = schema.ref(at)
            record = codec.decode_json(ref.kind, ref.number, document)
            place, state = place_of(record), state_of(record)
            records.append((at, at >> SHIFT, place, state, operation, version))
            links += ((r.edge.code, ref.number, r.to.number, r.role) for r in references(record))
        self._db.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)", records)
        self._db.executemany("INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)", links)

    def attach(self, connection: apsw.Connection) -> None:
        """Make a connection to the working copy one to the past, for `PastReader` and `Log`."""
        try:
            connection.execute("ATTACH ? AS past", (str(self._path),))
            connection.execute(_VIEWS.format(sequence=self.sequence, last=self.last))
        except apsw.Error as error:
            raise UnreadableStore(self._path, str(error)) from error

    def reader(self, connection: apsw.Connection, stop: Stop | None = None) -> PastReader:
        """The reader of a connection that was attached, inside a read."""
        return PastReader(connection, self, stop)

    def order(self, kind: Kind, connection: apsw.Connection) -> Sequence[int] | None:
        """The whole list of a kind of which much has changed; None for another kind.

        To find a page of it, all that has changed would have to be passed over.
        """
        if self._changed[schema.rank(kind)] <= CROWD:
            return None
        if kind not in self._orders:
            # Nothing that is committed later alters it.
            self._orders[kind] = _ordered(connection, kind, None)
        return self._orders[kind]

    def put_in_order(self, connection: apsw.Connection) -> None:
        """Prepare the lists of which much has changed: a million records take half a second."""
        for kind in Kind:
            self.order(kind, connection)

    def close(self) -> None:
        """Remove the scratch database; the connections that were attached are closed before."""
        self._db.close()
        self._scratch.remove()


class PastReader(SqlReader):
    """One connection's view of the past."""

    def __init__(self, connection: apsw.Connection, past: Past, stop: Stop | None = None) -> None:
        super().__init__(connection, stop)
        self._past = past

    def numbers(self, kind: Kind, limit: int | None = None) -> Sequence[int]:
        whole = self._past.order(kind, self._connection)
        if whole is None:
            return _ordered(self._connection, kind, limit)
        if limit is None:
            return whole
        return whole[limit:] if limit < 0 else whole[:limit]

    def named_by(self, ref: Ref, by: Edge | None = None) -> list[tuple[Ref, Reference]]:
        return [
            (edge.holder.ref(holder), Reference(edge, ref, role))
            for edge in EDGES
            if edge.named is ref.kind and by in (None, edge)
            for holder, role in rows(
                self._connection,
                "SELECT holder, role FROM main.links WHERE edge = ?1 AND named = ?2"
                "  AND NOT EXISTS (SELECT 1 FROM past.changed WHERE record = ?3 | holder)"
                " UNION ALL SELECT holder, role FROM past.links WHERE edge = ?1 AND named = ?2"
                " ORDER BY holder, role",
                *(edge.code, ref.number, schema.rank(edge.holder) << SHIFT),
            )
        ]

    def _walk_sql(self, start: Kind, end: Kind) -> str:
        return walk(start, end)

    def neighbours(self, ref: Ref, kind: Kind) -> Collection[int]:
        return self.linked(ref, kind).numbers

    def _is_indexed(self) -> bool:
        # The index knows the words of today.
        return False


def _newest(connection: apsw.Connection, schema_name: str) -> int:
    """The newest version there is; the view of the versions of then has no part in it."""
    row = one(connection, f"SELECT max(version) FROM {schema_name}.versions")
    return int(row[0] or 0) if row else 0


def _ordered(connection: apsw.Connection, kind: Kind, limit: int | None) -> Sequence[int]:
    """Document ids in list order: two lists that are in order, read side by side."""
    is_end = limit is not None and limit < 0
    way = "ASC" if (kind in BY_NAME) != is_end else "DESC"
    query = (
        "SELECT place, record FROM main.records WHERE kind = ?1"
        "  AND record NOT IN (SELECT record FROM past.changed)"
        " UNION ALL SELECT place, record FROM past.records WHERE kind = ?1"
        f" ORDER BY 1 {way}, 2 {way} LIMIT ?2"
    )
    numbers = packed(connection, query, schema.rank(kind), -1 if limit is None else abs(limit))
    return in_order(limit or 0, numbers)


@cache
def walk(start: Kind, end: Kind) -> str:
    """SQL for everything linked: as `sql.read` has it, but each step in both databases.

    A join over both at once would copy all links; what one record leads to is little.
    """
    steps = ["begin(at, role) AS (VALUES (:at, ''))"]
    ends = []
    for order, path in enumerate(paths(start, end)):
        before = "begin"
        for hop, step in enumerate(path.steps):
            name = f"path{order}_{hop}"
            near, far = ("holder", "named") if step.forward else ("named", "holder")
            found = (
                f"SELECT l.{far}, coalesce(nullif(l.role, ''), b.role) FROM {before} b"
                f" CROSS JOIN {{}}.links l ON l.edge = {step.edge.code} AND l.{near} = b.at"
            )
            holders = schema.rank(step.edge.holder) << SHIFT
            steps.append(
                f"{name}(at, role) AS ({found.format('main')} WHERE NOT EXISTS"
                f" (SELECT 1 FROM past.changed WHERE record = {holders} | l.holder)"
                f" UNION {found.format('past')})"
            )
            before = name
        ends.append(f"SELECT at, {repr(path.role) if path.role else 'role'}, {order} FROM {before}")
    way = "ASC" if end in BY_NAME else "DESC"
    last = (
        "SELECT number, role, path, place, record FROM once"
        f" CROSS JOIN {{}}.records ON record = {schema.rank(end) << SHIFT} | number"
    )
    return (
        f"WITH {', '.join(steps)}, ends(number, role, path) AS ({' UNION ALL '.join(ends)}),"
        f" once(number, role, path) AS MATERIALIZED ({ONCE}),"
        f" found AS ({last.format('main')} WHERE record NOT IN (SELECT record FROM past.changed)"
        f" UNION ALL {last.format('past')})"
        f" SELECT number, role FROM found ORDER BY place {way}, record {way}, path, role"
    )
