"""Records that try to act on the terminal: each is looked at in full, and nothing happens."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from itertools import cycle
from pathlib import Path

from store.ids import Kind
from tests.conftest import the_command
from tests.tui.hostile import marked, people, strict
from tests.tui.hostile.walk import AT_EVENTS, Walk
from tests.tui.sequences import text_of, units
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.terminal import Terminal
from tests.tui.test_render_line import ACTING
from tui.state import LISTS, Pane

COLUMNS, ROWS = 160, 45
#: The address of a hyperlink; empty at its end.
_LINKED = re.compile(rb"\x1b\]8;[^;]*;([^\x07\x1b]*)")
#: Of a text of a megabyte the first pages are read, and the last.
PAGES = 2


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


def test_nothing_of_a_record_reaches_the_terminal_but_text(hard_cases: Path) -> None:
    """Every record of the hard cases is seen: the desk sends what draws, and nothing else."""
    output, title = output_of(hard_cases)
    assert strict.faults(output) == []
    # Whole web addresses are links.
    assert all(re.fullmatch(rb"https?://[!-~]+|", one) for one in _LINKED.findall(output))
    assert not ACTING.search(text_of(units(output)[0]))
    assert title == ""


class InTmux(DeskTerminal):
    """The desk in the only window of a tmux."""

    def __init__(self, tmux: list[str], place: Path) -> None:
        command = f"{the_command()} --lean off {shlex.quote(str(place))}"
        Terminal.__init__(self, [*tmux, "new-session", command], columns=100, rows=30)


def test_no_payload_acts_in_tmux(tmp_path: Path, home: Path, tmux: list[str]) -> None:
    """Nor from the screens over the desk: no paste buffer, no other title, one window."""
    place = marked.store(tmp_path / "store", marked.packed(20))
    people.changes(place)
    with InTmux(tmux, place) as desk:
        # tmux itself answers what the desk asks the terminal.
        desk.wait_for(lambda: desk.has_rows)
        before = told(tmux)
        walk = Walk(desk)
        walk.to_first_event()
        # That nothing acting is sent, the walk through all screens proves: here tmux is asked.
        walk.play(AT_EVENTS[:2])
        for _ in range(2):
            walk.press("k", "0", "G", "1")
        assert told(tmux) == before
        desk.press("Q")
        assert desk.wait_for_end() == 0


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
