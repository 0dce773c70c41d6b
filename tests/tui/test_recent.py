"""The queries that were kept lately."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tui.recent import MOST, Recent


def test_the_newest_stands_first_and_each_once(tmp_path: Path) -> None:
    """A query that is asked again comes to the front; an empty one is none."""
    recent = Recent(tmp_path)
    for query in ("a", "b", "", "a"):
        recent.remember(query)
    assert recent.queries == ["a", "b"]


def test_another_session_knows_them(tmp_path: Path) -> None:
    """Also those with line breaks and letters of any script; two desks do not lose each other's."""
    ada, noor = Recent(tmp_path / "state"), Recent(tmp_path / "state")
    ada.remember('"two\nlines"')
    ada.write()
    noor.remember("بانياس")
    noor.write()
    ada.remember("last")
    ada.write()
    later = Recent(tmp_path / "state")
    later.read()
    assert later.queries == ["last", '"two\nlines"', "بانياس"]


def test_only_so_many_are_kept_and_for_the_user_alone(tmp_path: Path) -> None:
    """The newest hundred, in a file that nobody else can read."""
    recent = Recent(tmp_path)
    for number in range(MOST + 5):
        recent.remember(str(number))
    recent.write()
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    later = Recent(tmp_path)
    later.read()
    assert len(later.queries) == MOST
    assert later.queries[0] == str(MOST + 4)


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"no json\n", b'["a"]\n', b"12\n", b""])
def test_a_file_that_cannot_be_read_is_done_without(tmp_path: Path, raw: bytes) -> None:
    """The session's own queries are there all the same."""
    (tmp_path / "queries").write_bytes(raw)
    recent = Recent(tmp_path)
    recent.read()
    recent.remember("a")
    assert recent.queries == ["a"]
    recent.write()
    later = Recent(tmp_path)
    later.read()
    assert later.queries == ["a"]


def test_a_folder_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    """Where a file lies in the folder's place, queries last as long as the session."""
    (tmp_path / "state").write_text("in the way")
    recent = Recent(tmp_path / "state")
    recent.remember("a")
    recent.write()
    recent.read()
    assert recent.queries == ["a"]
