"""What is no store, or a broken one: one sentence, exit code 3, and not a byte is changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.codec import SCHEMA
from tests.cli.outside import (
    everything_in,
    is_sentence,
    run,
    run_on_terminal,
    without_privilege,
)
from tests.conftest import the_command
from tests.tui.terminal import Terminal

Make = Callable[[Path], object]


def meta(**fields: Any) -> dict[str, Any]:
    """A `_meta` table as the desk writes it."""
    return {"_meta": {"1": {"schema": SCHEMA, "store": "x", "operation": 0, **fields}}}


def file_of(content: bytes | dict[str, Any]) -> Make:
    """Makes a folder with such an incidents.json."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()

    def make(place: Path) -> None:
        place.mkdir()
        (place / "incidents.json").write_bytes(raw)

    return make


def both_broken(place: Path) -> None:
    """Makes a store of which neither file can be read."""
    file_of(b'{"events": {"1":')(place)
    (place / "desk.sqlite").write_bytes(b"not a database" * 100)


def other_files(place: Path) -> None:
    """Makes a folder of somebody's other things."""
    place.mkdir()
    (place / "letter.txt").write_text("Dear friend,")


#: What is made, and what the sentence about it says.
BAD: dict[str, tuple[Make, str]] = {
    "nothing there": (lambda _: None, "there is no such folder"),
    "a file": (lambda place: place.write_bytes(b"no JSON"), "it is a file"),
    "an empty folder": (lambda place: place.mkdir(), "neither incidents.json nor desk.sqlite"),
    "other files": (other_files, "neither incidents.json nor desk.sqlite"),
    "an empty file": (file_of(b""), "the file is empty"),
    "blanks": (file_of(b" \n"), "the file is empty"),
    "no JSON": (file_of(b'{"events": {"1": nil}}'), "damaged at line 1, column"),
    "half a file": (file_of(b'{"events": {\n"1": {"title": "A bur'), "line 2, column 22"),
    "a list": (file_of(b"[1, 2]"), "not tables of documents"),
    "a table of texts": (file_of(b'{"events": {"1": "A burial"}}'), "not"),
    "a text": (file_of(b'"events"'), "not tables of documents"),
    "ids that are names": (file_of(b'{"events": {"first": {}}}'), "document id 'first'"),
    "an id of zero": (file_of(b'{"events": {"0": {}}}'), "document id '0'"),
    "UTF-16": (file_of('{"events": {}}'.encode("utf-16")), "UTF-16"),
    "UTF-32": (file_of('{"events": {}}'.encode("utf-32")), "UTF-32"),
    "UTF-32, unmarked": (file_of('{"events": {}}'.encode("utf-32-be")), "UTF-32"),
    "UTF-16, unmarked": (file_of('{"events": {}}'.encode("utf-16-le")), "UTF-16"),
    "zeros": (file_of(bytes(100)), "nothing but zeros"),
    "Latin-1": (file_of(b'{"events": {"1": {"title": "Laj\xe9"}}}'), "column 32"),
    "a newer schema": (file_of(meta(schema=SCHEMA + 1)), "newer Incident Desk"),
    "too deep": (file_of(b'{"events": {"1": {"x": ' + b"[" * 100_000), "without end"),
    "both files broken": (both_broken, "`incident-desk recover NEW --store"),
}


@pytest.mark.parametrize("name", BAD)
def test_the_desk_does_not_open_it(tmp_path: Path, name: str) -> None:
    """On a terminal: one sentence that says what is wrong, and where."""
    make, said = BAD[name]
    root = tmp_path / "root"
    root.mkdir()
    make(root / "store")
    before = everything_in(root)
    ended = run_on_terminal(root / "store")
    assert ended.code == 3, ended
    assert is_sentence(ended.complaint), ended.complaint
    assert said in ended.complaint
    assert everything_in(root) == before


@pytest.mark.parametrize("name", ["nothing there", "a file", "no JSON", "a newer schema"])
def test_no_checkpoint_is_made_of_it(tmp_path: Path, name: str) -> None:
    """`checkpoint` says the same, and needs no terminal for it."""
    make, said = BAD[name]
    place = tmp_path / "store"
    make(place)
    before = everything_in(tmp_path)
    code, output, complaint = run("checkpoint", "--store", place)
    assert (code, output) == (3, "")
    assert is_sentence(complaint)
    assert said in complaint
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize("closed", ["store", "."])
def test_a_store_that_may_not_be_read(tmp_path: Path, closed: str) -> None:
    """Without permission to read its folder: exit code 3, and the sentence says so."""
    root = tmp_path / "root"
    root.mkdir()
    run("new", root / "store")
    before = everything_in(root)
    mode = (root / closed).stat().st_mode
    (root / closed).chmod(0)
    ended = run_on_terminal(root / "store", as_user=without_privilege())
    (root / closed).chmod(mode)
    assert ended.code == 3
    assert is_sentence(ended.complaint)
    assert "permission" in ended.complaint
    assert everything_in(root) == before


def test_an_incidents_json_that_may_not_be_read(tmp_path: Path) -> None:
    """The desk opens on the working copy, says why it asks, and leaves the file as it is."""
    store = tmp_path / "store"
    run("new", store)
    file = store / "incidents.json"
    before = file.read_bytes()
    file.chmod(0)
    with Terminal([*without_privilege(), the_command(), store]) as terminal:
        terminal.wait_for("No events in this store yet.")
        terminal.press("D")
        terminal.wait_for("l leave it")
        assert "incidents.json cannot be read: you have no permission to read it" in terminal.text
        terminal.press("l", "Q")
        assert terminal.wait_for_end() == 0
    assert file.stat().st_mode & 0o777 == 0
    file.chmod(0o600)
    assert file.read_bytes() == before


def test_a_broken_working_copy_is_built_anew(tmp_path: Path) -> None:
    """`checkpoint` says so, and what is missing; the broken one is kept."""
    place = tmp_path / "store"
    file_of(meta(operation=7))(place)
    (place / "desk.sqlite").write_bytes(b"not a database" * 100)
    ended = run("checkpoint", "--store", place)
    assert ended.code == 0
    assert "kept as desk.sqlite.damaged-1" in ended.complaint
    assert "covers operation 7. The history before is missing" in ended.complaint
    assert (place / "desk.sqlite.damaged-1").read_bytes() == b"not a database" * 100


def test_a_name_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    """Control characters in a folder's name are shown, not obeyed."""
    code, _, complaint = run("checkpoint", "--store", tmp_path / "\x1b]0;title\x07\x9b31m")
    assert code == 3
    assert is_sentence(complaint)
    assert "␛]0;title␇" in complaint
