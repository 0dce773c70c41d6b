"""The settings as they hold, written as a file that sets them; and the document that tells them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from tui.bindings import usual_keys
from tui.config import DEFAULTS, MOUSE, Config, Watched
from tui.config.sections import (
    KINDS,
    LONGEST,
    LONGEST_REASON,
    MOST_KEYS,
    MOST_REASONS,
)
from tui.key import EVERYWHERE, where
from tui.keyboards import LAYOUTS
from tui.keys import GROUPS
from tui.render.columns import COLUMNS, Columns, names_of
from tui.themes import THEMES

#: A list that is longer stands on lines of its own.
_WIDEST = 90

_ABOUT_KEYS = f"""\
One key, or a list of at most {MOST_KEYS}, by the name of the action. They take the place of the
action's usual keys; an empty list leaves it without one. A plain character is
written as it is ("?", "U"), other keys by their names: enter, tab, space, left,
right, up, down, home, end, pageup, pagedown, insert, delete, backspace, f1 to
f24, some also with Shift or Ctrl (shift+up, ctrl+left), and letters with Ctrl
(ctrl+e).
An action of the desk and one of the history may share a key."""
_ABOUT_KEYBOARD = f"""\
Outside text fields a letter of another script acts as the key in the same place.
Where two layouts have it in different places, this one is meant:
{", ".join(layout.name.lower() for layout in LAYOUTS)};
"" goes by the other letters that you type."""
_ABOUT_WATCH = """\
What is watched: new files of a folder (path), new items of a feed (url). They come
into the inbox while a desk is open, or by `incident-desk add --watched`; of several
desks one takes them in. `store` is the path of the store that they are for, "" for any;
`every` is how many minutes lie between two looks at a feed. One [[watch]] for each."""
_ABOUT_COLUMNS = """\
What the rows of a pane show, from left to right. The reference always stands
first; `title` takes the room that the others leave. A column that was chosen is
shown as long as the title keeps room."""


def template(config: Config = DEFAULTS) -> str:
    """The settings as TOML, each explained; of the defaults it is a file that changes nothing."""
    return "\n".join(_lines(config)) + "\n"


def _lines(config: Config) -> Iterator[str]:
    yield f'# Who the history says did it, at most {LONGEST} characters; "" for your login name.'
    yield f"user = {_toml(config.user)}"
    yield ""
    yield f"# The desk's colours: {', '.join(THEMES)};"
    yield '# "" for those that suit the terminal. --theme on the command line comes before it.'
    yield f"theme = {_toml(config.theme)}"
    yield ""
    yield from _comment(_ABOUT_KEYBOARD)
    yield f"keyboard = {_toml(config.keyboard)}"
    yield ""
    yield f"# The mouse: {', '.join(MOUSE)}. While it is on, most terminals select text only with"
    yield "# Shift held. auto: on, but not over SSH. A key switches it."
    yield f"mouse = {_toml(config.mouse)}"
    yield ""
    yield "# Whether less is drawn, for a slow line: auto measures the line, on, off."
    yield "# --lean on the command line comes before it."
    yield f"lean = {_toml(config.lean.value)}"
    yield ""
    yield "# Why a report is not relevant, each chosen by its digit:"
    yield f"# at most {MOST_REASONS}, of at most {LONGEST_REASON} characters each."
    yield f"reasons = {_list(config.reasons)}"
    yield ""
    yield "# When a question comes first."
    yield "[confirm]"
    yield "# So many records a decision takes at once before it asks."
    yield f"many = {config.confirm.many}"
    yield "# Ask when somebody has decided on one of them already."
    yield f"decided = {_toml(config.confirm.decided)}"
    yield "# Ask before undo takes back what is older than this session."
    yield f"session = {_toml(config.confirm.session)}"
    yield ""
    yield "# What is read in by `add`, from the clipboard and from what is watched."
    yield "[ingest]"
    yield "# Also fetch addresses of this computer and of the network around it."
    yield f"private_addresses = {_toml(config.ingest.private_addresses)}"
    yield ""
    yield from _watch_lines(config)
    yield from _comment(_ABOUT_KEYS)
    yield "[keys]"
    yield from _key_lines(config)
    yield ""
    yield from _comment(_ABOUT_COLUMNS)
    yield "[columns]"
    for name, kind in KINDS.items():
        columns: Columns = config.columns.get(kind) or COLUMNS[kind]
        yield f"# Of {', '.join(names_of(kind))}:"
        yield f"{name} = {_list(columns.names)}"


def _watch_lines(config: Config) -> Iterator[str]:
    """What is watched; where nothing is, how it is written."""
    yield from _comment(_ABOUT_WATCH)
    for one in config.watch or (None,):
        mark = "# " if one is None else ""
        shown = one or Watched("https://example.org/feed.xml")
        yield f"{mark}[[watch]]"
        yield f"{mark}{'url' if shown.is_address else 'path'} = {_toml(shown.place)}"
        if one is None or shown.store:
            yield f"{mark}store = {_toml(shown.store)}"
        yield f"{mark}every = {shown.every}"
        yield ""


def _key_lines(config: Config) -> Iterator[str]:
    for group in GROUPS:
        yield f"# {group}"
        for row in config.bindings.rows:
            if row.group == group:
                meant = "" if row.contexts == EVERYWHERE else f" ({where(row.contexts)})"
                keys = config.bindings.chosen.get(row.action, usual_keys(row.action))
                value = _toml(keys[0]) if len(keys) == 1 else _toml(list(keys))
                yield f"{row.action.value} = {value}  # {row.help}{meant}"


def _comment(text: str) -> Iterator[str]:
    return (f"# {line}" for line in text.splitlines())


def _list(values: Sequence[str]) -> str:
    flat = _toml(list(values))
    if len(flat) <= _WIDEST:
        return flat
    return "[\n" + "".join(f"    {_toml(value)},\n" for value in values) + "]"


def _toml(value: str | bool | list[str]) -> str:
    """A value as TOML has it: what cannot be seen stands as its number."""
    if isinstance(value, str):
        shown = (one if one.isprintable() else json.dumps(one)[1:-1] for one in value)
        escaped = (f"\\{one}" if one in '"\\' else one for one in shown)
        return f'"{"".join(escaped)}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value).lower()


def config_markdown() -> str:
    """Every setting and every column, for the document."""
    columns = "\n".join(
        f"| `{name}` | {', '.join(f'`{column}`' for column in names_of(kind))} |"
        for name, kind in KINDS.items()
    )
    return (
        "## All settings, with their defaults\n\n"
        f"```toml\n{template()}```\n\n"
        "## Columns\n\n"
        "`ref`, the reference, always stands first.\n\n"
        f"| pane | columns |\n|---|---|\n{columns}\n"
    )
