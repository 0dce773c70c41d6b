"""Linking and unlinking two records: by the fields in which one of them names the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.edits import with_evidence
from store.commands.newcomers import introduced
from store.commands.records import changed, check_named, named
from store.errors import Refused
from store.ids import Kind, Ref
from store.reader import Reader
from store.record import Record
from store.references import EDGES, Edge
from store.values import EventActor, EventLocation
from store.vocabulary import ActorRole, LocationRole

#: Made by the decision on a report alone, and by the words of a note.
_ELSEWHERE = frozenset({"triage.of", "body"})
_ROLES: dict[tuple[Kind, str], type[StrEnum]] = {
    (Kind.EVENT, "locations"): LocationRole,
    (Kind.EVENT, "actors"): ActorRole,
}
#: How a link reads, from the record that names the other: `E4 has its report R1`.
_SAID = {
    (Kind.REPORT, "publisher"): "published by",
    (Kind.REPORT, "derived_from"): "copies",
    (Kind.EVENT, "part_of"): "part of",
    (Kind.EVENT, "locations"): "has the place",
    (Kind.EVENT, "actors"): "has the actor",
    (Kind.EVENT, "reports"): "told by",
    (Kind.LOCATION, "parent"): "lies in",
    (Kind.QUOTE, "report"): "words of",
    (Kind.QUOTE, "speaker"): "spoken by",
    (Kind.QUOTE, "via"): "passed on by",
    (Kind.QUOTE, "events"): "about",
    (Kind.QUOTE, "locations"): "about",
    (Kind.CLAIM, "event"): "about",
    (Kind.CLAIM, "source"): "asserted by",
    (Kind.CLAIM, "via"): "passed on by",
    (Kind.CLAIM, "report"): "made in",
    (Kind.CLAIM, "part_of"): "part of",
    (Kind.CLAIM, "supersedes"): "takes the place of",
    (Kind.ATTACHMENT, "report"): "came with",
    (Kind.NOTE, "target"): "about",
}


class Bond(NamedTuple):
    """A way to link two records."""

    edge: Edge
    role: str = ""
    """What the one that is named is to the other, where the field has roles."""
    is_reversed: bool = False
    """Whether the other record is the one that holds the link."""

    @property
    def words(self) -> str:
        """How the holder stands to the one it names: `part of`, `place (fled to)`."""
        said = _SAID[self.edge.holder, self.edge.field]
        return f"{said} ({self.role})" if self.role else said

    def ends(self, one: Ref, other: Ref) -> tuple[Ref, Ref]:
        """Who holds the link, and whom it names."""
        return (other, one) if self.is_reversed else (one, other)

    def said(self, one: Ref, other: Ref) -> str:
        """The link as a sentence without its full stop: `E5 part of E4`."""
        holder, to = self.ends(one, other)
        return f"{holder} {self.words} {to}"


def bonds(one: Kind, other: Kind) -> tuple[Bond, ...]:
    """Every way in which two records of these kinds can be linked, the likeliest first."""
    found = []
    for edge in EDGES:
        if edge.field in _ELSEWHERE:
            continue
        for is_reversed in (False, True):
            if (edge.holder, edge.named) == ((other, one) if is_reversed else (one, other)):
                roles = _ROLES.get((edge.holder, edge.field))
                found += [Bond(edge, str(role), is_reversed) for role in roles or ("",)]
    return tuple(found)


def linkable(kind: Kind) -> tuple[Kind, ...]:
    """The kinds that a record of this kind can be linked to."""
    return tuple(other for other in Kind if bonds(kind, other))


def is_linked(holder: Record, bond: Bond, to: Ref) -> bool:
    """Whether the holder names that record so."""
    held = getattr(holder, bond.edge.field)
    match held:
        case tuple():
            return any(_names(one, bond, to) for one in held)
        case _:
            return bool(held == to)


def instead_of(holder: Record, bond: Bond, to: Ref) -> Ref | None:
    """The record that a link would take the place of; None for none."""
    held = getattr(holder, bond.edge.field)
    return held if isinstance(held, Ref) and held != to else None


def linked(holder: Record, bond: Bond, to: Ref) -> Record:
    """The holder, naming that record."""
    name = bond.edge.field
    held = getattr(holder, name)
    if is_linked(holder, bond, to):
        return holder
    value: Any = (*held, _item(bond, to)) if isinstance(held, tuple) else to
    return _with(holder, name, value)


def unlinked(holder: Record, bond: Bond, to: Ref) -> Record:
    """The holder, not naming it so any more."""
    name = bond.edge.field
    held = getattr(holder, name)
    if not is_linked(holder, bond, to):
        return holder
    if not isinstance(held, tuple):
        return _with(holder, name, None)
    return _with(holder, name, tuple(one for one in held if not _names(one, bond, to)))


def _with(holder: Record, name: str, value: Any) -> Record:
    extra = {key: one for key, one in holder.extra.items() if key != name}
    return replace(holder, **{name: value}, extra=extra)


def _item(bond: Bond, to: Ref) -> Any:
    match bond.edge.field:
        case "locations" if bond.edge.holder is Kind.EVENT:
            return EventLocation(location=to, role=LocationRole(bond.role))
        case "actors":
            return EventActor(actor=to, role=ActorRole(bond.role) if bond.role else None)
        case _:
            return to


def _names(item: Any, bond: Bond, to: Ref) -> bool:
    match item:
        case EventLocation():
            return item.location == to and item.role == bond.role
        case EventActor():
            return item.actor == to and (item.role or "") == bond.role
        case _:
            return bool(item == to)


@dataclass(frozen=True)
class LinkRecords:
    """Link records to another one, or take the link away; one that is so already stays."""

    refs: Sequence[Ref]
    other: Ref
    bond: Bond
    is_taken_away: bool = False
    created: Mapping[Ref, Record] = field(default_factory=dict)
    """The other record, where it comes into being with the link."""
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `linked E4 and R1: E4 told by R1`, `unlinked 3 records and E4`."""
        verb = "unlinked" if self.is_taken_away else "linked"
        to = next((one.label[:40] for one in self.created.values()), str(self.other))
        behind = f": {self.bond.words}"
        return f"{verb} {named(self.refs)} and {to}{behind}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each record that holds a link."""
        given, coming = introduced(self.created, context)
        yield from coming
        other = given.get(self.other, self.other)
        if self.bond.is_reversed:
            yield from self._changes_of_one(reader, context, other)
            return
        for ref in self.refs:
            before = reader.get(ref)
            yield from self._change(reader, context, before, self._after(before, other), given)

    def _changes_of_one(self, reader: Reader, context: Context, other: Ref) -> Iterator[Change]:
        """The other record names all of them."""
        before = after = reader.get(other)
        is_one = not isinstance(getattr(before, self.bond.edge.field), tuple)
        if is_one and len(self.refs) > 1 and not self.is_taken_away:
            raise Refused(other, f"can name one record there, not {len(self.refs)}")
        for ref in self.refs:
            after = self._after(after, ref)
        yield from self._change(reader, context, before, after, {})

    def _after(self, holder: Record, to: Ref) -> Record:
        return (unlinked if self.is_taken_away else linked)(holder, self.bond, to)

    def _change(
        self,
        reader: Reader,
        context: Context,
        before: Record,
        after: Record,
        given: Mapping[Ref, Ref],
    ) -> Iterator[Change]:
        after = with_evidence(before, after, reader)
        if after != before:
            check_named(reader, before, after, frozenset(given.values()))
            yield changed(before, after, context)
