"""What is really loaded: the run-time twin of the import contracts in pyproject.toml."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from store.commands.records import WriteRecords
from store.repository import Repository
from tests.builders import event, report

ROOT = Path(__file__).parents[2]

#: What the first screen must never wait for: heavy, or only of use to an importer.
HEAVY = {
    "dateparser",
    "httpx",
    "pandas",
    "pyarrow",
    "rapidfuzz",
    "sqlalchemy",
    "tinydb",
    "trafilatura",
}

WITHOUT_TEXTUAL = (
    "tui.__main__",
    "tui.cli",
    "tui.keys",
    "tui.bindings",
    "tui.config.template",
    "tui.render",
    "tui.state",
    "tui.intents",
)

#: Ends a program: what has been loaded, as one line of JSON.
REPORT = "import json, sys; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"

COMMAND = """
import sys
sys.argv = ["incident-desk", *{arguments!r}]
from tui.__main__ import main
try:
    code = main()
except SystemExit as end:
    code = end.code or 0
if code != {code}:
    sys.exit(f"incident-desk ended with {{code!r}}")
"""

#: The program is on a terminal, as far as it can tell.
ON_TERMINAL = """
import sys
for stream in (sys.stdin, sys.stdout, sys.stderr):
    stream.isatty = lambda: True
"""

FIRST_ROWS = """
from pathlib import Path
from rich.color import ColorSystem
from store.repository import Repository
from tui import config
from tui.desk.beginning import begin
from tui.desk.first_rows import Paper, first_rows
from tui.desk.link import Link
from tui.desk.terminal import opening
link = Link(Repository.open(Path({place!r})))
begun = begin(link, None, config.read())
first_rows(begun, link, Paper(160, 45, "desk-dark", False, ColorSystem.TRUECOLOR))
"""


def loaded(program: str) -> set[str]:
    """The modules that a program of its own has loaded in the end, with their packages."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{REPORT}"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{program.strip()}\n{done.stderr}"
    modules: list[str] = json.loads(done.stderr.splitlines()[-1])
    return {*modules, *(module.partition(".")[0] for module in modules)}


def test_the_store_loads_no_screen() -> None:
    """Importing the repository loads nothing of the terminal face, of Textual or of Rich."""
    assert loaded("import store.repository") & {"tui", "textual", "rich"} == set()


@pytest.mark.parametrize("module", WITHOUT_TEXTUAL)
def test_only_the_desk_loads_textual(module: str) -> None:
    """Importing what is outside tui.desk loads neither Textual nor the desk."""
    assert loaded(f"import {module}") & {"textual", "tui.desk"} == set()


@pytest.mark.parametrize("command", ["listing", "counting", "changing"])
def test_a_command_in_a_pipe_waits_for_no_screen(command: str) -> None:
    """What scripts call most loads neither Textual nor Rich, which only a terminal needs."""
    assert loaded(f"import tui.cli.{command}") & {"textual", "rich"} == set()


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_answer_at_once(option: str) -> None:
    """Neither the screen nor the store's engines are loaded to tell the use and the version."""
    assert (
        loaded(COMMAND.format(arguments=[option], code=0)) & {"textual", "apsw", "msgspec"} == set()
    )


def test_plain_lines_wait_for_no_screen() -> None:
    """Who decides in lines loads nothing that draws, and nothing heavy before it is asked for."""
    assert loaded("import tui.cli.plain.session") & ({"textual", "rich.console"} | HEAVY) == set()


def test_without_a_configuration_nothing_is_loaded_to_read_one() -> None:
    """Neither the parser of TOML nor what checks the sections, nor the columns of the rows."""
    read = loaded("from tui import config\nassert config.read() is config.DEFAULTS")
    assert read & {"tomllib", "difflib", "tui.config.sections", "tui.render.columns"} == set()


def test_the_first_rows_wait_for_what_draws_them(tmp_path: Path) -> None:
    """They are drawn without Textual, its loop, and what builds, mends and changes a store."""
    place = tmp_path / "store"
    # With a view, a list, a detail, and a working copy that is there already.
    with closing(Repository.create(place)) as repository:
        repository.run(WriteRecords([event(1), report(1)]))
    read = loaded(FIRST_ROWS.format(place=str(place)))
    later = {
        *("asyncio", "rich.console", "calendar", "ctypes", "hashlib"),
        *("store.tiny", "store.snapshot", "store.sql.write", "store.sql.log", "store.syntax"),
        *("tui.desk.workspace", "tui.desk.workbench", "tui.desk.dialogs"),
    }
    assert read & {"textual", *later, *HEAVY} == set()


@pytest.mark.parametrize(
    ("arguments", "code", "terminal", "environment"),
    [
        (["--no-such-option"], 2, ON_TERMINAL, {}),
        (["/no/such/store"], 3, ON_TERMINAL, {}),
        (["/no/such/store"], 4, "", {}),
        (["/no/such/store"], 4, ON_TERMINAL, {"TERM": "dumb"}),
    ],
    ids=["wrong arguments", "a missing store", "no terminal", "a dumb one"],
)
def test_what_cannot_be_opened_is_told_at_once(
    arguments: list[str],
    code: int,
    terminal: str,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither the screen nor the engine of the store is loaded to say why there is no desk."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    read = loaded(terminal + COMMAND.format(arguments=arguments, code=code))
    assert read & {"textual", "rich", "apsw", "msgspec"} == set()


def test_the_first_screen_waits_for_nothing_heavy() -> None:
    """Importing the desk's app loads no library that only importers or other tools use."""
    assert loaded("import tui.desk.app") & HEAVY == set()
