"""What shells are given to complete command lines with."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.inside import carried_out
from tests.conftest import need, where_present
from tui.cli import parser
from tui.cli.commands.shell import SHELLS
from tui.cli.completion import script

#: Asks bash's own machinery for what it offers behind the words; the last is being typed.
ASK = """
eval "$SCRIPT"
ask() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    [[ $(complete -p incident-desk) == *" -F _incident_desk "* ]] && _incident_desk
    echo "${COMPREPLY[*]}"
}
"""


def offered(*lines: str, folder: Path) -> list[str]:
    """What bash offers for each command line."""
    asked = "\n".join(f"ask incident-desk {line}" for line in lines)
    done = subprocess.run(
        [need("bash"), "--norc", "-c", ASK + asked],
        cwd=folder,
        env={"SCRIPT": script("bash"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_bash_offers_commands_options_values_and_files(tmp_path: Path) -> None:
    """What may stand there, and nothing else."""
    (tmp_path / "list of stores").mkdir()
    told = {
        "li": "list list of stores",
        "reco": "recover",
        "list --js": "--json --jsonl",
        "list --store x --fi": "--fields",
        "list --store l": "list of stores",
        "decide du": "duplicate",
        "note E1 --kind qu": "question",
        "--theme desk-l": "desk-light",
        "new l": "list of stores",
        "undo --config l": "list of stores",
        "tag R1 --add l": "",
        "completion ''": " ".join(SHELLS),
        "--ver": "--version",
    }
    assert dict(zip(told, offered(*told, folder=tmp_path), strict=True)) == told


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_knows_every_command_and_option(shell: str) -> None:
    """The script is made of the parser: nothing is missing from it."""
    text = script(shell)
    for name, command in parser.parsers().items():
        assert re.search(rf"\b{name}\b", text)
        for option in parser.options(command):
            long = option.option_strings[-1]
            assert (f"-l {long[2:]} " if shell == "fish" else long) in text
    assert carried_out("completion", shell).output == text


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_can_read_its_script(tmp_path: Path, shell: str) -> None:
    """The shell itself finds no fault in it."""
    program = need(shell) if shell == "bash" else where_present(shell)
    (tmp_path / "script").write_text(script(shell), "utf-8")
    subprocess.run([program, "-n", tmp_path / "script"], check=True)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_quotes_are_closed(shell: str) -> None:
    """Also where the help has an apostrophe: what is quoted ends on its line."""
    for line in script(shell).splitlines():
        plain = line.replace("'\\''", "").replace("\\'", "")
        assert plain.count("'") % 2 == 0, line
