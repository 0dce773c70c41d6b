"""The desk on a screen beside other terminal programs: starts, keys, bytes, and a slow line.

Every program is started anew for every run, one after the other, so that a slow moment of the
machine hits all of them.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import generate
from tests.benchmarks.figures import Figure, median
from tests.benchmarks.hello import GREETING
from tests.benchmarks.line import Speed
from tests.benchmarks.peers import Peer, peers
from tests.benchmarks.terminal import Terminal

ROOT = Path(__file__).parents[2]
#: Keys pressed in a run, after some that are not counted: the first ones warm up.
KEYS, WARM_UP = 40, 10
#: From so many events on, few have reports, as in data sets of events.
LARGE, TOLD = 1_000_000, 0.1
#: A line on which work is just possible: 150 ms there and back, 64 kbit/s.
SLOW = Speed(round_trip=0.15, rate=8000)
#: A key that is held down: so often, every so many seconds.
REPEATS, EVERY = 90, 0.033
#: Where the budgets of keys and bytes hold.
BUDGETED = 100_000
#: At most so much of what the other takes.
OF_VISIDATA, OF_HARLEQUIN, OF_TIG, LAG_OF_VISIDATA = 0.5, 0.15, 0.7, 0.3
START_OF_HELLO, START_OF_VISIDATA = 1.35, 0.85

Say = Callable[[str], None]
HELLO, DESK, STOCK, LEAN = "Textual hello", "desk", "desk, stock driver", "desk, lean"


class Measured(NamedTuple):
    """What one run of a program gave."""

    start: float
    """Seconds to the first useful screen."""
    moves: tuple[float, ...] = ()
    """Seconds from each key to the last byte of its answer."""
    sizes: tuple[int, ...] = ()
    """Bytes of each answer."""


class Store(NamedTuple):
    """A generated store, and its rows for other programs."""

    events: int
    place: Path
    rows: Path


def made(events: int, folder: Path, say: Say) -> Store:
    """A store of so many events, made where it is not there yet."""
    store = Store(events, folder / f"store-{events}", folder / f"events-{events}.csv")
    if not store.place.exists():
        say(f"making {events:,} events ...")
        generate.generate(store.place, events, told=TOLD if events >= LARGE else 1.0)
    if not store.rows.exists():
        generate.write_csv(store.place, store.rows)
    return store


def figures(
    runs: int,
    sizes: Sequence[int],
    folder: Path,
    home: Mapping[str, str],
    newest: Callable[[Path], str],
    say: Say,
) -> Iterator[Figure]:
    """The desk beside its peers at each size; `newest` tells the title that is listed first."""
    small: dict[str, float] = {}
    for events in sizes:
        store = made(events, folder, say)
        own = (sys.executable, "-m", "tui", str(store.place))
        title = newest(store.place)
        programs = [
            Peer(HELLO, (sys.executable, "-m", "tests.benchmarks.hello"), GREETING, ""),
            Peer(DESK, own, title, "j", quits="Q"),
            Peer(STOCK, (*own, "--driver", "stock"), title, "j", quits="Q"),
            # Keys come faster than a person reads: the linked panes wait for a rest.
            Peer(LEAN, (*own, "--lean", "on"), title, "j", quits="Q"),
            *peers(store.place, store.rows, folder / f"peers-{events}"),
        ]
        found = _round_robin(programs, runs, home, say)
        starts = {name: median(run.start for run in taken) for name, taken in found.items()}
        yield from _start_figures(events, starts, small or starts)
        small = small or starts
        yield from _key_figures(events, found)
        yield from _lag_figures(events, programs, home, say)


def _start_figures(
    events: int, starts: Mapping[str, float], small: Mapping[str, float]
) -> Iterator[Figure]:
    what = f"start to first useful screen, {events:,} events"
    for name, start in starts.items():
        if name not in (DESK, STOCK, LEAN):
            budget = START_OF_HELLO if name == HELLO else None
            yield Figure(what, starts[DESK], "ms", name, start, budget)
    if small is not starts and "VisiData" in small:
        beside = "VisiData on the fewest"
        yield Figure(what, starts[DESK], "ms", beside, small["VisiData"], START_OF_VISIDATA)


def _key_figures(events: int, found: Mapping[str, Sequence[Measured]]) -> Iterator[Figure]:
    moves = {
        name: median(move for run in taken for move in run.moves)
        for name, taken in found.items()
        if name != HELLO
    }
    sizes = {
        name: statistics.median(size for run in taken for size in run.sizes)
        for name, taken in found.items()
        if name != HELLO
    }
    is_budgeted = events >= BUDGETED
    for name, move in moves.items():
        if name != DESK:
            budget = OF_VISIDATA if name == "VisiData" and is_budgeted else None
            what = f"a key to its last byte, p50, {events:,} events"
            yield Figure(what, moves[DESK], "ms", name, move, budget)
    budgets = {"harlequin": OF_HARLEQUIN, "tig": OF_TIG} if is_budgeted else {}
    what = f"bytes for a key, p50, {events:,} events"
    for name, size in sizes.items():
        if name != DESK:
            yield Figure(what, sizes[DESK], "B", name, size, budgets.get(name))
    for name, budget in budgets.items():
        if name in sizes:
            yield Figure(f"{what}, lean", sizes[LEAN], "B", name, sizes[name], budget)


def _lag_figures(
    events: int, programs: Sequence[Peer], home: Mapping[str, str], say: Say
) -> Iterator[Figure]:
    lags = {}
    for program in programs:
        if program.name != HELLO:
            say(f"a slow line: {program.name}")
            lags[program.name] = _lag(program, home) * 1000
    what = f"behind after {REPEATS} repeats on a slow line, {events:,} events"
    for name, lag in lags.items():
        if name != DESK:
            budget = LAG_OF_VISIDATA if name == "VisiData" and events >= BUDGETED else None
            yield Figure(what, lags[DESK], "ms", name, lag, budget)


def _round_robin(
    programs: Sequence[Peer], runs: int, home: Mapping[str, str], say: Say
) -> dict[str, list[Measured]]:
    """Every program in turn, so many times, after one time that is not counted."""
    found: dict[str, list[Measured]] = {program.name: [] for program in programs}
    for run in range(runs + 1):
        say(f"run {run} of {runs}: {', '.join(found)}")
        for program in programs:
            measured = _measured(program, home)
            if run:
                found[program.name].append(measured)
    return found


def _measured(program: Peer, home: Mapping[str, str]) -> Measured:
    around = {**home, **program.home()}
    with Terminal(
        program.command, environment=around, folder=ROOT, quits=program.quits
    ) as terminal:
        start = terminal.wait_for(program.ready)
        if not program.key:
            return Measured(start)
        _open(program, terminal)
        for _ in range(WARM_UP):
            terminal.press(program.key)
        answers = [terminal.press(program.key) for _ in range(KEYS)]
    return Measured(
        start,
        tuple(answer.last for answer in answers),
        tuple(answer.size for answer in answers),
    )


def _lag(program: Peer, home: Mapping[str, str]) -> float:
    """Seconds that a program is behind when a held key is let go, on a slow line."""
    around = {**home, **program.home()}
    with Terminal(
        program.command, environment=around, folder=ROOT, line=SLOW, quits=program.quits
    ) as terminal:
        terminal.wait_for(program.ready)
        _open(program, terminal)
        return terminal.hold(program.key, REPEATS, EVERY)


def _open(program: Peer, terminal: Terminal) -> None:
    """Have a program show its rows, and rest: some go on loading behind their first screen."""
    terminal.settle(0.5)
    for keys in program.opens:
        terminal.settle(0.5)
        terminal.send(keys)
    if program.shows:
        terminal.wait_for(program.shows)
    if program.loads:
        terminal.wait_until_gone(program.loads)
    terminal.settle(1.0)
