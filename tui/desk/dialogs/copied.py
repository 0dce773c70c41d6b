"""What was to be copied, from edge to edge, for who has to select it by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.geometry import Size

from tui.bindings import Bindings
from tui.desk.dialogs.panel import ScrolledPanel
from tui.render.copied import Copy, copied_lines, text_lines, text_room
from tui.render.line import Line


class CopiedDialog(ScrolledPanel[None]):
    """Shows the texts until it is closed."""

    def __init__(self, copies: Sequence[Copy], bindings: Bindings, remark: str = "") -> None:
        super().__init__(bindings)
        self._copies = copies
        self._texts: tuple[Line, ...] = ()
        self.message = remark

    def on_resize(self) -> None:
        self._texts = text_lines(self._copies, self.size.width)
        super().on_resize()

    @property
    def box(self) -> Size:
        """As wide as the screen: what stands beside a text would be selected with it."""
        width, height = self.size
        return Size(width, min(height, len(self._texts) + 4))

    def lines(self) -> tuple[Line, ...]:
        return copied_lines(self._texts, self.top, self.message, (*self.box,))

    def room(self) -> int:
        return text_room(self.message, (*self.box,))

    def row_count(self) -> int:
        return len(self._texts)

    def keys(self) -> dict[str, Callable[[], object]]:
        return {"space": lambda: self.move(self.room()), "y": self.close, "Y": self.close}
