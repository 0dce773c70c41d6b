"""A cursor over the words of a report: what each key selects, on any text and in any width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.derive.dossier import dossier
from store.ids import Ref
from store.memory_reader import MemoryReader
from store.spans import Span
from store.text import clean_lines
from store.words import Phrase
from tests.builders import claim, evidence, quote, report
from tests.tui.strategies import TEXTS
from tui import word_moves
from tui.bindings import USUAL
from tui.render.detail import detail_lines
from tui.render.picture import DetailPicture, found_in
from tui.render.selection import SELECTED, WORD, selected_pieces, selection_line
from tui.selection import Selection

STORY = (
    "Two people died. “It was a massacre,” a resident of al-Qusour said.\n"
    "\n"
    "At least 31 people were buried in Jabal Zawiya on Saturday, the Observatory said."
)


def picture_of(text: str, width: int = 40, phrases: tuple[Phrase, ...] = ()) -> DetailPicture:
    """The detail of a report with that text, some of its words cited."""
    told = report(1, text=text, title="Headline")
    cited = [claim(1, **evidence(told, "Two"))] if text.startswith("Two") else []
    found = dossier(MemoryReader([told, *cited]), Ref("R1"))
    assert found
    return DetailPicture(found_in(detail_lines(found, width), phrases))


def at(text: str, words: str) -> Selection:
    """The cursor on a word."""
    start = text.index(words)
    return Selection(Ref("R1"), Span(start, start + len(words)))


def chosen(selection: Selection, text: str = STORY) -> str:
    """What is selected, or the word of the cursor."""
    span = selection.words or selection.cursor
    return text[span.start : span.end]


@given(st.one_of(TEXTS, st.text(max_size=90)), st.integers(4, 60))
def test_each_line_knows_the_part_of_the_exact_text_that_it_shows(text: str, width: int) -> None:
    """Whatever a text holds: what is drawn is that part made safe, in order, nothing twice."""
    lines = [one for one in picture_of(f"a{text}", width).upto(500) if one.span is not None]
    clean, end = clean_lines(f"a{text}"), 0
    for one in lines:
        assert one.span is not None
        assert one.line.text == f" {clean[one.span.start : one.span.end]}"
        assert one.span.start >= end
        left_out = clean[end : one.span.start]
        assert not left_out.strip()
        end = one.span.end
    assert not clean[end:].strip()


@given(TEXTS, st.integers(0, 60))
def test_every_place_of_a_text_has_its_line(text: str, place: int) -> None:
    """The line is the one that shows it, or that ends before the blank where a line was broken."""
    text = f"Two {text}"
    picture = picture_of(text, 20)
    line = picture.text_line(min(place, len(text) - 1))
    assert line is not None
    shown = picture.upto(line + 2)
    span, after = shown[line].span, shown[line + 1].span
    assert span is not None
    assert span.start <= min(place, len(text) - 1)
    assert after is None or min(place, len(text) - 1) < after.start


def test_a_text_of_a_megabyte_is_drawn_as_far_as_it_is_looked_at() -> None:
    """A step at its beginning makes no more lines than are near."""
    text = "Nobody came to the village. " * 40_000
    picture = picture_of(text, 60)
    cursor = word_moves.begun(Ref("R1"), text, picture, 0, 20, -1)
    assert cursor
    cursor = word_moves.moved(word_moves.stepped(cursor, text, 3), text, picture, 5)
    assert chosen(cursor, text)
    assert len(picture.upto(0)) < 200


def test_the_cursor_begins_in_sight() -> None:
    """On the first word in sight, or on the match that was gone to."""
    picture = picture_of(STORY, phrases=(Phrase(("massacre",)),))
    top = picture.text_line(0)
    assert top is not None
    for first, match, word in (
        (0, -1, "Two"),
        (top + 1, -1, "a"),
        (0, picture.match_after(-1) or 0, "massacre"),
    ):
        cursor = word_moves.begun(Ref("R1"), STORY, picture, first, 12, match)
        assert cursor
        assert chosen(cursor) == word
    assert word_moves.begun(Ref("R1"), "…", picture_of("…"), 0, 9, -1) is None


def test_moving_selects_from_where_it_was_begun() -> None:
    """On and back over the beginning; beginning again drops it."""
    cursor = word_moves.anchored(at(STORY, "people"))
    assert chosen(word_moves.stepped(cursor, STORY, 1)) == "people died"
    assert chosen(word_moves.stepped(cursor, STORY, -1)) == "Two people"
    assert word_moves.anchored(cursor).words is None
    assert chosen(word_moves.stepped(at(STORY, "Two"), STORY, -1)) == "Two"


def test_lines_are_stepped_over_in_a_column() -> None:
    """Empty lines are passed, the column is kept; beyond the text is its last line."""
    picture = picture_of(STORY, 40)
    cursor = at(STORY, "massacre")
    down = word_moves.moved(cursor, STORY, picture, 1)
    assert chosen(down) == "said"
    further = word_moves.moved(down, STORY, picture, 1)
    assert chosen(further) == "buried"
    assert chosen(word_moves.moved(further, STORY, picture, -1)) == "said"
    last = word_moves.moved(cursor, STORY, picture, 50)
    assert chosen(last) in STORY.rsplit("\n", 1)[1]
    assert word_moves.moved(last, STORY, picture, 1) == last
    assert chosen(word_moves.moved(last, STORY, picture, -50)) in STORY.split("\n", 1)[0]


def test_a_sentence_and_a_quotation_are_taken_at_once() -> None:
    """And a move goes on from their last word."""
    cursor = at(STORY, "massacre")
    assert chosen(word_moves.sentence(cursor, STORY)) == STORY[17:].split("\n", maxsplit=1)[0]
    quoted = word_moves.quotation(cursor, STORY)
    assert quoted
    assert chosen(quoted) == "It was a massacre"
    assert chosen(word_moves.stepped(quoted, STORY, 1)) == "It was a massacre,” a"
    assert word_moves.quotation(at(STORY, "resident"), STORY) is None


def test_a_name_is_taken_with_its_other_words() -> None:
    """Words with capitals side by side; no preposition that begins a sentence; no other word."""
    for words, name in (("Zawiya", "Jabal Zawiya"), ("al-Qusour", "al-Qusour"), ("people", None)):
        span = word_moves.name_around(at(STORY, words), STORY)
        assert (STORY[span.start : span.end] if span else None) == name
    arabic = "في بانياس يوم السبت"
    assert word_moves.name_around(at(arabic, "بانياس"), arabic) == Span(3, 9)
    begun = "In Baniyas"
    for words in ("Baniyas", "In"):
        assert word_moves.name_around(at(begun, words), begun) == Span(3, 10)


def test_what_is_selected_is_seen_over_what_is_cited() -> None:
    """From line to line, the word of the cursor apart; the text stays the same."""
    picture = picture_of(STORY, 40)
    cursor = word_moves.stepped(word_moves.anchored(at(STORY, "Two")), STORY, 6)
    styled: dict[str, str] = {}
    for one in picture.upto(30):
        if one.span is not None:
            pieces = selected_pieces(one.line.pieces, one.span, cursor)
            assert "".join(piece.text for piece in pieces) == one.line.text
            for piece in pieces:
                styled[piece.style] = styled.get(piece.style, "") + piece.text
    assert styled[SELECTED] == "Two people died. “It was a "
    assert styled[WORD] == "massacre"


def test_the_footer_shows_the_keys_and_both_ends_of_what_is_selected() -> None:
    """On a narrow screen fewer keys, never no words."""
    nothing = selection_line(None, 80, USUAL).text
    assert nothing.split() == (
        [
            "←↓↑→",
            "move",
            "v",
            "begin",
            "s",
            "sentence",
            '"',
            "quote",
            "#",
            "claim",
            "@",
            "place",
            "Esc",
            "leave",
        ]
    )
    long = "Residents said that the dead lay in streets and houses, and that nobody came."
    narrow = selection_line(long, 80, USUAL).text
    assert "“Residents" in narrow
    assert "nobody came.”" in narrow
    assert '" quote  # claim  @ place' in narrow
    assert long in selection_line(long, 160, USUAL).text


def test_hostile_words_in_the_footer_are_safe() -> None:
    """What is selected is foreign text."""
    assert "\x1b" not in selection_line("a\x1b]0;x\x07b", 80, USUAL).text


def test_a_quote_that_is_cited_stays_where_it_is() -> None:
    """Lines of other records know no part of the text."""
    told = report(1, text=STORY)
    found = dossier(MemoryReader([told, quote(1, **evidence(told, "Two people"))]), Ref("Q1"))
    assert found
    picture = DetailPicture(detail_lines(found, 40))
    assert picture.text_line(0) is None
