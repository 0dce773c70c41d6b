"""The toll of an event on one screen, and what the detail says of its claims."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from store.derive.disputes import Dispute
from store.derive.dossier import dossier
from store.derive.sums import sums_of
from store.derive.toll import Toll, toll
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Claim, Event
from store.record import Record
from tests.builders import claim, event, report, source
from tests.store.strategies import records_of
from tui.grades import answers_for, grade_of
from tui.render.detail import detail_lines
from tui.render.sums import brief_dispute, dispute_words, sum_words
from tui.render.toll import Place, explained, toll_body, toll_lines

E1 = Ref("E1")
AGENCY = source(2, name="Associated Press", aliases=["AP"], reliability="A")
SOURCES = (
    source(1, name="Syrian Observatory for Human Rights", aliases=["SOHR"], reliability="B"),
    AGENCY,
    source(3, name="State agency", aliases=["SANA"]),
    report(1, publisher="S2", published_at="2025-03-08"),
    report(2, publisher="S3", derived_from="R1"),
)


def killed(number: int, low: int | None, high: int | None = None, **fields: object) -> Claim:
    """A claim that so many were killed."""
    return claim(number, event="E1", measure="killed", low=low, high=high, **fields)


PARTS = tuple(
    killed(n, count, count, group=group, source="S1", part_of="C1", part_kind="adds up")
    for n, count, group in (
        (2, 745, "civilians"),
        (3, 125, "security forces"),
        (4, 148, "fighters"),
    )
)
OVER_1000 = killed(
    1, 1000, words="more than 1,000", source="S1", via=["S2"], report="R1", as_of="2025-03-08",
    credibility=2, supersedes="C5",
)  # fmt: skip
OVER_600 = killed(5, 600, source="S1", as_of="2025-03-08")


def toll_of(*records: Record, of: Event | None = None) -> Toll:
    """The toll of the event that these are about."""
    found = toll(MemoryReader([of or event(1, title="The coast"), *SOURCES, *records]), E1)
    assert found
    return found


def lines_of(shown: Toll, width: int = 80, height: int = 24, rule: int = 0) -> list[str]:
    """The lines of the screen, blanks together."""
    body = toll_body(shown, rule, width)
    lines = toll_lines(shown, body, Place(rule=rule), (width, height), E1)
    assert len(lines) == height
    return [" ".join(line.text.split()) for line in lines]


def test_each_claim_says_when_how_many_who_and_how_far_it_is_trusted() -> None:
    """Date, measure and group, figure, source and via, voice, grade, report."""
    lines = lines_of(toll_of(OVER_1000, *PARTS, OVER_600))
    assert lines[0] == "TOLL of E1 The coast same V: one voice · 5 claims"
    assert lines[2] == "C1 2025-03-08 killed people 1,000+ SOHR via Associated Press 1 B2 R1"
    assert lines[3] == "C2 no date └ civilians 745 SOHR 1 B6"
    assert "C5 2025-03-08 killed people 600+ SOHR 1 B6 R" in lines


def test_a_sum_stands_beneath_its_whole() -> None:
    """Behind the last of its parts, and before the next claim."""
    lines = lines_of(toll_of(OVER_1000, *PARTS, OVER_600))
    at = lines.index("= 745 + 125 + 148 = 1,018 fits more than 1,000")
    assert lines[at - 1].startswith("C4 ")
    assert lines[at + 1].startswith("C5 ")


def test_a_wide_screen_has_every_column() -> None:
    """Measure and group apart, the outlets of a voice, the report with its day and publisher."""
    lines = lines_of(toll_of(OVER_1000), 160, 45)
    assert lines[1] == "ID UP TO MEASURE GROUP FIGURE SOURCE VIA VOICE GRADE REPORT REMARK"
    assert lines[2] == (
        "C1 2025-03-08 killed people 1,000+ Syrian Observatory for Human Rights AP 1, 2 outlets B2"
        " R1 2025-03-08 AP"
    )


def test_a_denial_and_a_day_of_publication_are_told_apart() -> None:
    """Beside the claims stands who denies; a day in brackets is that of the report."""
    denied = killed(9, 60, source="S3", report="R1", stance="denies")
    lines = lines_of(toll_of(denied))
    assert lines[2] == "C9 (2025-03-08) killed people 60+ State agency 1 F6 R1 D"
    assert lines[lines.index("DISPUTED") + 1].startswith("State agency denies (C9) 60+ people")


def test_every_rule_stands_beside_the_others_and_beside_what_is_set() -> None:
    """The digit of the rule, its range, and the desk's own."""
    whole = event(
        1, estimates=[{"measure": "killed", "low": 900}, {"measure": "injured", "low": 5}]
    )
    lines = lines_of(toll_of(OVER_1000, killed(6, 803, 803, source="S2"), OVER_600, of=whole))
    at = lines.index("RANGES 1 all 2 reliable 3 newest 4 two voices set")
    assert lines[at + 1] == "killed people 803+ 803 1,000+ - 900+"
    assert lines[at + 2] == "injured people 5+"


def test_the_rule_is_stated_with_the_claims_it_rests_on() -> None:
    """Which claim gives which end, from how many voices; or why there is no range."""
    shown = toll_of(OVER_1000, killed(6, 803, 803, source="S3"), OVER_600)
    (count,) = shown.counts
    said = explained(shown, count, 0)
    assert "lowest to highest of what each source said last" in said
    assert said.endswith(
        "killed people 803+: low C6 SANA, high C1 SOHR. From 2 outlets, 2 independent."
    )
    one = toll_of(killed(6, 803, 803, source="S3"))
    assert "killed people 803: low and high C6 SANA" in explained(one, one.counts[0], 0)
    assert "no range, no source of it is graded A to E." in explained(one, one.counts[0], 1)


def test_an_event_that_nobody_counts_says_what_would_help() -> None:
    """No table without a row."""
    assert "No claim counts the people of this event." in " ".join(lines_of(toll_of()))


@pytest.mark.parametrize(
    ("parts", "whole", "said"),
    [
        ((31, 4), (31, 31), "31 + 4 = 35, more than the whole of 31"),
        ((745, 125), (1000, None), "745 + 125 = 870, less than the whole of 1,000+"),
        ((31, 4), (30, 34), "31 + 4 = 35, more than the whole of 30-34"),
        ((10, None), (31, 31), "10 + ? = 10+ of 31: a part is not known, and unknown is not zero"),
        ((10, 4), (None, None), "10 + 4 = 14: the whole has no figure"),
        ((1, 1, 1, 1, 1, 1, 1, 1), (8, 8), "1 + 1 + 1 + 1 + 1 + … (8 parts) = 8 fits 8"),
        ((40,), (31, 31), "C2 says 40, more than the whole of 31"),
    ],
    ids=["more", "less", "between", "unknown part", "unknown whole", "many", "one"],
)  # fmt: skip
def test_a_sum_is_said_in_words(
    parts: tuple[int | None, ...], whole: tuple[int | None, int | None], said: str
) -> None:
    """What was added, what comes of it, and how that stands to the whole."""
    made = [
        killed(n, one, one, part_of="C1", part_kind="adds up")
        for n, one in enumerate(parts, start=2)
    ]
    checked = sums_of([killed(1, *whole), *made])[Ref("C1")]
    assert next(sum_words(checked)) == said


def test_a_dispute_names_both_sides() -> None:
    """Who says what, up to which day; or who denies what."""
    one = killed(3, 745, source="S1", as_of="2025-03-09")
    other = killed(9, 1018, source="S9", as_of="2025-03-09")
    names = {Ref("S1"): "SOHR"}
    said = "SOHR says 745+ (C3), S9 says 1,018+ (C9), both up to 2025-03-09"
    assert brief_dispute(Dispute(one, other), names) == said
    assert dispute_words(Dispute(one, other), names) == f"killed people: {said}"
    denied = claim(4, event="E1", about="who", value="the army", stance="denies")
    assert dispute_words(Dispute(denied), names) == "somebody denies (C4) who: the army"


def test_the_detail_says_what_does_not_add_up_and_why_it_is_disputed() -> None:
    """Below the claims of the event."""
    records = (
        *(OVER_1000, *PARTS),
        killed(7, 20, 20, source="S3", as_of="2025-03-09"),
        killed(8, 30, 30, source="S2", as_of="2025-03-09"),
    )
    found = dossier(MemoryReader([event(1), *SOURCES, *records]), E1)
    assert found
    lines = [" ".join(one.line.text.split()) for one in detail_lines(found, 100)]
    assert "C1: 745 + 125 + 148 = 1,018 fits more than 1,000" in lines
    assert "disputed: AP says 30 (C8), SANA says 20 (C7), both up to 2025-03-09" in lines


@settings(max_examples=25)
@given(
    st.lists(records_of(Kind.CLAIM), max_size=4, unique_by=lambda one: one.id),
    st.integers(40, 170),
)
def test_no_line_is_wider_than_the_screen(records: list[Record], width: int) -> None:
    """Whatever is claimed, by whom, in whatever script."""
    claims = [replace(one, event=E1) for one in records if isinstance(one, Claim)]
    shown = toll_of(*claims)
    lines = toll_lines(shown, toll_body(shown, 0, width), Place(), (width, 24), E1)
    assert all(cell_len(line.text) <= width for line in lines)


def test_the_grade_that_holds_is_marked_where_all_have_it() -> None:
    """Two sources of one grade, then of two; and each key gives its grade."""
    alike = [source(1, reliability="B"), source(2, reliability="B")]
    assert [one.words for one in answers_for(Kind.SOURCE, alike) if one.is_now] == ["B"]
    assert not any(one.is_now for one in answers_for(Kind.SOURCE, [*alike, AGENCY]))
    for kind in (Kind.SOURCE, Kind.CLAIM, Kind.EVENT, Kind.REPORT):
        grades = [grade_of(kind, one.key) for one in answers_for(kind, [])]
        assert len(set(grades)) == len(grades) > 3
