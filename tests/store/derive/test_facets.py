"""Facets: every value that hits have, with how many hits are left when it is asked for."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.derive.facets import FACETS, Facets, count_by, facets, in_force, narrowed
from store.derive.tally import COUNTABLE, Counted
from store.errors import Interrupted, QueryError
from store.ids import Kind, Ref
from store.query import parse
from store.reader import Asker, Reader
from store.record import Record
from store.syntax import Asked, Query, Text
from tests.builders import claim, event, location, quote, report, source
from tests.store.queries import TODAY, nodes
from tests.store.readers import MakeReader, memory_reader, sql_reader
from tests.store.strategies import stores

ASKER = Asker(TODAY, "ada")


@st.composite
def filled(draw: st.DrawFn) -> list[Record]:
    """A small store whose records have values in their fields, some of them the same."""
    types = st.sampled_from(["Protests", "protests", "Violent protests", "Air strike", ""])
    tags = st.lists(st.sampled_from(["dup", "Dup", "mass grave", "!", " ", "é"]), max_size=2)
    days = st.sampled_from([None, "2024", "2025-03", "2025-03-07", "2025-02-27/2025-03-02"])
    own: dict[str, Any] = {
        "R": st.fixed_dictionaries({"language": st.sampled_from(["ar", "en", ""]), "tags": tags}),
        "E": st.fixed_dictionaries({"type": types, "start": days, "tags": tags}),
        "C": st.fixed_dictionaries(
            {"low": st.integers(0, 3), "high": st.integers(3, 5), "measure": st.just("killed")}
        ),
    }
    made: list[Record] = []
    for record in draw(stores()):
        fields = draw(own[record.ref[0]]) if record.ref[0] in own else {}
        built = {"R": report, "E": event, "C": claim}.get(record.ref[0])
        values = built(record.id, **fields) if built else record
        made.append(_with(record, values, fields) if built else record)
    return made


def _with(record: Record, values: Record, fields: dict[str, Any]) -> Record:
    return replace(record, **{name: getattr(values, name) for name in fields})


def _hits(reader: Reader, query: Query, kind: Kind) -> list[int]:
    return list(reader.search(query, kind, ASKER))


SAID = st.sampled_from(["protests", "ada", "dup", "b"])
QUERIES = st.builds(Query, st.none() | nodes(SAID, st.integers(1, 4)))


@given(filled(), QUERIES, st.sampled_from(sorted(FACETS, key=str)))
@settings(max_examples=40)
def test_what_a_facet_counts_is_what_is_left(
    records: list[Record], query: Query, kind: Kind
) -> None:
    """The count of a value is the number of hits that are left when its condition is added."""
    reader = memory_reader(records)
    found = facets(reader, query, kind, ASKER)
    assert found.counted == len(_hits(reader, query, kind))
    for facet in found.facets:
        for value in facet.values:
            asked = narrowed(query, value.condition)
            if not in_force(query, value.condition):
                assert len(_hits(reader, asked, kind)) == value.hits, asked
            assert parse(str(value.condition)).node == value.condition


@given(filled(), st.sampled_from(COUNTABLE), st.sampled_from([Kind.REPORT, Kind.EVENT, Kind.CLAIM]))
@settings(max_examples=40)
def test_what_is_counted_by_a_field_is_what_is_found_by_it(
    records: list[Record], field: str, kind: Kind
) -> None:
    """Counted by any field, each value has as many hits as a query that asks for it."""
    reader = memory_reader(records)
    for value in count_by(reader, Query(), [kind], field, ASKER):
        assert value.hits > 0
        assert len(_hits(reader, Query(value.condition), kind)) == value.hits, value


@given(filled(), st.sampled_from([Kind.REPORT, Kind.EVENT]))
@settings(max_examples=10)
def test_facets_are_the_same_from_the_working_copy(records: list[Record], kind: Kind) -> None:
    """The store on disk counts as the one in memory does."""
    found = facets(memory_reader(records), Query(), kind, ASKER)
    assert facets(sql_reader(records), Query(), kind, ASKER) == found


def _by_field(reader: Reader, kind: Kind) -> dict[str, dict[str, int]]:
    found = facets(reader, Query(), kind, ASKER)
    return {one.field: {v.label or v.value: v.hits for v in one.values} for one in found.facets}


def test_events_by_their_places_types_and_months(make_reader: MakeReader) -> None:
    """Events are counted by state, type, place, source and month; months from the newest on."""
    reader = make_reader(
        [
            location(7, name="Baniyas"),
            source(2, name="SOHR", reliability="B"),
            event(1, type="Air strike", places=["L7"], start="2025-03-07", status="completed"),
            event(2, type="Air strike", places=["L7"], start="2025-02"),
            event(3, start="2025-03-01", reports=["R1"]),
            report(1, publisher="S2"),
        ]
    )
    found = _by_field(reader, Kind.EVENT)
    assert found["status"] == {"to do": 2, "completed": 1}
    assert found["type"] == {"Air strike": 2}
    assert list(found["on"].items()) == [("2025-03", 2), ("2025-02", 1)]
    assert found["place"] == {"Baniyas": 2}
    assert found["source"] == {"SOHR": 1}
    assert found["reliability"] == {"B": 1}


def test_of_many_hits_the_newest_are_counted(make_reader: MakeReader) -> None:
    """Where there are more hits than are counted, the newest are, and it is said."""
    reader = make_reader(event(n, start=f"2025-03-0{n}") for n in range(1, 6))
    few = facets(reader, parse("sort:on"), Kind.EVENT, ASKER, most_hits=2)
    assert (few.counted, few.is_whole) == (2, False)
    assert facets(reader, Query(), Kind.EVENT, ASKER, most_hits=5).is_whole


def test_it_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many hits the first ones are told at once, then twice as many, and all in the end."""
    monkeypatch.setattr("store.derive.facets.FIRST_TOLD", 2)
    told: list[Facets] = []
    reader = memory_reader(event(n) for n in range(1, 30))
    whole = facets(reader, Query(), Kind.EVENT, ASKER, tell=told.append)
    counts = [one.counted for one in told]
    assert all(two >= 2 * one for one, two in pairwise(counts))
    assert counts[0] < whole.counted == 29
    assert all(one.goes_on and not one.is_whole for one in told)
    assert whole.is_whole


def test_a_condition_is_added_excluded_and_taken_away() -> None:
    """Asked for twice a condition goes; what excludes it takes its place."""
    condition = Asked("place", Ref("L7"))
    once = narrowed(parse("a OR b sort:on"), condition)
    assert str(once) == "(a OR b) place:L7 sort:on"
    assert in_force(once, condition) == "+"
    assert str(narrowed(once, condition)) == "(a OR b) sort:on"
    assert str(narrowed(once, condition, excludes=True)) == "(a OR b) -place:L7 sort:on"


def test_counted_by_no_field() -> None:
    """A field without values to count is named, with the one that is spelt most alike."""
    with pytest.raises(QueryError, match="did you mean status"):
        count_by(memory_reader([]), Query(), [Kind.EVENT], "statsu", ASKER)


def test_kinds_are_counted_together(make_reader: MakeReader) -> None:
    """Hits of several kinds are counted by one field."""
    reader = make_reader([event(1, tags=["dup"]), report(1, tags=["Dup"]), quote(1)])
    found = count_by(reader, Query(), [Kind.EVENT, Kind.REPORT, Kind.QUOTE], "tag", ASKER)
    assert found == (Counted("Dup", "", Asked("tag", Text("Dup")), 2),)


def test_counting_ends_when_it_is_unwanted() -> None:
    """What stops the search stops the counting."""

    class Stopped:
        def search(self, *_: object) -> object:
            yield 1
            raise Interrupted

        def listing(self, *_: object) -> list[Record]:
            return []

    with pytest.raises(Interrupted):
        facets(Stopped(), Query(), Kind.EVENT, ASKER)  # type: ignore[arg-type]
