"""Records that try to act on the terminal: each is looked at in full, and nothing happens."""

from __future__ import annotations

import json
import subprocess
from itertools import cycle
from pathlib import Path

import pytest

from store.ids import Kind
from tests.conftest import the_command
from tests.tui.sequences import kinds, text_of, units
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.terminal import Terminal
from tests.tui.test_render_line import ACTING
from tui.state import LISTS, Pane

COLUMNS, ROWS = 160, 45
#: Of a text of a megabyte the first pages are read, and the last.
PAGES = 25


class Browser:
    """Somebody who looks at every record of every list, and scrolls through each detail."""

    def __init__(self, desk: DeskTerminal) -> None:
        self._desk = desk
        # Keys without a meaning: the answer tells that the one pressed before has been drawn.
        self._marks = cycle("öü")
        self.seen: set[str] = set()

    def browse(self, most: int) -> None:
        """Go through all lists, at most so many records of each."""
        for pane in LISTS:
            self._press(pane.value, "b", "g")
            for _ in range(most):
                ref = self._desk.cursor(pane)
                self.seen.add(ref)
                self._scroll_through(pane)
                self._press("j")
                if self._desk.cursor(pane) == ref:
                    break

    def _scroll_through(self, pane: Pane) -> None:
        self._press("0", "g")
        for _ in range(PAGES):
            if "J" not in self._desk.title_of(Pane.DETAIL):
                break
            self._press("space")
        self._press("G")
        self._press(pane.value)

    def _press(self, *keys: str) -> None:
        """Press keys, and wait until what they show has been drawn."""
        mark = next(self._marks)
        self._desk.press(*keys, mark)
        self._desk.wait_for(lambda: f" {mark} does nothing here" in self._desk.lines[-1])


def references(place: Path) -> set[str]:
    """Every record that a list shows."""
    tables = json.loads((place / "incidents.json").read_bytes())
    shown: list[Kind] = [pane.kind for pane in LISTS]
    return {f"{kind.value}{number}" for kind in shown for number in tables[kind.table]}


def output_of(place: Path, most: int = 1000) -> tuple[bytes, str]:
    """All bytes that the desk sends while records are looked at, and the terminal's title."""
    with DeskTerminal(place, columns=COLUMNS, rows=ROWS) as desk:
        desk.wait_until_open()
        browser = Browser(desk)
        browser.browse(most)
        assert browser.seen <= references(place)
        assert browser.seen == references(place) or most < len(browser.seen)
        # Whatever was seen, the desk still answers, and leaves when it is asked to.
        desk.press("?")
        desk.wait_for("MOVE")
        desk.press("q", "Q")
        assert desk.wait_for_end() == 0
        return bytes(desk.output), desk.title


@pytest.fixture(scope="module")
def harmless(built: object) -> set[str]:
    """The kinds of orders that the desk itself sends: those for a store without any tricks."""
    assert callable(built)
    output, _ = output_of(built("demo"), most=3)
    return kinds(output)


def test_nothing_of_a_record_reaches_the_terminal_but_text(
    hard_cases: Path, harmless: set[str]
) -> None:
    """Every record of the hard cases is seen in full: the desk sends no order of another kind."""
    output, title = output_of(hard_cases)
    assert kinds(output) <= harmless
    # Textual itself asks for the shape of the mouse's pointer, and for nothing else of the sort.
    assert {kind for kind in harmless if kind.startswith(("OSC", "C1", "C0 07"))} <= {"OSC 22"}
    assert not ACTING.search(text_of(units(output)[0]))
    assert title == ""


def test_nothing_of_a_record_acts_in_tmux(hard_cases: Path, tmux: list[str]) -> None:
    """tmux has no paste buffer, the same title and one window after the worst events were seen."""
    command = f"{the_command()} {hard_cases}"
    with Terminal([*tmux, "new-session", command], columns=COLUMNS, rows=ROWS) as terminal:
        terminal.wait_for(lambda: "? help" in terminal.lines[-1])
        before = told(tmux)
        for _ in range(16):
            terminal.press("j", "0", "G", "1", "ö")
            terminal.wait_for("ö does nothing here")
            terminal.press("5", "ü")
            terminal.wait_for("ü does nothing here")
            terminal.press("1")
        assert told(tmux) == before
        terminal.press("Q")
        terminal.wait_for_end()


def test_a_refresh_puts_right_what_was_drawn_awry(hard_cases: Path, tmux: list[str]) -> None:
    """tmux gives some Indic vowels a cell of their own: r draws the whole screen anew."""
    command = f"{the_command()} {hard_cases}"
    with Terminal([*tmux, "new-session", command], columns=COLUMNS, rows=ROWS) as terminal:
        terminal.wait_for(lambda: "? help" in terminal.lines[-1])
        terminal.press("ö")
        terminal.wait_for("ö does nothing here")
        before = shown_by(tmux)
        for _ in range(16):
            terminal.press("j", "ö")
            terminal.wait_for("ö does nothing here")
            terminal.press("ü")
            terminal.wait_for("ü does nothing here")
        terminal.press("g", "r")
        terminal.wait_for(lambda: shown_by(tmux) == before)


def shown_by(tmux: list[str]) -> list[str]:
    """The screen as tmux has it, without the desk's last line."""
    done = subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, check=True)
    return done.stdout.decode().splitlines()[: ROWS - 1]


def told(tmux: list[str]) -> str:
    """What tmux says of its buffers, windows and titles."""
    asked = "#{session_windows} #{pane_title} #{pane_in_mode} #{session_attached}"
    with Terminal([*tmux, "display-message", "-p", asked, ";", "list-buffers"]) as terminal:
        assert terminal.wait_for_end() == 0
        return terminal.text
