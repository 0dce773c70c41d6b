"""Hypothesis strategies for records: every field of every kind, straight from the model's types."""

from __future__ import annotations

import string
from functools import cache
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from store.dates import Instant, PartialDate
from store.ids import Kind, Ref
from store.model import RECORDS
from store.record import Record
from tests.builders import (
    attachment,
    claim,
    event,
    location,
    note,
    quote,
    report,
    source,
)

#: Any text that a JSON file in UTF-8 can hold: no half characters.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)

POINTS = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
    st.datetimes(timezones=st.none()).map(lambda at: f"{at.isoformat(timespec='minutes')}"),
    st.datetimes().map(lambda at: f"{at.isoformat(timespec='seconds')}+03:30"),
)
RANGES = st.one_of(
    POINTS.map(lambda point: f"{point}/.."),
    POINTS.map(lambda point: f"../{point}"),
    st.tuples(st.dates(), st.dates()).map(
        lambda days: f"{min(days).isoformat()}/{max(days).isoformat()}"
    ),
)
DATES = st.one_of(POINTS, RANGES).map(PartialDate)
INSTANTS = st.datetimes().map(lambda at: Instant(f"{at.isoformat(timespec='seconds')}Z"))
REFS = st.builds(Kind.ref, st.sampled_from(Kind), st.integers(1, 10**14 - 1))

#: Fields that no version knows, and what JSON may hold in them.
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(-1e9, 1e9) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
_CUSTOM: dict[type, st.SearchStrategy[Any]] = {Ref: REFS, PartialDate: DATES, Instant: INSTANTS}


def _of(kind: inspect.Type) -> st.SearchStrategy[Any]:
    """The values of a type, as msgspec sees it."""
    match kind:
        case inspect.StrType():
            return TEXTS
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType(ge=low, le=high):
            return st.integers(low if low is not None else -(2**63), high or 2**63 - 1)
        case inspect.FloatType(ge=low, le=high):
            return st.floats(low, high if high is not None else 1e12, allow_nan=False)
        case inspect.NoneType():
            return st.none()
        case inspect.EnumType(cls=members):
            return st.sampled_from(list(members))
        case inspect.UnionType(types=types):
            return st.one_of([_of(each) for each in types])
        case inspect.VarTupleType(item_type=part):
            return st.lists(_of(part), max_size=3).map(tuple)
        case inspect.DictType(key_type=name, value_type=value):
            return st.dictionaries(_of(name), _of(value), max_size=3)
        case inspect.StructType(cls=struct, fields=fields):
            return _struct(struct, fields)
        case inspect.CustomType(cls=own):
            return _CUSTOM[own]
        case _:
            raise TypeError(f"no strategy for {kind}")


def _struct(struct: type, fields: tuple[inspect.Field, ...]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {field.name: _of(field.type) for field in fields if field.required},
        optional={field.name: _of(field.type) for field in fields if not field.required},
    ).map(lambda values: struct(**values))


@cache
def foreign_fields(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    """Fields that the kind does not know; the two names of our own are among them."""
    known = set(RECORDS[kind].__struct_encode_fields__) - {"~id", "~extra"}
    names = st.one_of(
        st.text(string.ascii_lowercase + "~_", min_size=1, max_size=6),
        st.sampled_from(["id", "extra", "~id", "~extra", "doc_id", "kind_of"]),
        TEXTS,
    ).filter(lambda name: name not in known)
    return st.dictionaries(names, JSON_VALUES, max_size=3)


@cache
def records_of(kind: Kind) -> st.SearchStrategy[Record]:
    """Records of one kind, any field set or left out."""
    described = inspect.type_info(RECORDS[kind])
    assert isinstance(described, inspect.StructType)
    fields = tuple(field for field in described.fields if field.name not in {"id", "extra"})
    return st.builds(
        lambda record, number, extra: msgspec.structs.replace(record, id=number, extra=extra),
        _struct(RECORDS[kind], fields),
        st.integers(1, 10**14 - 1),
        foreign_fields(kind),
    )


RECORDS_OF_ANY_KIND: st.SearchStrategy[Record] = st.sampled_from(Kind).flatmap(records_of)


_NUMBERS = st.integers(1, 3)


def _refs(letter: str) -> st.SearchStrategy[str]:
    # To records that may exist, and to one that never does.
    return st.integers(1, 4).map(lambda number: f"{letter}{number}")


def _one(letter: str) -> st.SearchStrategy[str | None]:
    return st.none() | _refs(letter)


def _many(letter: str) -> st.SearchStrategy[list[str]]:
    return st.lists(_refs(letter), max_size=3)


_ROLES = st.sampled_from(["site", "origin", "fled to", "named"])
_DAYS = st.sampled_from([None, "2024", "2025-03", "2025-03-07"])
_PLACES = st.lists(st.fixed_dictionaries({"location": _refs("L"), "role": _ROLES}), max_size=3)
_LINKED: dict[str, st.SearchStrategy[Record]] = {
    "R": st.builds(
        report, _NUMBERS, publisher=_one("S"), derived_from=_one("R"), published_at=_DAYS
    ),
    "E": st.builds(
        event, _NUMBERS, part_of=_one("E"), locations=_PLACES, reports=_many("R"), start=_DAYS
    ),
    "L": st.builds(location, _NUMBERS, parent=_one("L"), name=st.sampled_from(["", "b", "A", "é"])),
    "S": st.builds(source, _NUMBERS, name=st.sampled_from(["", "b", "A"])),
    "Q": st.builds(
        quote,
        _NUMBERS,
        report=_one("R"),
        speaker=_one("S"),
        via=_many("S"),
        events=_many("E"),
        locations=_many("L"),
    ),
    "C": st.builds(
        claim,
        _NUMBERS,
        event=_one("E"),
        source=_one("S"),
        via=_many("S"),
        report=_one("R"),
        as_of=_DAYS,
    ),
    "M": st.builds(attachment, _NUMBERS, report=_one("R")),
    "N": st.builds(note, _NUMBERS, target=st.sampled_from("RELSQCMN").flatmap(_one)),
}


#: The kinds that name others, or are named.
LINKING = [Kind(letter) for letter in _LINKED]
#: One of them, whose references are all that matters.
LINKED_RECORDS = st.one_of(list(_LINKED.values()))


@st.composite
def stores(draw: st.DrawFn) -> list[Record]:
    """A small store in which anything may name anything, itself and what does not exist."""
    return [
        record
        for kind in _LINKED.values()
        for record in draw(st.lists(kind, max_size=3, unique_by=lambda record: record.id))
    ]
