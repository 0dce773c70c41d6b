"""What the full-text index holds of a record: its texts, and its values as terms.

    tag=mass_grave   a value of a field of choice, as its key
    type:against     a word of a short text that is also asked for by its field
    to=L7            a record that it names
    speaker=S5       the same, by the field that asks for it
    killed~10        a figure between 512 and 1023, by the number of its binary digits
    cell=35,-36      a place in that square degree
    spans            its days are more than one, or one end is open

What is indexed, and how, has a version: raise `store.sql.schema.INDEX` with every change here or in
`store.words`, and the index is built anew.

A search by terms finds all that the query asks for, and for most fields nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from math import floor
from typing import Any, NamedTuple

from store import properties
from store.fields import FIELDS, Form
from store.ids import Kind
from store.model import (
    Actor,
    Attachment,
    Claim,
    Event,
    Location,
    Note,
    Quote,
    Report,
    Source,
    View,
)
from store.record import Record
from store.references import EDGES, Reference, references
from store.words import key_of, words

#: No figure has more binary digits; higher ones count as having so many.
_MOST_DIGITS = 24

#: Texts whose words are terms too: they are short, and only their own field asks for some.
WORD_BY_WORD = frozenset({"type", "reason", "region"})


#: A field that has terms: its name, and what gives its values.
_Valued = tuple[str, Callable[[Any], Iterable[Any]]]


def _of_kind(kind: Kind) -> tuple[tuple[_Valued, ...], ...]:
    """The fields of a kind that have terms: of choice, word by word, figures."""
    # A record's kind is told by its place in the index.
    fields = [
        field
        for field in FIELDS.values()
        if kind in field.kinds and field.is_indexed and field.name != "kind"
    ]
    return (
        tuple((f.name, f.values) for f in fields if f.form is Form.CHOICE),
        tuple((f.name, f.values) for f in fields if f.form is Form.TEXT and f.name in WORD_BY_WORD),
        tuple((f.name, f.values) for f in fields if f.form is Form.FIGURE),
    )


_OF_KIND = {kind: _of_kind(kind) for kind in Kind}
#: The fields by which a record names others, by the codes of their edges.
_NAMED = {
    edge.code: field.name
    for field in FIELDS.values()
    for edge in EDGES
    if edge.holder in field.kinds and edge.field in field.edges
}


class Texts(NamedTuple):
    """The texts of a record in which free words are looked for.

    In the index `words` has those of a record beside its terms.  Of a report `words` has only the
    terms, and `bodies` all three texts: a decision writes the one, and words that stand in title
    and text are looked for in the other.
    """

    name: tuple[str, ...] = ()
    """What it is called."""
    rest: tuple[str, ...] = ()
    """All else that is short."""
    body: tuple[str, ...] = ()
    """The long text of a report.  Nothing of `Texts` changes when a report is decided on."""


def texts(record: Record) -> Texts:
    """The record's texts; states and what changes with them are left to the terms."""
    names = tuple(filter(None, properties.names(record)))
    return Texts(names, tuple(filter(None, _rest(record))), tuple(filter(None, _body(record))))


def _rest(record: Record) -> Iterator[str]:
    match record:
        case Report():
            yield from (record.author, record.url, record.archive_url)
        case Event():
            yield from (record.summary, record.type)
            yield from (place.words for place in record.locations)
            yield from (one.rationale for one in record.estimates)
        case Location():
            yield record.gazetteer_id
        case Source():
            yield record.affiliation
        case Quote():
            yield record.speaker_role
            yield record.translation.text if record.translation else ""
        case Claim():
            yield from (record.group, record.sex, record.age)
        case Actor():
            yield from record.scheme_ids.values()
        case Attachment():
            yield record.media_type
        case View():
            yield record.query
        case Note():
            return
    if not isinstance(record, Report):
        # Those of a report change with decisions on it.
        yield from record.tags


def _body(record: Record) -> Iterator[str]:
    if isinstance(record, Report):
        yield record.text
        yield record.translation.text if record.translation else ""


def terms(record: Record, named: Sequence[Reference] | None = None) -> list[str]:
    """The record's terms, each once, without blanks; `named` are its references, where known."""
    # An import asks for those of each record that it brings: a list takes less time than
    # yielding them one by one.
    found: list[str] = []
    for edge, to, _ in references(record) if named is None else named:
        found.append(f"to={to}")
        if edge.code in _NAMED:
            found.append(f"{_NAMED[edge.code]}={to}")
    choices, texts_of, figures_of = _OF_KIND[record.kind_of]
    for name, values in choices:
        found += [choice(name, value) for value in values(record)]
    for name, values in texts_of:
        for text in values(record):
            found += [word_of(name, one) for one in words(text)]
    for name, values in figures_of:
        for low, high in values(record):
            found += figures(name, low, high)
    days = next(properties.when(record), None)
    if days and days[0] != days[1]:
        found.append(SPANS)
    place = properties.point(record) if isinstance(record, Location) else None
    if place:
        found.append(cell(floor(place[0]), floor(place[1])))
    return list(dict.fromkeys(found))


#: The term of a record whose days are not one.
SPANS = "spans"


@lru_cache(maxsize=8192)
def choice(field: str, value: str) -> str:
    """The term of a field's value."""
    return f"{field}={key_of(str(value))}"


def word_of(field: str, word: str) -> str:
    """The term of a word in a field's text."""
    return f"{field}:{word}"


def figures(field: str, low: int | None, high: int | None) -> Iterable[str]:
    """The terms of a field that a figure between the bounds has; None for open ones."""
    ends = _digits(low or 0), _MOST_DIGITS if high is None else _digits(high)
    # What came in with its bounds the wrong way round is found all the same.
    least, most = min(ends), max(ends)
    return (f"{field}~{digits}" for digits in range(least, most + 1))


def _digits(number: int) -> int:
    return min(max(number, 0).bit_length(), _MOST_DIGITS)


def cell(north: int, east: int) -> str:
    """The term of a place in a square degree, by its south-western corner."""
    return f"cell={north},{east}"
