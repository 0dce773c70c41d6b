"""What may not be in a tracked file: paths of one machine, addresses of package indexes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import need

ROOT = Path(__file__).parents[2]

#: Folders of the machines that this is written on; put together, so as not to be found here.
MACHINE = tuple("/" + name + "/" for name in ("root", "work"))

INDEX = re.compile(r"--(extra-)?index-url|--(find-links|trusted-host)|https?://[^ \"]+/simple/?")


def tracked() -> list[tuple[str, str]]:
    """The name and text of each file that is tracked, or will be when it is added."""
    listed = subprocess.run(
        [need("git"), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name.decode() for name in listed.stdout.split(b"\0") if name]
    # Pictures and original documents hold what they hold: what cannot be read as text is no text.
    return [
        (str(path.relative_to(ROOT)), path.read_text("utf-8", errors="replace"))
        for path in paths
        if path.is_file()
    ]


def test_no_file_names_a_folder_of_one_machine() -> None:
    """No tracked file holds a path that exists on the writer's machine only."""
    assert [name for name, text in tracked() if any(path in text for path in MACHINE)] == []


def test_no_file_names_a_package_index() -> None:
    """No tracked file says where packages are to be fetched from: that is the user's setting."""
    assert [name for name, text in tracked() if INDEX.search(text)] == []


@pytest.mark.parametrize(
    "name",
    [
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-web.txt",
        "requirements-soak.txt",
    ],
)
def test_requirements_are_pinned_and_hashed(name: str) -> None:
    """Each requirement has one version and its hashes, and no address of any host."""
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=[^\s#])", text)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+==[\w.]+( ; [^\\]+)? \\\n    --hash=sha256:", entry), entry


def test_developing_needs_what_running_needs() -> None:
    """Each pin of the running desk is the same for its developers."""
    pins = [
        {line for line in (ROOT / name).read_text("utf-8").splitlines() if "==" in line}
        for name in ("requirements.txt", "requirements-dev.txt")
    ]
    assert pins[0] <= pins[1]
