"""Deciding on reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import changed, named
from store.dates import PartialDate
from store.errors import Refused, UnknownRecord
from store.ids import Kind, Ref
from store.model import Report
from store.reader import Reader
from store.record import Record
from store.values import Triage
from store.vocabulary import TriageState


@dataclass(frozen=True)
class Decide:
    """Decide on reports; what was decided on them before is no longer so."""

    refs: Sequence[Ref]
    state: TriageState
    reason: str = ""
    """Why; of what is not relevant the report keeps it too."""
    when: PartialDate | None = None
    """When a report that is put off comes back."""
    of: Ref | None = None
    """The report that duplicates repeat."""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `decided R12 relevant`, `decided 3 reports duplicate of R5`."""
        behind = f" of {self.of}" if self.of else f" until {self.when}" if self.when else ""
        return f"decided {named(self.refs, 'report')} {self.state}{behind}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each report that is not decided so already."""
        triage = self._triage(reader)
        for ref in self.refs:
            before = reader.get(ref)
            if not isinstance(before, Report):
                raise Refused(ref, f"is {ref.kind.article} {ref.kind.noun}; reports are decided on")
            if before.triage != triage or "triage" in before.extra:
                extra = {name: one for name, one in before.extra.items() if name != "triage"}
                yield changed(before, replace(before, triage=triage, extra=extra), context)

    def _triage(self, reader: Reader) -> Triage:
        if self.state is TriageState.NEW:
            # The very one that a report has of which nothing was decided: no document names it.
            return Report().triage
        is_dropped = self.state is TriageState.NOT_RELEVANT
        if self.state is TriageState.DUPLICATE:
            self._check_original(reader)
        return Triage(
            state=self.state,
            reason=self.reason if is_dropped else "",
            when=self.when if self.state is TriageState.LATER else None,
            of=self.of if self.state is TriageState.DUPLICATE else None,
        )

    def _check_original(self, reader: Reader) -> None:
        """Raise Refused where a duplicate would lead to itself, to another one, or nowhere."""
        if self.of is None:
            raise Refused(self.refs[0], "is to be a duplicate, and of which report was not said")
        if self.of in self.refs:
            raise Refused(self.of, "cannot be a duplicate of itself")
        original = reader.find(self.of)
        if original is None:
            raise UnknownRecord(self.of)
        if not isinstance(original, Report):
            noun = f"{self.of.kind.article} {self.of.kind.noun}"
            raise Refused(self.of, f"is {noun}; a report repeats a report")
        if original.triage.of is not None:
            reason = f"is itself a duplicate of {original.triage.of}; name that one"
            raise Refused(self.of, reason)
        for ref in self.refs:
            for duplicate in _duplicates(reader, ref):
                if duplicate not in self.refs:
                    raise Refused(
                        ref, f"has the duplicate {duplicate}; decide on that one with it, or first"
                    )


def _duplicates(reader: Reader, ref: Ref) -> Iterator[Ref]:
    """The reports that are duplicates of this one."""
    if ref.kind is Kind.REPORT:
        for by, reference in reader.named_by(ref):
            if reference.edge.field == "triage.of" and _is_duplicate(reader.find(by)):
                yield by


def _is_duplicate(record: Record | None) -> bool:
    return isinstance(record, Report) and record.triage.state is TriageState.DUPLICATE
