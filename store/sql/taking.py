"""Taking an operation back: its versions inverted, the last one first.

What has changed since stays as it is, and so does what later work rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import apsw

from store import codec
from store.changes import MOST_KEPT, Act, Kept, Operation, Undone, Who
from store.dates import now
from store.errors import NothingToUndo
from store.ids import Ref
from store.references import EDGES, references
from store.sql import schema
from store.sql.begun import Begun
from store.sql.commit import Progress, Step, changer, finish, write_in_parts
from store.sql.connection import writing
from store.sql.entries import Stored
from store.sql.rows import damaged, one, rows, shaped
from store.sql.schema import MASK
from store.sql.write import Head, OperationWriter, name_of

_State = tuple[str | None, bytes | None]
"""A record's document and the hash of its text; None where it does not exist."""
_ABSENT: _State = (None, None)


class Target(NamedTuple):
    """What is taken back, for which operation's sake."""

    named: Operation
    """What the person means: the operation undone or redone."""
    inverted: int
    """Whose versions are taken back: that one's, or those of its undo."""
    in_parts: bool


class Taking:
    """Taking one operation back."""

    def __init__(
        self, connection: apsw.Connection, target: Target, act: Act, begun: Begun | None = None
    ) -> None:
        self._connection = connection
        self._target = target
        self._act = act
        self._begun = begun
        self._kept: dict[int, Kept] = {}
        self._changed: set[int] = set()
        #: The last part of what is taken back.
        self._last = 0
        #: This operation itself.
        self._own = 0

    def run(
        self,
        who: Who,
        is_meant: Callable[[], bool],
        progress: Progress | None,
        first: Operation | None = None,
    ) -> Undone:
        named = self._target.named
        head = Head(now(), *who, named.label, "", self._act, named.sequence)

        def steps() -> Iterator[Step]:
            if first is None:
                if not is_meant():
                    raise NothingToUndo(str(self._act))
                yield self._mark
            else:
                self._own = first.sequence
            yield from self._inversions()
            if self._act is Act.ROLL_BACK:
                yield lambda _: finish(self._connection, named.sequence)

        if self._target.in_parts:
            operation = write_in_parts(
                self._connection,
                head,
                steps(),
                progress=progress,
                begun=self._begun,
                first=first,
            )
        else:
            with writing(self._connection):
                writer = OperationWriter.following(self._connection)
                for step in steps():
                    step(writer)
                operation = writer.seal(head)
        if operation is None:
            raise NothingToUndo(str(self._act))
        kept = tuple(self._kept.values())
        return Undone(named, operation, kept[:MOST_KEPT], len(kept))

    def _mark(self, writer: OperationWriter) -> None:
        self._own = writer.sequence
        named = self._target.named.sequence
        if self._act is Act.REDO:
            self._connection.execute("DELETE FROM undone WHERE operation = ?", (named,))
        else:
            self._connection.execute(
                "INSERT OR REPLACE INTO undone VALUES (?, ?)", (named, writer.sequence)
            )

    def _inversions(self) -> Iterator[Step]:
        """A step for each version that the operation wrote, last first."""
        parts = self._parts(self._target.inverted)
        self._last = parts[0][0] if parts else 0
        for _, first, records in parts:
            for version in range(first + records - 1, first - 1, -1):
                yield lambda writer, version=version: self._invert(writer, version)  # type: ignore[misc]

    def _parts(self, operation: int) -> list[tuple[int, int, int]]:
        """Sequence, first version and number of versions of each part, the last part first."""
        found = rows(
            self._connection,
            "SELECT sequence, first, records FROM operations WHERE sequence = ?1"
            " UNION SELECT sequence, first, records FROM operations WHERE whole = ?1"
            " ORDER BY sequence DESC",
            operation,
        )
        return [shaped(tuple[int, int, int], row) for row in found]

    def _invert(self, writer: OperationWriter, version: int) -> None:
        row = one(
            self._connection,
            "SELECT record, document, text FROM versions WHERE version = ?",
            version,
        )
        if row is None:
            raise damaged(self._connection, f"the version {version} is missing")
        at, document, text = shaped(tuple[int, str | None, bytes | None], row)
        if at in self._kept and self._kept[at].is_used:
            return
        after = (document, text)
        before = _state(
            self._connection,
            "SELECT document, text FROM versions WHERE record = ? AND version < ?"
            " ORDER BY version DESC LIMIT 1",
            at,
            version,
        )
        now_there = _state(
            self._connection, "SELECT document, text FROM records WHERE record = ?", at
        )
        if now_there != after and not self._is_own(at):
            # Somebody changed it: what they made of it stays, also where the operation wrote it
            # twice and theirs is like what lay between.
            self._changed.add(at)
        if now_there == before:
            return
        if now_there != after or at in self._changed:
            self._keep(at, changer(self._connection, at), is_used=False)
            return
        # One that was written twice stays as it is, not as it was in between: nobody has seen that.
        loses = _loses(after, before) or _loses(after, self._before(at))
        user = self._user(at, set()) if loses else ""
        if user:
            self._keep(at, user, is_used=True)
        else:
            restore(writer, at, *before)

    def _is_own(self, at: int) -> bool:
        """Whether this undo, of which a part may have been written before, wrote it last."""
        found = one(
            self._connection,
            # The head of the part that is being written comes last.
            "SELECT sequence IS NULL OR coalesce(whole, sequence) = ?"
            " FROM versions LEFT JOIN operations ON sequence = operation"
            " WHERE record = ? ORDER BY version DESC LIMIT 1",
            *(self._own, at),
        )
        return found is not None and bool(found[0])

    def _keep(self, at: int, by: str, *, is_used: bool) -> None:
        self._kept.setdefault(at, Kept(name_of(self._connection, at), by, is_used))

    def _user(self, at: int, asked: set[int]) -> str:
        """Who made a record that stays name this one; "" for nobody."""
        asked.add(at)
        if not schema.is_ours(at):
            return ""
        for edge in EDGES:
            if edge.named is not schema.ref(at).kind:
                continue
            holders = rows(
                self._connection,
                "SELECT holder FROM links WHERE edge = ? AND named = ?",
                *(edge.code, at & MASK),
            )
            for row in holders:
                (number,) = shaped(tuple[int], row)
                holder = schema.rank(edge.holder) << schema.SHIFT | number
                user = self._keeper(holder, at, asked) if holder not in asked else ""
                if user:
                    return user
        return ""

    def _keeper(self, holder: int, at: int, asked: set[int]) -> str:
        """Who has a record stay that names this one; "" where it goes too, or named it before."""
        earlier = self._before(holder)
        if schema.ref(at) in _named(holder, earlier):
            return ""
        written = _state(
            self._connection,
            "SELECT v.document, v.text FROM versions v JOIN operations ON sequence = operation"
            " WHERE record = ?1 AND operation BETWEEN ?2 AND ?3"
            " AND coalesce(whole, sequence) = ?2 ORDER BY version DESC LIMIT 1",
            *(holder, self._target.inverted, self._last),
        )
        found = _state(
            self._connection, "SELECT document, text FROM records WHERE record = ?", holder
        )
        # One that was written twice may be on its way back.
        is_changed = written != found and not self._is_own(holder)
        if is_changed or holder in self._changed:
            return changer(self._connection, holder)
        return self._user(holder, asked) if _loses(written, earlier) else ""

    def _before(self, at: int) -> _State:
        """A record as it was before what is taken back."""
        return _state(
            self._connection,
            "SELECT document, text FROM versions WHERE record = ? AND operation < ?"
            " ORDER BY version DESC LIMIT 1",
            *(at, self._target.inverted),
        )


def _loses(after: _State, before: _State) -> bool:
    """Whether taking back takes a record away, or a report's text."""
    return before == _ABSENT or (after[1] is not None and before[1] is None)


def _named(at: int, state: _State) -> set[Ref]:
    """The records that a record of ours names."""
    if state[0] is None:
        return set()
    ref = schema.ref(at)
    return {found.to for found in references(codec.decode_json(ref.kind, ref.number, state[0]))}


def restore(writer: OperationWriter, at: int, document: str | None, text: bytes | None) -> bool:
    """Write a record as it was, to the byte; without a document, delete it."""
    if document is None:
        return writer.put(at, None, None)
    record = None
    if schema.is_ours(at):
        ref = schema.ref(at)
        record = codec.decode_json(ref.kind, ref.number, document)
    return writer.put(at, record, Stored(document, text), takes_text=True)


def _state(connection: apsw.Connection, query: str, *bound: int) -> _State:
    row = one(connection, query, *bound)
    return shaped(tuple[str | None, bytes | None], row) if row else _ABSENT
