"""TinyDB's own tests, fetched from PyPI for the run, pass with a store in a database's place."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.conftest import is_ci
from tests.store.folders import ROOT
from tests.store.tiny import stock_suite

#: The user's own settings of pip; a test has a home of its own.
OUTSIDE = dict(os.environ)


def exceptions() -> dict[str, str]:
    """The tests that are to fail, and why, from the one list there is."""
    text = (ROOT / "docs" / "file-format.md").read_text("utf-8")
    return dict(re.findall(r"^\| `(test_\w+)` \| (.+) \|$", text, re.MULTILINE))


def pinned() -> tuple[str, list[str]]:
    """TinyDB's requirement as it is pinned, and the hashes of its files on PyPI."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    found = re.search(r"^tinydb==[\d.]+ \\\n(?: +--hash=\S+(?: \\)?\n)+", text, re.MULTILINE)
    assert found
    return found[0].replace("\\\n", " "), re.findall(r"--hash=sha256:(\w+)", found[0])


def source(cache: Path) -> Path:
    """TinyDB's source distribution, from the cache or from PyPI, as it is pinned by its hash."""
    requirement, hashes = pinned()
    archive = cache / f"tinydb-{version('tinydb')}.tar.gz"
    if not archive.exists():
        (cache / "requirement.txt").write_text(requirement)
        # The build backend is installed with the project; it is asked for nothing but the name.
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q"),
                *("--no-deps", "--no-binary", "tinydb", "--no-build-isolation"),
                *("--require-hashes", "-r", "requirement.txt"),
            ],
            cwd=cache,
            env=OUTSIDE,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            if is_ci():
                pytest.fail(f"TinyDB's source could not be fetched: {done.stderr}")
            pytest.skip(f"TinyDB's source could not be fetched: {done.stderr.splitlines()[-1]}")
    assert hashlib.sha256(archive.read_bytes()).hexdigest() in hashes
    return archive


def test_tinydbs_own_tests_pass(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """All but those listed in docs/file-format.md; what is listed there and passes fails too."""
    with tarfile.open(source(request.config.cache.mkdir("tinydb"))) as archive:
        archive.extractall(tmp_path, filter="data")
    stores = tmp_path / "stores"
    stores.mkdir()
    (found,) = tmp_path.glob("tinydb-*/tests")
    # Under another name than our own tests have, and away from the archive's copy of TinyDB.
    suite = found.rename(tmp_path / "stock")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-rfEX", "--tb=short"),
            *("-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path)),
            *("-p", stock_suite.__name__, str(suite)),
        ],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            stock_suite.EXCEPTIONS: json.dumps(exceptions()),
            stock_suite.STORES: str(stores),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    # More than two hundred run; a plugin that keeps them from being found proves nothing.
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) >= 190
