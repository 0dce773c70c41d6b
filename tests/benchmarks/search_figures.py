"""Searching, side by side in one run with ripgrep, FTS5 used plainly, and VisiData's search."""

from __future__ import annotations

import csv
import datetime
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from store.ids import Kind
from store.query import parse
from store.reader import Asker
from store.repository import Repository
from tests.benchmarks import generate
from tests.benchmarks.figures import Figure, median
from tests.benchmarks.terminal import Terminal

ROOT = Path(__file__).parents[2]
ASKER = Asker(datetime.date(2025, 12, 31), "ada")
#: So many rows are a screen of hits and more.
WANTED = 50
RUNS = 7
#: In the title of one event in ten: a common word, that all programs can look for.
COMMON = "ambush"

Say = Callable[[str], None]


class Search(NamedTuple):
    """One query, and how many milliseconds it may take at a million events."""

    name: str
    kind: Kind
    query: str
    budget: float


SEARCHES = (
    Search("a common word", Kind.EVENT, COMMON, 50),
    Search("words that few have", Kind.EVENT, "ambush {place}", 10),
    Search("a word that nobody has", Kind.EVENT, "zugzwang", 10),
    Search("the beginning of a word", Kind.EVENT, "amb*", 50),
    Search("a common state", Kind.EVENT, "status:to-do", 10),
    Search("a rare state", Kind.EVENT, "status:cancelled", 50),
    Search("reports not decided on", Kind.REPORT, "triage:new", 10),
    Search("a word in their text", Kind.REPORT, "triage:new convoy", 50),
    Search("what neither state has", Kind.EVENT, "-status:to-do -status:completed", 50),
    Search("a type", Kind.EVENT, "type:riots status:completed", 50),
    Search("a place by its name", Kind.EVENT, 'place:"{place}"', 50),
    Search("a place and around it", Kind.EVENT, "near:L7~20km", 50),
    Search("a month", Kind.EVENT, "on:2025-03 status:completed", 50),
    Search("a source's", Kind.EVENT, "source:S5", 50),
    Search("a speaker's", Kind.EVENT, "speaker:S5", 50),
    Search("many killed", Kind.EVENT, "killed:>100", 50),
    Search("as was known", Kind.EVENT, "known:2025-06-01", 50),
    Search("what has quotes", Kind.EVENT, "has:quote", 50),
    Search("disputed", Kind.EVENT, "is:disputed", 50),
    Search("much at once", Kind.EVENT, "place:L7 killed:>10 type:battles -tag:dup", 50),
    Search("similar", Kind.REPORT, "similar:R5", 50),
    Search("a common word, ranked", Kind.EVENT, f"{COMMON} sort:relevance", 50),
)


def figures(events: int, place: Path, say: Say) -> Iterator[Figure]:
    """Every figure of searching in a store of so many events, which is there."""
    at = f"{events:,} events"
    say(f"searching in {at}")
    rows = place.with_suffix(".csv")
    generate.write_csv(place, rows)
    with closing(Repository.open(place)) as repository:
        repository.index()
        with repository.read() as reader:
            first = reader.listing(Kind.LOCATION, reader.numbers(Kind.LOCATION, 1))[0].label
        ours: dict[str, float] = {}
        for search in SEARCHES:
            query = search.query.format(place=first)
            ours[search.name] = _milliseconds(partial(_found, repository, search.kind, query))
            yield Figure(
                f"newest {WANTED}: {search.name} (`{query}`), {at}",
                ours[search.name],
                "ms",
                budget=search.budget,
            )
    plain = _plain_fts(rows)
    name = f"newest {WANTED}: a common word, {at}"
    fts = _milliseconds(
        lambda: plain.execute(
            "SELECT rowid FROM rows WHERE rows MATCH ? ORDER BY rowid DESC LIMIT ?",
            (COMMON, WANTED),
        ).fetchall()
    )
    plain.close()
    yield Figure(name, ours["a common word"], "ms", "FTS5 alone", fts)
    if ripgrep := shutil.which("rg"):
        asked = [ripgrep, "--ignore-case", "--word-regexp", "--count", COMMON, str(rows)]
        taken = _milliseconds(lambda: subprocess.run(asked, check=True, stdout=subprocess.DEVNULL))
        yield Figure(name, ours["a common word"], "ms", "ripgrep on the rows", taken)


def _found(repository: Repository, kind: Kind, query: str) -> list[int]:
    with repository.read() as reader:
        return list(islice(reader.search(parse(query), kind, ASKER), WANTED))


def _milliseconds(run: Callable[[], object]) -> float:
    run()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return median(taken)


def _plain_fts(rows: Path) -> sqlite3.Connection:
    """The same rows in FTS5 as it comes, beside nothing else."""
    file = rows.with_suffix(".fts")
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file)
    connection.execute(
        "CREATE VIRTUAL TABLE rows USING fts5 (id, date, place, type, status, title)"
    )
    with rows.open(newline="", encoding="utf-8") as source:
        lines = csv.reader(source)
        next(lines)
        ordered = sorted(lines, key=lambda line: line[1])
    with connection:
        connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", ordered)
    return connection


def screen_figures(
    events: int, place: Path, home: Mapping[str, str], newest: str, say: Say
) -> Iterator[Figure]:
    """A word typed, to the last byte of the answer, against VisiData on the same rows."""
    rows = place.with_suffix(".csv")
    say(f"searching on the screen, {events:,} events")
    taken = {"desk": list[float](), "VisiData": list[float]()}
    programs = {
        "desk": (sys.executable, "-m", "tui", str(place)),
        "VisiData": (sys.executable, "-m", "visidata", str(rows)),
    }
    for _ in range(RUNS):
        for name, command in programs.items():
            # A desk that is told to end begins there the next time.
            quits = "\x11" if name == "desk" else ""
            with Terminal(command, environment=home, folder=ROOT, quits=quits) as terminal:
                terminal.wait_for(newest)
                terminal.settle(1.0)
                # In VisiData that looks through every column.
                for key in "/" if name == "desk" else "g/":
                    terminal.press(key)
                for letter in COMMON[:-1]:
                    terminal.press(letter)
                if name == "desk":
                    # Its answer comes while one types.
                    taken[name].append(terminal.press(COMMON[-1]).last)
                else:
                    terminal.press(COMMON[-1])
                    taken[name].append(terminal.press("\r").last)
    found = f"a search to the last byte, {events:,} events"
    yield Figure(found, median(taken["desk"]), "ms", "VisiData", median(taken["VisiData"]))


def list_figures(place: Path, events: int) -> Iterator[Figure]:
    """From the start of `list` in a pipe to its first row, against a Python that does nothing."""
    listed, nothing = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        nothing.append(time.perf_counter() - start)
        asked = [sys.executable, "-m", "tui", "list", "ambush", "--store", str(place), "--jsonl"]
        start = time.perf_counter()
        with subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.PIPE) as program:
            if program.stdout is None or not program.stdout.readline():
                raise RuntimeError("list has printed nothing")
            listed.append(time.perf_counter() - start)
            program.stdout.close()
            program.wait()
    name = f"`list` to its first row, {events:,} events"
    yield Figure(name, median(listed), "ms", budget=200)
    yield Figure(name, median(listed), "ms", "python -c pass", median(nothing))
