"""Figures in the wrong order, and parts against their whole."""

from __future__ import annotations

from typing import Any

import pytest

from store.model import Claim
from tests.builders import claim, event, source
from tests.store.derive.lint.looked import found, rules, told


def ranged(low: int | None, best: int | None, high: int | None, **fields: Any) -> Any:
    """An event with a range of people killed."""
    estimate = {"measure": "killed", "low": low, "best": best, "high": high}
    given = {name: one for name, one in estimate.items() if one is not None}
    return event(1, title="Shelling", estimates=[given], **fields)


@pytest.mark.parametrize(
    ("figures", "wrong"),
    [
        ((3, 5, 9), []),
        ((0, 0, 0), []),
        ((9, 5, 3), ["low-above-high", "best-above-high", "low-above-best"]),
        ((1, 12, 9), ["best-above-high"]),
        ((6, 5, 9), ["low-above-best"]),
        ((None, 12, 9), ["best-above-high"]),
        ((5, None, None), []),
        ((None, None, 0), []),
        ((None, 4, None), []),
    ],
)
def test_the_figures_of_a_range_are_in_order(
    figures: tuple[int | None, int | None, int | None], wrong: list[str]
) -> None:
    """At least, best, at most; what is not known is not zero, and contradicts nothing."""
    assert rules(ranged(*figures)) == wrong


def test_an_event_that_is_part_of_a_sum_may_have_more_than_at_most() -> None:
    """UCDP's clarity 2: the best figure is a share of a sum; low above high stays wrong."""
    assert rules(ranged(1, 12, 9, clarity=2)) == []
    assert rules(ranged(1, 12, 9, clarity=1)) == ["best-above-high"]
    assert rules(ranged(10, 12, 9, clarity=2)) == ["low-above-high"]
    assert rules(ranged(10, 12, 9)) == ["low-above-high", "best-above-high"]


def test_a_range_is_told_with_its_name_and_its_figures() -> None:
    """One sentence; nobody knows which of the two is wrong, so no key mends it."""
    (one,) = found(ranged(1, 1200, 9))
    assert one.sentence == "E1 “Shelling”: people killed: best 1,200, and at most 9."
    assert (one.refs, one.field, one.mend) == (("E1",), "estimates", None)


def toll(number: int, low: int, high: int | None = None, **fields: Any) -> Claim:
    """A claim of people killed in one event."""
    high = low if high is None else high
    return claim(number, event="E1", source="S1", measure="killed", low=low, high=high, **fields)


BASE = (event(1, title="Shelling"), source(1, name="Red Wire"))


def test_a_claim_that_says_at_least_more_than_at_most() -> None:
    """As it came from outside: nobody could enter it."""
    assert rules(*BASE, toll(1, 10, 5)) == ["low-above-high"]
    assert rules(*BASE, toll(1, 10)) == []


def test_a_part_that_is_more_than_its_whole() -> None:
    """Whether it adds up to it or lies within; equal is no more, unknown says nothing."""
    whole = toll(1, 31)
    for kind in ("adds up", "within"):
        part = toll(2, 40, part_of="C1", part_kind=kind)
        (one,) = found(*BASE, whole, part)
        assert (one.rule, one.refs) == ("part-above-whole", ("C2", "C1"))
        assert (
            "C2 “40 people killed” is part of C1 “31 people killed”, and is more." in one.sentence
        )
    assert rules(*BASE, whole, toll(2, 31, part_of="C1", part_kind="within")) == []
    unknown = claim(2, event="E1", source="S1", measure="killed", part_of="C1", part_kind="adds up")
    assert rules(*BASE, whole, unknown) == []


def test_parts_that_add_up_to_more_or_less_are_told_with_the_sum() -> None:
    """The terms and what they make; what is replaced is not added, what is unknown is not zero."""
    adds: dict[str, Any] = {"part_of": "C1", "part_kind": "adds up"}
    more = (toll(1, 31), toll(2, 20, **adds), toll(3, 15, **adds))
    assert told(*BASE, *more) == [
        "The parts of C1 “31 people killed” add up to more: C2 20 + C3 15 = 35, not 31."
    ]
    less = (toll(1, 31), toll(2, 20, **adds), toll(3, 5, **adds))
    assert rules(*BASE, *less) == ["parts-below-whole"]
    unknown = claim(4, event="E1", source="S1", measure="killed", **adds)
    assert rules(*BASE, *less, unknown) == []
    assert rules(*BASE, *more, toll(4, 11, supersedes="C3", **adds)) == []


def test_a_whole_is_found_by_its_parts_and_a_part_by_its_whole() -> None:
    """A query that finds one of them alone."""
    records = (*BASE, toll(1, 31, tags=["whole"]), toll(2, 40, part_of="C1", tags=["part"]))
    for query in ("tag:whole", "tag:part"):
        assert rules(*records, query=query) == ["part-above-whole"]
    assert rules(*records, query="kind:event") == []
