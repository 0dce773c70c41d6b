"""Evidence spans: words in a report, counted in code points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.spans import Span, find, inside, mismatch, quotation_around, sentence_around

#: Texts in which sentences end in many ways, and in which they only seem to.
PROSE = st.lists(
    st.sampled_from(
        [
            *("Nine people were killed", "he said", "Gen. Aziz", "the U.N. mission", "3.14"),
            *(". ", "! ", "? ", "… ", ".", "؟ ", "\n", "\n\n", " ", ' "', '." ', ".) ", "。"),
            *("قال شهود", "می‌گوید", "e\u0301", "👩‍👧", "Mr. ", "J. "),
        ]
    ),
    max_size=30,
).map("".join)


@st.composite
def spans_in(draw: st.DrawFn) -> tuple[str, Span]:
    """A text and a span in it."""
    text = draw(st.one_of(PROSE, st.text(max_size=60)))
    start = draw(st.integers(0, len(text)))
    return text, Span(start, draw(st.integers(start, len(text))))


def sentence(text: str, words: str, **how: int) -> str:
    """The sentence that has the words."""
    found = find(text, words)
    assert found
    start, end = sentence_around(text, found, **how)
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("One. Two killed. Three.", "killed", "Two killed."),
        ("One. Two killed. Three.", "Three", "Three."),
        ("One. Two killed. Three.", "One", "One."),
        ("One. Two killed. Three.", "One. Two", "One. Two killed."),
        ("No full stop at the end", "stop", "No full stop at the end"),
        ("A headline\nThe first line. The second.", "first", "The first line."),
        ("A headline\nThe first line. The second.", "headline", "A headline"),
        ("Gen. Aziz and Dr. Amin spoke. Others left.", "spoke", "Gen. Aziz and Dr. Amin spoke."),
        ("Left early. J. K. Smith was hurt. He lived.", "hurt", "J. K. Smith was hurt."),
        ("Calm before. The U.N. mission left. Quiet.", "mission", "The U.N. mission left."),
        ("It fell by 3.14 percent. Then it rose.", "percent", "It fell by 3.14 percent."),
        ("Calm. It fell by 3.14 percent. It rose.", "14 percent", "It fell by 3.14 percent."),
        ("See example.org for it. The rest.", "org", "See example.org for it."),
        ('He said: "We ran." Then he left.', "We ran", 'He said: "We ran."'),
        ('He said: "We ran." Then he left.', "left", "Then he left."),
        ("He said: “We ran.” Then he left.", "“We ran.”", "He said: “We ran.”"),
        ("He said: «We ran.» Then he left.", "ran.", "He said: «We ran.»"),
        ("Did he run? He did! Really… Yes.", "did!", "He did!"),
        ("(He ran.) They stayed.", "stayed", "They stayed."),
        ("قال شهود إن تسعة قتلوا. وفر آخرون؟ نعم.", "تسعة", "قال شهود إن تسعة قتلوا."),
        ("قال شهود إن تسعة قتلوا. هل فر آخرون؟ نعم.", "آخرون", "هل فر آخرون؟"),
        ("او می‌گوید نه نفر. بقیه رفتند.", "نفر", "او می‌گوید نه نفر."),
        ("九人死亡。其他人逃离。", "其他", "其他人逃离。"),
        ("九人死亡。其他人逃离。", "九人", "九人死亡。"),
    ],
)
def test_words_stand_in_their_sentence(text: str, words: str, found: str) -> None:
    """Initials, titles, figures and addresses end no sentence; quotation marks go with theirs."""
    assert sentence(text, words) == found


def test_a_text_without_sentences_is_cut_on_both_sides() -> None:
    """At most the reach is shown to each side of the words, the words always."""
    text = f"{'a ' * 500}killed{' b' * 500}"
    shown = sentence(text, "killed", reach=20)
    assert "killed" in shown
    assert len(shown) <= len("killed") + 40


@given(spans_in(), st.integers(0, 40))
def test_a_sentence_has_the_words_whole(case: tuple[str, Span], reach: int) -> None:
    """The sentence lies in the text, holds the span, and reaches no further than allowed."""
    text, span = case
    start, end = sentence_around(text, span, reach)
    assert 0 <= start <= span.start <= span.end <= end <= len(text)
    assert span.start - start <= reach
    assert end - span.end <= reach


@given(spans_in())
def test_a_sentence_does_not_begin_or_end_with_blanks(case: tuple[str, Span]) -> None:
    """Blanks are shown only where the words themselves begin or end with them."""
    text, span = case
    start, end = sentence_around(text, span)
    assert start == span.start or not text[start].isspace()
    assert end == span.end or not text[end - 1].isspace()


@given(spans_in())
def test_a_span_that_holds_its_words_is_right(case: tuple[str, Span]) -> None:
    """Words cut out of the text are the words of their span."""
    text, (start, end) = case
    if start < end:
        assert mismatch(text, start, end, text[start:end]) is None
    else:
        assert mismatch(text, start, end, "") == f"the span {start}:{end} holds no characters"


@given(spans_in(), st.text(max_size=5))
def test_other_words_are_never_right(case: tuple[str, Span], words: str) -> None:
    """A span is right for its own words and for no others."""
    text, (start, end) = case
    right = start < end and text[start:end] == words
    assert (mismatch(text, start, end, words) is None) == right


@pytest.mark.parametrize(
    ("start", "end", "words", "why"),
    [
        (3, 3, "", "the span 3:3 holds no characters"),
        (4, 3, "", "the span 4:3 holds no characters"),
        (-4, -1, "led", "the span -4:-1 holds no characters"),
        (0, 99, "Nine", "the span 0:99 ends after the text, which has 11 characters"),
        (0, 4, "nine", "the report has 'Nine' at 0:4, not 'nine'"),
    ],
)
def test_a_wrong_span_says_what_is_wrong(start: int, end: int, words: str, why: str) -> None:
    """The reason names the offsets, and what the report has there instead."""
    assert mismatch("Nine killed", start, end, words) == why


def test_a_wrong_span_quotes_little_of_a_long_text() -> None:
    """The reason stays one sentence, however long the words are."""
    why = mismatch("a" * 5000, 0, 4000, "b" * 4000)
    assert why
    assert len(why) < 150


def test_offsets_count_code_points() -> None:
    """An emoji counts once, an accent that stands alone counts once, a CR counts once."""
    text = "👩🏽 said: cafe\u0301\r\n«نعم»"
    found = find(text, "نعم")
    assert found == Span(17, 20)
    assert mismatch(text, *found, "نعم") is None


@given(spans_in(), st.integers(0, 70))
def test_found_words_are_the_first_behind_a_place(case: tuple[str, Span], after: int) -> None:
    """What is found holds the words and begins at or behind the place; nothing is found of none."""
    text, (start, end) = case
    words = text[start:end]
    found = find(text, words, after)
    if found is None:
        assert not words or start < after
    else:
        assert after <= found.start
        assert text[found.start : found.end] == words
        assert found.start <= start or start < after


@given(spans_in(), st.data())
def test_a_span_in_a_part_is_counted_from_the_part(
    case: tuple[str, Span], data: st.DataObject
) -> None:
    """Words marked in the whole text are the same words when marked in a part of it."""
    text, outer = case
    start = data.draw(st.integers(0, len(text)))
    inner = Span(start, data.draw(st.integers(start, len(text))))
    part = text[outer.start : outer.end]
    marked = inside(outer, inner)
    assert 0 <= marked.start <= marked.end <= len(part)
    cut = text[max(inner.start, outer.start) : min(inner.end, outer.end)]
    assert part[marked.start : marked.end] == cut


@pytest.mark.parametrize(
    ("text", "words", "quoted"),
    [
        ("“It was a massacre,” he said.", "massacre", "It was a massacre,"),
        ('It "was" a "big massacre", he said.', "big", "big massacre"),
        ("Il dit : «On a fui»", "fui", "On a fui"),
        ("Er sagt: „Wir flohen“ und", "flohen", "Wir flohen"),
        ("they were told to ‘walk in Syria’s heat’ first", "Syria", "walk in Syria’s heat"),
        ("他说「我们逃跑」", "逃", "我们逃跑"),
        ("“One.” Between. “Two.”", "Between", None),
        ("“One.” Between. “Two.”", "Two", "Two."),
        ("“Never closed\nAnother line", "line", None),
        ("“It was”, he said", "was”, he", None),
        ("no marks at all", "marks", None),
    ],
)
def test_what_stands_in_quotation_marks_is_found(text: str, words: str, quoted: str | None) -> None:
    """Marks of several languages, each closed by its own; none goes over a paragraph's end."""
    place = find(text, words)
    assert place
    found = quotation_around(text, place)
    assert (text[found.start : found.end] if found else None) == quoted


@given(spans_in())
def test_a_quotation_has_the_words_in_it(case: tuple[str, Span]) -> None:
    """Whatever the text, it lies within it and around the span."""
    text, span = case
    found = quotation_around(text, span)
    assert found is None or (0 < found.start <= span.start and span.end <= found.end < len(text))
