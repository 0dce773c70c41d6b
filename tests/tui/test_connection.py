"""What the kernel knows of the line."""

from __future__ import annotations

import socket

import pytest

from tui import connection
from tui.connection import Connection
from tui.lean import SLOW, Choice


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("192.0.2.7 50022 192.0.2.1 22", Connection("192.0.2.7", 50022, "192.0.2.1", 22)),
        ("fe80::7%eth0 50022 fe80::1%eth0 22", Connection("fe80::7", 50022, "fe80::1", 22)),
        ("", None),
        ("UNKNOWN 65535 UNKNOWN 65535 more", None),
        ("192.0.2.7 70000 192.0.2.1 22", None),
        ("192.0.2.7 x 192.0.2.1 22", None),
    ],
    ids=["v4", "v6 with a scope", "none", "five words", "no port", "no number"],
)
def test_ssh_tells_which_connection_it_is(said: str, found: Connection | None) -> None:
    """Anything else is none."""
    assert connection.of_environment({"SSH_CONNECTION": said}) == found


@pytest.mark.skipif(not hasattr(socket, "AF_NETLINK"), reason="only Linux tells")
@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_kernel_tells_the_round_trip_of_a_connection(address: str) -> None:
    """The real one, asked about a connection that this test has with itself."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as server:
        try:
            server.bind((address, 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        server.listen()
        with socket.create_connection(server.getsockname()[:2]) as peer, server.accept()[0] as own:
            for _ in range(4):
                peer.sendall(b"?")
                own.recv(1)
                own.sendall(b"!")
                peer.recv(1)
            ends = *own.getpeername()[:2], *own.getsockname()[:2]
            found = connection.parsed(" ".join(map(str, ends)))
            assert found is not None
            trip = connection.trip(found)
    assert trip is not None
    assert 0 < trip < SLOW
    assert connection.trip(found._replace(peer_port=1)) is None


def test_names_that_are_no_addresses_are_nobodys_connection() -> None:
    """As sshd writes them of a socket that is none of the network's."""
    found = connection.parsed("UNKNOWN 65535 UNKNOWN 65535")
    assert found is not None
    assert connection.trip(found) is None


def test_a_desk_begins_lean_where_the_kernel_knows_the_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that nothing changes under anybody's hands; what was chosen comes before."""
    monkeypatch.setattr(connection, "trip", lambda _: 0.18)
    ssh = {"SSH_CONNECTION": "192.0.2.7 50022 192.0.2.1 22"}
    assert connection.begun(Choice.AUTO, ssh).is_on
    assert not connection.begun(Choice.AUTO, {}).is_on
    assert not connection.begun(Choice.OFF, ssh).is_on
    assert connection.begun(Choice.ON, {}).is_on
