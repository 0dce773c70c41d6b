"""The desk's side of the store: the only caller of the repository.

The screen's thread does key lookups, each screen in one short read; a list of a whole kind is
completed on a worker thread.  What was read is kept until the store changes: what changed is read
on a worker thread as news, and the screen's thread takes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from threading import Condition, Event
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from store.changes import Act, Command, Operation, Undone
from store.derive.dossier import Dossier, dossier
from store.errors import Interrupted
from store.history import Entry, Version
from store.ids import Kind, Ref
from store.outside import OutsideFile, Tended
from store.reader import Asker, Links, Reader
from store.repository import Repository
from store.vocabulary import TriageState
from store.words import Phrase
from tui.bindings import Bindings
from tui.desk.kept import KeptReader
from tui.desk.long_lists import END_ROWS, LongLists, all_of
from tui.desk.sight import RowsInSight
from tui.news import News, relists
from tui.render.rows import Row
from tui.state import Asked

if TYPE_CHECKING:
    from store.syntax import Query

#: In whose name the history has what another program wrote into the TinyDB file.
OUTSIDE = "outside"
#: So many seconds a key waits for lists of links; what takes longer is read behind the screen.
PATIENCE = 0.012
#: So many changed records are told one by one; more of them, and everything is read anew.
MOST_CHANGED = 2000
#: Of so many operations it is asked whether they changed any list.
MOST_OPERATIONS = 20


class Log(Protocol):
    """What is asked of a store's log."""

    def entries(self, before: int | None = None, limit: int = 50) -> list[Entry]:
        """Operations, newest first."""

    def versions(self, sequence: int) -> Iterator[Version]:
        """What an operation changed."""


#: Asked while a worker thread reads; true ends the read.
Stop = Callable[[], bool]
#: How many records of a kind there are, and hits as they are found.
Searched = tuple[int, Iterator[int]]


class Link:
    """Reads for the desk."""

    is_bare = False
    """Whether it is a bare file that is looked at, and no store."""

    def __init__(self, repository: Repository, remark: str = "", end_rows: int = END_ROWS) -> None:
        """`remark` is told when the desk opens, where the store itself has nothing to say."""
        self._repository = repository
        self._remark = remark
        self._reader = KeptReader()
        self.long = LongLists(self._reader, end_rows)
        self._sight = RowsInSight(self._reader)
        self._readers = Condition()
        self._reading_count = 0
        self._is_closed = False

    @property
    def store_name(self) -> str:
        """What the store's folder is called."""
        return self._repository.folder.path.resolve().name

    @property
    def inside(self) -> str:
        """What a bare file has that no list shows; "" where the lists show something."""
        return ""

    @property
    def repository(self) -> Repository:
        """The store itself, for who leaves the desk."""
        return self._repository

    def remark(self, bindings: Bindings) -> str:
        """What a person should know when the desk opens, by their keys; "" for nothing."""
        del bindings
        if self._repository.only_reads:
            return f"Open for reading only: {self._repository.only_reads}."
        return self._repository.told or self._remark

    def without_path(self, sentence: str) -> str:
        """A sentence that names the store's own files as they are called in its folder."""
        return without_folder(self._repository.folder.path, sentence)

    @property
    def only_reads(self) -> str:
        """Why nothing can be changed; "" when it can."""
        return self._repository.only_reads

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One read of the store for all that is asked inside, as long as a key can wait."""
        end = monotonic() + PATIENCE
        with self._repository.read(lambda: monotonic() > end) as reader:
            self._reader.begin(reader)
            self._sight.begin()
            try:
                yield
            finally:
                self._reader.end()

    def forget(self) -> None:
        """Read everything anew from now on."""
        self._reader.forget()
        self.long.forget()
        self._sight.forget()

    def take_news(self, news: News) -> None:
        """Forget what changed; know the lists that were read with it."""
        changed = news.changed
        if changed is None or changed:
            if news.relists:
                self.long.forget()
            self._reader.forget(changed, lists=news.relists)
        self._sight.forget(changed)
        self.take(news.lists)

    def forget_lists(self) -> None:
        """Ask for every list anew."""
        self.long.forget()
        self._reader.forget(())

    def take(self, lists: Mapping[Asked, Links]) -> None:
        """Know lists that a worker thread has read."""
        for (of, _), links in lists.items():
            if of is None:
                self.long.take(links)
            else:
                self._reader.take(of, links)

    @property
    def age(self) -> int:
        """Another one after each change: what a worker began to read before may be old."""
        return self._reader.age

    def rows_of(self, kind: Kind, of: Ref | None) -> Links:
        """What is linked to the record, or for None all of the kind, its ends at least.

        A list that takes long is UNKNOWN at first, and is then wished for by `take_late`.
        """
        if of is not None:
            return self._reader.linked(of, kind)
        return self.long.begun(kind)

    def take_late(self) -> tuple[tuple[Ref, Kind], ...]:
        """The lists that took too long since this was asked last."""
        late = tuple(self._reader.late)
        self._reader.late.clear()
        return late

    def read_lists(self, asked: Iterable[Asked], unwanted: Stop) -> dict[Asked, Links]:
        """Lists as they are now, on a worker thread; Interrupted when they became unwanted."""
        with self._open(), self._repository.read(unwanted) as reader:
            return {(of, kind): _list(reader, of, kind) for of, kind in asked}

    @contextmanager
    def searching(self, query: Query, kind: Kind, unwanted: Stop) -> Iterator[Searched]:
        """How many records of a kind there are, and a query's hits; as `asking`."""
        with self.asking(unwanted) as (reader, asker):
            yield reader.count(kind), reader.search(query, kind, asker)

    def news(self, since: int, asked: Iterable[Asked], unwanted: Stop) -> News:
        """What was committed after an operation, and the lists asked for as they are now.

        Reads at length, on a worker thread; of whole kinds the records are only counted.
        """
        with self._repository.history() as log:
            newest = log.head()[0]
            found = log.changed_since(since, MOST_CHANGED) if newest > since else []
            changed = None if found is None else frozenset(found)
            is_relisted = not changed or relists(_versions_since(log, since), changed)
        with self._repository.read(unwanted) as reader:
            return News(
                operation=newest,
                changed=changed,
                gone=frozenset(ref for ref in changed or () if not reader.version(ref)),
                lists={
                    (of, kind): _list(reader, of, kind)
                    for of, kind in (asked if is_relisted else ())
                    if of is not None
                },
                counts={kind: reader.count(kind) for of, kind in asked if of is None},
                relists=is_relisted,
            )

    # -- on worker threads ----------------------------------------------------------------

    @contextmanager
    def asking(self, unwanted: Stop) -> Iterator[tuple[Reader, Asker]]:
        """One read for answers that take long, on a worker thread, and who asks.

        Interrupted when they became unwanted.
        """
        asker = Asker(datetime.now().astimezone().date(), self._repository.author)
        with self._open(), self._repository.read(unwanted) as reader:
            yield reader, asker

    def run(self, command: Command) -> Operation | None:
        """Carry a command out; None when it changed nothing."""
        return self._repository.run(command)

    @property
    def session(self) -> str:
        """The uid of this session."""
        return self._repository.session

    def undoable(self) -> Operation | None:
        """What `undo` would take back."""
        return self._repository.undoable()

    def redoable(self) -> Operation | None:
        """What `redo` would do again."""
        return self._repository.redoable()

    def is_of_this_session(self, target: Operation, act: Act) -> bool:
        """Whether this session did what `act` would take back: the operation, or its undo."""
        if act is Act.UNDO and target.session == self.session:
            return True
        with self._repository.history() as log:
            if act is Act.REDO:
                undoing = log.entry(target.sequence).undone_by
                return undoing is not None and log.entry(undoing).operation.session == self.session
            newest = (entry.operation for entry in log.entries(limit=MOST_OPERATIONS))
            redone = (one for one in newest if one.target == target.sequence)
            last = next(redone, None)
            return last is not None and last.act is Act.REDO and last.session == self.session

    def is_outside(self, operation: Operation) -> bool:
        """Whether another program wrote it, and it is nobody's newest change."""
        return operation.author == OUTSIDE and operation.act is Act.DO

    def undo_outside(self, target: Operation) -> Undone:
        """Take back what came in from another program."""
        return self._repository.undo_outside(target)

    def undo(self, target: Operation) -> Undone:
        """Take back the newest operation, which is the target."""
        return self._repository.undo(target)

    def redo(self, target: Operation) -> Undone:
        """Do again what was undone last, which is the target."""
        return self._repository.redo(target)

    def entries(self, of: Ref | None, before: int | None, limit: int) -> list[Entry]:
        """A page of the history of a record, or for None of the store, newest first."""
        with self._repository.history() as log:
            if of is None:
                return log.entries(before, limit)
            return log.entries_of(of, before, limit)

    def versions(self, sequence: int, of: Ref | None, limit: int) -> list[Version]:
        """The first records that an operation changed; or only that record."""
        with self._repository.history() as log:
            return list(islice(log.versions(sequence, of), limit))

    def as_of(self, sequence: int, progress: Callable[[int, int], None]) -> Link:
        """The store as it was behind an operation; `close` it.

        `progress` is told how much of how much was looked through; what it raises ends that.
        """
        return Link(self._repository.as_of(sequence, progress))

    def close(self) -> None:
        """Close the store, behind the last list that is read; on a worker thread."""
        with self._readers:
            self._is_closed = True
            self._readers.wait_for(lambda: self._reading_count == 0)
        self._repository.close()

    @contextmanager
    def _open(self) -> Iterator[None]:
        """Keep the store open meanwhile; Interrupted when it is closed already."""
        with self._readers:
            if self._is_closed:
                raise Interrupted
            self._reading_count += 1
        try:
            yield
        finally:
            with self._readers:
                self._reading_count -= 1
                self._readers.notify_all()

    def index(self, progress: Callable[[int, int], None], stop: Stop) -> bool:
        """Build what the full-text index lacks, until `stop`; whether it has everything then."""
        try:
            with self._open():
                return self._repository.index(progress, stop)
        except Interrupted:
            return False

    def tend(self, progress: Callable[[int, int], None]) -> Tended:
        """Keep incidents.json in step; what `progress` raises ends the writing of the file."""
        return self._repository.tend(progress)

    def outside(self) -> OutsideFile | None:
        """The incidents.json that is not ours; None for ours."""
        return self._repository.outside()

    def take_outside(self, meant: OutsideFile | None) -> Operation | None:
        """Take in the incidents.json of another program."""
        return self._repository.take_outside(meant)

    def replace_outside(self, meant: OutsideFile | None) -> Path | None:
        """Write ours in its place; where theirs lies then."""
        return self._repository.replace_outside(meant)

    def watch(self, stop: Event) -> Iterator[bool]:
        """True soon after each commit, False when a second has passed without one; blocks."""
        return self._repository.watch(stop)

    def show_presence(self, ref: Ref | None) -> None:
        """Tell others which record is on this screen."""
        self._repository.be_present(ref or "")

    def others(self) -> tuple[tuple[str, str], ...]:
        """Who else has the store open, each with the record on their screen or ""."""
        return tuple(sorted((one.who, one.record) for one in self._repository.others()))

    def has(self, ref: Ref) -> bool:
        """Whether the store has the record, inside `reading`."""
        return self._reader.version(ref) > 0

    def newest(self) -> int:
        """The newest operation, inside `reading`."""
        return self._reader.operation

    def rows(
        self, shown: Links, start: int, count: int, phrases: Sequence[Phrase] = ()
    ) -> list[Row]:
        """The rows of a list from `start` on, as they are drawn: as hits of phrases, if any."""
        return self._sight.rows(shown, start, count, tuple(phrases))

    def dossier(self, ref: Ref) -> Dossier | None:
        """Everything to show of the record."""
        return dossier(self._reader, ref)

    def undecided(self) -> int | None:
        """How many reports wait for a decision; None when there are no reports."""
        counts = self._reader.counts(Kind.REPORT)
        return counts.get(TriageState.NEW, 0) if counts else None


def without_folder(place: Path, sentence: str) -> str:
    """The sentence, in which files of the folder are called without its path."""
    for prefix in (f"{place}/", f"{place.resolve()}/"):
        # Not in the middle of another path.
        sentence = re.sub(rf"(?<![\w./~-]){re.escape(prefix)}", "", sentence)
    return sentence


def _versions_since(log: Log, since: int) -> Iterator[Version]:
    """What the newest operations wrote; not all of it, when they are many."""
    for entry in log.entries(limit=MOST_OPERATIONS):
        if entry.operation.sequence <= since:
            return
        yield from log.versions(entry.operation.sequence)


def _list(reader: Reader, of: Ref | None, kind: Kind) -> Links:
    """What is linked to the record, or all of the kind."""
    if of is not None:
        return reader.linked(of, kind)
    return all_of(reader, kind)
