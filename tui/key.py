"""One row of the key table, and where a key has its meaning."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from store.ids import Kind
from tui.intents import Action
from tui.state import Pane, View


class Context(Enum):
    """Where a key has its one meaning."""

    LIST = "in a list"
    DETAIL = "in the detail"
    HISTORY = "in the history"


EVERYWHERE = frozenset(Context)
DESK = frozenset({Context.LIST, Context.DETAIL})
LIST = frozenset({Context.LIST})
DETAIL = frozenset({Context.DETAIL})
HISTORY = frozenset({Context.HISTORY})


@dataclass(frozen=True)
class Key:
    """One row of the table."""

    action: Action
    keys: tuple[str, ...]
    """As the terminal library names them."""
    shown: str
    """As a person reads them."""
    brief: str
    """A word or two for the footer; "" keeps it out."""
    help: str
    """One line for help, palette and documents; `{back}` stands for the key of that action."""
    contexts: frozenset[Context] = EVERYWHERE
    group: str = "Move"
    kinds: frozenset[Kind] = frozenset(Kind)
    """On which kinds of record the footer offers it."""


def context_of(view: View) -> Context:
    """Where the keyboard is."""
    return Context.DETAIL if view.active is Pane.DETAIL else Context.LIST


def where(contexts: Collection[Context]) -> str:
    """Where a key has its meaning, in words."""
    if set(contexts) == DESK:
        return "on the desk"
    # In the table's order, not in a set's.
    return " or ".join(context.value for context in Context if context in contexts)
