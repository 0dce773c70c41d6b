"""Merging two records that are one: what names the one names the other, and one is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from msgspec import Struct
from msgspec.structs import fields as fields_of
from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import changed, stamped
from store.commands.union import identity, united
from store.errors import Refused
from store.ids import Kind, Ref, with_mentions
from store.model import Claim, Event, Location, Note, Quote
from store.reader import Reader
from store.record import Record
from store.references import EDGES
from store.values import Stamp

#: The kinds that are merged; a report that repeats another one is decided to be its duplicate.
MERGEABLE = frozenset({Kind.EVENT, Kind.SOURCE, Kind.LOCATION, Kind.ACTOR})

#: By holder and named: the fields that name.  In others a reference is odd, and stays as it came.
_FIELDS = {
    (holder, named): tuple(
        dict.fromkeys(
            edge.field.partition(".")[0]
            for edge in EDGES
            if (edge.holder, edge.named) == (holder, named)
        )
    )
    for holder in Kind
    for named in Kind
}
_Any = TypeVar("_Any", bound=Record)


@dataclass(frozen=True)
class Merge:
    """Make one record of two: all that names `merged` names `kept`, and `merged` is deleted.

    What the kept one lacks it gets from the other; what differs is kept in a note on it.
    """

    kept: Ref
    merged: Ref
    name: str = ""
    """What the merged one is called, for the history."""
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def refs(self) -> tuple[Ref, Ref]:
        """The two that it is about."""
        return self.kept, self.merged

    @property
    def label(self) -> str:
        """As `merged E5, Shelling of Baniyas, into E4`."""
        called = f", {self.name}," if self.name else ""
        return f"merged {self.merged}{called} into {self.kept}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each of the two, for each that names the merged one, and a note."""
        kept, merged = reader.get(self.kept), reader.get(self.merged)
        check(reader, kept, merged)
        whole, lost = united(kept, merged)
        yield changed(kept, whole, context)
        for ref in holders(reader, self.merged):
            before = reader.get(ref)
            yield changed(before, renamed(before, self.merged, self.kept), context)
        if lost:
            yield _note(whole, merged, lost, context)
        yield Change(self.merged, merged, None)


def check(reader: Reader, kept: Record, merged: Record) -> None:
    """Raise Refused for two records that cannot be made one."""
    one, other = kept.ref, merged.ref
    if one == other:
        raise Refused(one, "cannot be merged with itself; choose another record")
    if one.kind is not other.kind:
        of = f"{one.kind.article} {one.kind.noun}"
        is_of = f"{other.kind.article} {other.kind.noun}"
        raise Refused(other, f"is {is_of} and {one} is {of}; only records of one kind are merged")
    if one.kind is Kind.REPORT:
        raise Refused(other, "is a report; decide that it is a duplicate instead")
    if one.kind not in MERGEABLE:
        raise Refused(other, f"is {one.kind.article} {one.kind.noun}; these are not merged")
    for inner, outer in ((kept, merged), (merged, kept)):
        if outer.ref in _wholes(reader, inner):
            lies = "is part of" if isinstance(inner, Event) else "lies in"
            reason = f"{lies} {outer.ref}; a part and its whole are two: take it out of it first"
            raise Refused(inner.ref, reason)


def _wholes(reader: Reader, record: Record | None) -> frozenset[Ref]:
    """The events or places in which it lies, the nearest and all around these."""
    found: dict[Ref, None] = {}
    while isinstance(record, Event | Location):
        ref = record.part_of if isinstance(record, Event) else record.parent
        # Records may be made to contain each other.
        if ref is None or ref in found:
            break
        found[ref] = None
        record = reader.find(ref)
    return frozenset(found)


def holders(reader: Reader, ref: Ref) -> list[Ref]:
    """The records that name this one, each once."""
    return list(dict.fromkeys(by for by, _ in reader.named_by(ref) if by != ref))


def moved(reader: Reader, ref: Ref) -> Counter[Kind]:
    """How many records of each kind would name another when this one is merged into it."""
    return Counter(by.kind for by in holders(reader, ref))


def renamed(record: _Any, old: Ref, new: Ref) -> _Any:
    """The record with one reference in the place of another; lists name nothing twice."""
    own = {
        field: _renamed(getattr(record, field), old, new)
        for field in _FIELDS[record.kind_of, old.kind]
    }
    after = replace(record, **own)
    match after:
        case Quote():
            via = tuple(one for one in after.via if one != after.speaker or one != new)
            return cast("_Any", replace(after, via=via))
        case Claim():
            # Nobody passes on what they say themselves.
            via = tuple(one for one in after.via if one != after.source or one != new)
            return cast("_Any", replace(after, via=via))
        case Note():
            body = with_mentions(after.body, lambda ref: new if ref == old else ref)
            return cast("_Any", replace(after, body=body))
    return after


def _renamed(value: Any, old: Ref, new: Ref) -> Any:
    if isinstance(value, Ref):
        return new if value == old else value
    if isinstance(value, tuple):
        found: dict[Any, Any] = {}
        for one in (_renamed(item, old, new) for item in value):
            found.setdefault(identity(one), one)
        return tuple(found.values())
    if isinstance(value, Struct):
        own = {
            one.name: _renamed(getattr(value, one.name), old, new)
            for one in fields_of(type(value))
            if one.name != "extra"
        }
        return replace(value, **own)
    return value


def _note(kept: Record, merged: Record, lost: list[str], context: Context) -> Change:
    """A note of what the merged record said and the kept one says otherwise."""
    head = f"{merged.ref} was merged into this {kept.kind_of.noun}. It said otherwise:"
    body = "\n".join((head, "", *(f"- {one}" for one in lost)))
    ref = context.new(Kind.NOTE)
    note = Note(id=ref.number, target=kept.ref, body=body, sensitivity=kept.sensitivity)
    return Change(ref, None, stamped(note, None, Stamp(at=context.at, by=context.author)))
