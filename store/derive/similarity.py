"""How much two records say the same: the runs of three words that they share."""

from __future__ import annotations

from itertools import islice

from store.record import Record
from store.terms import texts
from store.words import words

Run = tuple[str, str, str]

#: So many words of a record are looked at: copies begin alike.
FIRST_WORDS = 200
#: Records are similar when so many of the runs of the shorter one are in the other.
SHARED = 0.3


def runs(record: Record) -> frozenset[Run]:
    """The runs of three words in the record's texts; none goes from one text into another."""
    found: set[Run] = set()
    left = FIRST_WORDS
    for text in (one for group in texts(record) for one in group):
        # No word is longer than its text; a text of a megabyte is not split whole.
        mine = list(islice(words(text[: left * 40]), left))
        found.update(zip(mine, mine[1:], mine[2:], strict=False))
        left -= len(mine)
        if left <= 0:
            break
    return frozenset(found)


def is_similar(one: frozenset[Run], other: frozenset[Run]) -> bool:
    """Whether the shorter of the two shares enough of its runs with the other."""
    shared = len(one & other)
    return shared > 0 and shared >= SHARED * min(len(one), len(other))
