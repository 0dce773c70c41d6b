"""A command that is ended in the middle: it says what it leaves, and leaves nothing half made."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from store.care import backup, restore
from store.tiny import checkpoint, document_file
from tests import builders
from tests.builders import a_store
from tests.cli.outside import everything_in
from tui.cli import run


class Stopped(NamedTuple):
    """A command that is ended in the midst of a step."""

    arguments: list[str]
    module: ModuleType
    step: str
    left: str
    """What it says that it leaves."""


STOPPED = {
    "backup": Stopped(["backup", "new", "--store", "store"], backup, "tidy", "no backup was made"),
    "new --from": Stopped(
        ["new", "new", "--from", "store.json"], checkpoint, "build", "no store was made"
    ),
    "recover": Stopped(
        ["recover", "new", "--store", "store"], checkpoint, "build", "nothing was saved"
    ),
    "restore": Stopped(
        ["restore", "store", "--store", "new"],
        restore,
        "copy_store",
        "the store is whole, as it was or restored",
    ),
    "verify": Stopped(
        ["verify", "--store", "store"], document_file, "written", "not everything was looked at"
    ),
}


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
    (tmp_path / "store.json").write_text('{"events": {"1": {"title": "A burial"}}}')
    before = _lying_in(tmp_path)
    monkeypatch.setattr(module, step, _ended_in(getattr(module, step), number))
    assert run(arguments) == code
    assert capsys.readouterr().err == f"incident-desk: stopped; {left}.\n"
    assert _lying_in(tmp_path) == before


def _ended_in(step: Callable[..., Any], number: int) -> Callable[..., Any]:
    def ended(*given: Any, **named: Any) -> Any:
        os.kill(os.getpid(), number)
        return step(*given, **named)

    return ended


def _lying_in(folder: Path) -> dict[str, tuple[int, bytes]]:
    """All but what SQLite keeps beside a database and makes anew as it likes."""
    return {
        name: found
        for name, found in everything_in(folder).items()
        if not name.endswith(("-shm", "-wal"))
    }
