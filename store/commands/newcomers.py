"""Records that come into being together with what names them, in one operation.

Until they are written they bear references that no store gives out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import stamped
from store.ids import HIGHEST, Kind, Ref
from store.model import RECORDS, Location
from store.record import Record
from store.values import Stamp

#: The kinds of which a name alone makes a record.
NAMED = (Kind.LOCATION, Kind.SOURCE, Kind.ACTOR, Kind.EVENT)


def provisional(kind: Kind, before: int = 0) -> Ref:
    """The reference of a new record until it is written, behind so many others."""
    return kind.ref(HIGHEST - before)


def newcomer(ref: Ref, name: str) -> Record:
    """A record of which only the name is known; coordinates and the rest stay unknown."""
    field = "title" if ref.kind is Kind.EVENT else "name"
    named: dict[str, Any] = {field: " ".join(name.split())}
    return RECORDS[ref.kind](id=ref.number, **named)


def introduced(
    created: Mapping[Ref, Record], context: Context
) -> tuple[dict[Ref, Ref], Iterator[Change]]:
    """The references that the new records get, and their changes, in which they name each other."""
    given = {ref: context.new(ref.kind) for ref in created}
    stamp = Stamp(at=context.at, by=context.author)

    def changes() -> Iterator[Change]:
        for ref, record in created.items():
            values = {
                name: settled(getattr(record, name), given)
                for name in record.__struct_encode_fields__
                if not name.startswith("~")
            }
            after = replace(record, **values, id=given[ref].number)
            yield Change(given[ref], None, stamped(after, None, stamp))

    return given, changes()


def settled(value: Any, given: Mapping[Ref, Ref]) -> Any:
    """A value in which new records bear the references that they were given."""
    match value:
        case Ref():
            return given.get(value, value)
        case tuple():
            return tuple(settled(one, given) for one in value)
        case msgspec.Struct():
            names = value.__struct_fields__
            return replace(value, **{n: settled(getattr(value, n), given) for n in names})
        case _:
            return value


def named_by(values: Iterator[Any] | tuple[Any, ...]) -> Iterator[Ref]:
    """Every reference in values, those in their parts included."""
    for value in values:
        match value:
            case Ref():
                yield value
            case tuple():
                yield from named_by(value)
            case msgspec.Struct():
                yield from named_by(tuple(getattr(value, n) for n in value.__struct_fields__))


def used(created: Mapping[Ref, Record], values: Mapping[str, Any]) -> dict[Ref, Record]:
    """Those of the new records that the values name: the others need not come into being."""
    wanted = set(named_by(tuple(values.values())))
    return {ref: record for ref, record in created.items() if ref in wanted}


def without_coordinates(created: Mapping[Ref, Record]) -> int:
    """How many new places are known by name alone."""
    return sum(isinstance(one, Location) and one.lat is None for one in created.values())
