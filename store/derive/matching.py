"""Whether a record is what a query asks for: the meaning of the query language.

Other ways to find records, by an index say, must come to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import asin, cos, radians, sin, sqrt
from typing import assert_never

from store import properties
from store.derive import disputes, inbox
from store.derive.dossier import is_superseded
from store.derive.similarity import is_similar, runs
from store.fields import FIELDS, HAS, IS, Field, Form
from store.ids import Kind, Ref
from store.model import Claim, Location, Report
from store.reader import Asker, Reader
from store.record import Record
from store.references import references
from store.syntax import (
    Around,
    Asked,
    Between,
    Days,
    Either,
    Every,
    Free,
    Node,
    Text,
    Without,
)
from store.terms import texts
from store.vocabulary import Measure
from store.words import key_of, words

_EARTH_KM = 6371.0088
_MEASURES = frozenset(measure.value for measure in Measure)


class Matcher:
    """One query over one state of the store; what was found of linked records is kept."""

    def __init__(self, node: Node | None, reader: Reader, asker: Asker) -> None:
        self._node = _once(node) if node else None
        self._reader = reader
        self._asker = asker
        self._known: dict[tuple[Asked, Ref], bool] = {}
        self._existing: dict[Ref, bool] = {}
        self._split: tuple[Record, list[list[str]]] | None = None
        """The record that was looked at last, and the words of its texts."""
        self._reaches: dict[Asked, tuple[int, int]] = {}
        self._forms: dict[Form, Callable[[Field, Asked, Record], bool]] = {
            Form.CHOICE: self._choice,
            Form.TEXT: self._text,
            Form.NAME: self._name,
            Form.NAMED: self._named,
            Form.FIGURE: self._figure,
            Form.DATE: self._date,
            Form.NEAR: self._near,
            Form.SIMILAR: self._similar,
        }

    def matches(self, record: Record) -> bool:
        """Whether the record is asked for."""
        return self._node is None or self.holds(self._node, record)

    def holds(self, node: Node, record: Record) -> bool:
        """Whether one part of the query is true of the record."""
        match node:
            case Free(text):
                phrase = text.phrase
                return any(phrase.is_in(said) for said in self._words(record))
            case Asked():
                return self._asked(node, record)
            case Without(part):
                return not self.holds(part, record)
            case Every(parts):
                return all(self.holds(part, record) for part in parts)
            case Either(parts):
                return any(self.holds(part, record) for part in parts)
        assert_never(node)

    def _words(self, record: Record) -> list[list[str]]:
        if self._split is None or self._split[0] is not record:
            found = texts(self._whole(record))
            self._split = record, [words(text) for group in found for text in group]
        return self._split[1]

    def _whole(self, record: Record) -> Record:
        """The record with its text: listings leave it out."""
        if isinstance(record, Report) and not record.text:
            return self._reader.find(record.ref) or record
        return record

    def _asked(self, asked: Asked, record: Record) -> bool:
        if asked.field == "known":
            return self._is_known(asked, record)
        kinds = kinds_of(asked)
        if record.kind_of in kinds:
            return self._own(asked, record)
        return any(self._linked(asked, record, kind) for kind in Kind if kind in kinds)

    def _linked(self, asked: Asked, record: Record, kind: Kind) -> bool:
        """Whether it is true of a record of that kind that is linked to this one."""
        if isinstance(asked.value, Ref) and FIELDS[asked.field].form is Form.NAME:
            if asked.value.kind is not kind:
                return False
            # One that is only named is linked to nothing.
            is_there = self._is_there(asked.value)
            return is_there and asked.value.number in self._reader.neighbours(record.ref, kind)
        for number in self._reader.neighbours(record.ref, kind):
            ref = kind.ref(number)
            known = self._known.get((asked, ref))
            if known is None:
                found = self._reader.listing(kind, (number,))
                known = bool(found) and self._asked(asked, found[0])
                self._known[asked, ref] = known
            if known:
                return True
        return False

    def _is_there(self, ref: Ref) -> bool:
        if ref not in self._existing:
            self._existing[ref] = bool(self._reader.listing(ref.kind, (ref.number,)))
        return self._existing[ref]

    def _own(self, asked: Asked, record: Record) -> bool:
        field = FIELDS[asked.field]
        return self._forms[field.form](field, asked, record)

    # -- the forms of fields --------------------------------------------------------------

    def _choice(self, field: Field, asked: Asked, record: Record) -> bool:
        value = _text_of(asked)
        if field.name == "has":
            return self._has(value.key, record)
        if field.name == "is":
            return self._is(value.key, record)
        return any(_is_key(value, str(one)) for one in field.values(record))

    def _has(self, name: str, record: Record) -> bool:
        kind = HAS[name]
        if kind is None:
            return name in properties.parts(record)
        return self._reader.linked(record.ref, kind).total > 0

    def _is(self, name: str, record: Record) -> bool:
        match name:
            case "disputed":
                return disputes.is_disputed(self._reader, record.ref)
            case "denied":
                return disputes.is_denied(self._reader, record.ref)
            case "superseded":
                return isinstance(record, Claim) and is_superseded(self._reader, record)
            case "mine":
                return bool(self._asker.user) and getattr(record, "assignee", "") == (
                    self._asker.user
                )
            case "open":
                return inbox.is_open(record, self._asker)
            case _:
                return name in properties.flags(record)

    def _text(self, field: Field, asked: Asked, record: Record) -> bool:
        whole = self._whole(record) if field.name == "text" else record
        return _is_said(asked, field.values(whole))

    def _name(self, field: Field, asked: Asked, record: Record) -> bool:
        return _is_called(asked, record, field.values(record))

    def _named(self, field: Field, asked: Asked, record: Record) -> bool:
        named = (one.to for one in references(record) if one.edge.field in field.edges)
        if isinstance(asked.value, Ref):
            return asked.value in named
        return any(
            _is_called(asked, one, properties.names(one))
            for ref in named
            for one in self._reader.listing(ref.kind, (ref.number,))
        )

    def _figure(self, field: Field, asked: Asked, record: Record) -> bool:
        wanted = asked.value
        if not isinstance(wanted, Between):
            raise TypeError(asked)
        found = any(
            (wanted.high is None or low <= wanted.high)
            and (wanted.low is None or high >= wanted.low)
            for low, high in field.values(record)
        )
        if found and field.name in _MEASURES and isinstance(record, Claim):
            return not is_superseded(self._reader, record)
        return found

    def _date(self, field: Field, asked: Asked, record: Record) -> bool:
        least, most = self._reach(asked)
        return any(last >= least and first <= most for first, last in field.values(record))

    def _is_known(self, asked: Asked, record: Record) -> bool:
        """Whether it was published by then; nothing is known before it happens."""
        _, most = self._reach(asked)
        days = next(properties.when(record), None)
        if days is not None and days[0] > most:
            return False
        if record.kind_of is Kind.REPORT:
            return days is not None
        return self._linked(asked, record, Kind.REPORT)

    def _reach(self, asked: Asked) -> tuple[int, int]:
        if asked not in self._reaches:
            if not isinstance(asked.value, Days):
                raise TypeError(asked)
            self._reaches[asked] = reach(asked.field, asked.value, self._asker)
        return self._reaches[asked]

    def _near(self, _: Field, asked: Asked, record: Record) -> bool:
        wanted = asked.value
        if not isinstance(wanted, Around):
            raise TypeError(asked)
        center = centre(wanted, self._reader)
        here = properties.point(record) if isinstance(record, Location) else None
        return bool(center and here) and distance_km(center, here) <= wanted.km  # type: ignore[arg-type]

    def _similar(self, _: Field, asked: Asked, record: Record) -> bool:
        wanted = asked.value
        if not isinstance(wanted, Ref):
            raise TypeError(asked)
        other = self._reader.find(wanted)
        if other is None or wanted == record.ref:
            return False
        return is_similar(runs(other), runs(self._whole(record)))


def _once(node: Node) -> Node:
    """The query without what it asks twice in one place."""
    match node:
        case Every(parts):
            return Every(tuple(dict.fromkeys(map(_once, parts))))
        case Either(parts):
            return Either(tuple(dict.fromkeys(map(_once, parts))))
        case Without(part):
            return Without(_once(part))
    return node


def kinds_of(asked: Asked) -> frozenset[Kind]:
    """The kinds of record that are asked themselves; others are asked through their links."""
    if asked.field == "is" and isinstance(asked.value, Text):
        # All that it may mean are of one kind, most often.
        return frozenset(
            kind for name, (kinds, _) in IS.items() if _is_key(asked.value, name) for kind in kinds
        )
    return FIELDS[asked.field].kinds


def reach(field: str, wanted: Days, asker: Asker) -> tuple[int, int]:
    """A date is asked for when its last day is at least, and its first at most, one of these."""
    low = wanted.low.days(asker.today) if wanted.low else None
    high = wanted.high.days(asker.today) if wanted.high else None
    sign = {"after": ">", "before": "<", "known": "<="}.get(field, wanted.sign)
    least, most = properties.FIRST_DAY, properties.LAST_DAY
    if sign.startswith(">") and low:
        return (low[0] if "=" in sign else low[1] + 1), most
    if sign.startswith("<") and high:
        return least, (high[1] if "=" in sign else high[0] - 1)
    return low[0] if low else least, high[1] if high else most


def centre(wanted: Around, reader: Reader) -> tuple[float, float] | None:
    """Degrees north and east of what is near; None for a location that has no coordinates."""
    if not isinstance(wanted.place, Ref):
        return wanted.place
    location = reader.find(wanted.place)
    return properties.point(location) if isinstance(location, Location) else None


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points, degrees north and east, on a sphere (haversine)."""
    north, east = radians(other[0] - one[0]), radians(other[1] - one[1])
    half = sin(north / 2) ** 2 + cos(radians(one[0])) * cos(radians(other[0])) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))


def _text_of(asked: Asked) -> Text:
    if not isinstance(asked.value, Text):
        raise TypeError(asked)
    return asked.value


def _is_key(wanted: Text, value: str) -> bool:
    key = key_of(value)
    return key.startswith(wanted.key) if wanted.is_prefix else key == wanted.key


def _is_said(asked: Asked, found: Iterable[str]) -> bool:
    phrase = _text_of(asked).phrase
    return any(phrase.is_in(words(text)) for text in found)


def _is_called(asked: Asked, record: Record, names: Iterable[str]) -> bool:
    if isinstance(asked.value, Ref):
        return asked.value == record.ref
    return _is_said(asked, names)
