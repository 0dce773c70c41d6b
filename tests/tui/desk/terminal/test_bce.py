"""Which terminals are erased with the colour of the ground."""

from __future__ import annotations

import pytest

from tui.desk.terminal.bce import erases
from tui.terminal import of_environment


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux"}, True),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, False),
        ({"TERM": "screen-256color", "STY": "1.pts-0.host"}, False),
        ({"TERM": "screen-256color-bce", "STY": "1.pts-0.host"}, True),
        ({"TERM": "xterm-256color", "STY": "1.pts-0.host"}, False),
        ({"TERM": "vt100"}, False),
    ],
    ids=["xterm", "console", "tmux", "screen", "screen told so", "screen called xterm", "vt100"],
)
def test_only_who_is_known_to_is_trusted_to_erase_in_colour(
    environment: dict[str, str], wanted: bool
) -> None:
    """Elsewhere each cell of a coloured ground is written, which is right everywhere."""
    assert erases(of_environment(environment)) is wanted
