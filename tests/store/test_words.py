"""The words of texts: how they are folded, found in sentences, and marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import fold
from store.words import BREAK, Phrase, indexed, key_of, marks, phrase, placed, snippet, words

TEXTS = st.text(max_size=60)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("مُحَمَّد", "محمد"),
        ("أحمد", "احمد"),
        ("إدلب", "ادلب"),
        ("جـــبـلة", "جبله"),
        ("می‌خواهم", "ميخواهم"),
        ("کتاب", "كتاب"),
        ("straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Žižek café naïve", "zizek cafe naive"),
        ("ДЖАБЛА", "джабла"),
        ("Ёлка", "елка"),
        ("שָׁלוֹם", "שלום"),
        ("٧٤٥", "745"),
        ("۷۴۵", "745"),
        ("Ⅷ ﬁre", "viii fire"),
        ("İstanbul", "istanbul"),
        ("re\u0301sume\u0301", "résumé"),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"),
        ("Ґалаґан", "галаган"),
    ],
)
def test_written_otherwise(written: str, asked: str) -> None:
    """Case, accents, vowel marks, letter forms, joiners and digits make no difference."""
    assert words(written) == words(asked)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("这起事件发生在拉塔基亚", "事件"),
        ("この事件は昨日起きた", "事件"),
        ("เกิดเหตุการณ์รุนแรงขึ้น", "เหตุการณ์"),
        ("the town of al-Sahel fell", "Sahel"),
        ("В городе Джабла", "Джабла"),
        ("בעיר לטקיה", "לטקיה"),
        ("भारत में घटना हुई", "घटना"),
    ],
)
def test_inside_sentences(sentence: str, word: str) -> None:
    """A word is found inside a sentence, also where the script sets no blanks."""
    wanted = phrase(word)
    assert wanted is not None
    assert wanted.is_in(words(sentence))
    assert [sentence[span.start : span.end] for span in marks(sentence, [wanted])] == [word]


@given(TEXTS)
def test_places_are_in_the_text(text: str) -> None:
    """Each word is marked where it stands: what is marked has that word."""
    found, spans = placed(text)
    assert found == words(text)
    for word, span in zip(found, spans, strict=True):
        assert 0 <= span.start < span.end <= len(text)
        assert word in fold(text[span.start : span.end])


@given(TEXTS, st.integers(1, 40))
def test_snippets_have_the_mark(text: str, length: int) -> None:
    """A snippet begins before its first mark and is no longer than asked for."""
    for word in words(text)[:3]:
        wanted = Phrase((word,))
        span = snippet(text, [wanted], length)
        assert span is not None
        assert span.start <= marks(text, [wanted])[0].start < span.end
        assert span.end - span.start <= max(length, 1)


@given(TEXTS)
def test_folding_twice(text: str) -> None:
    """What is folded stays as it is when it is folded again, word by word."""
    assert words(" ".join(words(text))) == words(text)


@given(TEXTS)
def test_keys_are_tokens(text: str) -> None:
    """A key has no blank and no quotation mark, and case makes no difference to it."""
    key = key_of(text)
    assert not set(key) & set(" \t\n\"'")


def test_no_phrase_goes_across() -> None:
    """What stands at the end of one text and the beginning of the next is no phrase."""
    assert indexed(["mass", "grave"]) == f"mass {BREAK} grave"
    assert not words(BREAK)
