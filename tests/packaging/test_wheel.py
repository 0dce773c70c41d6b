"""The wheel, installed away from the checkout: what `pipx install .` gives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal
from tui import __version__

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's packages and its command."""
    place = tmp_path_factory.mktemp("wheel")
    for name in ("store", "tui", "seeds"):
        shutil.copytree(
            ROOT / name, place / "source" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    (place / "source" / "docs").mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "docs/incident-desk.1"):
        shutil.copyfile(ROOT / name, place / "source" / name)
    _pip("wheel", "--no-build-isolation", "--wheel-dir", place / "made", place / "source")
    (wheel,) = (place / "made").glob("*.whl")
    _pip("install", "--target", place / "site", wheel)
    shutil.rmtree(place / "source")
    return place / "site"


def _pip(verb: str, *words: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", verb, "--no-deps"]
    done = subprocess.run(
        [*command, "--no-index", *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _environment(installed: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}


def _run(installed: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command in its own folder, which is not the checkout."""
    return subprocess.run(
        [sys.executable, str(installed / "bin" / "incident-desk"), *map(str, words)],
        cwd=installed,
        env=_environment(installed),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_installed_command_says_its_version(installed: Path) -> None:
    """The command is there, and it is the wheel's."""
    done = _run(installed, "--version")
    assert (done.returncode, done.stdout) == (0, f"incident-desk {__version__}\n")


def test_the_installed_command_makes_a_store(installed: Path, tmp_path: Path) -> None:
    """Nothing that it needs was left in the checkout."""
    done = _run(installed, "new", tmp_path / "store")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "store" / "incidents.json").is_file()


def test_the_seeds_travel_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    """`demo` opens the demonstration store, far from the checkout."""
    command: list[str | Path] = [
        sys.executable,
        installed / "bin" / "incident-desk",
        "demo",
        tmp_path / "demo",
    ]
    with Terminal(command, environment=_environment(installed), folder=installed) as terminal:
        terminal.wait_for("The dead of Baniyas")
        terminal.press("Q")
        assert terminal.wait_for_end() == 0


def test_the_wheel_has_no_more_than_the_program(installed: Path) -> None:
    """Tests, benchmarks and documents stay at home, but for the manual page."""
    folders = {entry.name for entry in installed.iterdir() if entry.suffix != ".dist-info"}
    assert folders == {"bin", "store", "tui", "seeds", "share"}
    shared = [path for path in (installed / "share").rglob("*") if path.is_file()]
    assert [path.name for path in shared] == ["incident-desk.1"]


def test_what_is_pinned_is_what_is_asked_for() -> None:
    """Each run-time dependency of the package is in the hashed requirements."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    pinned = (ROOT / "requirements.txt").read_text("utf-8")
    names = [word.split(">")[0].split("=")[0].split("~")[0].split("<")[0].strip() for word in asked]
    assert all(f"\n{name}==" in pinned for name in names), names
