"""Before a command begins: streams that the shell has closed, and Ctrl+C while modules load."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import a_store, event
from tests.conftest import the_command
from tui import __main__, cli
from tui.cli import ending
from tui.cli.options import Options


@pytest.mark.parametrize(
    ("closed", "code", "output"),
    [
        ("list >&-", 0, ""),
        ("list foo:x 2>&-", 2, ""),
        ("tag - --add x <&-", 0, "No record was named, and nothing was changed.\n"),
        ("list <&- >&- 2>&-", 0, ""),
    ],
)
def test_closed_streams_are_no_failure(tmp_path: Path, closed: str, code: int, output: str) -> None:
    """They lead nowhere, and the store's files do not take their place."""
    with a_store(tmp_path / "store", event(1)):
        pass
    named = f"INCIDENT_DESK_STORE={tmp_path / 'store'}"
    done = subprocess.run(
        ["sh", "-c", f"{named} {the_command()} {closed}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, output, "")


def test_ctrl_c_while_modules_load(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The code of a shell, and no traceback."""

    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run", interrupted)
    monkeypatch.setattr(gc, "disable", lambda: None)
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 130
    assert capsys.readouterr() == ("", "")


def test_nobody_need_be_there_to_hear_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal has gone away: the exit code is given all the same, and no second fault."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", buffering=1) as gone:
        with monkeypatch.context() as printing:
            printing.setattr(sys, "stderr", gone)
            assert cli.complain("nobody hears this.", 4) == 4
        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["config"], ""),
        (["completion", "bash"], ""),
        (["index", "--store", "x"], "stopped; what is built stays, and the next desk goes on."),
    ],
)
def test_ctrl_c_in_a_command(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    said: str,
) -> None:
    """Also in one that has no store to say something of."""

    def interrupted(_: Options) -> int:
        raise ending.Asked(2)

    known = cli.commands.COMMANDS[command[0]]
    monkeypatch.setitem(cli.commands.COMMANDS, command[0], known._replace(run=interrupted))
    assert cli.run(command) == 130
    assert capsys.readouterr().err == (f"incident-desk: {said}\n" if said else "")
