"""The query language: what is read, and what is told of what cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import QueryError
from store.fields import FIELDS
from store.ids import Kind, Ref
from store.model import RECORDS
from store.query import LONGEST, parse
from store.syntax import Around, Asked, Between, Either, Every, Free, Order, Query, Text, Without
from tests.store.queries import QUERIES


@given(QUERIES)
def test_written_and_read_again(query: Query) -> None:
    """A query that is written and read again is the same query."""
    assert parse(str(query)) == query


def read_or_told(text: str) -> None:
    """A query that is read is written and read again; one that is not has a column."""
    error = None
    try:
        query = parse(text)
    except QueryError as raised:
        error = raised
    if error is None:
        assert parse(str(query)) == query
    else:
        assert 1 <= error.column <= min(len(text), LONGEST) + 1
        assert str(error).startswith(f"Column {error.column}: ")


ANY_BYTES = st.binary(max_size=80).map(lambda raw: raw.decode("utf-8", "replace"))


@given(st.text(max_size=80) | ANY_BYTES)
def test_any_text(text: str) -> None:
    """Whatever is typed is a query, or is told wrong at a column of it."""
    read_or_told(text)


@given(st.lists(st.sampled_from(['"', "(", ")", "-", "OR", "AND", "*", "a", "near:", "on:", " "])))
def test_signs_in_any_order(signs: list[str]) -> None:
    """Signs of the language in any order do no more harm."""
    read_or_told("".join(signs))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("convoy", Free(Text("convoy"))),
        ("a b OR c", Either((Every((Free(Text("a")), Free(Text("b")))), Free(Text("c"))))),
        ("a AND b", Every((Free(Text("a")), Free(Text("b"))))),
        ("-(a -b)", Without(Every((Free(Text("a")), Without(Free(Text("b"))))))),
        ("--a", Free(Text("a"))),
        ('"mass gr"*', Free(Text("mass gr", is_prefix=True))),
        (r'"say \"no\""', Free(Text('say "no"'))),
        ("Status:to-do", Asked("status", Text("to-do"))),
        ("killed:>1,000", Asked("killed", Between(1001, None))),
        ("killed:<=5", Asked("killed", Between(None, 5))),
        ("10:30", Free(Text("10:30"))),
        ("near:-33.9,18.4~20km", Asked("near", Around((-33.9, 18.4), 20.0))),
        ("E412", Asked("event", Ref("E412"))),
        ("triage:irrelevant", Asked("triage", Text("not-relevant"))),
        ('"E412"', Free(Text("E412"))),
        ("A3", Free(Text("A3"))),
    ],
)
def test_what_is_meant(text: str, node: object) -> None:
    """Words side by side, OR, minus, quotation marks and fields mean what the table says."""
    assert parse(text).node == node


def test_order() -> None:
    """sort: says in which order, and is no condition."""
    assert parse("a sort:-killed") == Query(Free(Text("a")), Order("killed", is_descending=True))


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        ("convoy plase:x", 8, "did you mean place:?"),
        ('a "b', 3, "not closed"),
        ("(a", 1, "not closed"),
        ("a)", 2, "closes nothing"),
        ("()", 1, "nothing in these parentheses"),
        ("a OR", 5, "missing beside OR"),
        ("on:2025-02-30", 4, "not in the calendar"),
        ("near:95,3~20km", 6, "not on the globe"),
        ("near:5,3~0km", 10, "no distance"),
        ("status:dun", 8, "expected to-do, in-progress"),
        ("status:todo", 8, "did you mean to-do?"),
        ("NOT baniyas", 1, "-word"),
        ("is:-disputed", 4, "did you mean -is:disputed?"),
        ("on:2025-03-08..2025-03-06", 4, "2025-03-08 is later than 2025-03-06"),
        ("on:tomorrow", 4, "tomorrow is no date; expected a date, such as 2025-03-07"),
        ("near:L7", 6, "needs a distance"),
        ("near:L7~20mi", 6, "20mi is no distance in km"),
        ("near:baniyas~20km", 6, "by its reference or its degrees"),
        ("sort:zork", 6, "a field such as on"),
        ("is:dispute", 4, "did you mean disputed?"),
        ("killed:many", 8, "needs a number"),
        ("place:E5", 7, "E5 is no location"),
        ("sort:kiled", 6, "did you mean killed?"),
        ("tag:(a OR b)", 5, "tag:one OR tag:another"),
        ("!!!", 1, "no letter or digit"),
        ('a "b"c', 6, "nothing may follow"),
        ("has:qu*", 5, "takes a whole word"),
        (f'"{"a " * 101}"', 2, "at most 100 words"),
        (f"killed:{'9' * 31}", 8, "at most 30 digits"),
    ],
)
def test_where_it_is_wrong(text: str, column: int, told: str) -> None:
    """An error names its column, what is expected there, and what may have been meant."""
    with pytest.raises(QueryError) as raised:
        parse(text)
    assert raised.value.column == column
    assert told in str(raised.value)


@pytest.mark.parametrize(
    "piece", ["a ", "(", '"', "-", 'x"', "a OR ", "tag:", "\\", "(a ", "near:1"]
)
def test_far_too_long(piece: str) -> None:
    """A hundred kilobytes are refused at once, at the column where a query must end."""
    with pytest.raises(QueryError) as raised:
        parse(piece * (100_000 // len(piece)))
    assert raised.value.column == LONGEST + 1


@pytest.mark.parametrize("piece", ["a ", "(", "-", "a OR ", "\\", "(a ", "-(", '"a" ', "(a) "])
def test_as_long_as_can_be(piece: str) -> None:
    """The longest queries are read, or refused, without a fault."""
    read_or_told(piece * (LONGEST // len(piece)))


def test_every_field_says_what_it_is() -> None:
    """Each field has a name of small letters and a meaning for the list of fields."""
    for name, field in FIELDS.items():
        assert name.isascii()
        assert name.islower()
        assert field.meaning


#: Fields of the model that go by another name in a query, or are parts of what does.
ASKED_AS = {
    "sensitivity": "sensitivity",
    "extra": "is",
    "tags": "tag",
    "archive_url": "url",
    "published_at": "published",
    "retrieved_at": "retrieved",
    "sha256": "hash",
    "derived_from": "copies",
    "translation": "language",
    "urgent": "is",
    "id": "event",
    "type_scheme": "scheme",
    "assessment_scheme": "scheme",
    "date_precision": "precision",
    "part_of": "part",
    "locations": "place",
    "actors": "actor",
    "reports": "report",
    "estimates": "best",
    "name": "place",
    "names": "place",
    "aliases": "source",
    "lat": "near",
    "lon": "near",
    "radius_m": "radius",
    "adm1": "region",
    "adm2": "region",
    "gazetteer_id": "gazetteer",
    "speaker_role": "role",
    "events": "event",
    "low": "killed",
    "high": "killed",
    "approximate": "is",
    "cumulative": "is",
    "covers_from": "covers",
    "as_of": "on",
    "part_kind": "part-kind",
    "media_type": "media",
    "captured_at": "on",
    "shows": "attachment",
    "scheme_ids": "scheme-id",
    "verdict": "verdict",
}
#: Where in a text words stand, and how a list of views looks: nothing to find a record by.
NOT_ASKED = {"start", "end", "order", "columns", "position"}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_field_of_the_model_can_be_asked_for(kind: Kind) -> None:
    """Each field of each kind of record is asked for by a field of the language."""
    for name in RECORDS[kind].__struct_fields__:
        assert name in NOT_ASKED or ASKED_AS.get(name, name) in FIELDS, f"{kind.noun}.{name}"
