"""A bare TinyDB file: it is looked at from a copy, adopted, and never touched."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from store import bare, snapshot
from store import folder as folders
from store.commands.records import WriteRecords
from store.errors import (
    DamagedFile,
    DeskError,
    Interrupted,
    NewerSchema,
    NotAStore,
    StoreExists,
    StoreReadOnly,
    UnreadableStore,
    UnwritableStore,
)
from store.ids import Kind, Ref
from store.repository import Repository
from store.tiny import document_file, open_tinydb
from tests.builders import a_store, event
from tests.store.folders import lying_in

Written = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A TinyDB file that stock TinyDB wrote: two events, and a table of somebody's own."""
    path = tmp_path / "root" / "mine.json"
    path.parent.mkdir()
    with TinyDB(path) as database:
        database.table("events").insert_multiple([{"title": "A burial"}, {"title": "A raid"}])
        database.table("weather").insert({"sky": "clear"})
    return path


def titles(repository: Repository) -> list[str]:
    """The titles of the events."""
    with repository.read() as reader:
        numbers = sorted(reader.numbers(Kind.EVENT))
        return [one.label for one in reader.listing(Kind.EVENT, numbers)]


def scratch(home: Path) -> list[Path]:
    """What lies in the user's cache."""
    return list((home / ".cache").glob("incident-desk/scratch/*"))


def refused(ask: Callable[[], object]) -> str:
    """The sentence with which something is refused."""
    with pytest.raises(DeskError) as caught:
        ask()
    return str(caught.value)


def test_a_bare_file_is_read_and_left_as_it_is(file: Path, home: Path) -> None:
    """Its records are there, its own time of access aside it is as before; no copy is left."""
    before = lying_in(file.parent), file.stat().st_mtime_ns, file.stat().st_ctime_ns
    repository = Repository.look_at(file, author="ada")
    assert titles(repository) == ["A burial", "A raid"]
    assert (repository.bare, repository.told) == (file, "")
    assert len(scratch(home)) == 1
    repository.close()
    assert (lying_in(file.parent), file.stat().st_mtime_ns, file.stat().st_ctime_ns) == before
    assert scratch(home) == []


def test_a_bare_file_is_not_locked(file: Path) -> None:
    """Who has it open with TinyDB writes on, and what was opened is as it was and says so."""
    repository = Repository.look_at(file)
    fresh = repository.is_outdated
    with TinyDB(file) as database:
        database.table("events").insert({"title": "A flood"})
    assert titles(repository) == ["A burial", "A raid"]
    assert (fresh, repository.is_outdated) == (False, True)
    repository.close()


def test_a_bare_file_that_is_gone_is_still_shown(file: Path) -> None:
    """The copy stays whole, and is known to be outdated."""
    repository = Repository.look_at(file)
    file.unlink()
    assert titles(repository) == ["A burial", "A raid"]
    assert repository.is_outdated
    repository.close()


def test_nothing_can_be_changed_in_a_bare_file(file: Path) -> None:
    """Each way of writing is refused with the file's name and the reason; leaving is not."""
    repository = Repository.look_at(file)
    for ask in (lambda: repository.run(WriteRecords([event(1)])), repository.checkpoint):
        with pytest.raises(StoreReadOnly) as caught:
            ask()
        assert str(caught.value) == (f"{file} is open for reading only: it is a bare TinyDB file.")
    assert not repository.tend().written
    assert not repository.leave().written


def test_the_history_of_a_bare_file_names_it(file: Path) -> None:
    """One operation, which says of what it was built."""
    repository = Repository.look_at(file)
    with repository.history() as log:
        (entry,) = log.entries()
    assert entry.operation.label == "built from mine.json"
    repository.close()


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({}, "It has no documents."),
        ({"events": {}, "_default": {}}, "It has no documents."),
        ({"_default": {"1": {}}}, "It has 1 document in the table _default: none of this desk's."),
        (
            {"_default": {"1": {}, "2": {}}, "b": {"x": {}}},
            "It has 3 documents in the tables _default and b: none of this desk's.",
        ),
        (
            {name: {"1": {}} for name in "edcba"},
            "It has 5 documents in the tables a, b and 3 others: none of this desk's.",
        ),
        ({"events": {"1": {}}, "_default": {"1": {}}}, ""),
    ],
)
def test_what_is_in_a_file_of_somebody_else_is_told(
    tmp_path: Path, tables: Written, said: str
) -> None:
    """In words, where the desk has no record to show of it."""
    file = tmp_path / "other.json"
    file.write_text(json.dumps(tables))
    repository = Repository.look_at(file)
    assert repository.told == said
    repository.close()


def test_a_long_name_of_a_table_is_cut() -> None:
    """A sentence stays one, whatever the tables are called."""
    assert len(bare.inside({"x" * 500: 1})) < 100


def pipe(path: Path) -> None:
    """A pipe, into which nobody ever writes."""
    os.mkfifo(path)


def huge(path: Path) -> None:
    """A file that no computer has the memory for; it takes no room."""
    path.write_bytes(b'{"')
    os.truncate(path, 1 << 42)


def link_to_itself(path: Path) -> None:
    """A link that leads nowhere."""
    path.symlink_to(path)


#: What is no TinyDB file: how it is made, what is raised, and what the sentence says.
NONE: dict[str, tuple[Callable[[Path], object], type[DeskError], str]] = {
    "nothing": (lambda _: None, UnreadableStore, "no such file"),
    "a folder": (Path.mkdir, NotAStore, "it is a folder"),
    "a pipe": (pipe, NotAStore, "it is a pipe"),
    "a loop": (link_to_itself, UnreadableStore, "symbolic links"),
    "an empty file": (lambda path: path.write_bytes(b""), DamagedFile, "the file is empty"),
    "a text": (lambda path: path.write_text("# Hello"), NotAStore, "no TinyDB database"),
    "a list": (lambda path: path.write_text("[1]"), NotAStore, "no TinyDB database"),
    "bytes": (lambda path: path.write_bytes(bytes(range(256))), NotAStore, "no TinyDB database"),
    "UTF-16": (lambda path: path.write_text("{}", "utf-16"), DamagedFile, "it is UTF-16"),
    "other JSON": (lambda path: path.write_text('{"name": "x"}'), NotAStore, "not tables"),
    "half a file": (lambda path: path.write_text('{"a": {"1'), DamagedFile, "breaks off"),
    "odd ids": (lambda path: path.write_text('{"events": {"x": {}}}'), NotAStore, "id 'x'"),
    "a newer one": (
        lambda path: path.write_text('{"_meta": {"1": {"schema": 99}}}'),
        NewerSchema,
        "newer Incident Desk",
    ),
    "a huge file": (huge, UnreadableStore, "memory can hold"),
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_tinydb_file_is_refused(tmp_path: Path, home: Path, name: str) -> None:
    """One sentence with its own name, at once; looking and adopting leave nothing."""
    make, expected, said = NONE[name]
    file, to = tmp_path / "given.json", tmp_path / "store"
    make(file)
    asked: list[Callable[[], object]] = [
        lambda: Repository.look_at(file),
        lambda: Repository.adopt(file, to),
    ]
    for ask in asked:
        with pytest.raises(expected) as caught:
            ask()
        assert str(caught.value).startswith(f"{file} ")
        assert said in str(caught.value)
        assert not to.exists()
    assert scratch(home) == []


def test_a_file_that_needs_more_memory_than_there_is(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused before it is read; a document per line needs no such memory."""
    monkeypatch.setattr(document_file, "_memory", lambda: 100)
    assert "this computer's memory can hold" in refused(lambda: Repository.look_at(file))
    lines = file.with_name("lines.json")
    with a_store(file.parent / "store", event(1, title="A burial")) as repository:
        repository.checkpoint()
        lines.write_bytes(repository.folder.document_file.read_bytes())
    looked = Repository.look_at(lines)
    assert titles(looked) == ["A burial"]
    looked.close()


def test_a_disk_without_room_for_the_copy(
    file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said before anything is written, and nothing is left."""
    full = os.statvfs_result((1, 1, 0, 0, 0, 0, 0, 0, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: full)
    assert "there is no room for a copy" in refused(lambda: Repository.look_at(file))
    assert scratch(home) == []


def test_a_file_that_is_written_while_it_is_copied_is_copied_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shown is what it holds at rest."""
    copy, states = snapshot._copy_file, iter(["{", '{"events": {"1": {"title": "At rest"}}}'])

    def disturbed(source: Path, to: Path) -> None:
        copy(source, to)
        written = next(states, None)
        if written is not None:
            file.write_text(written)

    monkeypatch.setattr(snapshot, "_copy_file", disturbed)
    repository = Repository.look_at(file)
    assert titles(repository) == ["At rest"]
    repository.close()


def test_a_file_that_never_rests_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said that it is being written."""
    copy = snapshot._copy_file

    def disturbed(source: Path, to: Path) -> None:
        copy(source, to)
        file.write_bytes(file.read_bytes() + b" ")

    monkeypatch.setattr(snapshot, "_copy_file", disturbed)
    monkeypatch.setattr(snapshot, "PATIENCE", -1.0)
    assert "written without a pause" in refused(lambda: Repository.look_at(file))


def test_a_bare_file_is_adopted(file: Path) -> None:
    """A store with all its tables, open to be written; the file stays, and is not followed."""
    before, to = file.read_bytes(), file.parent / "store"
    repository = Repository.adopt(file, to, author="ada")
    repository.run(WriteRecords([event(1, title="Changed")]))
    repository.close()
    assert file.read_bytes() == before
    with open_tinydb(to) as database:
        assert database.tables() == {"events", "weather"}
    assert (to / ".gitignore").exists()


@pytest.mark.parametrize("there", [None, "an empty folder"])
def test_an_adoption_that_is_broken_off_leaves_nothing(file: Path, there: str | None) -> None:
    """An empty folder that was there stays one."""
    to = file.parent / "store"
    with TinyDB(file) as database:
        database.table("events").insert_multiple({"title": str(at)} for at in range(1000))
    if there:
        to.mkdir()
    before = sorted(file.parent.rglob("*"))

    def stop(done: int, total: int) -> None:
        del done, total
        raise Interrupted

    with pytest.raises(Interrupted):
        Repository.adopt(file, to, progress=stop)
    assert sorted(file.parent.rglob("*")) == before


def test_an_adoption_never_goes_over_anything(file: Path) -> None:
    """A store's folder, other files, or a file of that name: each stays."""
    repository = Repository.look_at(file)
    for name in ("folder", "file"):
        to = file.parent / name
        to.mkdir() if name == "folder" else to.write_text("mine")
        with pytest.raises(StoreExists):
            repository.adopt_there(to)
    repository.close()
    assert list((file.parent / "folder").iterdir()) == []
    assert (file.parent / "file").read_text() == "mine"


def test_the_place_of_a_store_is_beside_the_file(file: Path) -> None:
    """It is called as the file, with a number where something of that name lies already."""
    root = file.parent
    assert bare.place_for(file) == root / "mine"
    (root / "mine").mkdir()
    (root / "mine-2").symlink_to("nowhere")
    assert bare.place_for(file) == root / "mine-3"
    assert bare.place_for(root / "data") == root / "data"
    (root / "data").write_text("{}")
    assert bare.place_for(root / "data") == root / "data-2"


def test_no_store_is_proposed_where_none_can_be_made(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a file in a folder that may not be written: why, and what makes one elsewhere."""
    repository = Repository.look_at(file)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UnwritableStore, match=r"no permission to write there\. `incident-desk new"):
        repository.place_for_store()
    repository.close()


@pytest.mark.parametrize("name", ["it's $HOME.json", "-x.json"])
def test_the_command_that_adopts_can_be_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Its words are what a shell takes for the two paths."""
    monkeypatch.chdir(tmp_path)
    Path(name).write_text("{}")
    said = refused(lambda: Repository.open(Path(name)))
    word = {"it's $HOME.json": "'it'\"'\"'s $HOME{}'", "-x.json": "./-x{}"}[name]
    assert f"`incident-desk new {word.format('')} --from {word.format('.json')}`" in said


def test_no_command_is_given_with_characters_that_cannot_be_shown(tmp_path: Path) -> None:
    """Its words stand for the names then."""
    file = tmp_path / "\x1b]0;x.json"
    file.write_text("{}")
    said = refused(lambda: folders.find(file))
    assert "`incident-desk new FOLDER --from FILE` makes a store of it" in said


@pytest.mark.parametrize("way", ["given", "link", "script"])
def test_the_file_of_a_store_means_the_store(place: Path, tmp_path: Path, way: str) -> None:
    """Its own path, and a link to it, open the folder that it lies in, to be written."""
    with a_store(place, event(1, title="A burial")):
        pass
    file = place / "incidents.json"
    if way == "link":
        (tmp_path / "link.json").symlink_to(file)
        file = tmp_path / "link.json"
    assert not folders.is_bare(file)
    if way == "script":
        with open_tinydb(file) as database:
            assert len(database.table("events")) == 1
        return
    repository = Repository.open(file)
    assert (repository.folder.path, repository.only_reads) == (place, "")
    repository.close()


def test_the_file_in_a_checkout_means_the_store(place: Path) -> None:
    """Without a working copy the folder is known by what a desk tells git."""
    Repository.adopt(_lone(place.parent), place).close()
    for path in place.glob("desk.sqlite*"):
        path.unlink()
    assert not folders.is_bare(place / "incidents.json")
    (place / ".gitignore").write_text("*.pyc\n")
    assert folders.is_bare(place / "incidents.json")


def test_a_lone_file_of_that_name_is_a_bare_one(tmp_path: Path) -> None:
    """A folder of other things becomes no store because of its name."""
    file = _lone(tmp_path)
    assert folders.is_bare(file)
    before = lying_in(tmp_path)
    repository = Repository.look_at(file)
    with repository.read() as reader:
        assert reader.get(Ref("E1")).ref.kind is Kind.EVENT
    repository.close()
    assert lying_in(tmp_path) == before


def _lone(folder: Path) -> Path:
    file = folder / "incidents.json"
    file.write_text('{"events": {"1": {"title": "A burial"}}}')
    return file
