"""What `*` asks for, by the record under the cursor."""

from __future__ import annotations

import pytest

from store.ids import Kind, Ref
from store.query import parse
from store.record import Record
from store.syntax import Asked
from tests import builders
from tui.this_value import about, narrowed, no_value, own_value


@pytest.mark.parametrize(
    ("record", "asked"),
    [
        (builders.event(1, type="Air/drone strike"), 'type:"Air/drone strike"'),
        (builders.event(1), None),
        (builders.report(1, publisher="S5"), "publisher:S5"),
        (builders.report(1), None),
        (builders.location(1, country="SY"), "country:SY"),
        (builders.source(1, kind="monitor"), "form:monitor"),
        (builders.quote(1, speaker="S2"), "speaker:S2"),
        (builders.claim(1, source="S3"), "claimant:S3"),
        (builders.note(1, kind="question"), "form:question"),
    ],
)
def test_a_row_of_the_leading_list_is_asked_for_by_one_field(
    record: Record, asked: str | None
) -> None:
    """The field that most often leads on; none where the record has no value there."""
    condition = own_value(record)
    assert (str(condition) if condition else None) == asked
    if condition:
        assert parse(str(condition)).node == condition


@pytest.mark.parametrize(
    ("ref", "asked"),
    [("L7", "place:L7"), ("S5", "source:S5"), ("E4", "event:E4"), ("R1", "report:R1")],
)
def test_a_linked_row_is_asked_for_itself(ref: str, asked: str) -> None:
    """Its reference, as the query language asks for what is linked to it."""
    assert str(about(Ref(ref))) == asked
    assert parse(asked).node == about(Ref(ref))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.ACTOR, Kind.VIEW)])
def test_every_kind_can_be_asked_for(kind: Kind) -> None:
    """Whatever row has the cursor, its condition is a query."""
    assert isinstance(parse(str(about(kind.ref(3)))).node, Asked)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "place:L7"),
        ("killed", "killed place:L7"),
        ("a b", "a b place:L7"),
        ("a OR b", "(a OR b) place:L7"),
        ("killed sort:on", "killed place:L7 sort:on"),
        ("place:L7 a", "place:L7 a"),
    ],
)
def test_it_narrows_the_query_in_force(before: str, after: str) -> None:
    """One more condition beside the others; none is added twice."""
    assert str(narrowed(parse(before), about(Ref("L7")))) == after


def test_without_a_value_it_says_so() -> None:
    """Which record, and what would work."""
    assert no_value(Ref("E1")).startswith("E1 has no value")
    assert no_value(None).startswith("There is no row here")
