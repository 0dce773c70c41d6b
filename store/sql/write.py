"""Writing one operation: log, records, links, counts, texts, index; in the caller's transaction."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import apsw
import msgspec

from store import codec
from store.changes import Act, Change, ForeignChange, Operation, Prepared
from store.dates import Instant
from store.errors import InvalidRecord
from store.ids import Kind
from store.order import place_of, state_of
from store.record import Record
from store.references import EDGES, references
from store.sql import schema
from store.sql.entries import Entries, Entry, Stored, stored
from store.sql.numbers import Numbers, table_of
from store.sql.rows import one, shaped
from store.sql.schema import MASK, SHIFT


class Head(NamedTuple):
    """What an operation says of itself."""

    at: Instant
    author: str
    session: str
    label: str
    reason: str = ""
    act: Act = Act.DO
    target: int | None = None
    whole: int | None = None
    """The first part's sequence, for a further part of an operation written in parts."""


#: So many new records are written together.
TOGETHER = 64
#: The ranks of the kinds that name others.
_HOLDERS = frozenset(schema.rank(edge.holder) for edge in EDGES)


def chained(previous: str) -> hashlib._Hash:
    """The hash that the versions and the head of the operation after this one go into."""
    return hashlib.sha256(previous.encode())


def version_bytes(name: str, document: str | None, digest: bytes | None) -> bytes:
    """What a version gives to its operation's hash."""
    return f"\n{name} ".encode() + (document or "").encode() + (digest or b"")


def head_bytes(sequence: int, head: Head) -> bytes:
    """What an operation's head gives to its hash; what it does not say is left out."""
    told = (sequence, *head[:5])
    if head.act is Act.DO and head.whole is None:
        return codec.to_json(told)
    return codec.to_json((*told, head.act, head.target, head.whole))


class OperationWriter:
    """Writes the versions of one operation, or of one part of it, and seals it with its hash."""

    def __init__(
        self,
        connection: apsw.Connection,
        sequence: int,
        previous: str,
        entries: Entries | None = None,
    ) -> None:
        self._connection = connection
        self._entries = entries or Entries(connection)
        # Others may have written since the transaction before this one.
        self._entries.forget()
        # What a record's words are takes a while to load, and a desk that only reads writes none.
        from store.sql.index import Index  # noqa: PLC0415

        self._index = Index(connection)
        self.sequence = sequence
        self._hash = chained(previous)
        self._first: int | None = None
        self.written = 0
        """How many versions were written."""
        self._counts: dict[tuple[int, int, str], int] = {}
        self.numbers = Numbers(connection)
        self._added: list[tuple[int, Prepared]] = []

    @classmethod
    def following(
        cls, connection: apsw.Connection, entries: Entries | None = None
    ) -> OperationWriter:
        """A writer of the operation after the newest one; `entries` are those that it reads by."""
        sequence, digest = newest(connection)
        return cls(connection, sequence + 1, digest, entries)

    def write(self, change: Change | ForeignChange, written: bytes | None = None) -> bool:
        """Write one record's new version; a report's text stays what it was.

        `written` is its document, where that has been made.  False, and nothing is written, where
        the record is so already.
        """
        if isinstance(change, ForeignChange):
            at = schema.foreign_key(self.foreign_table(change.table), change.number)
            document = change.document
            row = None if document is None else Stored(codec.to_json(document).decode())
            return self.put(at, None, row)
        at, after = schema.key(change.ref), change.after
        old = self._entries.take(at)
        return self._put(at, after, stored(after, written, old) if after else None, old)

    def add(self, record: Prepared) -> None:
        """Write a new record, together with others: under its number there was never any."""
        self._added.append((schema.key(record.ref), record))
        if len(self._added) == TOGETHER:
            self._lay_added()

    def _lay_added(self) -> None:
        """Write what was added: a statement for many rows takes less than one for each."""
        if not self._added:
            return
        added, self._added = self._added, []
        records, versions, texts, links = [], [], [], []
        for at, new in added:
            rank, digest = at >> SHIFT, None
            if new.text:
                digest = hashlib.sha256(new.text.encode()).digest()
                texts.append((digest, new.text))
            records.append((at, rank, new.place, new.state, self.sequence, new.document, digest))
            versions.append((self.sequence, at, new.document, digest))
            links += [(edge, at & MASK, named, role) for edge, named, role in new.links]
            self._count(rank, Entry(new.place, new.state, None, ""), 1)
            self.numbers.use(rank, at & MASK)
            self._hash.update(version_bytes(new.ref, new.document, digest))
        lay = self._connection.executemany
        lay("INSERT OR IGNORE INTO texts VALUES (?, ?)", texts)
        lay("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", records)
        lay("INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)", links)
        lay(
            "INSERT INTO versions (operation, record, document, text) VALUES (?, ?, ?, ?)", versions
        )
        if self._first is None:
            self._first = self._connection.last_insert_rowid() - len(versions) + 1
        self.written += len(added)
        self._index.add(added)

    def put(
        self, at: int, record: Record | None, row: Stored | None, *, takes_text: bool = False
    ) -> bool:
        """Write what lies under a key; without a record it is another program's document.

        `takes_text`: an undo may take away the text that a report was given.
        """
        return self._put(at, record, row, self._entries.take(at), takes_text=takes_text)

    def _put(
        self,
        at: int,
        record: Record | None,
        row: Stored | None,
        old: Entry | None,
        *,
        takes_text: bool = False,
    ) -> bool:
        """Write over what lies there: over that, whatever the caller took for the record."""
        self._lay_added()
        if row is None and old is None:
            return False
        if row and old and (row.document, row.digest) == (old.document, old.text):
            return False
        self._keep_text(at, old, row, takes_text=takes_text)
        if row is None:
            self._delete(at, old)
        else:
            self._lay(at, record, row, old)
        self._log(at, row)
        return True

    def seal(self, head: Head) -> Operation | None:
        """Write the operation's head; None when a command has written nothing.

        An undo that found all changed since is written none the less: it was done.
        """
        self._lay_added()
        self.numbers.keep()
        if not self.written and head.act is Act.DO:
            return None
        self._connection.executemany(
            "INSERT INTO counts VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            [(*counted, change) for counted, change in self._counts.items() if change],
        )
        self._hash.update(head_bytes(self.sequence, head))
        digest = self._hash.hexdigest()
        self._connection.execute(
            "INSERT INTO operations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.sequence,
                *(str(part) for part in head[:5]),
                digest,
                str(head.act),
                head.target,
                head.whole,
                self._first or 0,
                self.written,
            ),
        )
        return Operation(self.sequence, *head[:5], digest, head.act, head.target, self.written)

    def foreign_table(self, name: str) -> int:
        """The number of a table that is not ours."""
        found = one(self._connection, "SELECT number FROM tables WHERE name = ?", name)
        if found:
            return schema.table_number(found[0])
        count = one(self._connection, "SELECT count(*) FROM tables")
        if count and count[0] >= schema.MOST_TABLES:
            reason = f"a store has room for {schema.MOST_TABLES} tables, dropped ones included"
            raise InvalidRecord(name, "table", reason)
        self._connection.execute(
            "INSERT INTO tables VALUES (1 + (SELECT coalesce(max(number), 0) FROM tables), ?)",
            (name,),
        )
        return self.foreign_table(name)

    def _keep_text(
        self, at: int, old: Entry | None, row: Stored | None, *, takes_text: bool
    ) -> None:
        """Refuse another text for a report that has one, or had one before it was deleted."""
        if row is None or at >> SHIFT != _REPORT:
            return
        text = old.text if old else self._text_before(at)
        if text and row.digest != text and not (takes_text and row.digest is None):
            raise InvalidRecord(schema.ref(at), "text", "a report's text is never edited")
        if row.text and row.digest != text:
            self._connection.execute(
                "INSERT OR IGNORE INTO texts VALUES (?, ?)", (row.digest, row.text)
            )

    def _text_before(self, at: int) -> bytes | None:
        """The text that a deleted report had: quotes may still rest on it.

        One that came with an operation which was rolled back was never acknowledged.
        """
        found = one(
            self._connection,
            # The head of what is being written comes last.
            "SELECT text FROM versions v LEFT JOIN operations o ON o.sequence = v.operation"
            " WHERE record = ? AND text IS NOT NULL AND o.act IS NOT ?2 AND NOT EXISTS"
            " (SELECT 1 FROM undone d JOIN operations r ON r.sequence = d.undoing"
            "  WHERE d.operation = coalesce(o.whole, o.sequence) AND r.act = ?2)"
            " ORDER BY version DESC LIMIT 1",
            *(at, str(Act.ROLL_BACK)),
        )
        return found[0] if found else None

    def _lay(self, at: int, record: Record | None, row: Stored, old: Entry | None) -> None:
        rank = at >> SHIFT
        place, state = (place_of(record), state_of(record)) if record else (0, "")
        if old is None:
            self._connection.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)",
                (at, rank, place, state, self.sequence, row.document, row.digest),
            )
            self.numbers.use(rank, at & MASK)
        elif (old.place, old.state, old.text) == (place, state, row.digest):
            # The index of places is not touched by what is not named.
            self._connection.execute(
                "UPDATE records SET operation = ?, document = ? WHERE record = ?",
                (self.sequence, row.document, at),
            )
        elif (old.place, old.text) == (place, row.digest):
            self._connection.execute(
                "UPDATE records SET state = ?, operation = ?, document = ? WHERE record = ?",
                (state, self.sequence, row.document, at),
            )
        else:
            self._connection.execute(
                "UPDATE records SET place = ?, state = ?, operation = ?, document = ?, text = ?"
                " WHERE record = ?",
                (place, state, self.sequence, row.document, row.digest, at),
            )
        if old is None or (old.place, old.state) != (place, state):
            self._count(rank, old, -1)
            self._count(rank, Entry(place, state, None, ""), 1)
        self._link(at, _links(record), old)
        if record:
            self._index.lay(at, record, row, old)

    def _delete(self, at: int, old: Entry | None) -> None:
        rank = at >> SHIFT
        self._connection.execute("DELETE FROM records WHERE record = ?", (at,))
        self._count(rank, old, -1)
        self._link(at, set(), old)
        if schema.is_ours(at):
            self._index.take_away(at, old)

    def _link(self, at: int, links: set[tuple[int, int, str]], old: Entry | None) -> None:
        """Write the links that differ from those of the record that lay there."""
        if at >> SHIFT not in _HOLDERS:
            return
        holder = at & MASK
        before: set[tuple[int, int, str]] = set()
        if old:
            # They are what its document says.  To look them up would be a page for each edge.
            ref = schema.ref(at)
            before = _links(old.record or codec.decode_json(ref.kind, ref.number, old.document))
        if links == before:
            return
        self._connection.executemany(
            "DELETE FROM links WHERE edge = ? AND holder = ? AND named = ? AND role = ?",
            ((edge, holder, named, role) for edge, named, role in before - links),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)",
            ((edge, holder, named, role) for edge, named, role in links - before),
        )

    def _count(self, rank: int, entry: Entry | None, change: int) -> None:
        if entry is not None and rank < schema.FOREIGN:
            day = entry.place if isinstance(entry.place, int) else 0
            counted = rank, day, entry.state
            self._counts[counted] = self._counts.get(counted, 0) + change

    def _log(self, at: int, row: Stored | None) -> None:
        document, digest = (row.document, row.digest) if row else (None, None)
        self._connection.execute(
            "INSERT INTO versions (operation, record, document, text) VALUES (?, ?, ?, ?)",
            (self.sequence, at, document, digest),
        )
        if self._first is None:
            self._first = self._connection.last_insert_rowid()
        self.written += 1
        self._hash.update(version_bytes(name_of(self._connection, at), document, digest))


_REPORT = schema.rank(Kind.REPORT)


def newest(connection: apsw.Connection) -> tuple[int, str]:
    """The newest operation's sequence and hash; 0 and "" before the first."""
    row = connection.execute(
        "SELECT sequence, hash FROM operations ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    return shaped(tuple[int, str], row) if row else (0, "")


def name_of(connection: apsw.Connection, at: int) -> str:
    """What stands for a key in hashes and on the screen: `E412`, or a table and an id."""
    if schema.is_ours(at):
        return schema.ref(at)
    name = table_of(connection, at >> SHIFT)
    return f"{msgspec.json.encode(name).decode()}/{at & MASK}"


def _links(record: Record | None) -> set[tuple[int, int, str]]:
    """A record's links: edge, document id named, role."""
    return {
        (reference.edge.code, reference.to.number, reference.role)
        for reference in (references(record) if record else ())
    }
