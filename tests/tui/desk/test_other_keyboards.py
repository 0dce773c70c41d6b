"""The desk typed at on keyboards of other scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from tests.tui.desk.pilot import at_desk
from tui.bindings import USUAL
from tui.desk.hearing import Hearing
from tui.desk.pressed import digit_of, names_of
from tui.state import Pane


def heard(raw: str) -> list[events.Key]:
    """What the desk hears of what a terminal sends."""
    hearing = Hearing("", {})
    found = [one for one in XTermParser().feed(raw) if isinstance(one, events.Key)]
    return [hearing.named(one, USUAL) for one in found]


@pytest.mark.parametrize(
    "raw", ["ф", "\x1b[1092u", "\x1b[1092;;1092u"], ids=["plain", "kitty", "kitty with its text"]
)
def test_a_letter_is_the_key_in_its_place_however_it_is_sent(raw: str) -> None:
    """With the keyboard protocol of kitty or without it, ф is a, and writes ф in a text."""
    (event,) = heard(raw)
    assert "a" in names_of(event).names
    assert event.character in ("ф", None)


def test_ctrl_with_a_letter_is_the_key_in_its_place() -> None:
    """Kitty sends Ctrl and the letter of the layout: it is Ctrl+Q, in a text field too."""
    (event,) = heard("\x1b[1081;5u")
    assert event.key == "ctrl+q"


@pytest.mark.parametrize("typed", ["²", "①", "½"])
def test_a_sign_that_is_nearly_a_digit_is_none(typed: str) -> None:
    """The key left of 1 on a French keyboard chooses nothing."""
    (event,) = heard(typed)
    assert digit_of(event) == ""


async def test_the_desk_on_a_russian_keyboard(demo: Path) -> None:
    """Moving, panes, menus and closing go by place; a text field takes the letters."""
    async with at_desk(demo) as desk:
        first = desk.row(Pane.EVENTS)
        await desk.press("о")
        assert desk.row(Pane.EVENTS) != first
        await desk.press("л")
        assert desk.row(Pane.EVENTS) == first
        await desk.press("٣")
        assert desk.view.active is Pane.QUOTES
        await desk.press("?")
        await desk.until(lambda: desk.has_dialog)
        await desk.press("й")
        await desk.until(lambda: not desk.has_dialog)
        await desk.press(".", "ф", "о")
        assert "фо" in desk.screen


async def test_a_joiner_is_typed_in_a_text(demo: Path) -> None:
    """Persian words have them: می‌شود is found as it is written."""
    async with at_desk(demo) as desk:
        await desk.press("/", *"می")
        desk.app.post_message(events.Key("zero_width_non_joiner", "\u200c"))
        await desk.press(*"شود")
        assert "می\u200cشود" in desk.screen
