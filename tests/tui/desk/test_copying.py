"""Copying at the desk: what y and Y hand over, and what they never do."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste

from store.ids import Ref
from tests.builders import a_store, event, evidence, note, quote, report, source
from tests.tui.desk.changes import is_shown
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.desk.app import Desk
from tui.desk.message import ToTerminal
from tui.desk.terminal import clipboard
from tui.desk.terminal.clipboard import Way
from tui.state import Pane

TEXT = "“It was a massacre,”\nhe said. Men lay by the roadside. Nobody came."
REPORT = report(
    *(1,),
    title="Two days",
    text=TEXT,
    url="https://example.org/a",
    archive_url="https://example.org/kept",
    publisher="S1",
    published_at="2025-03-08",
)
RECORDS = (
    REPORT,
    source(1, name="Associated Press"),
    event(1, title="Killings", start="2025-03-07", reports=["R1"]),
    event(2, title="A later\nday\x1b]52;c;AAAA\x07"),
    quote(1, speaker="S1", **evidence(REPORT, "It was a massacre"), events=["E1"]),
    quote(2, **evidence(REPORT, "Men lay by the roadside"), events=["E1"], sensitivity="graphic"),
    note(1, target="E1", body="Who filmed it?"),
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store with a report, what rests on it, and an event with a hostile title."""
    with a_store(tmp_path / "store", *RECORDS):
        pass
    return tmp_path / "store"


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What tmux was given, in its stead."""
    taken: list[str] = []

    def take(text: str, to: Way) -> str:
        assert to.is_sure
        taken.append(text)
        return ""

    monkeypatch.setenv("TMUX", "/tmp/none,1,0")
    monkeypatch.setattr(clipboard, "hand_over", take)
    return taken


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was written to the terminal besides frames."""
    written: list[str] = []
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(Desk, "on_to_terminal", lambda _, message: written.append(message.sequence))
    return written


def said(desk: OpenDesk) -> str:
    """What stands in the footer's place."""
    return " ".join(" ".join(desk.lines("footer")).split())


async def go_to(desk: OpenDesk, ref: str, pane: str) -> None:
    """Put the cursor on a record in its pane."""
    desk.workspace.follow(Ref(ref))
    await desk.press(pane)


async def test_a_reference_then_its_citation_then_both_on_the_screen(
    place: Path, handed: list[str]
) -> None:
    """y, y again, and again; any other key begins anew."""
    async with at_desk(place, (120, 40)) as desk:
        await go_to(desk, "Q1", "3")
        await desk.press("y")
        await is_shown(desk, "Copied to tmux's buffer: Q1 ")
        assert "y again: its citation." in said(desk)
        await desk.press("y")
        await desk.until(lambda: len(handed) == 2)
        cited = "“It was a massacre” — Associated Press, in: Two days, Associated Press, 2025-03-08"
        assert handed[1].startswith(cited)
        assert handed[1].endswith("archived: https://example.org/kept [Q1]")
        await is_shown(desk, "y again shows it.")
        await desk.press("y")
        assert desk.has_dialog
        assert "COPY: select it" in desk.screen
        assert "\nQ1\n" in desk.screen
        assert "".join(handed[1].split()) in "".join(desk.screen.split())
        await desk.press("y")
        assert "COPY: select it" not in desk.screen
        await desk.press("y")
        await desk.until(lambda: handed[2:] == ["Q1"])
        await desk.press("k", "y")
        await desk.until(lambda: handed[3:] == ["Q2"])


async def test_an_address_is_that_of_the_report_below(place: Path, handed: list[str]) -> None:
    """Of an event, of a quote and of the report itself; where it was found, then the copy."""
    async with at_desk(place, (120, 40)) as desk:
        await go_to(desk, "E1", "1")
        await desk.press("Y")
        await is_shown(desk, "Y again: the archived address of R1.")
        await desk.press("Y")
        await go_to(desk, "Q1", "3")
        await desk.press("Y")
        await desk.until(lambda: len(handed) == 3)
        both = ["https://example.org/a", "https://example.org/kept"]
        assert handed == [*both, "https://example.org/a"]
        await go_to(desk, "S1", "4")
        await desk.press("Y")
        assert "S1 has no web address" in said(desk)


async def test_covered_words_are_not_copied(place: Path, handed: list[str]) -> None:
    """Neither in a citation nor selected in the report that has them, until they are revealed."""
    async with at_desk(place, (120, 40)) as desk:
        await go_to(desk, "Q2", "3")
        await desk.press("y", "y")
        await desk.until(lambda: len(handed) == 2)
        assert "roadside" not in "".join(handed)
        assert "(words covered)" in handed[1]
        await go_to(desk, "R1", "0")
        await desk.press("v", "v", "G", "y")
        assert "Some of these words are covered." in said(desk)
        await desk.press("escape", "g", "v", *"lllll", "y")
        await desk.until(lambda: len(handed) == 3)
        assert handed[2] == "It was a massacre,” he said"
        await desk.press("escape", "escape")
        await go_to(desk, "Q2", "3")
        await desk.press("y", "y")
        await desk.until(lambda: "Its words are covered, and left out: R shows them." in said(desk))
        await desk.press("R", "y", "y")
        await desk.until(lambda: len(handed) == 7)
        assert "“Men lay by the roadside”" in handed[6]


async def test_what_is_copied_is_one_line_in_which_nothing_acts(
    place: Path, sent: list[str]
) -> None:
    """By the terminal's clipboard: marks as references, a hostile title as a text."""
    async with at_desk(place, (120, 40)) as desk:
        await desk.press("1", "space", "space", "y")
        assert sent == [clipboard.sequence("E1 E2", clipboard.By.TERMINAL)]
        assert "Sent to the terminal's clipboard: E1 E2" in said(desk)
        assert "y again shows it, if it does not arrive." in said(desk)
        await desk.press("Y")
        assert "Addresses are copied of one record" in said(desk)
        await desk.press("escape", "escape", "G", "y", "y")
        assert sent[2] == clipboard.sequence("A later day␛]52;c;AAAA␇ [E2]", clipboard.By.TERMINAL)


async def test_nothing_but_the_keys_for_it_writes_the_clipboard(
    place: Path, sent: list[str]
) -> None:
    """Not Ctrl+C in a line, a form or a text, nor Textual's own ways."""
    async with at_desk(place, (120, 40)) as desk:
        copying = ("shift+home", "ctrl+c", "ctrl+x", "super+c")
        for opens in (("slash", "a"), ("C", "a")):
            await desk.press(*opens, *copying, "escape")
        desk.app.copy_to_clipboard("x")
        desk.app.screen.post_message(Paste("\x1b]52;c;AAAA\x07"))
        await desk.press("ctrl+c")
        assert sent == []
        assert desk.view.active is Pane.EVENTS


@pytest.mark.parametrize("term", ["linux", "vt220"])
async def test_a_terminal_without_a_clipboard_is_shown_it(
    place: Path, sent: list[str], monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    """At once, from the left edge on, in 40 columns too."""
    monkeypatch.setenv("TERM", term)
    async with at_desk(place, (40, 12)) as desk:
        await desk.press("y")
        assert "no clipboard for programs" in " ".join(desk.screen.split())
        assert "\nE1\n" in desk.screen
        await desk.press("escape", "j")
        assert sent == []
        assert not desk.has_dialog


async def test_a_program_that_does_not_take_it(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and the text is shown."""
    monkeypatch.setenv("TMUX", f"{tmp_path}/none,1,0")
    monkeypatch.setenv("PATH", str(tmp_path))
    async with at_desk(place, (80, 24)) as desk:
        await desk.press("y")
        await is_shown(desk, "tmux could not be started")
        assert "\nE1\n" in desk.screen


def test_a_message_to_the_terminal_is_not_made_of_records() -> None:
    """It carries what `clipboard.sequence` makes: letters of base64, and our own order."""
    made = clipboard.sequence("\x1b[2J\x07", clipboard.By.TERMINAL)
    assert ToTerminal(made).sequence == "\x1b]52;c;G1sySgc=\x07"
