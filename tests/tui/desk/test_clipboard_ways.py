"""The way to a clipboard from each terminal, and what is sent on it."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given

from tests.tui.strategies import TEXTS
from tests.tui.test_render_line import ACTING
from tui.desk.terminal.clipboard import (
    MOST_SENT,
    By,
    hand_over,
    is_too_long,
    safe,
    sequence,
    way,
)
from tui.terminal import of_environment

_STRING = re.compile(r"\x1bP([^\x1b]*(?:\x1b(?!\\)[^\x1b]*)*)\x1b\\")


@pytest.mark.parametrize(
    ("environment", "by", "is_sure"),
    [
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x,1,0"}, By.TMUX, True),
        ({"TERM": "screen", "TMUX": "/tmp/x,1,0", "STY": "1.x"}, By.TMUX, True),
        ({"TERM": "screen.xterm-256color", "STY": "1.x"}, By.SCREEN, True),
        ({"TERM": "screen-256color"}, By.SCREEN, False),
        ({"TERM": "tmux-256color"}, By.TERMINAL, False),
        ({"TERM": "xterm-256color"}, By.TERMINAL, False),
        ({"TERM": "vte-256color"}, By.TERMINAL, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, By.NOBODY, True),
        ({"TERM": "linux"}, By.NOBODY, True),
        ({"TERM": "vt220"}, By.NOBODY, True),
        ({"TERM": "dumb"}, By.NOBODY, True),
        ({}, By.NOBODY, True),
    ],
    ids=str,
)
def test_who_takes_what_is_copied(environment: dict[str, str], by: By, is_sure: bool) -> None:
    """The program around the desk, where one tells of itself; else the terminal, if it may."""
    found = way(of_environment(environment), environment)
    assert (found.by, found.is_sure) == (by, is_sure)
    assert found.words
    assert found.done
    if by in (By.TERMINAL, By.NOBODY):
        assert hand_over("E1", found) == ""


@given(TEXTS)
def test_what_is_sent_is_one_order_and_has_the_text(text: str) -> None:
    """To the terminal as it is; through screen in strings, none longer than it passes on."""
    order = sequence(text, By.TERMINAL)
    coded = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", order)
    assert coded is not None
    assert base64.b64decode(coded[1]).decode() == text.encode("utf-8", "replace").decode()
    strings = _STRING.findall(sequence(text * 20, By.SCREEN))
    assert "".join(strings) == sequence(text * 20, By.TERMINAL)
    assert all(len(one) <= 256 for one in strings)
    assert sequence(text, By.TMUX) == sequence(text, By.NOBODY) == ""


@given(TEXTS)
def test_what_is_copied_is_one_line_in_which_nothing_acts(text: str) -> None:
    """A shell that it is pasted into waits for Enter, and a terminal shows it."""
    copied = safe(f"{text}\n{text}\r\n")
    assert not ACTING.search(copied)
    assert not re.search(r"[\n\r\t\v\f\x85\u2028\u2029]", copied)


def test_what_terminals_drop_for_its_length_is_not_sent() -> None:
    """The length is that of the bytes, not of the letters."""
    assert not is_too_long("ب" * (MOST_SENT // 2))
    assert is_too_long("ب" * (MOST_SENT // 2 + 1))
    assert sequence("x" * (MOST_SENT + 1), By.TERMINAL) == ""
    assert len(sequence("x" * MOST_SENT, By.TERMINAL)) < 100_000
