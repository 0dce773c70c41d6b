"""What the command line understands, and what it says to the rest."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tui
from tests.cli.inside import carried_out
from tests.cli.outside import Ended, everything_in, is_sentence, run
from tui.cli.options import STORE_VARIABLE, Options
from tui.cli.parser import COMMANDS, parse


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
    """`COMMAND --help` says how that one is called, and how its store is named."""
    code, output, complaint = carried_out(command, "--help")
    assert (code, complaint) == (0, "")
    assert output.startswith(f"usage: incident-desk {command} ")
    assert ("--store FOLDER" in output) is (command not in {"new", "demo", "config", "completion"})


@pytest.mark.parametrize(
    "arguments",
    [
        "list --store place kind:event -tag:dup --limit 3",
        "--store place list kind:event --limit=3 -tag:dup",
        "list kind:event --limit 3 -tag:dup --store=place",
        "list --limit 3 --store place -- kind:event -tag:dup",
    ],
)
def test_options_and_words_may_stand_in_any_order(arguments: str) -> None:
    """A word of a query may begin with a dash, which says no."""
    assert parse(arguments.split()) == Options(
        "list", Path("place"), limit=3, words=("kind:event", "-tag:dup")
    )


@given(st.lists(st.text(max_size=4) | st.sampled_from([*COMMANDS, "--", "-", "--store", "--by"])))
def test_any_words_are_understood_or_told_of(words: list[str]) -> None:
    """What is typed ends in options, or in a complaint or a help; never in a failure."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code: object = 0
        try:
            parse(words)
        except SystemExit as end:
            code = end.code
    assert code in (0, 2)


def test_words_with_a_blank_are_no_options() -> None:
    """A note may begin with dashes."""
    assert parse(["note", "E1", "--- who?", "--store", "x"]).text == "--- who?"
    assert parse(["note", "--store", "x", "--", "E1", "--who"]).text == "--who"


def test_a_store_is_named_once() -> None:
    """As FOLDER or as --store FOLDER, not as both."""
    assert parse(["--store", "place"]) == Options("open", Path("place"))
    ended = carried_out("open", "one", "--store", "two")
    assert (ended.code, ended.output) == (2, "")
    assert "the store is named twice" in ended.complaint
    assert "the name of the folder is empty" in carried_out("list", "--store", "").complaint


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


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["decide", "later", "R1", "--reason", "x\udcff"], "--reason 'x▯'"),
        (["list", "kind:event", "\udcff"], "'▯'"),
        (["list", "--fields", "ref,\udcff"], "--fields '▯'"),
        (["tag", "R1", "--add", "a", "--add", "\udcff" * 99], f"--add '{'▯' * 60}…'"),
        (["note", "R1", "\ud800"], "'▯'"),
    ],
)
def test_bytes_that_are_no_text_are_told_of(arguments: list[str], named: str) -> None:
    """One sentence names what has them, before anything is opened."""
    ended = carried_out(*arguments, "--store", "nowhere")
    assert ended == (2, "", f"incident-desk: {named} is not UTF-8.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("lst", "there is no folder lst; did you mean the command list?"),
        ("histroy E1", "there is no folder histroy; did you mean the command history?"),
        ("--store x lsit", "there is no folder lsit; did you mean the command list?"),
        ("note R1 --foo", "note has no option --foo; `-- --foo` is how to write it as a word"),
        ("tag R1 --foo=1 --add x", "tag has no option --foo"),
        ("undo extra --store x", "'extra' is one word too many"),
        ("tag R1 --add -x", "a value that begins with a dash is written --add=-x"),
        ("tag R1 --add --remove x", "argument --add: expected one argument"),
        (f"decide {'x' * 99} R1", f"argument decision: invalid choice: '{'x' * 60}…' (choose from"),
    ],
)
def test_a_slip_of_the_finger_is_told_with_what_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, said: str
) -> None:
    """In the user's words, which is not what the parser was given."""
    monkeypatch.chdir(tmp_path)
    code, output, complaint = carried_out(*arguments.split())
    assert (code, output) == (2, "")
    assert complaint.startswith(f"incident-desk: {said}")


def test_a_folder_that_is_there_is_no_slip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is called almost as a command."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lst").mkdir()
    assert parse(["lst"]) == Options("open", Path("lst"))
    assert parse(["demo.d"]) == Options("open", Path("demo.d"))
