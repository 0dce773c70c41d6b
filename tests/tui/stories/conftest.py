"""What the stories are told in, besides a terminal."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import need
from tests.tui.terminal import Terminal


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    """A tmux of the test's own, as it comes, but for the status line."""
    program = need("tmux")
    settings = tmp_path / "tmux.conf"
    settings.write_text("set -g status off\nset -g default-shell /bin/sh\n")
    # The path of a socket may have a hundred bytes.
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    own = [program, "-S", str(folder / "socket"), "-f", str(settings)]
    yield own
    with Terminal([*own, "kill-server"]) as terminal:
        terminal.wait_for_end()
    shutil.rmtree(folder)
