"""The cursor on the words of a report: it has the keyboard until it is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from textual import events

from store.derive.counting import figure_around
from store.ids import Ref
from store.spans import Span
from store.steps import word_after, word_before
from tui import state, word_moves
from tui.desk.bench import Bench
from tui.desk.menu import Menu
from tui.desk.message import Intended
from tui.desk.pressed import pressed
from tui.desk.workbench.copying import Copying
from tui.intents import Action, Do
from tui.layout import Box
from tui.list_state import scrolled
from tui.render.chrome import message_lines
from tui.render.line import Line
from tui.render.menu import Answer
from tui.render.picture import DetailPicture
from tui.render.selection import selection_line
from tui.selection import Selection

#: Called with what is to be made, the report, where its words stand, and the words as shown.
Make = Callable[[Action, Ref, Span, str], None]
#: Keys that move by words, and by lines; those of the desk for lines and pages do so too.
_WORDS = {"right": 1, "l": 1, "w": 1, "left": -1, "h": -1, "b": -1}
_LINES = {"down": 1, "j": 1, "up": -1, "k": -1}
_MAKES = (Action.CITE_QUOTE, Action.CITE_CLAIM, Action.CITE_PLACE)

HELP = (
    "Arrows or h j k l go by word and line, {page-down} {page-up} by page, {first} {last} to the "
    "ends. {select-words} begins and drops, s takes the sentence. Behind {quote-words} "
    "{claim-words} {place-words}: Enter opens what was made, {edit} edits it. {copy} copies."
)
NO_QUOTATION = (
    "No quotation marks stand around the cursor. {select-words} begins selecting, s takes the "
    "sentence."
)
NO_FIGURE = (
    "The cursor is on no figure. {select-words} begins selecting, s takes the sentence, then "
    "{claim-words}."
)
NO_NAME = (
    "The cursor is on no name. {select-words} begins selecting, then {place-words} makes a place."
)
NOT_SELECTED = (
    "No words are selected that could be copied. {select-words} begins selecting, s takes the "
    "sentence."
)
_NOTHING_THERE = {
    Action.CITE_QUOTE: NO_QUOTATION,
    Action.CITE_CLAIM: NO_FIGURE,
    Action.CITE_PLACE: NO_NAME,
}


class Selecting:
    """A mode of the detail: keys move over words and select them."""

    def __init__(self, bench: Bench, text: str, make: Make) -> None:
        self._bench = bench
        self._text = text
        self._make = make
        self._copying = Copying(bench)
        self._menu: Menu | None = None
        self._row = 0
        self.made: Ref | None = None
        """The record that was made last."""
        self.last: Selection | None = None
        """Where the cursor was when it was left."""
        self.is_open = True

    @property
    def _selection(self) -> Selection | None:
        return self._bench.view.selection

    def show(self, selection: Selection, message: str | None = "") -> None:
        """Have this selected, the cursor in sight."""
        bench = self._bench
        with bench.link.reading():
            scene = bench.desk.scene()
            line = scene.detail.text_line(selection.cursor.start)
            view = replace(bench.view, selection=selection)
            if line is not None:
                # A message may lie over the last lines.
                top, height = scene.detail_top(view), max(scene.detail_height - 2, 1)
                total = len(scene.detail.upto(line + scene.detail_height + 1))
                view = state.put_detail(view, top=scrolled(top, line, height, total))
                self._row = line - scene.detail_top(view)
        bench.show(view, message)

    def _stay(self) -> None:
        """Keep the cursor on its row of the screen: what is made adds lines above the text."""
        selection = self._selection
        if not self.is_open or selection is None:
            return
        with self._bench.link.reading():
            scene = self._bench.desk.scene()
            line = scene.detail.text_line(selection.cursor.start)
            view = self._bench.view
            if line is None or line - scene.detail_top(view) == self._row:
                return
            view = state.put_detail(view, top=line - self._row)
            # At its end a text may have no lines to stay on its row.
            self._row = line - scene.detail_top(view)
        self._bench.show(view)

    def ask(self, title: str, answers: Sequence[Answer], chosen: Callable[[str], None]) -> None:
        """Have a menu answered; the cursor is there again behind it."""
        self._menu = Menu(self._bench.screen, self._bench.desk, title, answers, chosen)
        self._bench.show(self._bench.view, "")

    # -- what lies over the footer --------------------------------------------------------

    def press(self, event: events.Key) -> None:
        """Take a key."""
        if self._menu is not None and self._menu.is_open:
            self._menu.press(event)
            return
        selection = self._selection
        if selection is None or selection.report != self._bench.view.shown:
            # The list moved on beneath it.
            self.leave()
            return
        names, shown = pressed(event)
        self._carry_out(selection, names, shown)

    def paste(self, text: str) -> None:
        """There is nothing to paste into."""

    def lines(self, width: int, message: str) -> tuple[Line, ...]:
        """The menu, a message, or the keys with what is selected."""
        if self._menu is not None and self._menu.is_open:
            return self._menu.lines(width, message)
        if message:
            # The help is long, and of the text a few lines are enough meanwhile.
            return message_lines(message, width, max(self._bench.screen.size.height - 5, 3))
        words = self._selection.words if self._selection else None
        said = self._text[words.start : words.end] if words else None
        return (selection_line(said, width, self._bench.bindings),)

    def place(self, footer: Box | None) -> None:
        """Nothing lies over the picture; it may be another one now."""
        del footer
        self._bench.screen.call_later(self._stay)

    def leave(self) -> None:
        """Close; the cursor goes out of the text."""
        self.is_open = False
        self.last = self._selection or self.last
        self._menu = None
        self._bench.show(replace(self._bench.view, selection=None), "")

    # -- keys -----------------------------------------------------------------------------

    def _carry_out(self, selection: Selection, names: tuple[str, ...], shown: str) -> None:
        moved = self._moved(selection, names)
        means = partial(self._means, names)
        making = next((action for action in _MAKES if means(action)), None)
        if moved is not None:
            self.show(moved)
        elif making is not None:
            self._make_of(making, selection)
        elif means(Action.COPY):
            self._copy(selection)
        elif "s" in names:
            self.show(word_moves.sentence(selection, self._text))
        elif means(Action.SELECT_WORDS) or "space" in names:
            self.show(word_moves.anchored(selection))
        elif "escape" in names and selection.words is not None:
            self.show(word_moves.dropped(selection))
        elif "escape" in names or means(Action.CLOSE):
            self.leave()
        elif ("enter" in names or means(Action.EDIT)) and self.made is not None:
            self._open(self.made, is_edited="enter" not in names)
        elif means(Action.UNDO):
            self._then(Action.UNDO)
        elif means(Action.HELP):
            self.show(selection, self._bench.bindings.said(HELP))
        else:
            said = (
                f"{shown} does nothing while words are selected. Esc leaves, {{help}} tells more."
            )
            self.show(selection, self._bench.bindings.said(said))

    def _moved(self, selection: Selection, names: tuple[str, ...]) -> Selection | None:
        """The selection after a key that moves; None for another key."""
        text, means = self._text, partial(self._means, names)
        words = next((_WORDS[name] for name in names if name in _WORDS), 0)
        if words:
            return word_moves.stepped(selection, text, words)
        if means(Action.FIRST):
            return replace(selection, cursor=word_after(text, 0) or selection.cursor, whole=None)
        if means(Action.LAST):
            last = word_before(text, len(text))
            return replace(selection, cursor=last or selection.cursor, whole=None)
        picture, height = self._picture()
        page = max(height - 2, 1)
        lines = next((_LINES[name] for name in names if name in _LINES), 0)
        for action, by in (
            (Action.DOWN, 1),
            (Action.UP, -1),
            (Action.PAGE_DOWN, page),
            (Action.PAGE_UP, -page),
        ):
            lines = lines or (by if means(action) else 0)
        return word_moves.moved(selection, text, picture, lines) if lines else None

    def _picture(self) -> tuple[DetailPicture, int]:
        scene = self._bench.scene()
        return scene.detail, scene.detail_height

    def _means(self, names: tuple[str, ...], action: Action) -> bool:
        return self._bench.bindings.means(action, *names)

    def _make_of(self, action: Action, selection: Selection) -> None:
        """Make a record of what is selected, or of what lies around the cursor."""
        span = selection.words or self._around(action, selection)
        if span is None:
            self.show(selection, self._bench.bindings.said(_NOTHING_THERE[action]))
            return
        self.show(word_moves.dropped(selection))
        self._make(action, selection.report, span, self._text[span.start : span.end])

    def _copy(self, selection: Selection) -> None:
        """Copy what is selected; it stays so."""
        span = selection.words
        if span is None:
            self.show(selection, self._bench.bindings.said(NOT_SELECTED))
        else:
            self._copying.words(self._text[span.start : span.end])

    def _around(self, action: Action, selection: Selection) -> Span | None:
        """What stands around the cursor: a quotation, a figure with its noun, a name."""
        if action is Action.CITE_QUOTE:
            found = word_moves.quotation(selection, self._text)
            return found.words if found else None
        if action is Action.CITE_CLAIM:
            return figure_around(self._text, selection.cursor.start)
        return word_moves.name_around(selection, self._text)

    # -- what leads out of the text -------------------------------------------------------

    def _open(self, ref: Ref, *, is_edited: bool) -> None:
        """Follow what was made, and edit it."""
        self.leave()
        self._bench.desk.follow(ref)
        if is_edited:
            self._bench.screen.post_message(Intended(Do(Action.EDIT)))

    def _then(self, action: Action) -> None:
        self.leave()
        self._bench.screen.post_message(Intended(Do(action)))
