"""Who speaks words in a report, guessed from the sentences around them."""

from __future__ import annotations

import pytest
from hypothesis import given

from store.derive.names import Names
from store.derive.speakers import Speaker, speaker_of
from store.derive.speech import speeches
from store.spans import Span, find
from tests.builders import source
from tests.tui.strategies import TEXTS

SOURCES = (
    source(1, name="Syrian Observatory for Human Rights", aliases=["the Observatory", "المرصد"]),
    source(2, name="Associated Press", aliases=["AP", "The Associated Press"]),
    source(3, name="SANA"),
    source(4, name="Defence Ministry of Syria", aliases=["Defence Ministry"]),
    source(5, name="a Defence Ministry official"),
    source(6, name="residents of Tuwaym"),
    source(7, name="National Committee for Investigation and Fact-Finding"),
    source(8, name="the government"),
    source(9, name="World Health Organization", aliases=["WHO"]),
)
NAMES = Names(SOURCES)


def speaker(text: str, words: str) -> tuple[str, str]:
    """The source that speaks the words and the role that it is given, "" for none."""
    found = speaker_in(text, words)
    return str(found.source or ""), found.role


def speaker_in(text: str, words: str) -> Speaker:
    """Who speaks the words."""
    place = find(text, words)
    assert place
    return speaker_of(text, place, NAMES)


@pytest.mark.parametrize(
    ("text", "words", "source_ref", "role"),
    [
        ("Troops came, the Observatory said.", "Troops came", "S1", ""),
        ("“Troops came”, said the Observatory.", "Troops came", "S1", ""),
        ("The Observatory reports that 31 died.", "31 died", "S1", ""),
        ("The Observatory, based in Britain, counts 31 dead.", "31 dead", "S1", ""),
        ("According to the Observatory, 31 died.", "31 died", "S1", ""),
        ("31 died, according to the Observatory.", "31 died", "S1", ""),
        ("31 died, the head of the Observatory said.", "31 died", "S1", "head of the Observatory"),
        ("A Defence Ministry official said 31 died.", "31 died", "S5", ""),
        ("The Defence Ministry says that 31 died.", "31 died", "S4", ""),
        (
            "The National Committee for Investigation and Fact-Finding said it had found 31 dead.",
            "31 dead",
            "S7",
            "",
        ),
        (
            "A resident, Adam Poe, 57, who fled, said 20 died.",
            "20 died",
            "",
            "resident, Adam Poe",
        ),
        ("Two activists told reporters that 20 died.", "20 died", "", "Two activists"),
        ("قال المرصد يوم السبت إن ٣١ شخصاً قتلوا", "٣١ شخصاً", "S1", ""),
        ("وبحسب المرصد فقد قتل ٣١ شخصاً", "٣١ شخصاً", "S1", ""),
        ("Gunmen came, and the doctors who fled said so.", "Gunmen came", "", "doctors who fled"),
        ("Rain fell on the town.", "Rain fell", "", ""),
    ],
    ids=lambda value: value[:28] if isinstance(value, str) else "",
)
def test_a_sentence_says_who_speaks(text: str, words: str, source_ref: str, role: str) -> None:
    """A source by its name; who is no source, by the words that present them."""
    assert speaker(text, words) == (source_ref, role)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The Observatory spoke of 38 men. It said that 20 died.", "20 died", ("S1", "")),
        ("“It was a massacre,” said the Observatory. “Nobody came.”", "Nobody came", ("S1", "")),
        (
            "The Observatory spoke of 38. According to its head, all died.",
            "all died",
            ("S1", "its head"),
        ),
        (
            "A legislator of Lebanon, Adam Poe, said so. The legislator called for help.",
            "help",
            ("", "legislator of Lebanon"),
        ),
        (
            "In Tuwaym 31 were buried. Nine were children, residents said.",
            "Nine",
            ("S6", ""),
        ),
    ],
    ids=["it", "quotation goes on", "its head", "the legislator", "residents"],
)
def test_who_is_not_named_was_named_before(
    text: str, words: str, expected: tuple[str, str]
) -> None:
    """`it`, `its head`, `the legislator`, a quotation that goes on, a bare noun."""
    assert speaker(text, words) == expected


def test_who_passed_it_on_is_told_apart() -> None:
    """The one who speaks is the source, the one who was told or who quotes is the way."""
    for text in (
        "Most places are held, a Defence Ministry official told SANA on Saturday.",
        "SANA quotes a Defence Ministry official as saying that most places are held.",
    ):
        words = "ost places are held"
        assert speaker_in(text, words)[:3] == ("S5", "", ("S3",))


def test_a_denial_is_heard() -> None:
    """A verb that denies makes the words denied."""
    assert speaker_in("The government denied that 31 died.", "31 died").is_denial
    assert not speaker_in("The government said that 31 died.", "31 died").is_denial


def test_a_short_name_counts_only_as_it_is_written() -> None:
    """`who` is not the WHO."""
    assert speaker("The doctors who came said 31 died.", "31 died")[0] == ""
    assert speaker("The WHO said 31 died.", "31 died")[0] == "S9"


@given(TEXTS)
def test_any_text_can_be_listened_to(text: str) -> None:
    """Speakers lie in the text, and words anywhere in it have one or none."""
    for one in speeches(text):
        assert 0 <= one.who.start <= one.who.end <= len(text)
    if text:
        speaker_of(text, Span(0, len(text)), NAMES)
