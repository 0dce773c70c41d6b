"""A command that is ended in the middle: it says what it leaves, and leaves nothing half made."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from store import repository
from store.care import adoption, backup, restore
from store.tiny import checkpoint, document_file
from tests import builders
from tests.builders import a_store
from tests.cli.outside import everything_in
from tui.cli import run


class Stopped(NamedTuple):
    """A command that is ended in the midst of a step."""

    arguments: list[str]
    module: ModuleType | type
    step: str
    left: str
    """What it says that it leaves."""


STOPPED = {
    "backup": Stopped(
        ["backup", "new", "--store", "store"], backup, "tidy", "nothing was left in new"
    ),
    "new": Stopped(["new", "new"], checkpoint, "build", "no store was made"),
    "new --from": Stopped(
        ["new", "new", "--from", "store.json"], checkpoint, "build", "no store was made"
    ),
    "new --from, copied": Stopped(
        ["new", "new", "--from", "store.json"], adoption, "sync", "no store was made"
    ),
    "recover": Stopped(
        ["recover", "new", "--store", "store"], checkpoint, "build", "nothing was left in new"
    ),
    "restore": Stopped(
        ["restore", "store", "--store", "new"], restore, "copy_store", "no store was made"
    ),
    "restore, in place of another": Stopped(
        ["restore", "copy", "--store", "store"],
        restore,
        "copy_store",
        "the store is whole, as it was or restored",
    ),
    "checkpoint": Stopped(
        ["checkpoint", "--store", "store"],
        repository.Repository,
        "leave",
        "incidents.json is whole, as it was or written anew",
    ),
    "verify": Stopped(
        ["verify", "--store", "store"], document_file, "written", "not everything was looked at"
    ),
}


@pytest.fixture
def nothing_ignored() -> Iterator[None]:
    """Signals are heard: a shell has Ctrl+C ignored by what it runs in the background."""
    before = [
        (number, signal.signal(number, way))
        for number, way in (
            (signal.SIGINT, signal.default_int_handler),
            (signal.SIGTERM, signal.SIG_DFL),
            (signal.SIGHUP, signal.SIG_DFL),
        )
    ]
    yield
    for number, way in before:
        signal.signal(number, way)


@pytest.mark.usefixtures("nothing_ignored")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
@pytest.mark.parametrize("name", STOPPED)
def test_a_command_that_is_ended(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    number: int,
    code: int,
) -> None:
    """By Ctrl+C or a signal: the code of a shell, one sentence, and all is as it was before."""
    arguments, module, step, left = STOPPED[name]
    monkeypatch.chdir(tmp_path)
    with a_store(tmp_path / "store", builders.event(1)) as store:
        store.checkpoint()
    assert run(["backup", "copy", "--store", "store"]) == 0
    (tmp_path / "store.json").write_text('{"events": {"1": {"title": "A burial"}}}')
    before = _lying_in(tmp_path)
    monkeypatch.setattr(module, step, _ended_in(getattr(module, step), number))
    assert run(arguments) == code
    # A second one, while what was made is taken back, would have ended that.
    assert capsys.readouterr().err == f"incident-desk: stopped; {left}.\n"
    assert _lying_in(tmp_path) == before


def _ended_in(step: Callable[..., Any], number: int) -> Callable[..., Any]:
    def ended(*given: Any, **named: Any) -> Any:
        try:
            signal.raise_signal(number)
            return step(*given, **named)
        finally:
            for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.raise_signal(again)

    return ended


def _lying_in(folder: Path) -> dict[str, tuple[int, bytes]]:
    """All but what SQLite keeps beside a database and makes anew as it likes."""
    return {
        name: found
        for name, found in everything_in(folder).items()
        if not name.endswith(("-shm", "-wal"))
    }
