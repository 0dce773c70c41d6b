"""What is told of the store in a panel: read behind the screen, its records can be followed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.geometry import Size
from textual.worker import get_current_worker

from store.errors import DeskError, Interrupted
from store.ids import Ref
from tui.bindings import USUAL, Bindings
from tui.desk.dialogs.panel import Panel
from tui.render.line import Line
from tui.render.told import Row, list_room, told_lines, wrapped

#: Reads what is told, on a worker thread, until that is unwanted.
Read = Callable[[Callable[[], bool]], Sequence[Row]]


#: It is not lower than this.
LEAST = 6


class ToldDialog(Panel[Ref]):
    """Dismissed with the record that was chosen, or None."""

    def __init__(
        self, heading: str, read: Read, bindings: Bindings = USUAL, every: float = 0.0
    ) -> None:
        """`heading` is a safe line; `every` so many seconds it is read again."""
        super().__init__(bindings)
        self._heading = heading
        self._read = read
        self._every = every
        self._told: Sequence[Row] | None = None

    def on_mount(self) -> None:
        self._begin()
        if self._every:
            self.set_interval(self._every, self._begin)

    def _begin(self) -> None:
        self.run_worker(self._work, thread=True, exclusive=True, group="told")

    def _work(self) -> None:
        worker = get_current_worker()
        try:
            found = self._read(lambda: worker.is_cancelled)
        except Interrupted:
            return
        except DeskError as error:
            self.app.call_from_thread(self.say, str(error))
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._take, found)

    def _take(self, found: Sequence[Row]) -> None:
        if found != self._told:
            self._told = found
            self.cursor = min(self.cursor, max(len(self._rows) - 1, 0))
            self.draw()

    @property
    def box(self) -> Size:
        """As high as what is told, where that is known and there is room."""
        width, height = super().box
        told = len(wrapped(self._told, width - 3)) + 2 if self._told else height
        return Size(width, min(height, max(told, LEAST)))

    @property
    def _rows(self) -> list[Row]:
        return wrapped(self._told or (), self.box.width - 3)

    def lines(self) -> tuple[Line, ...]:
        rows = None if self._told is None else self._rows
        return told_lines(rows, self._heading, self.cursor, self.top, self.message, (*self.box,))

    def room(self) -> int:
        return list_room(self.message, (*self.box,))

    def row_count(self) -> int:
        return len(self._rows)

    def keys(self) -> dict[str, Callable[[], object]]:
        return dict.fromkeys(("enter", "l", "right"), self._follow)

    def _follow(self) -> None:
        rows = self._rows
        ref = rows[self.cursor].ref if self.cursor < len(rows) else None
        if ref is None:
            self.say("This line is about no record. Esc closes.")
        else:
            self.dismiss(ref)
