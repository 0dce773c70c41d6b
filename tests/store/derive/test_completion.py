"""Completion: what may come at the cursor of a query."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.derive.completion import Suggestion, suggestions
from store.errors import QueryError
from store.fields import FIELDS
from store.memory_reader import MemoryReader
from store.query import parse
from store.reader import Asker
from store.record import Record
from store.vocabulary import Status
from tests.builders import actor, claim, event, location, note, quote, report, source
from tests.store.queries import QUERIES, TODAY
from tests.store.readers import MakeReader, sql_reader
from tests.store.strategies import TEXTS

ASKER = Asker(TODAY, "ada")
RECORDS: list[Record] = [
    location(7, name="Baniyas", names=["Banias"]),
    location(8, name="Latakia", lat=35.5, lon=35.8),
    source(5, name="Syrian Observatory", reliability="B"),
    report(1, title="Nine killed", publisher="S5", published_at="2025-03-08", tags=["mass grave"]),
    report(2, triage={"state": "not relevant", "reason": "sport"}),
    event(
        412,
        title="Killings",
        places=["L7"],
        type="Violence against civilians",
        start="2025-03-07",
        reports=["R1"],
        tags=["mass grave", "x"],
        actors=[{"actor": "A1"}],
    ),
    actor(1, name="Faction"),
    quote(1, report="R1", speaker="S5", words="they came"),
    claim(1, event="E412", source="S5", low=9, measure="killed"),
    note(1, body="ask again", target="E412"),
]


def _offered(text: str, at: int | None = None, recent: tuple[str, ...] = ()) -> list[Suggestion]:
    cursor = len(text) if at is None else at
    return suggestions(text, cursor, MemoryReader(RECORDS), ASKER, recent)


def _shown(text: str, at: int | None = None) -> list[str]:
    return [one.shown for one in _offered(text, at)]


def _meanings(text: str) -> dict[str, str]:
    return {one.shown: one.meaning for one in _offered(text)}


def test_field_names_with_their_meaning() -> None:
    """A word that begins as a field does is offered as the field, with what it asks."""
    assert _meanings("pl") == {"place:": FIELDS["place"].meaning}
    assert _offered("a -pl")[0] == ("place:", FIELDS["place"].meaning, "a -place:", 9)


def test_a_value_is_offered_by_its_own_word() -> None:
    """Who types what is meant is offered the field with it."""
    assert "is:disputed" in _shown("dispu")
    assert 'triage:"not relevant"' in _shown("not")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tag:", ['tag:"mass grave"', "tag:x"]),
        ("tag:gr", ['tag:"mass grave"']),
        ('tag:"mass g', ['tag:"mass grave"']),
        ('-type:"vio', ['type:"Violence against civilians"']),
        ("status:re", ['status:"ready for review"']),
        ("place:ban", ["place:L7"]),
        ("place:", ["place:L7"]),
        ("place:L8", ["place:L8"]),
        ("place:S5", []),
        ("source:observ", ["source:S5"]),
        ("speaker:", ["speaker:S5"]),
        ("actor:fac", ["actor:A1"]),
        ("event:", ["event:E412"]),
        ("similar:", ["similar:R1", "similar:R2"]),
        ("near:lat", ["near:L8~20km"]),
        ("reason:", ["reason:sport"]),
        ("has:tra", ["has:translation"]),
        ("killed:12", ["killed:>=12", "killed:<=12", "killed:12"]),
        ("on:2025", ["on:2025-03"]),
        ("before:2025", ["before:2025-03"]),
        ("after:>2", []),
        ("published:>2", ["published:>2w", "published:>2025-03"]),
        ("sort:-ki", ["sort:-kind", "sort:-killed"]),
        ("-sort:k", []),
        ("plase:b", []),
        ("a ", []),
    ],
)
def test_values_of_a_field(text: str, shown: list[str]) -> None:
    """Behind a field's colon its values are offered: those in use, and its vocabulary."""
    assert _shown(text) == shown


def test_values_have_their_counts() -> None:
    """A value says how many records have it; a record by its reference says its name."""
    assert _meanings("tag:") == {'tag:"mass grave"': "2", "tag:x": "1"}
    assert _meanings("place:ban") == {"place:L7": "Baniyas  1 event"}
    assert list(_meanings("status:")) == [f"status:{_quoted(one)}" for one in Status]
    assert _meanings("triage:")["triage:new"] == "1"
    assert _meanings("after:2w") == {"after:2w": "2025-03-18"}


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def test_the_word_at_the_cursor_is_completed() -> None:
    """Within a line only the word that the cursor stands in is replaced."""
    (one,) = _offered('(place:ban OR b) "c d"', 10)
    assert one.line == '(place:L7 OR b) "c d"'
    assert one.line[: one.cursor] == "(place:L7"
    assert _offered("(tag:x", 5)[0].line == '(tag:"mass grave" '


def test_queries_that_were_asked_before() -> None:
    """An empty line is offered the last queries, a begun one those that begin so."""
    recent = ("place:L7 dup", "dup", "place:L7")
    assert [one.line for one in _offered("", recent=recent)] == list(recent)
    assert [one.line for one in _offered("place:L7", recent=recent)] == ["place:L7 ", recent[0]]


WORDS = st.sampled_from([f"{name}:" for name in FIELDS]) | st.sampled_from(
    ["sort:", "sort:-", "dis", "k", "tag:m", 'tag:"', "place:ba", "killed:>", "killed:5", "on:2",
     "near:b", '"a', "-", "--is:", "source:s*", 'type:"v"*', "similar:R", "é:"]
)  # fmt: skip


@given(QUERIES, WORDS | st.text(max_size=8), st.sampled_from(["", " b", ")"]))
@settings(max_examples=50)
def test_what_is_suggested_can_be_read(query: object, word: str, rest: str) -> None:
    """Whatever is suggested is a query when it is taken, where the rest of the line is one."""
    before = f"({query}) ({word}" if rest == ")" and str(query) else f"{query} {word}"
    for one in _offered(before + rest, len(before)):
        value = f"{one.shown}x" if one.shown.endswith(":") else ""
        if not value:
            parse(one.shown)
        if _is_query(before[: len(before) - len(word)] + "x" + rest) and not value:
            parse(one.line)
        assert 0 <= one.cursor <= len(one.line)


def _is_query(text: str) -> bool:
    try:
        parse(text)
    except QueryError:
        return False
    return True


@given(TEXTS, TEXTS, st.sampled_from(["tag:", "type:", "affiliation:", "by:", "place:"]))
@settings(max_examples=40)
def test_any_value_can_be_taken(one: str, other: str, field: str) -> None:
    """Whatever records hold, a value that is offered is a query that finds some of them."""
    made = [
        event(1, tags=[one, other], type=other, created={"at": "2025-03-09T10:30:00Z", "by": one}),
        source(1, affiliation=one),
        location(1, name=one),
    ]
    reader = MemoryReader(made)
    for found in suggestions(field, len(field), reader, ASKER):
        query = parse(found.line)
        assert any(list(reader.search(query, record.kind_of, ASKER)) for record in made)


def test_both_stores_suggest_the_same(make_reader: MakeReader) -> None:
    """The store on disk suggests what the one in memory does."""
    for text in ("tag:", "place:", "speaker:", "on:", "near:b"):
        found = suggestions(text, len(text), make_reader(RECORDS), ASKER)
        assert found == suggestions(text, len(text), sql_reader(RECORDS), ASKER)
