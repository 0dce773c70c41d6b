"""Two records become one: nothing is lost, nothing is left that names the one that is gone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import codec
from store.commands.merge import Merge, moved
from store.commands.records import WriteRecords
from store.errors import DeskError, Refused
from store.ids import Kind, Ref
from store.memory import MemoryStore
from store.memory_reader import MemoryReader
from store.model import Event, Location, Note
from store.record import Record
from store.references import references
from tests.builders import (
    actor,
    claim,
    event,
    location,
    note,
    quote,
    report,
    source,
)
from tests.store.commands.desk import made_of
from tests.store.strategies import stores

E1, E2, S1, S2 = Ref("E1"), Ref("E2"), Ref("S1"), Ref("S2")


def documents(command: Merge, *records: Record) -> dict[str, dict[str, Any]]:
    """The documents of the records that the command changes; an empty one where it is deleted."""
    made = made_of(command, *records)
    return {name: codec.encode(record) if record else {} for name, record in made.items()}


def kept_of(command: Merge, *records: Record) -> Any:
    """The kept record as it is afterwards."""
    return made_of(command, *records)[str(command.kept)]


def noted(command: Merge, *records: Record) -> str:
    """What the note says that the command wrote; "" without one."""
    made = made_of(command, *records).values()
    return "".join(one.body for one in made if isinstance(one, Note) and one.id > 100)


def test_all_that_names_the_one_names_the_other() -> None:
    """Claims, quotes, notes and parts move; lists name nothing twice, the merged one is gone."""
    made = documents(
        Merge(E1, E2),
        event(1, reports=["R1", "R2"], places=["L1"]),
        event(2, reports=["R2", "R3"], places=["L1", "L2"]),
        event(3, part_of="E2"),
        claim(1, event="E2"),
        quote(1, events=["E2", "E1"]),
        note(1, target="E2", body="As [[E2]] says, not [[E20]]"),
    )
    assert made["E2"] == {}
    assert made["E1"]["reports"] == ["R1", "R2", "R3"]
    assert [one["location"] for one in made["E1"]["locations"]] == ["L1", "L2"]
    assert made["E3"]["part_of"] == "E1"
    assert made["C1"]["event"] == "E1"
    assert made["Q1"]["events"] == ["E1"]
    assert made["N1"]["target"] == "E1"
    assert made["N1"]["body"] == "As [[E1]] says, not [[E20]]"


def test_what_the_kept_one_lacks_it_gets() -> None:
    """What both say stays as the kept one says it, and a note keeps what the other said."""
    one = event(1, title="Shelling", start="2025-03-07", tags=["coast"])
    other = event(
        2,
        title="Shelling of Baniyas",
        summary="Two shells.",
        start="2025-03-08",
        end="2025-03-09",
        type="Shelling",
        type_scheme="ACLED",
        tags=["coast", "sea"],
        sensitivity="graphic",
    )
    kept = kept_of(Merge(E1, E2), one, other)
    assert isinstance(kept, Event)
    assert (kept.title, kept.summary, kept.type) == ("Shelling", "Two shells.", "Shelling")
    # The other's end belongs to the other's start.
    assert (kept.start, kept.end) == ("2025-03-07", None)
    assert kept.tags == ("coast", "sea")
    assert kept.sensitivity == "graphic"
    assert noted(Merge(E1, E2), one, other).splitlines()[2:] == [
        "- start: 2025-03-08",
        "- end: 2025-03-09",
        "- title: Shelling of Baniyas",
    ]
    assert noted(Merge(E1, E2), one, event(2, start="2025-03-07")) == ""


def test_a_source_keeps_every_name() -> None:
    """The merged one's name becomes an alias, and nobody relays what they say themselves."""
    one = source(1, name="SOHR", aliases=["Observatory"])
    other = source(2, name="Syrian Observatory", aliases=["Observatory", "SOHR"], kind="monitor")
    records = (one, other, claim(1, source="S1", via=["S2", "S3"]), report(1, publisher="S2"))
    made = documents(Merge(S1, S2), *records)
    assert made["S1"]["aliases"] == ["Observatory", "SOHR", "Syrian Observatory"]
    assert "kind: monitor" in noted(Merge(S1, S2), *records)
    assert made["C1"]["via"] == ["S3"]
    assert made["R1"]["publisher"] == "S1"


def test_a_place_gets_both_coordinates_or_none() -> None:
    """Half of one place's point and half of another's would be a third place."""
    one, other = location(1, name="Baniyas"), location(2, name="Banyas", lat=35.2, lon=35.9)
    kept = kept_of(Merge(Ref("L1"), Ref("L2")), one, other)
    assert isinstance(kept, Location)
    assert (kept.lat, kept.lon, kept.names) == (35.2, 35.9, ("Banyas",))
    kept = kept_of(Merge(Ref("L1"), Ref("L2")), location(1, lat=1, lon=2), other)
    assert (kept.lat, kept.lon, kept.name) == (1, 2, "Banyas")


def test_what_is_odd_in_the_one_is_told_and_not_taken() -> None:
    """An importer's half of a point would be refused in the other."""
    merge = Merge(Ref("L1"), Ref("L2"))
    one, other = location(1, name="Baniyas"), location(2, name="Baniyas", lon=35.9, adm1="Tartus")
    kept = kept_of(merge, one, other)
    assert isinstance(kept, Location)
    assert (kept.lon, kept.adm1) == (None, "Tartus")
    assert noted(merge, one, other).splitlines()[2:] == ["- lon: 35.9"]


def test_the_note_is_as_sensitive_as_what_it_tells() -> None:
    """What was covered in the merged one is covered in the note on the kept one."""
    one = event(1, summary="Two shells.")
    other = event(2, summary="A name.", sensitivity="personal")
    made = made_of(Merge(E1, E2), one, other)
    assert {str(one.sensitivity) for one in made.values() if one} == {"personal"}


def test_identifiers_that_differ_are_both_kept() -> None:
    """The kept one's in its field, the other's in a note."""
    one = actor(1, scheme_ids={"gw": "652"})
    other = actor(2, scheme_ids={"gw": "653", "ucdp": "118"})
    merge = Merge(Ref("A1"), Ref("A2"))
    assert kept_of(merge, one, other).scheme_ids == {"gw": "652", "ucdp": "118"}
    assert "- scheme ids gw: 653" in noted(merge, one, other)


@pytest.mark.parametrize(
    ("kept", "merged", "said"),
    [
        ("E1", "E1", "E1 cannot be merged with itself; choose another record."),
        ("E1", "S1", "S1 is a source and E1 is an event; only records of one kind are merged."),
        ("E1", "E2", "E2 is part of E1; a part and its whole are two: take it out of it first."),
        ("E2", "E1", "E2 is part of E1; a part and its whole are two: take it out of it first."),
        ("E1", "E3", "E3 is part of E1; a part and its whole are two: take it out of it first."),
        ("R1", "R2", "R2 is a report; decide that it is a duplicate instead."),
        ("N1", "N2", "N2 is a note; these are not merged."),
        ("E1", "E9", "There is no record E9."),
    ],
)
def test_what_cannot_be_one_is_refused(kept: str, merged: str, said: str) -> None:
    """In one sentence, and nothing is changed."""
    records: list[Record] = [event(1), event(2, part_of="E1"), event(3, part_of="E2")]
    records += [source(1), report(1), report(2), note(1), note(2)]
    with pytest.raises(DeskError) as refused:
        made_of(Merge(Ref(kept), Ref(merged)), *records)
    assert str(refused.value) == said


def test_the_question_can_say_what_moves() -> None:
    """How many records of each kind would name the kept one."""
    records = (claim(1, event="E2"), claim(2, event="E2"), quote(1, events=["E2"]), event(2))
    assert moved(MemoryReader(records), E2) == {Kind.CLAIM: 2, Kind.QUOTE: 1}


@settings(max_examples=40)
@given(records=stores(), kind=st.sampled_from("ELS"), pair=st.permutations([1, 2, 3]))
def test_nothing_names_what_was_merged_and_undo_gives_all_back(
    records: list[Record], kind: str, pair: list[int]
) -> None:
    """Whatever names what: after a merge nothing names the merged one, and one undo is exact."""
    store = MemoryStore()
    store.run(WriteRecords(records, accepts_flaws=True), "ada")
    before = dict(store.reader.records)
    kept, merged = Ref(f"{kind}{pair[0]}"), Ref(f"{kind}{pair[1]}")
    if kept not in before or merged not in before:
        return
    try:
        store.run(Merge(kept, merged), "ada")
    except Refused:
        assert store.reader.records == before
        return
    left = store.reader.records
    assert merged not in left
    named = {(one.edge.field, one.to) for record in left.values() for one in references(record)}
    assert merged not in {to for _, to in named}
    # What was named of either is named of the kept one, and nothing else is gone.
    assert before.keys() - left.keys() == {merged}
    store.undo("ada")
    assert store.reader.records == before
