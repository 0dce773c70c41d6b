"""Making a store of any size: `python -m tests.benchmarks.generate FOLDER EVENTS`.

The events are dated 2025.  The same number and seed give the same records.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from store.changes import Change
from store.dates import Instant
from store.ids import Kind
from store.model import Event, Location
from store.reader import Reader
from store.repository import Repository
from store.sql import schema
from store.sql.write import OperationWriter
from tests.benchmarks.invention import Year

SEED = 2025
#: Records written in one transaction.
PART = 20_000
COLUMNS = ("id", "date", "place", "type", "status", "title")


def generate(place: Path, events: int, *, seed: int = SEED, with_file: bool = True) -> None:
    """Make a new store with so many events."""
    Repository.create(place).close()
    with closing(schema.connect(place / "desk.sqlite", writing=True)) as connection:
        # A store that is half made is thrown away: it need not survive a loss of power.
        connection.pragma("synchronous", "OFF")
        # One operation, as an import is: written in parts, sealed by the last one.
        last = connection.execute("SELECT sequence, hash FROM operations").fetchone() or (0, "")
        writer = OperationWriter(connection, last[0] + 1, last[1])
        records = Year(events, seed).records()
        while part := list(itertools.islice(records, PART)):
            with connection:
                for record in part:
                    writer.write(Change(record.ref, None, record))
        writer.seal(Instant("2026-01-01T00:00:00Z"), "generator", "", "generated", f"seed {seed}")
    if with_file:
        with closing(Repository.open(place)) as repository:
            repository.checkpoint()


def rows(reader: Reader) -> Iterator[tuple[str, ...]]:
    """The events in the order of the list, as rows of a table."""
    names = {
        str(place.ref): place.label
        for place in reader.listing(Kind.LOCATION, reader.numbers(Kind.LOCATION))
        if isinstance(place, Location)
    }
    numbers = reader.numbers(Kind.EVENT)
    for first in range(0, len(numbers), PART):
        for event in reader.listing(Kind.EVENT, numbers[first : first + PART]):
            if isinstance(event, Event):
                site = names.get(event.locations[0].location, "") if event.locations else ""
                yield (
                    str(event.ref),
                    event.start or "",
                    site,
                    event.type,
                    event.status,
                    event.title,
                )


def write_csv(place: Path, path: Path) -> None:
    """Write the event rows of a store, for programs that read tables."""
    with (
        closing(Repository.open(place)) as repository,
        repository.read() as reader,
        path.open("w", encoding="utf-8", newline="") as file,
    ):
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows(rows(reader))


def main(arguments: Sequence[str]) -> None:
    """Read the command line, make the store, say what it took."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.generate")
    parser.add_argument("folder", type=Path, help="where the store is made; must not exist yet")
    parser.add_argument("events", type=int, help="how many events")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--no-file", action="store_true", help="leave incidents.json empty")
    parser.add_argument("--csv", type=Path, metavar="PATH", help="write the event rows there too")
    asked = parser.parse_args(arguments)
    start = time.perf_counter()
    generate(asked.folder, asked.events, seed=asked.seed, with_file=not asked.no_file)
    if asked.csv:
        write_csv(asked.folder, asked.csv)
    print(f"{asked.folder}: {asked.events:,} events in {time.perf_counter() - start:.1f} s.")


if __name__ == "__main__":
    main(sys.argv[1:])
