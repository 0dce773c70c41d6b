"""Editing the fields of a record, and filling in a new one: what a form saves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from msgspec.structs import replace

from store import spans
from store.changes import Change, Context
from store.commands.newcomers import introduced, settled
from store.commands.records import changed, check_named, check_query, stamped
from store.errors import Collision, Refused
from store.ids import Ref, is_provisional
from store.model import Attachment, Claim, Event, Note, Quote, Report
from store.reader import Reader
from store.record import Record
from store.text import clean
from store.values import Estimate, Stamp

#: Lists whose order says something: two people's changes are not laid into each other.
_ORDERED = frozenset({"via", "columns"})
#: So many characters of a name stand in the history.
_TOLD = 60


class Merge(NamedTuple):
    """Edited values laid upon a record as it is now."""

    values: Mapping[str, Any]
    """What is to be written."""
    collisions: tuple[str, ...]
    """Fields to which somebody else gave another value meanwhile."""


def merged(base: Record, now: Record, values: Mapping[str, Any]) -> Merge:
    """What the edited fields become, where others have changed the record since it was `base`.

    What only one side changed is taken from that side; lists are laid into each other.
    """
    found: dict[str, Any] = {}
    collisions = []
    for name, mine in values.items():
        before, theirs = getattr(base, name), getattr(now, name)
        # A value that could not be read was seen as it is now, where it is still there.
        is_same = theirs == before and base.extra.get(name) == now.extra.get(name)
        if is_same or theirs == mine:
            found[name] = mine
            continue
        together = _together(before, theirs, mine) if name not in _ORDERED else None
        if together is None:
            collisions.append(name)
        else:
            found[name] = together
    return Merge(found, tuple(collisions))


def _together(before: Any, theirs: Any, mine: Any) -> tuple[Any, ...] | None:
    """Two changes of a list as one; None where both changed the same item."""
    if not isinstance(before, tuple):
        return None
    removed = [one for one in before if one not in mine]
    if any(one not in theirs for one in removed):
        return None
    kept = [one for one in theirs if one not in removed]
    added = [one for one in mine if one not in before and one not in kept]
    return (*kept, *added)


@dataclass(frozen=True)
class EditRecord:
    """Give fields of a record new values; what others changed meanwhile in other fields stays.

    Raises Collision where they changed the same ones.
    """

    base: Record
    """The record as it was seen."""
    values: Mapping[str, Any]
    """The edited fields alone."""
    created: Mapping[Ref, Record] = field(default_factory=dict)
    """New records that the values name, by their provisional references."""
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `edited title, start of E4`."""
        names = ", ".join(name.replace("_", " ") for name in self.values)
        return f"edited {names} of {self.base.ref}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """The new records, and the record that names them."""
        now = reader.get(self.base.ref)
        values, collisions = merged(self.base, now, self.values)
        if collisions:
            stamp = now.updated or now.created
            raise Collision(now.ref, stamp.by if stamp else "somebody", collisions)
        given, coming = introduced(self.created, context)
        extra = {name: one for name, one in now.extra.items() if name not in values}
        after = replace(now, **_settled(values, given), extra=extra)
        after = _signed(now, with_evidence(now, after, reader), context)
        if after == now:
            return
        check_named(reader, now, after, frozenset(given.values()))
        check_query(now, after)
        yield from coming
        yield changed(now, after, context)


@dataclass(frozen=True)
class MakeRecord:
    """Write a new record, whose reference is provisional, with the new ones that it names."""

    record: Record
    created: Mapping[Ref, Record] = field(default_factory=dict)
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `made an event: Clash at the bridge`."""
        return made_label(self.record)

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """The new records that it names, then the record."""
        given, coming = introduced(self.created, context)
        yield from coming
        yield making(self.record, given, reader, context)


def made_label(record: Record) -> str:
    """What the history calls the making of a record."""
    kind = record.kind_of
    if isinstance(record, Quote | Claim | Attachment | Note):
        # It is called by its words: these may be covered some day, and the history tells for good.
        return f"made {kind.article} {kind.noun}{_of_what(record)}"
    named = clean(record.label)
    told = named if len(named) <= _TOLD else f"{named[: _TOLD - 1]}…"
    return f"made {kind.article} {kind.noun}: {told}"


def _of_what(record: Quote | Claim | Attachment | Note) -> str:
    """As ` about E4`, ` from R12`; "" where it names neither."""
    about = {Claim: "event", Note: "target"}.get(type(record), "")
    if about and (ref := getattr(record, about)) is not None:
        return f" about {ref}"
    report = None if isinstance(record, Note) else record.report
    return f" from {report}" if report is not None else ""


def making(record: Record, given: Mapping[Ref, Ref], reader: Reader, context: Context) -> Change:
    """The change that writes a new record, checked, under a reference of its own."""
    ref = context.new(record.kind_of) if is_provisional(record.ref) else record.ref
    names = [name for name in record.__struct_encode_fields__ if not name.startswith("~")]
    values = _settled({name: getattr(record, name) for name in names}, given)
    after = replace(record, **values, id=ref.number)
    blank = type(record)(id=ref.number)
    after = _signed(blank, with_evidence(blank, after, reader), context)
    check_named(reader, blank, after, frozenset(given.values()))
    check_query(blank, after)
    stamp = Stamp(at=context.at, by=context.author)
    return Change(ref, None, stamped(after, None, stamp))


def _settled(values: Mapping[str, Any], given: Mapping[Ref, Ref]) -> dict[str, Any]:
    return {name: settled(value, given) for name, value in values.items()}


def with_evidence(before: Record, after: Record, reader: Reader) -> Record:
    """A quote or a claim whose words were typed: they are looked up in its report's text."""
    if not isinstance(after, Quote | Claim) or not isinstance(before, Quote | Claim):
        return after
    if (after.report, after.words) == (before.report, before.words):
        return after
    if (after.start, after.end) != (before.start, before.end):
        # Whoever says where the words are is believed, and checked when it is written.
        return after
    report = reader.find(after.report) if after.report else None
    if not after.words or not isinstance(report, Report) or not report.text:
        return replace(after, start=None, end=None)
    found = spans.find(report.text, after.words)
    if found is None:
        told = clean(after.words[:_TOLD])
        raise Refused(report.ref, f"does not say “{told}”; the words must be those of its text")
    return replace(after, start=found.start, end=found.end)


def _signed(before: Record, after: Record, context: Context) -> Record:
    """An event whose new and changed estimates say who set them, and when."""
    if not isinstance(before, Event) or not isinstance(after, Event):
        return after
    known = before.estimates
    estimates = tuple(one if one in known else _set_now(one, context) for one in after.estimates)
    return replace(after, estimates=estimates) if estimates != after.estimates else after


def _set_now(estimate: Estimate, context: Context) -> Estimate:
    return replace(estimate, by=context.author, at=context.at)
