"""Triage in plain lines on terminals: dumb ones, cut ones, and with the keys of an editor."""

from __future__ import annotations

import signal
from pathlib import Path

import psutil

from store.ids import Kind
from store.model import Note, Report
from store.repository import Repository
from tests import builders
from tests.cli.inside import carried_out
from tests.conftest import the_command
from tests.tui.terminal import Terminal
from tui.cli.codes import NO_TERMINAL

TEXT = "Nine people were killed.\n“We saw them,” said Sami Haddad."


def a_place(tmp_path: Path) -> Path:
    """A store of three reports."""
    reports = [builders.report(n, title=f"Report {n}", text=TEXT) for n in (1, 2, 3)]
    with builders.a_store(tmp_path / "store", *reports):
        pass
    return tmp_path / "store"


def plain(place: Path, *options: str, **environment: str) -> Terminal:
    """The program on a terminal."""
    command = [the_command(), "triage", *options, str(place)]
    return Terminal(command, columns=60, rows=40, environment=environment)


def answer(terminal: Terminal, line: str, told: str) -> None:
    """Type a line, and wait for what is said and for the next prompt."""
    terminal.send(f"{line}\n".encode())
    terminal.wait_for(lambda: told in terminal.text and terminal.text.rstrip().endswith(">"))


def test_open_decide_quote_note_undo_on_a_dumb_terminal(tmp_path: Path) -> None:
    """Without being asked the desk speaks in lines there, and nothing but lines is sent."""
    place = a_place(tmp_path)
    with plain(place, TERM="dumb") as terminal:
        terminal.wait_for("R1>")
        answer(terminal, "", "said Sami Haddad")
        answer(terminal, '"We saw them"', "speaker")
        answer(terminal, "", "Q1: said by")
        prompts = terminal.text.count("R1>")
        terminal.send(b"note a line that is left")
        terminal.wait_for("R1> note a line that is left")
        terminal.send(b"\x03")
        terminal.wait_for(lambda: terminal.text.count("R1>") > prompts)
        answer(terminal, "", "That was all of the text.")
        answer(terminal, "note Who counted?", "Wrote a note about R1.")
        answer(terminal, "rele\t", "R1 is relevant. 2 wait.")
        answer(terminal, "\xff\xfe", "There is no word")
        answer(terminal, "u", "Undone: decided R1 relevant. 3 wait.")
        terminal.send(b"\x04")
        terminal.wait_for("Done: 1 note, 1 citation. 3 wait.")
        assert terminal.wait_for_end() == 0
    sent = bytes(terminal.output)
    assert b"\x1b" not in sent
    assert b"\x08" not in sent
    assert all(len(line) <= 60 for line in sent.decode().splitlines())
    with_note(place, ["Who counted?"])


def with_note(place: Path, bodies: list[str]) -> None:
    """What the store has of it."""
    repository = Repository.open(place)
    with repository.read() as reader:
        notes = reader.listing(Kind.NOTE, reader.numbers(Kind.NOTE))
        assert [one.body for one in notes if isinstance(one, Note)] == bodies
        reports = reader.listing(Kind.REPORT, (1, 2, 3))
        assert all(isinstance(one, Report) and one.triage.state == "new" for one in reports)
    repository.close()


def test_a_cut_line_loses_nothing(tmp_path: Path) -> None:
    """HUP, TERM, or a terminal that is gone: the note is a draft, and the program has ended."""
    place = a_place(tmp_path)
    for number in (signal.SIGHUP, signal.SIGTERM):
        with plain(place, "--plain") as terminal:
            begin_note(terminal, is_first=number is signal.SIGHUP)
            answer(terminal, f"before {number.name}", f"before {number.name}")
            terminal.send(b"and half a li")
            terminal.wait_for("and half a li")
            # readline hears of no signal that comes between a key and its waiting for the next.
            program = psutil.Process(terminal.process.pid)
            terminal.wait_for(lambda: program.status() == psutil.STATUS_SLEEPING)  # noqa: B023  at once
            terminal.process.send_signal(number)
            assert terminal.wait_for_end() == 128 + number
    drafts = [one.read_text() for one in (place / "drafts").glob("*.md")]
    assert [one.partition("\n")[2] for one in drafts] == ["and half a li"] * 2
    with plain(place, "--plain") as terminal:
        begin_note(terminal, is_first=False)
        answer(terminal, "before Ctrl+C", "before Ctrl+C")
        terminal.send(b"\x03")
        terminal.wait_for("The note is kept as a draft")
        terminal.send(b"drafts\n")
        for before in ("SIGHUP", "SIGTERM", "Ctrl+C"):
            terminal.wait_for(f": before {before}")
        terminal.hang_up()
        assert terminal.process.wait() == 128 + signal.SIGHUP


def begin_note(terminal: Terminal, *, is_first: bool) -> None:
    """Begin a note; the draft that is there already is left."""
    terminal.wait_for("R1>")
    terminal.send(b"note\n")
    if not is_first:
        terminal.wait_for("g, n or t>")
        terminal.send(b"n\n")
    terminal.wait_for("note>")


def test_triage_opens_the_desk_in_its_inbox(tmp_path: Path) -> None:
    """On a terminal that can be drawn on, the desk comes with what waits; in a pipe it does not."""
    place = a_place(tmp_path)
    with plain(place) as terminal:
        terminal.wait_for("3 in the inbox")
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
    code, _, complaint = carried_out("triage", place, given="relevant\n")
    assert code == NO_TERMINAL
    assert "--plain" in complaint
