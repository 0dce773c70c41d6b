"""The values that records have in a field, quickly: the newest records are looked at, or a search.

Behind these two functions an index may serve them.
"""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from store.derive.covers import covered, is_covered
from store.derive.tally import COUNTABLE, Holdings, Tally
from store.fields import FIELDS, Field, Form
from store.ids import Kind, Ref
from store.reader import Asker, Reader
from store.record import Record
from store.syntax import REFERENCE, Asked, Free, Query, Text
from store.words import words

#: So many records of a kind are looked at.
LOOKED_AT = 500
#: So many records are suggested by name.
MOST_NAMES = 12

#: The field that asks for a kind's records by name.
_BY_NAME = {
    kind: field.name for field in FIELDS.values() if field.form is Form.NAME for kind in field.kinds
}


class InUse(NamedTuple):
    """A value of a field."""

    value: str
    """As it is asked for; of a record its reference."""
    label: str
    """What the record is called."""
    how_many: str
    """How many have it, in words."""


def values_in_use(field: Field, reader: Reader, asker: Asker) -> list[InUse]:
    """The values of a field, those of most records first; months from the newest on."""
    if field.name not in COUNTABLE:
        return []
    tally = Tally(field, Holdings(reader, asker))
    looked_at, is_whole = 0, True
    for kind in Kind:
        if kind in field.kinds:
            numbers = reader.numbers(kind, LOOKED_AT + 1)
            is_whole = is_whole and len(numbers) <= LOOKED_AT
            found = reader.listing(kind, numbers[:LOOKED_AT])
            looked_at += len(found)
            for record in found:
                tally.add(record)
    rest = "" if is_whole else f" of {looked_at:,} records"
    return [InUse(one.value, one.label, f"{one.hits:,}{rest}") for one in tally.counted()]


def names_in_use(field: Field, typed: str, reader: Reader, asker: Asker) -> list[InUse]:
    """The records that a field may name: those that are called so, or, of nothing, some in use."""
    kinds = field.kinds if field.form is not Form.NAMED else field.named
    if field.form is Form.SIMILAR:
        kinds = frozenset({Kind.REPORT})
    if REFERENCE.fullmatch(typed):
        ref = Ref(typed)
        found = reader.listing(ref.kind, (ref.number,)) if ref.kind in kinds else []
        return [_named(one, reader) for one in found]
    if not words(typed):
        return _some(field, kinds, reader, asker) if not typed.strip('"* ') else []
    names: list[InUse] = []
    for kind in Kind:
        if kind in kinds:
            text = Text(typed, is_prefix=True)
            node = Asked(_BY_NAME[kind], text) if kind in _BY_NAME else Free(text)
            numbers = list(islice(reader.search(Query(node), kind, asker), MOST_NAMES))
            names += [_named(one, reader) for one in reader.listing(kind, numbers)]
    return names[:MOST_NAMES]


def _some(field: Field, kinds: frozenset[Kind], reader: Reader, asker: Asker) -> list[InUse]:
    if field.form is Form.NAMED:
        return values_in_use(field, reader, asker)[:MOST_NAMES]
    if field.name in ("place", "source"):
        # Those of the newest events are meant more often than those that come first by name.
        tally = Tally(field, Holdings(reader, asker))
        for record in reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT, LOOKED_AT // 2)):
            tally.add(record)
        found = [Ref(one.value) for one in tally.counted(MOST_NAMES)]
        if found:
            records = [one for ref in found for one in reader.listing(ref.kind, (ref.number,))]
            return [_named(one, reader) for one in records]
    return [
        _named(one, reader)
        for kind in Kind
        if kind in kinds
        for one in reader.listing(kind, reader.numbers(kind, MOST_NAMES))
    ]


def _named(record: Record, reader: Reader) -> InUse:
    if is_covered(record):
        record = covered(record, "")
    if record.kind_of not in (Kind.LOCATION, Kind.SOURCE, Kind.REPORT):
        return InUse(str(record.ref), record.label, "")
    count = reader.linked(record.ref, Kind.EVENT).total
    return InUse(str(record.ref), record.label, f"{count:,} event{'' if count == 1 else 's'}")
