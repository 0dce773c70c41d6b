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
from tests.benchmarks import (
    generate,
    import_figures,
    screen_figures,
    search_figures,
    store_figures,
    triage_figures,
)
from tests.benchmarks.figures import Figure, percentile, table
from tests.benchmarks.terminal import PATIENCE, Rest, Terminal

ROOT = Path(__file__).parents[2]
#: Seconds without a key.
IDLE = 20.0
#: Changes by another process that a screen has to show.
SEEN = 40
#: So many columns has a desk in one of two panes.
PANE = 80
#: What can be measured by itself.
WHAT = ("all", "screen", "store", "search", "triage", "import")

Result = TypeVar("Result")


class Program(NamedTuple):
    """A program to be measured, and what its first useful screen shows."""

    name: str
    command: tuple[str, ...]
    ready: str = ""


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


def screen_figures_of(runs: int, sizes: Sequence[int], folder: Path) -> Iterator[Figure]:
    """The desk on a screen, beside other programs at each size, then by itself at the smallest."""
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    yield from screen_figures.figures(runs, sizes, folder, home, _newest, _say)
    events = sizes[0]
    store = screen_figures.made(events, folder, _say).place
    desk = Program("desk", (sys.executable, "-m", "tui", str(store)), _newest(store))
    idle = _idle(desk, home)
    seen = f"a change by another process on the screen, p95, {events:,} events"
    yield Figure(seen, percentile(_seen(desk, home, store), 95), "ms", budget=100)
    if tmux := shutil.which("tmux"):
        beside = f"a key in one tmux pane to the last byte in the other, p95, {events:,} events"
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


def _idle(program: Program, home: Mapping[str, str]) -> Rest:
    _say(f"idle for {IDLE:.0f} s")
    with Terminal(program.command, environment=home, folder=ROOT, quits="Q") as terminal:
        terminal.wait_for(program.ready)
        terminal.settle(1.0)
        return terminal.rest(IDLE)


def _seen(program: Program, home: Mapping[str, str], store: Path) -> list[float]:
    """Seconds from another process's commit to the byte that shows it."""
    _say("changes by another process")
    seconds = []
    with (
        closing(Repository.open(store)) as repository,
        Terminal(program.command, environment=home, folder=ROOT, quits="Q") as terminal,
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
        # Killed, they would begin where they were when they are opened next.
        quits = ("send-keys", "-t", "0", "Q", ";", "send-keys", "-t", "1", "Q")
        subprocess.run([*server, *quits], check=False, capture_output=True)
        psutil.wait_procs(desks, timeout=PATIENCE)
        subprocess.run([*server, "kill-server"], check=False, capture_output=True)
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
    parser.add_argument(
        "--events", type=int, action="append", help="a size of the desk's store; may be repeated"
    )
    parser.add_argument("--reports", type=int, default=100_000, help="those that are decided on")
    parser.add_argument("--runs", type=int, default=7, help="times that each program is measured")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures there too")
    asked = parser.parse_args(arguments)
    sizes = [1_000, 10_000, 100_000, *([1_000_000] if os.environ.get("BIG") else [])]
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        if asked.what in ("all", "screen"):
            figures += empty_interpreter_figures(asked.runs)
            shown = asked.events or [1_000, 100_000, *sizes[3:]]
            figures += screen_figures_of(asked.runs, shown, Path(name))
        if asked.what in ("all", "store"):
            figures += store_figures.figures(sizes, Path(name), _say)
        if asked.what in ("all", "search"):
            figures += search_figures_of(sizes, Path(name))
        if asked.what in ("all", "triage"):
            figures += triage_figures_of(asked.reports, Path(name) / "triage")
        if asked.what in ("all", "import"):
            amount = import_figures.sizes_of(asked.runs)
            figures += import_figures.figures(amount, Path(name) / "import", _say)
    about = machine()
    print("; ".join(f"{key} {value}" for key, value in about.items()) + "\n")
    print(table(figures))
    if asked.json:
        told = [{**f._asdict(), "ratio": f.ratio, "met": f.is_met} for f in figures]
        asked.json.write_text(json.dumps({"machine": about, "figures": told}, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
