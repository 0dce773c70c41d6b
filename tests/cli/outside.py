"""The installed command as a shell sees it: arguments in, exit code and two streams out."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.conftest import need, the_command
from tests.tui.terminal import Terminal


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    output: str
    complaint: str


def run(*arguments: str | Path, as_user: tuple[str, ...] = (), **environment: str) -> Ended:
    """The command without a terminal."""
    done = subprocess.run(
        [*as_user, the_command(), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=os.environ | environment,
        text=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def run_on_terminal(
    *arguments: str | Path, as_user: tuple[str, ...] = (), **environment: str
) -> Ended:
    """The command on a terminal, for one that ends by itself; there the two streams are one."""
    command = [*as_user, the_command(), *map(str, arguments)]
    with Terminal(command, environment=environment) as terminal:
        code = terminal.wait_for_end()
        said = terminal.output.decode("utf-8").replace("\r\n", "\n")
    return Ended(code, "", said)


def without_privilege() -> tuple[str, ...]:
    """What starts a command as somebody whom permissions stop; root is not stopped by them."""
    if os.geteuid() != 0:
        return ()
    return (need("setpriv"), "--bounding-set", "-dac_override,-dac_read_search")


def is_sentence(complaint: str) -> bool:
    """Whether the command complained in one line for a person, without a traceback."""
    return bool(re.fullmatch(r"incident-desk: [^\x00-\x1f\x7f-\x9f]+\.\n", complaint))


def everything_in(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder below a folder, with its mode and its bytes."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    }
