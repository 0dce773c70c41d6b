"""The measuring terminal: it sees what a program shows, and answers what it asks."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

from tests.benchmarks.hello import GREETING
from tests.benchmarks.line import PACKET, ROOM, Line, Speed
from tests.benchmarks.terminal import Terminal

#: Answers each key with its name, in two writes.
ECHO = """
import os, sys, tty
tty.setraw(0)
os.write(1, b"\\x1b[2J\\x1b[5;10Hready")
while key := os.read(0, 1):
    os.write(1, b"\\r\\n\\x1b[32m")
    os.write(1, b"you pressed " + key)
"""
#: Asks its terminal everything that is answered, and shows the answers.
ASK = """
import os, tty
tty.setraw(0)
for question in (b"\\x1b[c", b"\\x1b[5n", b"\\x1b[6n", b"\\x1b[?2026$p", b"\\x1b[?99$p"):
    os.write(1, question)
    os.write(1, os.read(0, 40).replace(b"\\x1b", b"^") + b"\\r\\n")
os.read(0, 1)
"""
#: Says nothing more.
MUTE = """
import os, tty
tty.setraw(0)
os.write(1, b"ready")
while os.read(0, 1):
    pass
"""


def python(program: str) -> Terminal:
    """A terminal with a Python program in it."""
    return Terminal([sys.executable, "-c", program], columns=40, rows=10)


def test_a_screen_is_seen_when_it_is_there() -> None:
    """The text stands where the program has put it; it came after the start."""
    with python(ECHO) as terminal:
        assert terminal.wait_for("ready") > 0
        assert terminal.text.splitlines()[4] == " " * 9 + "ready"


def test_a_key_s_answer_is_measured_whole() -> None:
    """All bytes of the answer count, and the last one comes after the first."""
    with python(ECHO) as terminal:
        terminal.wait_for("ready")
        answer = terminal.press("j")
        assert 0 < answer.first <= answer.last
        assert answer.size == len("\r\n\x1b[32myou pressed j")
        assert "you pressed j" in terminal.text
        assert terminal.press("k").size == answer.size
        assert "you pressed k" in terminal.text


def test_a_program_s_questions_are_answered() -> None:
    """A program that waits for its terminal's answer is not measured waiting."""
    with python(ASK) as terminal:
        terminal.wait_for("^[?99;0$y")
        answers = ["^[?62;22c", "^[0n", "^[3;1R", "^[?2026;2$y", "^[?99;0$y"]
        assert terminal.text.split() == answers


def test_nothing_is_sent_while_nothing_happens() -> None:
    """At rest a quiet program sends no byte."""
    with python(MUTE) as terminal:
        terminal.wait_for("ready")
        terminal.settle()
        assert terminal.rest(0.05).size == 0


def test_what_never_comes_is_an_error_with_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that ends early says what it showed; a key without an answer is no zero."""
    with (
        python("print('no store here')") as terminal,
        pytest.raises(TimeoutError, match=r"(?s)'first row' never came:.*"),
    ):
        terminal.wait_for("first row")
    with python(MUTE) as terminal:
        terminal.wait_for("ready")
        monkeypatch.setattr("tests.benchmarks.terminal.PATIENCE", 0.5)
        with pytest.raises(TimeoutError, match=r"(?s)nothing came after 'j':\nready"):
            terminal.press("j")


def test_the_hello_of_the_benchmark_shows_itself() -> None:
    """What the desk's start is measured against shows its line."""
    with Terminal([sys.executable, "-m", "tests.benchmarks.hello"]) as terminal:
        assert terminal.wait_for(GREETING) > 0


#: Shows another number after each key, and something else before and behind it.
COUNT = """
import os, tty
tty.setraw(0)
number = 0
os.write(1, b"at 0")
while os.read(0, 1):
    number += 1
    os.write(1, b"\\x1b[2J\\x1b[Hlooking\\x1b[5;5H")
    os.write(1, b"at " + str(number).encode())
    os.write(1, b"\\x1b[9;1Hthere it is")
"""


def test_the_time_ends_with_the_byte_that_shows_another_thing() -> None:
    """What comes before and behind it does not count, and neither does that it was gone."""

    def seen(lines: Sequence[str]) -> str:
        return next((line.strip() for line in lines if "at " in line), "")

    with python(COUNT) as terminal:
        terminal.wait_for("at 0")
        assert terminal.press_until("j", seen) > 0
        assert "at 1" in terminal.text
        terminal.press_until("j", seen)
        assert "at 2" in terminal.text


def test_a_slow_line_carries_each_packet_behind_the_one_before() -> None:
    """Half a round trip, and what the bytes before it take; then it is free again."""
    line = Line(Speed(round_trip=0.2, rate=1000))
    line.put(0.0, b"x" * PACKET)
    line.put(0.0, b"y" * 100)
    assert line.arrived(0.6) == []
    assert line.next == pytest.approx(0.1 + PACKET / 1000)
    assert [len(sent) for _, sent in line.arrived(1.0)] == [PACKET, 100]
    assert line.next is None
    line.put(5.0, b"z")
    assert line.next == pytest.approx(5.101)


def test_who_writes_faster_than_a_line_carries_has_to_wait() -> None:
    """Its buffers hold so much and no more."""
    line = Line(Speed(round_trip=0.0, rate=1000))
    line.put(0.0, b"x" * ROOM)
    assert not line.has_room
    line.arrived(1.0)
    assert line.has_room


def test_a_held_key_is_answered_at_the_far_end_of_a_slow_line() -> None:
    """What is told is how far behind the last press its answer is: here one round trip."""
    with Terminal(
        [sys.executable, "-c", ECHO], columns=40, rows=10, line=Speed(0.2, 100_000)
    ) as terminal:
        terminal.wait_for("ready")
        assert terminal.hold("j", 5, 0.01) >= 0.2
        assert terminal.text.count("you pressed j") == 5
