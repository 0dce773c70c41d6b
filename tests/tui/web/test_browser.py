"""The desk in a real browser."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import psutil
import pyte

from store.repository import Repository
from tests.conftest import need, the_command
from tests.tui.web.browser import PATIENCE, browser

SIZE = {"width": "80", "height": "24"}


def _chromium() -> str:
    return next(filter(None, map(shutil.which, ("chromium-browser", "google-chrome"))), None) or (
        need("chromium")
    )


@asynccontextmanager
async def _served(
    *arguments: str | Path,
) -> AsyncIterator[tuple[str, psutil.Process, Callable[[], None]]]:
    """The server of a store: the address that it prints, its process, and what ends it, once."""
    process = await asyncio.create_subprocess_exec(
        the_command(),
        "serve",
        *map(str, arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    end = cache(partial(process.send_signal, signal.SIGINT))
    try:
        address = (await process.stdout.readline()).decode().strip()
        yield address, psutil.Process(process.pid), end
    finally:
        if process.returncode is None:
            end()
        rest = await process.stdout.read()
        assert await process.wait() == 0
        assert rest.endswith(b"No longer served.\n")


async def _end_of(desks: list[psutil.Process]) -> None:
    """Wait until these have ended."""
    _, alive = await asyncio.to_thread(psutil.wait_procs, desks, timeout=30)
    assert alive == []


async def test_a_store_is_read_in_a_browser(demo: Path, tmp_path: Path) -> None:
    """The page asks nothing from outside, keys work at once, and nothing can be changed."""
    program = _chromium()
    async with _served(demo) as (address, server, _), browser(program, tmp_path) as page:
        await page.call("Page.navigate", url=address)
        await page.wait_for("1 EVENTS all 15")
        await page.wait_for("Open for reading only: it was opened with --read-only.")
        while await page.value_of("document.activeElement.tagName") != "TEXTAREA":
            pass
        await page.press("j")
        await page.wait_for("all events > E14")
        await page.press("5")
        await page.press("a")
        await page.wait_for("Nothing can be changed here")

        assert "token" not in await page.value_of("location.href")
        assert {urlsplit(one).hostname for one in page.requests} <= {"127.0.0.1", None}
        assert page.complaints == []
        desks = server.children(recursive=True)
        assert desks
        await page.call("Page.navigate", url="about:blank")
        # A page that is closed leaves no desk behind.
        await _end_of(desks)


async def test_a_store_is_changed_from_a_page_where_that_was_asked_for(demo: Path) -> None:
    """With --write a decision made in the page is in the store; the server's end ends its desk."""
    async with (
        _served(demo, "--write") as (address, server, end),
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client,
    ):
        async with client.get(address) as entered:
            here = entered.url
        origin = {"Origin": str(here.origin())}
        async with client.ws_connect(here / "ws", headers=origin, params=SIZE) as socket:
            shown = pyte.Screen(80, 24)
            stream = pyte.ByteStream(shown)

            async def wait_for(text: str) -> None:
                async with asyncio.timeout(PATIENCE):
                    while text not in "\n".join(shown.display):
                        message = await socket.receive()
                        if message.type is aiohttp.WSMsgType.BINARY:
                            stream.feed(message.data)

            await wait_for("1 EVENTS all 15")
            await socket.send_json(["stdin", "i"])
            await wait_for("10 in the inbox")
            await socket.send_json(["stdin", "a"])
            await wait_for("9 open")
            desks = server.children(recursive=True)
            assert desks
            end()
            await _end_of(desks)
    repository = Repository.open(demo)
    with repository.history() as log:
        newest = log.entries(None, 1)[0]
    repository.close()
    assert "relevant" in newest.operation.label


async def test_without_its_token_a_server_shows_nothing(demo: Path) -> None:
    """No page, no file, no desk; and only this computer can ask at all."""
    async with _served(demo) as (address, server, _), aiohttp.ClientSession() as client:
        root = address.partition("?")[0]
        for path in ("", "?token=wrong", "static/js/textual.js", "page.js", "ws"):
            async with client.get(root + path) as answer:
                assert answer.status == 403
                assert Path(demo).name not in await answer.text()
        hosts = {one.laddr.ip for one in server.net_connections() if one.status == "LISTEN"}
        assert hosts == {"127.0.0.1"}
        async with client.get(address, allow_redirects=False) as answer:
            assert answer.status == 303
            said = answer.headers["Set-Cookie"]
            assert re.search(r"HttpOnly;.*SameSite=Strict", said)
            # The servers of other users have other ports of the same host.
            (folder,) = re.findall(r"Path=/([^/;]{16,})/", said)
            assert answer.headers["Location"] == f"/{folder}/"
            assert folder not in address
        async with client.get(f"{root}{folder}/page.js") as answer:
            assert answer.status == 403
        assert server.children(recursive=True) == []
