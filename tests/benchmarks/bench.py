"""Measuring the budgets as ratios, side by side in one run: `python -m tests.benchmarks.bench`.

Every program is started anew for every run, one after the other, so that a slow moment of the
machine hits all of them; what is told is the median.  Times of two runs cannot be compared,
ratios can.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, TypeVar

import psutil
from msgspec.structs import replace

from store.commands.records import WriteRecords
from store.ids import Kind
from store.repository import Repository
from tests.benchmarks import generate, search_figures, store_figures, triage_figures
from tests.benchmarks.figures import Figure, median, percentile, table
from tests.benchmarks.hello import GREETING
from tests.benchmarks.terminal import PATIENCE, Rest, Terminal

ROOT = Path(__file__).parents[2]
#: Keys pressed in a run, after some that are not counted: the first ones warm up.
KEYS, WARM_UP = 40, 10
#: Seconds without a key.
IDLE = 20.0
#: Changes by another process that a screen has to show.
SEEN = 40
#: So many columns has a desk in one of two panes.
PANE = 80
#: What can be measured by itself.
WHAT = ("all", "screen", "store", "search", "triage")

Result = TypeVar("Result")


class Program(NamedTuple):
    """A program to be measured, and what its first useful screen shows."""

    name: str
    command: tuple[str, ...]
    ready: str = ""


class Measured(NamedTuple):
    """What one run of a program on a screen gave."""

    start: float
    """Seconds to the first useful screen."""
    moves: tuple[float, ...]
    """Seconds from each key to the last byte of its answer."""
    sizes: tuple[int, ...]
    """Bytes of each answer."""


def empty_interpreter_figures(runs: int) -> Iterator[Figure]:
    """The commands that only tell something, against a Python that does nothing."""
    nothing = Program("python -c pass", (sys.executable, "-c", "pass"))
    asked = [
        Program(option, (sys.executable, "-m", "tui", option)) for option in ("--version", "--help")
    ]
    times = _round_robin([nothing, *asked], runs * 3, _seconds)
    for program in asked:
        yield Figure(
            f"`{program.name}`",
            statistics.median(times[program.name]) * 1000,
            "ms",
            nothing.name,
            statistics.median(times[nothing.name]) * 1000,
            8.0,
        )


def screen_figures(runs: int, events: int, folder: Path) -> Iterator[Figure]:
    """The desk on a generated store, against Textual alone and VisiData on the same rows."""
    store, table = folder / "store", folder / "events.csv"
    _say(f"making {events:,} events ...")
    generate.generate(store, events)
    generate.write_csv(store, table)
    newest = _newest(store)
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    hello = Program("Textual hello", (sys.executable, "-m", "tests.benchmarks.hello"), GREETING)
    visidata = Program("VisiData", (sys.executable, "-m", "visidata", str(table)), newest)
    desk = Program("desk", (sys.executable, "-m", "tui", str(store)), newest)
    found = _round_robin(
        [hello, desk, visidata], runs, lambda program: _on_screen(program, home, program != hello)
    )
    starts = {name: median(run.start for run in measured) for name, measured in found.items()}
    moves = {
        program.name: median(move for run in found[program.name] for move in run.moves)
        for program in (desk, visidata)
    }
    size = statistics.median(size for run in found[desk.name] for size in run.sizes)
    at = f"{events:,} events"
    start = f"start to first useful screen, {at}"
    yield Figure(start, starts[desk.name], "ms", hello.name, starts[hello.name], 1.35)
    yield Figure(start, starts[desk.name], "ms", visidata.name, starts[visidata.name])
    move = f"key `j` to last byte, p50, {at}"
    yield Figure(move, moves[desk.name], "ms", visidata.name, moves[visidata.name], 0.5)
    yield Figure("bytes for a key, p50", size, "B")
    idle = _idle(desk, home)
    seen = f"a change by another process on the screen, p95, {at}"
    yield Figure(seen, percentile(_seen(desk, home, store), 95), "ms", budget=100)
    if tmux := shutil.which("tmux"):
        beside = f"a key in one tmux pane to the last byte in the other, p95, {at}"
        yield Figure(beside, percentile(_beside(tmux, desk, home, store), 95), "ms", budget=100)
    yield Figure("bytes while idle", idle.size, "B", budget=0)
    yield Figure("processor while idle", idle.cpu * 100, "%", budget=0.5)


def search_figures_of(sizes: Sequence[int], folder: Path) -> Iterator[Figure]:
    """Searching at each size, on the screen and from the command line at the smaller ones."""
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    for events in sizes:
        place = folder / f"store-{events}"
        if not place.exists():
            _say(f"making {events:,} events ...")
            told = store_figures.TOLD if events >= store_figures.LARGE else 1.0
            generate.generate(place, events, told=told)
        if events >= 100_000:
            yield from search_figures.figures(events, place, _say)
        if events == 100_000:
            yield from search_figures.screen_figures(events, place, home, _newest(place), _say)
        if events == 10_000:
            yield from search_figures.list_figures(place, events)


def triage_figures_of(reports: int, folder: Path) -> Iterator[Figure]:
    """Deciding on reports, beside mail programs."""
    folder.mkdir()
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    yield from triage_figures.figures(reports, folder, home, _say)


def _round_robin(
    programs: Sequence[Program], runs: int, measure: Callable[[Program], Result]
) -> dict[str, list[Result]]:
    """Every program in turn, so many times, after one time that is not counted."""
    for program in programs:
        measure(program)
    found: dict[str, list[Result]] = {program.name: [] for program in programs}
    for run in range(runs):
        _say(f"run {run + 1} of {runs}: {', '.join(program.name for program in programs)}")
        for program in programs:
            found[program.name].append(measure(program))
    return found


def _seconds(program: Program) -> float:
    """How long a program takes that ends by itself."""
    start = time.perf_counter()
    subprocess.run(program.command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def _on_screen(program: Program, home: Mapping[str, str], with_moves: bool) -> Measured:
    with Terminal(program.command, environment=home, folder=ROOT) as terminal:
        start = terminal.wait_for(program.ready)
        # VisiData goes on loading behind its first screen.
        terminal.settle(0.3)
        if not with_moves:
            return Measured(start, (), ())
        for _ in range(WARM_UP):
            terminal.press("j")
        answers = [terminal.press("j") for _ in range(KEYS)]
    return Measured(
        start,
        tuple(answer.last for answer in answers),
        tuple(answer.size for answer in answers),
    )


def _idle(program: Program, home: Mapping[str, str]) -> Rest:
    _say(f"idle for {IDLE:.0f} s")
    with Terminal(program.command, environment=home, folder=ROOT) as terminal:
        terminal.wait_for(program.ready)
        terminal.settle(1.0)
        return terminal.rest(IDLE)


def _seen(program: Program, home: Mapping[str, str], store: Path) -> list[float]:
    """Seconds from another process's commit to the byte that shows it."""
    _say("changes by another process")
    seconds = []
    with (
        closing(Repository.open(store)) as repository,
        Terminal(program.command, environment=home, folder=ROOT) as terminal,
    ):
        terminal.wait_for(program.ready)
        terminal.settle(1.0)
        with repository.read() as reader:
            event = reader.get(Kind.EVENT.ref(reader.numbers(Kind.EVENT, 1)[0]))
        for number in range(SEEN):
            # Of no other title: what is waited for was not there before.
            title = f"Seen {number:03}"
            start = time.perf_counter()
            repository.run(WriteRecords([replace(event, title=title)]))
            seconds.append(terminal.wait_for(title) - (start - terminal.started))
            terminal.settle(0.1)
        repository.run(WriteRecords([event]))
    return seconds


def _beside(tmux: str, program: Program, home: Mapping[str, str], store: Path) -> list[float]:
    """Seconds from a key at one desk to the byte that shows it at another: two panes of a tmux."""
    _say("two desks in tmux")
    desk = shlex.join(program.command)
    server = (tmux, "-L", f"bench-{os.getpid()}")
    panes = (
        *(*server, "-f", os.devnull, "new-session", desk, ";", "set", "status", "off"),
        *(";", "split-window", "-h", desk, ";", "select-pane", "-t", "0"),
    )
    with closing(Repository.open(store)) as repository:
        with repository.read() as reader:
            event = reader.get(Kind.EVENT.ref(reader.numbers(Kind.EVENT, 1)[0]))
        repository.run(WriteRecords([replace(event, title="Before")]))
        repository.run(WriteRecords([replace(event, title="After")]))
    seconds = []
    try:
        with Terminal(panes, columns=2 * PANE + 1, environment=home, folder=ROOT) as terminal:
            for left in (0, PANE + 1):
                terminal.wait_for("After", left)
            terminal.settle(1.0)
            # An operation of another session is asked about.
            terminal.press("u")
            terminal.send("y")
            terminal.wait_for("Before", PANE + 1)
            for number in range(SEEN):
                terminal.settle(0.3)
                key, shown = ("u", "Before") if number % 2 else ("U", "After")
                pressed = terminal.send(key)
                seconds.append(terminal.wait_for(shown, PANE + 1) - pressed)
    finally:
        # The server outlives its terminal, and the desks with it; they write on leaving.
        told = subprocess.run(
            [*server, "list-panes", "-a", "-F", "#{pane_pid}"],
            check=False,
            capture_output=True,
            text=True,
        )
        desks = [psutil.Process(int(pid)) for pid in told.stdout.split()]
        subprocess.run([*server, "kill-server"], check=False, capture_output=True)
        psutil.wait_procs(desks, timeout=PATIENCE)
    with closing(Repository.open(store)) as repository:
        repository.run(WriteRecords([event]))
    return seconds


def _newest(place: Path) -> str:
    """The title of the event that is listed first."""
    with closing(Repository.open(place)) as repository, repository.read() as reader:
        return reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT, 1))[0].label


def _say(words: str) -> None:
    print(words, file=sys.stderr)


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        **{name: version(name) for name in ("textual", "visidata", "apsw")},
    }


def main(arguments: Sequence[str]) -> None:
    """Read the command line, measure, print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench")
    parser.add_argument("what", nargs="?", choices=WHAT, default="all", help="default: all")
    parser.add_argument("--events", type=int, default=10_000, help="the desk's generated store")
    parser.add_argument("--reports", type=int, default=100_000, help="those that are decided on")
    parser.add_argument("--runs", type=int, default=7, help="times that each program is measured")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures there too")
    asked = parser.parse_args(arguments)
    sizes = [1_000, 10_000, 100_000, *([1_000_000] if os.environ.get("BIG") else [])]
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        if asked.what in ("all", "screen"):
            figures += empty_interpreter_figures(asked.runs)
            figures += screen_figures(asked.runs, asked.events, Path(name))
        if asked.what in ("all", "store"):
            figures += store_figures.figures(sizes, Path(name), _say)
        if asked.what in ("all", "search"):
            figures += search_figures_of(sizes, Path(name))
        if asked.what in ("all", "triage"):
            figures += triage_figures_of(asked.reports, Path(name) / "triage")
    about = machine()
    print("; ".join(f"{key} {value}" for key, value in about.items()) + "\n")
    print(table(figures))
    if asked.json:
        told = [{**f._asdict(), "ratio": f.ratio, "met": f.is_met} for f in figures]
        asked.json.write_text(json.dumps({"machine": about, "figures": told}, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
