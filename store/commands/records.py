"""Writing records: whole, as importers, generators and tests do, or some of their fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from store import entering
from store.changes import Change, Context
from store.errors import QueryError, Refused, UnknownRecord, WrongValue
from store.ids import Ref, new_uid
from store.model import View
from store.query import parse
from store.reader import Reader
from store.record import Record
from store.references import Reference, mention, references
from store.values import Stamp

#: So many wholes above a part are looked at: another program's circle has no end.
LONGEST_CHAIN = 1000


@dataclass(frozen=True)
class WriteRecords:
    """Write each record: a new one when its id is 0 or not taken, else the next version."""

    records: Iterable[Record]
    label: str = "wrote records"
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change a record; uid and stamps are filled in."""
        stamp = Stamp(at=context.at, by=context.author)
        for record in self.records:
            number = record.id or context.new(record.kind_of).number
            before = reader.find(record.kind_of.ref(number))
            after = stamped(replace(record, id=number), before, stamp)
            yield Change(after.ref, before, after)


def stamped(record: Record, before: Record | None, stamp: Stamp) -> Record:
    """The record with its uid, and with who made and who changed it.

    Nothing is filled in where its document has something that cannot be read: that stays.
    """
    filled = {
        "uid": record.uid or (before.uid if before else "") or new_uid(),
        "created": record.created or (before.created if before else stamp),
        "updated": stamp if before else record.updated,
    }
    return replace(record, **{k: v for k, v in filled.items() if k not in record.extra})


@dataclass(frozen=True)
class DeleteRecords:
    """Delete records; their ids are never given out again."""

    refs: Iterable[Ref]
    label: str = "deleted records"
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change a record."""
        del context
        for ref in self.refs:
            yield Change(ref, reader.get(ref), None)


@dataclass(frozen=True)
class SetFields:
    """Give fields new values, each typed as a person types it (see `entering`)."""

    refs: Sequence[Ref]
    entered: Mapping[str, str]
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `set status of E4`."""
        return f"set {', '.join(self.entered)} of {named(self.refs)}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each record that is not so already."""
        for ref in self.refs:
            before = reader.get(ref)
            values = {
                name: entering.value_of(ref.kind, name, text) for name, text in self.entered.items()
            }
            extra = {name: one for name, one in before.extra.items() if name not in values}
            after = replace(before, **values, extra=extra)
            if after == before:
                continue
            check_named(reader, before, after)
            check_query(before, after)
            yield changed(before, after, context)


def check_named(
    reader: Reader, before: Record, after: Record, coming: frozenset[Ref] = frozenset()
) -> None:
    """Raise for what the record names anew that the store does not have, or that is itself.

    What is `coming` with it will be there.
    """
    known = {reference.to for reference in references(before)} | coming
    for reference in references(after):
        if reference.to in known or reference.edge == mention(reference.to.kind):
            # A text may mention what is not there, or not yet.
            continue
        if reference.to == after.ref:
            raise Refused(after.ref, f"cannot be named by its own {reference.edge.field}")
        if not reader.version(reference.to):
            raise UnknownRecord(reference.to)
        if reference.edge.holder is reference.edge.named:
            _check_circle(reader, after.ref, reference)


def _check_circle(reader: Reader, ref: Ref, reference: Reference) -> None:
    """Raise Refused where a whole would be a part of its own part, and the like."""
    at, steps = reader.find(reference.to), 0
    while at is not None and steps < LONGEST_CHAIN:
        above = [one.to for one in references(at) if one.edge == reference.edge]
        if ref in above:
            name = reference.edge.field.replace("_", " ")
            raise Refused(ref, f"cannot have {reference.to} as {name}: that leads back to {ref}")
        at, steps = (reader.find(above[0]) if above else None), steps + 1


def check_query(before: Record, after: Record) -> None:
    """Raise WrongValue where a view gets a query that asks nothing that can be understood."""
    if isinstance(before, View) and isinstance(after, View) and after.query != before.query:
        try:
            parse(after.query)
        except QueryError as error:
            raise WrongValue("query", str(error)) from None


def changed(before: Record, after: Record, context: Context) -> Change:
    """The change of a record that is there, stamped."""
    stamp = Stamp(at=context.at, by=context.author)
    return Change(before.ref, before, stamped(after, before, stamp))


def named(refs: Sequence[Ref], noun: str = "record") -> str:
    """As `R12`, or `3 records`."""
    return str(refs[0]) if len(refs) == 1 else f"{len(refs):,} {noun}s"
