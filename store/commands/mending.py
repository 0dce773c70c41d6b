"""Mending what looks wrong, and saying that it is meant so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import changed, check_named, named
from store.commands.tags import TagRecords
from store.derive.lint.finding import RULE, Deed, Finding, Mend
from store.errors import Refused
from store.ids import Kind, Ref
from store.reader import Reader
from store.record import Record
from store.references import EDGES
from store.values import EventActor, EventLocation


@dataclass(frozen=True)
class MendRecords:
    """Carry mends out, all of them in one operation; two records are merged by another command."""

    mends: Sequence[Mend]
    rule: str
    """By which rule they were found, for the history."""
    reason: str = ""
    accepts_flaws: bool = False

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The records that it changes, each once."""
        return tuple(dict.fromkeys(mend.ref for mend in self.mends))

    @property
    def seen(self) -> Mapping[Ref, int]:
        """The records as they were when it was found."""
        return {ref: version for mend in self.mends for ref, version in mend.versions}

    @property
    def label(self) -> str:
        """As `mended L3: latitude and longitude ...`, by the heading of the rule."""
        heading = RULE[self.rule].heading
        return f"mended {named(self.refs)}: {heading[:1].lower()}{heading[1:]}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change a record, whatever there is to be mended in it."""
        by_ref: dict[Ref, list[Mend]] = {}
        for mend in self.mends:
            by_ref.setdefault(mend.ref, []).append(mend)
        for ref, mends in by_ref.items():
            before = after = reader.get(ref)
            for mend in mends:
                after = _mended(after, mend)
            if after != before:
                check_named(reader, before, after)
                yield changed(before, after, context)


def _mended(record: Record, mend: Mend) -> Record:
    match mend.deed:
        case Deed.SET:
            values = dict(mend.values)
            extra = {name: one for name, one in record.extra.items() if name not in values}
            return replace(record, **values, extra=extra)
        case Deed.UNLINK if mend.other is not None:
            return _without(record, mend.other)
        case _:
            raise Refused(record.ref, "is merged with another record by a question of its own")


def _without(record: Record, gone: Ref) -> Record:
    """The record without the references to one that is not there."""
    fields = {
        edge.field
        for edge in EDGES
        if (edge.holder, edge.named) == (record.kind_of, gone.kind) and "." not in edge.field
    } - ({"body", "target"} if record.kind_of is Kind.NOTE else set())
    values: dict[str, object] = {}
    for name in fields:
        held = getattr(record, name)
        if held == gone:
            values[name] = None
        elif isinstance(held, tuple):
            values[name] = tuple(one for one in held if _named(one) != gone)
    if "report" in values and values["report"] is None and hasattr(record, "start"):
        # Where the words stood in a text that is not there, says nothing.
        values |= {"start": None, "end": None}
    if "part_of" in values and values["part_of"] is None and hasattr(record, "part_kind"):
        values["part_kind"] = None
    return replace(record, **values)


def _named(item: object) -> object:
    """The record that an item of a list names."""
    match item:
        case EventLocation():
            return item.location
        case EventActor():
            return item.actor
        case _:
            return item


def meant_so(finding: Finding, *, is_meant: bool = True) -> TagRecords:
    """The command that says of a record: what was found there is meant so; or no longer."""
    if is_meant:
        # Where the record was looked at to be mended, it has to be the same still.
        known = finding.mend.versions if finding.mend is not None else ()
        seen = {ref: version for ref, version in known if ref == finding.ref}
        return TagRecords((finding.ref,), add=(finding.tag,), seen=seen)
    return TagRecords((finding.ref,), remove=(finding.tag,))
