"""The desk in terminals of every size."""

from __future__ import annotations

from pathlib import Path

from textual.geometry import Size

from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.desk.dialogs.help import Help
from tui.desk.dialogs.sheet import TYPING_HINTS
from tui.render.line import width_of
from tui.render.views import hints_line
from tui.state import Pane

#: The least, the largest, and both sides of where another layout begins.
SIZES = [
    (40, 12),
    (80, 24),
    (100, 29),
    (100, 30),
    (140, 14),
    (160, 45),
    (300, 90),
]
#: The key that opens each dialog on an event, and what tells how to leave it.
DIALOGS = {
    "?": "closes",
    "H": "h",
    "=": "Esc close",
    "e": "Esc leave",
    "F": "Esc close",
    "B": "Esc close",
    "c": "Esc leaves",
    "w": "1 to do",
    "L": "Esc leave",
    "/": "Esc as before",
    "P": "Esc close",
    "W": "Esc close",
    "t": "Esc leaves",
}


def too_wide(desk: OpenDesk) -> list[tuple[str, str]]:
    """The lines that do not fit into their places, with the names of those."""
    pictures, boxes = desk.workspace.pictures, desk.workspace._canvas._boxes
    return [
        (name, line.text)
        for name, box in boxes.items()
        for at, line in enumerate(pictures[name])
        if width_of(line.text) > box.width or at >= box.height
    ]


async def test_nothing_is_wider_than_its_place(hard_cases: Path) -> None:
    """At every size each line of every pane fits, whatever stands in it, and no cell is left."""
    async with at_desk(hard_cases) as desk:
        await desk.press("5", "b", "0")
        for size in SIZES:
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
            assert too_wide(desk) == []
            strips = desk.app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {size[0]}
            assert len(strips) == size[1]


async def test_each_dialog_can_be_used_and_left_in_a_small_terminal(demo: Path) -> None:
    """What it is for, and the key that leaves it, are to be seen; Esc leads back to the desk."""
    async with at_desk(demo, (40, 12)) as desk:
        before = desk.lines("events")
        for key, wanted in DIALOGS.items():
            await desk.press(key)
            assert wanted in desk.screen, f"{key}\n{desk.screen}"
            strips = desk.app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {40}
            await desk.press("h" if key == "H" else "escape")
            await desk.until(lambda: not desk.has_dialog)
            await desk.press("g")
            assert desk.lines("events") == before, key


def test_a_form_says_in_the_smallest_terminal_how_it_is_saved() -> None:
    """Also while a field is typed."""
    assert " F2 save " in hints_line(TYPING_HINTS, 40).text


async def test_a_scale_of_six_is_whole_in_a_small_terminal(demo: Path) -> None:
    """Each grade of a source is to be seen at 40x12."""
    async with at_desk(demo, (40, 12)) as desk:
        await desk.press("4", "b", "z")
        assert all(f" {grade}  " in desk.screen for grade in "ABCDEF")


async def test_a_menu_that_cannot_be_seen_takes_no_key(demo: Path) -> None:
    """In a window below 40x12 an answer does nothing; enlarged, the menu is there again."""
    async with at_desk(demo) as desk:
        await desk.press("i")
        row = desk.row(Pane.REPORTS)
        await desk.press("X")
        await desk.pilot.resize_terminal(30, 10)
        await desk.settle()
        assert "Needs 40x12" in desk.screen
        await desk.press("1")
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert "out of area" in desk.screen
        await desk.press("escape")
        assert desk.row(Pane.REPORTS) == row


async def test_what_was_drawn_ahead_of_its_size_is_drawn_anew_at_it(demo: Path) -> None:
    """A key is drawn for the size that the terminal has, before the screen is laid out for it."""
    async with at_desk(demo) as desk:
        await desk.press("?")
        shown = desk.app.screen
        assert isinstance(shown, Help)
        desk.app._size = Size(70, 20)
        shown._draw()
        shown._canvas.render_lines(shown._canvas.size.region)
        await desk.pilot.resize_terminal(70, 20)
        await desk.settle()
        rows = shown._canvas.render_lines(shown._canvas.size.region)
        assert {row.cell_length for row in rows} == {70}
