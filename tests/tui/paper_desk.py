"""The desk on paper: view, moves and pictures over records in memory, without a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from store.folder import Folder
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.query import parse
from store.record import Record
from store.repository import Repository
from tui import hits, moves, state
from tui.bindings import USUAL
from tui.desk.finding import find
from tui.desk.link import Link
from tui.desk.live import asked_on_screen
from tui.desk.long_lists import END_ROWS
from tui.desk.painter import Painter
from tui.ends import completed, reached, with_row_of
from tui.intents import Action, Do, Intent, Point
from tui.layout import Box, plan
from tui.list_state import ListState
from tui.moves import Scene
from tui.news import News, anchored, told
from tui.render.line import Line
from tui.render.picture import DetailPicture
from tui.search import Found
from tui.state import LISTS, Pane, View

Picture = dict[str, tuple[Line, ...]]


class Shelf:
    """What the link asks of a repository, held by a reader in memory."""

    only_reads = ""
    told = ""
    author = "ada"
    folder = Folder(Path("demo"))

    def __init__(self, records: Iterable[Record]) -> None:
        self.reader = MemoryReader(records)

    @contextmanager
    def read(self, stop: Callable[[], bool] | None = None) -> Iterator[MemoryReader]:
        """The reader, as a repository gives one; it never takes long enough to be stopped."""
        del stop
        yield self.reader


class PaperDesk:
    """The desk's view of some records, moved by intents and painted at a size."""

    def __init__(
        self, *records: Record, width: int = 120, height: int = 40, end_rows: int = END_ROWS
    ) -> None:
        """Of a list that is longer than two `end_rows`, only the ends are read at first."""
        self.shelf = Shelf(records)
        self.size = (width, height)
        self.link = Link(cast(Repository, self.shelf), end_rows=end_rows)
        self._painter = Painter(self.link)
        with self.link.reading():
            self.view = state.opening(self.link.rows_of)
        self._reach()

    def __repr__(self) -> str:
        shown = "\n".join(line.text for lines in self.picture().values() for line in lines)
        return f"{self.size} {self.view.leading} {self.view.active}\n{shown}"

    def do(self, *intents: Intent | Action) -> None:
        """Carry intents out one after the other; one that can do nothing does nothing."""
        for intent in intents:
            self._carry_out(Do(intent) if isinstance(intent, Action) else intent)

    def picture(self) -> Picture:
        """What every widget of the screen shows."""
        with self.link.reading():
            boxes = plan(*self.size, self.view)
            drawn = state.fitted(self.view, boxes.heights)
            return dict(self._painter.paint(drawn, boxes, "", *self.size))

    def boxes(self) -> dict[str, Box]:
        """Where each widget of the screen stands."""
        return plan(*self.size, self.view).boxes

    def text_of(self, name: str) -> list[str]:
        """The lines of one widget, without blanks at their ends."""
        return [line.text.rstrip() for line in self.picture()[name]]

    def title_of(self, pane: Pane) -> str:
        """The title of a pane, its parts set apart by one blank."""
        return " ".join(self.text_of(pane.name.lower())[0].split())

    def shown(self, pane: Pane) -> ListState:
        """A list as it is drawn: with the first row that is in sight."""
        return state.fitted(self.view, plan(*self.size, self.view).heights).lists[pane]

    def refs(self, pane: Pane) -> list[str]:
        """The references that a pane lists."""
        return [f"{pane.kind.value}{number}" for number in self.view.lists[pane].rows.numbers]

    def linked(self, pane: Pane, of: Ref | None) -> list[int]:
        """The numbers of what is linked to the record, as the store says."""
        return list(self.shelf.reader.linked(of, pane.kind).numbers) if of else []

    def complete(self) -> None:
        """Long lists have been read whole behind the screen."""
        asked = [(None, pane.kind) for pane in LISTS]
        lists = self.link.read_lists(asked, lambda: False)
        self.link.take(lists)
        self.view = completed(self.view, lists)

    def refresh(self) -> None:
        """Read the store again."""
        lists = self.link.read_lists(state.asked_for(self.view), lambda: False)
        self.link.forget()
        self.link.take(lists)
        self._painter.forget()
        found = {one: self.find(*one) for one in hits.sought(self.view)}
        with self.link.reading():
            fresh = state.refreshed(self.view, self.link.rows_of)
            self.view = hits.refound(fresh, found, self.link.rows_of)

    def search(self, text: str) -> None:
        """A query is typed and kept, and all its hits are found."""
        kind = hits.kind_for(parse(text), self.view)
        assert kind is not None
        found = self.find(str(parse(text)), kind)
        with self.link.reading():
            self.view = hits.searched(self.view, found, self.link.rows_of)
        self._reach()

    def find(self, query: str, kind: Kind) -> Found:
        """All hits of a query."""
        return find(self.link, (query, kind), lambda: False)

    def hear(self, *records: Record, changed: Iterable[str], gone: Iterable[str] = ()) -> None:
        """The store holds these records now; those that were written are told."""
        self.shelf.reader = MemoryReader(records)
        asked = asked_on_screen(self.view)
        before = self._detail()
        news = News(
            operation=2,
            changed=frozenset(map(Ref, changed)),
            gone=frozenset(map(Ref, gone)),
            lists=self.link.read_lists([one for one in asked if one[0]], lambda: False),
            counts={kind: self.shelf.reader.count(kind) for of, kind in asked if of is None},
        )
        self.link.take_news(news)
        self._painter.forget()
        self.view = told(self.view, news)
        self.view = anchored(self.view, before, self._detail(), self._detail_height())

    def _detail(self) -> DetailPicture:
        with self.link.reading():
            return self._painter.detail(self.view, plan(*self.size, self.view), self.size[0])

    def _detail_height(self) -> int:
        return plan(*self.size, self.view).heights.get(Pane.DETAIL, 1)

    def _carry_out(self, intent: Intent) -> None:
        if isinstance(intent, Do) and USUAL.why_not(intent.action, self.view):
            return
        with self.link.reading():
            shown = plan(*self.size, self.view)
            picture = self._painter.detail(self.view, shown, self.size[0])
            scene = Scene(self.link.rows_of, shown.heights, picture)
            if intent == Do(Action.FOLLOW):
                ref = moves.followed(self.view, scene)
                self.view = with_row_of(self.view, ref, self.link.long.whole)
            if isinstance(intent, Do):
                self.view = moves.act(intent.action, self.view, scene)
            elif isinstance(intent, Point):
                self.view = moves.point(intent, self.view, scene)
            else:
                self.view = moves.roll(intent, self.view, scene)
        self._reach()

    def _reach(self) -> None:
        heights = plan(*self.size, self.view).heights
        with self.link.reading():
            self.view = reached(self.view, heights, self.link.long.more_of)


def lists_of(view: View) -> dict[Pane, tuple[int, ...]]:
    """What each pane lists, by document ids."""
    return {pane: tuple(shown.rows.numbers) for pane, shown in view.lists.items()}
