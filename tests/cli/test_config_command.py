"""`incident-desk config`, and the file that `--config` names."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from store.repository import Repository
from tests.builders import a_store, event
from tests.cli.outside import is_sentence, run
from tui import cli
from tui.cli import open as open_command
from tui.cli.options import Options
from tui.cli.parser import COMMANDS, parse
from tui.config import Config
from tui.config.template import template
from tui.terminal import of_environment

XTERM = of_environment({"TERM": "xterm-256color"})


def test_it_prints_where_the_file_lies_and_what_holds(home: Path) -> None:
    """Without a file these are the defaults, as TOML, and none is made."""
    code, output, complaint = run("config")
    assert (code, complaint) == (0, "")
    place = home / ".config" / "incident-desk" / "config.toml"
    assert output.startswith(f"# The configuration is {place}. There is no such file yet.\n")
    assert output.endswith(template())
    assert not place.exists()


def test_it_lists_every_problem_and_prints_what_was_right(tmp_path: Path) -> None:
    """Each in a comment with its line; the output is a file that is right."""
    file = tmp_path / "mine.toml"
    file.write_text('user = "Ada"\n[keys]\nundoo = "u"\nundo = "f"\nfly\u202e = 1\n'.replace(
        "fly\u202e", '"fly\u202e"'), "utf-8")  # fmt: skip
    code, output, complaint = run("--config", file, "config")
    assert (code, complaint) == (0, "")
    assert f"# The configuration is {file}.\n" in output
    assert "# mine.toml, line 3: there is no action 'undoo'; did you mean 'undo'?\n" in output
    assert "# mine.toml, line 5: there is no action " in output
    assert "\u202e" not in output
    found = tomllib.loads(output)
    assert (found["user"], found["keys"]["undo"], found["keys"]["redo"]) == ("Ada", "f", "U")
    file.write_text(output, "utf-8")
    assert run("config", "--config", file).output == output.replace(
        "".join(line + "\n" for line in output.splitlines() if "# mine.toml" in line), ""
    )


def test_a_command_acts_by_the_file_that_is_named(tmp_path: Path) -> None:
    """Its user's name stands in the history, its problems are told."""
    with a_store(tmp_path / "store", event(1)) as repository:
        repository.checkpoint()
    place, file = tmp_path / "store", tmp_path / "mine.toml"
    file.write_text('user = "Grace"\ncolour = 1\n[keys]\nfly = "x"\n', "utf-8")
    (place / "incidents.json").write_text('{"events": {"1": {"title": "theirs"}}}', "utf-8")
    ended = run("checkpoint", "--take", "--store", place, "--config", file)
    assert ended.code == 0
    assert [line.split(": ")[1] for line in ended.complaint.splitlines()] == [
        "mine.toml, line 2",
        "mine.toml, line 4",
    ]
    newest = run("history", "--limit", "1", "--store", place).output.splitlines()[-1]
    assert "  Grace  " in newest


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "open"])
def test_every_command_takes_a_configuration(command: str) -> None:
    """Before the command or behind it."""
    words = {
        "new": ["a"],
        "backup": ["a"],
        "restore": ["a"],
        "recover": ["a"],
        "show": ["E1"],
        "note": ["E1", "a"],
        "tag": ["E1"],
        "set": ["E1"],
        "decide": ["later", "R1"],
        "completion": ["zsh"],
        "import": ["a.csv"],
        "export": ["--to", "csv"],
    }
    more = words.get(command, [])
    if command not in ("new", "demo", "config", "completion"):
        more += ["--store", "s"]
    behind = parse([command, *more, "--config", "c.toml"])
    assert parse(["--config", "c.toml", command, *more]) == behind
    assert (behind.command, behind.config) == (command, Path("c.toml"))


def test_the_desk_takes_a_configuration() -> None:
    """What follows `--config` is no folder to open."""
    wanted = Options("open", Path("store"), config=Path("c.toml"))
    assert parse(["--config", "c.toml", "store"]) == wanted
    assert parse(["store", "--config", "c.toml"]) == wanted


@pytest.mark.parametrize(("given", "theme"), [("", "desk-light"), ("desk-contrast",) * 2])
def test_the_command_line_s_theme_comes_before_the_configuration_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, theme: str
) -> None:
    """Without `--theme` the desk has the colours that were configured; its problems come along."""
    Repository.create(tmp_path / "store").close()
    file = tmp_path / "my file.toml"
    file.write_text('theme = "desk-light"\na = 1\nb = 2\n', "utf-8")
    opened: list[tuple[str, Config]] = []

    def run_desk(_: object, options: Options, config: Config) -> int:
        opened.append((open_command._theme(options.theme or config.theme, XTERM), config))
        return 0

    monkeypatch.setattr(open_command, "terminal_problem", str)
    monkeypatch.setattr(open_command, "_run", run_desk)
    arguments = ["--config", str(file), str(tmp_path / "store"), *["--theme", given] * bool(given)]
    assert cli.run(arguments) == 0
    ((used, config),) = opened
    assert used == theme
    assert config.remark.endswith(
        f" And 1 more: `incident-desk config --config '{file}'` lists them."
    )


@pytest.mark.parametrize("named", ["missing.toml", "."])
def test_a_file_that_is_named_has_to_be_there(tmp_path: Path, named: str) -> None:
    """Exit code 2, and nothing is done."""
    code, output, complaint = run("new", tmp_path / "store", "--config", tmp_path / named)
    assert (code, output) == (2, "")
    assert is_sentence(complaint)
    assert list(tmp_path.iterdir()) == []
