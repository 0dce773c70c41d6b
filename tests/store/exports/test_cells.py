"""Cells of a CSV file: what a spreadsheet takes for a formula, and what a terminal acts on."""

from __future__ import annotations

import csv

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.exports import cells
from store.text import inert

ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("=+-@\t\r\n'\"\\,\x1b\x9b\u202e\ufeff\ud800"),
    ),
    max_size=12,
)


@given(ODD)
@example('\'"quoted"')
@example("=1+1")
@example("''=1")
@example("\n")
@example("-")
def test_a_guarded_text_comes_back(text: str) -> None:
    """Whatever a cell holds, the reader of our CSV has the very same text again."""
    assert cells.unguarded(cells.guarded(text)) == text


@given(ODD)
def test_no_cell_is_a_formula_or_acts(text: str) -> None:
    """In no kind of cell a formula begins, and nothing stands there that a terminal acts on."""
    for cell in (cells.guarded(text), cells.foreign(text)):
        cell = cell.lstrip(" ")
        is_number = cell.removeprefix("-").removeprefix("+")[:1].isdigit()
        assert cell[:1] not in tuple("=+-@\t\r\n") or is_number
        shown = cell.replace("\r\n", "\n").translate({9: " ", 10: " "})
        assert not any(ord(one) < 32 or 127 <= ord(one) < 160 for one in shown)
        assert not any("\u202a" <= one <= "\u202e" or "\u2066" <= one <= "\u2069" for one in cell)


@given(ODD)
def test_a_foreign_cell_comes_back_without_what_acts(text: str) -> None:
    """The apostrophe before a formula is taken away again; written again, a cell stays as it is."""
    cell = cells.foreign(text)
    assert cells.foreign(cells.plain(cell)) == cell
    if text.isascii() and text.isprintable():
        assert cells.plain(cell) == text


@pytest.mark.parametrize(
    "text", ["a\tb", "\ta", "a\r\nb", "\r\n=1", " =1+1", "\u3000=1", "＝1", "'\t=1", " -3", "\n"]
)
def test_what_came_in_comes_out(text: str) -> None:
    """Tabs, ends of lines and blanks in front stay; none of them hides a formula."""
    assert cells.plain(cells.foreign(text)) == cells.unguarded(cells.guarded(text)) == text
    for cell in (cells.foreign(text), cells.guarded(text)):
        assert cell[:1] == "'" or "=" not in cell.lstrip()[:1]


@pytest.mark.parametrize("text", ["-3.5", "+4", "-1e-7", "0"])
def test_a_number_is_no_formula(text: str) -> None:
    """Degrees south and west stand in their cells as numbers."""
    assert cells.guarded(text) == cells.foreign(text) == text


def test_a_row_is_read_as_it_was_written() -> None:
    """Commas, quotes and line breaks stay in their cells."""
    told = ["a,b", 'say "no"', "two\nlines", ""]
    assert next(csv.reader([*cells.row(told).splitlines(keepends=True)])) == told
    assert inert("".join(told).replace("\n", "")) == "".join(told).replace("\n", "")
