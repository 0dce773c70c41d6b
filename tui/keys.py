"""The key table: each key once, with all that footer, help, palette and documents say of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from store.reader import UNKNOWN
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
    """One line for the help screen, the palette and the documents."""
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
        "Open the desk as it was behind the change, for reading; h and q come back",
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
        Action.ALL,
        ("b",),
        "b",
        "all",
        "Begin with all records of the pane: all reports, all sources ...; h comes back",
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
        "Find a command by its name",
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
_BY_KEY = {(context, name): key for key in KEYS for name in key.keys for context in key.contexts}
OF_ACTION = {key.action: key for key in KEYS}


def context_of(view: View) -> Context:
    """Where the keyboard is."""
    return Context.DETAIL if view.active is Pane.DETAIL else Context.LIST


def find(context: Context, *names: str) -> Key | None:
    """The row that a key press means there, by any of the names that it goes by."""
    for name in names:
        if (context, name) in _BY_KEY:
            return _BY_KEY[context, name]
    return None


def elsewhere(*names: str) -> Context | None:
    """Another context in which the key has a meaning."""
    return next((context for context in Context if find(context, *names)), None)


def footer_keys(context: Context) -> tuple[Key, ...]:
    """The rows that the footer shows, the most needed first."""
    return tuple(key for key in KEYS if key.brief and context in key.contexts)


def why_not(action: Action, view: View) -> str:
    """Why an action can do nothing now, and what would help; "" when it can."""
    active = view.active
    key, context = OF_ACTION[action], context_of(view)
    if context not in key.contexts:
        # The palette offers every action everywhere.
        return _only_in(key.shown, key.contexts)
    is_read = active is Pane.DETAIL or view.lists[active].rows.total != UNKNOWN
    if not is_read and action in (*_MOVES, Action.FOLLOW):
        return f"The {active.kind.table} are still being read. Try again."
    match action:
        case Action.FOLLOW if active is not Pane.DETAIL and view.lists[active].ref is None:
            return f"There are no {active.kind.table} here to follow. Tab goes to another pane."
        case Action.BACK if view.previous is None:
            return "This is the start of the trail. Enter follows a record, h comes back."
        case Action.PIN if active is view.leading and not view.lists[active].is_pinned:
            return "The leading pane keeps its list anyway. Tab to another, then p."
        case Action.PIN if view.lists[active].ref is None and not view.lists[active].is_pinned:
            return f"There are no {active.kind.table} here to pin. Tab goes to another pane."
        case Action.REFRESH | Action.ZOOM:
            return ""
        case _ if action in _MOVES and active is not Pane.DETAIL:
            if not view.lists[active].rows.numbers:
                return f"There are no {active.kind.table} here. Tab goes to another pane."
    return ""


_MOVES = frozenset(
    {Action.DOWN, Action.UP, Action.FIRST, Action.LAST, Action.PAGE_DOWN, Action.PAGE_UP}
)


#: What a record's detail says to Enter when none of its lines leads anywhere.
NOTHING_TO_FOLLOW = "No row of this record can be followed. Tab goes to another pane."


def unknown(names: tuple[str, ...], shown: str, context: Context) -> str:
    """What to say of a key that does nothing here."""
    if "ctrl+c" in names:
        return "Ctrl+C does not end the desk. Q quits."
    other = elsewhere(*names)
    key = find(other, *names) if other else None
    if other is not None and key is not None and other is not context:
        return _only_in(key.shown, (other,))
    return f"{shown} does nothing here. ? shows the keys."


def _only_in(shown: str, contexts: Collection[Context]) -> str:
    """That a key has its meaning elsewhere."""
    return f"{shown} works only {where(contexts)}. ? shows the keys."


def where(contexts: Collection[Context]) -> str:
    """Where a key has its meaning, in words."""
    if set(contexts) == DESK:
        return "on the desk"
    # In the table's order, not in a set's.
    return " or ".join(context.value for context in Context if context in contexts)


def keys_markdown() -> str:
    """The table as a document."""
    lines = ["# Keys", "", "Made from `tui/keys.py` by `make docs`.", ""]
    for group in GROUPS:
        lines += [f"## {group}", "", "| key | what it does | where |", "|---|---|---|"]
        for key in KEYS:
            if key.group == group:
                meant = "anywhere" if key.contexts == EVERYWHERE else where(key.contexts)
                lines.append(f"| `{key.shown}` | {key.help} | {meant} |")
        lines.append("")
    return "\n".join(lines)
