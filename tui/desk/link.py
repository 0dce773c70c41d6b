"""The desk's side of the store: the only caller of the repository.

The screen's thread does key lookups, each screen in one short read; a list of a whole kind is
completed on a worker thread.  What was read is kept until the store changes: what changed is read
on a worker thread as news, and the screen's thread takes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

from store.derive.covers import Covers, sensitive, sensitivity_now, version_seen
from store.derive.dossier import Dossier, dossier
from store.history import Version
from store.ids import Kind, Ref
from store.reader import Asker, Links, Reader
from store.repository import Repository
from store.vocabulary import Sensitivity, TriageState
from store.words import Phrase
from tui.desk import lately
from tui.desk.door import Door, Stop
from tui.desk.kept import KeptReader
from tui.desk.long_lists import END_ROWS, LongLists, all_of
from tui.desk.sight import RowsInSight
from tui.news import News
from tui.render.rows import Row
from tui.state import Asked

if TYPE_CHECKING:
    from store.syntax import Query

#: So many seconds a key waits for lists of links; what takes longer is read behind the screen.
PATIENCE = 0.012


#: How many records of a kind there are, and hits as they are found.
Searched = tuple[int, Iterator[int]]


class Link(Door):
    """Reads for the desk."""

    is_bare = False
    """Whether it is a bare file that is looked at, and no store."""

    def __init__(self, repository: Repository, remark: str = "", end_rows: int = END_ROWS) -> None:
        """`remark` is told when the desk opens, where the store itself has nothing to say."""
        super().__init__(repository, remark)
        self.covers = Covers()
        self._reader = KeptReader(self.covers)
        self.long = LongLists(self._reader, end_rows)
        self._sight = RowsInSight(self._reader)

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
            written = lately.written(log, since)
        with self._repository.read(unwanted) as reader:
            return lately.news(written, reader, asked)

    # -- on worker threads ----------------------------------------------------------------

    @contextmanager
    def asking(self, unwanted: Stop) -> Iterator[tuple[Reader, Asker]]:
        """One read for answers that take long, on a worker thread, and who asks.

        Interrupted when they became unwanted.
        """
        now = datetime.now().astimezone()
        asker = Asker(now.date(), self._repository.author, now)
        with self._open(), self._repository.read(unwanted) as reader:
            yield reader, asker

    def versions(self, sequence: int, of: Ref | None, limit: int) -> list[Version]:
        """The first records that an operation changed; or only that record."""
        with self._repository.history() as log:
            found = list(islice(log.versions(sequence, of), limit))
        with self._repository.read() as reader:
            return [
                version_seen(one, self.covers.revealed, self._now(reader, one)) for one in found
            ]

    def _now(self, reader: Reader, version: Version) -> Sensitivity:
        """How sensitive a record is by now, also where the past is looked at."""
        from store.syntax import REFERENCE  # noqa: PLC0415  not before the first screen

        ref = Ref(version.name) if REFERENCE.fullmatch(version.name) else None
        since = self.covers.since.get(ref) if ref else None
        return since or sensitivity_now(reader, version.name)

    def as_of(self, sequence: int, progress: Callable[[int, int], None]) -> Link:
        """The store as it was behind an operation; `close` it.

        `progress` is told how much of how much was looked through; what it raises ends that.
        """
        with self.asking(_wanted) as (reader, asker):
            since = {**self.covers.since, **sensitive(reader, asker)}
        link = Link(self._repository.as_of(sequence, progress))
        # What was covered since is covered in the past, as in its history.
        link.covers.since = since
        return link

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

    def reveal(self, refs: Collection[Ref]) -> bool:
        """Show the covered words of these records, or cover them again; whether shown."""
        is_shown = self.covers.toggle(refs)
        self._sight.look_anew(refs)
        return is_shown

    def dossier(self, ref: Ref) -> Dossier | None:
        """Everything to show of the record."""
        return dossier(self._reader, ref)

    def undecided(self) -> int | None:
        """How many reports wait for a decision; None when there are no reports."""
        counts = self._reader.counts(Kind.REPORT)
        return counts.get(TriageState.NEW, 0) if counts else None


def _wanted() -> bool:
    """It is wanted, however long it takes."""
    return False


def _list(reader: Reader, of: Ref | None, kind: Kind) -> Links:
    """What is linked to the record, or all of the kind."""
    if of is not None:
        return reader.linked(of, kind)
    return all_of(reader, kind)
