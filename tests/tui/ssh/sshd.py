"""An sshd of the test's own, on loopback, for the user who runs the tests, and lines to it.

    with Sshd(folder) as sshd, Line(sshd, [command, place], {"HOME": home}) as line:
        line.wait_for("all events")
        line.cut()

It has its own keys, port and configuration, and knows nothing of the machine's.
"""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import pytest

from tests.conftest import need
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.terminal import PATIENCE, Terminal

#: What a client that says nothing is asked, and how often it may say nothing: a dead line is cut
#: after the product of both, in seconds.
ALIVE_INTERVAL, ALIVE_COUNT = 1, 2
#: Where sshd puts its unprivileged half when root starts it; the system makes it at boot.
_SEPARATION = Path("/run/sshd")
#: As it is told to listen for somebody else's reasons, it may take a moment.
_ROUND = 0.02

_CONFIGURATION = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/client.pub
PidFile {folder}/sshd.pid
AuthenticationMethods publickey
PermitRootLogin prohibit-password
UsePAM no
StrictModes no
UseDNS no
PrintMotd no
PrintLastLog no
MaxStartups 100
ClientAliveInterval {interval}
ClientAliveCountMax {count}
LogLevel VERBOSE
"""


class Sshd:
    """A server that is there as long as the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._program = need(shutil.which("sshd") or "/usr/sbin/sshd")
        self._client = need("ssh")
        self.port = 0
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        generate = need("ssh-keygen")
        for name in ("host", "client"):
            key = [generate, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name]
            subprocess.run(key, cwd=self.folder, check=True, stdin=subprocess.DEVNULL)
        if os.geteuid() == 0:
            _SEPARATION.mkdir(mode=0o755, exist_ok=True)
        # Somebody else may take the port between the two.
        for _ in range(5):
            self._start()
            if self._listens():
                return self
        pytest.fail(f"sshd does not listen\n{self.log}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            for session in self._sessions():
                with suppress(psutil.NoSuchProcess):
                    session.kill()
            self._server.terminate()
            self._server.wait()

    @property
    def log(self) -> str:
        """What the server has said."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def command(self, remote: Sequence[str | Path], environment: Mapping[str, str]) -> list[str]:
        """What runs a program at the far end, on a terminal of its own."""
        options = {
            "IdentityFile": f"{self.folder}/client",
            "IdentitiesOnly": "yes",
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
            "GlobalKnownHostsFile": "/dev/null",
            "LogLevel": "ERROR",
            "BatchMode": "yes",
            "EscapeChar": "none",
        }
        told = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        around = ["env", *(f"{name}={value}" for name, value in environment.items())]
        far = shlex.join([*around, *map(str, remote)])
        to = f"{getpass.getuser() if os.geteuid() else 'root'}@127.0.0.1"
        return [
            self._client,
            "-F",
            "/dev/null",
            "-tt",
            "-p",
            str(self.port),
            *told,
            to,
            f"exec {far}",
        ]

    def sessions_of(self, process: psutil.Process) -> list[psutil.Process]:
        """The server's processes between the listener and a program at the far end."""
        own = self._server.pid if self._server else 0
        above = process.parents()
        at = next((at for at, one in enumerate(above) if one.pid == own), 0)
        return [one for one in above[:at] if one.name().startswith("sshd")]

    def programs(self, told: str) -> list[psutil.Process]:
        """The programs at the far end with this in their command line."""
        found = []
        for one in self._sessions():
            with suppress(psutil.NoSuchProcess):
                line = one.cmdline()
                if any(told in word for word in line[1:]) and "sshd" not in line[0]:
                    found.append(one)
        return found

    def _sessions(self) -> list[psutil.Process]:
        if self._server is None:
            return []
        try:
            return list(psutil.Process(self._server.pid).children(recursive=True))
        except psutil.NoSuchProcess:
            return []

    def _start(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        told = {"interval": ALIVE_INTERVAL, "count": ALIVE_COUNT}
        configuration = _CONFIGURATION.format(port=self.port, folder=self.folder, **told)
        (self.folder / "config").write_text(configuration)
        command = [self._program, "-D", "-e", "-f", str(self.folder / "config")]
        with (self.folder / "log").open("wb") as log:
            self._server = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def _listens(self) -> bool:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._server and self._server.poll() is None:
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    return True
            time.sleep(_ROUND)
        return False


class Line(DeskTerminal):
    """A terminal here, with a program at the far end of a line."""

    def __init__(
        self,
        sshd: Sshd,
        remote: Sequence[str | Path],
        environment: Mapping[str, str],
        *,
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        """The environment is all that the program has besides what sshd gives it.

        What distinguishes the program is the last word of its command line.
        """
        self._sshd = sshd
        self._told = str(remote[-1])
        environment = {**environment, "DESK_LINE": str(id(self))}
        command = sshd.command(remote, environment)
        Terminal.__init__(self, command, columns=columns, rows=rows)

    @property
    def program(self) -> psutil.Process:
        """The program at the far end."""
        for one in self._sshd.programs(self._told):
            with suppress(psutil.Error):
                if one.environ().get("DESK_LINE") == str(id(self)):
                    return one
        pytest.fail(f"nothing runs at the far end\n{self.text}\n{self._sshd.log}")

    def cut(self) -> None:
        """Kill the client: the line is closed without a word."""
        self.process.kill()

    def cut_far_end(self) -> None:
        """Kill the server's side of this line."""
        for one in self._sshd.sessions_of(self.program):
            with suppress(psutil.NoSuchProcess):
                one.kill()

    def freeze(self) -> None:
        """Stop the client: it reads nothing and answers nothing, and the line stays open."""
        os.kill(self.process.pid, signal.SIGSTOP)
