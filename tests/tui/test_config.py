"""The configuration file: what it sets, and what is told of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui import config
from tui.config import Config


@pytest.fixture
def file(home: Path) -> Path:
    """Where the file lies."""
    del home
    place = config.place()
    place.parent.mkdir(parents=True)
    return place


def test_without_a_file_nothing_is_set(home: Path) -> None:
    """And nothing is made."""
    assert config.read() == Config()
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("written", "user"),
    [
        ('user = "Ada Lovelace"', "Ada Lovelace"),
        ("# a comment\n\nuser = 'ada'\n", "ada"),
        ('user = "آدا"', "آدا"),
        ('user = ""', ""),
        ("", ""),
    ],
)
def test_the_name_is_read(file: Path, written: str, user: str) -> None:
    """A name in quotes; an empty one is none."""
    file.write_text(written, "utf-8")
    assert config.read() == Config(user)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b'\n\nuser = "Ada\n', "line 3: "),
        (b"\nuser = 7\n", "line 2: user must be a name in quotes"),
        (b'user = " "\n', "line 1: user must be a name in quotes"),
        (b'user = "' + b"a" * 101 + b'"', "line 1: user has more than 100 characters"),
        (b'\nuser = " outside"', "line 2: user cannot be 'outside', as what other programs"),
        (b'user = "a\\u001bb"\n', "line 1: user must be a name in quotes"),
        (b'\n\n\ncolour = "red"\n', "line 4: there is no setting 'colour'"),
        (b'user = "a"\n[keys]\nundo = "z"\n', "line 2: there is no setting 'keys'"),
        (b'# \xff\nuser = "a"', "line 1 is not UTF-8"),
        (b"user", "line 1: "),
    ],
)
def test_a_bad_file_is_told_by_its_line(file: Path, written: bytes, said: str) -> None:
    """One sentence says where it is wrong, and nothing of the file is used."""
    file.write_bytes(written)
    found = config.read()
    assert found.user == ""
    assert found.problem.startswith(f"{file}, {said}")
    assert found.problem.endswith("; it is not used, and your login name is.")
    assert "\n" not in found.problem


def test_a_folder_in_its_place_is_told(file: Path) -> None:
    """What cannot be read at all has a reason as well."""
    file.mkdir()
    assert "is a directory" in config.read().problem
