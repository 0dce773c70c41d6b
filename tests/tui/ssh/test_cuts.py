"""Lines that are cut, many times: no process stays, nothing typed is lost, the next desk goes on.

Several people work at one store over lines of their own.  Each round begins where the last one
was cut: that is looked at, something is typed or decided, and the line is cut again.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

import pytest

from store.ids import Kind, Ref
from store.model import Note, Report
from store.repository import Repository
from store.vocabulary import TriageState
from tests.conftest import the_command
from tests.tui.processes import wait_until_gone
from tests.tui.ssh.sshd import Line, Sshd
from tests.tui.stories.desk_terminal import DeskTerminal

#: Twenty cuts; with SOAK set, two hundred.
ROUNDS = 50 if os.environ.get("SOAK") else 5
PEOPLE = ("ada", "kim", "noor", "vera")
#: What is offered where a draft lies from before.
ANOTHER = "n leave it, and write another"
_AT_REPORT = re.compile(r"inbox > R\d+$")
SAID = "The line was cut: this is where you were"


def _signalled(number: int) -> Callable[[Line], None]:
    return lambda line: line.program.send_signal(number)


#: Each of them is done to the lines of all in one round: a frozen one takes its seconds once.
CUTS: dict[str, Callable[[Line], None]] = {
    "client": Line.cut,
    "server": Line.cut_far_end,
    "hangup": _signalled(signal.SIGHUP),
    "term": _signalled(signal.SIGTERM),
    "frozen": Line.freeze,
}


class Person:
    """Somebody who works over a line, and remembers what was typed."""

    def __init__(self, name: str, home: Path, place: Path) -> None:
        self.name = name
        self._home = home
        self._place = place
        self._place_left = ""
        self.typed: list[str] = []
        self.written: list[str] = []
        self.decided: list[str] = []

    def connect(self, sshd: Sshd) -> Line:
        """A desk at the far end."""
        around = {"HOME": str(self._home), "LOGNAME": self.name, "LANG": "C.UTF-8", "CI": "true"}
        around |= {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        return Line(sshd, [the_command(), self._place], around, columns=100)

    def come_back(self, desk: DeskTerminal) -> None:
        """See that the desk is where it was left."""
        if not self._place_left:
            desk.wait_until_open()
            return
        desk.wait_for(SAID)
        desk.wait_for(lambda: where(desk) == self._place_left)

    def work(self, desk: DeskTerminal, at: int) -> None:
        """Decide on a report of the inbox, write a note, or only type one."""
        text = f"typed by {self.name} in round {at}"
        if at == 0:
            self._decide(desk)
        elif at % 2:
            self._type(desk, text)
        else:
            self._write(desk, text)
        self._place_left = where(desk)

    def _decide(self, desk: DeskTerminal) -> None:
        desk.press("i")
        desk.wait_for(lambda: bool(_AT_REPORT.search(desk.trail)) and desk.is_whole)
        ref = desk.trail.rpartition("> ")[2]
        desk.press("a")
        desk.wait_for(f"{ref}: relevant")
        # The next report is on the screen then.
        desk.wait_for(
            lambda: bool(_AT_REPORT.search(desk.trail)) and not desk.trail.endswith(f" {ref}")
        )
        self.decided.append(ref)

    def _write(self, desk: DeskTerminal, text: str) -> None:
        self._begin(desk)
        desk.press(text, "enter")
        desk.wait_for("Wrote a note")
        self.written.append(text)

    def _begin(self, desk: DeskTerminal) -> None:
        desk.press("c")
        desk.wait_for(lambda: "Note on " in desk.text or ANOTHER in desk.text)
        if ANOTHER in desk.text:
            desk.press("n")
            desk.wait_for("Note on ")

    def _type(self, desk: DeskTerminal, text: str) -> None:
        self._begin(desk)
        desk.press(text)
        desk.wait_for(text)
        self.typed.append(text)

    def kept(self) -> list[str]:
        """All the texts that are offered to somebody."""
        return [one.read_text() for one in (self._place / "drafts").glob("*.md")]


def where(desk: DeskTerminal) -> str:
    """The end of the trail: its beginning gives way where more is told beside it."""
    return " > ".join(desk.trail.split(" > ")[-2:])


@pytest.fixture
def people(demo: Path, homes: Callable[[], Path]) -> list[Person]:
    """Four people with homes of their own, and one store."""
    return [Person(name, homes(), demo) for name in PEOPLE]


def _rounds() -> Iterator[str]:
    chance = Random(0)
    names = list(CUTS)
    for at in range(ROUNDS):
        yield names[at] if at < len(names) else chance.choice(names)


def test_cut_lines(sshd: Sshd, demo: Path, people: list[Person]) -> None:
    """After every cut: no process, every text and decision is there, and so is the place."""
    for at, how in enumerate(_rounds()):
        with ExitStack() as lines:
            desks = [lines.enter_context(person.connect(sshd)) for person in people]
            for person, desk in zip(people, desks, strict=True):
                person.come_back(desk)
            for person, desk in zip(people, desks, strict=True):
                person.work(desk, at)
            programs = [desk.program for desk in desks]
            sessions = [one for each in programs for one in sshd.sessions_of(each)]
            for desk in desks:
                CUTS[how](desk)
            assert wait_until_gone([*programs, *sessions]) == [], how
        for person in people:
            assert set(person.typed) <= set(person.kept()), how
    decided = [ref for person in people for ref in person.decided]
    with closing(Repository.open(demo, author="eve")) as store, store.read() as reader:
        relevant = [
            one.ref
            for one in reader.listing(Kind.REPORT, _numbers(decided))
            if isinstance(one, Report) and one.triage.state is TriageState.RELEVANT
        ]
        notes = {
            one.body
            for one in reader.listing(Kind.NOTE, reader.numbers(Kind.NOTE))
            if isinstance(one, Note)
        }
    # Nobody was given the report of somebody else.
    assert sorted(relevant) == sorted(decided)
    assert {text for person in people for text in person.written} <= notes


def _numbers(refs: list[str]) -> list[int]:
    return [Ref(ref).number for ref in refs]
