"""Leaving the desk: the TinyDB file is written, and nobody waits without a word."""

from __future__ import annotations

from io import StringIO
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from store.commands.records import WriteRecords
from store.errors import Interrupted
from store.repository import Repository
from tests.builders import a_store, event
from tui.cli import progress
from tui.cli.leaving import leave

MANY = 1200


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What a terminal is told, on a clock on which every look is seconds after the one before."""
    terminal = StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=terminal))
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=count(0, 5).__next__))
    return terminal


@pytest.fixture
def changed(tmp_path: Path) -> Repository:
    """A store of many events of which the file has none."""
    place = tmp_path / "store"
    with a_store(place) as repository:
        repository.checkpoint()
    repository = Repository.open(place)
    repository.run(WriteRecords([event(number, title="one") for number in range(1, MANY)]))
    return repository


def test_it_is_told_how_much_is_written(changed: Repository, line: StringIO) -> None:
    """One line with the percentage, wiped in the end."""
    assert leave(changed) == 0
    told = line.getvalue()
    assert "Writing incidents.json: 41 %" in told
    assert told.endswith("\r\x1b[K")
    assert "\n" not in told
    assert changed.folder.document_file.read_bytes().count(b'"one"') == MANY - 1


def test_ctrl_c_leaves_the_file_as_it_was(
    changed: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what becomes of it, nothing of it lies about, and the next leaving writes it."""

    def pressed(_: progress.Progress, what: str, done: int, total: int) -> None:
        del what
        if done and total:
            raise KeyboardInterrupt

    file = changed.folder.document_file
    before, names = file.read_bytes(), set(file.parent.iterdir())
    with monkeypatch.context() as patched:
        patched.setattr(progress.Progress, "show", pressed)
        assert leave(changed) == 130
    assert "incidents.json is as it was; the desk writes it" in capsys.readouterr().err
    assert file.read_bytes() == before
    assert {path for path in file.parent.iterdir() if path.suffix == ".new"} <= names
    assert leave(Repository.open(file.parent)) == 0
    assert file.read_bytes().count(b'"one"') == MANY - 1


def test_a_desk_that_is_left_stops_writing_behind_the_screen(changed: Repository) -> None:
    """What it began to write is ended: leaving writes it, where that can be seen."""

    def left(done: int, total: int) -> None:
        del done, total
        raise Interrupted

    changed.keeper.clock = lambda: float(1 << 40)
    assert not changed.tend(left).written
    changed.keeper.clock = lambda: float(2 << 40)
    before = changed.folder.document_file.read_bytes()
    with pytest.raises(Interrupted):
        changed.tend(left)
    assert changed.folder.document_file.read_bytes() == before
    assert leave(changed) == 0
    assert changed.folder.document_file.read_bytes() != before
