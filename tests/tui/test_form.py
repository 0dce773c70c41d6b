"""A form that is filled in, without a screen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store import codec
from store.ids import Kind, Ref
from store.model import Claim, Event, Report, Source
from store.record import Record
from store.text import clean
from store.values import Estimate, EventLocation, Sealed
from store.vocabulary import Measure, Status
from tests.builders import claim, event, report, source
from tests.store.strategies import RECORDS_OF_ANY_KIND
from tui import form as forms
from tui import form_draft
from tui.form import Form


def typed(form: Form, **texts: str) -> Form:
    """The form after texts were typed in its fields."""
    for name, text in texts.items():
        form = forms.typed(form, name, text)
    return form


@given(RECORDS_OF_ANY_KIND)
@settings(max_examples=30)
def test_opening_and_leaving_every_field_edits_nothing(record: Record) -> None:
    """What was only looked at is as it was, control characters and all."""
    form = forms.begun(record)
    for row in forms.rows_of(form):
        if row.item is None and not row.is_adder and not forms.is_locked(form, row.entry):
            form = forms.typed(form, row.entry.name, forms.text_of(form, row.entry))
    assert forms.edited(form) == {}
    assert not forms.is_dirty(form)


def test_what_is_no_value_is_kept_with_what_is_wrong() -> None:
    """A day outside the calendar stays as it was typed, until it is mended."""
    form = typed(forms.begun(event(5, start="2025-03-07")), start="31 February 2025")
    assert form.texts == {"start": "31 February 2025"}
    assert forms.problems_of(form) == {"start": "'2025-02-31' is not in the calendar."}
    assert forms.is_dirty(form)
    mended = typed(form, start="28 Feb 2025")
    assert forms.edited(mended) == {"start": "2025-02-28"}
    assert forms.problems_of(mended) == {}
    assert not forms.is_dirty(forms.put_back(form, "start"))


def test_values_that_do_not_go_together_are_told_at_their_field() -> None:
    """An end before the start, less at most than at least; a flaw that was there hinders nobody."""
    form = typed(forms.begun(event(5, start="2025-03-07")), end="2025-03-06")
    assert forms.problems_of(form) == {"end": "2025-03-06 is before the start, 2025-03-07."}
    form = typed(forms.begun(claim(5, low=9)), high="4")
    assert forms.problems_of(form) == {"high": "4 is less than low, 9."}
    old = event(5, start="2025-03-07", end="2025-03-06")
    assert forms.problems_of(typed(forms.begun(old), title="Clash")) == {}


@pytest.mark.parametrize(
    ("exact", "text", "expected"),
    [
        ("a\x1bb\nc", "a␛b␊cd", "a\x1bb\ncd"),
        ("a\x1bb\nc", "Xa␛b␊c", "Xa\x1bb\nc"),
        ("a\x1bb\nc", "a␛␊c", "a\x1b\nc"),
        ("plain", "plane", "plane"),
        ("a\x1b", "", ""),
    ],
)
def test_foreign_signs_that_nobody_touched_stay(exact: str, text: str, expected: str) -> None:
    """They are shown by marks, and written back as they came."""
    form = typed(forms.begun(event(5, title=exact)), title=text)
    assert forms.value_of(form, "title") == expected


@given(st.text(max_size=12), st.text(max_size=4), st.integers(0, 12))
@settings(max_examples=60)
def test_inserting_into_any_text_keeps_the_rest(exact: str, new: str, at: int) -> None:
    """Wherever it is inserted; what is inserted is safe already."""
    at = min(at, len(exact))
    shown = clean(exact)
    after = forms.laid_over(exact, shown, shown[:at] + clean(new) + shown[at:])
    assert len(after) == len(exact) + len(new)
    assert clean(after) == clean(shown[:at] + clean(new) + shown[at:]) or exact == shown


def test_items_are_added_changed_and_removed() -> None:
    """The cursor goes to the new one; one that is there is not added twice."""
    form = forms.begun(event(5, places=["L1"]))
    second = EventLocation(location=Ref("L2"))
    form = forms.added(form, "locations", second)
    assert (form.here.entry.name, form.here.item) == ("locations", 1)
    assert forms.added(form, "locations", second) == form
    changed = forms.changed_item(form, "locations", 1, EventLocation(location=Ref("L2"), words="x"))
    assert forms.value_of(changed, "locations")[1].words == "x"
    assert forms.edited(forms.removed(form, "locations", 1)) == {}


def test_only_newcomers_that_are_named_come_into_being() -> None:
    """A place that was made and taken out again is forgotten."""
    form, ref = forms.with_newcomer(forms.begun(event(5)), Kind.LOCATION, " Tuwaym ")
    assert forms.newcomers(form) == {}
    form = forms.added(form, "locations", EventLocation(location=ref))
    assert [one.label for one in forms.newcomers(form).values()] == ["Tuwaym"]


def test_the_last_one_fills_what_is_empty() -> None:
    """What is filled in already stays; how many fields it was is told."""
    form = forms.blank(Event, {"title": "Clash"})
    last = {"title": "Other", "type": "Battles", "assessment": None, "tags": ("coast",)}
    filled, count = forms.filled(form, last)
    assert count == 2
    assert filled.values == {"title": "Clash", "type": "Battles", "tags": ("coast",)}


def test_both_values_are_shown_where_two_changed_the_same_field() -> None:
    """Nothing of either is lost until one is chosen; the rest is merged already."""
    form = typed(forms.begun(event(5, title="Clash")), title="A clash", summary="Two hurt")
    now = event(5, title="Clashes", type="Battles")
    form = forms.collided(form, now, ("title",), "vera")
    assert forms.problems_of(form) == {"title": "vera made it Clashes meanwhile."}
    assert forms.value_of(form, "type") == "Battles"
    mine = forms.kept_mine(form, "title")
    assert forms.edited(mine) == {"title": "A clash", "summary": "Two hurt"}
    assert forms.problems_of(mine) == {}
    assert forms.edited(forms.taken_theirs(form, "title")) == {"summary": "Two hurt"}


def test_what_cannot_be_read_is_shown_as_it_came() -> None:
    """It stays as long as nobody types another value."""
    odd = codec.decode(Kind.EVENT, 5, {"status": "lost"})
    form = forms.begun(odd)
    row = next(row for row in forms.rows_of(form) if row.entry.name == "status")
    assert forms.text_of(form, row.entry) == '"lost"'
    assert forms.edited(form) == {}
    assert forms.edited(forms.given(form, "status", Status.TO_DO)) == {"status": Status.TO_DO}


def test_a_sealed_name_is_not_edited() -> None:
    """It is no text."""
    form = forms.begun(source(5, name={"sealed": "sha256:00"}))
    name = forms.rows_of(form)[0].entry
    assert isinstance(forms.value_of(form, "name"), Sealed)
    assert forms.is_locked(form, name)


@pytest.mark.parametrize(
    ("of", "values", "says"),
    [
        (Event, {}, False),
        (Claim, {"event": Ref("E1")}, False),
        (Source, {"name": ""}, False),
        (Report, {"title": "x"}, False),
    ],
)
def test_what_was_filled_in_beforehand_is_no_change(
    of: type[Record], values: dict[str, Any], says: bool
) -> None:
    """Leaving a form that nobody touched asks nothing."""
    form = forms.blank(of, values)
    assert forms.is_dirty(form) is says
    assert forms.is_dirty(typed(form, tags="coast"))


def test_parts_are_forms_of_their_own() -> None:
    """An estimate is filled in as a record is."""
    form = forms.begun(Estimate(measure=Measure.KILLED, low=4))
    form = typed(form, high="9", low="x")
    assert forms.problems_of(form) == {"low": "'x' is not a whole number from 0."}
    assert forms.edited(form) == {"high": 9}
    assert forms.begun(report(1)).here.entry.name == "kind"


@given(RECORDS_OF_ANY_KIND, RECORDS_OF_ANY_KIND)
@settings(max_examples=30)
def test_a_form_is_kept_as_text_and_read_again(record: Record, other: Record) -> None:
    """With all that was typed, what is no value too; a report's text is not kept twice."""
    if isinstance(record, Report):
        record = replace(record, text="")
    form = forms.begun(record)
    if type(other) is type(record):
        form = replace_values(form, other)
    form, _ = forms.with_newcomer(form, Kind.LOCATION, "Tuwaym")
    assert form_draft.read(form_draft.written(form)) == form
    new = forms.typed(forms.blank(Event, {"title": "Clash"}), "start", "x")
    assert form_draft.read(form_draft.written(new)) == new
    assert form_draft.read("{") is None


def replace_values(form: Form, other: Record) -> Form:
    """The form with every field as in another record."""
    for row in forms.rows_of(form):
        form = forms.given(form, row.entry.name, getattr(other, row.entry.name))
    return form
