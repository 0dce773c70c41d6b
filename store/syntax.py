"""The tree of a query, and how it is written: see `store.query` for the language."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from store.dates import PartialDate
from store.fields import FIELDS, Form
from store.ids import Kind, Ref
from store.words import Phrase, key_of, words

#: What a word may consist of without quotation marks.
_BARE = re.compile(r"[^\s\"():*\\-][^\s\"():*\\]*")
#: Words that mean something else without quotation marks.
OPERATORS = frozenset({"OR", "AND", "NOT"})
NAMED_DAYS = {"today": 0, "yesterday": 1}
#: Orders that are no field's, and what comes first.
ORDERS = {
    "relevance": "how well free words fit",
    "waiting": "urgent reports, then what came in first",
}
#: How a reference is written.
REFERENCE = re.compile(r"[RELSQCAMNV][1-9][0-9]{0,13}", re.ASCII)
#: The fields that name the records of a kind.
NAME_OF = {kind: f.name for f in FIELDS.values() if f.form is Form.NAME for kind in f.kinds}
RELATIVE = re.compile(r"([0-9]{1,5})([dwmy])", re.ASCII)


@dataclass(frozen=True)
class Text:
    """Words in a row, perhaps only the beginning of the last one."""

    text: str
    is_prefix: bool = False

    def __str__(self) -> str:
        is_bare = _BARE.fullmatch(self.text) and self.text not in OPERATORS
        shown = self.text if is_bare else _quoted(self.text)
        return f"{shown}*" if self.is_prefix else shown

    @property
    def phrase(self) -> Phrase:
        """As words that are looked for."""
        return Phrase(tuple(words(self.text)), self.is_prefix)

    @property
    def key(self) -> str:
        """As the key of a value of choice."""
        return key_of(self.text)


@dataclass(frozen=True)
class Between:
    """Whole numbers, both bounds included; None is an open one."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        match self.low, self.high:
            case int(low), None:
                return f">{low - 1}" if low else ">=0"
            case None, int(high):
                return f"<{high + 1}"
            case low, high:
                return f"{low}" if low == high else f"{low}..{high}"


@dataclass(frozen=True)
class Day:
    """A day or more, as it was written: a date, a part of one, or so long before today."""

    text: str

    def __str__(self) -> str:
        return self.text

    def days(self, today: date) -> tuple[int, int]:
        """The first and the last day meant, as proleptic ordinals."""
        back = RELATIVE.fullmatch(self.text)
        if self.text in NAMED_DAYS:
            day = today.toordinal() - NAMED_DAYS[self.text]
            return day, day
        if back:
            day = _earlier(today, int(back[1]), back[2])
            return day, day
        partial = PartialDate(self.text)
        return partial.first_day or 1, partial.last_day or date.max.toordinal()


@dataclass(frozen=True)
class Days:
    """Days from one to another, an open end None; or those beyond one, by a sign before it."""

    low: Day | None
    high: Day | None
    sign: str = ""
    """`>`, `>=`, `<`, `<=` before the one day given; "" for from `low` to `high`."""

    def __str__(self) -> str:
        if self.sign:
            return f"{self.sign}{self.low or self.high}"
        if self.low == self.high:
            return str(self.low)
        return f"{self.low or ''}..{self.high or ''}"


@dataclass(frozen=True)
class Around:
    """Without farther than so many kilometres from a place."""

    place: Ref | tuple[float, float]
    """A location, or degrees north and east."""
    km: float

    def __str__(self) -> str:
        at = self.place if isinstance(self.place, Ref) else ",".join(map(_plain, self.place))
        return f"{at}~{_plain(self.km)}km"


Value = Text | Between | Days | Around | Ref


@dataclass(frozen=True)
class Free:
    """Words anywhere in a record's text."""

    text: Text

    def __str__(self) -> str:
        text = self.text
        if not text.is_prefix and REFERENCE.fullmatch(text.text) and Kind(text.text[0]) in NAME_OF:
            # The word, and not the record that is called so.
            return f'"{text.text}"'
        return str(text)


@dataclass(frozen=True)
class Asked:
    """A field with what is asked of it."""

    field: str
    value: Value

    def __str__(self) -> str:
        value = self.value
        if isinstance(value, Text) and not value.is_prefix and REFERENCE.fullmatch(value.text):
            # The words, and not the record that is called so.
            return f'{self.field}:"{value.text}"'
        return f"{self.field}:{value}"


@dataclass(frozen=True)
class Without:
    """What the part is not true of."""

    part: Node

    def __str__(self) -> str:
        return f"-{_grouped(self.part)}"


@dataclass(frozen=True)
class Every:
    """Every part is true; two or more, none of them an `Every`."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(f"({one})" if isinstance(one, Either) else str(one) for one in self.parts)


@dataclass(frozen=True)
class Either:
    """One of the parts is true; two or more, none of them an `Either`."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


Node = Free | Asked | Without | Every | Either


@dataclass(frozen=True)
class Order:
    """By which field hits are ordered; or one of ORDERS."""

    field: str
    is_descending: bool = False

    def __str__(self) -> str:
        return f"sort:{'-' * self.is_descending}{self.field}"


@dataclass(frozen=True)
class Query:
    """A query, understood."""

    node: Node | None = None
    """None asks for everything."""
    order: Order | None = None
    """None is the order of the lists: newest first, or by name."""

    def __str__(self) -> str:
        node = f"({self.node})" if isinstance(self.node, Either) and self.order else self.node
        return " ".join(str(one) for one in (node, self.order) if one is not None)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What to mark in the hits: the words that are asked for, not those that are excluded."""
        return tuple(dict.fromkeys(_phrases(self.node))) if self.node else ()

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that `kind:` names, beside all else; empty where it names none."""
        parts = self.node.parts if isinstance(self.node, Every) else (self.node,)
        return frozenset(
            kind
            for one in parts
            for kind in Kind
            if isinstance(one, Asked) and one.field == "kind" and _is_kind(one.value, kind)
        )


def _is_kind(value: Value, kind: Kind) -> bool:
    return isinstance(value, Text) and value.key == kind.noun


def _phrases(node: Node) -> Iterator[Phrase]:
    match node:
        case Free(text):
            yield text.phrase
        case Asked(name, Text() as text) if FIELDS[name].form in (Form.TEXT, Form.NAME, Form.NAMED):
            yield text.phrase
        case Every(parts) | Either(parts):
            for part in parts:
                yield from _phrases(part)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, Every | Either) else str(node)


def _plain(number: float) -> str:
    """A number as short as it can be, and without an exponent."""
    text = f"{number:.9f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _earlier(today: date, count: int, unit: str) -> int:
    """The day so many days, weeks, months or years ago; the calendar's first where it ends."""
    if unit in "dw":
        return max(1, today.toordinal() - count * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return 1
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last)).toordinal()
