"""A file where a store is wanted, as a person types it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store.folder import Folder
from tests.builders import a_store, event
from tests.cli.outside import everything_in, is_sentence, run, run_on_terminal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A bare TinyDB file in a folder of its own."""
    path = tmp_path / "root" / "mine.json"
    path.parent.mkdir()
    path.write_text('{"events": {"1": {"title": "A burial"}}}')
    return path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A closed store with one event, in its file too."""
    with a_store(tmp_path / "store", event(1, title="A burial")) as repository:
        repository.checkpoint()
    return tmp_path / "store"


@pytest.mark.parametrize(
    "command",
    [
        ["history"],
        ["verify"],
        ["verify", "--head"],
        ["checkpoint"],
        ["backup", "to"],
        ["recover", "to"],
        ["restore", "to"],
    ],
    ids=" ".join,
)
def test_a_command_that_wants_a_store_says_what_a_file_is(
    file: Path, place: Path, command: list[str]
) -> None:
    """Exit code 3, and one sentence with the command that adopts it; nothing is made."""
    arguments = [str(place) if word == "to" and "restore" in command else word for word in command]
    before = everything_in(file.parent)
    ended = run(*arguments, "--store", file)
    assert (ended.code, ended.output) == (3, "")
    assert is_sentence(ended.complaint)
    assert "it is a bare file; where that is a TinyDB database, " in ended.complaint
    adopts = f"`incident-desk new {file.parent / 'mine'} --from {file}` makes a store of it."
    assert adopts in ended.complaint
    assert everything_in(file.parent) == before


def test_a_backup_that_is_a_file_says_so(file: Path, place: Path) -> None:
    """`restore` takes a folder."""
    ended = run("restore", file, "--store", place)
    assert ended.code == 3
    assert "it is a bare file" in ended.complaint


def test_a_bare_file_has_no_past(file: Path) -> None:
    """`--as-of` is refused as an argument: exit code 2."""
    ended = run_on_terminal(file, "--as-of", "2025-03-09")
    assert ended.code == 2
    assert is_sentence(ended.complaint)
    assert "is a bare file, which has no history" in ended.complaint


def test_an_adopted_file_says_how_to_open_it(file: Path) -> None:
    """What `new --from` refuses leaves nothing, and what it makes is a store."""
    to = file.parent / "store"
    file.write_text('{"_meta": {"1": {"schema": 99}}}')
    ended = run("new", to, "--from", file)
    assert (ended.code, to.exists()) == (3, False)
    file.write_text("{}")
    assert f"`incident-desk {to}` opens it." in run("new", to, "--from", file).output
    assert run("verify", "--store", to).code == 0


#: What is no TinyDB file, and what the sentence says.
NONE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "it is a pipe"),
    "a folder": (Path.mkdir, "neither incidents.json nor desk.sqlite"),
    "a link": (lambda path: path.symlink_to("nowhere"), "a link to what is not there"),
    "a text": (lambda path: path.write_text("# Hello"), "no TinyDB database"),
    "an empty file": (Path.touch, "the file is empty"),
    "other JSON": (lambda path: path.write_text('{"name": "x"}'), "not tables of documents"),
}


@pytest.mark.parametrize("name", NONE)
def test_the_desk_does_not_open_what_is_no_tinydb_file(tmp_path: Path, name: str) -> None:
    """On a terminal: one sentence, at once, exit code 3; nothing is made."""
    make, said = NONE[name]
    root = tmp_path / "root"
    root.mkdir()
    make(root / "given.json")
    before = everything_in(root) if name != "a pipe" else {}
    ended = run_on_terminal(root / "given.json")
    assert ended.code == 3
    assert is_sentence(ended.complaint)
    assert said in ended.complaint
    assert [path.name for path in root.iterdir()] == ["given.json"]
    assert not before or everything_in(root) == before


def test_the_file_of_a_store_stands_for_the_store(place: Path, tmp_path: Path) -> None:
    """Every command takes its path for that of the folder."""
    file = Folder(place).document_file
    assert "A burial" in run("history", "E1", "--store", file, "--jsonl").output
    assert run("verify", "--store", file).code == 0
    assert run("checkpoint", "--store", file).output == f"{file} is up to date already.\n"
    assert run("backup", tmp_path / "saved", "--store", file).code == 0
    saved = tmp_path / "saved" / "incidents.json"
    assert run("restore", saved, "--store", file).code == 0
    assert (place / "replaced-1").is_dir()
    assert run("restore", saved, "--store", saved.parent).code == 5
    assert run("recover", tmp_path / "new", "--store", file).code == 0
    assert json.loads((tmp_path / "new" / "incidents.json").read_bytes())["events"]["1"]


def test_the_store_that_a_variable_names_may_be_a_file_of_one(place: Path) -> None:
    """As on the command line."""
    ended = run("verify", INCIDENT_DESK_STORE=str(place / "incidents.json"))
    assert ended.code == 0
