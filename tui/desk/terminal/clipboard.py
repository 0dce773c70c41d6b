"""The ways from the desk to a clipboard: tmux's buffer, screen's, or the terminal's own (OSC 52).

Only tmux and screen say whether they have taken it.  A terminal never answers: what was sent to
one may have been dropped, so the desk can always show it, too.
"""

from __future__ import annotations

import base64
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from store.errors import reason_of
from store.text import clean
from tui.terminal import Around, Terminal

#: A program that has not taken it after so many seconds is given up.
PATIENCE = 2.0
#: Of longer texts some terminals drop all: hterm, the strictest that says so, takes 74,994 bytes.
MOST_SENT = 74_000
#: screen cuts a string that it passes on; since 4.2 behind 768 bytes, before that behind 256.
_PASSED_ON = 250
#: Consoles, and terminals of before there was a clipboard.
_WITHOUT = re.compile(r"(?:linux|vt\d|cons\d|sun|ansi|cygwin)", re.ASCII)
#: Terminals that name themselves, and take no text for the clipboard.
_PROGRAMS_WITHOUT = frozenset({"Apple_Terminal"})


class By(Enum):
    """Who takes the text."""

    TMUX = "tmux"
    SCREEN = "screen"
    TERMINAL = "the terminal"
    NOBODY = "nobody"


class Way(NamedTuple):
    """A way to a clipboard."""

    by: By
    is_sure: bool
    """Whether it is known to have arrived, once it was handed over."""
    words: str
    """Which way it is, in a few words."""
    done: str
    """What is said of a text that went this way."""


#: A mouse selects what nobody takes.
SHOWN = Way(By.NOBODY, True, "none: it is shown, to be selected by hand", "Shown")


def way(terminal: Terminal, environment: Mapping[str, str]) -> Way:
    """The way to a clipboard from this terminal."""
    if terminal.around is Around.TMUX and environment.get("TMUX"):
        words = "tmux's buffer, and through tmux the terminal's clipboard"
        return Way(By.TMUX, True, words, "Copied to tmux's buffer")
    if terminal.around is Around.SCREEN:
        through = "the terminal's clipboard through screen (OSC 52)"
        if environment.get("STY"):
            done = "Copied to screen's buffer, sent to the clipboard"
            return Way(By.SCREEN, True, f"screen's buffer, and {through}", done)
        return Way(By.SCREEN, False, through, "Sent to the terminal's clipboard through screen")
    program = environment.get("TERM_PROGRAM", "")
    if _WITHOUT.match(terminal.name) or not terminal.can_move or program in _PROGRAMS_WITHOUT:
        return SHOWN
    words = "the terminal's clipboard (OSC 52), where it takes that"
    return Way(By.TERMINAL, False, words, "Sent to the terminal's clipboard")


def safe(text: str) -> str:
    """The text as one line of which nothing acts, wherever it is pasted.

    In a shell a line feed would carry out what stands before it.
    """
    return clean(" ".join(text.split()))


def is_too_long(text: str) -> bool:
    """Whether a terminal may drop it for its length."""
    return len(text.encode("utf-8", "replace")) > MOST_SENT


def sequence(text: str, by: By) -> str:
    """What is written to the terminal for it; "" where nothing is, or where it is too long."""
    if by not in (By.SCREEN, By.TERMINAL) or is_too_long(text):
        return ""
    coded = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    order = f"\x1b]52;c;{coded}\x07"
    return order if by is By.TERMINAL else "".join(_for_screen(order))


def _for_screen(order: str) -> Iterator[str]:
    """The order in strings that screen passes on as they are, one behind the other."""
    for start in range(0, len(order), _PASSED_ON):
        yield f"\x1bP{order[start : start + _PASSED_ON]}\x1b\\"


def hand_over(text: str, to: Way) -> str:
    """Give it to the program around us, on a worker thread; why that did not work, or ""."""
    if to.by is By.TMUX:
        return _give_tmux(text)
    return _give_screen(text) if to.by is By.SCREEN and to.is_sure else ""


def _give_tmux(text: str) -> str:
    # -w hands it on to the terminal, whatever set-clipboard says; before tmux 3.2 there is no -w.
    problem = _run(["tmux", "load-buffer", "-w", "-"], text)
    return problem and _run(["tmux", "load-buffer", "-"], text)


def _give_screen(text: str) -> str:
    # By a file, and not by `register`: that would read ^A, \033 and $HOME in the text.
    with tempfile.TemporaryDirectory(prefix="incident-desk-") as folder:
        file = Path(folder, "copied")
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as opened:
            opened.write(text.encode("utf-8", "replace"))
        # screen reads it when it comes to that; it answers a query behind it when it has.
        return _run(["screen", "-X", "readbuf", str(file)]) or _run(["screen", "-Q", "echo", ""])


def _run(command: Sequence[str], text: str = "") -> str:
    """Run a program that must not touch the terminal; why it failed, or ""."""
    raw = text.encode("utf-8", "replace")
    try:
        ended = subprocess.run(
            command,
            input=raw,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return f"{command[0]} does not answer"
    except OSError as error:
        return f"{command[0]} could not be started: {reason_of(error)}"
    return f"{command[0]} refused it" if ended.returncode else ""
