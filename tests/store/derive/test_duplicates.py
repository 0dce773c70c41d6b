"""What may be the same as a record, and why."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from store.derive.duplicates import Candidate, candidates
from store.derive.likely_events import likely_events
from store.ids import Kind, Ref
from store.reader import Asker
from store.record import Record
from tests.builders import actor, claim, event, location, quote, report, source
from tests.store.readers import READERS
from tests.store.worlds import worlds

ASKER = Asker(date(2025, 4, 1), "ada")

WIRE = (
    "Gunmen opened fire on a convoy of buses near the town of Tuwaym on Friday morning, killing"
    " at least 31 people, nine of them children, residents and a local council member said."
)
OTHER_WORDS = (
    "The death toll of the attack at Tuwaym has reached 31, according to the Red Crescent, whose"
    " volunteers took the bodies to Qadmus. A convoy that carried families was ambushed."
)
ELSEWHERE = (
    "Farmers in the plain of Ghab complained that fuel subsidies promised last autumn have not"
    " arrived, and that 31 wells stand idle while prices at the market climb."
)
REPORTS: tuple[Record, ...] = (
    report(1, title="31 killed", text=WIRE, published_at="2025-03-07T09:00Z"),
    report(2, title="Dozens die", text=f"(Wire) {WIRE}", published_at="2025-03-07T11:00Z"),
    report(3, title="Toll of Tuwaym at 31", text=OTHER_WORDS, published_at="2025-03-08"),
    report(4, title="Fuel in Ghab", text=ELSEWHERE, published_at="2025-03-07"),
    *(report(n, title="Wells", text=ELSEWHERE[n:]) for n in range(5, 9)),
    location(1, name="Tuwaym"),
)


def found(ref: str, *records: Record, reader: str = "sql") -> dict[str, Candidate]:
    """The candidates of a record, by reference, best first."""
    return {str(one.ref): one for one in candidates(READERS[reader](records), Ref(ref), ASKER)}


@pytest.mark.parametrize("reader", READERS)
def test_a_copy_is_told_from_another_report_of_the_same(reader: str) -> None:
    """Both are found, each with its reason; what only has a number in common is not."""
    likely = found("R2", *REPORTS, reader=reader)
    assert list(likely) == ["R1", "R3"]
    assert likely["R1"].is_copy
    assert likely["R1"].reason.startswith("same words 100 %; published 2 h earlier")
    assert not likely["R3"].is_copy
    assert likely["R3"].score < likely["R1"].score
    assert "1 day apart but the same place (tuwaym)" in likely["R3"].reason
    assert "31 killed in both" in likely["R3"].reason


def test_a_duplicate_leads_to_its_original() -> None:
    """Whoever repeats a report that repeats another is offered the one that repeats none."""
    repeated = report(2, text=WIRE, triage={"state": "duplicate", "of": "R1"})
    likely = found("R3", report(1, text="Gone."), repeated, report(3, text=WIRE))
    assert list(likely) == ["R1"]
    assert likely["R1"].reason == "same words 100 %; R2 repeats it"
    assert not found("R1", report(1, text=WIRE), repeated)


def test_short_posts_are_copies_only_when_nearly_all_is_the_same() -> None:
    """A few words in a row are soon the same by chance."""
    post = report(1, text="Shelling near the old port of Baniyas now")
    same = report(2, text="Shelling near the old port of Baniyas now!!")
    other = report(3, text="Shelling near the old mill of Salhab, nobody was hurt")
    assert list(found("R1", post, same, other)) == ["R2"]


@pytest.mark.parametrize("kind", ["no text", "gone"])
def test_a_report_without_words_has_no_duplicates(kind: str) -> None:
    """Nor one that is not there."""
    assert not found("R8", *REPORTS[:4], *([report(8)] if kind == "no text" else []))


def test_events_of_one_day_and_place_may_be_one() -> None:
    """Unless one is a part of the other, or others took part."""
    mine = event(1, title="Shelling of Baniyas", start="2025-03-07", places=["L1"])
    records = (
        mine,
        event(2, title="Baniyas shelled", start="2025-03-07", places=["L1"]),
        event(3, title="Market of Baniyas", start="2025-03-07", places=["L1"], part_of="E1"),
        event(4, title="Shelling of Baniyas", start="2024-01-01", places=["L1"]),
        event(5, title="Arrests in Qadmus", start="2025-03-07", places=["L2"]),
        location(1, name="Baniyas"),
        location(2, name="Qadmus"),
        claim(1, event="E1", measure="killed", low=12),
        claim(2, event="E2", measure="killed", low=12),
    )
    likely = found("E1", *records)
    assert list(likely) == ["E2"]
    assert likely["E2"].reason == "same day and place; 12 killed in both"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (source(1, name="SANA"), source(2, name="Sana"), "same name"),
        (source(1, name="SANA"), source(2, name="x", aliases=["sana"]), "both are called SANA"),
        (
            source(1, name="SOHR"),
            source(2, name="Syrian Observatory for Human Rights"),
            "SOHR may stand for Syrian Observatory for Human Rights",
        ),
        (
            source(1, name="Syrian Observatory"),
            source(2, name="Syrian Observatry"),
            "Syrian Observatry: names much alike",
        ),
        (actor(1, name="Tiger Forces"), actor(2, name="tiger forces"), "same name"),
        (
            location(1, name="Baniyas", lat=35.18, lon=35.94),
            location(2, name="Banyas", names=["Baniyas"], lat=35.18, lon=35.96),
            "both are called Baniyas; 2 km apart",
        ),
        (
            location(1, name="Baniyas", lat=35.18, lon=35.94),
            location(2, name="Baniyas", lat=33.2, lon=35.7),
            "",
        ),
        (source(1, name="Reuters"), source(2, name="Red Crescent"), ""),
    ],
    ids=lambda value: value if isinstance(value, str) else value.label[:12],
)
def test_names_that_may_mean_one(one: Record, other: Record, said: str) -> None:
    """By name, alias, initials or spelling; places of one name far from each other are two."""
    likely = found(str(one.ref), one, other)
    assert likely.get(str(other.ref), Candidate(one.ref, 0, "", is_copy=False)).reason == said


@pytest.mark.parametrize("reader", READERS)
def test_the_events_that_a_report_may_tell_of(reader: str) -> None:
    """That of its copy first, then by day, place and figures; not one that it is linked to."""
    records = (
        *REPORTS,
        event(1, title="Ambush", reports=["R1"], start="2025-03-07"),
        event(2, title="Convoy attacked", start="2025-03-07", places=["L1"], type="Attack"),
        event(3, title="Well dug in Ghab", start="2025-03-07"),
        event(4, title="Convoy attacked", start="2024-03-07", places=["L1"]),
        claim(1, event="E2", measure="killed", low=31),
        quote(1, report="R3", events=["E1"]),
    )
    likely = likely_events(READERS[reader](records), Ref("R2"), ASKER)
    assert [str(one.ref) for one in likely] == ["E1", "E2"]
    assert likely[0].reason == "its copy R1 tells of it"
    assert likely[1].reason == ("same day and place (tuwaym); both say convoy; 31 killed in both")
    again = likely_events(READERS[reader](records), Ref("R3"), ASKER)
    assert [str(one.ref) for one in again] == ["E2"]
    assert not likely_events(READERS[reader](records), Ref("R9"), ASKER)


@settings(max_examples=12)
@given(worlds())
def test_whatever_a_store_holds_it_can_be_asked(records: list[Record]) -> None:
    """Candidates are others of the same kind, each once, scored 0 to 1, the same from any store."""
    readers = [make(records) for make in READERS.values()]
    for record in records:
        found = [candidates(reader, record.ref, ASKER) for reader in readers]
        assert found[0] == found[1]
        refs = [one.ref for one in found[0]]
        assert len(set(refs)) == len(refs)
        assert record.ref not in refs
        assert all(one.ref.kind is record.kind_of and 0 <= one.score <= 1 for one in found[0])
        if record.kind_of is Kind.REPORT:
            likely = [likely_events(reader, record.ref, ASKER) for reader in readers]
            assert likely[0] == likely[1]
            assert all(one.ref.kind is Kind.EVENT and 0 <= one.score <= 1 for one in likely[0])
