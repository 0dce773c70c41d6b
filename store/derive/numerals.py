"""Numbers as reports write them, with what is said before and behind them: `at least two dozen`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from store.derive import arabic_numbers as arabic
from store.figures import Figure
from store.spans import Span
from store.words import folding

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: at for at, word in enumerate(_ONES)} | {
    word: 10 * at for at, word in enumerate(_TENS, start=2)
}
_LARGE = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 10**6}
#: Words that stand for no number, with the least that they mean.
_VAGUE = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "tens of thousands": 20_000,
    "hundreds of thousands": 200_000,
    "millions": 2_000_000,
}
_WORD = "|".join([*_ONES[1:], *_TENS])
_SCALE = "|".join(_LARGE)
_TOKEN = rf"(?:{_WORD}|{_SCALE})"
_SPELLED = (
    rf"(?:half\s+a\s+dozen|a\s+couple|(?:(?:{_WORD})|a(?=\s+(?:{_SCALE})\b))"
    rf"(?:(?:[-\s]+|(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+){_TOKEN}\b)*)"
)
_DIGITS = (
    r"\d{1,3}(?:[,\u00a0\u2009\u202f\u066c]\d{3})+(?!\d)"
    rf"|\d{{1,12}}(?:[.\u066b]\d{{1,3}})?(?:\s+(?:thousand|million|{arabic.SCALE}))?"
)
_VAGUELY = "|".join(sorted(_VAGUE, key=len, reverse=True))
#: `10-15` is two numbers, `2025-03-07` is none; the Arabic `and` is written as one with a number.
_NO_PART = r"(?:(?<=\d[-–])(?<!\d{4}[-–])(?<!\d-\d\d-)|(?<![\w$£€.,:/\u066b–-])|(?<=\bو))"


def _number(*alternatives: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_NO_PART}(?P<number>{'|'.join(alternatives)})"
        r"(?![\w%]|[.,:/]\d|-(?:year|month|week|day|hour|kilomet|mile|met)"
        r"|\s*(?:%|per\s?cent|percent))"
    )


_NUMBER = _number(_VAGUELY, _SPELLED, _DIGITS)
#: More to look for, where the text has the script.
_ARABIC_NUMBER = _number(arabic.VAGUELY, arabic.SPELLED, _VAGUELY, _SPELLED, _DIGITS)
_LEAST = "at least|no fewer than|no less than|not fewer than|upwards? of|a minimum of|minimum of"
_MORE = "more than|over|above|exceeding|in excess of"
_MOST = "up to|as many as|at most|no more than|not more than|a maximum of"
_FEWER = "fewer than|less than|under|below"
_ABOUT = "about|around|approximately|roughly|some|an estimated|estimated|nearly|almost|close to|~"
_BEFORE = re.compile(
    rf"(?<!\w)[وفبل]?(?:(?P<most>{_MOST}|{_FEWER}|{arabic.MOST}|{arabic.FEWER})"
    rf"|(?P<least>{_LEAST}|{_MORE}|{arabic.LEAST}|{arabic.MORE})"
    rf"|(?P<about>{_ABOUT}|{arabic.ABOUT}))"
    r"\s*(?:another\s+|a\s+further\s+)?$"
)
#: So much before a number is looked at for what bounds it.
_BOUND = 48
_BEHIND = re.compile(r"\s*(?:\+|-?plus\b|\s+or\s+more\b)")
_LATER = re.compile(arabic.AT_LEAST_BEHIND)
_RANGE = re.compile(r"\s*(?:-|–|\s+to\s+|\s+and\s+)\s*$")
#: What makes of a number something else than a count: a day, an age, a size, an hour.
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_NOT_BEFORE = re.compile(rf"(?:\b(?:aged?|page|no\.|article|resolution)|\b{_MONTH}\.?)\s+$")
_NOT_BEHIND = re.compile(
    rf"(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}"
    r"|\s*,\s*(?:who|from|of|was|told|said)\b"
    rf"|\s+(?:من\s+)?(?:{arabic.MONTHS})\b|\s+(?:{arabic.THINGS})\b"
    r"|\s+(?:more\s+)?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|times?"
    r"|km|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|a\.?m\b|p\.?m\b|dollars?|euros?|percent"
    r"|houses?|homes?|buildings?|vehicles?|cars?|villages?|towns?|places?|videos?|photos?"
    r"|provinces?|districts?|shells?|rockets?|missiles?|air\s?strikes?|strikes?)\b"
)
#: A number of four digits that may be a year.
_YEAR = re.compile(r"(?:19|20)\d\d")
_PEOPLE = re.compile(rf"\s+(?:people|civilians|men|women|{arabic.PEOPLE})\b")


class Numeral(NamedTuple):
    """A number in a text with what bounds it."""

    span: Span
    """Of the number with the words that bound it: `at least two dozen`."""
    number: Span
    """Of the number alone."""
    figure: Figure


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a text that may count something: no dates, ages, distances or hours."""
    folded = folding(text)
    number = _ARABIC_NUMBER if arabic.is_arabic(folded.text) else _NUMBER
    found = [one for one in number.finditer(folded.text) if _counts(folded.text, one)]
    at = 0
    while at < len(found):
        numeral, size = _numeral(folded.text, found[at:])
        yield Numeral(folded.exact(*numeral.span), folded.exact(*numeral.number), numeral.figure)
        at += size


def _counts(text: str, found: re.Match[str]) -> bool:
    if _NOT_BEFORE.search(text, max(0, found.start() - 24), found.start()):
        return False
    if _NOT_BEHIND.match(text, found.end()):
        return False
    # `in 2013` is a year; `1999 people` counts people.
    is_year = _YEAR.fullmatch(found[0]) is not None
    return not is_year or _PEOPLE.match(text, found.end()) is not None


def _numeral(text: str, found: list[re.Match[str]]) -> tuple[Numeral, int]:
    """The first of the numbers, and how many of them belong to it."""
    first = found[0]
    before = _BEFORE.search(text, max(0, first.start() - _BOUND), first.start())
    start = before.start() if before else first.start()
    value, is_vague = _value(first[0])
    if len(found) > 1 and _RANGE.fullmatch(text, first.end(), found[1].start()):
        other, _ = _value(found[1][0])
        joins = text[first.end() : found[1].start()].strip()
        is_between = joins != "and" or text[: first.start()].rstrip().endswith("between")
        if other > value and is_between:
            is_about = before is not None and before["about"] is not None
            whole = Span(start, found[1].end())
            number = Span(first.start(), found[1].end())
            return Numeral(whole, number, Figure(value, other, is_about)), 2
    behind = _BEHIND.match(text, first.end())
    end = behind.end() if behind else first.end()
    is_open = (behind or _LATER.match(text, first.end())) is not None
    figure = _figure(value, before, is_open=is_open, is_vague=is_vague)
    return Numeral(Span(start, end), Span(*first.span()), figure), 1


def _figure(value: int, before: re.Match[str] | None, *, is_open: bool, is_vague: bool) -> Figure:
    """The bounds that the words around a number give it.

    `more than 1,000` is 1,000 or more, as those who count such reports write it.
    """
    if is_vague:
        return Figure(value, None, approximate=True)
    if is_open or (before and before["least"]):
        return Figure(value)
    if before and before["most"]:
        return Figure(None, value)
    return Figure(value, value, approximate=before is not None)


def _value(said: str) -> tuple[int, bool]:
    """What a number says, and whether it is only said vaguely."""
    words = " ".join(said.replace("-", " ").split())
    least = _VAGUE.get(words) or arabic.VAGUE.get(words)
    if least:
        return least, True
    if words == "half a dozen":
        return 6, False
    if words == "a couple":
        return 2, False
    first, _, scale = words.partition(" ")
    if first[0].isdigit():
        plain = re.sub("[,\u00a0\u2009\u202f\u066c]", "", first).replace("\u066b", ".")
        times = _LARGE.get(scale) or arabic.scale_of(scale) or 1
        return int(float(plain) * times) if scale or "." in plain else int(plain), False
    if arabic.is_arabic(words):
        return arabic.value_of(words.split()), False
    total = part = 0
    for word in words.split():
        if word in _LARGE:
            part = max(part, 1) * _LARGE[word]
            if _LARGE[word] >= 1000:
                total, part = total + part, 0
        elif word not in ("a", "and"):
            part += _SMALL[word]
    return total + part, False
