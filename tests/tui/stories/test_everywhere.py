"""The same work on every terminal: open, decide, quote, note, undo."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.ids import Ref
from store.model import Quote, Report
from store.repository import Repository
from store.vocabulary import TriageState
from tests.benchmarks.screen_figures import SLOW
from tests.benchmarks.terminal import Terminal
from tests.builders import a_store, report, source
from tests.conftest import the_command
from tests.tui.stories.desk_terminal import DeskTerminal

TEXT = "“It was a massacre,” a resident said.\n\nThe Observatory counts at least 745 civilians."

#: What is pressed over a slow line, and what the screen shows of it.
STEPS = (
    ("i", "1 in the inbox"),
    ("a", "Inbox done"),
    ("0", "0 DETAIL R1"),
    ("v", "begin"),
    ('"', "Q1: said by"),
    ("\x1b", "panes"),
    ("c", "Note"),
    ("Checked.\r", "Wrote a note"),
    ("u", "ndone"),
)
#: Sets a colour: SGR with a parameter that is one, also as a part of several.
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


@pytest.mark.parametrize(
    ("columns", "rows", "environment"),
    [
        pytest.param(40, 12, {}, id="40x12"),
        pytest.param(80, 24, {"TERM": "linux", "COLORTERM": ""}, id="linux"),
        pytest.param(80, 24, {"NO_COLOR": "1"}, id="no-colour"),
        pytest.param(300, 90, {"TERM": "tmux-256color", "COLORTERM": ""}, id="300x90"),
    ],
)
def test_a_report_is_decided_quoted_and_noted(
    tmp_path: Path, columns: int, rows: int, environment: dict[str, str]
) -> None:
    """With the same keys, down to 40x12, on a console, and without colour."""
    place = a_report_waits(tmp_path / "store")
    with DeskTerminal(place, columns=columns, rows=rows, **environment) as desk:
        desk.wait_until_open()
        work(desk)
        desk.press("Q")
        assert desk.wait_for_end() == 0
        coloured = COLOUR.search(desk.output)
    assert bool(coloured) is ("NO_COLOR" not in environment)
    check(place)


def test_the_same_is_done_over_a_slow_line(tmp_path: Path) -> None:
    """150 ms there and back, 64 kbit/s."""
    place = a_report_waits(tmp_path / "store")
    with Terminal([the_command(), place], columns=80, rows=24, line=SLOW) as desk:
        desk.wait_for("? help")
        for keys, shown in STEPS:
            desk.send(keys)
            desk.wait_for(shown)
    check(place)


def a_report_waits(place: Path) -> Path:
    """A store with a report that nobody has decided on."""
    waiting = report(1, title="Two days", text=TEXT, publisher="S2", published_at="2025-03-08")
    with a_store(place, waiting, source(2, name="Associated Press")):
        pass
    return place


def work(desk: DeskTerminal) -> None:
    """Decide on the report, quote its first words, write a note and take it back."""
    desk.press("i")
    desk.wait_for("inbox")
    desk.wait_for(lambda: desk.is_whole and desk.shown == "R1")
    desk.press("a")
    desk.wait_for("Inbox done")
    desk.press("0", "v")
    desk.wait_for("begin")
    desk.press('"')
    desk.wait_for("Q1")
    desk.press("escape")
    desk.wait_for("begin", gone=True)
    desk.press("c")
    desk.wait_for("Note")
    desk.press("Checked.", "enter")
    desk.wait_for("Wrote a note")
    desk.press("u")
    desk.wait_for("ndone")


def check(place: Path) -> None:
    """The decision and the quote are there, the note is not."""
    repository = Repository.open(place)
    with repository.read() as reader:
        decided, quoted = reader.find(Ref("R1")), reader.find(Ref("Q1"))
        noted = reader.find(Ref("N1"))
    repository.close()
    assert isinstance(decided, Report)
    assert decided.triage.state is TriageState.RELEVANT
    assert isinstance(quoted, Quote)
    assert quoted.words == "It was a massacre"
    assert noted is None
