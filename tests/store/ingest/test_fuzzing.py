"""Whatever bytes they are given, importers and readers make something of them or say why not."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from store.ingest.formats import IMPORTERS
from store.ingest.reader_process import READERS
from tests.store.ingest.targets import TARGETS

ROOT = Path(__file__).parents[3]
#: So long each is fuzzed.
SECONDS = 10


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_are_read_well(name: str, tmp_path: Path) -> None:
    """The fuzzer begins with files that come in: from there it reaches what lies behind."""
    for seed in TARGETS[name].seeds:
        assert TARGETS[name].tried(tmp_path, seed)


def test_all_that_is_read_is_fuzzed() -> None:
    """Each importer and each reader is a target of the soak."""
    assert TARGETS.keys() >= {*READERS, *(one.format for one in IMPORTERS)}


if os.environ.get("SOAK"):

    @pytest.mark.skipif(
        importlib.util.find_spec("atheris") is None,
        reason="atheris is not installed: it has no wheel for this Python or machine.",
    )
    @pytest.mark.parametrize("name", TARGETS)
    def test_no_bytes_break_what_reads_them(name: str, tmp_path: Path) -> None:
        """Fuzzed for a while, each one reads on or says what it cannot read."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.store.ingest.fuzz", name, str(SECONDS), str(tmp_path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            # The traceback comes on the one, the input that led to it on the other.
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-4000:]
