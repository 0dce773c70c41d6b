"""Texts as lines and pages."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from store.text import clean
from tests.store.strategies import TEXTS
from tui.cli.plain import pages
from tui.render.line import width_of

TEXT = "One two three four.\n\nFive six.\n   \nSeven eight nine ten."


def test_pages_of_a_text() -> None:
    """So many lines at once, wrapped at blanks; blank lines say nothing and are left out."""
    first = pages.page(TEXT, 0, 10, 2)
    assert first.lines == ("One two", "three")
    assert pages.count(TEXT, first.end, 10) == 5
    rest = pages.page(TEXT, first.end, 10, 0)
    assert rest.lines == ("four.", "Five six.", "Seven", "eight nine", "ten.")
    assert rest.end == len(TEXT)


def test_lines_of_another_system() -> None:
    """A carriage return before a line feed is the end of a line, and no sign."""
    assert pages.page("One.\r\nTwo.\r\n", 0, 0, 0).lines == ("One.", "Two.")


def test_no_terminal_no_width() -> None:
    """Through a pipe each paragraph is one line."""
    assert pages.page(TEXT, 0, 0, 0).lines == (
        "One two three four.",
        "Five six.",
        "Seven eight nine ten.",
    )
    assert pages.counted(pages.count(TEXT, 0, 0)) == "3 lines"
    assert pages.counted(pages.count("x\n" * 600, 0, 0)) == "more than 500 lines"


@given(TEXTS, st.integers(0, 30), st.integers(0, 4))
@example("a\r\nb\u200d\u0301 \u200dc", 1, 1)
def test_any_text_is_read_to_its_end(text: str, width: int, most: int) -> None:
    """Page after page says all of it, in order, in lines that are safe and not too wide."""
    width = width and max(width, 2)
    said: list[str] = []
    at = 0
    while at < len(text):
        found = pages.page(text, at, width, most)
        assert found.end > at
        at = found.end
        said += found.lines
    assert all(clean(line) == line for line in pages.page(text, 0, 0, 0).lines)
    assert all(not width or width_of(line) <= width for line in said)
    whole = "".join(pages.page(text, 0, width, 0).lines)
    assert "".join("".join(said).split()) == "".join(whole.split())


@given(TEXTS)
def test_sentences_hold_a_text(text: str) -> None:
    """They stand behind each other, and what is between them is blank."""
    end = 0
    for span in pages.sentences(text):
        assert end <= span.start < span.end
        assert not text[end : span.start].strip()
        end = span.end
    assert not text[end:].strip()


def test_right_to_left_has_its_own_line() -> None:
    """Between two scripts a line ends."""
    assert pages.beside(["Article", "Reuters", "9 March 2025"]) == [
        "Article, Reuters, 9 March 2025."
    ]
    assert pages.beside(["Article", "سانا", "9 March 2025"]) == [
        "Article.",
        "سانا",
        "9 March 2025.",
    ]
