"""Which key means what: the key table with the keys that a person has chosen, and its words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from store.ids import Kind
from store.reader import UNKNOWN
from tui import key_names
from tui.hits import query_of
from tui.intents import ENTERS, Action
from tui.key import EVERYWHERE, Context, Key, context_of, where
from tui.keyboard import unreached
from tui.keyboards import LAYOUTS
from tui.keys import GROUPS, KEYS
from tui.state import Pane, View

_MOVES = frozenset(
    {Action.DOWN, Action.UP, Action.FIRST, Action.LAST, Action.PAGE_DOWN, Action.PAGE_UP}
)
#: What writes at once, or leaves.
_GRAVE = (
    Action.RELEVANT,
    Action.NOT_RELEVANT,
    Action.URGENT,
    Action.REPEAT,
    Action.UNDO,
    Action.REDO,
    Action.QUIT,
)
_ENTERING = {pane: action for action, pane in ENTERS.items()}


@dataclass(frozen=True)
class Bindings:
    """The key table as it holds at one desk; footer, help, palette and sentences come from it."""

    chosen: Mapping[Action, tuple[str, ...]] = field(default_factory=dict)
    """The keys that stand in place of an action's usual ones, by their canonical names."""

    @cached_property
    def rows(self) -> tuple[Key, ...]:
        """The table; a row's help names the other keys as they are bound."""
        return tuple(replace(row, help=self.said(row.help)) for row in self._bare_rows)

    @cached_property
    def _bare_rows(self) -> tuple[Key, ...]:
        return tuple(
            replace(row, keys=keys, shown=" ".join(map(key_names.shown, keys)))
            if (keys := self.chosen.get(row.action)) is not None
            else row
            for row in KEYS
        )

    @cached_property
    def _by_key(self) -> dict[tuple[Context, str], Key]:
        return {(at, name): row for row in self.rows for name in row.keys for at in row.contexts}

    @cached_property
    def _words(self) -> dict[str, str]:
        # What has no key can still be found in the palette, under this name.
        return {
            row.action.value: row.shown.split()[0]
            if row.keys
            else f"“{row.action.value.replace('-', ' ')}”"
            for row in self._bare_rows
        }

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name by which a key has a meaning somewhere."""
        return frozenset(name for _, name in self._by_key)

    @cached_property
    def grave(self) -> frozenset[str]:
        """Those of actions that are not done by a sign in another key's place."""
        return frozenset(name for action in _GRAVE for name in self.of_action[action].keys)

    @cached_property
    def of_action(self) -> Mapping[Action, Key]:
        """The row of each action."""
        return {row.action: row for row in self.rows}

    def find(self, context: Context, *names: str) -> Key | None:
        """The row that a key press means there, by any of the names that it goes by."""
        for name in names:
            if (context, name) in self._by_key:
                return self._by_key[context, name]
        return None

    def means(self, action: Action, *names: str) -> bool:
        """Whether one of these is a key of the action."""
        return not set(self.of_action[action].keys).isdisjoint(names)

    def elsewhere(self, *names: str) -> Context | None:
        """Another context in which the key has a meaning."""
        return next((context for context in Context if self.find(context, *names)), None)

    def first(self, action: Action) -> str:
        """The key to tell somebody of, or the command's name where it has none."""
        return self._words[action.value]

    def said(self, template: str) -> str:
        """A sentence of ours, each `{action}` in it replaced by the key to tell of."""
        return template.format_map(self._words)

    def of_pane(self, pane: Pane) -> str:
        """The key that enters a pane, which stands in the pane's title."""
        row = self.of_action[_ENTERING[pane]]
        return self.first(row.action) if row.keys else "·"

    def footer_keys(self, context: Context, kind: Kind | None = None) -> tuple[Key, ...]:
        """The rows that the footer shows on a kind of record, the most needed first."""
        return tuple(
            row
            for row in self.rows
            if row.brief
            and row.keys
            and context in row.contexts
            and (kind is None or kind in row.kinds)
        )

    def hints(self, context: Context) -> tuple[tuple[str, str], ...]:
        """Keys that belong together and have one hint, with the word for it."""
        moves = self._together((Action.DOWN, Action.UP), "move")
        if context is Context.HISTORY:
            return moves
        if not self.chosen.keys() & ENTERS.keys():
            return (("1-7 0", "panes"), *moves)
        return (*self._together(_ENTERING.values(), "panes"), *moves)

    def _together(self, actions: Collection[Action], word: str) -> tuple[tuple[str, str], ...]:
        found = [self.first(action) for action in actions if self.of_action[action].keys]
        return ((" ".join(found), word),) if found else ()

    def why_not(self, action: Action, view: View) -> str:
        """Why an action can do nothing now, and what would help; "" when it can."""
        active, row, context = view.active, self.of_action[action], context_of(view)
        if context not in row.contexts:
            # The palette offers every action everywhere.
            return self._only_in(row.shown or self.first(action), row.contexts)
        noun = "" if active is Pane.DETAIL else active.kind.table
        nothing = f"There are no {noun} here"
        is_read = active is Pane.DETAIL or view.lists[active].rows.total != UNKNOWN
        if not is_read and action in (*_MOVES, Action.FOLLOW):
            return f"The {noun} are still being read. Try again."
        match action:
            case Action.FOLLOW if active is not Pane.DETAIL and view.lists[active].ref is None:
                return self.said(f"{nothing} to follow. {{next-pane}} goes to another pane.")
            case Action.BACK if view.previous is None:
                return self.said(
                    "This is the start of the trail. {follow} follows a record, {back} comes back."
                )
            case Action.PIN if active is view.leading and not view.lists[active].is_pinned:
                return self.said(
                    "The leading pane keeps its list anyway. {next-pane} to another, then {pin}."
                )
            case Action.PIN if view.lists[active].ref is None and not view.lists[active].is_pinned:
                return self.said(f"{nothing} to pin. {{next-pane}} goes to another pane.")
            case Action.NEXT_MATCH | Action.PREVIOUS_MATCH if not query_of(view):
                return self.said(
                    "No query is in force whose words could be shown. {search} begins one."
                )
            case Action.REFRESH | Action.ZOOM:
                return ""
            case _ if action in _MOVES and active is not Pane.DETAIL:
                if not view.lists[active].rows.numbers:
                    return self.said(f"{nothing}. {{next-pane}} goes to another pane.")
        return ""

    def unknown(self, names: tuple[str, ...], shown: str, context: Context) -> str:
        """What to say of a key that does nothing here."""
        if "ctrl+c" in names:
            return self.said("Ctrl+C does not end the desk. {quit} quits.")
        other = self.elsewhere(*names)
        row = self.find(other, *names) if other else None
        if other is not None and row is not None and other is not context:
            return self._only_in(row.shown, (other,))
        return f"{shown} does nothing here. {self.first(Action.HELP)} shows the keys."

    def _only_in(self, shown: str, contexts: Collection[Context]) -> str:
        """That a key has its meaning elsewhere."""
        return f"{shown} works only {where(contexts)}. {self.first(Action.HELP)} shows the keys."


#: The table as it is when a person has chosen nothing.
USUAL = Bindings()


def clash(chosen: Mapping[Action, tuple[str, ...]]) -> tuple[Action, str, Context, Action] | None:
    """A choice of which a key is another action's in one context: the later choice, and the other.

    None when each key has one meaning in one place.
    """
    owners: dict[tuple[Context, str], Action] = {}
    order = {action: at for at, action in enumerate(chosen)}
    for row in Bindings(chosen).rows:
        for name in dict.fromkeys(map(_canonical, row.keys)):
            for context in (context for context in Context if context in row.contexts):
                other = owners.setdefault((context, name), row.action)
                if other is not row.action:
                    first, last = sorted((other, row.action), key=lambda one: order.get(one, -1))
                    return last, name, context, first
    return None


def usual_keys(action: Action) -> tuple[str, ...]:
    """The canonical names of the keys that an action has when nobody has chosen others."""
    return tuple(dict.fromkeys(map(_canonical, USUAL.of_action[action].keys)))


def _canonical(name: str) -> str:
    try:
        return key_names.canonical(name)
    except key_names.BadKey:
        # The table itself has keys that nobody may choose.
        return name


def keys_markdown() -> str:
    """The table as a document."""
    lines = ["# Keys", "", "Made from `tui/keys.py` by `make docs`.", ""]
    for group in GROUPS:
        lines += [f"## {group}", "", "| key | what it does | where |", "|---|---|---|"]
        for key in USUAL.rows:
            if key.group == group:
                meant = "anywhere" if key.contexts == EVERYWHERE else where(key.contexts)
                lines.append(f"| `{key.shown}` | {key.help} | {meant} |")
        lines.append("")
    lines += ["## On keyboards of other scripts", "", *_other_keyboards()]
    return "\n".join(lines)


def _other_keyboards() -> list[str]:
    names = ", ".join(layout.name for layout in LAYOUTS)
    lines = [
        "Outside text fields a letter of another script acts as the key in the same place; digits",
        f"act as digits. Known are {names}.",
        "",
        "* A key is what it says: `:` opens the palette wherever it lies. Only `.`, which decides,",
        "  stands for the key of its place once letters tell which keyboard it is.",
        "* A letter that two keyboards have in different places is refused with both, until what",
        "  you type tells which it is. `keyboard` in the configuration says it once and for all.",
        "* Latin keyboards of other countries are left alone: what they type is what is meant. On",
        "  AZERTY the digits are typed with Shift.",
        "* Ctrl and a letter goes by its place too, in text fields as well.",
        "",
        "Not on a key there; `:` finds them by name:",
        "",
        "| keyboard | keys |",
        "|---|---|",
    ]
    for layout in LAYOUTS:
        missing = unreached(layout, USUAL.names, USUAL.grave)
        if missing:
            lines.append(f"| {layout.name} | {' '.join(f'`{name}`' for name in sorted(missing))} |")
    return [*lines, ""]
