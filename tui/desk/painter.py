"""From the view to pictures: reads the rows in sight and has them drawn."""

from __future__ import annotations

from collections.abc import Iterator

from store.ids import Ref
from tui.desk.link import Link
from tui.intents import Action
from tui.keys import context_of
from tui.layout import LEAST_HEIGHT, LEAST_WIDTH, Box, Plan
from tui.render import bare, chrome
from tui.render.chrome import Around, Others, Past
from tui.render.detail import detail_lines
from tui.render.line import Line, Piece, fit
from tui.render.lists import list_lines
from tui.render.picture import DetailPicture
from tui.state import Pane, View

#: So many details are kept: the one shown and those that the next keys may ask for.
DETAILS_KEPT = 8
#: What the footer of a desk of the past does not offer.
REFUSED_IN_THE_PAST = frozenset({Action.UNDO, Action.REDO, Action.HISTORY})
#: Nor that of a bare file.
REFUSED_BY_A_FILE = frozenset({Action.UNDO, Action.REDO})

Pictures = Iterator[tuple[str, tuple[Line, ...]]]


class Painter:
    """Draws the view; keeps the lines of the details drawn last."""

    def __init__(self, link: Link, past: Past | None = None) -> None:
        self._link = link
        self._past = past
        self.others: Others = ()
        """Who else has the store open, each with the record on their screen."""
        self._details: dict[tuple[Ref | None, int], DetailPicture] = {}

    def forget(self) -> None:
        """Draw details anew from now on."""
        self._details.clear()

    def paint(self, view: View, plan: Plan, message: str, width: int, height: int) -> Pictures:
        """The lines of every widget that the plan shows, by the widget's name."""
        if plan.is_too_small:
            yield "notice", chrome.too_small_lines(width, height, (LEAST_WIDTH, LEAST_HEIGHT))
            return
        for pane, box in plan.panes.items():
            if pane is Pane.DETAIL:
                yield pane.name.lower(), self._detail_pane(view, box)
            else:
                rows = self._link.rows(view.lists[pane].rows, view.lists[pane].top, box.height - 1)
                opened = frozenset(record for _, record in self.others)
                yield (
                    pane.name.lower(),
                    list_lines(view, pane, rows, box.width, box.height, opened, self._link.inside),
                )
        around = Around(
            self._link.store_name,
            self._link.undecided(),
            tuple(dict.fromkeys(who for who, _ in self.others)),
            self._past,
            self._link.is_bare,
        )
        yield "header", (chrome.header_line(view, around, width),)
        if message:
            yield "footer", chrome.message_lines(message, width)
        else:
            yield "footer", (self._footer(view, width),)
        if plan.tabs:
            yield "tabs", (chrome.tabs_line(view, width),)

    def _footer(self, view: View, width: int) -> Line:
        context = context_of(view)
        if self._past:
            return chrome.footer_line(context, width, REFUSED_IN_THE_PAST)
        if self._link.is_bare:
            return chrome.footer_line(context, width, REFUSED_BY_A_FILE, (bare.HINT,))
        return chrome.footer_line(context, width)

    def detail(self, view: View, width: int) -> DetailPicture:
        """The detail's picture."""
        known = self._details.get((view.shown, width))
        if known is None:
            dossier = self._link.dossier(view.shown) if view.shown else None
            known = DetailPicture(detail_lines(dossier, width) if dossier else iter(()))
            if len(self._details) >= DETAILS_KEPT:
                self.forget()
            self._details[view.shown, width] = known
        return known

    def _detail_pane(self, view: View, box: Box) -> tuple[Line, ...]:
        picture = self.detail(view, box.width)
        height = box.height - 1
        top = picture.clamped(view.detail_top, height)
        entries = picture.entries(top + height)
        is_active = view.active is Pane.DETAIL
        cursor = entries[view.detail_cursor][0] if view.detail_cursor < len(entries) else -1
        shown = []
        for at, one in enumerate(picture.upto(top + height)[top : top + height], start=top):
            if at == cursor and is_active:
                text = one.line.pieces
                shown.append(Line((Piece(">"), *_without_first_cell(text)), "cursor"))
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
        mark = {
            (True, True): "J K more",
            (True, False): "K more",
            (False, True): "J more",
            (False, False): "",
        }[top > 0, more_below]
        name = f" {Pane.DETAIL.value} DETAIL "
        room = box.width - len(name) - len(mark) - 1
        pieces = (
            Piece(name, "title-name"),
            Piece(fit(view.shown or "", room)),
            Piece(f"{mark} ", "title-mark"),
        )
        return Line(pieces, "title-active" if view.active is Pane.DETAIL else "title")


def _without_first_cell(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces without the blank that each line of the detail begins with."""
    first, *rest = pieces
    return (Piece(first.text[1:], first.style), *rest)
