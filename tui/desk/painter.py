"""From the view to pictures: reads the rows in sight and has them drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from store.derive.dossier import Dossier
from store.ids import Kind, Ref
from store.model import Report
from store.vocabulary import TriageState
from store.words import Phrase
from tui import state
from tui.config import DEFAULTS, Config
from tui.desk.link import Link
from tui.ends import reached
from tui.hits import has_inbox, query_of
from tui.intents import Action
from tui.key import context_of
from tui.layout import LEAST_HEIGHT, LEAST_WIDTH, Box, Plan, covered, plan, up_to
from tui.render import bare, chrome, company
from tui.render.address import whole_links
from tui.render.chrome import Around, Others, Past
from tui.render.detail import DetailLine, detail_lines
from tui.render.found import has_found
from tui.render.line import Line, Piece, fit, width_of
from tui.render.lists import list_lines
from tui.render.picture import DetailPicture, found_in
from tui.state import Pane, View
from tui.unseen import Unseen

if TYPE_CHECKING:
    from store.derive.inbox import Waiting
    from tui.render.likely import Twin

#: So many details are kept: the one shown and those that the next keys may ask for.
DETAILS_KEPT = 8
#: Before the line of the detail to which n and N went.
MATCH = "»"
#: Which keys go on from what is likely the same.
LIKELY_HINT = "{compare} compares"
#: What the footer of a desk of the past does not offer.
REFUSED_IN_THE_PAST = frozenset({Action.UNDO, Action.REDO, Action.HISTORY})
#: Nor that of a bare file.
REFUSED_BY_A_FILE = frozenset({Action.UNDO, Action.REDO})

Pictures = Iterator[tuple[str, tuple[Line, ...]]]
NOTHING_KEPT: Mapping[str, tuple[Line, ...]] = MappingProxyType({})


class Painted(NamedTuple):
    """A whole screen: the plan of a view, and its pictures with their boxes."""

    places: Plan
    boxes: dict[str, Box]
    pictures: dict[str, tuple[Line, ...]]


class Painter:
    """Draws the view; keeps the lines of the details drawn last."""

    def __init__(self, link: Link, past: Past | None = None, config: Config = DEFAULTS) -> None:
        self._link = link
        self._past = past
        self._bindings = config.bindings
        self._columns = config.columns
        self.others: Others = ()
        """Who else has the store open, each with the record on their screen."""
        self.unseen = Unseen()
        """What they have changed since this screen showed it last."""
        self.calls = 0
        """How many notes call who works here, and have not been shown."""
        self.inbox: Waiting | None = None
        """What is told of the inbox while it leads."""
        self.indexed = 1.0
        """How much of the full-text index is built."""
        self.likely: Callable[[Ref], Sequence[Twin]] = _nothing_likely
        """What a report may be a duplicate of, as far as it was looked for."""
        self._details: dict[tuple[object, ...], DetailPicture] = {}

    @property
    def is_past(self) -> bool:
        """Whether the store is shown as it was."""
        return self._past is not None

    def tell_of_inbox(self, waiting: Waiting) -> None:
        """Have the header tell how the inbox stands, from now on."""
        self.inbox = waiting

    def forget(self) -> None:
        """Draw details anew from now on."""
        self._details.clear()

    def settled(self, view: View, width: int, height: int) -> View:
        """A view with the lists that are missing in it, its cursors on rows that are read."""
        view = state.filled(view, self._link.rows_of)
        return reached(view, plan(width, height, view).heights, self._link.long.more_of)

    def painted(
        self,
        view: View,
        message: str,
        width: int,
        height: int,
        over: tuple[Line, ...] = (),
        kept: Mapping[str, tuple[Line, ...]] = NOTHING_KEPT,
    ) -> Painted:
        """A settled view at a size; `over` stands in the footer's place, `kept` stay as they are.

        A message of several lines lies over the ends of the panes.
        """
        places = plan(width, height, view)
        boxes = places.boxes
        drawn = state.fitted(view, places.heights)
        pictures = dict(self.paint(drawn, places, message, width, height, kept))
        if over and "footer" in pictures:
            pictures["footer"] = over
        if len(pictures.get("footer", ())) > 1:
            boxes = covered(boxes, len(pictures["footer"]))
            pictures = {name: pictures[name][: box.height] for name, box in boxes.items()}
        if "detail" in pictures:
            pictures["detail"] = whole_links(pictures["detail"])
        return Painted(places, boxes, pictures)

    def paint(
        self,
        view: View,
        places: Plan,
        message: str,
        width: int,
        height: int,
        kept: Mapping[str, tuple[Line, ...]] = NOTHING_KEPT,
    ) -> Pictures:
        """The lines of every picture that the plan shows, by its name; `kept` stay as they are."""
        if places.is_too_small:
            least = (LEAST_WIDTH, LEAST_HEIGHT)
            yield "notice", chrome.too_small_lines(width, height, least, self._bindings)
            return
        for pane, box in places.panes.items():
            name = pane.name.lower()
            if name in kept:
                yield name, kept[name]
            elif pane is Pane.DETAIL:
                yield name, self._detail_pane(view, places, box)
            else:
                yield name, self._list_pane(view, pane, box)
        around = Around(
            self._link.store_name,
            self._link.undecided(),
            company.people(self.others, self._link.author),
            self._past,
            self._link.is_bare,
            self.indexed,
            company.call_words(self._link.author, self.calls, self._bindings),
            self._inbox_words(view),
        )
        yield "header", (chrome.header_line(view, around, width, self._bindings),)
        if message:
            yield "footer", chrome.message_lines(message, width)
        else:
            yield "footer", (self._footer(view, width),)
        if places.tabs:
            yield "tabs", (chrome.tabs_line(view, width, self._bindings),)

    def _inbox_words(self, view: View) -> str:
        if self.inbox is None or not has_inbox(view):
            return ""
        from tui.render.inbox import inbox_words  # noqa: PLC0415  not before an inbox

        return inbox_words(self.inbox, datetime.now().astimezone())

    def _list_pane(self, view: View, pane: Pane, box: Box) -> tuple[Line, ...]:
        shown, phrases = view.lists[pane], phrases_of(query_of(view))
        sought = phrases if shown.query else ()
        rows = self._link.rows(shown.rows, shown.top, box.height - 1, sought)
        opened = frozenset(record for _, record in self.others)
        return list_lines(
            view,
            pane,
            rows,
            box.width,
            box.height,
            opened,
            self._link.inside,
            self._columns,
            self._bindings,
            phrases,
            self.unseen.changes.keys(),
        )

    def _footer(self, view: View, width: int) -> Line:
        context, bindings = context_of(view), self._bindings
        if self._past:
            return chrome.footer_line(context, width, REFUSED_IN_THE_PAST, bindings=bindings)
        if self._link.is_bare:
            first = (bare.hint(bindings),)
            return chrome.footer_line(context, width, REFUSED_BY_A_FILE, first, bindings)
        kind = view.shown.kind if view.shown else None
        if has_inbox(view) and view.active is view.leading:
            from tui.render.inbox import OFFERED, inbox_keys  # noqa: PLC0415  as above

            keys, named = inbox_keys(bindings), {action for action, _ in OFFERED}
            return chrome.footer_line(context, width, named, keys, bindings, kind)
        return chrome.footer_line(context, width, bindings=bindings, kind=kind)

    def detail(self, view: View, places: Plan, width: int) -> DetailPicture:
        """The detail's picture; `width` cells wide where the plan has no place for it."""
        box = places.panes.get(Pane.DETAIL)
        width = box.width if box else width
        phrases, beside = phrases_of(query_of(view)), _beside(view, places)
        key = (view.shown, width, phrases, beside, self._link.covers.revealed)
        known = self._details.get(key)
        if known is None:
            dossier = self._link.dossier(view.shown) if view.shown else None
            lines: Iterator[DetailLine] = iter(())
            if dossier:
                lines = detail_lines(dossier, width, self._likely(dossier, width), beside)
            known = DetailPicture(found_in(lines, phrases) if phrases else lines)
            if len(self._details) >= DETAILS_KEPT:
                self.forget()
            self._details[key] = known
        return known

    def _likely(self, dossier: Dossier, width: int) -> Iterator[DetailLine]:
        """What an undecided report may be a duplicate of."""
        record = dossier.record
        found = self.likely(record.ref)
        if found and isinstance(record, Report) and record.triage.state is TriageState.NEW:
            from tui.render.likely import likely_lines  # noqa: PLC0415  not before one is found

            yield from likely_lines(found, width, self._bindings.said(LIKELY_HINT))

    def _detail_pane(self, view: View, places: Plan, box: Box) -> tuple[Line, ...]:
        picture = self.detail(view, places, box.width)
        height = box.height - 1
        top = picture.clamped(view.detail_top, height)
        entry = picture.entry(view.detail_cursor, top + height)
        is_active = view.active is Pane.DETAIL
        cursor = entry[0] if entry else -1
        shown = []
        selection = view.selection
        for at, one in enumerate(picture.upto(top + height)[top : top + height], start=top):
            if selection is not None and one.span is not None and selection.report == view.shown:
                from tui.render.selection import selected_pieces  # noqa: PLC0415  as above

                pieces = selected_pieces(one.line.pieces, one.span, selection)
                shown.append(one.line._replace(pieces=pieces))
            elif at == cursor and is_active:
                text = one.line.pieces
                shown.append(Line((Piece(">"), *_without_first_cell(text)), "cursor"))
            elif at == view.lists[view.listed].match and has_found(one.line.pieces):
                text = _without_first_cell(one.line.pieces)
                shown.append(Line((Piece(MATCH, "cursor-sign"), *text), one.line.base))
            else:
                shown.append(one.line)
        if not shown:
            said = f"{view.shown} is not in the store." if view.shown else "Nothing is selected."
            shown = [Line((Piece(fit(f"  {said}", box.width), "dim"),))]
        shown += [Line()] * (height - len(shown))
        return (self._detail_title(view, picture, box, top), *shown)

    def _detail_title(self, view: View, picture: DetailPicture, box: Box, top: int) -> Line:
        """`0 DETAIL E412`, and whether there is more above or below."""
        height = box.height - 1
        more_below = len(picture.upto(top + height + 1)) > top + height
        ways = ((Action.SCROLL_DOWN, more_below), (Action.SCROLL_UP, top > 0))
        keys = " ".join(self._bindings.first(action) for action, more in ways if more)
        mark = f"{keys} more" if keys else ""
        name = f" {self._bindings.of_pane(Pane.DETAIL)} DETAIL "
        room = max(box.width - width_of(name) - width_of(mark) - 1, 0)
        pieces = (
            Piece(name, "title-name"),
            Piece(fit(self._about(view.shown, room), room)),
            Piece(f"{mark} ", "title-mark"),
        )
        return Line(pieces, "title-active" if view.active is Pane.DETAIL else "title")

    def _about(self, ref: Ref | None, room: int) -> str:
        """The record in the detail, who else has it open, and who has changed it."""
        if ref is None:
            return ""
        change = self.unseen.changes.get(ref)
        today = f"{datetime.now().astimezone():%Y-%m-%d}" if change else ""
        return company.about_record(self.others, change, ref, self._link.author, room, today)


def dividers(places: Plan, boxes: Mapping[str, Box]) -> list[Box | None]:
    """The upright lines of a plan, as far as the footer leaves them."""
    footer = boxes.get("footer")
    return [up_to(box, footer.y) if footer else None for box in places.dividers]


@lru_cache(maxsize=64)
def phrases_of(query: str) -> tuple[Phrase, ...]:
    """The phrases that are marked for a query, by its canonical text."""
    if not query:
        return ()
    from store.query import parse  # noqa: PLC0415  not before a query

    return tuple(phrase for phrase in parse(query).phrases if phrase.words)


def _beside(view: View, places: Plan) -> frozenset[Kind] | None:
    """The kinds of what is linked to the record in the detail and listed beside it.

    None where it stands alone, or with the list that it is a row of.
    """
    if Pane.DETAIL not in places.panes or places.tabs or view.is_zoomed:
        return None
    lists = ((pane, view.lists[pane]) for pane in places.panes if pane is not Pane.DETAIL)
    return frozenset(
        pane.kind
        for pane, shown in lists
        if shown.of is not None and shown.of == view.shown and not shown.is_lone
    )


def _nothing_likely(ref: Ref) -> Sequence[Twin]:
    del ref
    return ()


def _without_first_cell(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces without the blank that each line of the detail begins with."""
    first, *rest = pieces
    return (Piece(first.text[1:], first.style), *rest)
