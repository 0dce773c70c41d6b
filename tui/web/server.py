"""The server: the page, what it needs, and a desk of its own for each connection."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import shlex
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

import textual_serve.server
from aiohttp import WSMsgType, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Middleware
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from tui.web.access import HEADERS, Refusal, refusal
from tui.web.page import SCRIPT, page

#: Each desk is a process.
MOST_DESKS = 8
#: What one message from the page may hold: a large paste.
MOST_BYTES = 1 << 20
#: A window of more cells than these is taken for one of so many.
WIDEST, HIGHEST = 400, 150
#: So many seconds a desk may take to end when its page is closed.
LEAVES_WITHIN = 5.0
COOKIE = "incident-desk"
STATIC = Path(textual_serve.server.__file__).parent / "static"
#: The page's own files; nothing else lies open.
FILES = {
    "css/xterm.css": "text/css",
    "js/textual.js": "text/javascript",
    "fonts/RobotoMono-VariableFont_wght.ttf": "font/ttf",
}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DeskServer:
    """Serves the desk that a command opens."""

    def __init__(self, command: Sequence[str], title: str, token: str) -> None:
        # The shell of `AppService` must not stand between us and the desk.
        self._command = f"exec {shlex.join(command)}"
        self._title = title
        self._token = token
        self._root = f"/{secrets.token_urlsafe(12)}/"
        self._desks: set[web.WebSocketResponse] = set()
        self.port = 0
        """Where it listens; 0 before it does."""

    @property
    def address(self) -> str:
        """What opens the page, once."""
        return f"http://127.0.0.1:{self.port}/?token={self._token}"

    async def run(self, port: int, listening: Callable[[DeskServer], object]) -> None:
        """Listen on loopback until cancelled; OSError where the port is taken."""
        # The library logs what was typed, and faults with their local variables.
        logging.getLogger("textual-serve").setLevel(logging.CRITICAL + 1)
        logging.getLogger("aiohttp.server").addFilter(is_fault_of_ours)
        runner = web.AppRunner(self.application(), access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", port)
            await site.start()
            self.port = runner.addresses[0][1]
            listening(self)
            await asyncio.Event().wait()
        finally:
            await asyncio.gather(*(desk.close() for desk in list(self._desks)))
            await runner.cleanup()

    def application(self) -> web.Application:
        """The pages and what guards them."""
        made = web.Application(middlewares=[self._guarded()], client_max_size=MOST_BYTES)
        made.add_routes(
            [
                web.get("/", self._let_in),
                web.get(self._root, self._index),
                web.get(f"{self._root}page.js", self._script),
                web.get(f"{self._root}ws", self._socket),
                web.get(f"{self._root}static/{{name:.+}}", self._file),
            ]
        )
        return made

    def _guarded(self) -> Middleware:
        @web.middleware
        async def guarded(request: web.Request, handler: Answer) -> web.StreamResponse:
            refused = self._refusal(request)
            if refused is not None:
                return web.Response(status=403, text=f"{refused.value}\n", headers=HEADERS)
            return await handler(request)

        return guarded

    def _refusal(self, request: web.Request) -> Refusal | None:
        is_entering = request.path == "/"
        return refusal(
            host=request.host,
            token=self._token,
            given=request.query.get("token") if is_entering else request.cookies.get(COOKIE),
            origin=request.headers.get("Origin"),
            is_socket=request.path == f"{self._root}ws",
        )

    async def _let_in(self, _: web.Request) -> web.Response:
        """Keep the token in a cookie, and out of the address that stays in view.

        A browser gives a cookie to all servers of a host, whatever their port: to another user's,
        too, whose address stands in a report and is followed.  So it belongs to a folder that only
        this page knows.
        """
        response = web.Response(status=303, headers={**HEADERS, "Location": self._root})
        response.set_cookie(
            COOKIE, self._token, httponly=True, samesite="Strict", path=self._root, max_age=None
        )
        return response

    async def _index(self, request: web.Request) -> web.Response:
        shown = page(self._title, f"{request.host}{self._root}", request.query.get("fontsize"))
        return web.Response(text=shown, content_type="text/html", headers=HEADERS)

    async def _script(self, _: web.Request) -> web.Response:
        return web.Response(text=SCRIPT, content_type="text/javascript", headers=HEADERS)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in FILES:
            raise web.HTTPNotFound(text="There is no such file.\n", headers=HEADERS)
        headers = {**HEADERS, "Content-Type": FILES[name]}
        return web.FileResponse(STATIC / name, headers=headers)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if len(self._desks) >= MOST_DESKS:
            return web.Response(
                status=503, text=f"{MOST_DESKS} desks are open: close one.\n", headers=HEADERS
            )
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=MOST_BYTES)
        self._desks.add(socket)
        try:
            await socket.prepare(request)
            width = _cells(request.query.get("width"), 80, WIDEST)
            await self._show(socket, width, _cells(request.query.get("height"), 24, HIGHEST))
        finally:
            self._desks.discard(socket)
        return socket

    async def _show(self, socket: web.WebSocketResponse, width: int, height: int) -> None:
        """Run a desk for a connection until either ends."""
        desk = AppService(
            self._command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=_closing(socket),
            download_manager=DownloadManager(),
        )
        await desk.start(width, height)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await _carry(message.data, desk, socket)
        finally:
            await _end(desk)


def is_fault_of_ours(record: logging.LogRecord) -> bool:
    """Whether it tells of more than bytes that are no request, which anybody can send."""
    _, raised, _ = record.exc_info or (None, None, None)
    return not isinstance(raised, HttpProcessingError)


def _closing(socket: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await socket.close()

    return close


def _cells(said: str | None, usual: int, most: int) -> int:
    is_number = said and said.isascii() and said.isdecimal() and len(said) < 7
    return _within(int(said), most) if said and is_number else usual


def _within(cells: int, most: int) -> int:
    return max(1, min(cells, most))


async def _carry(said: str, desk: AppService, socket: web.WebSocketResponse) -> None:
    """Pass on what the page says; what is no message of its is dropped."""
    try:
        message = json.loads(said)
    except (ValueError, RecursionError):
        return
    match message:
        case ["stdin", str(typed)]:
            await desk.send_bytes(typed.encode("utf-8", "replace"))
        case ["resize", {"width": int(width), "height": int(height)}]:
            await desk.set_terminal_size(_within(width, WIDEST), _within(height, HIGHEST))
        case ["ping", str(moment)]:
            await socket.send_json(["pong", moment])
        case ["blur"]:
            await desk.blur()
        case ["focus"]:
            await desk.focus()


async def _end(desk: AppService) -> None:
    """Have the desk of a page that is gone end: as it does when asked, else killed."""
    try:
        await asyncio.wait_for(desk.stop(), LEAVES_WITHIN)
    except TimeoutError:
        process = desk._process  # noqa: SLF001  the library keeps it to itself
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
