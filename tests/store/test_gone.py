"""A working copy that is removed or replaced under who has it open: nothing is lost."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from store.bell import Bell
from store.commands.records import WriteRecords
from store.errors import DeskError, StoreGone, UnreadableStore
from store.ids import Kind
from store.repository import Repository
from store.sql.connection import connect
from store.sql.write import newest
from tests.builders import a_store, event
from tests.store.folders import document, lying_in

Ask = Callable[[Repository], object]


def change(repository: Repository) -> object:
    """Change something."""
    return repository.run(WriteRecords([event(3)]))


def read(repository: Repository) -> object:
    """Read something."""
    return events_in(repository)


def watch(repository: Repository) -> object:
    """Watch for others' commits."""
    watching = repository.watch(Bell())
    next(watching)
    remove(repository.folder.path)
    return next(watching)


def removed_before(ask: Ask) -> Ask:
    """Ask for something after desk.sqlite was removed."""

    def asked(repository: Repository) -> object:
        remove(repository.folder.path)
        return ask(repository)

    return asked


def remove(place: Path) -> None:
    """Remove the working copy, as `git clean -fdX` does."""
    for path in place.glob("desk.sqlite*"):
        path.unlink()


def events_in(repository: Repository) -> list[int]:
    """The events' numbers."""
    with repository.read() as reader:
        return sorted(reader.numbers(Kind.EVENT))


def opened_with_one_unwritten(place: Path) -> Repository:
    """A store with an event in incidents.json and one that came after it, open."""
    with a_store(place, event(1)) as repository:
        repository.checkpoint()
    repository = Repository.open(place)
    repository.run(WriteRecords([event(2)]))
    return repository


ASKED = {
    "a change": removed_before(change),
    "a read": removed_before(read),
    "a look at the file": removed_before(lambda repository: repository.tend()),
    "a checkpoint": removed_before(lambda repository: repository.checkpoint()),
    "leaving": removed_before(lambda repository: repository.leave()),
    "watching": watch,
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_was_done_in_a_removed_working_copy_is_saved(place: Path, asked: str) -> None:
    """Whatever is asked first is refused, incidents.json stays, and the next opening has it all."""
    repository = opened_with_one_unwritten(place)
    before = (place / "incidents.json").read_bytes()
    with pytest.raises(StoreGone) as caught:
        ASKED[asked](repository)
    assert str(caught.value) == (
        f"{place}/desk.sqlite was removed or replaced while it was open. All that it held is saved "
        "as desk.sqlite.rescued-1, which takes its place when everybody has closed the store and "
        "it is opened again."
    )
    assert (place / "incidents.json").read_bytes() == before
    repository.close()
    again = Repository.open(place)
    assert again.told == "desk.sqlite was not there; desk.sqlite.rescued-1 took its place."
    assert events_in(again) == [1, 2]
    with again.history() as log:
        assert [entry.operation.sequence for entry in log.entries()] == [3, 2, 1]
    again.run(WriteRecords([event(3)]))
    again.leave()
    assert sorted(document(place)["events"]) == ["1", "2", "3"]


def test_a_change_whose_file_goes_while_it_is_written_is_not_acknowledged(place: Path) -> None:
    """It was committed into a file that nobody finds; it is in what was saved."""
    repository = opened_with_one_unwritten(place)

    class Removing(WriteRecords):
        def changes(self, reader, context):  # type: ignore[no-untyped-def]
            remove(place)
            return super().changes(reader, context)

    with pytest.raises(StoreGone):
        repository.run(Removing([event(3)]))
    repository.close()
    with_it = Repository.open(place)
    assert events_in(with_it) == [1, 2, 3]
    with_it.close()


def test_nobody_opens_a_removed_store_beside_who_has_it(place: Path) -> None:
    """Both would give out the same ids; who has it open is named."""
    repository = opened_with_one_unwritten(place)
    repository.be_present()
    remove(place)
    with pytest.raises(UnreadableStore, match=rf"it was removed, and {repository.author} still"):
        Repository.open(place)
    assert not (place / "desk.sqlite").exists()
    with pytest.raises(StoreGone):
        change(repository)
    repository.close()


@pytest.mark.parametrize("what", ["another store", "other files", "nothing"])
def test_a_folder_that_was_moved_has_all_with_it(place: Path, tmp_path: Path, what: str) -> None:
    """Nothing is saved into what has its path now; its records are where it was moved to."""
    repository = opened_with_one_unwritten(place)
    with a_store(tmp_path / "other", event(7)) as other:
        other.checkpoint()
    place.rename(tmp_path / "before")
    if what == "another store":
        shutil.copytree(tmp_path / "other", place)
    elif what == "other files":
        place.mkdir()
        (place / "letter.txt").write_text("Dear friend,")
    before = lying_in(place)
    for ask in (change, lambda repository: repository.leave()):
        with pytest.raises(StoreGone) as caught:
            ask(repository)
        assert str(caught.value).endswith(
            " Its folder was moved or removed; what was changed is where it was moved to."
        )
    assert lying_in(place) == before
    remaining = Repository.open(tmp_path / "before")
    assert events_in(remaining) == [1, 2]
    remaining.close()


def test_another_store_s_files_put_into_its_folder(place: Path, tmp_path: Path) -> None:
    """It is told that what they took the place of is lost; nothing is laid among them."""
    repository = opened_with_one_unwritten(place)
    with a_store(tmp_path / "other", event(7)) as other:
        other.checkpoint()
    remove(place)
    shutil.copytree(tmp_path / "other", place, dirs_exist_ok=True)
    with pytest.raises(StoreGone, match="Another store was put into its folder, and what was"):
        change(repository)
    repository.close()
    assert not list(place.glob("*rescued*"))


def test_an_older_copy_of_the_store_in_its_place(place: Path, tmp_path: Path) -> None:
    """It is the same store: what was open is saved beside it, and told of."""
    opened_with_one_unwritten(place).close()
    shutil.copytree(place, tmp_path / "copy")
    repository = Repository.open(place)
    shutil.rmtree(place)
    shutil.copytree(tmp_path / "copy", place)
    with pytest.raises(StoreGone, match=r"is saved as desk\.sqlite\.rescued-1, .* is moved away"):
        change(repository)
    repository.close()


def test_what_another_store_saved_is_not_taken_for_an_empty_file_s(
    place: Path, tmp_path: Path
) -> None:
    """An incidents.json that covers no operation yet says all the same which store's it is."""
    repository = opened_with_one_unwritten(tmp_path / "other")
    remove(tmp_path / "other")
    with pytest.raises(StoreGone):
        change(repository)
    repository.close()
    Repository.create(place).close()
    remove(place)
    shutil.copy(tmp_path / "other" / "desk.sqlite.rescued-1", place)
    opened = Repository.open(place)
    assert events_in(opened) == []
    opened.close()
    assert (place / "desk.sqlite.rescued-1").exists()


def test_what_was_saved_from_another_store_takes_nobodys_place(place: Path, tmp_path: Path) -> None:
    """A saved working copy that incidents.json does not come from is left where it lies."""
    repository = opened_with_one_unwritten(tmp_path / "other")
    remove(tmp_path / "other")
    with pytest.raises(StoreGone):
        change(repository)
    repository.close()
    with a_store(place, event(5)) as mine:
        mine.checkpoint()
    remove(place)
    saved = place / "desk.sqlite.rescued-1"
    shutil.copyfile(tmp_path / "other" / saved.name, saved)
    opened = Repository.open(place)
    assert events_in(opened) == [5]
    opened.close()
    assert saved.exists()


def test_what_cannot_be_saved_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room for it, say."""
    repository = opened_with_one_unwritten(place)
    remove(place)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("store.care.rescue.copy_database", full)
    with pytest.raises(
        StoreGone, match=r"What was .* is lost when it is closed, as it could not be"
    ):
        change(repository)
    repository.close()
    assert not list(place.glob("*rescued*"))


def test_a_store_whose_folder_is_moved(place: Path) -> None:
    """Keeping the file in step and leaving are refused in words; all of it is where it lies now."""
    repository = opened_with_one_unwritten(place)
    moved = place.with_name("moved")
    place.rename(moved)
    for ask in (repository.tend, repository.checkpoint, repository.leave):
        with pytest.raises(
            DeskError, match="Its folder was moved or removed; what was changed is where it"
        ):
            ask()
    assert not place.exists()
    again = Repository.open(moved)
    assert events_in(again) == [1, 2]
    again.close()


def test_all_who_have_it_open_save_it_at_once(place: Path) -> None:
    """Each saves its own, whole; the newest is taken, the others stay."""
    opened_with_one_unwritten(place).close()
    desks = [Repository.open(place) for _ in range(5)]
    desks[0].run(WriteRecords([event(3)]))
    remove(place)
    ready = threading.Barrier(len(desks))

    def look(desk: Repository) -> None:
        ready.wait()
        with pytest.raises(StoreGone):
            desk._session.opened.check(desk._session._connections[0])

    threads = [threading.Thread(target=look, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    saved = sorted(place.glob("desk.sqlite.rescued-*"))
    assert [path.name[-1] for path in saved] == ["1", "2", "3", "4", "5"]
    for desk in desks:
        desk.close()
    for path in saved:
        with closing(connect(path)) as connection:
            assert connection.pragma("integrity_check") == "ok"
            assert newest(connection)[0] == 4
    again = Repository.open(place)
    assert events_in(again) == [1, 2, 3]
    again.close()
    assert len(list(place.glob("desk.sqlite.rescued-*"))) == 4


def test_a_removed_working_copy_is_built_when_the_store_is_closed(place: Path) -> None:
    """As ever; two who open it at once both have it."""
    opened_with_one_unwritten(place).leave()
    remove(place)
    done: list[list[int] | DeskError] = []

    def open_it() -> None:
        try:
            repository = Repository.open(place)
            done.append(events_in(repository))
            repository.close()
        except DeskError as error:
            done.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [[1, 2]] * 4
