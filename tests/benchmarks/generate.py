"""Making a store of any size: `python -m tests.benchmarks.generate FOLDER EVENTS`.

The events are dated 2025.  The same number and seed give the same records.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from store.changes import Change, Context
from store.ids import Kind, Ref
from store.model import Event, Location
from store.reader import Reader
from store.repository import Repository
from tests.benchmarks.invention import Year

SEED = 2025
#: Events read at a time.
PART = 20_000
COLUMNS = ("id", "date", "place", "type", "status", "title")


@dataclass(frozen=True)
class _Generate:
    """Writes invented records as they are, as an importer does."""

    events: int
    seed: int
    told: float
    label: str = "generated"
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = True

    @property
    def reason(self) -> str:
        return f"seed {self.seed}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        del reader, context
        for record in Year(self.events, self.seed, self.told).records():
            yield Change(record.ref, None, record)


def generate(
    place: Path, events: int, *, seed: int = SEED, told: float = 1.0, with_file: bool = True
) -> None:
    """Make a new store with so many events, imported as one operation."""
    with closing(Repository.create(place)) as repository:
        repository.run_in_parts(_Generate(events, seed, told))
        if with_file:
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
    parser.add_argument(
        "--told", type=float, default=1.0, metavar="SHARE", help="events that have reports"
    )
    parser.add_argument("--no-file", action="store_true", help="leave incidents.json empty")
    parser.add_argument("--csv", type=Path, metavar="PATH", help="write the event rows there too")
    asked = parser.parse_args(arguments)
    start = time.perf_counter()
    generate(
        asked.folder,
        asked.events,
        seed=asked.seed,
        told=asked.told,
        with_file=not asked.no_file,
    )
    if asked.csv:
        write_csv(asked.folder, asked.csv)
    print(f"{asked.folder}: {asked.events:,} events in {time.perf_counter() - start:.1f} s.")


if __name__ == "__main__":
    main(sys.argv[1:])
