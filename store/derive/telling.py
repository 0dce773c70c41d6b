"""What a text tells by its words alone: of whom and where, of how many, what was done, and when.

Rough, for finding what is alike; nothing of it is written to a record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from store.dates import PartialDate
from store.vocabulary import Measure
from store.words import words

#: So many words of a text are looked at: what a report is about stands at its beginning.
FIRST_WORDS = 250
#: Where more of the telling words than this look like names, none is told by how it is written.
ALL_NAMES = 0.8
#: So many words tell what a text is about.
MOST_WORDS = 14

_STOP = frozenset(
    words(
        "about after again against also although among and another any are because been"
        " before being between both but can could did does down during each either every first"
        " four from had has have having her here him his how however into its just least less"
        " like made many may more most much near nearly not now off once one only other our"
        " out over own people per report reported reportedly reports said same says several"
        " she should since some statement still such than that the their them then there these"
        " they this those three through today two under until upon very via was were what when"
        " where which while who whom why will with within without would yesterday you your"
        " according official officials source sources told news agency monday tuesday"
        " wednesday thursday friday saturday sunday january february march april may june july"
        " august september october november december"
    )
)
_MEASURES = {
    Measure.KILLED: ("kill", "dead", "death", "died", "dies", "slain", "bodies", "massacre"),
    Measure.INJURED: ("injur", "wound", "hurt"),
    Measure.MISSING: ("missing", "disappear"),
    Measure.DETAINED: ("detain", "arrest", "abduct", "kidnap"),
    Measure.DISPLACED: ("displac", "fled", "flee"),
}
#: What was done, by the beginnings of the words for it.
_ACTS = {
    "shelling": ("shell", "mortar", "artiller", "rocket"),
    "air strike": ("airstrike", "bombard", "bombed", "warplane", "barrel", "drone", "raid"),
    "explosion": ("explo", "blast", "ied", "dynamit", "suicide", "detonat", "mine"),
    "killing": ("massacre", "execut", "murder", "assassin", "behead", "slain"),
    "abduction": ("abduct", "kidnap", "hostage", "disappear"),
    "clash": ("clash", "battle", "fought", "fighting", "ambush", "offensive"),
    "arrest": ("arrest", "detain", "detention"),
    "protest": ("protest", "demonstrat", "riot", "march"),
}
_SMALL = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
)
_NUMBERS = {word: number for number, word in enumerate(_SMALL)}
_TENS = words("thirty forty fifty sixty seventy eighty ninety")
_NUMBERS |= {word: 10 * tens for tens, word in enumerate(_TENS, start=3)}
_THOUSANDS = re.compile(r"(?<=\d)[,.\u202f\u00a0](?=\d{3}(?!\d))")
_NAME = re.compile(r"(?<![.!?\n:]\s)(?<!^)\b[A-Z][^\W\d_]{2,}")
#: A figure stands so many words before what it counts, or so many behind.
_BEFORE, _BEHIND = 6, 4


class Told(NamedTuple):
    """What a text tells."""

    words: tuple[str, ...]
    """Folded words that tell what it is about, names first."""
    names: frozenset[str]
    """Those of them that are written like names."""
    figures: frozenset[tuple[Measure, int]]
    acts: frozenset[str]


def told(title: str, text: str) -> Told:
    """What a title and a text tell."""
    # No word is longer than its text; a text of a megabyte is not split whole.
    whole = f"{title}\n{text[: FIRST_WORDS * 10]}"
    found = list(islice(words(_THOUSANDS.sub("", whole)), FIRST_WORDS))
    names = {one for match in _NAME.finditer(whole) for one in words(match[0])}
    names = {one for one in names if one not in _STOP and not _is_of_a_toll(one)}
    # A text without small letters, or without capitals, tells no name by them.
    telling = {one for one in found if is_telling(one) and not one.isdigit()}
    if len(names) > ALL_NAMES * sum(1 for one in telling if not _is_of_a_toll(one)):
        names = set()
    return Told(
        words=_telling(found, names),
        names=frozenset(names),
        figures=frozenset(_figures(found)),
        acts=frozenset(_acts(found)),
    )


def _telling(found: list[str], names: set[str]) -> tuple[str, ...]:
    counted = Counter(
        one
        for one in found
        if len(one) > 3 and one not in _STOP and not one.isdigit() and not _is_of_a_toll(one)
    )
    counted.update(one for one in names if one not in counted)

    def weight(word: str) -> tuple[bool, int, int]:
        return word in names, min(counted[word], 3), min(len(word), 9)

    return tuple(sorted(counted, key=weight, reverse=True)[:MOST_WORDS])


def is_telling(word: str) -> bool:
    """Whether a folded word is a number, or says more than how a sentence is built."""
    return word.isdigit() or (len(word) > 3 and word not in _STOP)


def _is_of_a_toll(word: str) -> bool:
    return any(word.startswith(stem) for stems in _MEASURES.values() for stem in stems)


def _acts(found: list[str]) -> Iterator[str]:
    for act, stems in _ACTS.items():
        if any(word.startswith(stems) for word in found):
            yield act


def acts_of(text: str) -> frozenset[str]:
    """What is said to have been done."""
    return frozenset(_acts(words(text)))


def _figures(found: list[str]) -> Iterator[tuple[Measure, int]]:
    """Each figure with what it counts: the number that stands nearest to the word for it."""
    numbers = [_number(word) for word in found]
    for at, word in enumerate(found):
        for measure, stems in _MEASURES.items():
            if word.startswith(stems):
                before = range(at - 1, max(at - 1 - _BEFORE, -1), -1)
                behind = range(at + 1, min(at + 1 + _BEHIND, len(found)))
                near = next((numbers[one] for one in before if numbers[one]), None)
                near = near or next((numbers[one] for one in behind if numbers[one]), None)
                if near:
                    yield measure, near


def _number(word: str) -> int | None:
    if word in _NUMBERS:
        return _NUMBERS[word]
    if not word.isdigit() or len(word) > 6:
        return None
    number = int(word)
    # A year counts nobody.
    return None if 1900 <= number <= 2100 else number


def days_apart(one: PartialDate | None, other: PartialDate | None) -> int | None:
    """How many days lie between two dates, 0 where they share one; None where one is unknown."""
    if one is None or other is None:
        return None
    first, last = _ends(one)
    other_first, other_last = _ends(other)
    return max(0, other_first - last, first - other_last)


def _ends(date: PartialDate) -> tuple[int, int]:
    first, last = date.first_day, date.last_day
    return first or last or 0, last or first or 0


def lag(one: PartialDate | None, other: PartialDate | None) -> str:
    """How much later than `one` the `other` is, as `2 h later`; "" where it cannot be told."""
    if one is None or other is None:
        return ""
    apart = _between(one, other)
    if apart is None:
        days = days_apart(one, other)
        if not days:
            return (
                "the same day" if days == 0 and len(one) == len(other) == len("2025-03-07") else ""
            )
        return f"{_days(days)} {'later' if one.day < other.day else 'earlier'}"
    if not apart:
        return "at the same time"
    minutes = abs(apart) // timedelta(minutes=1)
    hours = f"{minutes} min" if minutes < 60 else f"{round(minutes / 60)} h"
    said = hours if minutes < 48 * 60 else _days(round(minutes / 60 / 24))
    return f"{said} {'later' if apart > timedelta() else 'earlier'}"


def _between(one: PartialDate, other: PartialDate) -> timedelta | None:
    """The time between two moments; None where one is no moment, or of unknown zone."""
    if min(len(one), len(other)) < len("2025-03-07T09:15") or "/" in one + other:
        return None
    try:
        found = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:
        return None
    if (found[0].tzinfo is None) != (found[1].tzinfo is None):
        return None
    return found[1] - found[0]


def is_earlier(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether `one` is before `other` beyond doubt."""
    if one is None or other is None:
        return False
    apart = _between(one, other)
    if apart is not None:
        return apart > timedelta()
    first, last = other.first_day, one.last_day
    return first is not None and last is not None and last < first


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
