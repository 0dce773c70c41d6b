"""Dates, counts and coordinates as tables write them: read, or refused with the reason.

Nothing is guessed: a date that may be two days is none until somebody says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from store import moments
from store.dates import PartialDate
from store.figures import Figure

#: What tables write where nothing is known.
NOTHING = frozenset({"", "-", "--", "—", "?", "n/a", "na", "nan", "none", "null", "unknown", "nil"})
#: So many characters a date, a count or a coordinate may have.
_LONGEST = 100


class DayOrder(StrEnum):
    """Which part of `03/04/2025` is the day."""

    DAY_FIRST = "d/m/y"
    MONTH_FIRST = "m/d/y"


_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_WITH_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?(.*)", re.ASCII
)
_MIDNIGHT = re.compile(r"00:00(:00(\.0+)?)?", re.ASCII)
_ZONE = re.compile(r"([+-]\d\d):?(\d\d)?", re.ASCII)
_TOGETHER = re.compile(r"(1[89]|20)\d{6}", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)


def date_in(text: str, order: DayOrder | None = None) -> PartialDate | None:
    """The date that a cell has; None where it says that nothing is known.

    A time of midnight without a zone is what programs put where no time is known: the day is
    meant.  ValueError with the reason: no date, not in the calendar, or one that may be two days.
    """
    return _date_in(_short(text), order)


def _short(text: str) -> str:
    """The cell without blanks around it, in plain digits; ValueError for a long one.

    What short cells say is remembered, so that a long one is not held in memory.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        raise ValueError(f"the value has more than {_LONGEST} signs")
    return moments.with_plain_digits(text)


@lru_cache(maxsize=8192)
def _date_in(text: str, order: DayOrder | None) -> PartialDate | None:
    if text.casefold() in NOTHING:
        return None
    if len(text) == 10 and text[4] == text[7] == "-":
        return PartialDate(text)
    if timed := _WITH_TIME.fullmatch(text):
        day, clock, zone = timed.groups()
        if not zone and _MIDNIGHT.fullmatch(clock):
            return PartialDate(day)
        if zone in ("UTC", "GMT", "z"):
            zone = "Z"
        if shifted := _ZONE.fullmatch(zone):
            zone = f"{shifted[1]}:{shifted[2] or '00'}"
        # A zone wants seconds before it.
        seconds = ":00" if zone and clock.count(":") == 1 else ""
        return PartialDate(f"{day}T{clock}{seconds}{zone}")
    if together := _TOGETHER.fullmatch(text):
        return PartialDate(f"{together[0][:4]}-{together[0][4:6]}-{together[0][6:]}")
    if iso := _ISO.fullmatch(text):
        return PartialDate(f"{iso[1]}-{int(iso[2]):02}-{int(iso[3]):02}")
    if slashed := _SLASHED.fullmatch(text):
        return _slashed(text, slashed, order)
    return moments.date_of(text)


def _slashed(text: str, found: re.Match[str], order: DayOrder | None) -> PartialDate:
    first, sign, second, year = int(found[1]), found[2], int(found[3]), found[4]
    if order is None:
        # With points the day stands first wherever dates are written so.
        order = DayOrder.DAY_FIRST if sign == "." else order_of([text])
    if order is None and first != second:
        raise ValueError(f"{text!r} may be two days; the mapping says which with d/m/y or m/d/y")
    day, month = (second, first) if order is DayOrder.MONTH_FIRST else (first, second)
    return PartialDate(f"{year}-{month:02}-{day:02}")


def order_of(texts: Iterable[str]) -> DayOrder | None:
    """Which part is the day in all of them; None where nothing tells, or they differ."""
    found = set()
    for text in texts:
        slashed = _SLASHED.fullmatch(text.strip())
        if slashed and int(slashed[1]) > 12:
            found.add(DayOrder.DAY_FIRST)
        if slashed and int(slashed[3]) > 12:
            found.add(DayOrder.MONTH_FIRST)
    return found.pop() if len(found) == 1 else None


_WHOLE = re.compile(r"\d{1,15}(?:\.0+)?", re.ASCII)
#: A thousand and more to some, a fraction of zeros to others.
_EITHER = re.compile(r"\d{1,3}\.000", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:[,.' \u00a0\u2009\u202f]\d{3})+", re.ASCII)
_ABOUT = re.compile(
    r"(?:~|≈|about|around|approx\.?|approximately|circa|ca\.?)\s*(.+)", re.IGNORECASE
)
_OVER = re.compile(r"(?:>=|≥|at least|min\.?)\s*(.+)|(.+?)\s*(?:\+|or more)", re.IGNORECASE)
_ABOVE = re.compile(r"(?:>|more than|over)\s*(.+)", re.IGNORECASE)
_UNDER = re.compile(r"(?:<=|≤|at most|up to|max\.?)\s*(.+)", re.IGNORECASE)
_BELOW = re.compile(r"(?:<|fewer than|less than)\s*(.+)", re.IGNORECASE)
_BETWEEN = re.compile(r"(\d[\d,.]*)\s*(?:-|–|to)\s*(\d[\d,.]*)", re.ASCII)


def count_in(text: str) -> Figure | None:
    """The count that a cell has, with its bounds; None where nothing is known, which is not zero.

    ValueError with the reason.
    """
    return _count_in(_short(text))


@lru_cache(maxsize=8192)
def _count_in(said: str) -> Figure | None:
    if said.casefold() in NOTHING:
        return None
    if said.isascii() and said.isdigit() and len(said) < 16:
        return Figure(int(said), int(said))
    if found := _ABOUT.fullmatch(said):
        return Figure(_number(found[1], said), _number(found[1], said), approximate=True)
    if found := _BETWEEN.fullmatch(said):
        low, high = _number(found[1], said), _number(found[2], said)
        if low > high:
            raise ValueError(f"{said!r} is no range")
        return Figure(low, high)
    if found := _OVER.fullmatch(said):
        return Figure(_number(found[1] or found[2], said), None)
    if found := _ABOVE.fullmatch(said):
        return Figure(_number(found[1], said) + 1, None)
    if found := _UNDER.fullmatch(said):
        return Figure(None, _number(found[1], said))
    if found := _BELOW.fullmatch(said):
        return Figure(None, max(_number(found[1], said) - 1, 0))
    number = _number(said, said)
    return Figure(number, number)


def _number(said: str, whole: str) -> int:
    said = said.strip()
    if _EITHER.fullmatch(said):
        raise ValueError(f"{whole[:_LONGEST]!r} may be two counts")
    if _WHOLE.fullmatch(said):
        return int(said.partition(".")[0])
    if _GROUPED.fullmatch(said):
        return int(re.sub(r"\D", "", said))
    raise ValueError(f"{whole!r} is no count")


_DECIMAL = re.compile(r"[-+−]?\d{1,3}(?:[.,]\d{1,20})?", re.ASCII)
_PAIR = re.compile(r"\s*[\[(]?\s*([-+−]?\d[\d.]*)\s*[,; ]\s*([-+−]?\d[\d.]*)\s*[\])]?\s*")


def degrees_in(text: str, most: int) -> float | None:
    """The degrees that a cell has, at most `most` to either side; None where nothing is known.

    A comma may stand for the point.  ValueError with the reason.
    """
    return _degrees_in(_short(text), most)


@lru_cache(maxsize=8192)
def _degrees_in(text: str, most: int) -> float | None:
    said = text
    if said.casefold() in NOTHING:
        return None
    side = said[-1].upper()
    said = said.rstrip("NSEWnsew°º ")
    if not _DECIMAL.fullmatch(said):
        raise ValueError(f"{text!r} is no number of degrees")
    degrees = float(said.replace(",", ".").replace("−", "-"))
    if side in "SW":
        degrees = -abs(degrees)
    if abs(degrees) > most:
        raise ValueError(f"{text!r} is more than {most} degrees")
    return degrees


def point_in(text: str) -> tuple[float, float] | None:
    """Latitude and longitude that stand in one cell, as `35.18, 35.95`; None for nothing.

    ValueError with the reason.
    """
    text = _short(text)
    if text.casefold() in NOTHING:
        return None
    found = _PAIR.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no latitude and longitude")
    lat, lon = degrees_in(found[1], 90), degrees_in(found[2], 180)
    if lat is None or lon is None:
        raise ValueError(f"{text!r} is no latitude and longitude")
    return lat, lon
