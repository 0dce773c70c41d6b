"""The key table: each key once, with all that footer, help, palette and documents say of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

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


KEYS: tuple[Key, ...] = (
    Key(Action.DOWN, ("j", "down"), "j ↓", "", "Move the cursor down"),
    Key(Action.UP, ("k", "up"), "k ↑", "", "Move the cursor up"),
    Key(Action.FIRST, ("g", "home"), "g", "", "Go to the first row"),
    Key(Action.LAST, ("G", "end"), "G", "", "Go to the last row"),
    Key(Action.PAGE_DOWN, ("pagedown",), "PgDn", "", "Move down by a page"),
    Key(Action.PAGE_UP, ("pageup",), "PgUp", "", "Move up by a page"),
    Key(
        Action.FOLLOW,
        ("enter", "l", "right"),
        "Enter l →",
        "follow",
        "Make the row the focus, the others list its links; on the focus itself: enter the detail",
        DESK,
    ),
    Key(
        Action.AS_OF,
        ("enter", "l", "right"),
        "Enter l →",
        "as of then",
        "Open the desk as it was behind the change, for reading; {back} and {close} come back",
        HISTORY,
    ),
    Key(
        Action.BACK,
        ("h", "left"),
        "h ←",
        "back",
        "Go back one step of the trail, to the same lists and cursors; leave the history",
    ),
    Key(
        Action.SEARCH,
        ("slash", "/"),
        "/",
        "search",
        "Search the leading list as you type; Enter keeps it, Esc or later {back} comes back",
        DESK,
        "Find",
    ),
    Key(
        Action.ALL,
        ("b",),
        "b",
        "all",
        "Begin with all records of the pane: all reports, all sources ...; {back} comes back",
        DESK,
    ),
    Key(
        Action.WHOLE_HISTORY,
        ("tab",),
        "Tab",
        "record or store",
        "Switch between the history of the record and that of the whole store",
        HISTORY,
    ),
    Key(Action.NEXT_PANE, ("tab",), "Tab", "pane", "Enter the next pane; no list changes", DESK),
    Key(Action.PREVIOUS_PANE, ("shift+tab",), "Shift+Tab", "", "Enter the pane before", DESK),
    Key(
        Action.SCROLL_DOWN,
        ("J", "shift+down"),
        "J",
        "",
        "Scroll the detail down; in the history, the changes",
    ),
    Key(
        Action.SCROLL_UP,
        ("K", "shift+up"),
        "K",
        "",
        "Scroll the detail up; in the history, the changes",
    ),
    Key(
        Action.PAGE_DETAIL,
        ("space",),
        "Space",
        "page",
        "Scroll the detail, or the changes in the history, by a page",
        DETAIL | HISTORY,
    ),
    *(
        Key(
            Action(pane.name.lower()),
            (pane.value,),
            pane.value,
            "",
            f"Enter the {pane.name.lower()}{'' if pane is Pane.DETAIL else ' pane'}",
            DESK,
            "Panes",
        )
        for pane in Pane
    ),
    Key(
        Action.PIN,
        ("p",),
        "p",
        "pin",
        "Pin the list: it keeps its rows when the focus moves",
        LIST,
        "Look",
    ),
    Key(
        Action.ZOOM,
        ("plus_sign", "+"),
        "+",
        "zoom",
        "Give the pane the whole screen, or take it back",
        DESK,
        "Look",
    ),
    Key(
        Action.REFRESH,
        ("r", "ctrl+l"),
        "r",
        "",
        "Read the store again, and list what is new; every cursor stays on its record",
        group="Look",
    ),
    Key(
        Action.UNDO,
        ("u",),
        "u",
        "undo",
        "Undo what you did last; what others changed since stays",
        DESK,
        "Mend",
    ),
    Key(
        Action.TAKE_BACK,
        ("u",),
        "u",
        "undo",
        "Undo the operation: your own newest, or what another program changed",
        HISTORY,
        "Mend",
    ),
    Key(Action.REDO, ("U",), "U", "", "Do again what you undid last", DESK, "Mend"),
    Key(
        Action.HISTORY,
        ("H",),
        "H",
        "history",
        "Show who changed the record in focus, when, and how",
        DESK,
        "Mend",
    ),
    Key(
        Action.MAKE_STORE,
        ("M",),
        "M",
        "",
        "Make a store of the bare TinyDB file that is open, beside it; a question comes first",
        DESK,
        "Mend",
    ),
    Key(
        Action.THEME,
        ("T",),
        "T",
        "",
        "Next theme: dark, light, terminal colours, high contrast",
        group="Look",
    ),
    Key(
        Action.NEXT_MATCH,
        ("n",),
        "n",
        "",
        "Show the next place in the detail where words of the query stand",
        DESK,
        "Find",
    ),
    Key(
        Action.PREVIOUS_MATCH,
        ("N",),
        "N",
        "",
        "Show the place before, where words of the query stand",
        DESK,
        "Find",
    ),
    Key(
        Action.THIS_VALUE,
        ("asterisk", "*"),
        "*",
        "",
        "Narrow the leading list to links of this row; on its own rows, to their type or source",
        DESK,
        "Find",
    ),
    Key(
        Action.VIEWS,
        ("F",),
        "F",
        "views",
        "Show the saved views with how many records each finds: apply, save, rename, order, delete",
        DESK,
        "Find",
    ),
    Key(
        Action.FACETS,
        ("B",),
        "B",
        "facets",
        "Count what the records of the leading list have in common, and narrow it by a value",
        DESK,
        "Find",
    ),
    Key(
        Action.HELP,
        ("question_mark", "?"),
        "?",
        "help",
        "Show the keys and what the letters mean",
        group="Find",
    ),
    Key(
        Action.PALETTE,
        ("colon", ":", "ctrl+p"),
        ": Ctrl+p",
        "commands",
        "Find a command, a saved view or a record, by its name, reference or any query",
        DESK,
        "Find",
    ),
    Key(
        Action.CLOSE,
        ("q",),
        "q",
        "close",
        "Close the topmost: the history, zoom, the last step of the trail; at the start, quit",
        group="Leave",
    ),
    Key(Action.QUIT, ("Q", "ctrl+q"), "Q", "", "Quit from anywhere", group="Leave"),
    Key(
        Action.SUSPEND,
        ("ctrl+z",),
        "Ctrl+z",
        "",
        "Put the desk aside for the shell; `fg` brings it back",
        group="Leave",
    ),
)

GROUPS = tuple(dict.fromkeys(key.group for key in KEYS))


def context_of(view: View) -> Context:
    """Where the keyboard is."""
    return Context.DETAIL if view.active is Pane.DETAIL else Context.LIST


def where(contexts: Collection[Context]) -> str:
    """Where a key has its meaning, in words."""
    if set(contexts) == DESK:
        return "on the desk"
    # In the table's order, not in a set's.
    return " or ".join(context.value for context in Context if context in contexts)
