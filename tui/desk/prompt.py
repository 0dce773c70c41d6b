"""One line to write in, in the footer's place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.screen import Screen

from store.text import clean
from tui.desk.front import Front
from tui.desk.line_field import LineField
from tui.layout import Box
from tui.render.completion import MOST_LINES, chosen_after
from tui.render.line import Line, cut
from tui.render.prompt import prompt_lines

#: What a text may be completed to: the whole text, and what it is.
Suggestions = Sequence[tuple[str, str]]
#: So many characters a line may have.
LONGEST = 2000


def _nothing(text: str) -> Suggestions:
    del text
    return ()


def _no_problem(text: str) -> str:
    del text
    return ""


def _left_alone(text: str) -> None:
    del text


@dataclass(frozen=True)
class Wish:
    """What a prompt asks for."""

    label: str
    """What stands before the line."""
    taken: Callable[[str], None]
    """Called with the text when Enter is pressed, and nothing is wrong with it."""
    text: str = ""
    """What stands in the line at first."""
    hint: str = ""
    """What may be typed, in a few words."""
    problem: Callable[[str], str] = _no_problem
    """What is wrong with a text, in one sentence; "" for nothing."""
    suggest: Callable[[str], Suggestions] = _nothing
    """What a text may be completed to."""
    left: Callable[[str], None] = _left_alone
    """Called with what had been typed when the prompt is left without Enter."""
    changed: Callable[[str], None] = _left_alone
    """Called with the text after each key that changed it."""


class Prompt:
    """Asks for one line of text; until Enter or Esc it has the keyboard."""

    def __init__(self, screen: Screen[None], desk: Front, wish: Wish) -> None:
        self._screen = screen
        self._desk = desk
        self._wish = wish
        self._sign = f" {cut(clean(wish.label), 40)} "
        self._line = LineField(self._changed, self._sign, LONGEST)
        self._text = wish.text
        self._said = ""
        self._suggestions: Suggestions = ()
        self._chosen: int | None = None
        self.is_open = False

    def open(self) -> None:
        """Show the line."""
        self._screen.mount(self._line)
        self.is_open = True
        self._line.open(self._wish.text)
        self._suggestions = self._wish.suggest(self._line.value)
        self._desk.show(self._desk.view, "")

    def place(self, footer: Box | None) -> None:
        """Lie over the footer."""
        self._line.place(footer)

    def lines(self, width: int, message: str) -> tuple[Line, ...]:
        """What stands in the footer's place."""
        most = min(MOST_LINES, self._screen.size.height // 3)
        said = message or self._said
        return prompt_lines(
            self._sign, self._wish.hint, said, self._suggestions, self._chosen, width, most
        )

    def press(self, event: events.Key) -> None:
        """Take a key."""
        match event.key:
            case "tab":
                self._complete()
            case "enter":
                self._take()
            case "escape":
                self.leave()
            case "up" | "down" | "ctrl+n" | "ctrl+p":
                step = 1 if event.key in ("down", "ctrl+n") else -1
                self._chosen = chosen_after(self._chosen, step, len(self._suggestions))
                self._desk.show(self._desk.view, "")
            case _:
                self._line.press(event)
                self._changed()

    def paste(self, text: str) -> None:
        """Take what was pasted ahead."""
        self._line.paste(text)

    def leave(self) -> None:
        """Close without taking it."""
        if self.is_open:
            self._close()
            self._wish.left(self._line.value)

    def _complete(self) -> None:
        if self._suggestions:
            self._line.put(self._suggestions[self._chosen or 0][0])
            self._changed()

    def _take(self) -> None:
        if self._chosen is not None:
            self._complete()
            return
        text = self._line.value
        problem = self._wish.problem(text)
        if len(text) > LONGEST:
            problem = f"That is longer than {LONGEST:,} characters."
        if problem:
            self._said = problem
            self._desk.show(self._desk.view, "")
            return
        self._close()
        self._wish.taken(text)

    def _changed(self) -> None:
        if not self.is_open or self._line.value == self._text:
            return
        self._text = self._line.value
        self._said = ""
        self._chosen = None
        self._suggestions = self._wish.suggest(self._text)
        self._wish.changed(self._text)
        self._desk.show(self._desk.view, "")

    def _close(self) -> None:
        self.is_open = False
        self._line.close()
        self._line.remove()
        self._desk.show(self._desk.view, "")
