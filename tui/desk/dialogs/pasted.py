"""The form of a report that was pasted, with the beginning of its text below the fields."""

from __future__ import annotations

from collections.abc import Callable

from store.text import clean_lines
from tui.desk.dialogs.form import FormDialog
from tui.render.line import Line
from tui.render.pasted import text_lines

#: So many characters of the text can be looked at here: all of it is saved.
LOOKED_AT = 20_000


class PastedForm(FormDialog):
    """A form whose record has a text, which is shown and not edited."""

    text_top = 0
    """The first line of the text that is shown."""

    @property
    def form_size(self) -> tuple[int, int]:
        return self.box.width, self.box.height - self._text_height

    @property
    def _text_height(self) -> int:
        return max(self.box.height // 3, 3)

    def lines(self) -> tuple[Line, ...]:
        text = clean_lines(str(self.form.values.get("text", ""))[:LOOKED_AT])
        shown = text_lines(text, self.text_top, (self.box.width, self._text_height))
        # The last line of the form has its keys, and stays the last.
        *form, footer = super().lines()
        return (*form, *shown, footer)

    def keys(self) -> dict[str, Callable[[], object]]:
        return super().keys() | {"J": lambda: self._scroll(1), "K": lambda: self._scroll(-1)}

    def _scroll(self, steps: int) -> None:
        self.text_top = max(self.text_top + steps, 0)
        self.draw()
