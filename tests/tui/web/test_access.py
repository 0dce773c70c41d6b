"""Who is let in to a page that has a store in it."""

from __future__ import annotations

import pytest

from tui.web.access import HEADERS, Refusal, new_token, refusal

TOKEN = "the-token"
HOST = "127.0.0.1:8000"
OWN = f"http://{HOST}"


@pytest.mark.parametrize("host", [HOST, "localhost:9", "[::1]:8000", "LOCALHOST:8000"])
def test_whoever_has_the_token_is_let_in_on_this_computer(host: str) -> None:
    """Also through a tunnel, whose other end has another port."""
    assert refusal(host=host, token=TOKEN, given=TOKEN, origin=None) is None


@pytest.mark.parametrize("given", [None, "", "another", TOKEN + "x", "ü", "\udcff"], ids=ascii)
def test_without_the_token_nothing_is_shown(given: str | None) -> None:
    """Other users of a shared host reach its loopback too."""
    assert refusal(host=HOST, token=TOKEN, given=given, origin=None) is Refusal.TOKEN


@pytest.mark.parametrize(
    "host", ["desk.example:8000", "127.0.0.1.example:80", "evil@localhost:1", "", "localhost:x"]
)
def test_a_name_that_was_made_to_lead_here_is_refused(host: str) -> None:
    """A page of another name that resolves to this computer would be sent its own name."""
    assert refusal(host=host, token=TOKEN, given=TOKEN, origin=None) is Refusal.HOST


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://127.0.0.1:8001", "", "http://[", f"{OWN}@evil.example"],
)
def test_another_page_opens_no_desk(origin: str) -> None:
    """Its browser would send the cookie along."""
    said = refusal(host=HOST, token=TOKEN, given=TOKEN, origin=origin, is_socket=True)
    assert said is Refusal.ORIGIN


def test_a_desk_is_opened_by_its_own_page_only() -> None:
    """A browser tells where a socket is opened from; what does not tell is none."""
    opened = {"host": HOST, "token": TOKEN, "given": TOKEN}
    assert refusal(**opened, origin=OWN, is_socket=True) is None
    assert refusal(**opened, origin=None, is_socket=True) is Refusal.ORIGIN


def test_no_token_is_given_twice() -> None:
    """And none is short enough to be guessed."""
    made = {new_token() for _ in range(50)}
    assert len(made) == 50
    assert min(map(len, made)) >= 43


def test_the_page_may_ask_nothing_from_outside() -> None:
    """Nor be shown within another page."""
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert "*" not in policy
