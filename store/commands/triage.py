"""Deciding on reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.deriving import derives
from store.commands.records import changed, named
from store.dates import PartialDate
from store.derive.inbox import back_words
from store.derive.telling import is_earlier
from store.errors import Refused, Stale, UnknownRecord
from store.ids import Kind, Ref
from store.model import Report
from store.reader import Reader
from store.record import Record
from store.values import Triage
from store.vocabulary import TriageState

#: So many are listed at once.
AT_ONCE = 500


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
    shown: Mapping[Ref, Triage] = field(default_factory=dict)
    """What the person saw that had been decided; something else by now means Stale."""
    accepts_flaws: bool = False
    derived: bool = False
    """Whether duplicates have its words: they are said to derive from it, as wire copies do."""

    @property
    def label(self) -> str:
        """As `decided R12 relevant`, `decided 3 reports duplicate of R5`."""
        until = f" until {back_words(self.when)}" if self.when else ""
        behind = f" of {self.of}" if self.of else until
        return f"decided {named(self.refs, 'report')} {self.state}{behind}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each report that is not decided so already.

        What was a duplicate of a report that is one now becomes a duplicate of the same original.
        """
        triage = self._triage(reader)
        found = self._checked(reader, triage)
        for ref in self.refs:
            # Read only now: of many, others may have written on it between two parts.
            before = self._report(reader, ref)
            if found[ref] != before.triage != triage:
                raise Stale({str(ref): _by(before)}, field="triage")
            origin = self._origin(reader, before)
            is_decided = before.triage == triage and "triage" not in before.extra
            if not is_decided or origin != before.derived_from:
                yield _decided(replace(before, derived_from=origin), before, triage, context)
        if triage.of is not None:
            for ref in dict.fromkeys(chain.from_iterable(map(partial(_copies, reader), self.refs))):
                copy = reader.get(ref)
                if ref not in self.refs and isinstance(copy, Report) and copy.triage != triage:
                    yield _decided(copy, copy, triage, context)

    def _checked(self, reader: Reader, triage: Triage) -> dict[Ref, Triage]:
        """What is decided on each; Stale where that is other than the person saw, and than now."""
        found, since = dict[Ref, Triage](), dict[str, str]()
        for ref, report in self._listed(reader):
            found[ref] = report.triage
            if self.shown.get(ref, report.triage) != report.triage != triage:
                since[str(ref)] = _by(report)
        if since:
            raise Stale(since, field="triage")
        return found

    def _listed(self, reader: Reader) -> Iterator[tuple[Ref, Report]]:
        """The reports without their texts: they are read once more when it is their turn."""
        for start in range(0, len(self.refs), AT_ONCE):
            refs = self.refs[start : start + AT_ONCE]
            listed = reader.listing(Kind.REPORT, [ref.number for ref in refs])
            there = {one.ref: one for one in listed if isinstance(one, Report)}
            for ref in refs:
                # What is none, or not there, is refused as it is there.
                yield ref, there.get(ref) or self._report(reader, ref)

    def _report(self, reader: Reader, ref: Ref) -> Report:
        found = reader.get(ref)
        if not isinstance(found, Report):
            raise Refused(ref, f"is {ref.kind.article} {ref.kind.noun}; reports are decided on")
        return found

    def _origin(self, reader: Reader, report: Report) -> Ref | None:
        """The report that it derives from: what is known already, else what it is a copy of."""
        if not self.derived or self.of is None or "derived_from" in report.extra:
            return report.derived_from
        original = reader.find(self.of)
        if report.derived_from is not None or not isinstance(original, Report):
            return report.derived_from
        # What was published before another cannot have been made of it.
        is_first = is_earlier(report.published_at, original.published_at)
        return None if is_first or derives(reader, original, report.ref) else self.of

    def _triage(self, reader: Reader) -> Triage:
        if self.state is TriageState.NEW:
            # The very one that a report has of which nothing was decided: no document names it.
            return Report().triage
        is_dropped = self.state is TriageState.NOT_RELEVANT
        return Triage(
            state=self.state,
            reason=self.reason if is_dropped else "",
            when=self.when if self.state is TriageState.LATER else None,
            of=self._original(reader) if self.state is TriageState.DUPLICATE else None,
        )

    def _original(self, reader: Reader) -> Ref:
        """The report that the duplicates repeat; Refused where that is itself, or none."""
        if self.of is None:
            raise Refused(self.refs[0], "is to be a duplicate, and of which report was not said")
        if self.of in self.refs:
            raise Refused(self.of, "cannot be a duplicate of itself")
        found = reader.find(self.of)
        if found is None:
            raise UnknownRecord(self.of)
        if not isinstance(found, Report):
            noun = f"{self.of.kind.article} {self.of.kind.noun}"
            raise Refused(self.of, f"is {noun}; a report repeats a report")
        original = original_of(reader, found)
        if original.ref in self.refs:
            reason = f"is itself a duplicate of {original.ref}; decide on {self.of} first"
            raise Refused(self.of, reason)
        return original.ref


@dataclass(frozen=True)
class MarkUrgent:
    """Have reports go first, or no longer."""

    refs: Sequence[Ref]
    is_urgent: bool = True
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `made R12 urgent`."""
        return f"made {named(self.refs, 'report')} {'urgent' if self.is_urgent else 'not urgent'}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each report that is not so already."""
        for ref in self.refs:
            before = reader.get(ref)
            if not isinstance(before, Report):
                raise Refused(ref, f"is {ref.kind.article} {ref.kind.noun}; reports are urgent")
            if before.urgent != self.is_urgent:
                yield changed(before, replace(before, urgent=self.is_urgent), context)


def original_of(reader: Reader, report: Report) -> Report:
    """The report that this one repeats in the end: itself where it is no duplicate."""
    met = {report.ref}
    while report.triage.state is TriageState.DUPLICATE and report.triage.of is not None:
        further = reader.find(report.triage.of)
        # A script may have made a circle of them.
        if not isinstance(further, Report) or further.ref in met:
            break
        met.add(further.ref)
        report = further
    return report


def _by(report: Report) -> str:
    return report.updated.by if report.updated else ""


def _decided(after: Report, before: Report, triage: Triage, context: Context) -> Change:
    extra = {name: one for name, one in before.extra.items() if name != "triage"}
    return changed(before, replace(after, triage=triage, extra=extra), context)


def _copies(reader: Reader, ref: Ref) -> Iterator[Ref]:
    """The reports that are duplicates of this one."""
    for by, reference in reader.named_by(ref):
        if reference.edge.field == "triage.of" and _is_duplicate(reader.find(by)):
            yield by


def _is_duplicate(record: Record | None) -> bool:
    return isinstance(record, Report) and record.triage.state is TriageState.DUPLICATE
