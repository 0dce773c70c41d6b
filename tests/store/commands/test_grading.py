"""Grading, and setting the desk's own ranges."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from store import codec
from store.commands.estimates import SetEstimate
from store.commands.grading import Grade
from store.errors import Refused, WrongValue
from store.ids import Kind, Ref
from store.record import Record
from store.values import Estimate
from store.vocabulary import Measure
from tests.builders import claim, event, location, report, source
from tests.store.commands.desk import ADA, NOW, made_of

E1 = Ref("E1")
KILLED = Estimate(measure=Measure.KILLED, low=803, high=1426, rule="the two ends")


def graded(grade: str, *records: Record) -> dict[str, Any]:
    """What the records hold that the grade changes."""
    made = made_of(Grade([one.ref for one in records], grade), *records)
    return {
        name: {
            field: value
            for field, value in codec.encode(record).items()
            if field in ("reliability", "credibility", "assessment", "assessment_scheme", "verdict")
        }
        for name, record in made.items()
        if record
    }


def test_each_kind_has_its_grades() -> None:
    """A source its reliability, a claim its credibility, an event, a report; several at once."""
    assert graded("B", source(1), source(2), source(3, reliability="B")) == {
        "S1": {"reliability": "B"},
        "S2": {"reliability": "B"},
    }
    assert graded("2", claim(1)) == {"C1": {"credibility": 2}}
    assert graded("misleading", report(1)) == {"R1": {"verdict": "misleading"}}


def test_an_assessment_says_whose_words_it_uses() -> None:
    """Airwars where nothing is said, what was said else; taken back, nothing stays."""
    named = event(2, assessment_scheme="our own")
    assert graded("fair", event(1), named) == {
        "E1": {"assessment": "fair", "assessment_scheme": "Airwars"},
        "E2": {"assessment": "fair", "assessment_scheme": "our own"},
    }
    assert graded("", replace(named, assessment="weak")) == {"E2": {"assessment_scheme": "our own"}}


def test_what_has_no_grade_is_refused() -> None:
    """A place, and a grade of another scale."""
    with pytest.raises(Refused, match="L1 is a location; sources, claims, events"):
        graded("A", location(1))
    with pytest.raises(WrongValue):
        graded("7", claim(1))


def test_the_history_has_a_grade_in_plain_words() -> None:
    """What was graded how."""
    assert Grade([Ref("S3")], "B").label == "graded S3 reliability B"
    assert Grade([Ref("C1"), Ref("C2")], "2").label == "graded 2 claims credibility 2"
    assert Grade([E1], "fair").label == "assessed E1 fair"
    assert Grade([E1], "").label == "took the assessment of E1 back"
    assert Grade([Ref("R1")], "false").label == "gave R1 the verdict false"


def estimates(one: Estimate, *before: Estimate) -> list[tuple[str, str, int | None]]:
    """What an event's estimates are then."""
    made = made_of(SetEstimate(E1, one), replace(event(1), estimates=before))
    if not made:
        return []
    assert made["E1"]
    assert made["E1"].updated == ADA
    return [(one.measure, one.group, one.low) for one in made["E1"].estimates]  # type: ignore[attr-defined]


def test_a_range_takes_the_place_of_the_one_before() -> None:
    """Of the same measure and group, in its place; all others stay as they are."""
    civilians = Estimate(measure=Measure.KILLED, group="civilians", low=745)
    injured = Estimate(measure=Measure.INJURED, low=5)
    old = Estimate(measure=Measure.KILLED, group="People", low=1)
    assert estimates(KILLED, civilians, old, injured) == [
        ("killed", "civilians", 745),
        ("killed", "people", 803),
        ("injured", "people", 5),
    ]
    assert estimates(KILLED) == [("killed", "people", 803)]
    assert estimates(KILLED, replace(KILLED, by="ben", at=NOW)) == []


def test_a_range_without_a_number_or_upside_down_is_refused() -> None:
    """And so is one that would wipe out estimates which cannot be read."""
    for wrong in (replace(KILLED, low=None, high=None), replace(KILLED, best=2000)):
        with pytest.raises(Refused):
            estimates(wrong)
    odd = codec.decode(Kind.EVENT, 1, {"estimates": "many"})
    with pytest.raises(Refused, match="cannot be read"):
        made_of(SetEstimate(E1, KILLED), odd)


def test_the_history_has_a_range_in_figures() -> None:
    """As it reads on the screen."""
    assert SetEstimate(E1, replace(KILLED, best=1400)).label == (
        "set killed people of E1 to 803-1,426, best 1,400"
    )
