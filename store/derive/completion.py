"""What may be meant at the cursor of a query: fields, values in use, queries of before.

What is suggested can be read when it is taken, or is a field that waits for its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from store.derive.in_use import InUse, names_in_use, values_in_use
from store.errors import QueryError
from store.fields import FIELDS, HAS, IS, Field, Form
from store.ids import Ref
from store.query import LONGEST, parse
from store.reader import Asker, Reader
from store.syntax import ORDERS, Around, Asked, Day, Text
from store.words import key_of

#: So many are suggested.
MOST = 20
_DISTANCE_KM = 20.0
_DAYS = ("today", "yesterday", "1w", "2w", "1m", "3m", "1y")
_WORD = re.compile(r"(?P<minus>-*)(?:(?P<field>[A-Za-z][A-Za-z-]*):)?(?P<value>.*)", re.DOTALL)


class Suggestion(NamedTuple):
    """One way to go on."""

    shown: str
    """What takes the place of the word at the cursor."""
    meaning: str
    """What it is, or how many have it; records' own words are not made safe in it."""
    line: str
    """The query when it is taken."""
    cursor: int
    """Where the cursor stands then, in characters from the line's beginning."""


class _Word(NamedTuple):
    """The word at the cursor."""

    start: int
    end: int
    minus: str
    field: str | None
    typed: str
    """What is typed of the value, or of the word without a field, before the cursor."""


def suggestions(
    text: str, cursor: int, reader: Reader, asker: Asker, recent: Sequence[str] = ()
) -> list[Suggestion]:
    """What may come at the cursor, the likeliest first; `recent` are queries, newest first.

    Reads at length, on a worker thread; Interrupted when `stop` of the read says so.
    """
    word = _word_at(text, cursor)
    found: Iterable[tuple[str, str]]
    if word.field is None:
        found = _names(word.typed) if word.typed else ()
    elif word.field.lower() == "sort":
        found = () if word.minus else _orders(word.typed)
    elif word.field.lower() in FIELDS:
        found = _values(FIELDS[word.field.lower()], word.typed, reader, asker)
    else:
        found = ()
    taken = (_taken(text, word, shown, meaning) for shown, meaning in found)
    if _is_query(f"{text[: word.start]}x{text[word.end :]}"):
        # sort: for one stands once, and in no group.
        taken = (one for one in taken if one.shown.endswith(":") or _is_query(one.line))
    asked = (
        Suggestion(one, "asked before", one, len(one)) for one in _before(text, cursor, recent)
    )
    both = {one.line: one for one in (*islice(taken, MOST), *asked) if one.line != text}
    return [one for one in both.values() if len(one.line) <= LONGEST][:MOST]


def _is_query(text: str) -> bool:
    try:
        parse(text)
    except QueryError:
        return False
    return True


def _word_at(text: str, cursor: int) -> _Word:
    """The word that the cursor stands in, or behind."""
    start, end = _span(text, cursor)
    found = _WORD.fullmatch(text[start:cursor])
    minus, field, value = found.group("minus", "field", "value") if found else ("", None, "")
    if value.startswith('"'):
        # A closed quotation is suggested anew, with what it may go on with.
        value = re.sub(r"\\(.)", r"\1", value[1:].removesuffix("*").removesuffix('"'))
    return _Word(start, end, minus, field, value.removesuffix("*"))


def _span(text: str, cursor: int) -> tuple[int, int]:
    at = 0
    while at < len(text):
        if text[at].isspace() or text[at] in "()":
            at += 1
            continue
        start, is_open = at, False
        while at < len(text) and (is_open or not (text[at].isspace() or text[at] in "()")):
            if text[at] == '"':
                is_open = not is_open
            elif text[at] == "\\" and is_open:
                at += 1
            at += 1
        # A quotation that is not closed yet ends where it is written.
        end = cursor if is_open else min(at, len(text))
        if start <= cursor <= at:
            return start, max(end, cursor)
    return cursor, cursor


def _taken(text: str, word: _Word, shown: str, meaning: str) -> Suggestion:
    whole = word.minus + shown
    rest = text[word.end :]
    # A value is whole: what is typed next is another word.
    blank = "" if shown.endswith(":") or rest[:1].isspace() or rest.startswith(")") else " "
    line = text[: word.start] + whole + blank + rest
    return Suggestion(shown, meaning, line, word.start + len(whole) + len(blank))


def _before(text: str, cursor: int, recent: Sequence[str]) -> Iterator[str]:
    """Queries that begin so; all of them where nothing is typed yet."""
    begun = text.lstrip()
    if cursor == len(text):
        yield from islice((one for one in recent if one.startswith(begun) and one != begun), MOST)


# -- names of fields ----------------------------------------------------------------------


def _names(typed: str) -> Iterator[tuple[str, str]]:
    """Fields whose name begins so, then values that do, then fields with it in their name."""
    begun = typed.lower()
    names = {**{name: field.meaning for name, field in FIELDS.items()}, "sort": "the order"}
    for name, meaning in names.items():
        if name.startswith(begun):
            yield f"{name}:", meaning
    key = key_of(typed)
    if len(key) > 1:
        for field in FIELDS.values():
            for value in field.vocabulary:
                if key_of(value).startswith(key):
                    yield str(Asked(field.name, Text(value))), _meaning(field, value)
    for name, meaning in names.items():
        if len(begun) > 2 and begun in name[1:]:
            yield f"{name}:", meaning


def _meaning(field: Field, value: str) -> str:
    if field.name == "is":
        return IS[value][1]
    if field.name == "has":
        return "linked to it" if HAS[value] else "it has one"
    return field.meaning


def _orders(typed: str) -> Iterator[tuple[str, str]]:
    sign = "-" if typed.startswith("-") else ""
    begun = typed.removeprefix("-").lower()
    names = {name: field.meaning for name, field in FIELDS.items() if field.is_sortable}
    for name, meaning in {**ORDERS, **names}.items():
        if name.startswith(begun):
            yield f"sort:{sign}{name}", meaning


# -- values -------------------------------------------------------------------------------


def _values(field: Field, typed: str, reader: Reader, asker: Asker) -> Iterator[tuple[str, str]]:
    match field.form:
        case Form.CHOICE if field.name in ("has", "is"):
            for value in field.vocabulary:
                if _begins(value, typed):
                    yield f"{field.name}:{value}", _meaning(field, value)
        case Form.CHOICE | Form.TEXT:
            yield from _said(field, typed, reader, asker)
        case Form.NAME | Form.NAMED | Form.SIMILAR:
            for one in names_in_use(field, typed, reader, asker):
                yield f"{field.name}:{one.value}", f"{one.label}  {one.how_many}".rstrip()
        case Form.NEAR:
            for one in names_in_use(FIELDS["place"], typed.partition("~")[0], reader, asker):
                around = Around(Ref(one.value), _DISTANCE_KM)
                yield f"{field.name}:{around}", one.label
        case Form.FIGURE:
            yield from _figures(field, typed)
        case Form.DATE:
            yield from _dates(field, typed, reader, asker)


def _said(field: Field, typed: str, reader: Reader, asker: Asker) -> Iterator[tuple[str, str]]:
    """Values in use, those of most records first, then the rest of the vocabulary."""
    used = values_in_use(field, reader, asker)
    counts = {one.value: one.how_many for one in used}
    for value in dict.fromkeys((*counts, *field.vocabulary)):
        if _begins(value, typed):
            yield str(Asked(field.name, Text(value))), counts.get(value, "0")


def _begins(value: str, typed: str) -> bool:
    """Whether a word of the value begins so."""
    wanted = key_of(typed)
    return f"_{wanted}" in f"_{key_of(value)}" if wanted else not typed.strip()


def _figures(field: Field, typed: str) -> Iterator[tuple[str, str]]:
    number = typed.lstrip("<>=")
    if number.isascii() and number.isdigit() and len(number) <= 9:
        yield f"{field.name}:>={int(number)}", "so many, or more"
        yield f"{field.name}:<={int(number)}", "so many, or fewer"
        yield f"{field.name}:{int(number)}", "exactly"
    elif typed in ("", ">"):
        for least in (0, 10, 100, 1000):
            yield f"{field.name}:>{least}", f"more than {least:,}"


def _dates(field: Field, typed: str, reader: Reader, asker: Asker) -> Iterator[tuple[str, str]]:
    sign = typed[: len(typed) - len(typed.lstrip("<>="))]
    if sign not in ("", ">", ">=", "<", "<=") or (sign and field.name in _ONE_DATE):
        return
    begun = typed[len(sign) :].lower()
    for name in _DAYS:
        if name.startswith(begun):
            day = date.fromordinal(Day(name).days(asker.today)[0])
            yield f"{field.name}:{sign}{name}", day.isoformat()
    for one in _months(field, reader, asker):
        if one.value.startswith(begun):
            yield f"{field.name}:{sign}{one.value}", one.how_many


_ONE_DATE = ("before", "after", "known")


def _months(field: Field, reader: Reader, asker: Asker) -> list[InUse]:
    of = {"before": "on", "after": "on", "known": "published"}.get(field.name, field.name)
    return values_in_use(FIELDS[of], reader, asker)
