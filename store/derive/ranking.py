"""The order of hits: by a field's values, or by how well free words fit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from store.fields import FIELDS, Field, Form
from store.ids import Kind
from store.model import Report
from store.reader import Reader
from store.record import Record
from store.syntax import Order, Query
from store.terms import texts
from store.text import fold
from store.words import Phrase, words

#: So many records are read at a time.
SLICE = 100
#: Grades that say that nothing can be judged: they are neither best nor worst.
_NO_GRADE = {"reliability": "F", "credibility": "6"}

Value = int | str


def ordered(reader: Reader, query: Query, kind: Kind, hits: Sequence[int]) -> Iterator[int]:
    """Hits in the query's order; those without a value come last, equal ones in list order."""
    order = query.order or Order("on")
    if order.field == "waiting":
        urgent = {one.id for one in reader.listing(kind, hits) if _is_urgent(one)}
        yield from waiting(hits, urgent, is_descending=order.is_descending)
        return
    values: dict[int, Value] = {}
    if order.field == "relevance":
        for number in hits:
            values[number] = -_weight(reader, kind, number, query.phrases)
    else:
        field = FIELDS[order.field]
        for numbers in slices(hits):
            for record in reader.listing(kind, numbers):
                found = _value(field, record, reader)
                if found is not None:
                    values[record.id] = found
    have = [number for number in hits if number in values]
    yield from sorted(have, key=values.__getitem__, reverse=order.is_descending)
    yield from (number for number in hits if number not in values)


def waiting(
    hits: Iterable[int], urgent: Collection[int], *, is_descending: bool = False
) -> list[int]:
    """Hits as they came in, which their document ids tell, those that are urgent first."""
    came = sorted(hits)
    first = [number for number in came if number in urgent] if urgent else []
    found = [*first, *(number for number in came if number not in urgent)] if first else came
    return found[::-1] if is_descending else found


def _is_urgent(record: Record) -> bool:
    return isinstance(record, Report) and record.urgent


def slices(numbers: Iterable[int]) -> Iterator[Sequence[int]]:
    """The numbers in pieces, small ones at first, so that the first hit comes soon."""
    piece: list[int] = []
    size = 1
    for number in numbers:
        piece.append(number)
        if len(piece) >= size:
            yield piece
            piece, size = [], min(2 * size, SLICE)
    if piece:
        yield piece


def _weight(reader: Reader, kind: Kind, number: int, phrases: Iterable[Phrase]) -> int:
    """How often the words are said, in the name most of all."""
    record = reader.find(kind.ref(number))
    if record is None:
        return 0
    name, rest, body = texts(record)
    said = [words(text) for text in (*name, *name, *name, *rest, *body)]
    return sum(1 for phrase in phrases for found in said for _ in phrase.places(found))


def _value(field: Field, record: Record, reader: Reader) -> Value | None:
    """The highest figure, else the first of the values; of linked records where it has none."""
    mine = list(_own(field, record, reader))
    for kind in Kind:
        if kind in field.kinds and record.kind_of not in field.kinds:
            numbers = reader.neighbours(record.ref, kind)
            for linked in reader.listing(kind, numbers):
                mine += _own(field, linked, reader)
    if not mine:
        return None
    return max(mine) if field.form is Form.FIGURE else min(mine)


def _own(field: Field, record: Record, reader: Reader) -> Iterator[Value]:
    """The values of a record that has the field itself, as they are compared."""
    if record.kind_of not in field.kinds:
        return
    whole = record
    if field.name == "text" and isinstance(record, Report):
        whole = reader.find(record.ref) or record
    for found in field.values(whole):
        match field.form:
            case Form.FIGURE:
                yield found[1]
            case Form.DATE:
                yield found[0]
            case _ if str(found) == _NO_GRADE.get(field.name):
                pass
            case _ if field.vocabulary:
                yield field.vocabulary.index(str(found))
            case _:
                yield fold(str(found))
