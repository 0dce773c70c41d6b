"""Exports and imports of whole stores, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from store.commands.importing import ImportRecords, Tally
from store.derive.covers import sensitive
from store.exports import formats as exports
from store.exports.covering import Covering
from store.exports.exporter import Written
from store.exports.found import Found
from store.ids import Kind
from store.ingest import formats
from store.ingest.importer import DataFile
from store.reader import Asker
from store.record import Record
from store.repository import Repository

SEEDS = Path(__file__).parents[3] / "seeds"


@contextmanager
def a_seed(name: str, place: Path) -> Iterator[Repository]:
    """A store with the records of a seed, open."""
    seed = SEEDS / name / "incidents.json"
    repository = Repository.adopt(seed, place, author="ada")
    try:
        yield repository
    finally:
        repository.close()


def exported(
    repository: Repository,
    to: str,
    *kinds: Kind,
    covered: bool = True,
    written: Written | None = None,
) -> str:
    """All records of the kinds, or of every kind, in a format."""
    exporter = exports.of_name(to)
    assert exporter is not None
    with repository.read() as reader:
        asker = Asker(date(2026, 1, 1), "ada")
        known = {} if covered else sensitive(reader, asker)
        numbers = {kind: sorted(reader.numbers(kind)) for kind in kinds or Kind}
    found = Found(repository.read, numbers, Covering(known), written or Written())
    return "".join(exporter.write(found))


def imported(repository: Repository, text: str, name: str, as_: str = "") -> Tally:
    """What a file with the text brings into a store, by the format that it looks like."""
    place = repository.folder.path.parent / name
    place.write_text(text, encoding="utf-8", newline="")
    file = DataFile(place)
    importer = formats.of_name(as_) if as_ else formats.of_file(file)
    assert importer is not None
    command = ImportRecords(importer.format, name, lambda register: importer.read(file, register))
    repository.run_in_parts(command)
    return command.tally


def records(repository: Repository) -> dict[str, Record]:
    """Every record of a store by its reference, reports with their texts."""
    with repository.read() as reader:
        found = [reader.find(kind.ref(n)) for kind in Kind for n in reader.numbers(kind)]
    return {str(one.ref): one for one in found if one is not None}


@contextmanager
def a_new_store(place: Path) -> Iterator[Repository]:
    """An empty store, open."""
    repository = Repository.create(place)
    repository.close()
    repository = Repository.open(place, author="ben")
    try:
        yield repository
    finally:
        repository.close()
