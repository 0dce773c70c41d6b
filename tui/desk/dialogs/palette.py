"""The command palette: every row of the key table by its name, and the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen

from tui.desk import theme
from tui.desk.message import Intended
from tui.intents import Action, Do
from tui.keys import KEYS

Command = tuple[str, str, Callable[[], None]]


class Palette(CommandPalette):
    """Textual's palette without what is black in every theme."""

    CSS = """
    Palette SearchIcon { display: none; }
    Palette #--input { border: hkey $primary; }
    """


def palette(workspace: Screen[None]) -> CommandPalette:
    """The palette; what is chosen goes to the workspace as an intent."""

    class Commands(Provider):
        """The desk's commands."""

        async def discover(self) -> Hits:
            """All of them, before anything has been typed."""
            for name, explained, run in _commands(workspace):
                yield DiscoveryHit(Content(name), run, text=name, help=explained)

        async def search(self, query: str) -> Hits:
            """Those whose name matches what was typed."""
            matcher = self.matcher(query)
            for name, explained, run in _commands(workspace):
                score = matcher.match(name)
                if score > 0:
                    yield Hit(score, matcher.highlight(name), run, text=name, help=explained)

    return Palette(providers=[Commands], placeholder="Type a command's name; Esc closes")


def _commands(workspace: Screen[None]) -> Iterator[Command]:
    yield from key_commands(workspace)
    for name in () if workspace.app.no_color else theme.NAMES:
        yield f"Theme: {name}", "key T goes through them", partial(_set_theme, workspace, name)


def key_commands(workspace: Screen[None]) -> Iterator[Command]:
    """The rows of the key table but the palette's own, by name and explanation."""
    for key in KEYS:
        if key.action is not Action.PALETTE:
            name = key.action.value.replace("-", " ")
            yield f"{name}: {key.help}", f"key {key.shown}", partial(_send, workspace, key.action)


def _send(workspace: Screen[None], action: Action) -> None:
    workspace.post_message(Intended(Do(action)))


def _set_theme(workspace: Screen[None], name: str) -> None:
    workspace.app.theme = name
