"""Setting the desk's own range for what an event's sources count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import changed
from store.errors import Refused
from store.figures import range_words
from store.ids import Ref
from store.model import Event
from store.reader import Reader
from store.values import Estimate


@dataclass(frozen=True)
class SetEstimate:
    """Set a range; one of the same measure and group gives way, all others stay."""

    event: Ref
    estimate: Estimate
    """Who sets it, and when, is filled in."""
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `set killed people of E1 to 803-1,426, best 1,400`."""
        one = self.estimate
        made = range_words(one.low, one.best, one.high)
        return f"set {one.measure} {one.group} of {self.event} to {made}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change, where the range, its rule or its rationale is another."""
        before = reader.get(self.event)
        if not isinstance(before, Event):
            noun = f"{self.event.kind.article} {self.event.kind.noun}"
            raise Refused(self.event, f"is {noun}; events have estimates")
        if "estimates" in before.extra:
            raise Refused(
                self.event, "has estimates that cannot be read: a new one would lose them"
            )
        self._check()
        made = replace(self.estimate, by=context.author, at=context.at)
        kept = [one for one in before.estimates if not self._is_for(one)]
        was = [one for one in before.estimates if self._is_for(one)]
        if len(was) == 1 and replace(was[0], by=made.by, at=made.at) == made:
            return
        at = before.estimates.index(was[0]) if was else len(kept)
        estimates = (*kept[:at], made, *kept[at:])
        yield changed(before, replace(before, estimates=estimates), context)

    def _is_for(self, other: Estimate) -> bool:
        mine = self.estimate
        is_same_group = other.group.casefold() == mine.group.casefold()
        return is_same_group and other.measure is mine.measure

    def _check(self) -> None:
        """Raise Refused for a range that says nothing, or whose numbers are out of order."""
        one = self.estimate
        bounds = [bound for bound in (one.low, one.best, one.high) if bound is not None]
        if not bounds:
            raise Refused(self.event, "gets no range without a number: unknown is not zero")
        if bounds != sorted(bounds):
            raise Refused(self.event, f"gets no range that runs down: {bounds}")
