"""How saved views, facets and completions are drawn."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.derive.facets import Facets, facets
from store.derive.views import understood
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.query import parse
from store.reader import Asker
from store.syntax import Query
from tests.builders import event, location, view
from tests.store.strategies import TEXTS
from tests.tui.test_render_line import ACTING
from tui.layout import LEAST_HEIGHT, LEAST_WIDTH
from tui.render import facets as of_facets
from tui.render import views as of_views
from tui.render.completion import MOST_LINES, chosen_after, completion_lines
from tui.render.facets import bar, facets_lines, moved, next_group, rows_of
from tui.render.line import Line, width_of
from tui.render.views import views_lines

ASKER = Asker(datetime.date(2025, 4, 1), "ada")
SIZES = st.tuples(st.integers(LEAST_WIDTH, 100), st.integers(LEAST_HEIGHT, 40))
VIEWS = [
    understood(view(1, name="Inbox", query="kind:report triage:new")),
    understood(view(2, name="Old", query="plase:baniyas")),
]


def _text(lines: tuple[Line, ...]) -> list[str]:
    return [line.text.rstrip() for line in lines]


def _check(lines: tuple[Line, ...], size: tuple[int, int]) -> None:
    """The box is filled and no more, and nothing in it acts."""
    assert len(lines) == size[1] or not size[1]
    for line in lines:
        assert width_of(line.text) <= size[0], line
        assert not ACTING.search(line.text), line


def test_views_with_their_hits() -> None:
    """Each view has its number, its name, how many it finds, and its query."""
    lines = _text(views_lines(VIEWS, {Ref("V1"): 1234}, 0, 0, "", (70, 12)))
    assert lines[1].split() == [">", "1", "Inbox", "1,234", "kind:report", "triage:new"]
    assert lines[2].split()[:4] == ["2", "Old", "!", "Column"]
    assert lines[-2] == "  kind:report triage:new"


def test_what_is_not_counted_yet() -> None:
    """Views stand there before they are counted, and say so."""
    lines = _text(views_lines(VIEWS, {}, 0, 0, "", (70, 12)))
    assert lines[1].split()[3] == "…"
    assert "Being read" in _text(views_lines(None, {}, 0, 0, "", (70, 12)))[1]


def test_a_view_that_cannot_be_understood() -> None:
    """Under the list stand the query as it was saved, and what is wrong with it."""
    lines = _text(views_lines(VIEWS, {}, 1, 0, "", (70, 14)))
    assert "  plase:baniyas" in lines
    assert any("did you mean place:?" in line for line in lines[3:])


def test_no_views() -> None:
    """Where none is saved it says how one is."""
    lines = _text(views_lines([], {}, 0, 0, "", (70, 12)))
    assert "No view has been saved yet." in lines[1]
    assert "a save the query" in " ".join(lines[2:4])


def _found(query: str = "") -> Facets:
    places = [location(7, name="Baniyas"), location(8, name="Latakia")]
    events = [
        event(1, places=["L7"], status="completed"),
        event(2, places=["L7", "L8"]),
        event(3, places=["L7"]),
    ]
    reader = MemoryReader([*places, *events])
    return facets(reader, parse(query), Kind.EVENT, ASKER)


def test_facets_with_bars_and_numbers() -> None:
    """A group has its field's name and meaning, a value its bar and how many hits have it."""
    lines = _text(facets_lines(_found(), Query(), "events", 1, 0, "", (60, 14)))
    assert lines[0].split() == ["FACETS", "of", "events", "3"]
    assert lines[1] == " STATUS  how far the work is"
    assert lines[2].split() == [">", "to", "do", "█" * 16, "2"]
    assert lines[3].split() == ["completed", "█" * 8, "1"]
    assert lines[5].split() == ["L7", "Baniyas", "█" * 16, "3"]


def test_what_is_in_force() -> None:
    """The query stands above, and a value that it asks for has a mark."""
    query = parse("place:L8")
    lines = _text(facets_lines(_found("place:L8"), query, "events", 1, 0, "", (60, 14)))
    assert lines[1] == " place:L8"
    assert any(line.split()[:3] == ["+", "L8", "Latakia"] for line in lines)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "Being counted"),
        (_found("no such word"), "There are no events to count."),
        (_found()._replace(is_whole=False), "There are more: the first 3 of the list"),
    ],
)
def test_what_is_said_of_the_counting(found: Facets | None, said: str) -> None:
    """It says while it counts, that there is nothing, and that not all was counted."""
    lines = _text(facets_lines(found, Query(), "events", 1, 0, "", (60, 14)))
    assert said in lines[1]


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, 40))
def test_bars(count: int, most: int, cells: int) -> None:
    """A bar takes its cells whatever it shows, and something is more than nothing."""
    drawn = bar(min(count, most), most, cells)
    assert width_of(drawn) == cells
    assert bool(drawn.strip()) == (count > 0)


@given(st.lists(st.integers(-9, 9), max_size=8))
def test_the_cursor_stands_on_values(steps: list[int]) -> None:
    """Whichever way it goes the cursor is on a value, and Tab on the first of a group."""
    rows, at = rows_of(_found()), 1
    for one in steps:
        at = moved(rows, at, one)
        assert rows[at].value is not None
    for way in (1, -1):
        there = next_group(rows, at, way)
        assert rows[there - 1].value is None
        assert rows[there].facet != rows[at].facet
        assert rows[next_group(rows, there, -way)].facet == rows[at].facet


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5), SIZES, st.integers(0, 4), TEXTS)
def test_any_view_is_drawn(
    made: list[tuple[str, str]], size: tuple[int, int], cursor: int, message: str
) -> None:
    """Whatever views are called and ask for, they fill their box and act on nothing."""
    views = [understood(view(n, name=one, query=two)) for n, (one, two) in enumerate(made, 1)]
    at = min(cursor, max(len(views) - 1, 0))
    lines = views_lines(views, {}, at, 0, message, size)
    _check(lines, size)
    assert of_views.list_room(views, at, message, size) >= 1


@given(TEXTS, TEXTS, SIZES, st.sampled_from(["", "said"]))
def test_any_facets_are_drawn(one: str, other: str, size: tuple[int, int], message: str) -> None:
    """Whatever records hold, their facets fill the box and act on nothing."""
    reader = MemoryReader([location(1, name=one), event(1, type=other, tags=[one], places=["L1"])])
    found = facets(reader, Query(), Kind.EVENT, ASKER)
    lines = facets_lines(found, Query(), "events", 1, 0, message, size)
    _check(lines, size)
    assert of_facets.list_room(found, Query(), message, size) >= 1


@given(
    st.lists(st.tuples(TEXTS, TEXTS), max_size=12),
    st.integers(LEAST_WIDTH, 120),
    st.integers(0, 11),
)
def test_any_completion_is_drawn(
    suggestions: list[tuple[str, str]], width: int, chosen: int
) -> None:
    """At most so many lines, the chosen one among them, and nothing acts."""
    at = chosen if chosen < len(suggestions) else None
    lines = completion_lines(suggestions, at, width)
    assert len(lines) == min(len(suggestions), MOST_LINES)
    assert sum(line.text.startswith(" > ") for line in lines) == (at is not None)
    _check(lines, (width, 0))


def test_choosing_goes_round() -> None:
    """Down goes through the suggestions and back to none; up the other way."""
    down = [None, 0, 1, None]
    assert [chosen_after(one, 1, 2) for one in down[:3]] == down[1:]
    assert [chosen_after(one, -1, 2) for one in (None, 1, 0)] == [1, 0, None]
    assert chosen_after(3, 1, 0) is None
