"""Where there is no terminal, the desk says what is missing."""

from __future__ import annotations

import io
import sys

import pytest

from tui.cli.open import terminal_problem


class _Stream(io.StringIO):
    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [
        (("stderr",), "its error output leads elsewhere."),
        (("stdin", "stdout"), "its input and output lead elsewhere."),
    ],
    ids=["a log", "a pipe"],
)
def test_what_leads_elsewhere_is_named(
    elsewhere: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has sent errors to a file looks there, and finds that the desk is drawn on them."""
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, _Stream(is_terminal=name not in elsewhere))
    assert terminal_problem().endswith(said)
