"""From the view to pictures: reads the rows in sight and has them drawn."""

from __future__ import annotations

from collections.abc import Iterator

from store.ids import Ref
from tui.desk.link import Link
from tui.layout import LEAST_HEIGHT, LEAST_WIDTH, Box, Plan
from tui.render import chrome
from tui.render.detail import detail_lines
from tui.render.line import Line, Piece, fit
from tui.render.lists import list_lines
from tui.render.picture import DetailPicture
from tui.state import Pane, View

Pictures = Iterator[tuple[str, tuple[Line, ...]]]


class Painter:
    """Draws the view; keeps the detail's lines while record and width stay the same."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._kept: tuple[Ref | None, int, DetailPicture] | None = None

    def forget(self) -> None:
        """Draw the detail anew from now on."""
        self._kept = None

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
                yield pane.name.lower(), list_lines(view, pane, rows, box.width, box.height)
        undecided = self._link.undecided()
        yield "header", (chrome.header_line(view, self._link.store_name, undecided, width),)
        footer = chrome.message_line(message, width) if message else chrome.footer_line(view, width)
        yield "footer", (footer,)
        if plan.tabs:
            yield "tabs", (chrome.tabs_line(view, width),)
        for at, box in enumerate(plan.dividers):
            yield f"divider-{at}", (Line((Piece("│", "divider"),)),) * box.height

    def detail(self, view: View, width: int) -> DetailPicture:
        """The detail's picture."""
        if self._kept is None or self._kept[:2] != (view.shown, width):
            dossier = self._link.dossier(view.shown) if view.shown else None
            lines = detail_lines(dossier, width) if dossier else iter(())
            self._kept = (view.shown, width, DetailPicture(lines))
        return self._kept[2]

    def _detail_pane(self, view: View, box: Box) -> tuple[Line, ...]:
        picture = self.detail(view, box.width)
        height = box.height - 1
        top = view.detail_top
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
        if view.shown is None:
            shown = [Line((Piece(fit("  Nothing is selected.", box.width), "dim"),))]
        shown += [Line()] * (height - len(shown))
        return (self._detail_title(view, picture, box), *shown)

    def _detail_title(self, view: View, picture: DetailPicture, box: Box) -> Line:
        """`0 DETAIL E412`, and whether there is more above or below."""
        height = box.height - 1
        more_below = len(picture.upto(view.detail_top + height + 1)) > view.detail_top + height
        mark = {
            (True, True): "J K more",
            (True, False): "K more",
            (False, True): "J more",
            (False, False): "",
        }[view.detail_top > 0, more_below]
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
