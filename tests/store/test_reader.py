"""The contract: what can be asked of a store, the same for every implementation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from store.errors import UnknownRecord
from store.ids import Kind, Ref
from store.model import Report
from store.reader import Links
from store.record import Record
from store.references import edge
from tests.builders import (
    attachment,
    claim,
    event,
    listed,
    location,
    note,
    quote,
    report,
    source,
    view,
)
from tests.store.readers import MakeReader, memory_reader, sql_reader
from tests.store.strategies import LINKING, stores


def test_a_record_is_found_by_its_reference(make_reader: MakeReader) -> None:
    """What is found is the whole record; a reference that nothing has finds nothing."""
    reader = make_reader([event(5, title="Clashes", start="2025-03")])
    assert reader.find(Ref("E5")) == event(5, title="Clashes", start="2025-03")
    assert reader.get(Ref("E5")) == reader.find(Ref("E5"))
    assert reader.find(Ref("E6")) is None
    assert reader.find(Ref("R5")) is None


def test_asking_for_what_is_not_there_says_so(make_reader: MakeReader) -> None:
    """The error has the reference, and a sentence for the person."""
    with pytest.raises(UnknownRecord, match=r"^There is no record E6\.$") as caught:
        make_reader([event(5)]).get(Ref("E6"))
    assert caught.value.ref == "E6"


def test_a_report_is_found_with_its_text(make_reader: MakeReader) -> None:
    """One report comes with its text, a list of reports without."""
    long = "Nine people were killed. " * 2000
    reader = make_reader([report(1, title="Nine", text=long), report(2, text=long), report(3)])
    assert reader.get(Ref("R1")) == report(1, title="Nine", text=long)
    assert reader.get(Ref("R3")) == report(3)
    shown = reader.listing(Kind.REPORT, [3, 1, 2])
    assert shown == [report(3), report(1, title="Nine"), report(2)]


def test_a_list_keeps_its_order_and_leaves_out_what_is_gone(make_reader: MakeReader) -> None:
    """Records come in the order asked for, as often as asked for; missing ones are left out."""
    reader = make_reader([event(1), event(2), event(3)])
    assert listed(reader.listing(Kind.EVENT, [3, 9, 1, 3])) == ["E3", "E1", "E3"]
    assert reader.listing(Kind.EVENT, []) == []
    assert reader.listing(Kind.NOTE, [1, 2]) == []


def test_events_are_listed_newest_first(make_reader: MakeReader) -> None:
    """By the first day, then by the newest id; those without a date come last."""
    reader = make_reader(
        [
            event(1, start="2025-03-07"),
            event(2, start="2025-03"),
            event(3),
            event(4, start="2025-03-07"),
            event(5, end="2025-04"),
            event(6, start="../2024-12-31"),
            event(7, start="2025-03-07T23:30-05:00"),
            event(8),
        ]
    )
    assert list(reader.numbers(Kind.EVENT)) == [5, 7, 4, 1, 2, 6, 8, 3]


@pytest.mark.parametrize(
    ("kind", "records"),
    [
        (Kind.REPORT, [report(1, published_at="2024"), report(2, published_at="2025"), report(3)]),
        (Kind.CLAIM, [claim(1, as_of="2024"), claim(2, as_of="2025"), claim(3)]),
        (
            Kind.ATTACHMENT,
            [attachment(1, captured_at="2024"), attachment(2, captured_at="2025"), attachment(3)],
        ),
    ],
)
def test_what_has_a_date_is_listed_by_it(
    make_reader: MakeReader, kind: Kind, records: list[Record]
) -> None:
    """Reports by publication, claims by the day they count to, attachments by when taken."""
    assert list(make_reader(records).numbers(kind)) == [2, 1, 3]


@pytest.mark.parametrize("kind", [Kind.QUOTE, Kind.NOTE])
def test_what_has_no_date_is_listed_as_entered(make_reader: MakeReader, kind: Kind) -> None:
    """Quotes and notes: the last one entered first."""
    reader = make_reader([*(quote(n) for n in (1, 3, 2)), *(note(n) for n in (1, 3, 2))])
    assert list(reader.numbers(kind)) == [3, 2, 1]


def test_what_has_a_name_is_listed_by_it(make_reader: MakeReader) -> None:
    """A to Z without regard to case; equal names by id; names in any script have a place."""
    names = ["Tartus", "baniyas", "Latakia", "Straße", "STRASSE", "حمص", "\U0001f600", "baniyas"]
    reader = make_reader([location(n, name=name) for n, name in enumerate(names, start=1)])
    assert list(reader.numbers(Kind.LOCATION)) == [2, 8, 3, 4, 5, 1, 6, 7]


def test_only_the_first_may_be_asked_for(make_reader: MakeReader) -> None:
    """A first screen asks for as many as it shows."""
    reader = make_reader([event(n) for n in range(1, 10)])
    assert list(reader.numbers(Kind.EVENT, 3)) == [9, 8, 7]
    assert list(reader.numbers(Kind.EVENT, 0)) == []
    assert len(reader.numbers(Kind.EVENT, 99)) == 9
    assert list(reader.numbers(Kind.SOURCE, 3)) == []


def test_records_are_counted_by_their_state(make_reader: MakeReader) -> None:
    """Reports by triage, events by status, sources by reliability, the others in one number."""
    reader = make_reader(
        [
            *(report(1), report(2, triage={"state": "later"}), report(3)),
            *(event(1, status="completed"), event(2)),
            *(source(1), source(2, reliability="A"), source(3, reliability="A")),
            *(view(1, name="one"), view(2, name="two")),
        ]
    )
    assert reader.counts(Kind.REPORT) == {"new": 2, "later": 1}
    assert reader.counts(Kind.EVENT) == {"to do": 1, "completed": 1}
    assert reader.counts(Kind.SOURCE) == {"F": 1, "A": 2}
    assert reader.counts(Kind.VIEW) == {"": 2}
    assert reader.counts(Kind.NOTE) == {}
    assert [reader.count(kind) for kind in Kind] == [3, 2, 0, 3, 0, 0, 0, 0, 0, 2]


def test_a_record_s_version_is_the_operation_that_wrote_it(make_reader: MakeReader) -> None:
    """What was never written has version 0."""
    reader = make_reader([event(1)])
    assert reader.operation == 1
    assert reader.version(Ref("E1")) == 1
    assert reader.version(Ref("E2")) == 0


def test_who_names_a_record_is_known(make_reader: MakeReader) -> None:
    """Every record that names the source, with the field; each reference once."""
    reader = make_reader(
        [
            source(1),
            report(2, publisher="S1"),
            quote(3, speaker="S1", via=["S1", "S1", "S2"]),
            claim(5, source="S1"),
            claim(4, source="S1"),
            note(6, target="S1"),
            note(7, target="S2"),
        ]
    )
    found = [f"{by} {r.edge.field}" for by, r in reader.named_by(Ref("S1"))]
    assert found == ["R2 publisher", "Q3 speaker", "Q3 via", "C4 source", "C5 source", "N6 target"]
    assert {r.to for _, r in reader.named_by(Ref("S1"))} == {"S1"}
    assert reader.named_by(Ref("S9")) == []


def test_a_reference_to_nothing_links_nothing(make_reader: MakeReader) -> None:
    """A deleted place is in no list, though who names it is still known."""
    reader = make_reader([event(1, places=["L9"], part_of="E9")])
    assert list(reader.linked(Ref("E1"), Kind.LOCATION).numbers) == []
    assert list(reader.linked(Ref("E1"), Kind.EVENT).numbers) == []
    assert [by for by, _ in reader.named_by(Ref("L9"))] == ["E1"]
    assert reader.named_by(Ref("E9"))[0][1].edge == edge(Kind.EVENT, "part_of")


def test_linked_records_are_in_list_order(make_reader: MakeReader) -> None:
    """A linked list reads like the list of all: events newest first, places by name."""
    reader = make_reader(
        [
            location(1, name="Tartus"),
            location(2, name="Baniyas"),
            event(1, start="2025-03-01", places=["L1", "L2"]),
            event(2, start="2025-03-09", places=["L1"]),
            event(3, places=["L1"]),
        ]
    )
    assert list(reader.linked(Ref("L1"), Kind.EVENT).numbers) == [2, 1, 3]
    assert list(reader.linked(Ref("E1"), Kind.LOCATION).numbers) == [2, 1]


def plainly(links: Links) -> tuple[object, ...]:
    """Links with lists and dictionaries in place of whatever the reader uses."""
    return links.kind, list(links.numbers), dict(links.roles), links.total


@settings(max_examples=60)
@given(stores())
def test_the_working_copy_answers_as_the_records_in_memory(records: list[Record]) -> None:
    """Whatever the links, both give the same lists, roles, counts and references."""
    memory, sql = memory_reader(records), sql_reader(records)
    for kind in LINKING:
        assert list(sql.numbers(kind)) == list(memory.numbers(kind))
        assert sql.counts(kind) == memory.counts(kind)
        assert sql.count(kind) == memory.count(kind)
        for number in range(1, 5):
            ref = kind.ref(number)
            assert sql.find(ref) == memory.find(ref)
            assert sql.version(ref) == memory.version(ref)
            assert sql.named_by(ref) == memory.named_by(ref)
            for other in LINKING:
                assert plainly(sql.linked(ref, other)) == plainly(memory.linked(ref, other))


@settings(max_examples=30)
@given(stores())
def test_linked_is_the_same_from_both_ends(records: list[Record]) -> None:
    """When one record is in another's list, the other is in its list too."""
    reader = sql_reader(records)
    for record in records:
        for kind in LINKING:
            for number in reader.linked(record.ref, kind).numbers:
                back = reader.linked(kind.ref(number), record.kind_of)
                assert record.id in back.numbers


def test_a_listing_s_report_has_no_text(make_reader: MakeReader) -> None:
    """A list of a thousand reports does not hold a thousand texts."""
    (shown,) = make_reader([report(1, text="Words.")]).listing(Kind.REPORT, [1])
    assert isinstance(shown, Report)
    assert shown.text == ""
