"""Events from reports: a report is relevant, and tells of an event, in one operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.edits import making
from store.commands.newcomers import introduced
from store.commands.records import changed, named
from store.commands.triage import Decide
from store.errors import Refused
from store.ids import Kind, Ref, is_provisional
from store.model import Event
from store.reader import Reader
from store.record import Record
from store.text import clean
from store.values import Triage
from store.vocabulary import TriageState

#: So many characters of a title stand in the history.
_TOLD = 50


@dataclass(frozen=True)
class FileReports:
    """Decide that reports are relevant and put them into an event, which may be a new one."""

    refs: Sequence[Ref]
    """The reports."""
    event: Ref
    """A provisional one for an event that is `made`."""
    made: Event | None = None
    created: Mapping[Ref, Record] = field(default_factory=dict)
    """New places, sources and actors that the new event names."""
    title: str = ""
    """What an event that is there already is called, for the history."""
    shown: Mapping[Ref, Triage] = field(default_factory=dict)
    """What the person saw that had been decided; something else by now means Stale."""
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `put R12 into E4 (Clash)`, `put 3 reports into a new event: Clash`."""
        which = named(self.refs, "report")
        title = clean((self.made.label if self.made else self.title)[:_TOLD])
        if self.made is not None:
            return f"put {which} into a new event: {title}"
        return f"put {which} into {self.event}" + (f" ({title})" if title else "")

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """The new records, the event, and the reports on which this was not decided yet."""
        for ref in self.refs:
            if ref.kind is not Kind.REPORT:
                raise Refused(ref, f"is {ref.kind.article} {ref.kind.noun}; reports tell of events")
        if self.made is None:
            yield from self._added(reader, context)
        else:
            given, coming = introduced(self.created, context)
            yield from coming
            yield making(_with(self.made, self.refs), given, reader, context)
        decide = Decide(self.refs, TriageState.RELEVANT, shown=self.shown)
        yield from decide.changes(reader, context)

    def _added(self, reader: Reader, context: Context) -> Iterator[Change]:
        if is_provisional(self.event):
            raise Refused(self.event, "is not there yet")
        before = reader.get(self.event)
        if not isinstance(before, Event):
            kind = before.kind_of
            raise Refused(self.event, f"is {kind.article} {kind.noun}; reports tell of events")
        after = _with(before, self.refs)
        if after != before:
            yield changed(before, after, context)


def _with(event: Event, reports: Sequence[Ref]) -> Event:
    """The event, told by these reports too."""
    coming = tuple(ref for ref in dict.fromkeys(reports) if ref not in event.reports)
    if not coming:
        return event
    extra = {name: one for name, one in event.extra.items() if name != "reports"}
    return replace(event, reports=(*event.reports, *coming), extra=extra)
