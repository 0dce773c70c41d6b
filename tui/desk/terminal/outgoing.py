"""What a program writes to its terminal, and what of it is sent: what changes the screen, in time.

Frames are drawn into what is wanted; what is shown follows when the terminal keeps up.
"""

from __future__ import annotations

import re

from tui.desk.terminal.cursor import move
from tui.desk.terminal.grid import UNKNOWN, Foreign, Grid
from tui.desk.terminal.pace import Pace
from tui.desk.terminal.patch import patch
from tui.desk.terminal.pen import PLAIN, change

#: Synchronized output: what is sent between the two is one frame, and shown at once.
BEGINS, ENDS = "\x1b[?2026h", "\x1b[?2026l"
#: Whether the terminal knows that; every terminal that knows the question answers it.
QUESTION = "\x1b[?2026$p"
#: What makes any pen a plain one, and all of the screen one that the cursor may go through: a
#: program that died may have left a part of it that scrolls.
_LAYS_DOWN = "\x1b[r\x1b[m"

#: What draws nothing: modes, but those of the other screen; questions; strings, but hyperlinks;
#: the clipboard's through screen, in pieces; keyboards, the shape of the cursor, the bell.
_DRAWS_NOTHING = re.compile(
    r"(?:\x1b\[\?(?!(?:47|1047|1049)[hl])[\d;]*(?:[hln]|\$p)"
    r"|\x1b\[[<>=][\d;]*[a-z]|\x1b\[\d* q|\x1b\[[\d;]*[nc]"
    r"|\x1b\](?!8;)[^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1bP\x1b\]52;[^\x1b]*\x1b\\(?:\x1bP[^\x1b]*\x1b\\)*|\x07)*"
)
_OTHER_SCREEN = re.compile(r"\x1b\[\?(?:47|1047|1049)[hl]")


class Outgoing:
    """Frames and other writes on their way to a terminal of a size."""

    def __init__(self, width: int, height: int, pace: Pace, *, erases: bool = True) -> None:
        self.pace = pace
        self._erases = erases
        self._wanted = Grid(width, height)
        self._shown = Grid(width, height, UNKNOWN)
        # It stays in the hand between frames: most begin with the ground that the last ended with.
        self._pen = PLAIN
        self._changed: set[int] = set()
        self._moved = False
        self._passing: list[str] = []
        self._is_marked = False
        self._knows_marks = False
        # Until a frame has drawn all of the screen, what is wanted is not known.
        self._is_lost = True
        self._is_leaving = False
        self._has_given_up = False

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of the screen that is drawn."""
        return self._wanted.width, self._wanted.height

    @property
    def is_known(self) -> bool:
        """Whether all that is wanted is known, and can be drawn anew."""
        return not self._is_lost

    def take_over(self, shown: Grid) -> None:
        """Begin with what is on the screen already."""
        if (shown.width, shown.height) == self.size:
            self._shown = shown

    def resize(self, width: int, height: int) -> None:
        """The screen to draw has another size: what it shows is not known, nor is it wanted."""
        self._wanted = Grid(width, height)
        self._shown = Grid(width, height, UNKNOWN)
        self._take_any_pen()
        self._changed.clear()
        self._is_lost = True

    def forget(self) -> None:
        """Draw the whole screen anew: somebody else has drawn on it."""
        self._shown.forget()
        self._take_any_pen()
        if not self._is_lost:
            self._changed.update(range(self._wanted.height))

    def begin_again(self) -> None:
        """Begin on a terminal that was given to somebody else meanwhile."""
        self._is_leaving = False
        self.pace.begin_again()

    def leave(self) -> None:
        """Hold nothing back, and ask nothing any more: the terminal is to be given back."""
        self._is_leaving = True

    def give_up(self) -> None:
        """Draw nothing any more: that has failed, and would fail again."""
        self._has_given_up = True
        self._take_any_pen()
        self._is_marked = self._moved = False
        self._changed.clear()

    def write(self, data: str) -> bool:
        """Take what the program writes; whether that ends a frame, or is none."""
        if data == BEGINS:
            self._is_marked = self._knows_marks = True
        elif data == ENDS:
            self._is_marked = False
        elif not self._is_marked and _DRAWS_NOTHING.fullmatch(data):
            self._passing.append(data)
        elif not self._is_marked and _OTHER_SCREEN.fullmatch(data):
            self._pass(data)
            self._shown.forget()
        else:
            self._draw(data)
        return not self._is_marked

    def next(self, now: float) -> str:
        """What is to be sent now."""
        sent = "".join(self._passing)
        self._passing.clear()
        for _ in range(sent.count(QUESTION)):
            self.pace.asked(now, is_ours=False)
        if not self._has_frame or not (self._is_leaving or self.pace.may_send(now)):
            return sent
        frame = self._patch()
        if frame and self.pace.answers and not self._is_leaving:
            self.pace.asked(now)
            frame += QUESTION
        return sent + frame

    def opens(self, now: float) -> float | None:
        """When there is something to send though nothing happens; None for never."""
        if self._passing:
            return now
        if not self._has_frame:
            return None
        return now if self._is_leaving else self.pace.opens(now)

    @property
    def _has_frame(self) -> bool:
        # A frame is whole when its end is written.
        return not self._is_marked and bool(self._changed or self._moved)

    def _draw(self, frame: str) -> None:
        if self._has_given_up:
            return
        if self._is_lost:
            self._find(frame)
            return
        before = self._wanted.cursor
        try:
            self._changed |= self._wanted.write(frame)
        except Foreign:
            self._pass(self._marked(frame))
            self._shown.forget()
            self._is_lost = True
        else:
            self._moved = self._moved or self._wanted.cursor != before

    def _find(self, frame: str) -> None:
        """Know again what is wanted, from a frame that draws all of it; else send it as it is."""
        anew = _drawn(frame, *self.size)
        if anew is None:
            self._passing += [self._laid_down(), self._marked(frame)]
            self._shown.forget()
        else:
            self._wanted, self._is_lost = anew, False
            self._changed.update(range(anew.height))

    def _pass(self, data: str) -> None:
        """Send something as it is, behind all that was written before it."""
        drawn = self._patch() if self._changed or self._moved else ""
        self._passing += [drawn, self._laid_down(), data]

    def _laid_down(self) -> str:
        """What makes the pen plain: somebody else is to write, or the terminal is given back."""
        before, self._pen = self._pen, PLAIN
        return change(before, PLAIN)

    def _take_any_pen(self) -> None:
        """Make the pen plain, whatever it is: nobody knows what was sent last."""
        self._pen = PLAIN
        self._passing.append(_LAYS_DOWN)

    def _patch(self) -> str:
        """The frame that is to be sent; "" when the terminal shows already what is wanted."""
        drawn, self._pen = patch(
            self._shown, self._wanted, self._changed, self._pen, erases=self._erases
        )
        self._changed.clear()
        self._moved = False
        # The cursor is hidden; screen readers and input methods look where it is.
        if not drawn and self._shown.cursor == self._wanted.cursor:
            return ""
        self._shown.cursor = self._wanted.cursor
        moved = move(*self._wanted.cursor)
        return self._marked(drawn + moved) if drawn else moved

    def _marked(self, frame: str) -> str:
        return f"{BEGINS}{frame}{ENDS}" if self._knows_marks else frame


def _drawn(frame: str, width: int, height: int) -> Grid | None:
    """The screen that a frame draws; None when that is not all of it, or not understood."""
    grid = Grid(width, height, UNKNOWN)
    try:
        grid.write(frame)
    except Foreign:
        return None
    return None if any(UNKNOWN in row for row in grid.rows) else grid
