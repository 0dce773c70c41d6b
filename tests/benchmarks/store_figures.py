"""The store's budgets, side by side with an append, plain SQLite and stock TinyDB in one run."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import tinydb
from msgspec.structs import replace

from store import codec
from store.commands.records import WriteRecords
from store.ids import Kind
from store.model import Report
from store.record import Record
from store.repository import Repository
from store.tiny import open_tinydb
from store.vocabulary import TriageState
from tests.benchmarks.figures import Figure, median, percentile

ROOT = Path(__file__).parents[2]
#: Changes measured for a figure, and those before that are not counted.
CHANGES, WARM_UP = 200, 30
#: From this size on few events have reports, as with data sets of events.
LARGE, TOLD = 1_000_000, 0.1
#: A long report: so many code points.
LONG = 50_000

Say = Callable[[str], None]


def figures(sizes: Sequence[int], folder: Path, say: Say) -> Iterator[Figure]:
    """Every figure of the store, at each size."""
    opened: dict[int, float] = {}
    for events in sizes:
        place = folder / f"store-{events}"
        say(f"making {events:,} events ...")
        yield from import_figures(place, events)
        yield from change_figures(place, events)
        yield from bulk_figures(place, events)
        opened[events] = yield from open_figures(place, events, opened)
        if events <= 10_000:
            yield from tinydb_figures(place, folder / f"stock-{events}.json", events)
        yield from page_figures(place, events)
        say(f"checkpoint and import beside others, {events:,} events")
        yield from import_beside_figures(place, events)


def import_figures(place: Path, events: int) -> Iterator[Figure]:
    """Making the store: records in a stream, one operation in parts; and its TinyDB file."""
    told = TOLD if events >= LARGE else 1.0
    asked = [sys.executable, "-m", "tests.benchmarks.generate", str(place), str(events)]
    is_big = events >= LARGE
    start = time.perf_counter()
    made = subprocess.Popen(
        [*asked, "--told", str(told), "--no-file"], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    # Its own memory: what the system tells of children is the largest of all so far.
    _, status, used = os.wait4(made.pid, 0)
    made.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if made.returncode:
        raise subprocess.CalledProcessError(made.returncode, asked)
    at = f"{events:,} events"
    yield Figure(f"generating and importing, {at}", seconds, "s", budget=180 if is_big else None)
    peak = used.ru_maxrss / 1024
    yield Figure(f"memory of the import, {at}", peak, "MB", budget=500 if is_big else None)
    with closing(Repository.open(place)) as repository:
        start = time.perf_counter()
        repository.checkpoint()
        yield Figure(f"writing incidents.json, {at}", time.perf_counter() - start, "s")


def change_figures(place: Path, events: int) -> Iterator[Figure]:
    """One durable change, in turn with a bare append and with plain SQLite."""
    at = f"{events:,} events"
    with (
        closing(Repository.open(place)) as repository,
        closing(_Append(place.with_suffix(".append"))) as append,
        closing(_PlainSQLite(place.with_suffix(".plain"))) as plain,
    ):
        for what, records in (
            ("a decision on a report", _some(repository, Kind.REPORT)),
            ("a decision on a report of 50 kB", _long_reports(repository)),
            ("an edit of an event", _some(repository, Kind.EVENT)),
        ):
            ours, bare, sqlite = [], [], []
            for record in records:
                changed = _changed(record)
                document = (
                    codec.encode_json(replace(changed, text=""))[:2000]
                    if isinstance(changed, Report)
                    else codec.encode_json(changed)
                )
                bare.append(_seconds(append.write, document))
                ours.append(_seconds(repository.run, WriteRecords([changed])))
                sqlite.append(_seconds(plain.write, document))
            ours, bare, sqlite = ours[WARM_UP:], bare[WARM_UP:], sqlite[WARM_UP:]
            name = f"{what}, {at}"
            budget = 2.2 if events >= 10_000 else None
            yield Figure(name, median(ours), "ms", "append + fdatasync", median(bare), budget)
            yield Figure(name, median(ours), "ms", "plain SQLite", median(sqlite))
            row = f"a row in plain SQLite, for {name}"
            yield Figure(row, median(sqlite), "ms", "append + fdatasync", median(bare))


def bulk_figures(place: Path, events: int) -> Iterator[Figure]:
    """A hundred decisions as one operation, against a hundred single ones."""
    with closing(Repository.open(place)) as repository:
        once, singly = [], []
        for _ in range(5):
            records = [_changed(one) for one in _some(repository, Kind.REPORT)[:100]]
            once.append(_seconds(repository.run, WriteRecords(records)))
            again = [_changed(one) for one in _some(repository, Kind.REPORT)[:100]]
            singly.append(_seconds(_one_by_one, repository, again))
    name = f"100 decisions at once, {events:,} events"
    yield Figure(name, median(once), "ms", "100 single ones", median(singly), 0.3)
    yield Figure(name, median(once), "ms", budget=100 if events >= LARGE else None)


def open_figures(
    place: Path, events: int, smaller: dict[int, float]
) -> Generator[Figure, None, float]:
    """Opening and the first rows in a new process; its private memory."""
    program = (
        "import gc, json, sys, time, psutil\n"
        "from pathlib import Path\n"
        "from store.ids import Kind\n"
        "from store.repository import Repository\n"
        "from store import codec\n"
        "memory = psutil.Process().memory_full_info().uss\n"
        "start = time.perf_counter()\n"
        "repository = Repository.open(Path(sys.argv[1]))\n"
        "with repository.read() as reader:\n"
        "    rows = reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT, 50))\n"
        "    reader.count(Kind.EVENT)\n"
        "took = time.perf_counter() - start\n"
        "more = psutil.Process().memory_full_info().uss - memory\n"
        "print(json.dumps([took, more]))\n"
    )
    told = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", program, str(place)],
                cwd=ROOT,
                check=True,
                capture_output=True,
            ).stdout
        )
        for _ in range(9)
    ]
    took = median(seconds for seconds, _ in told)
    name = f"open and first 50 rows, {events:,} events"
    for size, before in list(smaller.items())[-1:]:
        yield Figure(name, took, "ms", f"at {size:,}", before, 1.5)
    yield Figure(
        f"private memory of an open store, {events:,} events",
        max(more for _, more in told) / 1e6,
        "MB",
        budget=15,
    )
    return took


def tinydb_figures(place: Path, stock: Path, events: int) -> Iterator[Figure]:
    """Update and get one event, against stock TinyDB over the same incidents.json."""
    shutil.copyfile(place / "incidents.json", stock)
    with closing(Repository.open(place)) as repository, repository.read() as reader:
        rows = reader.numbers(Kind.EVENT)
    numbers = random.Random(1).sample(list(rows), 100)
    with tinydb.TinyDB(stock) as theirs, open_tinydb(place) as ours:
        for what, budget, act in (("update", 1 / 500, _update), ("get", 1 / 5000, _get)):
            slow = [_seconds(act, theirs, n) for n in numbers[:3]]
            quick = [_seconds(act, ours, n) for n in numbers]
            yield Figure(
                f"{what} one event as a TinyDB program, {events:,} events",
                median(quick),
                "ms",
                "stock TinyDB",
                median(slow),
                budget if events == 10_000 else None,
            )


def _update(database: tinydb.TinyDB, number: int) -> None:
    database.table("events").update({"summary": str(time.monotonic())}, doc_ids=[number])


def _get(database: tinydb.TinyDB, number: int) -> None:
    database.table("events").get(doc_id=number)


def page_figures(place: Path, events: int) -> Iterator[Figure]:
    """What a key asks for: the list's two ends, counts, a linked list; now, and as of before."""
    limit = 50.0 if events >= LARGE else None
    with closing(Repository.open(place)) as now:
        with now.history() as log:
            newest = log.head()[0]
        for when, sequence in (("now", None), ("500 operations ago", max(1, newest - 500))):
            with closing(now if sequence is None else now.as_of(sequence)) as repository:
                for what, took in _pages(repository):
                    yield Figure(f"{what}, {when}, {events:,} events", took, "ms", budget=limit)


def _pages(repository: Repository) -> Iterator[tuple[str, float]]:
    with repository.read() as reader:
        place = reader.listing(Kind.LOCATION, reader.numbers(Kind.LOCATION, 40))[-1]
        asked: list[tuple[str, Callable[[], Any]]] = [
            (
                "first page of events",
                lambda: reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT, 50)),
            ),
            ("events by state", lambda: reader.counts(Kind.EVENT)),
            ("events of a place", lambda: reader.linked(place.ref, Kind.EVENT)),
        ]
        for what, ask in asked:
            yield what, median([_seconds(ask) for _ in range(7)])


def import_beside_figures(place: Path, events: int) -> Iterator[Figure]:
    """Somebody's single changes while another process imports."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from store.commands.records import WriteRecords\n"
        "from store.model import Event\n"
        "from store.repository import Repository\n"
        "repository = Repository.open(Path(sys.argv[1]))\n"
        "began = lambda written: print(written, flush=True)\n"
        "events = (Event(title=f'imported {n}') for n in range(200_000))\n"
        "repository.run_in_parts(WriteRecords(events), began)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(place)], cwd=ROOT, stdout=subprocess.PIPE
    ) as importing:
        if importing.stdout is None:
            raise RuntimeError("a pipe was asked for")
        importing.stdout.readline()
        waits = []
        with closing(Repository.open(place)) as repository:
            for record in _some(repository, Kind.REPORT)[:100]:
                changed = _changed(record)
                waits.append(_seconds(repository.run, WriteRecords([changed])))
                time.sleep(0.02)
        is_importing = importing.poll() is None
        importing.kill()
    if is_importing:
        yield Figure(
            f"a change while another imports, p95, {events:,} events",
            percentile(waits, 95),
            "ms",
            budget=150,
        )


def _some(repository: Repository, kind: Kind) -> list[Record]:
    """So many records of the kind as are changed for a figure, from anywhere in the store."""
    with repository.read() as reader:
        numbers = reader.numbers(kind)
        count = min(CHANGES + WARM_UP, len(numbers))
        chosen = random.Random(len(numbers)).sample(numbers, count)
        return [reader.get(kind.ref(number)) for number in chosen]


def _long_reports(repository: Repository) -> list[Record]:
    """Reports with long texts, added for this."""
    text = "Nine people were killed. " * (LONG // 25)
    repository.run(
        WriteRecords([Report(title=f"long {n}", text=f"{n} {text}") for n in range(CHANGES)])
    )
    with repository.read() as reader:
        newest = sorted(reader.numbers(Kind.REPORT))[-CHANGES:]
        return [reader.get(Kind.REPORT.ref(number)) for number in newest]


def _changed(record: Record) -> Record:
    """The record with a decision, or an edit."""
    if isinstance(record, Report):
        state = TriageState.RELEVANT
        if record.triage.state is state:
            state = TriageState.NOT_RELEVANT
        return replace(record, triage=replace(record.triage, state=state))
    return replace(record, tags=() if "seen" in record.tags else (*record.tags, "seen"))


def _one_by_one(repository: Repository, records: Sequence[Record]) -> None:
    for record in records:
        repository.run(WriteRecords([record]))


def _seconds(act: Callable[..., Any], *given: Any) -> float:
    start = time.perf_counter()
    act(*given)
    return time.perf_counter() - start


class _Append:
    """The least that durability costs: bytes appended to a file and synced."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, document: bytes) -> None:
        os.write(self._file, document)
        os.fdatasync(self._file)

    def close(self) -> None:
        os.close(self._file)


class _PlainSQLite:
    """A table of documents and nothing else, with Python's own SQLite, as safe as ours."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS log (document TEXT)")

    def write(self, document: bytes) -> None:
        self._connection.execute("INSERT INTO log VALUES (?)", (document.decode(),))

    def close(self) -> None:
        self._connection.close()
