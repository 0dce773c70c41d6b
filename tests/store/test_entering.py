"""What is typed for a field, as the value that the field holds."""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import codec, entering
from store.errors import WrongValue
from store.ids import Kind
from store.record import Record
from tests.store.strategies import RECORDS_OF_ANY_KIND


def typed(value: Any) -> str:
    """A value as a person would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple() | dict():
            return codec.to_json(value).decode() if value else ""
        case _:
            return str(value)


@given(RECORDS_OF_ANY_KIND)
@settings(max_examples=60)
def test_every_value_of_a_field_can_be_typed(record: Record) -> None:
    """What a record of any kind holds is what comes of typing it."""
    kind = record.kind_of
    for field in entering.settable(kind):
        value = getattr(record, field)
        if isinstance(value, msgspec.Struct) or value == "":
            continue
        assert entering.value_of(kind, field, typed(value)) == value


@given(st.sampled_from(Kind), st.text(max_size=8), st.data())
@settings(max_examples=150)
def test_anything_typed_is_a_value_or_refused_in_a_sentence(
    kind: Kind, text: str, data: st.DataObject
) -> None:
    """Nothing else is raised, and what is taken can be written."""
    field = data.draw(st.sampled_from(entering.settable(kind)))
    with contextlib.suppress(WrongValue):
        value = entering.value_of(kind, field, text)
        record = codec.decode(kind, 1, {})
        codec.validate(msgspec.structs.replace(record, **{field: value}))


@pytest.mark.parametrize(
    ("kind", "field", "text", "value"),
    [
        (Kind.EVENT, "status", "Ready-for_review", "ready for review"),
        (Kind.EVENT, "status", "", "to do"),
        (Kind.EVENT, "start", " 2025-03 ", "2025-03"),
        (Kind.EVENT, "reports", "R1, R2,", ("R1", "R2")),
        (Kind.EVENT, "tags", '["a, b", "c"]', ("a, b", "c")),
        (Kind.EVENT, "tags", "مجزرة، بانياس", ("مجزرة", "بانياس")),
        (Kind.LOCATION, "lat", "-35.5", -35.5),
        (Kind.REPORT, "urgent", "yes", True),
        (Kind.CLAIM, "low", "9", 9),
        (Kind.CLAIM, "low", "١٢", 12),
        (Kind.ACTOR, "scheme_ids", '{"gw": "652"}', {"gw": "652"}),
        (Kind.SOURCE, "name", "SOHR", "SOHR"),
    ],
)
def test_values_are_typed_as_people_type_them(
    kind: Kind, field: str, text: str, value: object
) -> None:
    """Vocabularies in any case, lists between commas, nothing for as it would be without."""
    assert entering.value_of(kind, field, text) == value


@pytest.mark.parametrize(
    ("kind", "field", "text", "said"),
    [
        (Kind.EVENT, "status", "done", "one of to do, in progress, help needed,"),
        (Kind.EVENT, "date_precision", "9", "a whole number from 1 to 5, not '9'"),
        (Kind.EVENT, "start", "March", "a date such as"),
        (Kind.EVENT, "reports", "R1,x", "a reference such as E412, or several"),
        (Kind.CLAIM, "low", "1_000", "a whole number from 0"),
        (Kind.CLAIM, "low", "²", "a whole number from 0"),
        (Kind.LOCATION, "lat", "nan", "a number from -90 to 90"),
        (Kind.REPORT, "urgent", "perhaps", "yes or no"),
        (Kind.REPORT, "retrieved_at", "2025-03-09", "a moment such as"),
        (Kind.ACTOR, "scheme_ids", "gw", "an object such as"),
        (Kind.EVENT, "tags", '["a"', "a list between commas"),
    ],
)
def test_a_wrong_value_says_what_is_expected(kind: Kind, field: str, text: str, said: str) -> None:
    """In one sentence."""
    with pytest.raises(WrongValue) as wrong:
        entering.value_of(kind, field, text)
    assert said in str(wrong.value)
    assert str(wrong.value).endswith(f"not {text!r}.")


@pytest.mark.parametrize("field", ["id", "uid", "created", "updated", "origin", "extra", "nothing"])
@pytest.mark.parametrize("kind", list(Kind))
def test_what_the_store_fills_in_cannot_be_set(kind: Kind, field: str) -> None:
    """Nor what a record does not have; the sentence lists what can be."""
    with pytest.raises(WrongValue, match=rf"^{field} cannot be set of an? {kind.noun}: .*\btags"):
        entering.value_of(kind, field, "x")


@pytest.mark.parametrize(
    ("kind", "field"),
    [(Kind.REPORT, "text"), (Kind.REPORT, "triage"), (Kind.EVENT, "locations")],
)
def test_what_has_parts_or_is_never_edited_cannot_be_set(kind: Kind, field: str) -> None:
    """A report's text stays as it came; decisions and links have commands of their own."""
    with pytest.raises(WrongValue, match="cannot be set"):
        entering.value_of(kind, field, "x")
