"""What the desk refuses to write, and why."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from store import codec, rules
from store.errors import InvalidRecord
from store.ids import Kind, Ref
from store.record import Record
from tests.builders import claim, event, evidence, location, note, quote, report, source

REPORT = report(text="Gen. Aziz said: «قتل تسعة». Nine died.")


def check(record: Record, text_of: rules.TextOf) -> None:
    """Both halves of the rules, as the repository asks them."""
    rules.check(record)
    rules.check_evidence(record, None, text_of)


def text_of(ref: Ref) -> str | None:
    """The text of the one report there is."""
    return REPORT.text if ref == REPORT.ref else None


@pytest.mark.parametrize(
    ("record", "field", "reason"),
    [
        (
            quote(report="R1", start=0, end=4, words="Nine"),
            "words",
            "the report has 'Gen.' at 0:4, not 'Nine'",
        ),
        (
            quote(report="R1", start=4, end=4, words=""),
            "words",
            "the span 4:4 holds no characters",
        ),
        (
            quote(report="R1", start=0, end=99),
            "words",
            "the span 0:99 ends after the text, which has 38 characters",
        ),
        (
            claim(start=0, end=4, words="Gen."),
            "start",
            "evidence needs a report, a start and an end",
        ),
        (
            quote(report="R1", start=0, words="Gen."),
            "start",
            "evidence needs a report, a start and an end",
        ),
        (claim(low=9, high=8), "high", "8 is less than low, 9"),
        (
            event(start="2025-03-09", end="2025-03-07"),
            "end",
            "2025-03-07 is before the start, 2025-03-09",
        ),
        (
            location(lat=35.0),
            "lon",
            "latitude and longitude go together",
        ),
        (
            report(publisher="E1"),
            "publisher",
            "expected one of the sources, got E1",
        ),
        (
            event(locations=[{"location": "S1"}]),
            "locations",
            "expected one of the locations, got S1",
        ),
    ],
)
def test_a_broken_rule_is_named_in_one_sentence(record: Record, field: str, reason: str) -> None:
    """The record, the field, and what is wrong with it."""
    with pytest.raises(InvalidRecord) as caught:
        check(record, text_of)
    assert str(caught.value) == f"{record.ref}: the field {field} is not valid: {reason}."


@pytest.mark.parametrize(
    "record",
    [
        *(quote(**evidence(REPORT, "قتل تسعة")), claim(**evidence(REPORT, "Nine")), quote()),
        # A witness's words that no report has; a report that is not in this store.
        *(quote(words="We ran."), quote(report="R2", start=0, end=4, words="Nine")),
        *(claim(low=0, high=0), claim(low=9), claim(high=9), claim(low=9, high=9)),
        *(event(start="2025-03", end="2025-03-07"), event(end="2025"), event(start="2025-03/..")),
        *(
            location(lat=0.0, lon=0.0),
            location(name="Tuwaym"),
            source(),
            report(),
            note(target="V1"),
        ),
    ],
)
def test_what_may_be_unknown_may_be_left_out(record: Record) -> None:
    """No rule asks for what nobody may know yet."""
    check(record, text_of)


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (Kind.REPORT, {"published_at": "last Friday"}),
        (Kind.EVENT, {"start": "soon", "end": "2025-03-07"}),
        (Kind.LOCATION, {"lat": 91, "lon": 400}),
        (Kind.CLAIM, {"low": -1, "high": "many", "start": "x"}),
    ],
)
def test_odd_values_from_outside_hinder_nobody(kind: Kind, document: dict[str, Any]) -> None:
    """A record that came in with values that cannot be read can be tagged like any other."""
    odd = codec.decode(kind, 1, document)
    assert odd.flags
    check(replace(odd, tags=("seen",)), text_of)


def test_evidence_waits_for_its_report() -> None:
    """What cites a report that is not there says which: it is looked at when that comes."""
    cited = quote(report="R2", start=0, end=4, words="Nine")
    assert rules.check_evidence(cited, None, text_of) == "R2"
    good = quote(**evidence(REPORT, "Nine died."))
    assert rules.check_evidence(good, None, text_of) is None
