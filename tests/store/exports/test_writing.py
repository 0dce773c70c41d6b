"""The file of an export, and the operation that tells of it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.changes import Act
from store.commands.records import SetFields
from store.exports import writing
from store.exports.writing import TakenPlace
from store.ids import Ref
from tests.builders import a_store, event


def broken() -> Iterator[str]:
    """Lines that end in the middle."""
    yield "one\n"
    raise KeyboardInterrupt


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    """An export that is stopped leaves nothing behind, and what was there before."""
    place = tmp_path / "a.csv"
    place.write_text("mine")
    with pytest.raises(KeyboardInterrupt):
        writing.write(place, broken(), replaces=True)
    with pytest.raises(KeyboardInterrupt):
        writing.write(tmp_path / "b.csv", broken())
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]
    assert place.read_text() == "mine"


def test_who_comes_first_keeps_the_place(tmp_path: Path) -> None:
    """A file that somebody makes meanwhile is not written over."""
    place = tmp_path / "a.csv"

    def slow() -> Iterator[str]:
        yield "late\n"
        place.write_text("first")

    with pytest.raises(TakenPlace):
        writing.write(place, slow())
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]
    assert place.read_text() == "first"


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    """Whatever the umask, and whatever mode the file had that it takes the place of."""
    place = tmp_path / "a.csv"
    place.write_text("mine")
    place.chmod(0o666)
    assert writing.write(place, ["é\n"], replaces=True) == 3
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_what_is_no_file_is_never_written_to(tmp_path: Path) -> None:
    """A folder stays one, also with --force."""
    with pytest.raises(TakenPlace):
        writing.write(tmp_path, ["x"], replaces=True)


def test_an_export_takes_nothing_from_undo_and_redo(tmp_path: Path) -> None:
    """What was undone can be done again behind an export, and what was done can be undone."""
    with a_store(tmp_path / "store", event(1, title="First")) as repository:
        repository.run(SetFields([Ref("E1")], {"title": "Second"}))
        done = repository.undoable()
        repository.undo()
        noted = repository.note_export("exported 1 event as CSV", "to a.csv")
        assert (noted.act, noted.records) == (Act.EXPORT, 0)
        assert repository.redoable() == done
        repository.redo()
        assert repository.undoable() == done
        with repository.read() as reader:
            assert reader.get(Ref("E1")).label == "Second"


def test_what_cannot_be_written_is_told_by_the_name_that_was_given(tmp_path: Path) -> None:
    """Not by the one under which it is written before it is whole."""
    place = tmp_path / "no such folder" / "out.csv"
    with pytest.raises(FileNotFoundError) as caught:
        writing.write(place, ["one"])
    assert caught.value.filename == str(place)
