"""Two versions of a note that two people have written: a person chooses, and never by Enter."""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from store.ids import Ref
from tui.bindings import Bindings
from tui.desk.dialogs.panel import ScrolledPanel
from tui.render.line import Line
from tui.render.versions import differing_lines, room_of, versions_lines

ANSWERS = "tmbe"


class VersionsDialog(ScrolledPanel[str]):
    """Dismissed with the key of the answer, or with None when it is closed without one."""

    def __init__(self, ref: Ref, theirs: str, mine: str, name: str, bindings: Bindings) -> None:
        super().__init__(bindings)
        self._ref = ref
        self._texts = (theirs, mine)
        self._who = name
        self._differing: tuple[Line, ...] = ()

    def on_key(self, event: events.Key) -> None:
        """Answer; what was typed before it could be seen was not meant for it."""
        if self._canvas.was_there_for(event):
            super().on_key(event)

    def on_resize(self) -> None:
        self._differing = differing_lines(*self._texts, self.box.width)
        super().on_resize()

    def lines(self) -> tuple[Line, ...]:
        return versions_lines(
            self._ref, self._who, self._differing, self.top, self.message, (*self.box,)
        )

    def room(self) -> int:
        return room_of(self.message, (*self.box,))

    def row_count(self) -> int:
        return len(self._differing)

    def keys(self) -> dict[str, Callable[[], object]]:
        own: dict[str, Callable[[], object]] = {
            key: lambda key=key: self.dismiss(key)  # type: ignore[misc]
            for key in ANSWERS
        }
        own["enter"] = lambda: self.say("Enter does nothing here: t, m, b or e answers.")
        return own | {"J": lambda: self.move(1), "K": lambda: self.move(-1)}
