"""Foreign text made safe to show, and nothing else done to it."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.text import BIDI, C1, HIDDEN, clean, clean_lines, escaped

#: Marks that stack, joiners, selectors and controls: what random text seldom has side by side.
AWKWARD = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("\u0301", "\u034f", "\u064e", "\u0e49", "\u093c", "\u0f71", "\u1ac1", "\u20dd"),
                *("\u200c", "\u200d", "\u200b", "\u200f", "\u061c", "\u202e", "\u2066", "\u180b"),
                *("\ufe00", "\ufe0e", "\ufe0f", "\ufeff", "\u00ad", "\u2028", "\x1b", "\x9b", "\t"),
                *("\r", "\n", "\x7f", "\U000e0041", "\U000e0100", "\U0001fffe", "\ud800", "\udc41"),
                *("م", "ی", "क", "ع", "א", "ก", "ế", "a", " ", "5", "۵", "❤", "👩", "\u115f"),
            ]
        ),
        st.characters(),
    ),
    max_size=24,
).map("".join)
ANY_TEXT = st.one_of(AWKWARD, st.text(), st.text(st.characters(), max_size=30))

LANGUAGES = {
    "Arabic": "قُتِلَ تِسْعَةُ أَشْخَاصٍ، بَيْنَهُمْ مُحَمَّد؛ هل فرّ آخرون؟ «نعم» ١٢٣",
    "Persian": "او می‌گوید: کتاب‌ها را نمی‌خواهم. ۱۲۳۴ نفر",
    "Urdu": "نو افراد ہلاک ہوئے۔ یہ‌کہ",
    "Kurdish": "ناوەکان و شوێنەکان، ڕووداوێک",
    "Hebrew": "תִּשְׁעָה בְּנֵי אָדָם נֶהֶרְגוּ; ״כן״",
    "Hindi": "नौ लोग मारे गए। क्ष, क्‍ष, क्‌ष, श्री, र्‍य",
    "Bengali": "নয়জন নিহত হয়েছে। র‍্যাব",
    "Tamil": "ஒன்பது பேர் கொல்லப்பட்டனர்",
    "Sinhala": "ශ්‍රී ලංකාව",
    "Malayalam": "അവന്‍ പറഞ്ഞു",
    "Thai": "มีผู้เสียชีวิตเก้าคน ที่นี่ น้ำ กำปั้น",
    "Burmese": "ကိုးဦး သေဆုံးခဲ့သည်",
    "Khmer": "មនុស្សប្រាំបួននាក់",
    "Tibetan": "བོད་སྐད་",
    "Vietnamese, composed": "Chín người thiệt mạng ở Điện Biên, ngày mồng một Tết",
    "Vietnamese, taken apart": unicodedata.normalize("NFD", "Chín người thiệt mạng ở Điện Biên"),
    "Yoruba": "Ẹni mẹ́sàn-án ni wọ́n pa",
    "Russian": "Погибли девять человек, ещё й и ё",
    "Greek": "Σκοτώθηκαν εννέα άνθρωποι· ναι;",
    "Armenian": "Իննը մարդ զոհվեց։",
    "Georgian": "ცხრა ადამიანი დაიღუპა",
    "Amharic": "ዘጠኝ ሰዎች ተገደሉ።",
    "Tigrinya": "ትሽዓተ ሰባት",
    "Syriac": "ܬܫܥܐ ܐܢܫܝܢ ܐܬܩܛܠܘ",
    "Chinese": "九人死亡。其他人逃离。",
    "Japanese": "九人が死亡した。が、ぱ、「はい」",
    "Korean": "아홉 명이 숨졌다",
    "Korean, taken apart": unicodedata.normalize("NFD", "아홉 명이 숨졌다"),
    "signs": "“Yes” – no… 5 °C, £3, №7, ½, 100 %, → ☎ © ™",
}


def is_hidden(character: str) -> bool:
    """Whether a terminal acts on a character, or shows nothing for it, wherever it stands."""
    code = ord(character)
    category = unicodedata.category(character)
    return (
        category in {"Cc", "Cs", "Zl", "Zp"}
        or (category == "Cf" and not is_visible_format(character))
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or 0xE0000 <= code <= 0xE0FFF
        or 0xFE00 <= code <= 0xFE0D
        or code in {0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFE0F, 0xFFA0}
        or 0x180B <= code <= 0x180F
        or 0xFFF0 <= code <= 0xFFFB
    )


def is_visible_format(character: str) -> bool:
    """Joiners, which are judged by what stands before them, and signs that enclose numbers."""
    return character in "\u200c\u200d" or bool(
        re.match("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]", character)
    )


@given(ANY_TEXT)
@example("".join(map(chr, range(0x300))))
def test_a_span_into_the_text_is_a_span_into_the_cleaned_text(text: str) -> None:
    """Cleaning replaces code points one for one."""
    assert len(clean(text)) == len(text)
    assert len(clean_lines(text)) == len(text)


@given(ANY_TEXT)
@example("\u180b\u200c")
@example("\u061c\u200c")
@example("م\u200c\u200c")
@example("a" + "\u0301" * 5 + "\u034f" + "\u0301" * 3)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """What is clean stays as it is."""
    assert clean(clean(text)) == clean(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(ANY_TEXT)
def test_nothing_survives_that_a_terminal_acts_on_or_hides(text: str) -> None:
    """No control, no bidi override, no invisible, no tag, no half character, no noncharacter."""
    assert [character for character in clean(text) if is_hidden(character)] == []
    assert [c for c in clean_lines(text) if is_hidden(c) and c != "\n"] == []


def test_no_code_point_of_all_survives_that_is_hidden() -> None:
    """The same for each code point there is, standing alone."""
    survivors = [code for code in range(0x110000) if is_hidden(clean(f"a{chr(code)}b")[1])]
    assert [hex(code) for code in survivors] == []


@given(ANY_TEXT)
def test_a_joiner_survives_only_behind_a_letter_that_joins(text: str) -> None:
    """A joiner behind anything else would be an invisible difference between two words."""
    cleaned = clean(text)
    for at, character in enumerate(cleaned):
        if character in "\u200c\u200d":
            assert at > 0
            assert unicodedata.category(cleaned[at - 1])[0] in "LM"
            assert ord(cleaned[at - 1]) >= 0x600


@given(ANY_TEXT)
def test_a_variation_selector_survives_only_once_behind_a_sign(text: str) -> None:
    """Selectors in a row, or behind a letter, would carry a text that nobody sees."""
    assert not re.search(r"(?:^|[\ufe0e\s]|[^\W0-9_])\ufe0e", clean(text))


@given(ANY_TEXT)
def test_no_more_than_six_marks_stand_on_each_other(text: str) -> None:
    """A tower of marks would be drawn over the lines above."""
    heights = [0]
    for character in clean(text):
        heights.append(heights[-1] + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0)
    assert max(heights) <= 6


@pytest.mark.parametrize(
    "mark", ["\u0301", "\u064e", "\u0941", "\u0e49", "\u0f71", "\u1ac1", "\u20dd"]
)
def test_a_tower_of_marks_is_cut_visibly(mark: str) -> None:
    """Six marks stay, of whatever script, and each further one leaves a sign."""
    assert clean(f"a{mark * 9}b") == f"a{mark * 6}{HIDDEN * 3}b"


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_a_language_stays_whole(text: str) -> None:
    """Letters, marks, joiners, digits and signs of a text that people write are not touched."""
    assert clean(text) == text.replace("\u200d", "\u200c")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x00\x07\x1b[31m\x7f", "␀␇␛[31m␡"),
        ("\x1b]52;c;cm0=\x07", "␛]52;c;cm0=␇"),
        ("\x9b31m\x85", f"{C1}31m{C1}"),
        ("invoice\u202egpj.exe", f"invoice{BIDI}gpj.exe"),
        ("\u2066\u2069\u200e\u200f\u061c", BIDI * 5),
        ("A\u200bB\u2060C\ufeffD\u00adE", f"A{HIDDEN}B{HIDDEN}C{HIDDEN}D{HIDDEN}E"),
        ("a\u200db\u200cc", f"a{HIDDEN}b{HIDDEN}c"),
        ("\u200cمی\u200cگوید", f"{HIDDEN}می\u200cگوید"),
        ("م\u200c\u200cگ", f"م\u200c{HIDDEN}گ"),
        ("۱\u200c۲", f"۱{HIDDEN}۲"),
        ("x\U000e0068\U000e0069", f"x{HIDDEN * 2}"),
        ("😀\U000e0101\U000e0102", f"😀{HIDDEN * 2}"),
        ("م" + "\u064e" * 7 + "\u200c", "م" + "\u064e" * 6 + HIDDEN * 2),
        ("a\ufe00\ufe01\ufe0f\ufe0e", f"a{HIDDEN * 4}"),
        ("❤\ufe0f ☎\ufe0e", "❤\ufe0e ☎\ufe0e"),
        ("❤\ufe0f\ufe0f", f"❤\ufe0e{HIDDEN}"),
        ("1\ufe0f\u20e3", "1\ufe0e\u20e3"),
        ("👩🏽", f"👩{HIDDEN}"),
        ("👩\u200d👧", f"👩{HIDDEN}👧"),
        ("क्ष्\u200dम", "क्ष्\u200cम"),
        ("\ud83d\ude00 \ufffe\U0010ffff", f"{HIDDEN * 2} {HIDDEN * 2}"),
        ("one\ttwo", "one two"),
        ("one\r\ntwo\u2028three", f"one␍␊two{HIDDEN}three"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
def test_a_trick_becomes_visible(text: str, shown: str) -> None:
    """Each thing that hides has a sign; markup is only text."""
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo", "one\ntwo"),
        ("one\r\ntwo\r\n", "one \ntwo \n"),
        ("one\rtwo\n", "one␍two\n"),
        ("\n\n", "\n\n"),
        ("one\x0ctwo\x0b\n\x1b", "one␌two␋\n␛"),
    ],
)
def test_lines_stay_lines(text: str, shown: str) -> None:
    """A line feed ends a line, with or without a CR before it; nothing else does."""
    assert clean_lines(text) == shown


@given(ANY_TEXT)
def test_lines_are_cleaned_one_by_one(text: str) -> None:
    """No line depends on the one before it."""
    *lines, last = text.split("\n")
    ended = [f"{line[:-1]} " if line.endswith("\r") else line for line in lines]
    assert clean_lines(text).split("\n") == [clean(line) for line in (*ended, last)]


@given(st.text(st.characters(max_codepoint=126, min_codepoint=32)))
def test_plain_ascii_is_not_touched(text: str) -> None:
    """What every keyboard has is shown as it is."""
    assert clean(text) == text


@given(ANY_TEXT)
@example("".join(map(chr, range(0x300))))
@example("\\\u202e\\\\\x7f")
def test_json_means_the_same_and_nothing_in_it_acts(text: str) -> None:
    """What `clean` replaces wherever it stands is an escape, the value is the same, and it ends."""
    text = text.encode(errors="replace").decode()
    line = escaped(json.dumps({text: text}, ensure_ascii=False))
    assert json.loads(line) == {text: text}
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", line)
    assert escaped(line) == line
