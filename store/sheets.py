"""What a person can fill in of a record, or of a part of one: each field, and how it is filled in.

sheet(Event)          title: TEXT, start: DATE, status: WORD, locations: PARTS of EventLocation ...
sheet(EventLocation)  location: REF of a location, role: WORD, precision: WORD, words: TEXT
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Mapping
from enum import Enum, StrEnum
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import msgspec

from store import entering
from store.dates import Instant, PartialDate
from store.errors import WrongValue
from store.ids import Kind, Ref
from store.model import RECORDS, Report
from store.record import Record
from store.references import EDGES
from store.values import EventActor, EventLocation, Sealed, Stamp

#: The longest range of whole numbers that is a choice, as the grades are.
MOST_CHOICES = 9


class Sort(Enum):
    """How a field is filled in."""

    TEXT = "text"
    WORD = "a word of a few"
    FLAG = "yes or no"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    WORDS = "texts between commas"
    MAPPING = "object"
    REF = "a record"
    REFS = "records"
    PART = "fields of its own"
    PARTS = "a list of what has fields of its own"


class Entry(NamedTuple):
    """One field of a sheet."""

    name: str
    sort: Sort
    wanted: Any
    """The type of its value, nothing aside."""
    default: Any
    choices: tuple[str, ...] = ()
    """The words of a WORD."""
    named: Kind | None = None
    """The kind of record that a REF or REFS names; None for any."""
    part: type[msgspec.Struct] | None = None
    """What a PART or PARTS is made of."""
    meaning: str = ""
    """One sentence."""

    @property
    def label(self) -> str:
        """The name as a person reads it."""
        return self.name.replace("_", " ")

    @property
    def expected(self) -> str:
        """What may be typed, in a few words."""
        if self.sort in (Sort.REF, Sort.REFS):
            return f"{self.named.article} {self.named.noun}" if self.named else "any record"
        return entering.expected(self.wanted)

    @property
    def is_needed(self) -> bool:
        """Whether a part is none without it."""
        return self.default is msgspec.NODEFAULT

    def value(self, text: str) -> Any:
        """What a text means; nothing typed is the default.  WrongValue says what is expected."""
        if text:
            return entering.meant(self.wanted, self.name, text)
        if self.is_needed:
            raise WrongValue(self.name, f"{self.label} is needed: {self.expected}.")
        return self.default


#: What a report's other keys decide, what is kept by the store, and offsets that follow words.
_NOT_TYPED = {Kind.REPORT: {"triage", "custody"}}
#: Filled in by the store when an estimate is set.
_STAMPED = frozenset({"by", "at"})


@cache
def sheet(of: type[msgspec.Struct]) -> tuple[Entry, ...]:
    """The fields of a kind of record, or of a part of one, in the order in which they are asked."""
    hints = get_type_hints(of, include_extras=True)
    typed = entering.types_of(of)
    hidden = _STAMPED if _is_stamped(of) else frozenset[str]()
    if issubclass(of, Record):
        hidden = frozenset(_NOT_TYPED.get(of.kind_of, ()))
    meanings = _meanings(of)
    found = []
    for name in of.__struct_fields__:
        wanted = entering.bare(hints[name])
        part = entering.item_of(wanted) or wanted
        has_parts = entering.is_struct(part) and part not in (Stamp, Sealed)
        if name in hidden or not (name in typed or (has_parts and name != "origin")):
            continue
        found.append(_entry(of, name, wanted, meanings.get(name, "")))
    return tuple(sorted(found, key=lambda one: one.name in Record.__struct_fields__))


def entry(of: type[msgspec.Struct], name: str) -> Entry:
    """One field of a sheet; KeyError where it has none of that name."""
    for one in sheet(of):
        if one.name == name:
            return one
    raise KeyError(name)


def values_of(record: msgspec.Struct) -> dict[str, Any]:
    """What a record, or a part of one, has in the fields of its sheet."""
    return {one.name: getattr(record, one.name) for one in sheet(type(record))}


def made(part: type[msgspec.Struct], values: Mapping[str, Any]) -> msgspec.Struct:
    """A part with these values; WrongValue where one that is needed is not there."""
    for one in sheet(part):
        if one.is_needed and values.get(one.name) is None:
            raise WrongValue(one.name, f"{one.label} is needed: {one.expected}.")
    return part(**{name: value for name, value in values.items() if value is not None})


def _is_stamped(of: type[msgspec.Struct]) -> bool:
    return {"by", "at", "rule"} <= set(of.__struct_fields__)


def _entry(of: type[msgspec.Struct], name: str, wanted: Any, meaning: str) -> Entry:
    item = entering.item_of(wanted)
    one = item or wanted
    defaults = of.__struct_fields__[len(of.__struct_fields__) - len(of.__struct_defaults__) :]
    default: Any = msgspec.NODEFAULT
    if name in defaults:
        default = of.__struct_defaults__[defaults.index(name)]
        factory = getattr(default, "factory", None)
        default = factory() if factory is not None else default
    if entering.is_struct(one):
        sort = Sort.PARTS if item else Sort.PART
        return Entry(name, sort, wanted, default, part=one, meaning=meaning)
    choices = _choices(one) if item is None else ()
    named = _named(of, name) if one is Ref else None
    sort = Sort.WORD if choices else _sort(one, is_list=item is not None)
    return Entry(name, sort, wanted, default, choices, named, None, meaning)


def _sort(one: Any, *, is_list: bool) -> Sort:
    if get_origin(one) is dict:
        return Sort.MAPPING
    if one is Ref:
        return Sort.REFS if is_list else Sort.REF
    if is_list:
        return Sort.WORDS
    plain = get_args(one)[0] if get_args(one) else one
    sorts = {bool: Sort.FLAG, PartialDate: Sort.DATE, Instant: Sort.MOMENT}
    sorts |= {int: Sort.NUMBER, float: Sort.NUMBER}
    return sorts.get(plain, Sort.TEXT)


def _choices(wanted: Any) -> tuple[str, ...]:
    """The words of a vocabulary, and the numbers of a short range."""
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return tuple(str(word) for word in wanted)
    meta = next((one for one in get_args(wanted)[1:] if isinstance(one, msgspec.Meta)), None)
    if meta is None or get_args(wanted)[0] is not int or meta.ge is None or meta.le is None:
        return ()
    numbers = range(int(meta.ge), int(meta.le) + 1)
    return tuple(map(str, numbers)) if len(numbers) <= MOST_CHOICES else ()


def _named(of: type[msgspec.Struct], name: str) -> Kind | None:
    """The kind of record that a field names; None for any."""
    if of is EventLocation:
        return Kind.LOCATION
    if of is EventActor:
        return Kind.ACTOR
    if not issubclass(of, Record):
        return Kind.REPORT
    kinds = {edge.named for edge in EDGES if edge.holder is of.kind_of and edge.field == name}
    return kinds.pop() if len(kinds) == 1 else None


def _meanings(of: type[msgspec.Struct]) -> dict[str, str]:
    """What stands below each field where it is declared."""
    found: dict[str, str] = {}
    for one in reversed(of.__mro__):
        if one.__module__.startswith("store."):
            found |= _documented(one.__module__).get(one.__name__, {})
    return found


@cache
def _documented(module: str) -> dict[str, dict[str, str]]:
    """The fields of a module's classes with what is said of them; nothing without its source."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except OSError:
        return {}
    return {one.name: dict(_fields(one)) for one in tree.body if isinstance(one, ast.ClassDef)}


def _fields(body: ast.ClassDef) -> list[tuple[str, str]]:
    pairs = zip(body.body, body.body[1:], strict=False)
    return [
        (field.target.id, text.value.value)
        for field, text in pairs
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    ]


#: The kinds of which a new record can be filled in: reports come in as documents.
MADE = tuple(kind for kind in RECORDS if RECORDS[kind] is not Report)
