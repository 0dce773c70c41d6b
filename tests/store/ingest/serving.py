"""A server on this machine that does what a test has it do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple


class Server(NamedTuple):
    """A server that runs."""

    port: int
    heard: list[bytes]
    over: threading.Event

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"


def page(body: bytes, kind: str = "text/plain", more: str = "") -> bytes:
    """A whole answer."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def redirect(to: str) -> bytes:
    """An answer that sends elsewhere."""
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


@contextmanager
def serving(
    says: Callable[[str, Callable[[bytes], None], threading.Event], None],
) -> Iterator[Server]:
    """A server on loopback, ended with all that it is saying."""
    over = threading.Event()
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threads: list[threading.Thread] = []

        def answer(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                asked = b""
                while b"\r\n\r\n" not in asked:
                    more = connection.recv(4096)
                    if not more:
                        return
                    asked += more
                heard.append(asked)
                says(asked.split(b" ")[1].decode(), connection.sendall, over)

        def listen() -> None:
            with suppress(OSError):
                while not over.is_set():
                    connection, _ = listening.accept()
                    connection.settimeout(20)
                    thread = threading.Thread(target=answer, args=(connection,), daemon=True)
                    threads.append(thread)
                    thread.start()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield Server(listening.getsockname()[1], heard, over)
        finally:
            over.set()
            # Whoever waits for a client is given one.
            with suppress(OSError):
                socket.create_connection(listening.getsockname()).close()
            for one in (thread, *threads):
                one.join(20)
