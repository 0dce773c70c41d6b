"""What each section of the configuration may hold, and what is told of what it may not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeGuard

from store.changes import WATCH
from store.ids import Kind
from tui.bindings import USUAL, Bindings, clash, usual_keys
from tui.config import DEFAULTS, MOUSE, REASONS, Config, Confirm, Ingest, Watched, watched
from tui.config.document import BadDocument, Document
from tui.config.document import parsed as parsed_document
from tui.intents import Action
from tui.key_names import BadKey, canonical, shown
from tui.keyboards import LAYOUTS
from tui.lean import Choice
from tui.render.columns import COLUMNS, TITLE, Columns, chosen, names_of
from tui.state import LISTS
from tui.themes import THEMES

#: So many characters a user's name may have.
LONGEST = 100
#: In whose name the history has what another program wrote into the TinyDB file.
OUTSIDE = "outside"
#: So many reasons can be chosen by a digit, of so many characters each.
MOST_REASONS, LONGEST_REASON = len("123456789"), 60
#: So many keys one action may have.
MOST_KEYS = 6
#: The most records that `many` can ask about.
MOST_RECORDS = 1_000_000
#: More names than these are not told one by one.
MOST_NAMED = 10
#: So many problems are told; working out what was meant takes time for each.
MOST_PROBLEMS = 20
#: Without these nobody finds out of the desk, or how to.
NEEDED = frozenset({Action.QUIT, Action.HELP})
#: Always the first of a row, so that naming it there changes nothing.
REF = "ref"

LEAN = tuple(choice.value for choice in Choice)
KINDS = {pane.name.lower(): pane.kind for pane in LISTS}
_ACTIONS = {action.value: action for action in Action}


def parsed(raw: bytes, name: str) -> Config:
    """The configuration that a file's bytes make; `name` is what the file is called."""
    try:
        document = parsed_document(raw)
    except BadDocument as error:
        return Config(problems=(f"{name}, {error}; nothing of the file is used.",))
    return Sections(document, name).config()


class Sections:
    """Takes from a document what can be used, and gathers what is told of the rest."""

    def __init__(self, document: Document, name: str) -> None:
        self._document = document
        self._name = name
        self._problems: list[tuple[int, str]] = []
        self._untold = 0

    def config(self) -> Config:
        """What is set, with the problems in the order of their lines."""
        values = self._document.values
        takers: Mapping[str, Callable[[Any], object]] = {
            "user": self._user,
            "theme": self._theme,
            "keyboard": self._keyboard,
            "mouse": self._mouse,
            "lean": self._lean,
            "reasons": self._reasons,
            "confirm": self._confirm,
            "ingest": self._ingest,
            "watch": self._watch,
            "keys": self._keys,
            "columns": self._columns,
        }
        found: dict[str, Any] = {}
        for name, value in values.items():
            if name in takers:
                found["bindings" if name == "keys" else name] = takers[name](value)
            else:
                self._unknown((name,), "setting", takers)
        told = sorted(self._problems, key=lambda problem: problem[0])
        problems = tuple(f"{self._name}, line {line}: {sentence}" for line, sentence in told)
        if self._untold:
            problems += (f"{self._name}, and {self._untold:,} more problems.",)
        return DEFAULTS._replace(**found, problems=problems, untold=self._untold)

    def _tell(self, path: tuple[str, ...], sentence: str) -> None:
        if self._is_full():
            self._untold += 1
        else:
            self._problems.append((self._document.line_of(*path), sentence))

    def _is_full(self) -> bool:
        return len(self._problems) >= MOST_PROBLEMS

    def _unknown(self, path: tuple[str, ...], what: str, known: Iterable[str]) -> None:
        """That there is no such name, and which is meant or which there are."""
        self._no_name(path, f"there is no {what} {_quoted(path[-1])}", path[-1], list(known))

    def _no_name(
        self, path: tuple[str, ...], sentence: str, name: str, known: Sequence[str], then: str = ""
    ) -> None:
        """The same in any words; `then` says what is used in its place."""
        meant = "" if self._is_full() else _meant(name, known)
        self._tell(path, f"{sentence}; {meant}{then}")

    def _table(self, name: str, value: object) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._tell((name,), f"{name} is a section: [{name}] on a line of its own; it is not used.")
        return {}

    def _user(self, value: object) -> str:
        reason = ""
        if not isinstance(value, str) or (value and not (value.strip() and value.isprintable())):
            reason = "user must be a name in quotes"
        elif len(value) > LONGEST:
            reason = f"user has more than {LONGEST} characters"
        elif value.strip() == OUTSIDE:
            reason = f"user cannot be {OUTSIDE!r}, as what other programs change is called so"
        elif value.strip() == WATCH:
            reason = f"user cannot be {WATCH!r}, as what comes in by itself is called so"
        else:
            return value.strip()
        self._tell(("user",), f"{reason}; your login name is used.")
        return DEFAULTS.user

    def _theme(self, value: object) -> str:
        if value in ("", *THEMES):
            return str(value)
        sentence = f"there is no theme {_quoted(value)}"
        self._no_name(("theme",), sentence, str(value), THEMES, " The usual one is used.")
        return DEFAULTS.theme

    def _keyboard(self, value: object) -> str:
        names = [layout.name.lower() for layout in LAYOUTS]
        if value in ("", *names):
            return str(value)
        sentence = f"there is no keyboard {_quoted(value)}"
        self._no_name(("keyboard",), sentence, str(value), names)
        return DEFAULTS.keyboard

    def _mouse(self, value: object) -> str:
        if value in MOUSE:
            return str(value)
        known = ", ".join(f'"{one}"' for one in MOUSE)
        self._tell(("mouse",), f"mouse must be one of {known}; it is {DEFAULTS.mouse!r}.")
        return DEFAULTS.mouse

    def _lean(self, value: object) -> Choice:
        if value in LEAN:
            return Choice(value)
        self._no_name(("lean",), f"lean cannot be {_quoted(value)}", str(value), LEAN)
        return DEFAULTS.lean

    def _reasons(self, value: object) -> tuple[str, ...]:
        reason = ""
        if not _are_texts(value) or not value:
            reason = 'reasons must be a list such as ["out of area", "rumour"]'
        elif len(value) > MOST_REASONS:
            reason = f"there are more than {MOST_REASONS} reasons, and no digit for the others"
        else:
            for one in value:
                if not one.strip() or not one.isprintable():
                    reason = f"the reason {_quoted(one)} is no plain text"
                elif len(one) > LONGEST_REASON:
                    reason = f"the reason {_quoted(one)} has more than {LONGEST_REASON} characters"
                elif sum(other.strip() == one.strip() for other in value) > 1:
                    reason = f"the reason {_quoted(one)} stands twice"
            if not reason:
                return tuple(one.strip() for one in value)
        self._tell(("reasons",), f"{reason}; the usual reasons are used.")
        return REASONS

    def _confirm(self, value: object) -> Confirm:
        found: dict[str, Any] = {}
        for name, one in self._table("confirm", value).items():
            path = ("confirm", name)
            usual = DEFAULTS.confirm._asdict().get(name)
            if usual is None:
                self._unknown(path, "threshold", Confirm._fields)
            elif isinstance(usual, bool):
                if isinstance(one, bool):
                    found[name] = one
                else:
                    self._tell(path, f"{name} must be true or false; it is {str(usual).lower()}.")
            elif isinstance(one, int) and one is not True and 1 <= one <= MOST_RECORDS:
                found[name] = one
            else:
                much = f"a whole number from 1 to {MOST_RECORDS:,}"
                self._tell(path, f"{name} must be {much}; it is {usual}.")
        return Confirm(**found)

    def _ingest(self, value: object) -> Ingest:
        found: dict[str, bool] = {}
        for name, one in self._table("ingest", value).items():
            if name not in Ingest._fields:
                self._unknown(("ingest", name), "setting of [ingest]", Ingest._fields)
            elif isinstance(one, bool):
                found[name] = one
            else:
                self._tell(("ingest", name), f"{name} must be true or false; it is false.")
        return Ingest(**found)

    def _watch(self, value: object) -> tuple[Watched, ...]:
        found: list[Watched] = []
        try:
            for one in watched.tables(value):
                found.append(watched.parsed(one))  # noqa: PERF401  those before a wrong one count
        except watched.BadWatch as error:
            self._tell(("watch",), f"{error}; that [[watch]] and those behind it are not used.")
        return tuple(found)

    def _keys(self, value: object) -> Bindings:
        found: dict[Action, tuple[str, ...]] = {}
        for name, one in self._table("keys", value).items():
            action = _ACTIONS.get(name)
            if action is None:
                self._unknown(("keys", name), "action", _ACTIONS)
                continue
            try:
                keys = _chosen_keys(action, one)
            except BadKey as error:
                self._tell(("keys", name), f"{name}: {error}; {_stays(action)}.")
                continue
            if set(keys) != set(usual_keys(action)):
                found[action] = keys
        while (met := clash(found)) is not None:
            action, key, context, other = met
            meant = f"{shown(key)!r} would also be {other.value} {context.value}"
            self._tell(("keys", action.value), f"{action.value}: {meant}; {_stays(action)}.")
            del found[action]
        return Bindings(found) if found else USUAL

    def _columns(self, value: object) -> Mapping[Kind, Columns]:
        found: dict[Kind, Columns] = {}
        for name, names in self._table("columns", value).items():
            path = ("columns", name)
            kind = KINDS.get(name)
            if kind is None:
                self._unknown(path, "pane", KINDS)
            elif not _are_texts(names):
                self._tell(
                    path, f'{name} must be a list such as ["{TITLE}"]; the usual columns are shown.'
                )
            else:
                columns = names[1:] if names[:1] == [REF] else names
                known = names_of(kind)
                unknown = [one for one in columns if one not in known]
                if unknown:
                    self._no_column(path, unknown[0], known)
                elif len(set(columns)) < len(columns) or not columns:
                    reason = "names a column twice" if columns else "names no column"
                    self._tell(path, f"{name} {reason}; the usual columns are shown.")
                elif tuple(columns) != COLUMNS[kind].names:
                    found[kind] = chosen(kind, columns)
        return found

    def _no_column(self, path: tuple[str, ...], column: str, known: tuple[str, ...]) -> None:
        if column == REF:
            self._tell(path, f"{REF} always stands first; the usual columns are shown.")
            return
        sentence = f"{path[-1]} have no column {_quoted(column)}"
        self._no_name(path, sentence, column, known, " The usual columns are shown.")


def _chosen_keys(action: Action, value: object) -> tuple[str, ...]:
    """The canonical names of the keys chosen; BadKey where one of them cannot be used."""
    names = [value] if isinstance(value, str) else value
    if not _are_texts(names):
        raise BadKey('it must be a key such as "u", or a list of keys')
    if not names and action in NEEDED:
        raise BadKey("it must have a key")
    if len(names) > MOST_KEYS:
        raise BadKey(f"it has more than {MOST_KEYS} keys")
    usual = usual_keys(action)
    # The table has keys that nobody else may choose, such as that of the shell.
    return tuple(dict.fromkeys(name if name in usual else canonical(name) for name in names))


def _meant(written: str, names: Sequence[str]) -> str:
    """The name that somebody meant, or which there are."""
    from difflib import get_close_matches  # noqa: PLC0415  mostly nothing is wrong

    near = get_close_matches(written[:LONGEST], names, 1)
    if near:
        return f"did you mean {near[0]!r}?"
    if len(names) > MOST_NAMED:
        return "`incident-desk config` lists them."
    return f"there are {', '.join(names)}."


def _stays(action: Action) -> str:
    keys = " ".join(map(shown, usual_keys(action)))
    return f"{action.value} stays on {keys}"


def _are_texts(value: object) -> TypeGuard[list[str]]:
    """Whether it is a list of texts."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _quoted(value: object) -> str:
    """What was written, in quotes, not at length."""
    said = repr(value)
    return said if len(said) <= LONGEST_REASON + 2 else f"{said[:LONGEST_REASON]}…"
