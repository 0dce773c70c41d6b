"""A folder in which a store is being made: nobody else comes in, and a failure leaves nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from store.care import restore, switch
from store.care.adoption import adopt
from store.care.findings import Grade
from store.care.recover import recover
from store.care.verify import verify
from store.errors import DeskError, StoreExists, UnwritableStore
from store.folder import Folder, sync
from store.repository import Repository
from store.tiny import checkpoint
from tests.builders import a_store, event

Make = Callable[[Path, Path], object]

MAKERS: dict[str, tuple[Make, ModuleType, str]] = {
    "new": (lambda _, to: Repository.create(to), checkpoint, "build"),
    "adopt": (lambda store, to: adopt(store / "incidents.json", to), checkpoint, "build"),
    "recover": (lambda store, to: recover(Folder(store), to), checkpoint, "build"),
    "restore": (restore.restore, restore, "copy_store"),
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A closed store with an original in it."""
    with a_store(tmp_path / "store", event(1)) as repository:
        repository.checkpoint()
    (tmp_path / "store" / "reports" / "letter.txt").write_text("Dear friend,")
    return tmp_path / "store"


@pytest.mark.parametrize("was_there", [False, True])
@pytest.mark.parametrize("name", MAKERS)
def test_nobody_else_comes_in_and_a_failure_leaves_nothing(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, was_there: bool
) -> None:
    """Another one makes no store there, and opens none; then the disk is full."""
    make, module, step = MAKERS[name]
    to = tmp_path / "new"
    if was_there:
        to.mkdir()

    def full(*_: Any, **__: Any) -> None:
        with pytest.raises((StoreExists, UnwritableStore)):
            Repository.create(to)
        with pytest.raises(DeskError):
            Repository.open(to, patience=0)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(module, step, full)
        # Who is kept out need not wait long for that.
        patched.setattr("store.folder.PATIENCE", 0.05)
        with pytest.raises(UnwritableStore, match="no space left on device"):
            make(store, to)
    assert to.exists() is was_there
    assert not was_there or not any(to.iterdir())
    make(store, to)
    Repository.open(to).close()


def test_a_restore_that_was_decided_is_finished(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended while it puts the parts in their places: they are not taken back."""
    to = tmp_path / "new"

    def interrupted(path: Path) -> None:
        sync(path)
        if (to / "replaced-1").exists():
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(switch, "sync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            restore.restore(store, to)
    repository = Repository.open(to)
    with repository.read() as reader:
        assert str(reader.get(event(1).ref).ref) == "E1"
    repository.close()
    assert (to / "reports" / "letter.txt").read_text() == "Dear friend,"


def test_a_file_that_writes_out_what_goes_without_saying_is_whole(tmp_path: Path) -> None:
    """A store made of another program's file is not called damaged for its way of writing."""
    file = tmp_path / "theirs.json"
    file.write_text(
        '{"events": {"1": {"title": "A burial", "status": "to do", "tags": [], "summary": ""}},'
        ' "reports": {"1": {"text": "Nine.", "triage": {"state": "new"}}}}'
    )
    adopt(file, tmp_path / "store")
    found = list(verify(tmp_path / "store"))
    assert [one.sentence for one in found if one.grade is Grade.DAMAGE] == []
