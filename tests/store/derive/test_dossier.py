"""Everything the desk shows of one record."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store.derive.dossier import LISTED, Dossier, dossier
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.record import Record
from tests.builders import (
    attachment,
    claim,
    event,
    evidence,
    listed,
    location,
    note,
    quote,
    report,
    source,
)
from tests.store.strategies import stores


def dossier_of(ref: str, *records: Record) -> Dossier:
    """The dossier of a record that is among these."""
    found = dossier(MemoryReader(records), Ref(ref))
    assert found
    return found


def test_a_record_that_is_gone_has_no_dossier() -> None:
    """Somebody has deleted it meanwhile: there is nothing to show."""
    assert dossier(MemoryReader(), Ref("E1")) is None


def test_an_event_shows_what_is_linked_with_its_role() -> None:
    """Places, sources, quotes and reports, each with what it is to the event; nothing empty."""
    shown = dossier_of(
        "E1",
        event(places=["L1"], reports=["R1"]),
        location(name="Baniyas"),
        report(publisher="S1"),
        source(name="SANA"),
        attachment(report="R1"),
        note(target="E1", body="Ask again."),
    )
    assert {
        section.kind: [(str(one.record.ref), one.roles) for one in section.linked]
        for section in shown.sections
    } == {
        Kind.LOCATION: [("L1", ("site",))],
        Kind.SOURCE: [("S1", ("publishes",))],
        Kind.REPORT: [("R1", ("tells of it",))],
        Kind.ATTACHMENT: [("M1", ("attached",))],
    }
    assert listed(shown.notes) == ["N1"]
    assert shown.names[Ref("L1")] == "Baniyas"
    assert shown.names[Ref("S1")] == "SANA"


def test_a_claim_that_was_replaced_is_marked() -> None:
    """The earlier toll stays in the list, and is known to be replaced."""
    shown = dossier_of(
        "E1",
        event(),
        claim(1, event="E1", low=9, as_of="2025-03-07"),
        claim(2, event="E1", low=12, as_of="2025-03-09", supersedes="C1"),
        claim(3, event="E1", about="who", value="The army", as_of="2025-03-10"),
    )
    assert listed(shown.claims) == ["C2", "C1", "C3"]
    assert shown.superseded == {"C1"}
    assert shown.claims_total == 3


def test_parts_stand_under_their_whole() -> None:
    """Of "31, including nine children" the nine come after the 31, as they were entered."""
    shown = dossier_of(
        "E1",
        event(),
        claim(1, event="E1", low=9, part_of="C2", as_of="2025-03-09"),
        claim(2, event="E1", low=31, as_of="2025-03-07"),
        claim(3, event="E1", low=4, part_of="C1", as_of="2025-03-09"),
        claim(4, event="E1", low=40, as_of="2025-03-09"),
        claim(5, event="E1", low=2, part_of="C9"),
    )
    assert listed(shown.claims) == ["C4", "C2", "C1", "C3", "C5"]


def test_claims_that_contain_each_other_are_shown_once() -> None:
    """A circle of parts is odd, and each of them is in the list."""
    shown = dossier_of(
        "E1",
        event(),
        claim(1, event="E1", part_of="C2"),
        claim(2, event="E1", part_of="C1"),
        claim(3, event="E1", part_of="C3"),
    )
    assert sorted(listed(shown.claims)) == ["C1", "C2", "C3"]


def test_evidence_comes_with_its_report() -> None:
    """A quote and a claim bring the report, with its text, that their words stand in."""
    told = report(text="Nine people were killed.")
    for made in (quote(**evidence(told, "Nine")), claim(**evidence(told, "killed"))):
        assert dossier_of(str(made.ref), made, told).report == told
        assert dossier_of(str(made.ref), made).report is None
    assert dossier_of("E1", event()).report is None


def test_a_report_shows_what_rests_on_its_words() -> None:
    """Its claims and quotes are cited; those of other reports are not."""
    shown = dossier_of(
        "R1", report(1), claim(1, report="R1"), quote(2, report="R1"), quote(3, report="R2")
    )
    assert listed(shown.cited) == ["C1", "Q2"]


def test_a_source_is_known_by_its_shortest_name() -> None:
    """In a narrow column the alias stands for the name."""
    shown = dossier_of(
        "C1",
        claim(source="S1", via=["S2"]),
        source(1, name="Syrian Observatory for Human Rights", aliases=["the Observatory", "SOHR"]),
        source(2, name="Reuters"),
    )
    assert shown.short_names == {"S1": "SOHR", "S2": "Reuters"}
    assert shown.names[Ref("S2")] == "Reuters"


def test_a_place_where_much_happened_shows_the_first_and_the_number() -> None:
    """The detail lists so many and says how many there are."""
    shown = dossier_of("L1", location(), *(event(n, places=["L1"]) for n in range(1, LISTED + 11)))
    (events,) = shown.sections
    assert (events.kind, events.total, len(events.linked)) == (Kind.EVENT, LISTED + 10, LISTED)


@settings(max_examples=50)
@given(stores(), st.data())
def test_every_record_has_a_dossier(records: list[Record], data: st.DataObject) -> None:
    """Whatever names what, itself and nothing included, there is something to show."""
    if records:
        record = data.draw(st.sampled_from(records))
        shown = dossier(MemoryReader(records), record.ref)
        assert shown
        assert shown.record == record
        assert len({one.ref for one in shown.claims}) == len(shown.claims) == shown.claims_total


def test_a_record_knows_the_notes_that_mention_it() -> None:
    """The newest first; a note that mentions itself is none of them, and a mention is no link."""
    records = (
        event(),
        note(1, target="R1", body="See [[E1]]."),
        note(2, target="E1", body="No mention of E1."),
        note(3, target="S1", body="[[e1]], once more [[E1]], [[N3]]"),
    )
    shown = dossier_of("E1", *records)
    assert listed(shown.mentioned_in) == ["N3", "N1"]
    assert (shown.mentioned_in_total, listed(shown.notes)) == (2, ["N2"])
    assert dossier_of("N3", *records).mentioned_in == ()
    assert dossier_of("N1", *records).names[Ref("E1")] == event().label
