"""What the command line understands, and what it says to the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

import tui
from tests.cli.outside import Ended, everything_in, is_sentence, run
from tui.cli.parser import COMMANDS, STORE_VARIABLE, Options, parse


def test_the_version_is_told() -> None:
    """`--version` prints name and version, and nothing else."""
    assert run("--version") == Ended(0, f"incident-desk {tui.__version__}\n", "")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_command_and_exit_code(option: str) -> None:
    """`--help` says how each command is called and what the exit codes mean."""
    code, output, complaint = run(option)
    assert (code, complaint) == (0, "")
    for command in COMMANDS:
        assert command in output
    for meaning in ("0 done", "2 wrong", "3 the store", "4 no terminal", "5 the store"):
        assert meaning in " ".join(output.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_a_help_of_its_own(command: str) -> None:
    """`COMMAND --help` says how that one is called."""
    code, output, complaint = run(command, "--help")
    assert (code, complaint) == (0, "")
    assert output.startswith(f"usage: incident-desk {command} ")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("new",),
        ("new", "a", "b"),
        ("checkpoint",),
        ("checkpoint", "a"),
        ("--theme", "pink", "store"),
        ("--theme",),
        ("demo", "--theme", "pink"),
        ("--no-such-option", "store"),
        ("store", "--fresh"),
        ("demo", "--team"),
        ("a", "b"),
        ("--vers",),
        ("store", "\x1b]0;title\x07"),
    ],
)
def test_what_is_not_understood_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Wrong or missing arguments: exit code 2, a way to help, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    code, output, complaint = run(*arguments)
    assert (code, output) == (2, "")
    assert is_sentence(complaint), complaint
    assert "incident-desk" in complaint.removeprefix("incident-desk")
    assert everything_in(tmp_path) == {}


@pytest.mark.parametrize("command", ["open", "checkpoint"])
def test_the_environment_names_the_store(tmp_path: Path, command: str) -> None:
    """Where no folder is given, the variable's is meant."""
    place = tmp_path / "store"
    run("new", place)
    assert STORE_VARIABLE == "INCIDENT_DESK_STORE"
    code, output, complaint = run(command, INCIDENT_DESK_STORE=str(place))
    if command == "open":
        assert (code, output) == (4, "")
        assert "terminal" in complaint
    else:
        assert (code, complaint) == (0, "")
        assert str(place) in output


def test_a_folder_with_the_name_of_a_command_can_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`./demo` is a folder, `demo` is the command."""
    monkeypatch.chdir(tmp_path)
    code, _, complaint = run("checkpoint", "--store", "./demo")
    assert code == 3
    assert "there is no such folder" in complaint


@pytest.mark.parametrize("arguments", ["--theme desk-light demo", "demo --theme desk-light"])
def test_a_theme_may_stand_before_and_behind_a_command(arguments: str) -> None:
    """`--theme NAME demo` is the demonstration, not a folder of that name."""
    assert parse(arguments.split()) == Options("demo", theme="desk-light")


@pytest.mark.parametrize("arguments", ["--theme desk-light demo.d", "demo.d --theme desk-light"])
def test_a_theme_may_stand_before_and_behind_a_folder(arguments: str) -> None:
    """What is no command is a folder."""
    assert parse(arguments.split()) == Options("open", Path("demo.d"), "desk-light")


def test_without_a_terminal_the_desk_says_so(tmp_path: Path) -> None:
    """Input that is no terminal: one sentence, exit code 4, and the store is untouched."""
    place = tmp_path / "store"
    run("new", place)
    before = everything_in(tmp_path)
    code, output, complaint = run(place)
    assert (code, output) == (4, "")
    assert is_sentence(complaint)
    assert everything_in(tmp_path) == before


def test_without_a_terminal_the_demonstration_makes_nothing(home: Path) -> None:
    """`demo` into a pipe: exit code 4, and no copy is made."""
    code, output, complaint = run("demo")
    assert (code, output) == (4, "")
    assert is_sentence(complaint)
    assert everything_in(home) == {}
