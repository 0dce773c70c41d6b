"""Names that are no text: of folders, which SQLite could not open, and of users."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from store.repository import Repository
from tests.builders import a_store, event
from tests.cli.outside import everything_in, is_sentence, run

#: As a shell hands over bytes that are not UTF-8.
ODD = os.fsdecode(b"a\xffb")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A closed store."""
    with a_store(tmp_path / "store", event(1)) as repository:
        repository.checkpoint()
    return tmp_path / "store"


@pytest.mark.parametrize(
    "command",
    [
        ["new", "ODD"],
        ["new", "ODD", "--from", "STORE/incidents.json"],
        ["backup", "ODD", "--store", "STORE"],
        ["recover", "ODD", "--store", "STORE"],
        ["restore", "STORE", "--store", "ODD"],
        ["restore", "ODD", "--store", "STORE"],
        ["checkpoint", "--store", "ODD"],
        ["history", "--store", "ODD"],
        ["verify", "--store", "ODD"],
        ["backup", "other", "--store", "ODD"],
    ],
    ids=" ".join,
)
def test_a_path_that_is_not_utf8_is_refused(place: Path, command: list[str]) -> None:
    """One sentence, before anything is made."""
    names = {"ODD": str(place.with_name(ODD)), "STORE": str(place)}
    words = [names.get(word, word.replace("STORE", str(place))) for word in command]
    before = everything_in(place.parent)
    code, output, complaint = run(*words)
    assert code in (3, 5)
    assert output == ""
    assert is_sentence(complaint)
    assert "its path is not UTF-8; give it another name" in complaint
    assert everything_in(place.parent) == before


@pytest.mark.parametrize(
    ("login", "who"),
    [
        (os.fsdecode(b"ada\xff"), "ada▯"),
        ("ada\x1b[2J\n", "ada␛[2J␊"),
        ("a" * 5000, "a" * 100),
        (" ", f"uid {os.getuid()}"),
        ("outside", "outside (user)"),
        ("نور", "نور"),
    ],
    ids=["bytes", "controls", "long", "blank", "reserved", "arabic"],
)
def test_any_login_name_can_write(
    place: Path, monkeypatch: pytest.MonkeyPatch, login: str, who: str
) -> None:
    """It is written safe to show, short, and never as the name that is other programs'."""
    (place / "incidents.json").write_text('{"events": {"1": {"title": "theirs"}}}', "utf-8")
    monkeypatch.setenv("LOGNAME", login)
    code, _, complaint = run("checkpoint", "--take", "--store", place)
    assert (code, complaint) == (0, "")
    with closing(Repository.open(place, author=who)) as repository:
        taken = repository.undoable()
        assert taken is not None
        assert taken.author == who
