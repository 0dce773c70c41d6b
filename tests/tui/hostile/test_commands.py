"""The same store from a shell: what commands print, and what they complain of."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from store.ids import Kind
from tests.cli.inside import carried_out
from tests.conftest import the_command
from tests.tui.hostile import marked, people, strict
from tests.tui.hostile.conftest import PACKED
from tests.tui.terminal import Terminal
from tests.tui.test_render_line import ACTING

FIRST = [kind.ref(1) for kind in Kind]
#: With every payload in every field.
ALL = [kind.ref(number) for kind in Kind for number in range(1, 1 + len(marked.packed(PACKED)))]
ODD = "zq\x1b]52;c;eA==\x07\u202e[/]\x9b31m"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["list", "event:*"], None),
        (["list", "--jsonl", "zq0"], None),
        (["show", *ALL], 0),
        (["show", "--json", *FIRST], 0),
        (["count", "--by", "tag", ""], None),
        (["history"], 0),
        (["history", "E1"], 0),
        (["history", "--jsonl"], 0),
        (["digest", "--all", "--since", "2020-01-01"], 0),
        (["digest", "--by", ODD], 0),
        (["verify"], None),
        (["check"], 0),
        (["check", "--jsonl"], 0),
        (["check", ODD], None),
        (["check", "--rule", ODD], 2),
        (["show", ODD], 1),
        (["list", ODD], None),
        (["list", f"{ODD}:x"], None),
        (["set", "E1", f"{ODD}={ODD}"], None),
        (["tag", ODD, "--add", ODD], None),
        (["digest", "--since", ODD], None),
        ([ODD], None),
        (["list", f"--{ODD}"], None),
    ],
    ids=lambda value: ascii(value)[:60],
)
def test_nothing_that_a_command_prints_acts(
    place: Path, command: list[str], code: int | None
) -> None:
    """On either stream, also in what is told back of the command itself."""
    ended = carried_out(*command, "--store", place)
    printed = ended.output.replace("\t", " ") + ended.complaint
    if "--json" in command or "--jsonl" in command:
        # There the text is the source's own but for what acts, for programs to read.
        assert not ACTING.search(printed.replace("\n", ""))
    else:
        assert strict.faults(printed.encode("utf-8", "surrogatepass")) == []
    assert code is None or ended.code == code or ended.complaint


def test_the_fields_of_what_has_no_pane_are_shown_too(place: Path) -> None:
    """`show` has every field of every kind."""
    # Of the first ones somebody has changed some, and has a name of their own.
    second = [kind.ref(2) for kind in Kind]
    told = marked.markers(carried_out("show", *second, "--store", place).output)
    assert {name for marker, name in marked.NAMES.items() if marker not in told} == set()


def test_nothing_acts_on_a_terminal(place: Path) -> None:
    """Tables and pictures as a terminal gets them, in colour: nothing is sent but drawing."""
    store = shlex.quote(str(place))
    words = " ".join(FIRST)
    commands = [f"list zq0 --store {store}", f"show {words} --store {store}"]
    commands += [f"history --store {store}", f"{shlex.quote(people.FOLDER)}"]
    script = "; ".join(f"{the_command()} {each}" for each in commands)
    with Terminal(["sh", "-c", script], columns=100, rows=30) as terminal:
        terminal.wait_for_end()
        assert strict.faults(bytes(terminal.output)) == []
        assert b"zq031" in terminal.output
        assert terminal.title == ""


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A configuration that somebody wrote for somebody else."""
    file = tmp_path / f"{ODD.replace('/', '')}.toml"
    quoted = json.dumps(ODD, ensure_ascii=True)
    file.write_text(
        f"user = {quoted}\ntheme = {quoted}\n{quoted} = 1\n[triage]\nreasons = [{quoted}]\n"
        f"[keys]\n{quoted} = {quoted}\n[columns]\n{quoted} = [{quoted}]\nquote = [{quoted}]\n"
    )
    return file


@pytest.mark.parametrize("command", [["config"], ["history"], ["doctor"]], ids=" ".join)
def test_a_hostile_configuration_acts_nowhere(
    place: Path, configured: Path, command: list[str]
) -> None:
    """Its name, its keys and its values are told back, and are only words."""
    where: list[str | Path] = [] if command == ["config"] else ["--store", place]
    if command == ["doctor"]:
        where = [place]
    ended = carried_out("--config", configured, *command, *where)
    printed = ended.output.replace("\t", " ") + ended.complaint
    assert strict.faults(printed.encode("utf-8", "surrogatepass")) == []
    assert "zq" in printed


def test_hostile_names_of_tables_and_fields_act_nowhere(tmp_path: Path) -> None:
    """A TinyDB file whose very keys are payloads: looked at, taken in, verified, recovered."""
    file = tmp_path / f"{ODD.replace('/', '')}.json"
    inner = {ODD: {ODD: [ODD]}, "title": ODD, "id": ODD}
    file.write_text(
        json.dumps({ODD: {"1": inner}, "events": {"1": inner}, "reports": {ODD: inner}})
    )
    made = tmp_path / people.FOLDER
    saved = tmp_path / f"{people.FOLDER}2"
    commands: list[list[str | Path]] = [
        ["show", "E1", "--store", file],
        ["new", made, "--from", file],
        ["show", "E1", "--store", made],
        ["verify", "--store", made],
        ["recover", saved, "--store", made],
        ["history", "--store", saved],
        ["checkpoint", "--store", made],
        ["verify", "--store", tmp_path / ODD.replace("/", "")],
    ]
    for command in commands:
        ended = carried_out(*command)
        printed = ended.output + ended.complaint
        assert strict.faults(printed.encode("utf-8", "surrogatepass")) == []
        assert printed
