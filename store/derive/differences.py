"""Which words of two texts differ; of texts that have little in common, which do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store.derive.telling import is_telling
from store.spans import Span
from store.words import placed

#: So many characters of two texts are compared.
COMPARED = 12_000
#: Texts that have so few of their words in the same order have little in common.
ALIKE = 0.4


class Differences(NamedTuple):
    """Spans of two texts that are to be marked."""

    mine: tuple[Span, ...]
    theirs: tuple[Span, ...]
    is_of_same: bool
    """Whether what is the same is marked: so much differs that it would be all."""


def differences(one: str, other: str) -> Differences:
    """What to mark in two texts, so that it is seen how far they say the same."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415  nothing before the first screen needs it

    mine, my_spans = placed(one[:COMPARED])
    theirs, their_spans = placed(other[:COMPARED])
    blocks = list(LCSseq.opcodes(mine, theirs))
    same = sum(block.src_end - block.src_start for block in blocks if block.tag == "equal")
    if same < ALIKE * max(min(len(mine), len(theirs)), 1):
        shared = {word for word in set(mine) & set(theirs) if is_telling(word)}
        return Differences(
            _joined(my_spans, (at for at, word in enumerate(mine) if word in shared)),
            _joined(their_spans, (at for at, word in enumerate(theirs) if word in shared)),
            is_of_same=True,
        )
    differing = [block for block in blocks if block.tag != "equal"]
    return Differences(
        _joined(my_spans, (at for b in differing for at in range(b.src_start, b.src_end))),
        _joined(their_spans, (at for b in differing for at in range(b.dest_start, b.dest_end))),
        is_of_same=False,
    )


def _joined(spans: Sequence[Span], chosen: Iterable[int]) -> tuple[Span, ...]:
    """The spans of the chosen words, those in a row made one."""
    found: list[Span] = []
    last = -2
    for at in chosen:
        if at == last + 1:
            found[-1] = Span(found[-1].start, spans[at].end)
        else:
            found.append(spans[at])
        last = at
    return tuple(found)
