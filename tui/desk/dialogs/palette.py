"""The command palette: the key table by its names, themes, saved views, and records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input
from textual.worker import Worker, WorkerCancelled, WorkerFailed, get_current_worker

from store.derive.views import SavedView
from store.errors import DeskError, Interrupted
from store.ids import Ref
from store.record import Record
from store.text import clean
from tui import looks
from tui.bindings import USUAL, Bindings
from tui.desk.message import Intended
from tui.intents import Action, Do

Command = tuple[str, str, Callable[[], None]]
Stop = Callable[[], bool]
Found = TypeVar("Found")

#: What has the very words that were typed comes before what has only their letters.  A command
#: comes before a view, and a view before a record; the record whose reference was typed is first.
FIRST, SAID_BY_COMMAND, SAID_BY_VIEW, RECORD, LETTERS = 1000.0, 300.0, 200.0, 100.0, 50.0
#: So many cells of a record's label are shown.
LONGEST = 200


class Palette(CommandPalette):
    """Textual's palette without what is black in every theme."""

    CSS = """
    Palette SearchIcon { display: none; }
    Palette #--input { border: hkey $primary; }
    """

    def on_mount(self) -> None:
        # A screen that rests sends nothing: a line that is gone would not be noticed.
        self.query_one(Input).cursor_blink = False


def palette(
    workspace: Screen[None],
    views: Callable[[Stop], list[SavedView]],
    find: Callable[[str, Stop], list[Record]],
    apply: Callable[[str], object],
    follow: Callable[[Ref], object],
    bindings: Bindings = USUAL,
) -> CommandPalette:
    """The palette; a command goes to the workspace as an intent.

    `views` and `find` are called on worker threads.
    """
    placeholder = "Type a command, a view, a record's name or reference; Esc closes"
    key = bindings.said("saved view, key {views}")
    providers = [
        _commands(workspace, bindings),
        _views(views, apply, key),
        _records(find, follow),
    ]
    return Palette(providers=providers, placeholder=placeholder)


def _commands(workspace: Screen[None], bindings: Bindings) -> type[Provider]:
    class Commands(Provider):
        """The desk's commands."""

        async def discover(self) -> Hits:
            """All of them, before anything has been typed."""
            for name, explained, run in _all_commands(workspace, bindings):
                yield DiscoveryHit(
                    Content(clean(name)), run, text=clean(name), help=clean(explained)
                )

        async def search(self, query: str) -> Hits:
            """Those whose name matches what was typed."""
            matcher = self.matcher(query)
            for name, explained, run in _all_commands(workspace, bindings):
                score = matcher.match(name)
                if score > 0:
                    rank = _rank(score, query, name, SAID_BY_COMMAND)
                    shown = matcher.highlight(name)  # reads markup
                    told = clean(explained)
                    yield Hit(rank, shown, run, text=clean(name), help=told)  # safe: its own name

    return Commands


def _views(
    views: Callable[[Stop], list[SavedView]], apply: Callable[[str], object], explained: str
) -> type[Provider]:
    class Views(Provider):
        """The saved views."""

        async def search(self, query: str) -> Hits:
            """Those whose name matches what was typed."""
            matcher = self.matcher(query)
            for saved in await _asked(self.screen, views) or ():
                name = clean(saved.view.label)[:LONGEST]
                score = matcher.match(name)
                if score > 0 and saved.query is not None:
                    run = partial(apply, saved.text)
                    rank = _rank(score, query, name, SAID_BY_VIEW)
                    shown = Content(f"view: {name}")
                    yield Hit(rank, shown, run, text=str(saved.view.ref), help=clean(explained))

    return Views


def _records(
    find: Callable[[str, Stop], list[Record]], follow: Callable[[Ref], object]
) -> type[Provider]:
    class Records(Provider):
        """The records that what was typed finds, as a query."""

        async def search(self, query: str) -> Hits:
            """The one with that reference, then hits of every kind."""
            found = await _asked(self.screen, partial(find, query)) or ()
            for at, record in enumerate(found):
                is_meant = record.ref.lower() == query.strip().lower()
                rank = FIRST if is_meant else RECORD - at
                # No text of a record is a plain string here: it would be read as markup.
                shown = Content(f"{record.ref}  {clean(record.label[:LONGEST])}")
                run = partial(follow, record.ref)
                kind = record.kind_of.noun
                yield Hit(rank, shown, run, text=str(record.ref), help=f"{kind}, Enter follows it")

    return Records


def _rank(score: float, typed: str, name: str, said: float) -> float:
    if typed.casefold() in name.casefold():
        return said + min(score, LETTERS)
    return min(score, LETTERS)


async def _asked(screen: Screen[object], ask: Callable[[Stop], Found]) -> Found | None:
    """The answer of a worker thread, ended when other words are typed; None without one."""

    def work() -> Found | None:
        own = get_current_worker()
        try:
            return ask(lambda: own.is_cancelled)
        except Interrupted:
            return None

    worker: Worker[Found | None] = screen.run_worker(work, thread=True, exit_on_error=False)
    try:
        return await worker.wait()
    except WorkerCancelled:
        return None
    except WorkerFailed as failed:
        if isinstance(failed.error, DeskError):
            # Commands are found all the same; the desk says what is wrong with the store.
            return None
        raise
    finally:
        worker.cancel()


def _all_commands(workspace: Screen[None], bindings: Bindings) -> Iterator[Command]:
    yield from key_commands(workspace, bindings)
    explained = bindings.said("key {theme} goes through them")
    for name in () if workspace.app.no_color else looks.NAMES:
        yield f"Theme: {name}", explained, partial(_set_theme, workspace, name)


def key_commands(workspace: Screen[None], bindings: Bindings = USUAL) -> Iterator[Command]:
    """The rows of the key table but the palette's own, by name and explanation."""
    for key in bindings.rows:
        if key.action is not Action.PALETTE:
            name = key.action.value.replace("-", " ")
            explained = f"key {key.shown}" if key.keys else "without a key"
            yield f"{name}: {key.help}", explained, partial(_send, workspace, key.action)


def _send(workspace: Screen[None], action: Action) -> None:
    workspace.post_message(Intended(Do(action)))


def _set_theme(workspace: Screen[None], name: str) -> None:
    workspace.app.theme = name
