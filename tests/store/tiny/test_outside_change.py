"""incidents.json changed by another program, by a crash, or by nobody: each is told apart."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
import tinydb
from msgspec.structs import replace
from tinydb.table import Document

from store.commands.records import WriteRecords
from store.errors import OutsideChange
from store.ids import Kind
from store.model import Note
from store.repository import Repository
from store.tiny import checkpoint, document_file, marks
from store.tiny.replacement import Replacement
from tests.builders import a_store, event
from tests.store.folders import document


def at_rest(repository: Repository) -> None:
    """Have the store's clock go half a minute before the file's."""
    repository.keeper.clock = lambda: time.time() + 30


def stock(place: Path) -> tinydb.TinyDB:
    """Stock TinyDB on the store's file: it keeps it open, and reads from it before each change."""
    return tinydb.TinyDB(place / "incidents.json", encoding="utf-8")


def labels(repository: Repository) -> list[str]:
    """The events' titles, newest first."""
    with repository.read() as reader:
        events = reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))
    return [one.label for one in events]


def test_a_change_while_the_desk_is_writing_is_not_overwritten(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large file takes seconds to write; what another program does in them stays."""
    with a_store(place, event(1)) as repository:
        at_rest(repository)
        write = Replacement.write

        def meanwhile(*given: Any) -> str:
            (place / "incidents.json").write_text('{"events": {}}')
            return write(*given)

        monkeypatch.setattr(Replacement, "write", meanwhile)
        with pytest.raises(OutsideChange, match="belongs to another store"):
            repository.checkpoint()
    assert document(place) == {"events": {}}


def test_an_old_copy_is_not_overwritten_either(place: Path) -> None:
    """Somebody puts last week's file back: it is theirs to decide about."""
    with a_store(place, event(1)) as repository:
        repository.checkpoint()
        old = (place / "incidents.json").read_bytes()
        repository.run(WriteRecords([event(2)]))
        repository.checkpoint()
        (place / "incidents.json").write_bytes(old)
        at_rest(repository)
        with pytest.raises(OutsideChange, match="is an older copy of this store"):
            repository.checkpoint()


def test_a_file_that_nobody_touched_is_not_read(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of hundreds of megabytes does not delay the first screen."""
    with a_store(place, event(1)) as repository:
        assert repository.checkpoint()
        monkeypatch.setattr(document_file, "digest_of", lambda _: pytest.fail("it was read"))
        assert not repository.has_outside_change
        assert not repository.checkpoint()


def test_a_file_that_was_only_touched_is_still_ours(place: Path) -> None:
    """Another time, the same bytes: a backup was put back, or somebody has saved without change."""
    with a_store(place, event(1)) as repository:
        repository.checkpoint()
        (place / "incidents.json").write_bytes((place / "incidents.json").read_bytes())
        os.utime(place / "incidents.json", (0, 0))
        assert not repository.has_outside_change
        assert not repository.checkpoint()


def test_an_edit_that_keeps_size_and_time_is_seen(place: Path) -> None:
    """Some programs put the old time back: the change is not missed for that."""
    with a_store(place, event(1, title="nine")) as repository:
        repository.checkpoint()
        file = place / "incidents.json"
        times = file.stat()
        file.write_bytes(file.read_bytes().replace(b"nine", b"five"))
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert repository.has_outside_change


@pytest.mark.parametrize("moment", ["write", "change_places", "remember"])
def test_a_crash_while_writing_is_no_change_from_outside(
    place: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Whenever the desk dies, the next one takes the file it finds for its own."""
    remember = marks.remember

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    def die_in_the_end(*connection: Any, **values: Any) -> None:
        if "file_sha256" not in values:
            raise KeyboardInterrupt
        remember(*connection, **values)

    with a_store(place, event(1)) as repository:
        repository.checkpoint()
        repository.run(WriteRecords([event(2)]))
        with monkeypatch.context() as patch:
            if moment == "remember":
                patch.setattr(checkpoint, "remember", die_in_the_end)
            else:
                patch.setattr(Replacement, moment, die)
            with pytest.raises(KeyboardInterrupt):
                repository.checkpoint()
    again = Repository.open(place)
    assert not again.has_outside_change
    assert again.checkpoint() == (moment != "remember")
    assert set(document(place)["events"]) == {"1", "2"}
    again.close()


def test_what_a_program_takes_back_is_taken_back(place: Path) -> None:
    """It has the file open that was replaced: what it did and did not mean is no difference there.

    One event it changes, one it deletes, one is new; then all is as it was when it began.
    """
    with a_store(place, event(1, title="One"), event(2, title="Two")) as repository:
        at_rest(repository)
        repository.checkpoint()
        before = labels(repository)
        with stock(place) as database:
            events = database.table("events")
            two = events.get(doc_id=2)
            assert isinstance(two, Document)
            for _ in range(2):
                events.update({"title": "Changed"}, doc_ids=[1])
                events.remove(doc_ids=[2])
                events.insert(Document({"title": "New"}, doc_id=3))
                repository.checkpoint()
                assert labels(repository) == ["New", "Changed"]
                events.update({"title": "One"}, doc_ids=[1])
                events.insert(two)
                events.remove(doc_ids=[3])
                repository.checkpoint()
                assert labels(repository) == before


def test_what_was_changed_here_since_is_not_taken_back(place: Path) -> None:
    """The analyst has written on what came in: that stays, and a note tells of theirs."""
    with a_store(place, event(1, title="One")) as repository:
        at_rest(repository)
        repository.checkpoint()
        with stock(place) as database:
            database.table("events").update({"title": "Changed"}, doc_ids=[1])
            repository.checkpoint()
            repository.run(WriteRecords([event(1, title="Ours")]))
            database.table("events").update({"title": "One"}, doc_ids=[1])
            repository.checkpoint()
        assert labels(repository) == ["Ours"]
        with repository.read() as reader:
            (told,) = reader.listing(Kind.NOTE, reader.numbers(Kind.NOTE))
        assert isinstance(told, Note)
        assert "- here: Ours\n- there: One" in told.body


def test_a_note_of_what_did_not_come_in_is_as_sensitive_as_its_record(place: Path) -> None:
    """It has the words of both sides: else they would be open, and the record covered."""
    grim = event(1, title="One", summary="Grim", sensitivity="graphic")
    with a_store(place, grim) as repository:
        at_rest(repository)
        repository.checkpoint()
        with stock(place) as database:
            repository.run(WriteRecords([replace(grim, summary="Ours")]))
            database.table("events").update({"summary": "Theirs"}, doc_ids=[1])
            repository.checkpoint()
        with repository.read() as reader:
            (told,) = reader.listing(Kind.NOTE, reader.numbers(Kind.NOTE))
        assert isinstance(told, Note)
        assert "- there: Theirs" in told.body
        assert told.sensitivity == "graphic"
