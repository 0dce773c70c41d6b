"""Which reports are gone through, in what order, and which of them wait: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from store.ids import Kind, Ref


@dataclass(frozen=True)
class Walk:
    """The inbox, or what a query has found, as it was read; and what has become of it since."""

    numbers: Sequence[int] = ()
    """Document ids."""
    query: str = ""
    """What was searched for; "" for the inbox."""
    settled: frozenset[int] = frozenset()
    """Of the numbers those that do not wait."""
    fresh: frozenset[int] = frozenset()
    """What came to wait since, and is not among them; of the inbox alone."""
    trail: tuple[Ref, ...] = ()
    """The reports that were in hand, the last one at the end."""
    until: int = 0
    """The newest operation that is known of."""

    @property
    def waiting(self) -> int:
        """How many of them wait."""
        return len(self.numbers) - len(self.settled) + len(self.fresh)

    def place(self, ref: Ref) -> int:
        """Its place from 1 on; 0 where it is not among them."""
        try:
            return self.numbers.index(ref.number) + 1
        except ValueError:
            return 0

    def waits(self, ref: Ref) -> bool:
        """Whether it is among them and waits."""
        return ref.number in self.numbers and ref.number not in self.settled


def ahead(walk: Walk, after: Ref | None, *, waiting: bool) -> Iterator[Ref]:
    """The reports behind one, then those before it; those that wait, or all of them."""
    at = walk.place(after) if after else 0
    for place in (*range(at, len(walk.numbers)), *range(at)):
        number = walk.numbers[place]
        is_wanted = number not in walk.settled or not waiting
        if is_wanted and (after is None or number != after.number):
            yield Kind.REPORT.ref(number)


def heard(walk: Walk, waits: Mapping[int, bool], until: int) -> Walk:
    """The walk after changes of reports: whether each of them waits now."""
    settled, fresh = set(walk.settled), set(walk.fresh)
    for number, is_open in waits.items():
        settled.discard(number)
        fresh.discard(number)
        if number in walk.numbers:
            settled.update(() if is_open else (number,))
        elif is_open and not walk.query:
            fresh.add(number)
    return replace(walk, settled=frozenset(settled), fresh=frozenset(fresh), until=until)


def begun(walk: Walk, numbers: Sequence[int], waiting: Collection[int], query: str) -> Walk:
    """A walk through what was read just now; its trail goes on."""
    settled = frozenset(numbers).difference(waiting) if query else frozenset()
    return replace(walk, numbers=numbers, query=query, settled=settled, fresh=frozenset())


def entered(walk: Walk, ref: Ref) -> Walk:
    """The walk with this report in hand."""
    if walk.trail[-1:] == (ref,):
        return walk
    return replace(walk, trail=(*walk.trail, ref))


def gone_back(walk: Walk) -> tuple[Walk, Ref | None]:
    """The walk without the report in hand, and the one before it."""
    if len(walk.trail) < 2:
        return walk, None
    return replace(walk, trail=walk.trail[:-2]), walk.trail[-2]
