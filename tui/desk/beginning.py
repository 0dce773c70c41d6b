"""What a desk begins with: read and painted before Textual is there, taken over by its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from store.ids import Ref
from tui import moves
from tui.config import Config
from tui.desk.link import Link
from tui.desk.painter import Painter
from tui.intents import Action
from tui.render.chrome import Past
from tui.state import View

if TYPE_CHECKING:
    from tui.desk.place import Place


class Beginning(NamedTuple):
    """The first view, and who paints it."""

    newest: int
    """The newest operation before the view was read: news since then are still to be told."""
    painter: Painter
    view: View
    message: str
    """What is told when the desk opens: of a cut line, of the store, of the configuration."""
    place: Place | None
    """Where it is kept, and may have been found, what the desk shows."""


def begin(
    link: Link,
    past: Past | None,
    config: Config,
    focus: Ref | None = None,
    view: View | None = None,
    place: Place | None = None,
) -> Beginning:
    """Begin with the store, or with one of the past.

    `focus` is followed at once, where the store has it; a `view` of it is taken as it is, or that
    of the `place` where somebody was.
    """
    link.covers.key = config.bindings.first(Action.REVEAL)
    with link.reading():
        # Before the view is read: news that are told twice do no harm.
        newest = link.newest()
        is_there = focus is not None and link.has(focus)
    found = view or (place.find() if place else None)
    with link.reading():
        first = found or moves.begun(link.rows_of, focus if is_there else None)
    message = _greeting(link, past, config, place)
    return Beginning(newest, Painter(link, past, config), first, message, place)


def _greeting(link: Link, past: Past | None, config: Config, place: Place | None) -> str:
    remarks = (
        place.sentence(config.bindings) if place else "",
        "" if past else link.remark(config.bindings),
        config.remark,
    )
    return link.without_path(" ".join(filter(None, remarks)))
