"""One sshd for all the stories told over lines."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.ssh.sshd import Sshd


@pytest.fixture(scope="session")
def sshd() -> Iterator[Sshd]:
    """An sshd on loopback, with its own keys and port."""
    # Its keys are what somebody may log in with: nobody but this user may reach them.
    with tempfile.TemporaryDirectory(prefix="sshd-") as folder, Sshd(Path(folder)) as server:
        yield server
