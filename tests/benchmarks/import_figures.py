"""Bringing data sets in with the command, beside csv and stock TinyDB, and beside a colleague."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import psutil
from msgspec.structs import replace

from store.commands.records import WriteRecords
from store.ids import Kind
from store.model import Event
from store.repository import Repository
from tests.benchmarks import data_sets
from tests.benchmarks.figures import Figure, percentile
from tui.cli.codes import NOT_ALL

ROOT = Path(__file__).parents[2]
#: Data sets of others, where they lie beside the checkout or above it.
SHARED = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents]
UCDP, BRUTALITY = "ucdp_ged_syria_2016_2017.csv", "police_brutality_2020.json"
#: The rows of the one.
UCDP_ROWS = 11_757
#: From so many plain rows on there are budgets.
MANY = 1_000_000
#: Texts that are added.
TEXTS = 200
#: Seconds between two looks at the memory, and between two changes of a colleague.
LOOK, REST = 0.1, 0.02
#: Events that the colleague has, and changes that are not counted.
OWN, WARM_UP = 50, 5
#: Not who imports: an undo is of one's own work.
COLLEAGUE = "vera"
#: Codes with which the command ends: all came in, or all but some rows.
CAME_IN = frozenset({0, NOT_ALL})
#: What the events go out as again.
OUT = ("jsonl", "ucdp")

STOCK = """
import csv, sys, tinydb
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
with tinydb.TinyDB(sys.argv[2]) as database:
    database.insert_multiple(rows)
"""

Say = Callable[[str], None]


class Sizes(NamedTuple):
    """How much is measured."""

    runs: int
    plain: Sequence[int]
    ucdp: int = UCDP_ROWS
    """Rows of the generated file, where there is no real one."""
    texts: int = TEXTS


class Ran(NamedTuple):
    """A command that has ended."""

    seconds: float
    memory: float
    """The most megabytes at once of the command and what it started: PSS, looked at as it runs."""


def figures(
    sizes: Sizes, folder: Path, say: Say, shared: Sequence[Path] = SHARED
) -> Iterator[Figure]:
    """Every figure of bringing in, and of UCDP GED going out again."""
    folder.mkdir()
    yield from ucdp_figures(sizes, folder, say, shared)
    yield from brutality_figures(sizes.runs, folder, say, shared)
    for rows in sizes.plain:
        yield from plain_figures(rows, folder, say)
    yield from text_figures(sizes.texts, folder, say)


def ucdp_figures(sizes: Sizes, folder: Path, say: Say, shared: Sequence[Path]) -> Iterator[Figure]:
    """UCDP GED, the real file or one of its shape, in turn with csv and stock TinyDB."""
    found, of = _found(UCDP, shared), "UCDP GED"
    path = found or folder / "ged.csv"
    if not found:
        of = "UCDP GED, generated"
        data_sets.write_ged(path, sizes.ucdp)
    ours: list[Ran] = []
    theirs: list[Ran] = []
    place = folder / "ged-0"
    for run in range(sizes.runs):
        say(f"import {run + 1} of {sizes.runs}: {of}")
        place = _new(folder / f"ged-{run}")
        ours.append(_import(path, place))
        stock = [sys.executable, "-c", STOCK, str(path), str(folder / f"stock-{run}.json")]
        theirs.append(_ran(stock))
    seconds, other = (statistics.median(one.seconds for one in ran) for ran in (ours, theirs))
    yield Figure(f"import, {of}", seconds, "s", budget=20)
    yield Figure(f"import, {of}", seconds, "s", "csv + stock TinyDB", other)
    memory, other = (max(one.memory for one in ran) for ran in (ours, theirs))
    yield Figure(f"memory of the import, {of}", memory, "MB", budget=300)
    yield Figure(f"memory of the import, {of}", memory, "MB", "csv + stock TinyDB", other)
    yield Figure(f"the same import again, {of}", _import(path, place).seconds, "s")
    for name in OUT:
        say(f"export: {of} as {name}")
        written = folder / f"out.{name}"
        ran = _ran(_desk("export", place, "kind:event", "--to", name, "-o", written))
        yield Figure(f"its events out as {name}, {of}", ran.seconds, "s")
    yield _undone(of, place)


def brutality_figures(
    runs: int, folder: Path, say: Say, shared: Sequence[Path]
) -> Iterator[Figure]:
    """2020PB's JSON, where it is there."""
    path = _found(BRUTALITY, shared)
    if path is None:
        say(f"2020PB is left out: there is no {BRUTALITY}")
        return
    say("import: 2020PB")
    ran = [_import(path, _new(folder / f"2020pb-{run}")) for run in range(runs)]
    yield Figure("import, 2020PB", statistics.median(one.seconds for one in ran), "s")


def plain_figures(rows: int, folder: Path, say: Say) -> Iterator[Figure]:
    """Plain rows by a guessed mapping, while a colleague changes records."""
    at, is_big = f"{rows:,} plain rows", rows >= MANY
    path, place = folder / f"plain-{rows}.csv", _new(folder / f"plain-{rows}")
    say(f"import: {at}, beside a colleague")
    data_sets.write_plain(path, rows)
    waits: list[float] = []
    with closing(Repository.open(place, author=COLLEAGUE)) as repository:
        colleague = _Colleague(repository)
        ran = _import(path, place, lambda: waits.append(colleague.change()))
    yield Figure(f"import, {at}", ran.seconds, "s", budget=180 if is_big else None)
    yield Figure(f"memory of the import, {at}", ran.memory, "MB", budget=500 if is_big else None)
    if len(waits) > WARM_UP + 1:
        p95 = percentile(waits[WARM_UP:], 95)
        yield Figure(f"a change while {at} come in, p95", p95, "ms", budget=150)
    again = _import(path, place)
    yield Figure(f"the same import again, {at}", again.seconds, "s")
    yield _undone(at, place)


def text_figures(count: int, folder: Path, say: Say) -> Iterator[Figure]:
    """Texts that are added, a folder at once."""
    texts, place = folder / "texts", _new(folder / "added")
    data_sets.write_reports(texts, count)
    say(f"add: {count:,} texts")
    ran = _ran(_desk("add", place, texts))
    yield Figure(f"adding {count:,} texts", ran.seconds, "s")
    yield Figure(f"memory of adding {count:,} texts", ran.memory, "MB")


class _Colleague:
    """Changes one record after the other, in another process than the import's."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        repository.run(WriteRecords([Event(title=f"own {number}") for number in range(OWN)]))
        with repository.read() as reader:
            found = [reader.get(Kind.EVENT.ref(n)) for n in reader.numbers(Kind.EVENT)]
        self._events = [one for one in found if isinstance(one, Event)]
        self._count = 0

    def change(self) -> float:
        """Change one more; the seconds that it took."""
        at, self._count = self._count % OWN, self._count + 1
        self._events[at] = replace(self._events[at], summary=f"seen {self._count} times")
        start = time.perf_counter()
        self._repository.run(WriteRecords([self._events[at]]))
        took = time.perf_counter() - start
        time.sleep(REST)
        return took


def _new(place: Path) -> Path:
    """An empty store."""
    Repository.create(place).close()
    return place


def _desk(word: str, place: Path, *given: str | Path) -> list[str]:
    return [sys.executable, "-m", "tui", word, *map(str, given), "--store", str(place)]


def _import(path: Path, place: Path, beside: Callable[[], None] | None = None) -> Ran:
    # Beside the store: nothing is written into a folder of others.
    rejects = place.with_name(f"{place.name}.rejects.csv")
    command = [*_desk("import", place, path), "--rejects", str(rejects)]
    return _ran(command, beside)


def _undone(what: str, place: Path) -> Figure:
    return Figure(f"undo of the import, {what}", _ran(_desk("undo", place)).seconds, "s")


def _found(name: str, shared: Sequence[Path]) -> Path | None:
    return next((folder / name for folder in shared if (folder / name).exists()), None)


def _ran(command: Sequence[str], beside: Callable[[], None] | None = None) -> Ran:
    """Carry a command out to its end, `beside` called as long as it runs."""
    start, peak, looked = time.perf_counter(), 0.0, 0.0
    with (
        # A pipe that nobody empties would hold it up.
        tempfile.TemporaryFile() as complaint,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=complaint) as running,
    ):
        while running.poll() is None:
            if time.perf_counter() - looked > LOOK:
                peak, looked = max(peak, _memory(running.pid)), time.perf_counter()
            if beside:
                beside()
            else:
                time.sleep(REST)
        seconds = time.perf_counter() - start
        if running.returncode not in CAME_IN:
            complaint.seek(0)
            said = complaint.read()
            raise subprocess.CalledProcessError(running.returncode, command, stderr=said)
    return Ran(seconds, peak)


def _memory(process: int) -> float:
    """Megabytes of a process and its children, what they share counted once."""
    total = 0
    try:
        first = psutil.Process(process)
        for one in (first, *first.children(recursive=True)):
            # Without PSS, as on other systems than Linux, the whole of it.
            used = one.memory_full_info()
            total += getattr(used, "pss", used.rss)
    except psutil.Error:
        # One of them has just ended: the next look tells.
        return 0.0
    return total / 1e6


def sizes_of(runs: int) -> Sizes:
    """What `make bench` measures; BIG=1 more of it."""
    return Sizes(min(runs, 3), (100_000, *([MANY] if os.environ.get("BIG") else [])))
