"""Original bytes: kept once, under their hash, never written over, whole or not at all."""

from __future__ import annotations

import hashlib
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from store import folder as folders
from store import originals
from store.errors import UnwritableStore
from store.folder import Folder

CONTENT = b"\x00\xffthe bytes as they came"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A store's folder."""
    return folders.create(tmp_path / "store")


def test_bytes_are_kept_under_their_hash(folder: Folder) -> None:
    """The file has exactly these bytes, and nothing else lies beside it."""
    assert originals.keep(folder, CONTENT) == DIGEST
    assert [one.name for one in folder.originals.iterdir()] == [DIGEST]
    assert (folder.originals / DIGEST).read_bytes() == CONTENT


def test_the_same_bytes_are_written_once(folder: Folder) -> None:
    """A second time the file stays the one that it was."""
    originals.keep(folder, CONTENT)
    before = (folder.originals / DIGEST).stat()
    assert originals.keep(folder, CONTENT) == DIGEST
    after = (folder.originals / DIGEST).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(("team", "mode"), [(False, 0o600), (True, 0o660)])
def test_who_may_read_them(tmp_path: Path, mode: int, *, team: bool) -> None:
    """Their owner alone, or the team."""
    folder = folders.create(tmp_path / "store", team=team)
    originals.keep(folder, CONTENT)
    assert stat.S_IMODE((folder.originals / DIGEST).stat().st_mode) == mode


def test_other_bytes_under_that_name_are_not_written_over(folder: Folder) -> None:
    """A damaged original is told of, and stays as it is for who looks into it."""
    (folder.originals / DIGEST).write_bytes(b"others")
    with pytest.raises(UnwritableStore, match="holds other bytes than it is named by"):
        originals.keep(folder, CONTENT)
    assert (folder.originals / DIGEST).read_bytes() == b"others"


def test_a_planted_link_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    """What leads elsewhere is neither read nor written."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(CONTENT)
    (folder.originals / DIGEST).symlink_to(elsewhere)
    with pytest.raises(UnwritableStore):
        originals.keep(folder, CONTENT)


def test_what_a_killed_process_left_is_cleared_away(folder: Folder) -> None:
    """A half-written file goes when the next original is kept."""
    left = folder.originals / ".0190-left.new"
    left.write_bytes(b"half of")
    originals.keep(folder, CONTENT)
    assert not left.exists()


def test_a_folder_that_was_taken_away_is_made_again(folder: Folder) -> None:
    """A store that was rebuilt from incidents.json alone keeps originals as well."""
    folder.originals.rmdir()
    originals.keep(folder, CONTENT)
    assert (folder.originals / DIGEST).read_bytes() == CONTENT


def test_many_keep_the_same_bytes_at_once(folder: Folder) -> None:
    """Each of them has the same answer, and one file is there."""
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: originals.keep(folder, CONTENT), range(40)))
    assert found == {DIGEST}
    assert [one.name for one in folder.originals.iterdir()] == [DIGEST]
