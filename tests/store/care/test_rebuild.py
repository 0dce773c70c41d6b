"""A lost or damaged working copy: set aside, built anew, and the person is told what is missing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from store.care import damage
from store.commands.records import WriteRecords
from store.errors import UnreadableStore, UnwritableStore
from store.folder import Folder
from store.ids import Kind
from store.repository import Repository
from store.sql.connection import connect
from tests.builders import a_store, event
from tests.store.folders import lying_in


def a_store_in_step(place: Path) -> int:
    """A store with one event in the file and one that came after it; the operation covered."""
    with a_store(place, event(1, title="In the file")) as repository:
        repository.checkpoint()
        with repository.read() as reader:
            covered = reader.operation
        repository.run(WriteRecords([event(2, title="Later")]))
    return covered


def events_in(repository: Repository) -> list[int]:
    """The events' numbers."""
    with repository.read() as reader:
        return sorted(reader.numbers(Kind.EVENT))


@pytest.mark.parametrize("damage", [b"", b"not a database" * 100, b"SQLite format 3\0" + bytes(84)])
def test_a_damaged_working_copy_is_set_aside(place: Path, damage: bytes) -> None:
    """The store opens with what the file has; the damaged one is kept to the byte."""
    covered = a_store_in_step(place)
    (place / "desk.sqlite").write_bytes(damage)
    (place / "desk.sqlite-wal").write_bytes(b"log")
    repository = Repository.open(place)
    assert events_in(repository) == [1]
    assert repository.told == (
        "desk.sqlite was damaged and is kept as desk.sqlite.damaged-1; it was built from "
        f"incidents.json, which covers operation {covered}. The history before is missing, and so "
        "is what was changed after that file was written."
    )
    repository.run(WriteRecords([event(3)]))
    repository.close()
    assert (place / "desk.sqlite.damaged-1").read_bytes() == damage
    assert (place / "desk.sqlite.damaged-1-wal").read_bytes() == b"log"
    again = Repository.open(place)
    assert (events_in(again), again.told) == ([1, 3], "")
    again.close()


def test_a_page_that_is_damaged_where_the_store_opens(place: Path) -> None:
    """The header is good, the tables behind it are not."""
    a_store_in_step(place)
    raw = bytearray((place / "desk.sqlite").read_bytes())
    raw[100:4096] = b"\xff" * 3996
    (place / "desk.sqlite").write_bytes(raw)
    repository = Repository.open(place)
    assert events_in(repository) == [1]
    repository.close()


def test_a_lost_working_copy_is_told(place: Path) -> None:
    """What a clone of the folder lacks is said; a new store lacks nothing."""
    with a_store(place) as repository:
        assert repository.told == ""
    a_store_in_step(place / "other")
    (place / "other" / "desk.sqlite").unlink()
    repository = Repository.open(place / "other")
    assert repository.told.startswith("desk.sqlite was not there; it was built from incidents.json")
    repository.close()


def test_the_log_of_a_lost_working_copy_is_not_played_into_the_new_one(place: Path) -> None:
    """SQLite would take it for the new database's own."""
    with a_store(place, event(1, title="In the file")) as repository:
        repository.checkpoint()
        repository.run(WriteRecords([event(2, title="Later")]))
        log = (place / "desk.sqlite-wal").read_bytes()
    (place / "desk.sqlite").unlink()
    (place / "desk.sqlite-wal").write_bytes(log)
    opened = Repository.open(place)
    assert events_in(opened) == [1]
    opened.close()
    assert (place / "desk.sqlite.lost-wal-1").read_bytes() == log


def test_nothing_is_set_aside_while_others_have_the_store_open(place: Path) -> None:
    """It would be taken away under them."""
    a_store_in_step(place)
    with_it_open = Repository.open(place)
    (place / "desk.sqlite").write_bytes(b"broken")
    before = lying_in(place)
    with pytest.raises(UnreadableStore, match="when those who have the store open have left"):
        Repository.open(place)
    assert lying_in(place) == before
    (place / "desk.sqlite").unlink()
    with_it_open.close()


def test_both_damaged(place: Path) -> None:
    """Nothing is changed, and the sentence names the command that saves what can be read."""
    a_store_in_step(place)
    (place / "desk.sqlite").write_bytes(b"broken")
    (place / "incidents.json").write_bytes((place / "incidents.json").read_bytes()[:-30])
    before = lying_in(place)
    with pytest.raises(UnreadableStore) as caught:
        Repository.open(place)
    assert f"`incident-desk recover NEW --store {place}`" in str(caught.value)
    assert "damaged at line" in str(caught.value)
    assert lying_in(place) == before


def break_pages(place: Path, *pages: int) -> None:
    """Overwrite pages of the working copy, which its header does not tell."""
    raw = bytearray((place / "desk.sqlite").read_bytes())
    for page in pages:
        raw[page * 4096 : (page + 1) * 4096] = b"\xa5" * 4096
    (place / "desk.sqlite").write_bytes(raw)


def page_of(place: Path, table: str) -> int:
    """The first page of a table, counted from 0."""
    with closing(connect(place / "desk.sqlite")) as connection:
        ((page,),) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        )
        return int(page) - 1


def write(repository: Repository) -> object:
    """Write a record."""
    return repository.run(WriteRecords([event(9)]))


def look(repository: Repository) -> object:
    """Read every event."""
    with repository.read() as reader:
        return list(reader.listing(Kind.EVENT, [1, 2]))


@pytest.mark.parametrize(("ask", "table"), [(write, "versions_of_record"), (look, "records")])
def test_damage_that_is_found_later_is_mended_by_the_next_opening(
    place: Path, ask: Callable[[Repository], object], table: str
) -> None:
    """The sentence says so; the damaged working copy is kept, and what is missing is told."""
    covered = a_store_in_step(place)
    break_pages(place, page_of(place, table))
    repository = Repository.open(place)
    with pytest.raises((UnreadableStore, UnwritableStore)) as caught:
        ask(repository)
    assert (
        "when everybody has closed the store, opening it sets this file aside and builds it anew "
        "from incidents.json" in str(caught.value)
    )
    # Not under who has it open.
    beside = Repository.open(place)
    assert not list(place.glob("desk.sqlite.damaged-*"))
    beside.close()
    repository.close()
    damaged = (place / "desk.sqlite").read_bytes()
    mended = Repository.open(place)
    assert events_in(mended) == [1]
    assert f"incidents.json, which covers operation {covered}" in mended.told
    mended.run(WriteRecords([event(9)]))
    mended.close()
    assert (place / "desk.sqlite.damaged-1").read_bytes() == damaged
    again = Repository.open(place)
    assert (events_in(again), again.told) == ([1, 9], "")
    again.close()


def test_damage_that_is_found_later_and_a_damaged_file(place: Path) -> None:
    """Nothing is changed, and the command is named that saves what can be read."""
    a_store_in_step(place)
    break_pages(place, page_of(place, "records"))
    repository = Repository.open(place)
    with pytest.raises(UnreadableStore):
        look(repository)
    repository.close()
    (place / "incidents.json").write_bytes((place / "incidents.json").read_bytes()[:-30])
    before = lying_in(place)
    with pytest.raises(UnreadableStore, match="`incident-desk recover NEW --store"):
        Repository.open(place)
    assert lying_in(place) == before


def test_what_was_taken_for_damage_and_is_none(place: Path) -> None:
    """The working copy is looked through, and stays with all that it has."""
    a_store_in_step(place)
    damage.note(Folder(place))
    repository = Repository.open(place)
    assert (events_in(repository), repository.told) == ([1, 2], "")
    repository.close()
    assert not list(place.glob("desk.sqlite*damage*"))


def test_git_is_told_what_not_to_keep_where_a_store_is_built(place: Path) -> None:
    """Around a bare incidents.json; what is said there already stays."""
    for said in (None, "mine\n"):
        folder = place.with_name(f"{place.name}-{said is None}")
        folder.mkdir()
        (folder / "incidents.json").write_text('{"events": {"1": {"title": "A"}}}')
        if said:
            (folder / ".gitignore").write_text(said)
        Repository.open(folder).close()
        written = (folder / ".gitignore").read_text()
        assert written == said if said else "/desk.sqlite*" in written.splitlines()
