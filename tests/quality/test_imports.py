"""What is really loaded: the run-time twin of the import contracts in pyproject.toml."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

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
sys.argv = ["incident-desk", {option!r}]
from tui.__main__ import main
try:
    code = main()
except SystemExit as end:
    code = end.code
if code:
    sys.exit(f"incident-desk {option} ended with {{code!r}}")
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
    assert loaded(COMMAND.format(option=option)) & {"textual", "apsw", "msgspec"} == set()


def test_without_a_configuration_nothing_is_loaded_to_read_one() -> None:
    """Neither the parser of TOML nor what checks the sections, nor the columns of the rows."""
    read = loaded("from tui import config\nassert config.read() is config.DEFAULTS")
    assert read & {"tomllib", "difflib", "tui.config.sections", "tui.render.columns"} == set()


def test_the_first_screen_waits_for_nothing_heavy() -> None:
    """Importing the desk's app loads no library that only importers or other tools use."""
    assert loaded("import tui.desk.app") & HEAVY == set()
