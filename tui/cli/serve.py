"""`incident-desk serve`: the desk in a browser on this computer."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from store import folder as folders
from store.errors import reason_of
from store.text import clean
from tui.cli import complain
from tui.cli.codes import CANNOT_OPEN, NO_TERMINAL, WRONG_ARGUMENTS

if TYPE_CHECKING:
    from tui.cli.options import Options
    from tui.web.server import DeskServer

MISSING = (
    "the desk in a browser needs the extra [web]: "
    f"`{sys.executable} -m pip install --require-hashes -r requirements-web.txt` installs it."
)


def serve(options: Options) -> int:
    """Serve a store on loopback until Ctrl+C, for reading unless `--write` says otherwise."""
    if importlib.util.find_spec("textual_serve") is None:
        return complain(MISSING, NO_TERMINAL)
    port = options.port if options.port is not None else 0
    if port > 65535:
        return complain(f"there is no port {port}.", WRONG_ARGUMENTS)
    # Said here, and not in a page that stays dark.
    place = options.place
    if not folders.is_bare(place):
        folders.find(folders.meant(place))
    from tui.web.access import new_token
    from tui.web.server import DeskServer

    server = DeskServer(_command(options), place.resolve().name, new_token())
    try:
        asyncio.run(_until_told(server, port, is_writing=options.write))
    except OSError as error:
        return complain(f"port {port} cannot be listened on: {reason_of(error)}.", CANNOT_OPEN)
    return 0


def _command(options: Options) -> list[str]:
    """What opens the desk of a connection; nothing of the folder we are in is taken for code."""
    python = [sys.executable, "-P", "-m", "tui"]
    given = ["open", str(options.place.resolve())]
    if not options.write:
        given.append("--read-only")
    if options.theme:
        given += ["--theme", options.theme]
    if options.config is not None:
        given += ["--config", str(Path(options.config).resolve())]
    return [*python, *given]


async def _until_told(server: DeskServer, port: int, *, is_writing: bool) -> None:
    loop = asyncio.get_running_loop()
    running = asyncio.ensure_future(
        server.run(port, lambda here: _tell(here, is_writing=is_writing))
    )
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, running.cancel)
    # A desk that is opened has its own terminal, in the page.
    os.environ.pop("COLORTERM", None)
    os.environ["TERM"] = "xterm-256color"
    try:
        await running
    except asyncio.CancelledError:
        print("No longer served.", flush=True)


def _tell(server: DeskServer, *, is_writing: bool) -> None:
    how = "Changes can be made" if is_writing else "Reading only (--write lets changes be made)"
    print(
        f"{clean(server.address)}\n"
        f"{how}. Whoever has this address sees the store; keep it to yourself.\n"
        f"From another computer: ssh -L {server.port:d}:127.0.0.1:{server.port:d} THIS-HOST, "
        "then open it there.\n"
        "Ctrl+C ends it.",
        flush=True,
    )
