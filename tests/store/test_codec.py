"""Records and documents: nothing that a document holds is lost on the way through a record."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store import codec
from store.errors import InvalidRecord
from store.ids import Kind
from store.model import RECORDS, Event, Location, Report, Source
from store.record import Record
from store.values import Sealed, Triage
from store.vocabulary import Status, TriageState
from tests.builders import claim, event, report, source
from tests.store.strategies import JSON_VALUES, RECORDS_OF_ANY_KIND, TEXTS, foreign_fields


@given(RECORDS_OF_ANY_KIND)
def test_a_record_survives_its_document(record: Record) -> None:
    """What is encoded and decoded again is the same record, by either way of decoding."""
    document = codec.encode(record)
    assert codec.decode(record.kind_of, record.id, document) == record
    assert (
        codec.decode_json(record.kind_of, record.id, codec.encode_json(record).decode()) == record
    )


@given(RECORDS_OF_ANY_KIND)
def test_a_document_is_plain_json_without_the_id(record: Record) -> None:
    """A document is what json.dumps can write, and TinyDB keeps the id beside it."""
    document = codec.encode(record)
    assert json.loads(json.dumps(document)) == document
    assert json.loads(codec.encode_json(record)) == document
    assert b"\n" not in codec.encode_json(record)
    assert set(document) & {"~id", "~extra"} <= set(record.extra)


@given(st.data(), st.sampled_from(Kind))
def test_a_field_that_nobody_knows_is_written_back(data: st.DataObject, kind: Kind) -> None:
    """Fields of other programs come out of a record as they went in."""
    document = data.draw(foreign_fields(kind))
    record = codec.decode_json(kind, 7, msgspec.json.encode(document).decode())
    assert record.extra == document
    assert record.id == 7
    assert codec.encode(record) == document


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "document",
    [
        {"~id": 5},
        {"~id": 0},
        {"~extra": {"mood": 1}},
        {"~extra": {}},
        {"~extra": 5},
        {"id": 5, "extra": {}},
        {"~id": "x"},
    ],
)
def test_a_foreign_field_may_bear_our_own_names(kind: Kind, document: dict[str, Any]) -> None:
    """The names that id and extra have inside the program are free for others to use."""
    record = codec.decode_json(kind, 7, msgspec.json.encode(document).decode())
    assert (record.id, record.extra, record.flags) == (7, document, ())
    assert codec.encode(record) == document


@given(st.data(), st.sampled_from(Kind))
def test_no_document_is_refused_and_none_is_changed(data: st.DataObject, kind: Kind) -> None:
    """Whatever JSON stands in the known fields, it is read, and written back as it came."""
    names = sorted(set(RECORDS[kind].__struct_fields__) - {"id", "extra"})
    document = data.draw(st.dictionaries(st.sampled_from(names), JSON_VALUES, max_size=4))
    record = codec.decode_json(kind, 7, msgspec.json.encode(document).decode())
    written = codec.encode(record)
    # A field at its default may be left out; what could not be read must be there.
    assert {name: written[name] for name in record.flags} == {
        name: document[name] for name in record.flags
    }
    assert codec.decode(kind, 7, written) == record


@pytest.mark.parametrize(
    ("document", "flag"),
    [
        ({"published_at": "last Friday"}, "published_at"),
        ({"published_at": "2025-02-30"}, "published_at"),
        ({"publisher": "Reuters"}, "publisher"),
        ({"kind": "leaflet"}, "kind"),
        ({"title": 7}, "title"),
        ({"custody": [{"by": "ada"}]}, "custody"),
        ({"triage": {"state": "new", "mood": "bad"}}, "triage"),
        ({"tags": "urgent"}, "tags"),
        ({"urgent": "yes"}, "urgent"),
    ],
)
def test_a_value_that_cannot_be_read_is_flagged(document: dict[str, Any], flag: str) -> None:
    """The rest of the report is read; the odd value is kept, named, and written back."""
    read = codec.decode(Kind.REPORT, 1, {"title": "Clashes", **document, "text": "Words."})
    assert isinstance(read, Report)
    assert read.flags == (flag,)
    assert read.text == "Words."
    assert codec.encode(read)[flag] == document[flag]


def test_a_field_set_by_the_analyst_wins_over_the_odd_value() -> None:
    """Once a date has been entered, the date that could not be read is gone."""
    odd = codec.decode(Kind.EVENT, 1, {"start": "soon"})
    mended = replace(odd, start=event(start="2025-03").start)
    assert codec.encode(mended) == {"start": "2025-03"}


def test_fields_at_their_default_are_left_out() -> None:
    """A document has only what somebody stated."""
    assert codec.encode(Event(id=1)) == {}
    assert codec.encode(Report(id=1, triage=Triage(state=TriageState.NEW))).get("text") is None
    assert codec.encode(Event(id=1, status=Status.COMPLETED)) == {"status": "completed"}


def test_unknown_is_not_zero() -> None:
    """A toll of zero is written; an unknown one is not."""
    assert codec.encode(claim(low=0, high=0)) == {"low": 0, "high": 0}
    assert codec.encode(claim()) == {}


def test_a_sealed_name_is_told_from_a_name() -> None:
    """A source has a name or a seal, and each comes back as what it was."""
    sealed = source(name={"sealed": "sha256:00"})
    assert sealed.name == Sealed(sealed="sha256:00")
    assert codec.encode(sealed) == {"name": {"sealed": "sha256:00"}}
    assert codec.encode(source(name="Reuters")) == {"name": "Reuters"}


@pytest.mark.parametrize(
    ("record", "field", "reason"),
    [
        (Report(id=4, title=7), "title", "expected text, got a whole number"),  # type: ignore[arg-type]
        (Event(id=4, type=None), "type", "expected text, got nothing"),  # type: ignore[arg-type]
        (Event(id=4, start="soon"), "start", "'soon' is not a date such as 2025"),  # type: ignore[arg-type]
        (Event(id=4, part_of="E0"), "part_of", "'E0' is not a reference such as E412"),  # type: ignore[arg-type]
        (Event(id=4, date_precision=6), "date_precision", "expected a whole number <= 5"),
        (Event(id=4, status="done"), "status", "invalid enum value 'done'"),  # type: ignore[arg-type]
        (Event(id=4, tags="war"), "tags", "expected a list, got text"),  # type: ignore[arg-type]
        (Location(id=4, lat=91.0), "lat", "expected a number <= 90.0"),
        (Source(id=4, aliases=("SANA", 1)), "aliases[1]", "expected text, got a whole number"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_value_is_named_in_plain_words(record: Record, field: str, reason: str) -> None:
    """The error says which record, which field and why, in no programmer's words."""
    with pytest.raises(InvalidRecord) as caught:
        codec.validate(record)
    assert caught.value.record == str(record.ref)
    assert caught.value.field == field
    assert caught.value.reason.startswith(reason)
    assert str(caught.value).startswith(f"{record.ref}: the field {field} is not valid: {reason}")
    assert "`" not in str(caught.value)


@given(RECORDS_OF_ANY_KIND)
def test_a_record_of_right_values_is_valid(record: Record) -> None:
    """No record whose fields hold what their types say is refused."""
    codec.validate(record)


def test_an_odd_value_from_outside_does_not_keep_others_from_being_set() -> None:
    """A report with a date that cannot be read can still be decided on."""
    odd = codec.decode(Kind.REPORT, 1, {"published_at": "last Friday"})
    codec.validate(replace(odd, triage=Triage(state=TriageState.RELEVANT)))


@given(TEXTS, st.characters(categories=["Cs"]))
def test_half_a_character_is_refused(words: str, half: str) -> None:
    """A lone surrogate cannot be written as UTF-8: the field that has it is named."""
    for record in (report(title="x"), report(text="x")):
        name = "title" if record.title else "text"
        with pytest.raises(InvalidRecord) as caught:
            codec.validate(replace(record, **{name: f"{words}{half}"}))
        assert caught.value.field == name


@pytest.mark.parametrize("figure", [float("nan"), float("inf"), float("-inf")])
def test_no_number_is_refused(figure: float) -> None:
    """A latitude that is not a number is refused, not written as unknown."""
    with pytest.raises(InvalidRecord, match="lat"):
        codec.validate(Location(id=1, lat=figure, lon=35.0))
