"""Whether the mouse is reported from the start."""

from __future__ import annotations

import pytest

from tui.config.sections import parsed


@pytest.mark.parametrize(
    ("written", "here", "over_ssh"),
    [("", True, False), ('mouse = "on"', True, True), ('mouse = "off"', False, False)],
)
def test_the_mouse_is_reported_from_the_start(written: str, here: bool, over_ssh: bool) -> None:
    """By itself where the desk runs on this machine; else as it is set."""
    found = parsed(written.encode(), "config.toml")
    assert found.problems == ()
    assert (found.has_mouse(is_remote=False), found.has_mouse(is_remote=True)) == (here, over_ssh)


def test_another_word_is_told() -> None:
    """The usual stands in for it."""
    found = parsed(b"mouse = true", "config.toml")
    assert found.mouse == "auto"
    assert found.problems == (
        'config.toml, line 1: mouse must be one of "auto", "on", "off"; it is \'auto\'.',
    )
