"""Lines out and answers in: on a terminal, a dumb one too, and through pipes."""

from __future__ import annotations

import errno
import importlib.util
import io
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from store.moments import with_plain_digits
from store.text import clean
from tui.cli.ending import Asked
from tui.cli.plain.pages import wrapped
from tui.cli.plain.telling import choices

#: Of a terminal's lines so many stay for the prompt and for what was said before.
LEFT_LINES = 2
#: readline sends no marks around what is pasted, turns no page, and tells each completion in a
#: line of its own; the last one would have the terminal send another code for Meta.
_SETTINGS = (
    "set enable-bracketed-paste off",
    "set page-completions off",
    "set completion-display-width 0",
    "set completion-query-items 0",
    "set show-all-if-ambiguous on",
    "set enable-meta-key off",
    "tab: complete",
)


class Ended(Exception):
    """No further answer will come."""


class Left(Exception):
    """A question was left open: by Ctrl+C, or by nothing typed where nothing means so."""


class Talk:
    """Says lines and asks for answers."""

    def __init__(self, page: int = 0) -> None:
        """`page` is how many lines are read at once; 0 for as many as the terminal has."""
        for stream in (sys.stdin, sys.stdout):
            if isinstance(stream, io.TextIOWrapper):
                # A line that is cut, or no UTF-8, ends nothing.
                stream.reconfigure(errors="replace")
        self._page = page
        self.is_typed = sys.stdin.isatty()
        self._is_screen = sys.stdout.isatty()
        has_readline = importlib.util.find_spec("readline") is not None
        self._is_edited = self.is_typed and self._is_screen and has_readline
        self._asks = False
        self.is_stopped = False
        """Whether Ctrl+C came while something was read."""
        self.begun = ""
        """What stood in a line in which a signal came, or the end, where that can be told."""

    @property
    def width(self) -> int:
        """How wide a line may be; 0 where no terminal shows it."""
        return shutil.get_terminal_size().columns if self._is_screen else 0

    @property
    def page(self) -> int:
        """How many lines are read at once; 0 is all of them."""
        if self._page or not self._is_screen:
            return self._page
        return max(shutil.get_terminal_size().lines - LEFT_LINES, 1)

    def say(self, *texts: str) -> None:
        """Say sentences, each from the beginning of a line."""
        for text in texts:
            for line in wrapped(text, self.width):
                print(line)  # safe: wrapped cleans it

    def tell(self, lines: Iterable[str]) -> None:
        """Say all of the lines, until Ctrl+C."""
        for line in lines:
            if self.is_stopped:
                return
            self.say(line)

    def ask(self, prompt: str, *, is_kept: bool = False) -> str:
        """One line; Ended where none comes any more, Left by Ctrl+C.

        A prompt is short: on a dumb terminal a long line is drawn anew as it is typed.  What
        `is_kept` can be had back by the arrow keys, as long as the program runs.
        """
        self.is_stopped, self.begun = False, ""
        if self._is_edited:
            _readline().set_auto_history(is_kept)
        try:
            self._asks = True
            return self._line(prompt).removeprefix("\ufeff").rstrip("\r\n")
        except KeyboardInterrupt as interrupt:
            if isinstance(interrupt, Asked):
                self.begun = self._unended()
                raise
            print()
            raise Left from None
        except EOFError:
            self.begun = self._unended()
            raise Ended from None
        except OSError as error:
            # The terminal is gone, and no signal has told of it.
            self.begun = self._unended()
            if error.errno not in (errno.EIO, errno.EBADF):
                raise
            raise Ended from None
        finally:
            self._asks = False

    def _unended(self) -> str:
        return str(_readline().get_line_buffer()) if self._is_edited else ""

    def _line(self, prompt: str) -> str:
        if self._is_edited:
            return input(clean(prompt))
        if self.is_typed:
            sys.stdout.write(clean(prompt))
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line

    def choose(self, title: str, options: Iterable[tuple[str, str]], prompt: str) -> str:
        """What was answered to a question with its choices; Left by nothing."""
        self.say(title, *choices(options))
        answer = with_plain_digits(self.ask(f"{prompt}> ").strip())
        if not answer:
            raise Left
        return answer

    def agreed(self, question: str) -> bool:
        """Whether the answer to a question is yes."""
        self.say(f"{question} yes or no?")
        return self.ask("yes or no> ").strip().lower() in ("y", "yes")

    @contextmanager
    def editing(self, complete: Callable[[str, str], list[str]]) -> Iterator[None]:
        """Meanwhile, what is typed can be edited and completed, and Ctrl+C leaves one line.

        `complete` is given the line before the word that is typed, and the word.
        """
        if self._is_edited:
            reading = _readline()
            for setting in _SETTINGS:
                reading.parse_and_bind(setting)
            reading.set_completer_delims(" ")

            def completer(begun: str, at: int) -> str | None:
                before = reading.get_line_buffer()[: reading.get_begidx()]
                return next(iter(complete(before, begun)[at:]), None)

            reading.set_completer(completer)
        is_heard = self.is_typed and threading.current_thread() is threading.main_thread()
        known = signal.signal(signal.SIGINT, self._interrupted) if is_heard else None
        try:
            yield
        finally:
            if is_heard:
                signal.signal(signal.SIGINT, known)
            if self._is_edited:
                # What was typed has words of records in it.
                _readline().clear_history()

    def _interrupted(self, number: int, frame: object) -> None:
        del number, frame
        if self._asks:
            raise KeyboardInterrupt
        # What is being written is written; what is read or said stops.
        self.is_stopped = True


def _readline() -> Any:
    """The module, which few need: for who is at no terminal it is not loaded."""
    return importlib.import_module("readline")
