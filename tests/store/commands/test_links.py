"""Linking and unlinking two records."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.commands.links import LinkRecords, bonds, instead_of, is_linked, linkable
from store.commands.newcomers import newcomer, provisional
from store.errors import Refused
from store.ids import Kind, Ref
from store.model import RECORDS, Event
from store.record import Record
from tests.builders import claim, event, location, quote, report, source
from tests.store.commands.desk import made_of
from tests.store.strategies import LINKED_RECORDS


def _words(one: Kind, other: Kind) -> list[str]:
    return [bond.said(one.ref(1), other.ref(2)) for bond in bonds(one, other)]


def test_every_way_to_link_two_records_is_offered() -> None:
    """Each with its role, from whichever end it is asked."""
    assert _words(Kind.EVENT, Kind.LOCATION) == [
        "E1 has the place (site) L2",
        "E1 has the place (origin) L2",
        "E1 has the place (fled to) L2",
        "E1 has the place (named) L2",
    ]
    assert _words(Kind.LOCATION, Kind.QUOTE) == ["Q2 about L1"]
    assert _words(Kind.EVENT, Kind.EVENT) == ["E1 part of E2", "E2 part of E1"]
    assert _words(Kind.SOURCE, Kind.QUOTE) == ["Q2 spoken by S1", "Q2 passed on by S1"]
    assert _words(Kind.EVENT, Kind.SOURCE) == []
    assert Kind.VIEW not in linkable(Kind.EVENT)


@given(LINKED_RECORDS, LINKED_RECORDS, st.data())
@settings(max_examples=80)
def test_unlinking_takes_back_what_linking_did(
    one: Record, other: Record, data: st.DataObject
) -> None:
    """The record is as it was, wherever nothing else stood in the link's place."""
    ways = bonds(one.kind_of, other.kind_of)
    if not ways or one.ref == other.ref:
        return
    bond = data.draw(st.sampled_from(ways))
    holder, to = (other, one.ref) if bond.is_reversed else (one, other.ref)
    if is_linked(holder, bond, to) or instead_of(holder, bond, to):
        return
    try:
        made = made_of(LinkRecords([one.ref], other.ref, bond), one, other)
    except Refused:
        return
    after = made[str(holder.ref)]
    assert after
    assert is_linked(after, bond, to)
    there = other if holder is one else one
    back = made_of(LinkRecords([one.ref], other.ref, bond, is_taken_away=True), after, there)
    fresh = back[str(holder.ref)]
    assert fresh
    assert _fields(fresh) == _fields(holder)


def _fields(record: Record) -> dict[str, object]:
    names = (n for n in record.__struct_fields__ if n not in ("uid", "created", "updated"))
    return {name: getattr(record, name) for name in names}


def test_marked_records_are_linked_in_one_operation() -> None:
    """Those that are so already stay as they are."""
    (bond,) = [one for one in bonds(Kind.QUOTE, Kind.EVENT) if one.words == "about"]
    command = LinkRecords([Ref("Q1"), Ref("Q2")], Ref("E1"), bond)
    made = made_of(command, quote(1), quote(2, events=["E1"]), event(1))
    assert list(made) == ["Q1"]
    assert command.label == "linked 2 records and E1: about"
    (told,) = bonds(Kind.REPORT, Kind.EVENT)
    made = made_of(
        LinkRecords([Ref("R1"), Ref("R2")], Ref("E1"), told), event(1), report(1), report(2)
    )
    one = made["E1"]
    assert isinstance(one, Event)
    assert one.reports == ("R1", "R2")


def test_a_link_may_bring_the_other_record() -> None:
    """A place that was typed comes into being with its link."""
    new = provisional(Kind.LOCATION)
    bond = bonds(Kind.EVENT, Kind.LOCATION)[2]
    created = {new: newcomer(new, "Tuwaym")}
    made = made_of(LinkRecords([Ref("E1")], new, bond, created=created), event(1))
    one = made["E1"]
    assert isinstance(one, Event)
    assert [(at.location, at.role) for at in one.locations] == [("L101", "fled to")]


def test_words_that_a_report_does_not_say_are_not_linked_to_it() -> None:
    """Evidence holds, or nothing is done."""
    bond = bonds(Kind.QUOTE, Kind.REPORT)[0]
    with pytest.raises(Refused, match=r"^R1 does not say “nine bodies”"):
        made_of(
            LinkRecords([Ref("Q1")], Ref("R1"), bond),
            quote(1, words="nine bodies"),
            report(1, text="x"),
        )


def test_a_field_of_one_says_whose_place_is_taken() -> None:
    """So that it can be told before it is done."""
    bond = bonds(Kind.CLAIM, Kind.SOURCE)[0]
    assert instead_of(claim(1, source="S1"), bond, Ref("S2")) == "S1"
    assert instead_of(claim(1), bond, Ref("S2")) is None


def test_one_record_cannot_name_several_in_a_field_of_one() -> None:
    """A sentence says so."""
    bond = next(one for one in bonds(Kind.EVENT, Kind.EVENT) if one.is_reversed)
    records = (event(1), event(2), event(3))
    with pytest.raises(Refused, match=r"^E3 can name one record there, not 2\.$"):
        made_of(LinkRecords([Ref("E1"), Ref("E2")], Ref("E3"), bond), *records)


def test_a_link_leads_to_no_circle() -> None:
    """A whole does not become a part of its part, nor of itself."""
    bond = bonds(Kind.EVENT, Kind.EVENT)[0]
    for other, records in (("E2", [event(2, part_of="E1")]), ("E1", [])):
        with pytest.raises(Refused, match=r"^E1 cannot "):
            made_of(LinkRecords([Ref("E1")], Ref(other), bond), event(1), *records)


def test_every_link_has_its_words() -> None:
    """No way of linking is without a name."""
    for one in RECORDS:
        for other in linkable(one):
            assert all(bond.words for bond in bonds(one, other))


def test_places_lie_in_places() -> None:
    """A village in its district, a source is linked to no place."""
    assert _words(Kind.LOCATION, Kind.LOCATION) == ["L1 lies in L2", "L2 lies in L1"]
    assert bonds(source(1).kind_of, location(1).kind_of) == ()
