"""What stands behind a field's colon in a query: words, numbers, dates, places."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from store.dates import PartialDate
from store.errors import QueryError
from store.fields import Field, Form, nearest
from store.ids import Ref
from store.syntax import (
    NAMED_DAYS,
    REFERENCE,
    RELATIVE,
    Around,
    Between,
    Day,
    Days,
    Text,
    Value,
)
from store.words import key_of, words

#: How far `near:` may reach: no two places are farther apart.
FARTHEST_KM = 20_038
#: No count has more digits.
MOST_DIGITS = 30
#: A phrase has at most so many words: each is looked for in every text that has the others.
LONGEST_PHRASE = 100


class Token(NamedTuple):
    """A part of a query's text."""

    kind: str
    column: int
    minus: int = 0
    """How many minus signs stand before it."""
    field: str = ""
    text: str = ""
    is_quoted: bool = False
    is_prefix: bool = False
    at: int = 0
    """The column of the text, behind the field's colon."""


def text_of(token: Token) -> Text:
    """Words; QueryError where there are none."""
    found = words(token.text)
    if not found:
        raise QueryError(token.at, "there is no letter or digit to look for", "a word")
    if len(found) > LONGEST_PHRASE:
        raise QueryError(token.at, f"a phrase has at most {LONGEST_PHRASE} words", "fewer words")
    return Text(token.text, token.is_prefix)


def _choice(token: Token, field: Field) -> Text:
    if not token.text.strip():
        raise QueryError(token.at, f"{field.name}: needs a value", _listed(field))
    key = key_of(token.text)
    if field.name == "triage" and key == "irrelevant":
        # So it is called where it is decided.
        return Text("not-relevant")
    known = {key_of(value): value for value in field.vocabulary}
    if known and not token.is_prefix and key not in known:
        near = _spelt(nearest(token.text, known.values()))
        raise QueryError(token.at, f"{field.name}: has no value {token.text}", _listed(field), near)
    if token.is_prefix and field.name in ("has", "is"):
        raise QueryError(token.at, f"{field.name}: takes a whole word", _listed(field))
    if known and token.is_prefix and not any(one.startswith(key) for one in known):
        raise QueryError(token.at, f"no value begins with {token.text}", _listed(field))
    return Text(token.text, token.is_prefix)


def _listed(field: Field) -> str:
    if not field.vocabulary:
        return "a word"
    *firsts, last = map(_spelt, field.vocabulary)
    return f"{', '.join(firsts)} or {last}" if firsts else last


def _spelt(value: str) -> str:
    """A value as it needs no quotation marks."""
    return value.replace(" ", "-")


def _words(token: Token, field: Field) -> Text:
    if not token.text:
        raise QueryError(token.at, f"{field.name}: needs a value", field.form.value)
    return text_of(token)


def _name(token: Token, field: Field) -> Text | Ref:
    if token.is_quoted or token.is_prefix or not REFERENCE.fullmatch(token.text):
        return _words(token, field)
    ref = Ref(token.text)
    kinds = field.kinds if field.form is Form.NAME else field.named
    if ref.kind not in kinds:
        wanted = " or ".join(sorted(kind.noun for kind in kinds))
        raise QueryError(token.at, f"{ref} is no {wanted}", f"a name, or a reference of a {wanted}")
    return ref


_NUMBER = r"[0-9](?:[0-9,_]*[0-9])?"
_COMPARED = re.compile(rf"(>=|<=|>|<)?({_NUMBER})", re.ASCII)
_BETWEEN = re.compile(rf"({_NUMBER})?\.\.({_NUMBER})?", re.ASCII)


def _figure(token: Token, field: Field) -> Between:
    compared, between = _COMPARED.fullmatch(token.text), _BETWEEN.fullmatch(token.text)
    low: int | None
    high: int | None
    if compared and not token.is_prefix:
        number = _count(compared[2], token)
        low, high = {
            None: (number, number),
            ">": (number + 1, None),
            ">=": (number, None),
            "<": (None, number - 1),
            "<=": (None, number),
        }[compared[1]]
    elif between and token.text != ".." and not token.is_prefix:
        low, high = (_count(part, token) if part else None for part in between.groups())
    else:
        raise QueryError(token.at, f"{field.name}: needs a number", field.form.value)
    if (high is not None and high < 0) or (None not in (low, high) and (low or 0) > (high or 0)):
        raise QueryError(token.at, f"no figure is {token.text}", field.form.value)
    return Between(low, high)


def _count(digits: str, token: Token) -> int:
    plain = re.sub("[,_]", "", digits)
    if len(plain) > MOST_DIGITS:
        raise QueryError(token.at, "the number is too large", f"at most {MOST_DIGITS} digits")
    return int(plain)


def _date(token: Token, field: Field) -> Days:
    if token.is_prefix or not token.text:
        raise QueryError(token.at, f"{field.name}: needs a date", field.form.value)
    sign, rest = re.fullmatch(r"(>=|<=|>|<)?(.*)", token.text, re.DOTALL).groups()  # type: ignore[union-attr]
    if field.name in ("before", "after", "known"):
        if sign or ".." in rest:
            raise QueryError(token.at, f"{field.name}: takes one date", "such as 2025-03-07 or 2w")
        return _same(_day(rest, token))
    if sign:
        day = _day(rest, token)
        return Days(day, None, sign) if ">" in sign else Days(None, day, sign)
    low, dots, high = rest.partition("..")
    if not dots:
        return _same(_day(rest, token))
    if not (low or high):
        raise QueryError(token.at, "a range needs one end at least", field.form.value)
    found = _day(low, token) if low else None, _day(high, token) if high else None
    if low and high and _is_reversed(low, high):
        raise QueryError(token.at, f"{low} is later than {high}", "the earlier day first")
    return Days(*found)


def _is_reversed(low: str, high: str) -> bool:
    """Whether both are dates of the calendar, and the first is the later one."""
    if RELATIVE.fullmatch(low) or RELATIVE.fullmatch(high) or {low, high} & NAMED_DAYS.keys():
        return False
    first, last = PartialDate(low).first_day, PartialDate(high).last_day
    return first is not None and last is not None and first > last


def _same(day: Day) -> Days:
    return Days(day, day)


def _day(text: str, token: Token) -> Day:
    if text.lower() in NAMED_DAYS or RELATIVE.fullmatch(text.lower()):
        return Day(text.lower())
    try:
        if "/" in text:
            raise ValueError(f"{text!r} is not one date")
        return Day(PartialDate(text))
    except ValueError as error:
        is_no_day = "calendar" in str(error)
        reason = f"{text} is not in the calendar" if is_no_day else f"{text[:40]} is no date"
        raise QueryError(token.at, reason, Form.DATE.value) from None


_NEAR = re.compile(
    r"(?:(?P<ref>L[1-9][0-9]{0,13})|(?P<north>[+-]?[0-9]{1,3}(?:\.[0-9]{1,9})?),"
    r"(?P<east>[+-]?[0-9]{1,3}(?:\.[0-9]{1,9})?))~(?P<km>[0-9]{1,6}(?:\.[0-9]{1,3})?)(?:km)?",
    re.ASCII,
)


def _around(token: Token, field: Field) -> Around:
    found = _NEAR.fullmatch(token.text)
    if found is None or token.is_prefix:
        place, tilde, distance = token.text.partition("~")
        reason = "near: needs a place by its reference or its degrees"
        if place and not tilde:
            reason = "near: needs a distance behind the place"
        elif distance and _NEAR.fullmatch(f"{place}~1km"):
            reason = f"{distance[:20]} is no distance in km"
        raise QueryError(token.at, reason, field.form.value)
    km = float(found["km"])
    if not 0 < km <= FARTHEST_KM:
        raise QueryError(
            token.at + found.start("km"),
            f"{found['km']} km is no distance on Earth",
            f"more than 0 and at most {FARTHEST_KM:,}",
        )
    if found["ref"]:
        return Around(Ref(found["ref"]), km)
    north, east = float(found["north"]), float(found["east"])
    if abs(north) > 90 or abs(east) > 180:
        raise QueryError(
            token.at,
            f"{found['north']},{found['east']} is not on the globe",
            "degrees north from -90 to 90, then degrees east from -180 to 180",
        )
    # One spelling of zero.
    return Around((north + 0.0, east + 0.0), km)


def _reference(token: Token, field: Field) -> Ref:
    try:
        return Ref(token.text)
    except ValueError:
        raise QueryError(token.at, f"{field.name}: needs a record", field.form.value) from None


VALUES: dict[Form, Callable[[Token, Field], Value]] = {
    Form.CHOICE: _choice,
    Form.TEXT: _words,
    Form.NAME: _name,
    Form.NAMED: _name,
    Form.FIGURE: _figure,
    Form.DATE: _date,
    Form.NEAR: _around,
    Form.SIMILAR: _reference,
}
