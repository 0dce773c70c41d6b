"""A range for what several sources count, by a rule that is stated: nothing is ever averaged.

The rules take each source's newest standing figure.  A part is no figure for its whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from store.dates import UNDATED
from store.figures import Figure
from store.ids import Ref
from store.model import Claim
from store.vocabulary import Reliability

#: "Cannot be judged": not the worst grade, no grade.
UNGRADED = 6


class Said(NamedTuple):
    """A figure, and what the rules ask of it."""

    claim: Claim
    day: int
    """Up to which it counts, else when it was published; UNDATED where neither is known."""
    speaker: Ref
    """Who says it."""
    voice: int
    """The same for all that is not independent."""
    reliability: Reliability = Reliability.F


class Range(NamedTuple):
    """What a rule makes of the figures."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    low_from: tuple[Ref, ...] = ()
    """The claims that the low comes from."""
    best_from: tuple[Ref, ...] = ()
    high_from: tuple[Ref, ...] = ()
    """Where there is no high: those that are open above."""
    why_not: str = ""
    """Why the rule says nothing here."""

    @property
    def is_known(self) -> bool:
        """Whether there is anything to set."""
        return self.figure.is_known

    @property
    def figure(self) -> Figure:
        """Its two ends."""
        return Figure(self.low, self.high)


class Rule(NamedTuple):
    """A way to a range."""

    name: str
    brief: str
    """The same in a narrow column."""
    sentence: str
    """What an estimate that follows it says of itself."""
    explained: str
    """The same for who chooses."""
    made: Callable[[Sequence[Said]], Range]


def newest_of_each(said: Sequence[Said]) -> list[Said]:
    """What each source said last; several figures where they are of the same day."""
    last: dict[Ref, int] = {}
    for one in said:
        last[one.speaker] = max(one.day, last.get(one.speaker, one.day))
    return [one for one in said if one.day == last[one.speaker]]


def most_reliable(said: Sequence[Said]) -> list[Said]:
    """Those of the best source and, of these, of the best credibility; none without a grade."""
    graded = [one for one in said if one.reliability is not Reliability.F]
    if not graded:
        return []
    best = min(one.reliability for one in graded)
    theirs = [one for one in graded if one.reliability is best]
    judged = [one.claim.credibility for one in theirs if one.claim.credibility != UNGRADED]
    if not judged:
        return theirs
    return [one for one in theirs if one.claim.credibility == min(judged)]


def _all_sources(said: Sequence[Said]) -> Range:
    newest = newest_of_each(said)
    best, best_from = _best(most_reliable(newest))
    return _span(newest)._replace(best=best, best_from=best_from)


def _reliable(said: Sequence[Said]) -> Range:
    theirs = most_reliable(newest_of_each(said))
    if not theirs:
        return Range(why_not="no source of it is graded A to E")
    best, best_from = _best(theirs)
    return _span(theirs)._replace(best=best, best_from=best_from)


def _newest(said: Sequence[Said]) -> Range:
    last = max((one.day for one in said), default=UNDATED)
    if last == UNDATED:
        return Range(why_not="no figure has a date")
    newest = [one for one in said if one.day == last]
    best, best_from = _best(newest)
    return _span(newest)._replace(best=best, best_from=best_from)


def _two_voices(said: Sequence[Said]) -> Range:
    """The most that two independent voices can be said to count."""
    least: dict[int, Said] = {}
    for one in newest_of_each(said):
        low = one.claim.low
        if low is not None and low > _low(least.get(one.voice)):
            least[one.voice] = one
    if len(least) < 2:
        return Range(why_not="only one independent voice says at least how many")
    first, second = sorted(least.values(), key=_low, reverse=True)[:2]
    return Range(low=second.claim.low, low_from=(second.claim.ref, first.claim.ref))


def _low(said: Said | None) -> int:
    return -1 if said is None or said.claim.low is None else said.claim.low


def _span(said: Sequence[Said]) -> Range:
    """The lowest and the highest number that are named; open where the highest is "at least"."""
    figures = [one.claim.figure for one in said if one.claim.figure.is_known]
    if not figures:
        return Range(why_not="nobody says how many")
    lows = [figure.low for figure in figures if figure.low is not None]
    low = min(lows, default=None)
    top = max(_top(figure) for figure in figures)
    is_open = any(figure.high is None and figure.low == top for figure in figures)
    return Range(
        low=low,
        high=None if is_open else top,
        low_from=tuple(one.claim.ref for one in said if low is not None and one.claim.low == low),
        high_from=tuple(one.claim.ref for one in said if _top(one.claim.figure) == top),
    )


def _top(figure: Figure) -> int:
    """The highest number that a figure names."""
    return max(bound for bound in (figure.low, figure.high, -1) if bound is not None)


def _best(said: Sequence[Said]) -> tuple[int | None, tuple[Ref, ...]]:
    """The newest of these figures, where it is one number and no bound."""
    last = max((one.day for one in said), default=UNDATED)
    newest = [one.claim for one in said if one.day == last]
    numbers = {(claim.low, claim.high) for claim in newest}
    if len(numbers) != 1:
        return None, ()
    low, high = numbers.pop()
    return (low, tuple(claim.ref for claim in newest)) if low == high else (None, ())


RULES = (
    Rule(
        "all sources",
        "all",
        "each source's newest figure, the lowest to the highest; best: the most reliable source's",
        "lowest to highest of what each source said last; best: the most reliable's",
        _all_sources,
    ),
    Rule(
        "most reliable",
        "reliable",
        "the newest figure of the most reliable source",
        "what the source with the best grade said last; F and 6 are no grades",
        _reliable,
    ),
    Rule(
        "newest",
        "newest",
        "the newest figure",
        "what counts up to the last day, whoever says it",
        _newest,
    ),
    Rule(
        "two voices",
        "two voices",
        "the most that two independent voices count; no upper bound",
        "at least so many, say two independent voices; no upper bound",
        _two_voices,
    ),
)
"""The first is the usual one."""
