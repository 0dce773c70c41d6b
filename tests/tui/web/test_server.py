"""What a page says is carried to its desk, and nothing else is."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from typing import cast

import pytest
from aiohttp import web
from aiohttp.http_exceptions import BadStatusLine
from textual_serve.app_service import AppService

from tui.web.page import page
from tui.web.server import HIGHEST, WIDEST, _carry, _cells, is_fault_of_ours


@dataclass
class Heard:
    """A desk and a page that remember what reaches them."""

    said: list[object] = field(default_factory=list)

    async def send_bytes(self, typed: bytes) -> None:
        self.said.append(typed)

    async def set_terminal_size(self, width: int, height: int) -> None:
        self.said.append((width, height))

    async def send_json(self, answer: object) -> None:
        self.said.append(answer)


async def heard(message: object) -> list[object]:
    """What a message of the page comes to."""
    one = Heard()
    said = message if isinstance(message, str) else json.dumps(message)
    await _carry(said, cast(AppService, one), cast(web.WebSocketResponse, one))
    return one.said


async def test_what_is_typed_reaches_the_desk() -> None:
    """Letter by letter, also half a character that a browser sent."""
    assert await heard(["stdin", "jü"]) == ["jü".encode()]
    assert await heard(["stdin", "\ud800"]) == [b"?"]
    assert await heard(["ping", "7"]) == [["pong", "7"]]


@pytest.mark.parametrize(
    "message",
    [
        "no JSON",
        "[" * 5000,
        [],
        {},
        ["stdin"],
        ["stdin", 5],
        ["resize", {"width": "1"}],
        ["open", "/etc"],
        None,
    ],
    ids=repr,
)
async def test_what_is_no_message_is_dropped(message: object) -> None:
    """The desk goes on."""
    assert await heard(message) == []


async def test_no_window_is_too_large() -> None:
    """A size that nobody has would take the memory of the computer."""
    assert await heard(["resize", {"width": 10**9, "height": -5}]) == [(WIDEST, 1)]
    assert _cells("9" * 5000, 80, WIDEST) == 80
    assert _cells("999999", 24, HIGHEST) == HIGHEST
    assert _cells(None, 24, HIGHEST) == 24


@pytest.mark.parametrize(
    ("raised", "is_told"),
    [(BadStatusLine("\x01"), False), (ValueError(), True), (None, True)],
    ids=repr,
)
def test_what_is_no_request_is_not_told(raised: Exception | None, is_told: bool) -> None:
    """Anybody on the computer can send bytes; a fault of the server's own is told."""
    about = (type(raised), raised, None) if raised else None
    record = logging.LogRecord("aiohttp.server", logging.ERROR, "", 0, "Error", (), about)
    assert is_fault_of_ours(record) is is_told


def test_a_stores_name_is_no_markup() -> None:
    """It stands in the title of the page."""
    shown = page("<script>alert(1)</script>", "localhost:1/", "9000")
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown
    assert 'data-font-size="15"' in shown
