"""Pieces of lines: they are measured in cells, safe to show, and lose nothing on the way."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcwidth

from store.spans import Span
from store.text import clean, clean_lines
from tests.tui.strategies import TEXTS
from tui.render.line import Piece, clipped, cut, fit, fit_right, highlighted, line, width_of, wrap

WIDTHS = st.integers(0, 50)
#: What a terminal obeys, what turns the direction of writing, and half characters.
ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def terminal_cells(text: str) -> int:
    """The cells that a terminal gives a text that it measures character by character."""
    return sum(max(wcwidth(character), 0) for character in text)


@given(TEXTS, WIDTHS)
@example("क्ष्\u200dम Test", 20)
def test_a_fitted_text_takes_exactly_its_cells(text: str, cells: int) -> None:
    """By Textual's count and by a terminal's, whatever the text is."""
    for fitted in (fit(text, cells), fit_right(text, cells)):
        assert cell_len(fitted) == cells
        assert terminal_cells(fitted) == cells


@given(TEXTS, WIDTHS)
def test_a_cut_text_is_no_wider_and_says_so(text: str, cells: int) -> None:
    """What is left out is told by an ellipsis; what fits is whole."""
    short = cut(text, cells)
    assert cell_len(short) <= cells
    if short != clean(text):
        assert short.endswith("…") or cells == 0
        assert clean(text).startswith(short.removesuffix("…"))


@given(TEXTS, WIDTHS)
def test_no_fitted_text_acts_on_the_terminal(text: str, cells: int) -> None:
    """No control character, no change of direction and no line break is left in it."""
    assert not ACTING.search(fit(text, cells))
    assert not ACTING.search(line(text, Piece(text, "dim")).text)


@given(st.lists(TEXTS.map(lambda text: Piece(clean(text))), max_size=5), st.integers(1, 50))
def test_clipped_pieces_fit_and_say_that_they_were_cut(pieces: list[Piece], cells: int) -> None:
    """Pieces that are too wide together keep their beginning and end in an ellipsis."""
    whole = line(*pieces).text
    short = line(*clipped(tuple(pieces), cells)).text
    assert terminal_cells(short) <= cells
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


def test_a_very_long_text_is_cut_without_being_measured_whole() -> None:
    """Of a megabyte of letters the first few are shown, and the ellipsis."""
    assert cut("x" * (1 << 20), 5) == "xxxx…"


@pytest.mark.parametrize("text", ["", "plain", "事件", "بانياس", "e\u0301"])
def test_a_width_is_in_cells(text: str) -> None:
    """Width counts cells, not characters."""
    assert width_of(text) == cell_len(text) == terminal_cells(text)


@given(TEXTS, st.integers(2, 50))
def test_every_wrapped_line_fits(text: str, cells: int) -> None:
    """No line of a wrapped text is wider than asked for."""
    safe = clean_lines(text)
    for span in wrap(safe, cells):
        assert cell_len(safe[span.start : span.end]) <= cells
        assert terminal_cells(safe[span.start : span.end]) <= cells


@given(TEXTS, st.integers(1, 50))
def test_wrapping_loses_nothing_but_blanks_and_breaks(text: str, cells: int) -> None:
    """The lines follow each other in the text; between two there are only blanks and breaks."""
    safe = clean_lines(text)
    at = 0
    for span in wrap(safe, cells):
        assert at <= span.start <= span.end
        assert safe[at : span.start].strip(" \n") == ""
        at = span.end
    assert safe[at:].strip(" \n") == ""


@given(TEXTS, st.integers(1, 50))
def test_each_paragraph_begins_a_line(text: str, cells: int) -> None:
    """There is a line at every line break, also for an empty paragraph."""
    safe = clean_lines(text)
    starts = {span.start for span in wrap(safe, cells)}
    breaks = {0, *(found.end() for found in re.finditer("\n", safe))}
    assert breaks <= starts


def test_words_are_kept_whole_where_they_fit() -> None:
    """A line breaks at a blank; a word longer than the line is broken inside."""
    text = "nine people were killed"
    assert [text[a:b] for a, b in wrap(text, 11)] == ["nine people", "were killed"]
    assert [text[a:b] for a, b in wrap(text, 12)] == ["nine people", "were killed"]
    assert [text[a:b] for a, b in wrap(text, 4)] == ["nine", "peop", "le", "were", "kill", "ed"]


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, Span, list[Span]]:
    """A text, a part of it, and marks in it in order that do not overlap."""
    text = draw(TEXTS)
    inner = st.integers(0, len(text))
    edges = sorted(draw(st.lists(inner, max_size=6, unique=True)))
    marks = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    start, end = sorted((draw(inner), draw(inner)))
    return text, Span(start, end), marks


@given(marked_texts())
def test_exactly_the_words_are_marked(found: tuple[str, Span, list[Span]]) -> None:
    """Each character of the part stands once, marked when a mark covers it and only then."""
    text, span, marks = found
    pieces = highlighted(text, span, marks)
    assert "".join(piece.text for piece in pieces) == text[span.start : span.end]
    at = span.start
    for piece in pieces:
        assert piece.text
        for position in range(at, at + len(piece.text)):
            is_marked = any(mark.start <= position < mark.end for mark in marks)
            assert (piece.style == "match") is is_marked
        at += len(piece.text)


def test_a_text_of_marks_alone_is_one_line() -> None:
    """Marks that combine with nothing take no cell and are not lost."""
    assert [(span.start, span.end) for span in wrap("\u0591\u0592", 2)] == [(0, 2)]
    assert fit("\u0591", 2) == "\u0591  "
