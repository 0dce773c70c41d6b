"""The toll of an event: who counts how many, whether it adds up, and what range follows."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.derive.covers import Covers
from store.derive.disputes import is_disputed
from store.derive.ranges import RULES, Range
from store.derive.sums import Fit, sums_of
from store.derive.toll import Count, Toll, seen_through, toll
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Claim
from store.record import Record
from tests.builders import claim, event, report, source
from tests.store.strategies import stores

ALL, RELIABLE, NEWEST, TWO = RULES

NETWORK = source(1, name="Network", reliability="B")
AGENCY = source(2, name="Agency", reliability="A")
MINISTRY = source(3, name="Ministry", reliability="C")
STRANGER = source(4, name="Somebody")


def killed(number: int, low: int | None, high: int | None = None, **fields: object) -> Claim:
    """A claim that so many were killed."""
    return claim(number, event="E1", measure="killed", low=low, high=high, **fields)


def exactly(number: int, count: int, **fields: object) -> Claim:
    """A claim of one number."""
    return killed(number, count, count, **fields)


def toll_of(*records: Record) -> Toll:
    """The toll of the event that these are about."""
    found = toll(MemoryReader([event(1), NETWORK, AGENCY, MINISTRY, STRANGER, *records]), Ref("E1"))
    assert found
    return found


def count_of(*records: Record) -> Count:
    """The one count that there is."""
    (count,) = toll_of(*records).counts
    return count


def shown(made: Range) -> str:
    """A range as `3-5, best 4`."""
    best = "" if made.best is None else f", best {made.best:,}"
    return f"{made.figure}{best}" if made.is_known else made.why_not


def order_of(shown: Toll) -> list[tuple[str, int]]:
    """The rows, each with how deep it stands."""
    return [(str(row.claim.ref), row.depth) for row in shown.rows]


def test_claims_stand_by_date_and_parts_under_their_whole() -> None:
    """The newest day first; without one the day of publication; parts as they were entered."""
    shown = toll_of(
        exactly(1, 9, part_of="C2", as_of="2025-03-30"),
        exactly(2, 31, as_of="2025-03-08"),
        exactly(3, 4, part_of="C2"),
        exactly(4, 40, report="R1"),
        exactly(5, 50),
        exactly(6, 2, as_of="2025-03"),
        claim(7, event="E1", about="who", value="gunmen"),
        report(1, published_at="2025-03-09"),
    )
    assert order_of(shown) == [
        *(("C6", 0), ("C4", 0), ("C2", 0)),
        *(("C1", 1), ("C3", 1), ("C5", 0)),
    ]


def test_claims_that_contain_each_other_stand_in_the_table_once() -> None:
    """A circle of parts is odd, and each of them is shown."""
    shown = toll_of(exactly(1, 1, part_of="C2"), exactly(2, 2, part_of="C1"))
    assert sorted(order_of(shown)) == [("C1", 1), ("C2", 0)]


def test_the_range_goes_from_the_lowest_to_the_highest_and_is_no_average() -> None:
    """Each source's newest figure counts once; the best is what the most reliable one said."""
    count = count_of(
        exactly(1, 600, source="S1", as_of="2025-03-08"),
        exactly(2, 803, source="S1", as_of="2025-03-10"),
        exactly(3, 1400, source="S2", as_of="2025-03-09"),
        exactly(4, 1426, source="S3", as_of="2025-03-09"),
    )
    made = ALL.made(count.said)
    assert shown(made) == "803-1,426, best 1,400"
    assert (made.low_from, made.best_from, made.high_from) == (("C2",), ("C3",), ("C4",))
    assert shown(NEWEST.made(count.said)) == "803, best 803"
    assert shown(RELIABLE.made(count.said)) == "1,400, best 1,400"


def test_at_least_leaves_the_range_open_above_only_where_it_is_the_highest() -> None:
    """`1,000+` beside 803 has no upper end; beside 1,426 it has one."""
    three = killed(1, 1000, source="S1"), exactly(2, 803, source="S2"), exactly(3, 1426)
    assert shown(ALL.made(count_of(*three[:2]).said)) == "803+, best 803"
    assert shown(ALL.made(count_of(*three).said)) == "803-1,426, best 803"
    assert shown(ALL.made(count_of(killed(1, None, 30), killed(2, 20)).said)) == "20-30"


def test_what_cannot_be_judged_is_neither_the_worst_nor_the_best() -> None:
    """F and 6 are no grades: without another there is no most reliable source."""
    stranger = exactly(1, 7, source="S4", credibility=1)
    assert shown(RELIABLE.made(count_of(stranger).said)) == "no source of it is graded A to E"
    graded = exactly(2, 9, source="S3", credibility=6), exactly(3, 8, source="S3", credibility=5)
    assert shown(RELIABLE.made(count_of(stranger, graded[0]).said)) == "9, best 9"
    assert shown(RELIABLE.made(count_of(stranger, *graded).said)) == "8, best 8"


def test_two_independent_voices_bear_each_other_out() -> None:
    """At least so many as the second says; one voice alone bears nothing out."""
    two = exactly(1, 1400, source="S1"), killed(2, 1000, source="S2")
    assert shown(TWO.made(count_of(*two).said)) == "1,000+"
    copied = exactly(1, 1400, source="S1"), killed(2, 1000, source="S2", via=["S1"])
    assert "only one independent voice" in shown(TWO.made(count_of(*copied).said))


def test_parts_are_no_figures_for_their_whole() -> None:
    """A part of another group counts for its group; "420 of them" counts for nobody else."""
    counts = toll_of(
        exactly(1, 803, source="S1"),
        exactly(2, 420, part_of="C1", source="S1", value="killed by the forces"),
        exactly(3, 90, part_of="C1", source="S1", sex="female", value="women"),
        exactly(4, 70, part_of="C9", source="S1"),
        exactly(5, 60, group="civilians", part_of="C1", source="S1"),
    ).counts
    assert [(one.group, str(ALL.made(one.said).figure)) for one in counts] == [
        ("people", "803"),
        ("women", "90"),
        ("civilians", "60"),
    ]


def test_what_was_replaced_denied_or_is_not_known_makes_no_range() -> None:
    """With a replaced whole go its parts; unknown is not zero."""
    shown = toll_of(
        exactly(1, 600),
        exactly(2, 50, part_of="C1", group="civilians"),
        exactly(3, 1000, supersedes="C1"),
        killed(4, None),
        exactly(5, 0, stance="denies"),
        claim(6, event="E1", low=5),
    )
    assert {str(row.claim.ref) for row in shown.rows if row.is_replaced} == {"C1", "C2"}
    assert [(one.group, str(ALL.made(one.said).figure)) for one in shown.counts] == [
        ("people", "1,000")
    ]
    assert [str(one.claim.ref) for one in shown.disputes] == ["C5"]


def test_two_sources_that_cannot_both_be_right_are_named() -> None:
    """The two tolls stand beside each other; of another day they are no dispute."""
    pair = (
        exactly(1, 745, source="S1", as_of="2025-03-09"),
        exactly(2, 1018, source="S2", as_of="2025-03-09"),
        exactly(3, 2000, source="S3", as_of="2025-03-10"),
    )
    (dispute,) = toll_of(*pair).disputes
    assert {dispute.claim.id, dispute.against and dispute.against.id} == {1, 2}
    assert is_disputed(MemoryReader([event(1), *pair]), Ref("E1"))
    assert not is_disputed(MemoryReader([event(1), *pair[1:]]), Ref("E1"))


def fit_of(*parts: Claim, whole: Claim) -> tuple[str, Fit]:
    """The sum of the parts of C1, and how it fits."""
    summed = sums_of([whole, *parts])[Ref("C1")]
    return str(summed.total), summed.fit


def adding(number: int, low: int | None, high: int | None, **fields: object) -> Claim:
    """A part that adds up to C1 with others."""
    return killed(number, low, high, part_of="C1", part_kind="adds up", **fields)


def test_parts_are_held_against_their_whole() -> None:
    """745 + 125 + 148 fits more than 1,000; 31 + 4 is more than 31; 745 + 125 is less."""
    parts = adding(2, 745, 745), adding(3, 125, 125), adding(4, 148, 148)
    assert fit_of(*parts, whole=killed(1, 1000)) == ("1,018", Fit.FITS)
    assert fit_of(*parts[:2], whole=killed(1, 1000)) == ("870", Fit.LESS)
    more = adding(2, 31, 31), adding(3, 4, 4)
    assert fit_of(*more, whole=exactly(1, 31)) == ("35", Fit.MORE)
    about = exactly(1, 34, approximate=True)
    assert fit_of(*more, whole=about) == ("35", Fit.CLOSE)
    assert fit_of(*more, whole=replace(about, low=20, high=20)) == ("35", Fit.MORE)


def test_an_unknown_part_is_not_zero() -> None:
    """With it nothing is said of a sum that is small; one that is too large stays so."""
    parts = adding(2, 10, 10), adding(3, None, None)
    assert fit_of(*parts, whole=exactly(1, 31)) == ("10+", Fit.OPEN)
    assert fit_of(*parts, whole=exactly(1, 9)) == ("10+", Fit.MORE)
    assert fit_of(*parts, whole=killed(1, None)) == ("10+", Fit.OPEN)


def test_a_part_within_is_added_to_no_other() -> None:
    """Nine children and four women may be the same people; one part alone may be too large."""
    within = [
        exactly(n, count, part_of="C1", part_kind="within")
        for n, count in ((2, 9), (3, 30), (4, 40))
    ]
    summed = sums_of([exactly(1, 31), *within])[Ref("C1")]
    assert (summed.parts, [part.id for part in summed.too_large]) == ((), [4])
    assert sums_of([exactly(1, 31), *within[:2]]) == {}


_FIGURES = st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(0, 9)).map(
    lambda ends: ends if None in ends else tuple(sorted(ends, key=str))
)
_CLAIMS = st.lists(
    st.tuples(
        _FIGURES,
        st.none() | st.sampled_from(["S1", "S2", "S3", "S4"]),
        st.none() | st.sampled_from(["2025-03", "2025-03-07", "../2025-03-09"]),
        st.integers(1, 6),
        st.none() | st.sampled_from(["C1", "C2"]),
    ),
    max_size=6,
)


@settings(max_examples=60)
@given(_CLAIMS)
def test_every_end_of_a_range_is_a_number_that_somebody_named(drawn: list[Any]) -> None:
    """Whatever is claimed: low, best, high are in order, and none of them is made up."""
    claims = [
        killed(n, *ends, source=who, as_of=day, credibility=grade, part_of=whole)
        for n, (ends, who, day, grade, whole) in enumerate(drawn, start=1)
    ]
    for count in toll_of(*claims).counts:
        named = {n for one in count.said for n in (one.claim.low, one.claim.high)}
        for rule in RULES:
            made = rule.made(count.said)
            bounds = [one for one in (made.low, made.best, made.high) if one is not None]
            assert bounds == sorted(bounds)
            assert set(bounds) <= named
            assert made.is_known or made.why_not


@settings(max_examples=25)
@given(stores())
def test_every_event_has_a_toll_with_each_claim_once(records: list[Record]) -> None:
    """Whatever names what: nothing is lost, nothing twice, and disputes are as in a query."""
    reader = MemoryReader(records)
    for record in records:
        found = toll(reader, record.ref)
        assert (found is not None) == (record.kind_of is Kind.EVENT)
        if found:
            shown = [row.claim.ref for row in found.rows]
            assert len(shown) == len(set(shown))
            assert not found.disputes or is_disputed(reader, record.ref)


def test_covered_words_are_not_told_and_figures_stay() -> None:
    """Of a personal claim neither its words nor whom it counts; the ranges are as before."""
    told = toll_of(
        exactly(1, 31, words="31 of us"),
        exactly(2, 4, sex="female", value="the sisters", part_of="C1", sensitivity="personal"),
    )
    seen = seen_through(told, Covers())
    assert "the sisters" not in str([(row.claim, row.whole) for row in seen.rows])
    assert [count.label for count in seen.counts] == ["people", "people (female)"]
    assert [count.said for count in seen.counts] == [count.said for count in told.counts]
    assert seen.counted[Ref("C2")] == seen.counts[1]
