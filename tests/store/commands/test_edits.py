"""Editing fields, and filling in new records: what a form saves."""

from __future__ import annotations

from typing import Any

import pytest

from store import codec
from store.commands.edits import EditRecord, MakeRecord, merged
from store.commands.newcomers import newcomer, provisional, used
from store.dates import Instant, PartialDate
from store.errors import Collision, Refused
from store.ids import Kind, Ref
from store.model import Claim, Event, Quote
from store.record import Record
from store.values import Estimate, EventLocation
from store.vocabulary import LocationRole, Measure
from tests.builders import actor, attachment, claim, event, location, note, quote, report
from tests.store.commands.desk import ADA, made_of

VERA = {"at": "2025-03-09T10:29:58Z", "by": "vera"}


def edited(base: Record, now: Record, *others: Record, **values: Any) -> Any:
    """The record after its fields were edited, somebody else having made it `now` meanwhile."""
    return made_of(EditRecord(base, values), now, *others)[str(base.ref)]


def test_only_the_edited_fields_are_written() -> None:
    """A control character in another field stays, and so does what cannot be read."""
    odd = codec.decode(Kind.EVENT, 5, {"summary": "a\x1bb", "clarity": 9, "foreign": [1]})
    after = edited(odd, odd, title="Clash")
    assert codec.encode(after) == {
        **codec.encode(odd),
        "updated": {"at": str(ADA.at), "by": "ada"},
        "uid": after.uid,
        "title": "Clash",
    }


def test_a_value_that_could_not_be_read_gives_way_to_the_one_that_was_typed() -> None:
    """It is not written beside it."""
    odd = codec.decode(Kind.EVENT, 5, {"clarity": 9})
    assert "clarity" not in edited(odd, odd, clarity=2).extra


@pytest.mark.parametrize(
    ("record", "label"),
    [
        (quote(1, words="men lying", report="R4"), "made a quote from R4"),
        (claim(1, about="happened", value="men lying", event="E4"), "made a claim about E4"),
        (claim(1, low=20, measure="killed", value="men lying"), "made a claim"),
        (attachment(1, shows="men lying", report="R4"), "made an attachment from R4"),
        (note(1, body="men lying", target="Q3"), "made a note about Q3"),
    ],
)
def test_the_history_does_not_tell_the_words_of_what_was_made(record: Record, label: str) -> None:
    """They may be covered by then, and an operation is called the same for good."""
    assert MakeRecord(record).label == label


def test_what_others_changed_in_other_fields_stays() -> None:
    """Both changes are there."""
    after = edited(
        event(5, title="Clash"), event(5, title="Clash", type="Battles"), title="A clash"
    )
    assert (after.title, after.type) == ("A clash", "Battles")


def test_what_others_changed_in_the_same_field_is_not_overwritten() -> None:
    """Who and which field is said; the same value is no quarrel."""
    base, now = event(5, title="Clash"), event(5, title="Clashes", updated=VERA)
    with pytest.raises(Collision, match=r"^vera changed title of E5 meanwhile") as collision:
        edited(base, now, title="A clash", summary="Two hurt")
    assert collision.value.fields == ("title",)
    assert edited(base, now, title="Clashes", summary="Two hurt").summary == "Two hurt"


def test_two_people_add_to_the_same_list() -> None:
    """Each keeps what the other added and removed; one item changed by both is asked about."""
    base = event(5, tags=["a", "b"], places=["L1"])
    now = event(5, tags=["b", "c"], places=["L2"])
    assert merged(base, now, {"tags": ("a", "b", "d")}).values == {"tags": ("b", "c", "d")}
    fled = (EventLocation(location=Ref("L1"), role=LocationRole.FLED_TO),)
    assert merged(base, now, {"locations": fled}).collisions == ("locations",)
    relayed = merged(claim(1, via=["S1"]), claim(1, via=["S2", "S1"]), {"via": (Ref("S3"),)})
    assert relayed.collisions == ("via",)


def test_a_place_comes_into_being_with_the_event_that_names_it() -> None:
    """One operation: the place first, known by name alone, then the event with its reference."""
    new, beside = provisional(Kind.LOCATION), provisional(Kind.LOCATION, 1)
    created = {ref: newcomer(ref, f"  {name} ") for ref, name in ((new, "Tuwaym"), (beside, "X"))}
    values = {"locations": (EventLocation(location=new),)}
    command = EditRecord(event(5), values, used(created, values))
    made = made_of(command, event(5))
    assert list(made) == ["L101", "E5"]
    place, after = made["L101"], made["E5"]
    assert place == location(101, name="Tuwaym", uid=place.uid if place else "", created=ADA_STAMP)
    assert isinstance(after, Event)
    assert [one.location for one in after.locations] == ["L101"]


ADA_STAMP = {"at": str(ADA.at), "by": "ada"}


def test_a_new_record_is_named_in_the_history() -> None:
    """It gets a number, a uid and its stamp."""
    new = provisional(Kind.EVENT)
    command = MakeRecord(Event(id=new.number, title="Clash\x1b at the bridge"))
    assert command.label == "made an event: Clash␛ at the bridge"
    (record,) = made_of(command).values()
    assert record
    assert (record.ref, record.label, record.created) == ("E101", "Clash\x1b at the bridge", ADA)


def test_an_estimate_says_who_set_it() -> None:
    """A new or changed one is signed and dated; one that was there keeps its own."""
    old = Estimate(measure=Measure.KILLED, low=5, by="vera", at=Instant("2025-03-01T00:00:00Z"))
    new = Estimate(measure=Measure.INJURED, low=9)
    base = event(5, estimates=[{"measure": "killed", "low": 5, "by": "vera", "at": str(old.at)}])
    after = edited(base, base, estimates=(old, new))
    assert [(one.by, one.at) for one in after.estimates] == [("vera", old.at), ("ada", ADA.at)]


def test_typed_words_are_found_in_the_report() -> None:
    """A quote's span follows its words; words that the report does not say are refused."""
    told = report(1, text="He said: we saw nine bodies.")
    before = quote(3, report="R1", start=0, end=2, words="He")
    after = edited(before, before, told, words="nine bodies")
    assert isinstance(after, Quote)
    assert (after.start, after.end) == (16, 27)
    with pytest.raises(Refused, match=r"^R1 does not say “ten bodies”"):
        edited(before, before, told, words="ten bodies")
    without = edited(before, before, told, report=None)
    assert (without.start, without.end, without.words) == (None, None, "He")
    new = MakeRecord(Claim(id=provisional(Kind.CLAIM).number, report=Ref("R1"), words="nine"))
    (made,) = made_of(new, told).values()
    assert isinstance(made, Claim)
    assert (made.start, made.end) == (16, 20)


@pytest.mark.parametrize(
    ("records", "field"),
    [
        ((event(1), event(2, part_of="E1")), "part_of"),
        ((location(1), location(2, parent="L1")), "parent"),
        ((claim(1), claim(2, supersedes="C1")), "supersedes"),
        ((report(1), report(2, derived_from="R1")), "derived_from"),
    ],
)
def test_nothing_is_a_part_of_its_own_part(records: tuple[Record, Record], field: str) -> None:
    """A circle is refused, by the field that would close it."""
    first, second = records
    with pytest.raises(Refused, match=rf"{first.ref} cannot have {second.ref} as"):
        edited(first, first, second, **{field: second.ref})


def test_what_is_so_already_writes_nothing() -> None:
    """Saving a form in which all was put back is no operation."""
    assert made_of(EditRecord(actor(1, name="A"), {"name": "A"}), actor(1, name="A")) == {}


def test_a_date_keeps_its_own_precision() -> None:
    """As it was typed."""
    assert edited(event(5), event(5), start=PartialDate("2025-03")).start == "2025-03"
