"""Fetching addresses: from a server on this machine, which the tests start."""

from __future__ import annotations

import gzip
import ipaddress
import threading
from collections.abc import Callable

import pytest

from store.arrivals import Arrival, Unread
from store.ingest.limits import Allowed, Limits
from store.ingest.reading import arrivals
from store.ingest.web import fetch, is_public
from tests.store.ingest.serving import page, redirect, serving

LIMITS = Limits(size=1 << 20, fetching=2, silence=1)
ALLOWED = Allowed(private=True, limits=LIMITS)

Say = Callable[[bytes], None]


def says(answers: dict[str, bytes]) -> Callable[[str, Say, threading.Event], None]:
    """Each path has its answer."""
    return lambda path, say, _: say(answers[path])


def reason(url: str, allowed: Allowed = ALLOWED) -> str:
    """Why an address is not read."""
    fetched = fetch(url, allowed)
    assert isinstance(fetched, Unread), fetched
    return fetched.reason


def test_a_page_is_read_from_its_address() -> None:
    """A page comes in with its address, the time, and the bytes that the server gave."""
    body = b"<html><title>T</title><body><p>" + b"Words of a page. " * 30 + b"</html>"
    with serving(says({"/a": page(body, "text/html")})) as server:
        (read,) = arrivals([server.url("/a")], allowed=ALLOWED)
        assert isinstance(read, Arrival)
        assert (read.url, read.original, read.title) == (server.url("/a"), body, "T")
        assert read.retrieved_at
        assert b"user-agent: incident-desk/" in server.heard[0].lower()


def test_this_machine_is_not_reached_unless_allowed() -> None:
    """An address of this machine is refused, and nothing is asked of it."""
    with serving(says({"/a": page(b"x")})) as server:
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f000001"):
            assert "this machine" in reason(
                f"http://{host}:{server.port}/a", Allowed(limits=LIMITS)
            )
        assert server.heard == []


def test_a_redirect_to_this_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first address is public, the one that it leads to is still looked at."""
    asked: list[str] = []

    def public_at_first(address: object) -> bool:
        asked.append(str(address))
        return len(asked) == 1

    monkeypatch.setattr("store.ingest.web.is_public", public_at_first)
    answers: dict[str, bytes] = {"/b": page(b"secret")}
    with serving(lambda path, say, _: say(answers[path])) as server:
        answers["/a"] = redirect(server.url("/b"))
        assert "this machine" in reason(server.url("/a"), Allowed(limits=LIMITS))
        assert len(server.heard) == 1


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1"),
        *("fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    ],
)
def test_what_is_no_public_address(address: str) -> None:
    """Addresses of this machine, its network and of no machine are told, also inside of IPv6."""
    assert not is_public(ipaddress.ip_address(address))


def test_a_public_address_is_one() -> None:
    """An address of the open network is told from those."""
    assert is_public(ipaddress.ip_address("93.184.215.14"))
    assert is_public(ipaddress.ip_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))


def test_redirects_end() -> None:
    """A server that leads on and on is left after five times."""
    with serving(says({"/a": redirect("/a")})) as server:
        assert reason(server.url("/a")) == "it leads on more than 5 times"
        assert len(server.heard) == 6


def test_where_it_led_is_told() -> None:
    """The address in the end is the report's, and the first one is in a remark."""
    with serving(says({"/a": redirect("/b"), "/b": page(b"Words.")})) as server:
        (read,) = arrivals([server.url("/a")], allowed=ALLOWED)
        assert isinstance(read, Arrival)
        assert read.url == server.url("/b")
        assert read.remarks == (f"{server.url('/a')} led to {server.url('/b')}",)


def test_a_redirect_to_a_file_is_refused() -> None:
    """Only http and https are followed."""
    with serving(says({"/a": redirect("file:///etc/passwd")})) as server:
        assert reason(server.url("/a")) == "only http and https are fetched, and this is file"


def test_a_password_is_neither_sent_nor_shown() -> None:
    """An address with a name and a password is refused, and told without them."""
    fetched = fetch("http://me:secret@127.0.0.1:1/a", ALLOWED)
    assert isinstance(fetched, Unread)
    assert fetched.place == "http://127.0.0.1:1/a"
    assert "leave them out" in fetched.reason
    odd = fetch("http://me:sec/ret@127.0.0.1:1/a", ALLOWED)
    assert isinstance(odd, Unread)
    assert "ret@" not in odd.place


def test_a_server_that_stalls() -> None:
    """A server that says nothing is left after its time."""

    def stall(_: str, __: Say, over: threading.Event) -> None:
        over.wait(20)

    with serving(stall) as server:
        assert reason(server.url("/a")) == "the server said nothing for 1 s"


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_drips(begun: bytes) -> None:
    """A server that says a letter at a time is left after the time for all of it."""

    def drip(_: str, say: Say, over: threading.Event) -> None:
        say(begun or b"HTTP/1.1 200 ")
        while not over.wait(0.1):
            say(b"x")

    with serving(drip) as server:
        assert reason(server.url("/a")) == "the server took more than 2 s"


def test_a_body_without_an_end() -> None:
    """A body that goes on and on is left at the size limit."""

    def flood(_: str, say: Say, over: threading.Event) -> None:
        say(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while not over.is_set():
            say(b"x" * 65536)

    with serving(flood) as server:
        assert reason(server.url("/a")) == "it has more than 1 MB"


def test_a_packed_bomb() -> None:
    """What is small when packed is measured unpacked."""
    bomb = gzip.compress(b"\0" * (64 << 20))
    with serving(says({"/a": page(bomb, more="Content-Encoding: gzip\r\n")})) as server:
        assert reason(server.url("/a")) == "it has more than 1 MB"


def test_packed_twice_is_not_read() -> None:
    """Two layers, of which the inner one is the bomb, are refused."""
    answer = page(b"x", more="Content-Encoding: gzip, gzip\r\n")
    with serving(says({"/a": answer})) as server:
        assert "packed in a way" in reason(server.url("/a"))


def test_a_packed_page_is_unpacked() -> None:
    """A page that comes packed is read, and its original is the page."""
    answer = page(gzip.compress(b"Words."), more="Content-Encoding: gzip\r\n")
    with serving(says({"/a": answer})) as server:
        (read,) = arrivals([server.url("/a")], allowed=ALLOWED)
        assert isinstance(read, Arrival)
        assert read.original == b"Words."


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            "the server answers 404 Not Found",
        ),
        (b"rubbish\r\n\r\n", "the server says what cannot be understood"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "the server says what cannot"),
        (b"", "the server says what cannot be understood"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", "it has more than 1 MB"),
    ],
)
def test_an_answer_that_is_none(answer: bytes, told: str) -> None:
    """An error, an answer that breaks off, and what is no answer are told of."""
    with serving(lambda _, say, __: say(answer)) as server:
        assert reason(server.url("/a")).startswith(told)


@pytest.mark.parametrize(
    "url", ["http://", "ftp://example.org/x", "http://[::1", "http://a b/", "javascript://x"]
)
def test_an_address_that_is_none(url: str) -> None:
    """What is no address of the web is told of."""
    (read,) = arrivals([url], allowed=ALLOWED)
    assert isinstance(read, Unread)


def test_a_wrong_type_is_looked_at() -> None:
    """A picture that is called a page is told to be a picture; a feed that is called text, read."""
    feed = (
        b"<rss version='2.0'><channel><title>F</title><item><title>T</title></item></channel></rss>"
    )
    answers = {"/a": page(b"\x89PNG\r\n\x1a\n..", "text/html"), "/b": page(feed, "text/html")}
    with serving(says(answers)) as server:
        picture, entry = arrivals([server.url("/a"), server.url("/b")], allowed=ALLOWED)
        assert isinstance(picture, Unread)
        assert "picture" in picture.reason
        assert isinstance(entry, Arrival)
        assert entry.publisher == "F"
