"""How a store is, at a quick look."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.care.health import Document, engine, health
from store.errors import NotAStore
from store.repository import Repository
from tests.builders import a_store, event
from tests.cli.outside import everything_in


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A closed store with one event, in its file too."""
    with a_store(tmp_path / "store", event(1)) as repository:
        repository.checkpoint()
        repository.index()
    return tmp_path / "store"


def test_a_closed_store_is_looked_at_without_a_trace(place: Path) -> None:
    """Not even a log is left beside it."""
    before = everything_in(place)
    found = health(place)
    assert everything_in(place) == before
    assert found.inside is not None
    assert (found.inside.document, found.inside.indexed) == (Document.IN_STEP, 1.0)
    assert (found.only_reads, found.problem, found.present, found.open_to) == ("", "", (), ())
    assert found.free > 0


def test_a_store_at_which_others_write_is_seen_as_it_is_now(place: Path) -> None:
    """Who is at work; a transaction that is being written holds nothing up."""
    repository = Repository.open(place, author="ada")
    try:
        repository.be_present("E1")
        with repository.read():
            connection = repository._session.connection()
        operations = health(place).inside
        connection.execute("BEGIN IMMEDIATE")
        found = health(place)
        connection.execute("ROLLBACK")
    finally:
        repository.close()
    assert operations is not None
    assert found.inside == operations
    assert [(one.who, one.record) for one in found.present] == [("ada", "E1")]


def test_what_is_wrong_is_seen(place: Path) -> None:
    """A file that another program touched, one that is missing, modes that let others in."""
    document = place / "incidents.json"
    os.utime(document, (1, 1))
    place.chmod(0o755)
    found = health(place)
    assert found.inside is not None
    assert found.inside.document is Document.CHANGED
    assert found.open_to == ("the folder (755)",)
    document.unlink()
    missing = health(place).inside
    assert missing is not None
    assert missing.document is Document.MISSING


def test_a_store_that_lacks_operations_in_its_file_is_behind(tmp_path: Path) -> None:
    """By those since it was made."""
    with a_store(tmp_path / "store", event(1)):
        pass
    found = health(tmp_path / "store").inside
    assert found is not None
    assert found.document is Document.BEHIND
    assert (found.operations, found.behind) == (2, 1)


def test_a_damaged_working_copy_is_told_as_damage(place: Path) -> None:
    """And the look goes on."""
    (place / "desk.sqlite").write_bytes(b"no database" * 1000)
    found = health(place)
    assert found.is_damaged
    assert found.inside is None


def test_a_folder_without_a_store_is_none(tmp_path: Path) -> None:
    """As every other command says it."""
    with pytest.raises(NotAStore):
        health(tmp_path)


def test_the_engine_has_what_the_store_needs() -> None:
    """Full-text search and threads."""
    found = engine()
    assert found.has_full_text
    assert found.is_threadsafe
