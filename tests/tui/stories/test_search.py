"""Somebody searches the store with keys alone, in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.sequences import colours, kinds
from tests.tui.stories.desk_terminal import DeskTerminal
from tui.state import Pane

SIZES = pytest.mark.parametrize(("columns", "rows"), [(80, 24), (160, 45)])
#: As a terminal wraps what is pasted.
PASTED = b"\x1b[200~%b\x1b[201~"


def type_in(desk: DeskTerminal, text: str) -> None:
    """Type a text as fast as a terminal sends it, and wait until the line has it."""
    desk.press(text)
    desk.wait_for(lambda: desk.lines[-1].rstrip().endswith(text[-20:].strip("/")))


@SIZES
def test_every_disputed_killing_near_baniyas_after_the_seventh(
    demo: Path, columns: int, rows: int
) -> None:
    """A query finds nothing so near, and says so; the governorate's finds the one there is."""
    with DeskTerminal(demo, columns=columns, rows=rows) as desk:
        desk.wait_until_open()
        first = desk.text
        type_in(desk, "/killed:>0 after:2025-03-07 near:L4~20km")
        desk.wait_for(lambda: desk.title_of(Pane.EVENTS) == "1 EVENTS 1 of 15 matching leads")
        assert desk.cursor(Pane.EVENTS) == "E6"
        type_in(desk, " is:disputed")
        desk.wait_for("No events match")
        desk.press("\x15")
        type_in(desk, "killed:>0 after:2025-03-07 place:tartus is:disputed")
        desk.wait_for(lambda: desk.cursor(Pane.EVENTS) == "E1")
        desk.press("enter")
        desk.wait_for("? help")
        assert desk.title_of(Pane.EVENTS) == "1 EVENTS 1 of 15 matching leads"
        assert desk.trail.startswith("all events /killed:>0 ")
        # What denies or contradicts what, stands in the pane of claims.
        desk.press("6", "enter")
        desk.wait_for(lambda: "> E1 > C" in desk.trail)
        desk.press("h")
        desk.wait_for(lambda: desk.trail.endswith("> E1"))
        desk.press("h")
        desk.wait_for(lambda: desk.text == first)
        desk.press("Q")
        assert desk.wait_for_end() == 0


def test_nothing_that_is_pasted_acts(demo: Path) -> None:
    """Orders to the terminal come into the line as signs, and go to it as signs alone."""
    tricks = "\x9d52;c;eA==\x9c\x9b5n\u202e[@click=app.quit]dead[/]\r\nbaniyas"
    with DeskTerminal(demo, columns=120, rows=40) as desk:
        desk.wait_until_open()
        desk.press("/dead")
        desk.wait_for("of 15 matching")
        own = kinds(bytes(desk.output))
        desk.press("\x15")
        desk.wait_for(lambda: desk.lines[-1].strip() == "/")
        desk.send(PASTED % tricks.encode())
        desk.wait_for(lambda: desk.lines[-1].rstrip().endswith("baniyas"))
        desk.press("escape")
        desk.wait_for("? help")
        desk.press("Q")
        assert desk.wait_for_end() == 0
        assert {one for one in kinds(bytes(desk.output)) - own if "OSC 52" in one} == set()
        assert not any(one.startswith("C1") for one in kinds(bytes(desk.output)))


def test_without_colour_found_words_and_the_cursor_are_seen(demo: Path) -> None:
    """NO_COLOR: the query line sends no colour, and its cursor is reversed."""
    with DeskTerminal(demo, NO_COLOR="1") as desk:
        desk.wait_until_open()
        type_in(desk, "/dead")
        desk.wait_for("matching")
        output = bytes(desk.output)
        assert list(colours(output)) == []
        assert b"\x1b[7m" in output or b";7m" in output or b"[1;7m" in output
        # An Esc with another key right behind it would be another key.
        desk.press("escape")
        desk.wait_for("? help")
        desk.press("Q")
        assert desk.wait_for_end() == 0


def test_a_query_is_saved_and_opened_again_in_another_process(demo: Path) -> None:
    """F and a name keep it in the store; another desk finds it there, its hits counted."""
    query = "killed:>0 after:2025-03-07 place:tartus is:disputed"
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        type_in(desk, f"/{query}")
        desk.wait_for(lambda: desk.cursor(Pane.EVENTS) == "E1")
        desk.press("enter")
        desk.wait_for("? help")
        desk.press("F")
        desk.wait_for("a save query")
        desk.press("a")
        desk.wait_for("Save the query as a view")
        desk.press("Disputed in Tartus", "enter")
        desk.wait_for(lambda: any("5 Disputed in Tartus" in line for line in desk.lines))
        desk.press("Q")
        assert desk.wait_for_end() == 0
    with DeskTerminal(demo) as other:
        other.wait_until_open()
        other.press("F")
        other.wait_for("Disputed in Tartus")
        row = next(line for line in other.lines if "Disputed in Tartus" in line)
        digit = next(sign for sign in row if sign.isdigit())
        other.press(digit)
        other.wait_for(lambda: other.title_of(Pane.EVENTS) == "1 EVENTS 1 of 15 matching leads")
        assert other.cursor(Pane.EVENTS) == "E1"
        other.press("Q")
        assert other.wait_for_end() == 0
