"""Deciding on one report after the other, beside mail programs that archive letter after letter.

In each of them a person reads a report or a letter, presses one key, and reads the next: the time
is from the key to the byte that shows the next one.  Keys come as a person presses them, each after
the screen has rested for longer than a key repeats that is held down.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.benchmarks import generate
from tests.benchmarks.figures import Figure, median, percentile
from tests.benchmarks.mailboxes import FIRST, SCREENFUL, environment, installed, write_maildir
from tests.benchmarks.terminal import Terminal

ROOT = Path(__file__).parents[2]
#: Keys pressed, after some that are not counted.
KEYS, WARM_UP = 200, 10
#: Seconds that the screen rests before the next key.
REST = 0.45
#: A generated event has one report and a half.
REPORTS_OF_AN_EVENT = 1.45
#: At most so many letters: of 100,000 one of them takes seconds for each that it archives.  Fewer
#: are in its favour.
LETTERS = 5000
#: A mail program is at most so many times as fast.
MOST = 5.0

Say = Callable[[str], None]
_REPORT = re.compile(r"\bDETAIL (R[0-9]+)\b")
_LETTER = re.compile(rf"{FIRST} ([0-9]+):")


def figures(reports: int, folder: Path, home: Mapping[str, str], say: Say) -> Iterator[Figure]:
    """The desk at so many reports, and each mail program at as many letters, or LETTERS."""
    place = folder / "triaged"
    say(f"making {reports:,} reports ...")
    generate.generate(place, int(reports / REPORTS_OF_AN_EVENT))
    mail, letters = {}, 0
    for program, own_folder in installed(folder):
        say(f"{program.name}: archive and advance")
        letters = write_maildir(place, own_folder, min(reports, LETTERS))
        around = environment(own_folder)
        with Terminal(program.command, environment=around, folder=ROOT) as terminal:
            # The letter that came last is listed by both.
            terminal.wait_for(f"R{letters} ")
            for key in program.opens:
                terminal.settle(REST)
                terminal.press(key)
            mail[program.name] = _advance(terminal, program.archives, _seen(_LETTER), program.again)
    say("desk: decide and advance")
    desk = (sys.executable, "-m", "tui", str(place))
    with Terminal(desk, environment=home, folder=ROOT, quits="Q") as terminal:
        terminal.wait_for("? help")
        terminal.settle(1.0)
        terminal.send("i")
        terminal.wait_for("DETAIL R")
        own = _advance(terminal, "a", _seen(_REPORT))
    what = f"key to the next report, {reports:,} reports"
    yield Figure(f"{what}, p50", median(own), "ms", budget=60)
    yield Figure(f"{what}, p99", percentile(own, 99), "ms", budget=150)
    slower = max(mail, key=lambda name: median(mail[name]), default="")
    for name, times in mail.items():
        beside = f"{name}, {letters:,} letters"
        against = (beside, median(times), MOST if name == slower else None)
        yield Figure(f"{what}, p50", median(own), "ms", *against)


def _advance(
    terminal: Terminal,
    key: str,
    seen: Callable[[Sequence[str]], str],
    again: Sequence[str] = (),
) -> tuple[float, ...]:
    """Seconds from each press of the key to the byte with which another one is on the screen."""
    times = []
    for number in range(WARM_UP + KEYS):
        for one in again if number % SCREENFUL == SCREENFUL - 1 else ():
            terminal.settle(REST)
            terminal.press(one)
        terminal.settle(REST)
        times.append(terminal.press_until(key, seen))
    return tuple(times[WARM_UP:])


def _seen(form: re.Pattern[str]) -> Callable[[Sequence[str]], str]:
    def find(lines: Sequence[str]) -> str:
        return next((found[1] for line in lines if (found := form.search(line))), "")

    return find
