"""incidents.json changed by another program, by a crash, or by nobody: each is told apart."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinydb

from store.commands.records import WriteRecords
from store.errors import OutsideChange
from store.ids import Kind
from store.repository import Repository
from store.tiny import checkpoint, document_file
from tests.builders import a_store, event
from tests.store.folders import document, lying_in


def labels(repository: Repository) -> list[str]:
    """The events' titles, newest first."""
    with repository.read() as reader:
        events = reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))
    return [one.label for one in events]


@pytest.fixture
def changed_outside(place: Path) -> Iterator[Repository]:
    """A store with a change that no checkpoint has, whose file TinyDB has changed meanwhile."""
    with a_store(place, event(1, title="ours")) as repository:
        repository.checkpoint()
        with tinydb.TinyDB(place / "incidents.json", encoding="utf-8") as database:
            database.table("events").update({"title": "theirs"}, doc_ids=[1])
        repository.run(WriteRecords([event(2, title="ours too")]))
        yield repository


def test_a_change_from_outside_is_not_overwritten(changed_outside: Repository, place: Path) -> None:
    """The checkpoint is refused with a sentence; theirs stays in the file, ours in the desk."""
    assert changed_outside.has_outside_change
    before = lying_in(place)["incidents.json"]
    with pytest.raises(OutsideChange) as caught:
        changed_outside.checkpoint()
    assert str(caught.value) == (
        f"{place / 'incidents.json'} was changed by another program and has been left alone; move "
        "it away and run the command again to write the desk's own records."
    )
    assert lying_in(place)["incidents.json"] == before
    assert labels(changed_outside) == ["ours too", "ours"]


def test_a_change_while_the_desk_is_writing_is_not_overwritten(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large file takes seconds to write; what another program does in them stays."""
    with a_store(place, event(1)) as repository:
        write = document_file.Replacement.write

        def meanwhile(*given: Any) -> str:
            (place / "incidents.json").write_text('{"events": {}}')
            return write(*given)

        monkeypatch.setattr(document_file.Replacement, "write", meanwhile)
        with pytest.raises(OutsideChange):
            repository.checkpoint()
    assert document(place) == {"events": {}}


def test_after_moving_it_away_ours_is_written(changed_outside: Repository, place: Path) -> None:
    """What the sentence advises works, and both are there."""
    (place / "incidents.json").rename(place / "theirs.json")
    assert changed_outside.checkpoint()
    assert not changed_outside.has_outside_change
    assert document(place)["events"]["1"]["title"] == "ours"
    assert json.loads((place / "theirs.json").read_bytes())["events"]["1"]["title"] == "theirs"


def test_an_old_copy_is_not_overwritten_either(place: Path) -> None:
    """Somebody puts last week's file back: it is theirs to decide about."""
    with a_store(place, event(1)) as repository:
        repository.checkpoint()
        old = (place / "incidents.json").read_bytes()
        repository.run(WriteRecords([event(2)]))
        repository.checkpoint()
        (place / "incidents.json").write_bytes(old)
        with pytest.raises(OutsideChange):
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


@pytest.mark.parametrize("moment", ["write", "place", "remember"])
def test_a_crash_while_writing_is_no_change_from_outside(
    place: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Whenever the desk dies, the next one takes the file it finds for its own."""
    remember = checkpoint._remember

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
                patch.setattr(checkpoint, "_remember", die_in_the_end)
            else:
                patch.setattr(document_file.Replacement, moment, die)
            with pytest.raises(KeyboardInterrupt):
                repository.checkpoint()
    again = Repository.open(place)
    assert not again.has_outside_change
    assert again.checkpoint() == (moment != "remember")
    assert set(document(place)["events"]) == {"1", "2"}
    again.close()
