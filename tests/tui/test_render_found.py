"""Words that a query asks for: their marks, and the snippet that shows why a record is a hit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.ids import Ref
from store.query import parse
from tests import builders
from tests.tui.paper_desk import PaperDesk
from tests.tui.strategies import TEXTS
from tests.tui.test_render_line import ACTING
from tui.intents import Action
from tui.render.detail import DetailLine
from tui.render.found import FOUND, marked, snippet_of
from tui.render.line import Line, Piece
from tui.render.picture import DetailPicture, found_in
from tui.render.rows import Row, row_line
from tui.state import Pane

LONG = "Nobody came. " * 400 + "Then a convoy of buses\nleft Tuwaym at night. " + "Silence. " * 900


def found_words(*lines: Line) -> list[str]:
    """What is marked in the lines."""
    return [piece.text for line in lines for piece in line.pieces if piece.style == FOUND]


def test_words_are_marked_as_they_are_searched() -> None:
    """Whatever their case and accents; also those of a field for names; not what is excluded."""
    phrases = parse('"mass grave" KILL* place:baniyas -said').phrases
    text = "Killed, he said: Mass  Gravé of Bâniyas; graves"
    pieces = marked([Piece(text, "dim")], phrases)
    assert found_words(Line(pieces)) == ["Killed", "Mass  Gravé", "Bâniyas"]
    assert "".join(piece.text for piece in pieces) == text


def test_references_dates_and_labels_are_not_marked() -> None:
    """Only words of the record are found, not what the desk writes beside them."""
    row = row_line(
        Row(builders.event(25, title="Year 25", start="2025-03-25"), {}),
        80,
        4,
        "",
        "",
        None,
        parse("25").phrases,
    )
    assert found_words(row) == ["25"]
    lines = [DetailLine(Line((Piece(" status", "label"), Piece("a status"))))]
    (line,) = found_in(iter(lines), parse("status").phrases)
    assert found_words(line.line) == ["status"]


@pytest.mark.parametrize("end", ["mass", "the mass"])
def test_a_phrase_is_marked_over_the_end_of_a_line(end: str) -> None:
    """A text is wrapped for the screen, not for who searches it."""
    lines = [DetailLine(Line((Piece(" "), Piece(text)))) for text in (end, "grave was", "grave")]
    marked_lines = [one.line for one in found_in(iter(lines), parse('"mass grave"').phrases)]
    assert [found_words(line) for line in marked_lines] == [["mass"], ["grave"], []]


@given(st.lists(TEXTS, max_size=6), TEXTS)
def test_marking_changes_no_character(texts: list[str], asked: str) -> None:
    """Lines, their texts and their references stay as they are."""
    words = [word for word in asked.split() if any(map(str.isalnum, word))]
    phrases = parse(
        " ".join(f'"{word.translate({34: None, 92: None})}x"' for word in words)
    ).phrases
    lines = [DetailLine(Line((Piece(text),)), Ref("E1")) for text in texts]
    after = list(found_in(iter(lines), phrases))
    assert [one.line.text for one in after] == texts
    assert all(one.ref == "E1" for one in after)


def test_a_snippet_is_taken_from_the_text_that_has_the_words() -> None:
    """From deep within a long text, as one line."""
    taken = snippet_of(["A title", LONG], parse("convoy").phrases)
    assert taken.startswith("…")
    assert "a convoy of buses left Tuwaym" in taken
    assert snippet_of(["A title", LONG], parse("mutiny").phrases) == ""


def test_a_hit_shows_why_it_is_one() -> None:
    """A report whose title lacks the word shows its text; one whose title has it shows that."""
    desk = PaperDesk(
        builders.report(1, title="A night on the coast, told by those who were there", text=LONG),
        builders.report(2, title="The convoy"),
    )
    desk.search("kind:report convoy")
    assert desk.refs(Pane.REPORTS) == ["R2", "R1"]
    second, first = desk.text_of("reports")[1:3]
    assert "The convoy" in second
    assert "A night on th… …a convoy of buses" in first
    lines = desk.picture()["reports"][1:3]
    assert [found_words(line) for line in lines] == [["convoy"], ["convoy"]]


@given(TEXTS, TEXTS, st.integers(40, 200))
def test_a_row_with_a_snippet_takes_exactly_its_width(title: str, text: str, width: int) -> None:
    """Whatever stands in title and text; and nothing in it acts."""
    phrases = parse("zebra").phrases
    row = Row(
        builders.report(1, title=title), {}, snippet=snippet_of([f"{text} zebra {text}"], phrases)
    )
    line = row_line(row, width, 4, ">", "", None, phrases)
    assert cell_len(line.text) == width
    assert not ACTING.search(line.text)


def test_the_words_are_marked_in_linked_panes_and_in_the_detail() -> None:
    """All links stay; what has the words is seen among them."""
    desk = PaperDesk(
        builders.event(1, title="A burial", summary="Thirty people were buried."),
        *(
            builders.quote(n, words=f"they were {word}", events=["E1"])
            for n, word in enumerate(("buried", "gone"), 1)
        ),
    )
    desk.search("buried")
    assert desk.refs(Pane.QUOTES) == ["Q2", "Q1"]
    picture = desk.picture()
    assert [found_words(line) for line in picture["quotes"][1:3]] == [[], ["buried"]]
    assert "buried" in found_words(*picture["detail"])


def _numbered() -> Iterator[DetailLine]:
    for number in range(400):
        text = "a match" if number in (3, 120, 399) else "nothing"
        style = FOUND if number in (3, 120, 399) else ""
        yield DetailLine(Line((Piece(text, style),)))


def test_matches_are_found_below_and_above() -> None:
    """From any line the next one and the one before; None past the last and the first."""
    picture = DetailPicture(_numbered())
    assert [picture.match_after(at) for at in (-1, 2, 3, 119, 120, 398, 399)] == [
        *(3, 3, 120, 120, 399, 399, None)
    ]
    assert [picture.match_before(at) for at in (0, 3, 4, 120, 121, 400)] == [
        *(None, None, 3, 3, 120, 399)
    ]


@pytest.mark.parametrize("pane", [Action.REPORTS, Action.DETAIL])
def test_n_goes_through_the_matches_of_the_detail(pane: Action) -> None:
    """From the list and from the detail: each in sight in its turn, and past the last it stays."""
    text = "Nobody came.\n" * 60 + "A convoy.\n" + "Silence.\n" * 60 + "The convoy was gone."
    desk = PaperDesk(builders.report(1, title="A night", text=text), width=80, height=24)
    desk.search("kind:report convoy")
    desk.do(pane)
    seen = []
    for action in (Action.NEXT_MATCH, Action.NEXT_MATCH, Action.NEXT_MATCH, Action.PREVIOUS_MATCH):
        desk.do(action)
        seen += [line.removeprefix("»") for line in desk.text_of("detail") if line.startswith("»")]
    assert seen == ["A convoy.", "The convoy was gone.", "The convoy was gone.", "A convoy."]
    assert desk.view.active is (Pane.REPORTS if pane is Action.REPORTS else Pane.DETAIL)


def test_n_does_nothing_without_a_query() -> None:
    """The detail stays where it is."""
    desk = PaperDesk(builders.event(1, title="A burial"))
    before = desk.view
    desk.do(Action.NEXT_MATCH, Action.PREVIOUS_MATCH)
    assert desk.view == before
