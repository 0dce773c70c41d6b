"""A picker: type to find a record, and take it; or make one of the name that was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events
from textual.worker import get_current_worker

from store.derive.picking import Offer
from store.errors import DeskError, Interrupted
from store.ids import Kind, Ref
from tui.bindings import USUAL, Bindings
from tui.desk.dialogs.line_panel import LinePanel
from tui.desk.pressed import digit_of, pressed
from tui.layout import Box
from tui.render.line import Line
from tui.render.picker import Choice, choices, line_box, picker_lines, room

#: So many characters are looked up.
LONGEST = 200

Stop = Callable[[], bool]
#: What may be meant by a text; on a worker thread.
Find = Callable[[str, Stop], list[Offer]]


class Picked(NamedTuple):
    """What was picked: a record that is there, or the kind of one to be made; and its name."""

    ref: Ref | None = None
    making: Kind | None = None
    name: str = ""


class Wanted(NamedTuple):
    """What a picker is for."""

    title: str
    find: Find
    makes: Sequence[Kind] = ()
    """The kinds of which one can be made."""


class Picker(LinePanel[Picked]):
    """Dismissed with what was picked; None for nothing."""

    def __init__(self, wanted: Wanted, bindings: Bindings = USUAL) -> None:
        super().__init__(self._changed, LONGEST, bindings)
        self._wanted = wanted
        self._text = ""
        self._found: list[Offer] | None = None
        self._rows: tuple[Choice, ...] | None = None
        self._rows_of = ""
        """The text that the rows were found for."""
        self._waiting: int | None = None
        """The row that is to be taken when the rows are those of the text."""

    def on_mount(self) -> None:
        self.line.open("")
        self._look_up()

    # -- drawing --------------------------------------------------------------------------

    def lines(self) -> tuple[Line, ...]:
        wanted = self._wanted
        return picker_lines(
            wanted.title,
            self._rows,
            self._text,
            self.cursor,
            self.top,
            self.message,
            (*self.box,),
            has_digits=not self._text,
        )

    def line_box(self) -> Box | None:
        return line_box((*self.box,))

    def room(self) -> int:
        return room(self.message, (*self.box,))

    def row_count(self) -> int:
        return len(self._rows or ())

    # -- keys -----------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Letters are typed, all else moves, takes or leaves."""
        pressed(event)
        if self.app.screen is not self:
            self.give_on(event)
            return
        self.message = ""
        page = max(self.room() - 1, 1)
        steps = {"down": 1, "ctrl+n": 1, "up": -1, "ctrl+p": -1, "pagedown": page, "pageup": -page}
        if event.key in steps:
            self.move(steps[event.key])
        elif event.key == "enter":
            self._take_when_found(self.cursor)
        elif event.key == "escape":
            self.close()
        elif event.character == "+" and self._wanted.makes:
            self._make(self._wanted.makes[0])
        elif not self._text and digit_of(event) not in ("", "0"):
            self._take_when_found(int(digit_of(event)) - 1)
        else:
            self.line.press(event)
            self._changed()

    def _changed(self) -> None:
        if self.line.value != self._text:
            self._text = self.line.value
            self._waiting = None
            self._look_up()
        self.draw()

    def _take_when_found(self, at: int) -> None:
        """Take a row, once the rows are those of what was typed."""
        if self._rows is None or self._rows_of != self._text:
            self._waiting = 0 if self._rows_of != self._text else at
        else:
            self._take_at(at)

    def _take_at(self, at: int) -> None:
        if self._rows is None or at >= len(self._rows):
            self.say("There is nothing to take there.")
            return
        row = self._rows[at]
        if row.offer is not None:
            self.dismiss(Picked(ref=row.offer.ref, name=row.offer.label))
        elif row.making is not None:
            self._make(row.making)

    def _make(self, kind: Kind) -> None:
        name = " ".join(self._text.split())
        if not name and kind is not Kind.EVENT:
            self.say(f"Type the name of the new {kind.noun} first, then +.")
        else:
            self.dismiss(Picked(making=kind, name=name))

    # -- looking up -----------------------------------------------------------------------

    def _look_up(self) -> None:
        self.run_worker(self._find, thread=True, exclusive=True, group="picking")

    def _find(self) -> None:
        worker, text = get_current_worker(), self._text
        try:
            found = self._wanted.find(text, lambda: worker.is_cancelled)
        except Interrupted:
            # Something else was typed, or it is closed.
            return
        except DeskError as error:
            self.app.call_from_thread(self.say, str(error))
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take_found, text, found)

    def _take_found(self, text: str, found: list[Offer]) -> None:
        if text != self._text:
            return
        self._rows, self._rows_of = choices(found, text, self._wanted.makes), text
        self.cursor = 0
        self.draw()
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._take_at(waiting)
