"""The contract in plain dictionaries, slow and plain: what the others are checked against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from store import codec, rules
from store.changes import (
    IMPORTED,
    MOST_KEPT,
    OWN_FORMAT,
    Act,
    Change,
    Command,
    ForeignChange,
    Kept,
    Operation,
    Pause,
    Prepared,
    Undone,
    invert,
)
from store.dates import Instant, now
from store.errors import InvalidRecord, NothingToUndo, Stale
from store.history import Entry, Version
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Report
from store.record import Record
from store.references import references


class _Done(NamedTuple):
    """An operation and what it changed, in the order of the changes."""

    operation: Operation
    changes: list[Change]


class _Context:
    """What a running command may ask for; see `changes.Context`."""

    def __init__(self, author: str, store: MemoryStore) -> None:
        self.author = author
        self.at: Instant = now()
        self._highest = store.highest
        self._store = store

    def new(self, kind: Kind) -> Ref:
        self._highest[kind] = rules.next_number(kind.table, self._highest[kind])
        return kind.ref(self._highest[kind])

    def new_in(self, table: str) -> int:
        self._highest[table] = rules.next_number(table, self._highest[table])
        return self._highest[table]

    def reserve(self, kind: Kind, count: int) -> range:
        first = self.new(kind).number
        self._highest[kind] = first + count - 1
        return range(first, first + count)

    def release(self, kind: Kind, numbers: range) -> None:
        if numbers and self._highest[kind] == numbers[-1]:
            self._highest[kind] = numbers.start - 1

    def of_format(self, name: str) -> Iterator[tuple[Ref, str]]:
        return self._store.of_format(name)

    def as_imported(self, ref: Ref) -> Record | None:
        return self._store.as_imported(ref)


class MemoryStore:
    """A store of our records, of which every operation is kept with what it changed."""

    def __init__(self) -> None:
        self.reader = MemoryReader()
        self._done: list[_Done] = []
        self._undone: dict[int, int] = {}
        self.highest: Counter[Kind | str] = Counter()
        """The highest id given out, by kind, or table of others."""
        self.texts: dict[Ref, str] = {}
        """The last text that each report had, deleted ones too."""

    # -- writing --------------------------------------------------------------------------

    def run(self, command: Command, author: str) -> Operation | None:
        """Carry a command out, or change nothing and raise; None when it changed nothing."""
        changed = {
            str(ref): self._changer(ref)
            for ref, version in command.seen.items()
            if self.reader.version(ref) != version
        }
        if changed:
            raise Stale(changed)
        highest, texts, changes = self.highest.copy(), self.texts.copy(), list[Change]()
        cited: dict[Ref, Record | None] = {}
        try:
            for change in command.changes(self.reader, _Context(author, self)):
                if isinstance(change, Pause):
                    change.wait()
                    continue
                if isinstance(change, ForeignChange):
                    raise TypeError("only the store on disk holds tables that are not ours")
                if isinstance(change, Prepared):
                    change = Change(change.ref, None, change.record)
                ref, after, before = change.ref, change.after, self.reader.find(change.ref)
                if after is not None and rules.cites_anew(after, before):
                    cited.setdefault(ref, before)
                self._write(ref, after, changes, checks=not command.accepts_flaws)
            if not command.accepts_flaws:
                self._check_evidence(cited)
        except BaseException:
            self.highest, self.texts = highest, texts
            for ref, _, before in invert(changes):
                self._lay(ref, before)
            raise
        if not changes:
            return None
        return self._log(author, command.label, Act.DO, None, changes, command.reason)

    def undo(self, author: str) -> Undone:
        """Take back what the author did or redid last."""
        target = self.undoable(author)
        if target is None:
            raise NothingToUndo("undo")
        return self.take_back(author, target.sequence)

    def take_back(self, author: str, sequence: int) -> Undone:
        """Take back one operation, whoever's and however old; in the author's name."""
        done = self._at(sequence)
        if done.operation.act is not Act.DO or sequence in self._undone:
            raise NothingToUndo("undo")
        undone = self._take_back(done, Act.UNDO, done.operation, author)
        self._undone[sequence] = undone.operation.sequence
        return undone

    def redo(self, author: str) -> Undone:
        """Do again what the author undid last."""
        target = self.redoable(author)
        if target is None:
            raise NothingToUndo("redo")
        done = self._at(self._undone.pop(target.sequence))
        return self._take_back(done, Act.REDO, target, author)

    def _take_back(self, done: _Done, act: Act, target: Operation, author: str) -> Undone:
        """Write the inverse of what was done, but for what has changed, or is used, since."""
        changes: list[Change] = []
        kept: dict[Ref, Kept] = {}
        used = self._used(done)
        first = {change.ref: change.before for change in reversed(done.changes)}
        own: set[Ref] = set()
        others: set[Ref] = set()
        for ref, after, before in invert(done.changes):
            found = self.reader.find(ref)
            if ref in kept and kept[ref].is_used:
                continue
            if found != after and ref not in own:
                others.add(ref)
            if found == before:
                continue
            if found != after or ref in others:
                kept.setdefault(ref, Kept(ref, self._changer(ref), is_used=False))
                continue
            if ref in used and (_loses(after, before) or _loses(after, first[ref])):
                kept.setdefault(ref, Kept(ref, used[ref], is_used=True))
            else:
                own.add(ref)
                changes.append(Change(ref, found, before))
                self._lay(ref, before, self._next)
        operation = self._log(author, target.label, act, target.sequence, changes)
        return Undone(target, operation, tuple(kept.values())[:MOST_KEPT], len(kept))

    def _write(
        self, ref: Ref, after: Record | None, changes: list[Change], *, checks: bool
    ) -> None:
        before = self.reader.find(ref)
        if after is not None and checks:
            rules.check(after, before)
        if before == after:
            return
        text = self.texts.get(ref, "") if before is None else self._text_of(ref)
        if isinstance(after, Report) and text and after.text != text:
            raise InvalidRecord(ref, "text", "a report's text is never edited")
        changes.append(Change(ref, before, after))
        self._lay(ref, after, self._next)
        self.highest[ref.kind] = max(self.highest[ref.kind], ref.number)

    def _check_evidence(self, cited: dict[Ref, Record | None]) -> None:
        for ref, before in cited.items():
            record = self.reader.find(ref)
            if record is not None:
                rules.check_evidence(record, before, self._text_of)

    def _lay(self, ref: Ref, record: Record | None, operation: int | None = None) -> None:
        if record is None:
            self.reader.records.pop(ref, None)
            self.reader.versions.pop(ref, None)
        else:
            self.reader.records[ref] = record
            if isinstance(record, Report) and record.text:
                self.texts[ref] = record.text
            before = [d.operation.sequence for d, _ in self._history(ref)]
            self.reader.versions[ref] = operation or (before[-1] if before else 0)

    def _log(
        self,
        author: str,
        label: str,
        act: Act,
        target: int | None,
        changes: list[Change],
        reason: str = "",
    ) -> Operation:
        operation = Operation(
            self._next, now(), author, "", label, reason, "", act, target, len(changes)
        )
        self._done.append(_Done(operation, changes))
        self.reader.operation = operation.sequence
        return operation

    # -- history --------------------------------------------------------------------------

    def undoable(self, author: str) -> Operation | None:
        """What the author did or redid last, of what is not undone."""
        last: dict[int, int] = {}
        for done in self._done:
            operation = done.operation
            if operation.author == author and operation.act is Act.DO:
                last[operation.sequence] = operation.sequence
            elif operation.author == author and operation.act is Act.REDO and operation.target:
                last[operation.target] = operation.sequence
        standing = last.keys() - self._undone.keys()
        newest = max(standing, key=last.__getitem__, default=None)
        return self._at(newest).operation if newest else None

    def redoable(self, author: str) -> Operation | None:
        """The operation that the author undid last, unless something else was done since."""
        for done in reversed(self._done):
            operation = done.operation
            if operation.author != author:
                continue
            if operation.act is Act.DO:
                return None
            # An undo that restored nothing left nothing to do again.
            if not done.changes:
                continue
            if operation.target and self._undone.get(operation.target) == operation.sequence:
                return self._at(operation.target).operation
        return None

    def entries(self) -> list[Entry]:
        """Every operation, newest first."""
        return [
            Entry(done.operation, self._undone.get(done.operation.sequence))
            for done in reversed(self._done)
        ]

    def versions(self, sequence: int) -> list[Version]:
        """What an operation changed; a report's text where it came or went."""
        changes = self._at(sequence).changes
        return [Version(ref, *_documents(before, after)) for ref, before, after in changes]

    @property
    def _next(self) -> int:
        return len(self._done) + 1

    def _at(self, sequence: int) -> _Done:
        return self._done[sequence - 1]

    def _history(self, ref: Ref) -> Iterator[tuple[_Done, Record | None]]:
        """The states of a record, the oldest first."""
        for done in self._done:
            for change in done.changes:
                if change.ref == ref:
                    yield done, change.after

    def of_format(self, name: str) -> Iterator[tuple[Ref, str]]:
        """Every record that came from a data set of a format, and its id there."""
        for ref, record in list(self.reader.records.items()):
            if name.startswith(OWN_FORMAT):
                if record.uid:
                    yield ref, record.uid
            elif record.origin is not None and record.origin.format == name and record.origin.id:
                yield ref, record.origin.id

    def as_imported(self, ref: Ref) -> Record | None:
        """The record as the newest import left it that was not undone."""
        states = [
            state
            for done, state in self._history(ref)
            if done.operation.label.startswith(IMPORTED)
            and done.operation.act is Act.DO
            and done.operation.sequence not in self._undone
            and state is not None
        ]
        return states[-1] if states else None

    def _changer(self, ref: Ref) -> str:
        authors = [done.operation.author for done, _ in self._history(ref)]
        return authors[-1] if authors else "nobody"

    def _text_of(self, ref: Ref) -> str | None:
        report = self.reader.find(ref)
        return report.text if isinstance(report, Report) else None

    def _used(self, done: _Done) -> dict[Ref, str]:
        """Records of an operation that others name which stay, and whose work those are."""
        first = {change.ref: change.before for change in reversed(done.changes)}
        last = {change.ref: change.after for change in done.changes}
        goes = {ref for ref in first if self.reader.find(ref) == last[ref]}
        used: dict[Ref, str] = {}
        is_growing = True
        while is_growing:
            is_growing = False
            for ref in goes - set(used):
                for holder, _ in self.reader.named_by(ref):
                    stays = holder in used and _loses(last[holder], first[holder])
                    before = self._before(holder, done)
                    named = {found.to for found in references(before)} if before else set()
                    if ref not in named and (stays or holder not in goes):
                        used[ref] = used.get(holder) or self._changer(holder)
                        is_growing = True
                        break
        return used

    def _before(self, ref: Ref, done: _Done) -> Record | None:
        """A record as it was before an operation."""
        states = [
            state
            for by, state in self._history(ref)
            if by.operation.sequence < done.operation.sequence
        ]
        return states[-1] if states else None


def _loses(after: Record | None, before: Record | None) -> bool:
    """Whether taking back takes a record away, or a report's text."""
    if isinstance(before, Report) and isinstance(after, Report):
        return bool(after.text and not before.text)
    return before is None


def _documents(*sides: Record | None) -> Iterator[codec.Document | None]:
    is_same = len({getattr(side, "text", "") for side in sides}) == 1
    for side in sides:
        shown = replace(side, text="") if is_same and isinstance(side, Report) else side
        yield codec.encode(shown) if shown else None
