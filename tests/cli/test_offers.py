"""What a command says of paths: safe to show, and a command that it offers can be copied."""

from __future__ import annotations

import re
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from tests.builders import a_store, event
from tests.cli.outside import run
from tui.cli import demo, parser
from tui.cli.options import Options

#: Colours, erases, turns the rest of the line round.
SPITEFUL = "\x1b[32m\x07\u202egreen\x9b1m\nincident-desk: all is well."
COMMANDS = ("new", "backup", "recover")


def said_by(command: str, folder: Path, tmp_path: Path) -> str:
    """What a command that makes a store there says of it."""
    arguments: list[str | Path] = [command, folder]
    if command != "new":
        with a_store(tmp_path / "store", event(1)) as repository:
            repository.checkpoint()
        arguments += ["--store", tmp_path / "store"]
    code, output, complaint = run(*arguments)
    assert (code, complaint) == (0, "")
    return output


def is_safe(output: str) -> bool:
    """Whether nothing but printable lines reaches the terminal."""
    return all(line.isprintable() for line in output.removesuffix("\n").split("\n"))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["it's $HOME;`id`", "بانياس"])
def test_an_offered_command_opens_the_folder(tmp_path: Path, command: str, name: str) -> None:
    """A shell makes of it the arguments that open that very folder."""
    offered = offered_in(said_by(command, tmp_path / name, tmp_path))
    assert opened_by(offered) == tmp_path / name


@pytest.mark.parametrize("name", ["new", "-x", "--help"])
def test_a_folder_with_the_name_of_a_command_or_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It is offered as a folder."""
    monkeypatch.chdir(tmp_path)
    code, output, _ = run("new", "--", name)
    assert code == 0
    assert opened_by(offered_in(output)) == Path(name)


def offered_in(output: str) -> str:
    """The command between the quotes."""
    found = re.search(r"`incident-desk (.*)` opens it\.", output)
    assert found, output
    return found[1]


def opened_by(offered: str) -> Path:
    """The folder that the desk would open, were the command typed."""
    words = subprocess.run(
        ["sh", "-c", f"printf '%s\\0' {offered}"], capture_output=True, text=True, check=True
    ).stdout.split("\0")[:-1]
    options = parser.parse(words)
    assert options.command == "open"
    return options.place


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_is_offered_that_would_not_work(tmp_path: Path, command: str) -> None:
    """A name that cannot be shown as it is cannot be copied either: that is said."""
    output = said_by(command, tmp_path / SPITEFUL, tmp_path)
    assert is_safe(output)
    assert "`incident-desk" not in output
    assert "the command that opens it is not given here" in " ".join(output.split())


def test_verify_and_restore_show_spiteful_names_safely(tmp_path: Path) -> None:
    """Of a whole store, of a damaged one, of a hash that was altered, of a folder from before."""
    place = tmp_path / SPITEFUL
    with a_store(place, event(1)) as repository:
        repository.checkpoint()
    shutil.copytree(place, tmp_path / f"{SPITEFUL}2")
    ended = [run("verify", "--store", place)]
    ended.append(run("restore", tmp_path / f"{SPITEFUL}2", "--store", place))
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.execute("UPDATE operations SET hash = char(27) || '[31m' WHERE sequence = 2")
    ended.append(run("verify", "--store", place))
    ended.append(run("verify", "--head", "--store", place))
    assert [one.code for one in ended] == [0, 0, 6, 0]
    assert all(is_safe(one.output) and one.output for one in ended)
    assert all(one.complaint == "" for one in ended)


def test_a_demonstration_set_aside_is_named_safely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`demo --fresh` says where the copy from before lies."""
    monkeypatch.setattr(demo, "terminal_problem", lambda: "")
    monkeypatch.setattr(demo, "open_desk", lambda *_: 0)
    for fresh in (False, True):
        assert demo.demo(tmp_path / SPITEFUL, Options("demo", fresh=fresh)) == 0
    said = capsys.readouterr().out
    assert "The copy before now lies in " in said
    assert is_safe(said)
