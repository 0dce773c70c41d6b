"""The SSH connection at whose other end somebody sits, and how long its answers take.

The kernel times every TCP connection for itself, and tells anybody who asks: sock_diag(7).  Inside
tmux, where the terminal's answers are tmux's own, nothing else knows the line.  Of a connection
through another computer it is the way to that one; where there is no such connection on this
machine (a container, mosh), and where the system is no Linux, nothing is known.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import NamedTuple

from tui.lean import Choice, Judge, Lean

#: Seconds: the kernel answers at once, and tmux nearly so.
_PATIENCE, _TMUX_PATIENCE = 0.2, 1.0
#: linux/netlink.h, linux/sock_diag.h, linux/inet_diag.h, linux/tcp.h
_SOCK_DIAG, _BY_FAMILY, _REQUEST, _INFO = 4, 20, 1, 2
_ANY_COOKIE = 0xFFFFFFFF
_HEADER, _MESSAGE = struct.Struct("=IHHII"), 72
#: Where struct tcp_info has the smoothed round trip, and since Linux 4.6 the least of late, in us.
_SMOOTHED, _LEAST = 68, 148


class Connection(NamedTuple):
    """The two ends of a TCP connection."""

    peer: str
    peer_port: int
    own: str
    own_port: int


def of_environment(environment: Mapping[str, str]) -> Connection | None:
    """The one that sshd tells its programs of; None without one."""
    return parsed(environment.get("SSH_CONNECTION", ""))


def parsed(said: str) -> Connection | None:
    """The connection that a value of SSH_CONNECTION means: `peer port own port`."""
    match said.split():
        case [peer, peer_port, own, own_port] if peer_port.isdecimal() and own_port.isdecimal():
            if len(peer_port) < 6 > len(own_port) and max(int(peer_port), int(own_port)) < 1 << 16:
                # A scope, as that of fe80::1%eth0, is no part of the address.
                bare_peer, bare_own = (end.partition("%")[0] for end in (peer, own))
                return Connection(bare_peer, int(peer_port), bare_own, int(own_port))
    return None


def is_answered_here(environment: Mapping[str, str]) -> bool:
    """Whether what answers in the terminal's place is a tmux or a screen at this end of the line.

    One at the other end is told by the name of the terminal alone.
    """
    return bool(environment.get("TMUX") or environment.get("STY"))


def found(environment: Mapping[str, str]) -> Connection | None:
    """The one at whose other end somebody sits now; asks tmux where it is in between."""
    now = in_tmux(environment) if environment.get("TMUX") else None
    return now or of_environment(environment)


def in_tmux(environment: Mapping[str, str]) -> Connection | None:
    """The one of who attached the session last: a window has that of when it was opened."""
    import subprocess  # noqa: PLC0415  not before the first screen

    try:
        told = subprocess.run(
            ["tmux", "show-environment", "SSH_CONNECTION"],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TMUX_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    name, _, said = told.stdout.decode("utf-8", "replace").strip().partition("=")
    return parsed(said) if name == "SSH_CONNECTION" else None


def trip(connection: Connection) -> float | None:
    """The round trip of a connection of this machine in seconds; None where nobody knows."""
    import socket  # noqa: PLC0415  not before the first rows: most lines are no SSH

    if not hasattr(socket, "AF_NETLINK"):
        return None
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _SOCK_DIAG) as kernel:
            kernel.settimeout(_PATIENCE)
            kernel.send(_question(connection))
            return _trip_in(kernel.recv(1 << 16))
    except OSError:
        return None


def _question(connection: Connection) -> bytes:
    import socket  # noqa: PLC0415  as above

    # An IPv4 connection of an IPv6 socket, which sshd writes as IPv4, the kernel finds by that.
    is_new = ":" in connection.peer
    family = socket.AF_INET6 if is_new else socket.AF_INET
    own, peer = (
        socket.inet_pton(family, end).ljust(16, b"\0") for end in (connection.own, connection.peer)
    )
    ports = struct.pack("!HH", connection.own_port, connection.peer_port)
    meant = ports + own + peer + struct.pack("=III", 0, _ANY_COOKIE, _ANY_COOKIE)
    wanted = 1 << (_INFO - 1)
    asked = struct.pack("=BBBBI", family, socket.IPPROTO_TCP, wanted, 0, 0xFFFFFFFF) + meant
    return _HEADER.pack(_HEADER.size + len(asked), _BY_FAMILY, _REQUEST, 0, 0) + asked


def _trip_in(answer: bytes) -> float | None:
    """What an answer says of the round trip: the least of late, as answers are also held back."""
    length, sort, *_ = _HEADER.unpack_from(answer)
    at, end = _HEADER.size + _MESSAGE, min(length, len(answer))
    while sort == _BY_FAMILY and at + 4 <= end:
        size, attribute = struct.unpack_from("=HH", answer, at)
        if attribute == _INFO:
            told = answer[at + 4 : at + size]
            where = next((one for one in (_LEAST, _SMOOTHED) if one + 4 <= len(told)), None)
            microseconds = struct.unpack_from("=I", told, where)[0] if where is not None else 0
            return microseconds / 1e6 if microseconds else None
        at += max((size + 3) & ~3, 4)
    return None


def begun(choice: Choice, environment: Mapping[str, str], *, keeps_theme: bool = False) -> Lean:
    """How a desk begins: by what was chosen, else by what the kernel knows of the line."""
    meant = of_environment(environment) if choice is Choice.AUTO else None
    judge = Judge.of(trip(meant) if meant else None)
    return Lean(choice, keeps_theme=keeps_theme).judged(judge)
