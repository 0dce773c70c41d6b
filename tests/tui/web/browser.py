"""A real browser without a window, driven by its debugging protocol (CDP)."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pyte

#: Far longer than anything takes.
PATIENCE = 30.0


class Browser:
    """One page; what it asked for, and what the desk in it was sent."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, session: str) -> None:
        self._socket = socket
        self._session = session
        self._asked = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self.requests: list[str] = []
        """The address of each request."""
        self.complaints: list[str] = []
        """What the page's scripts failed in, or its policy kept from it."""
        self.screen = pyte.Screen(80, 24)
        """What the desk has drawn, at the size that the page asked for."""
        self._stream = pyte.ByteStream(self.screen)

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """What the browser answers to a command."""
        self._asked += 1
        asked = self._asked
        message = {"id": asked, "method": method, "params": parameters, "sessionId": self._session}
        await self._socket.send_json(message)
        await self._until(lambda: asked in self._answers)
        return self._answers.pop(asked)

    async def wait_for(self, text: str) -> None:
        """Wait until the desk shows it."""
        await self._until(lambda: text in self.text)

    async def press(self, key: str) -> None:
        """Press a key of one letter, as a keyboard does."""
        await self.call("Input.dispatchKeyEvent", type="keyDown", text=key, key=key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def value_of(self, expression: str) -> Any:
        """What a script of the page's own gives."""
        said = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return said["result"]["result"].get("value")

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.screen.display)

    async def _until(self, holds: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds():
                    self._hear(json.loads((await self._socket.receive()).data))
        except TimeoutError:
            raise AssertionError(f"This did not come; the desk showed:\n{self.text}") from None

    def _hear(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
            return
        said = message["params"]
        match message["method"]:
            case "Network.requestWillBeSent":
                self.requests.append(said["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(said["url"])
                width, height = re.findall(r"=(\d+)", said["url"])
                self.screen.resize(int(height), int(width))
            case "Network.webSocketFrameReceived":
                frame = said["response"]
                if frame["opcode"] == 2:
                    self._stream.feed(base64.b64decode(frame["payloadData"]))
            case "Runtime.exceptionThrown":
                self.complaints.append(str(said))
            case "Log.entryAdded" if said["entry"]["level"] == "error":
                self.complaints.append(said["entry"]["text"])


@asynccontextmanager
async def browser(program: str, profile: Path) -> AsyncIterator[Browser]:
    """A browser with one empty page."""
    # Its sandbox does not start where root runs the build.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    process = await asyncio.create_subprocess_exec(
        program,
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        *as_root,
        "about:blank",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        address = await _address_of(process)
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(address, max_msg_size=0) as socket,
        ):
            made = await _ask(socket, 1, "Target.createTarget", url="about:blank")
            target = made["result"]["targetId"]
            held = await _ask(socket, 2, "Target.attachToTarget", targetId=target, flatten=True)
            opening = Browser(socket, held["result"]["sessionId"])
            for domain in ("Network", "Page", "Runtime", "Log"):
                await opening.call(f"{domain}.enable")
            yield opening
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address_of(process: asyncio.subprocess.Process) -> str:
    if process.stderr is None:
        raise ValueError("a browser without its stderr")
    said = b""
    async with asyncio.timeout(PATIENCE):
        while line := await process.stderr.readline():
            said += line
            found = re.search(rb"DevTools listening on (ws://\S+)", line)
            if found:
                return found[1].decode()
    raise OSError(f"the browser did not start: {said.decode(errors='replace')}")


async def _ask(
    socket: aiohttp.ClientWebSocketResponse, number: int, method: str, **parameters: object
) -> dict[str, Any]:
    await socket.send_json({"id": number, "method": method, "params": parameters})
    while True:
        answer: dict[str, Any] = json.loads((await socket.receive()).data)
        if answer.get("id") == number:
            return answer
