"""Two versions of a text, line by line: what both have, and where they differ. Pure.

A note may have a hundred thousand lines, and most of them may be alike: lines that stand once in
both versions hold them together, and only what lies between two of those is compared closely.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

#: Between two lines that hold the versions together so many pairs are compared; where there are
#: more, all differs.
MOST_PAIRS = 250_000


class Part(NamedTuple):
    """Some lines of the one version, and what stands in their place in the other."""

    is_same: bool
    one: Sequence[str]
    other: Sequence[str]


def parts(one: Sequence[str], other: Sequence[str]) -> Iterator[Part]:
    """Both versions from the first line to the last: what is the same, and what differs."""
    for is_same, pieces in groupby(_pieces(one, other), key=attrgetter("is_same")):
        found = list(pieces)
        ours, theirs = (
            chain.from_iterable(side) for side in zip(*(p[1:] for p in found), strict=True)
        )
        yield Part(is_same, list(ours), list(theirs))


def _pieces(one: Sequence[str], other: Sequence[str]) -> Iterator[Part]:
    at, by = 0, 0
    for a, b in [*_holds(one, other), (len(one), len(other))]:
        yield from _between(one[at:a], other[by:b])
        at, by = a, b


def _holds(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Lines that stand once in both, as many as are in the same order: the longest such row."""
    here, there = Counter(one), Counter(other)
    places = {line: at for at, line in enumerate(other) if there[line] == here[line] == 1}
    pairs = [(at, places[line]) for at, line in enumerate(one) if line in places]
    return _longest_row(pairs)


def _longest_row(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs that rises on both sides; on the one it does so already."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [at]
    found: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _between(one: Sequence[str], other: Sequence[str]) -> Iterator[Part]:
    """What lies between two lines that hold; the first of these is at its beginning."""
    same = _alike(one, other)
    yield from _part(True, one[:same], other[:same])
    one, other = one[same:], other[same:]
    tail = _alike(one[::-1], other[::-1])
    middle = one[: len(one) - tail], other[: len(other) - tail]
    if len(middle[0]) * len(middle[1]) > MOST_PAIRS:
        yield from _part(False, *middle)
    else:
        for tag, a, b, c, d in SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
            yield from _part(tag == "equal", middle[0][a:b], middle[1][c:d])
    yield from _part(True, one[len(one) - tail :], other[len(other) - tail :])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _part(is_same: bool, one: Sequence[str], other: Sequence[str]) -> Iterator[Part]:
    if one or other:
        yield Part(is_same, one, other)
