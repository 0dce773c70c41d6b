"""The work on records: how far it is, who does it, and what a record may expose."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import changed, named
from store.errors import Refused
from store.ids import Kind, Ref
from store.model import Event, Report
from store.reader import Reader
from store.record import Record
from store.vocabulary import Sensitivity, Status


@dataclass(frozen=True)
class SetStatus:
    """Say how far the work on events is."""

    refs: Sequence[Ref]
    status: Status
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `set 3 events to “in progress”`."""
        return f"set {named(self.refs, 'event')} to “{self.status}”"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each event that is not so far already."""
        for ref in self.refs:
            before = reader.get(ref)
            if not isinstance(before, Event):
                raise Refused(ref, f"is {ref.kind.article} {ref.kind.noun}; events have a status")
            yield from _with(before, context, status=self.status)


@dataclass(frozen=True)
class Assign:
    """Say who works on events and reports; for "" nobody does."""

    refs: Sequence[Ref]
    to: str
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False
    over: Collection[str] | None = None
    """From whom it may be taken: those whom the person saw there; None for anybody."""

    @property
    def label(self) -> str:
        """As `assigned E4 to kim`, `gave 3 records back`."""
        if not self.to:
            return f"gave {named(self.refs)} back"
        return f"assigned {named(self.refs)} to {self.to}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each record that is not so already."""
        for ref in self.refs:
            before = reader.get(ref)
            if not isinstance(before, Event | Report):
                noun = f"{ref.kind.article} {ref.kind.noun}"
                raise Refused(ref, f"is {noun}; events and reports are worked on by somebody")
            if self.over is not None and before.assignee not in ("", self.to, *self.over):
                raise Refused(ref, f"was taken by {before.assignee} meanwhile; nothing was changed")
            yield from _with(before, context, assignee=self.to)


@dataclass(frozen=True)
class SetSensitivity:
    """Say what records may expose, and so whether they are covered."""

    refs: Sequence[Ref]
    sensitivity: Sensitivity
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `marked Q4 as graphic`."""
        return f"marked {named(self.refs)} as {self.sensitivity}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each record that is not so already."""
        for ref in self.refs:
            yield from _with(reader.get(ref), context, sensitivity=self.sensitivity)


#: The kinds of record that somebody works on.
WORKED_ON = frozenset({Kind.EVENT, Kind.REPORT})


def _with(before: Record, context: Context, **values: Any) -> Iterator[Change]:
    """The change that gives the record these values; none where it has them."""
    # What could not be read there is kept in `extra` until there is another value.
    extra = {name: one for name, one in before.extra.items() if name not in values}
    after = replace(before, **values, extra=extra)
    if after != before:
        yield changed(before, after, context)
