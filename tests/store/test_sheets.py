"""What can be filled in of each kind of record."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from store import entering, sheets
from store.errors import WrongValue
from store.ids import Kind
from store.model import RECORDS, Event, Report
from store.record import Record
from store.sheets import Sort
from store.values import Estimate, EventActor, EventLocation, Sealed, Translation, Value
from store.vocabulary import Measure
from tests.store.strategies import RECORDS_OF_ANY_KIND

PARTS = (EventLocation, EventActor, Estimate, Translation)
#: What nobody types: kept by the store, decided by keys, or text that is never edited.
KEPT = {"id", "uid", "created", "updated", "origin", "extra", "text", "sha256", "triage", "custody"}


@pytest.mark.parametrize("record", RECORDS.values(), ids=lambda record: record.__name__)
def test_every_field_can_be_filled_in(record: type[Record]) -> None:
    """All but what nobody types, each with a sentence that says what it is."""
    entries = sheets.sheet(record)
    assert {one.name for one in entries} == set(record.__struct_fields__) - KEPT
    assert all(one.meaning.endswith(".") for one in entries)
    assert all(one.named or record.kind_of is Kind.NOTE for one in entries if one.sort is Sort.REF)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_a_part_is_filled_in_as_a_record_is(part: type[Value]) -> None:
    """All of it, but who set an estimate, and when."""
    names = {one.name for one in sheets.sheet(part)}
    stamped = {"by", "at"} if part is Estimate else set()
    assert names == set(part.__struct_fields__) - stamped


@given(RECORDS_OF_ANY_KIND)
@settings(max_examples=30)
def test_what_is_shown_in_a_form_means_what_is_there(record: Record) -> None:
    """Typing a value as it is written changes nothing."""
    for one in sheets.sheet(type(record)):
        value = getattr(record, one.name)
        if one.sort in (Sort.PART, Sort.PARTS) or isinstance(value, Sealed) or value == "":
            continue
        assert one.value(entering.written(value)) == value


def test_a_part_needs_what_makes_it() -> None:
    """An estimate without a measure is none."""
    made = sheets.made(Estimate, {"measure": Measure.KILLED, "low": 4, "high": None})
    assert made == Estimate(measure=Measure.KILLED, low=4)
    with pytest.raises(WrongValue, match=r"^measure is needed: one of killed"):
        sheets.made(Estimate, {"low": 4})
    with pytest.raises(WrongValue, match=r"^location is needed: a location\.$"):
        sheets.entry(EventLocation, "location").value("")


def test_words_and_grades_are_chosen() -> None:
    """A vocabulary and a short range of numbers; not a count."""
    choices = {one.name: one.choices for one in sheets.sheet(Event)}
    assert choices["status"][:2] == ("to do", "in progress")
    assert choices["date_precision"] == ("1", "2", "3", "4", "5")
    assert choices["title"] == ()
    assert not any(one.choices for one in sheets.sheet(Estimate) if one.name == "low")


def test_reports_come_in_as_documents() -> None:
    """A new one cannot be filled in; its kind can still be edited."""
    assert Kind.REPORT not in sheets.MADE
    assert sheets.entry(Report, "title").sort is Sort.TEXT
