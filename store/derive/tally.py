"""How many records have each value of a field, as a query that asks for the value finds them.

A record that does not have the field itself has the values of what is linked to it, as in a query.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from store.derive.dossier import is_superseded
from store.derive.matching import Matcher
from store.errors import QueryError
from store.fields import FIELDS, Field, Form, nearest
from store.ids import Kind, Ref
from store.model import Claim
from store.paths import paths
from store.reader import Asker, Reader
from store.record import Record
from store.references import Edge, references
from store.syntax import Asked, Between, Day, Days, Text
from store.vocabulary import Measure
from store.words import key_of, phrase, words

#: Texts that are short, and the same in many records.
_SHORT = frozenset({"type", "reason", "role", "affiliation", "region", "author"})
_MEASURES = frozenset(str(measure) for measure in Measure)
#: A longer value is asked for by nobody.
_LONGEST = 200
#: A record whose days are more than these tells of no month.
_MOST_DAYS = 366

#: What a record has: a word, words, a record that it names, or the bounds of a figure or of days.
Value = str | Ref | tuple[int, int]
Values = frozenset[Value]


def _is_countable(field: Field) -> bool:
    if field.form is Form.TEXT:
        return field.name in _SHORT
    is_part = field.name in ("before", "after", "known")
    return not is_part and field.form not in (Form.NEAR, Form.SIMILAR)


#: The fields by whose values records can be counted.
COUNTABLE = tuple(field.name for field in FIELDS.values() if _is_countable(field))


class Counted(NamedTuple):
    """A value, and how many hits a query has that asks for it."""

    value: str
    """As a person knows it; of a record its reference."""
    label: str
    """What the record is called; "" for other values."""
    condition: Asked
    hits: int


def countable(name: str) -> Field:
    """The field; QueryError where records cannot be counted by its values."""
    if name not in COUNTABLE:
        near = nearest(name, COUNTABLE)
        raise QueryError(1, f"hits are not counted by {name or 'nothing'}", "a field", near)
    return FIELDS[name]


class Holdings:
    """What records have in fields; what linked records have is kept."""

    def __init__(self, reader: Reader, asker: Asker) -> None:
        self.reader = reader
        self._matcher = Matcher(None, reader, asker)
        self._known: dict[tuple[str, Ref], Values] = {}
        self._at: Ref | None = None
        self._linked: dict[Kind, tuple[int, ...]] = {}

    def of(self, field: Field, record: Record) -> Values:
        """The values that a query would find the record by."""
        if field.name in ("has", "is"):
            return frozenset(self._found(field, record))
        if record.kind_of in field.kinds:
            return frozenset(self._own(field, record))
        if field.form is Form.NAME:
            return frozenset(
                kind.ref(number) for kind in field.kinds for number in self._links(record, kind)
            )
        return frozenset().union(*self._of_linked(field, record))

    def _found(self, field: Field, record: Record) -> Iterator[str]:
        """What only a look at other records tells."""
        for value in field.vocabulary:
            if self._matcher.holds(Asked(field.name, Text(value)), record):
                yield value

    def _of_linked(self, field: Field, record: Record) -> Iterator[Values]:
        for kind in Kind:
            if kind not in field.kinds:
                continue
            numbers = self._links(record, kind)
            unknown = [n for n in numbers if (field.name, kind.ref(n)) not in self._known]
            for one in self.reader.listing(kind, unknown):
                self._known[field.name, one.ref] = frozenset(self._own(field, one))
            for number in numbers:
                yield self._known.get((field.name, kind.ref(number)), frozenset())

    def _links(self, record: Record, kind: Kind) -> tuple[int, ...]:
        """What is linked to the record; kept until another one is looked at."""
        if record.ref != self._at:
            self._at, self._linked = record.ref, {}
        if kind not in self._linked:
            self._linked[kind] = tuple(self._linked_to(record, kind))
        return self._linked[kind]

    def _linked_to(self, record: Record, kind: Kind) -> Iterable[int]:
        """Document ids; of records that the record names itself also those that are not there."""
        edges = _own_edges(record.kind_of, kind)
        if edges is None:
            return self.reader.neighbours(record.ref, kind)
        # The record is at hand: twenty times as quick as asking for its links.
        named = (one.to for one in references(record) if one.edge in edges)
        return {ref.number for ref in named if ref != record.ref}

    def _own(self, field: Field, record: Record) -> Iterable[Value]:
        match field.form:
            case Form.NAME:
                return (record.ref,)
            case Form.NAMED:
                return (one.to for one in references(record) if one.edge.field in field.edges)
            case Form.CHOICE | Form.TEXT:
                found = (str(one) for one in field.values(record))
                return (one for one in found if len(one) <= _LONGEST and one.strip())
            case Form.FIGURE if field.name in _MEASURES and isinstance(record, Claim):
                return () if is_superseded(self.reader, record) else field.values(record)
        return field.values(record)


@cache
def _own_edges(start: Kind, end: Kind) -> frozenset[Edge] | None:
    """The edges that lead from a kind to another, where no path does but through its own fields."""
    steps = [path.steps for path in paths(start, end)]
    if any(len(one) > 1 or not one[0].forward for one in steps):
        return None
    return frozenset(one[0].edge for one in steps)


class Tally:
    """Counts the values of one field, record by record."""

    def __init__(self, field: Field, holdings: Holdings) -> None:
        self._field = field
        self._holdings = holdings
        self._having: Counter[Values] = Counter()

    def add(self, record: Record) -> None:
        """Count one more record."""
        values = self._holdings.of(self._field, record)
        if values:
            self._having[values] += 1

    def counted(self, most: int | None = None) -> tuple[Counted, ...]:
        """The values, those of most records first; months and figures from the highest on."""
        form = self._field.form
        if form in (Form.NAME, Form.NAMED):
            return self._records(most)
        if form is Form.CHOICE:
            return self._choices(most)
        count = {Form.TEXT: self._texts, Form.FIGURE: self._figures, Form.DATE: self._months}[form]
        return count(most)

    def _choices(self, most: int | None) -> tuple[Counted, ...]:
        """Values whose words are the same are one value."""
        spelt: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for values, count in self._having.items():
            keys = {_key(str(value)): str(value) for value in values}
            counts.update(dict.fromkeys(keys, count))
            for key, value in keys.items():
                spelt[key] = min(value, spelt.get(key, value))
        counts.pop("", None)
        return self._most([(spelt[key], count) for key, count in counts.items()], most, Text)

    def _texts(self, most: int | None) -> tuple[Counted, ...]:
        """The words of a text also stand in a longer one."""
        holders: dict[str, list[tuple[list[list[str]], int]]] = {}
        spelt: dict[tuple[str, ...], str] = {}
        for values, count in self._having.items():
            said = [words(str(value)) for value in values]
            for word in {word for one in said for word in one}:
                holders.setdefault(word, []).append((said, count))
            for value in values:
                key = tuple(words(str(value)))
                if key:
                    spelt[key] = min(str(value), spelt.get(key, str(value)))
        found = []
        for key, value in spelt.items():
            asked = phrase(value)
            having = holders[key[0]] if asked else ()
            count = sum(n for said, n in having if asked and any(map(asked.is_in, said)))
            found.append((value, count))
        return self._most(found, most, Text)

    def _most(
        self, found: list[tuple[str, int]], most: int | None, asked: Callable[[str], Text]
    ) -> tuple[Counted, ...]:
        """Those of most records, equal ones in the order of the vocabulary or of their letters."""
        order = {value: at for at, value in enumerate(self._field.vocabulary)}
        found.sort(key=lambda one: (-one[1], order.get(one[0], 0), one[0]))
        return tuple(
            Counted(value, "", Asked(self._field.name, asked(value)), count)
            for value, count in found[:most]
        )

    def _records(self, most: int | None) -> tuple[Counted, ...]:
        counts: Counter[Ref] = Counter()
        for values, count in self._having.items():
            counts.update({value: count for value in values if isinstance(value, Ref)})
        refs = sorted(counts, key=lambda ref: (-counts[ref], ref.kind.value, ref.number))
        asked, found = self._field, list[Counted]()
        size = most or len(refs) or 1
        for at in range(0, len(refs), size):
            some = refs[at : at + size]
            labels = self._labels(some)
            found += [
                Counted(str(ref), labels.get(ref, ""), Asked(asked.name, ref), counts[ref])
                for ref in some
                # What is named and not there is linked to nothing.
                if ref in labels or asked.form is Form.NAMED
            ]
            if most is not None and len(found) >= most:
                break
        return tuple(found[:most])

    def _labels(self, refs: Sequence[Ref]) -> dict[Ref, str]:
        labels: dict[Ref, str] = {}
        for kind in {ref.kind for ref in refs}:
            numbers = [ref.number for ref in refs if ref.kind is kind]
            labels |= {one.ref: one.label for one in self._holdings.reader.listing(kind, numbers)}
        return labels

    def _figures(self, most: int | None) -> tuple[Counted, ...]:
        """A figure is found by every other one that its bounds touch."""
        having = [(_pairs(values), count) for values, count in self._having.items()]
        name = self._field.name
        return tuple(
            Counted(
                str(asked),
                "",
                Asked(name, asked),
                sum(n for pairs, n in having if any(a <= high and b >= low for a, b in pairs)),
            )
            for low, high in sorted({pair for pairs, _ in having for pair in pairs})[::-1][:most]
            for asked in [Between(low, high)]
            if 0 <= low <= high
        )

    def _months(self, most: int | None) -> tuple[Counted, ...]:
        having = [(_pairs(values), count) for values, count in self._having.items()]
        months = sorted(
            {
                month
                for pairs, _ in having
                for first, last in pairs
                if last - first < _MOST_DAYS
                for month in range(_month(first), _month(last) + 1)
            }
        )
        counts = [0] * len(months)
        for pairs, count in having:
            touched: set[int] = set()
            for first, last in pairs:
                low, high = _month(first), _month(last)
                touched.update(range(bisect_left(months, low), bisect_right(months, high)))
            for at in touched:
                counts[at] += count
        found = []
        for month, count in list(zip(months, counts, strict=True))[::-1][:most]:
            day = Day(f"{month // 12:04}-{month % 12 + 1:02}")
            found.append(Counted(str(day), "", Asked(self._field.name, Days(day, day)), count))
        return tuple(found)


@lru_cache(maxsize=4096)
def _key(value: str) -> str:
    return key_of(value)


def _pairs(values: Values) -> list[tuple[int, int]]:
    return [value for value in values if isinstance(value, tuple)]


@lru_cache(maxsize=4096)
def _month(day: int) -> int:
    """The month of a day, counted from the first of the calendar's first year."""
    found = date.fromordinal(day)
    return found.year * 12 + found.month - 1
