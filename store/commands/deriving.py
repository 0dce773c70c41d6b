"""Saying that reports are copies: an agency's words, printed by another outlet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import changed, named
from store.errors import Refused, UnknownRecord
from store.ids import Ref
from store.model import Report
from store.reader import Reader


@dataclass(frozen=True)
class Derive:
    """Say that reports are wire copies of another, or for None that they are of none.

    What has been decided on them stays: a copy may be relevant.
    """

    refs: Sequence[Ref]
    of: Ref | None
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `said that R12 is a wire copy of R5`, `said that 3 reports are no wire copies`."""
        which = named(self.refs, "report")
        if len(self.refs) == 1:
            what = f"is a wire copy of {self.of}" if self.of else "is no wire copy"
        else:
            what = f"are wire copies of {self.of}" if self.of else "are no wire copies"
        return f"said that {which} {what}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each report of which that is not said already."""
        original = None if self.of is None else reader.find(self.of)
        if self.of is not None and original is None:
            raise UnknownRecord(self.of)
        for ref in self.refs:
            before = reader.get(ref)
            if not isinstance(before, Report):
                raise Refused(ref, f"is {ref.kind.article} {ref.kind.noun}; reports are copies")
            if self.of is not None:
                if not isinstance(original, Report):
                    noun = f"{self.of.kind.article} {self.of.kind.noun}"
                    raise Refused(self.of, f"is {noun}; a report is a copy of a report")
                if self.of == ref:
                    raise Refused(ref, "cannot be a copy of itself")
                if derives(reader, original, ref):
                    raise Refused(self.of, f"is itself said to be a copy of {ref}")
            if before.derived_from != self.of or "derived_from" in before.extra:
                extra = {name: one for name, one in before.extra.items() if name != "derived_from"}
                yield changed(before, replace(before, derived_from=self.of, extra=extra), context)


def derives(reader: Reader, report: Report, of: Ref) -> bool:
    """Whether a report is said to derive from another, by way of others or not."""
    seen: set[Ref] = set()
    at: Ref | None = report.derived_from
    # Reports may be made to derive from each other.
    while at is not None and at not in seen:
        if at == of:
            return True
        seen.add(at)
        found = next(iter(reader.listing(at.kind, (at.number,))), None)
        at = found.derived_from if isinstance(found, Report) else None
    return False
