"""The desk without a terminal: a test presses keys and reads what is drawn.

async with at_desk(demo, (80, 24)) as desk:
await desk.press("3", "enter")
assert desk.title(Pane.QUOTES) == "3 QUOTES 8 of E1 leads"
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.worker import Worker, WorkerCancelled

from store import folder as folders
from store.reader import UNKNOWN
from store.repository import Repository
from tui.config import DEFAULTS, Config
from tui.desk.app import Desk
from tui.desk.bare_link import BareLink
from tui.desk.link import Link
from tui.desk.place import Place
from tui.desk.workspace import Workspace
from tui.layout import Box, plan
from tui.lean import USUAL, Lean
from tui.state import Pane, View

#: One size for each layout.
SIZES = pytest.mark.parametrize(
    "size", [(80, 24), (120, 40), (160, 45)], ids=["80x24", "120x40", "160x45"]
)

#: So many seconds the desk is let run until a condition holds, far longer than anything takes.
PATIENCE = 30.0
#: Other threads and processes get so many seconds before it is looked at again.
ROUND = 0.005


class OpenDesk:
    """A desk that is open, and the hands at its keys."""

    def __init__(self, app: Desk, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def workspace(self) -> Workspace:
        """The desk's own screen, below any dialog."""
        return cast(Workspace, self.app.screen_stack[0])

    @property
    def view(self) -> View:
        """What the desk shows."""
        return self.workspace.view

    @property
    def has_dialog(self) -> bool:
        """Whether something is open over the desk."""
        return len(self.app.screen_stack) > 1

    @property
    def boxes(self) -> dict[str, Box]:
        """Where everything stands."""
        return plan(*self.app.size, self.view).boxes

    @property
    def screen(self) -> str:
        """All that can be seen, dialogs on top."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    def lines(self, name: str) -> list[str]:
        """The lines of one place of the desk: `events`, `detail`, `header`, `footer`, `tabs` ..."""
        return [line.text.rstrip() for line in self.workspace.pictures[name]]

    def title(self, pane: Pane) -> str:
        """A pane's title, its parts set apart by one blank."""
        return " ".join(self.lines(pane.name.lower())[0].split())

    def row(self, pane: Pane) -> str:
        """The row of a pane with the cursor; "" without one."""
        rows = [line for line in self.lines(pane.name.lower())[1:] if line.startswith(">")]
        return " ".join(rows[0][1:].split()) if rows else ""

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, and let the desk finish with them."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Let the desk finish, what is read behind the screen included."""
        await self.until(
            lambda: (
                all(shown.rows.total != UNKNOWN for shown in self.view.lists.values())
                and all(worker.is_finished for worker in self._workers)
            )
        )

    @property
    def _workers(self) -> list[Worker[object]]:
        """The work behind the screen; watching goes on as long as the desk is open."""
        return [worker for worker in self.app.workers if worker.group != "watch"]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the desk run until a condition holds."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            await self.pilot.pause()
            if condition():
                return
            await asyncio.sleep(ROUND)
        raise AssertionError(f"waited in vain\n{self.screen}")


@asynccontextmanager
async def at_desk(
    place: Path,
    size: tuple[int, int] = (80, 24),
    theme: str = "",
    config: Config = DEFAULTS,
    lean: Lean = USUAL,
    *,
    goes_on: bool = False,
) -> AsyncIterator[OpenDesk]:
    """An open desk on a store, or on a bare file; or `goes_on` where one was cut."""
    is_bare = folders.is_bare(place)
    repository = (Repository.look_at if is_bare else Repository.open)(place, author="ada")
    try:
        link = BareLink(repository) if is_bare else Link(repository)
        kept = Place(link) if goes_on else None
        app = Desk(link, theme, config=config, lean=lean, place=kept)
        async with app.run_test(size=size) as pilot:
            desk = OpenDesk(app, pilot)
            await desk.settle()
            yield desk
            await _end_work(app)
        # A thread whose answer is wanted no more may still be reading.
        await asyncio.to_thread(app.link.close)
    finally:
        repository.close()


async def _end_work(app: Desk) -> None:
    """Wait for the desk's threads, so that none reads from a store that is closed."""
    for screen in app.screen_stack:
        if isinstance(screen, Workspace):
            screen.stop_watching()
    # A list may have become unwanted while it was read.
    with suppress(WorkerCancelled):
        await app.workers.wait_for_complete()
