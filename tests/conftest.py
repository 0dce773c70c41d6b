"""What every test stands on: the tools it may ask for, and a home that is not the user's."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

#: What a shell, a terminal or a desktop says about itself, and what programs listen to.
FROM_OUTSIDE = (
    "COLORFGBG",
    "COLORTERM",
    "EDITOR",
    "NO_COLOR",
    "SSH_CLIENT",
    "SSH_CONNECTION",
    "SSH_TTY",
    "STY",
    "TERM_PROGRAM",
    "TMUX",
    "TMUX_PANE",
    "VISUAL",
    "XDG_RUNTIME_DIR",
)

#: Whole families of such names; the snapshot plugin's own are not from outside.
PREFIXES = re.compile(r"INCIDENT_DESK|TEXTUAL_(?!SNAPSHOT_)")

# No profile has a deadline: how long an example takes is the machine's affair.
# So many examples a property fit into the minutes that a whole run may take; `soak` looks longer.
EXAMPLES = 40
settings.register_profile("local", deadline=None, max_examples=EXAMPLES)
# The same examples in every run: a build that fails fails again.
settings.register_profile(
    "ci", deadline=None, max_examples=EXAMPLES, derandomize=True, print_blob=True
)
# Before a release, and after a change to what the properties are about.
settings.register_profile("soak", deadline=None, max_examples=5000, print_blob=True)


def is_ci() -> bool:
    """Whether this is the build, where nothing may be left out."""
    return os.environ.get("CI") == "true"


settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if is_ci() else "local"))


def need(tool: str) -> str:
    """The path of a program; without it the test is skipped, and in the build it fails."""
    path = shutil.which(tool)
    if path:
        return path
    if is_ci():
        pytest.fail(f"{tool} is missing, and the build has to run this test.")
    pytest.skip(f"{tool} is not installed here.")


def where_present(tool: str) -> str:
    """The path of a program that the build may lack too; without it the test is skipped."""
    path = shutil.which(tool)
    if path is None:
        pytest.skip(f"{tool} is not installed here.")
    return path


def the_command() -> str:
    """The path of the installed `incident-desk`, beside the Python that runs the tests."""
    return need(str(Path(sys.executable).with_name("incident-desk")))


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes a new, empty home folder each time it is called."""
    # One folder for all of them: to number a temporary folder, pytest lists all that there are.
    root = tmp_path_factory.mktemp("homes")
    numbers = itertools.count()

    def make() -> Path:
        home = root / str(next(numbers))
        home.mkdir()
        return home

    return make


@pytest.fixture(autouse=True)
def home(homes: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own home folder: none touches the user's, nor feels the terminal it runs in."""
    folder = homes()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / ".config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / ".cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / ".local" / "share"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / ".local" / "state"))
    # In what a test starts, and in itself: links and colours go by it.
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in list(os.environ):
        if name in FROM_OUTSIDE or PREFIXES.match(name):
            monkeypatch.delenv(name)
    return folder
