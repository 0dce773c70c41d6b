"""Writing what an importer proposes: new records, and new versions of those that came before.

A field that was changed since the last import stays as it is where the data set has not changed,
and also where it has: that is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from store.changes import IMPORTED, Change, Context, Prepared
from store.commands.records import changed, stamped
from store.commands.register import StoreRegister
from store.ids import Kind, Ref
from store.proposals import Coming, Flagged, Ready, Rejected
from store.reader import Reader
from store.record import Record
from store.values import Stamp

#: So many fields that stay as somebody changed them are told by name.
MOST_KEPT = 20
#: So many kinds of oddities are counted apart.
MOST_REASONS = 1_000
#: So many rows are named of each kind of oddity.
MOST_LINES = 3
#: What the store says of a record, and no data set.
_OWN = frozenset({"id", "uid", "created", "updated", "origin"})


@dataclass
class Tally:
    """What has become of a data set so far; the counts grow while it is imported."""

    rejected: Callable[[Rejected], None] = lambda _: None
    """Told of each row that cannot come in."""
    new: Counter[Kind] = field(default_factory=Counter)
    updated: Counter[Kind] = field(default_factory=Counter)
    same: Counter[Kind] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    """Rows that came in, by what is odd about them."""
    rejects: Counter[str] = field(default_factory=Counter)
    """Rows that did not, by reason."""
    lines: dict[str, list[int]] = field(default_factory=dict)
    """The first lines of each reason of both."""
    kept: list[tuple[Ref, str]] = field(default_factory=list)
    """The first fields that stay, as somebody changed them since."""
    kept_count: int = 0

    def take(self, proposal: Flagged | Rejected) -> None:
        """Count one row."""
        counts = self.flagged if isinstance(proposal, Flagged) else self.rejects
        where = f"{proposal.column}: " if proposal.column else ""
        reason = f"{where}{proposal.reason}"
        if reason not in counts and len(counts) >= MOST_REASONS:
            reason = "other"
        counts[reason] += 1
        if counts[reason] <= MOST_LINES:
            self.lines.setdefault(reason, []).append(proposal.line)
        if isinstance(proposal, Rejected):
            self.rejected(proposal)

    def keep(self, ref: Ref, name: str) -> None:
        """Count one field that stays."""
        self.kept_count += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append((ref, name))


@dataclass(frozen=True)
class ImportRecords:
    """Import a data set; of what came in before, what has changed."""

    format: str
    """What `origin.format` says."""
    file: str
    """The file's name, for the history."""
    read: Callable[[StoreRegister], Iterator[Coming]]
    tally: Tally = field(default_factory=Tally)
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = True

    @property
    def label(self) -> str:
        """As `imported ged.csv as ucdp-ged`."""
        return f"{IMPORTED}{self.file} as {self.format}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change | Prepared]:
        """One change for each record that is not so already."""
        register = StoreRegister(self.format, context)
        stamp = Stamp(at=context.at, by=context.author)
        for proposal in self.read(register):
            if isinstance(proposal, Flagged | Rejected):
                self.tally.take(proposal)
                continue
            if isinstance(proposal, Ready):
                if not proposal.is_there:
                    self.tally.new[proposal.record.ref.kind] += 1
                    yield proposal.record
                    continue
                register.withhold(proposal.record.ref, proposal.withheld)
                proposal = proposal.record.record
                before = reader.find(proposal.ref)
            else:
                before = reader.find(proposal.ref) if register.is_there(proposal.ref) else None
            ref = proposal.ref
            if before is None:
                self.tally.new[ref.kind] += 1
                yield Change(ref, None, stamped(proposal, None, stamp))
                continue
            after = self._updated(context, before, proposal, register.withheld(ref))
            if after == before:
                self.tally.same[ref.kind] += 1
            else:
                self.tally.updated[ref.kind] += 1
                yield changed(before, after, context)

    def _updated(
        self, context: Context, before: Record, proposal: Record, withheld: Collection[str]
    ) -> Record:
        """The record with what is new in the data set, and with what others made of it."""
        differing = [
            name
            for name in proposal.__struct_fields__
            if name not in _OWN
            and getattr(before, name) != getattr(proposal, name)
            and name not in withheld
        ]
        if not differing:
            return before
        # A file of ours says which version it was made from: nobody has touched that one since.
        is_newest = proposal.created is not None and proposal.updated == before.updated
        base = before if is_newest else context.as_imported(before.ref)
        if base is None:
            # Nothing tells what the last import brought: what somebody has touched stays.
            base = before if before.updated is None else None
        taken: dict[str, object] = {"origin": proposal.origin}
        empty = type(proposal)()
        for name in differing:
            here, there = getattr(before, name), getattr(proposal, name)
            if name == "text" and here:
                # A report's text is never edited: quotes rest on it.
                self.tally.keep(before.ref, name)
                continue
            was = getattr(base, name) if base is not None else None
            if base is not None and here == was:
                taken[name] = there
            elif there not in (was, getattr(empty, name)):
                self.tally.keep(before.ref, name)
        return replace(before, **taken) if len(taken) > 1 else before
