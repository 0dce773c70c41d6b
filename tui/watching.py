"""Taking in what is watched: what the desk does behind the screen, and `add --watched` once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from store.arrivals import Arrival, Unread
from store.commands.arriving import AddReports, Intake, Outcome, called
from store.ingest.watched import Looking
from tui.config import Watched


def of_store(watched: Iterable[Watched], store: Path) -> tuple[Watched, ...]:
    """Those whose items a store takes in."""
    here = store.resolve()
    return tuple(one for one in watched if not one.store or Path(one.store).resolve() == here)


class TakingIn:
    """Looks at each place, and has what is new added."""

    def __init__(
        self,
        watched: Iterable[Watched],
        looking: Looking,
        keep: Callable[[bytes], str],
        add: Callable[[AddReports], object],
        by: str,
        told: Callable[[Outcome | Unread], object] = lambda _: None,
    ) -> None:
        """`by` is in whose name it is kept; `told` hears of each but of what is known."""
        self._watched = tuple(watched)
        self._looking = looking
        self._keep = keep
        self._add = add
        self._by = by
        self._told = told

    def look(self, *, at_all: bool = False) -> Iterator[tuple[Watched, Intake]]:
        """Look at what is due, or at all: what came in from each place where something did."""
        for one in self._watched:
            if one.is_address:
                if not (at_all or self._looking.is_due(one.place, one.every)):
                    continue
                arrivals = self._looking.fetched(one.place)
            else:
                arrivals = self._looking.found(Path(one.place))
            intake = self._taken(one, arrivals)
            if intake is not None:
                yield one, intake

    def _taken(self, one: Watched, arrivals: Iterator[Arrival | Unread]) -> Intake | None:
        intake = Intake(told=self._tell)
        first = next(arrivals, None)
        if first is None:
            # No operation is begun for nothing.
            return None
        command = AddReports(
            called([one.place]), _again(first, arrivals), self._keep, intake=intake, by=self._by
        )
        self._add(command)
        return intake

    def _tell(self, outcome: Outcome | Unread) -> None:
        if isinstance(outcome, Unread) or not outcome.is_known:
            self._told(outcome)


def _again(first: Arrival | Unread, rest: Iterator[Arrival | Unread]) -> Iterator[Arrival | Unread]:
    yield first
    yield from rest
