"""Dates, numbers, points and texts as foreign data sets write them.

Nothing is shifted or guessed: what can be read in two ways is not read.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NamedTuple

from store.dates import PartialDate

UNREADABLE_DATE = "the date is not one that can be read"
TWO_WAYS = "the date can be read in two ways"
NO_SECONDS = "the time has a zone and no seconds: 00 stands for them"
SECONDS = "the date is a count of seconds or milliseconds since 1970"
OUT_OF_RANGE = "the coordinates are not on the globe"
SWAPPED = "latitude and longitude look swapped"
HALF_A_POINT = "one coordinate stands without the other"
NO_POINT = "the coordinates are no numbers"

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
_TIME = r"(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?"
_BY_YEAR = re.compile(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)" + _TIME, re.ASCII | re.IGNORECASE)
_TOGETHER = re.compile(r"((?:1[6-9]|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)", re.ASCII)
_BY_NUMBERS = re.compile(r"(\d\d?)([-/.])(\d\d?)\2(\d{4})" + _TIME, re.ASCII | re.IGNORECASE)
_DAY_MONTH = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d\d?)(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})" + _TIME,
    re.ASCII | re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.? (\d\d?)(?:st|nd|rd|th)?,? (\d{4})" + _TIME,
    re.ASCII | re.IGNORECASE,
)
_MONTH = re.compile(r"([a-z]{3,9})\.? (\d{4})", re.ASCII | re.IGNORECASE)


class Written(NamedTuple):
    """A date that was read, or why it could not be, or what is odd about it."""

    date: PartialDate | None
    odd: str = ""


def date_of(value: Any, *, month_first: bool = False) -> Written:
    """A date as it is written; None without a word where there is none.

    Other notations that are taken over, day and hour as they are: a blank for the T, `+0200` for
    `+02:00`, slashes or points after the year first, `20200531`, `31 May 2020`, `May 31, 2020`
    with English names, the letters' `Sun, 31 May 2020 10:00:00 +0000`, and `5/31/2020` or
    `31/5/2020` where one of the two can be no month, or where `month_first` says which is.  A
    count since 1970 is a moment in UTC.
    """
    if isinstance(value, bool) or value is None or value == "":
        return Written(None, UNREADABLE_DATE if isinstance(value, bool) else "")
    if isinstance(value, int | float):
        return _counted(value)
    if not isinstance(value, str):
        return Written(None, UNREADABLE_DATE)
    text = value.strip()
    if not text:
        return Written(None)
    read = _date(text)
    if read is not None:
        return Written(read)
    if len(text) > 60:
        return Written(None, UNREADABLE_DATE)
    start, slash, end = text.partition(" - ")
    if slash:
        first, last = date_of(start, month_first=month_first), date_of(end, month_first=month_first)
        both = _date(f"{first.date}/{last.date}") if first.date and last.date else None
        return Written(both, "" if both else first.odd or last.odd or UNREADABLE_DATE)
    return _in_words(text, month_first)


def _in_words(text: str, month_first: bool) -> Written:
    if found := _BY_YEAR.fullmatch(text):
        return _built(found[1], found[3], found[4], found.groups()[4:])
    if found := _TOGETHER.fullmatch(text):
        return _built(found[1], found[2], found[3], ())
    if found := _BY_NUMBERS.fullmatch(text):
        first, second = found[1], found[3]
        if not month_first and int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
            return Written(None, TWO_WAYS)
        is_month_first = int(second) > 12 or (month_first and int(first) <= 12)
        month, day = (first, second) if is_month_first else (second, first)
        return _built(found[4], month, day, found.groups()[4:])
    if found := _DAY_MONTH.fullmatch(text):
        return _built(found[3], _month(found[2]), found[1], found.groups()[3:])
    if found := _MONTH_DAY.fullmatch(text):
        return _built(found[3], _month(found[1]), found[2], found.groups()[3:])
    if found := _MONTH.fullmatch(text):
        read = _date(f"{found[2]}-{_month(found[1]):0>2}")
        return Written(read, "" if read else UNREADABLE_DATE)
    return Written(None, UNREADABLE_DATE)


def _month(name: str) -> str:
    full = name.lower()
    number = _MONTHS.get(full[:3], 0)
    return str(number) if full in _NAMES else "0"


_NAMES = {
    *_MONTHS,
    "sept",
    *[
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
}


def _built(year: str, month: str, day: str, time: tuple[str | None, ...]) -> Written:
    text = f"{year}-{month:0>2}-{day:0>2}"
    if time and time[0]:
        hour, minute, second, fraction, zone = time
        text += f"T{hour:0>2}:{minute}"
        if second:
            text += f":{second}" + (f".{fraction[:9]}" if fraction else "")
            text += _zone(zone or "")
        elif zone:
            # In our notation a time with a zone has seconds.
            read = _date(f"{text}:00{_zone(zone)}")
            return Written(read, NO_SECONDS if read else UNREADABLE_DATE)
    read = _date(text)
    return Written(read, "" if read else UNREADABLE_DATE)


def _zone(zone: str) -> str:
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    digits = zone[1:].replace(":", "")
    return f"{zone[:1]}{digits[:2]}:{digits[2:] or '00'}" if zone else ""


def _counted(value: float) -> Written:
    import time  # noqa: PLC0415  only counts since 1970 need it

    if isinstance(value, int) and 1000 <= value <= 9999:
        return Written(_date(str(value)))
    if not math.isfinite(value) or not 10**8 <= abs(value) < 10**14:
        return Written(None, UNREADABLE_DATE)
    seconds = value / 1000 if abs(value) >= 10**11 else value
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(math.floor(seconds)))
    return Written(_date(moment), SECONDS)


def _date(text: str) -> PartialDate | None:
    try:
        return PartialDate(text)
    except ValueError:
        return None


class Point(NamedTuple):
    """A point on the globe, or why there is none."""

    lat: float | None = None
    lon: float | None = None
    odd: str = ""


def point_of(lat: Any, lon: Any) -> Point:
    """Latitude and longitude, as numbers or texts; without a word where there are none."""
    if _is_nothing(lat) and _is_nothing(lon):
        return Point()
    if _is_nothing(lat) or _is_nothing(lon):
        return Point(odd=HALF_A_POINT)
    north, east = number_of(lat), number_of(lon)
    if north is None or east is None:
        return Point(odd=NO_POINT)
    if abs(north) <= 90 and abs(east) <= 180:
        return Point(float(north), float(east))
    return Point(odd=SWAPPED if abs(east) <= 90 and abs(north) <= 180 else OUT_OF_RANGE)


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def number_of(value: Any) -> int | float | None:
    """A number, or a text that is one; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value if math.isfinite(value) else None
    if not isinstance(value, str) or len(value) > 40 or "_" in value or not value.isascii():
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    digits = value.strip().removeprefix("+")
    return int(digits) if digits.removeprefix("-").isdigit() else number


def count_of(value: Any) -> int | None:
    """A whole number from 0 on; None for anything else."""
    number = number_of(value)
    if number is None or number < 0 or number != int(number) or number >= 1 << 63:
        return None
    return int(number)


def text_of(value: Any) -> str:
    """A text, or a plain value as one; "" for nothing, JSON for lists and objects."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def texts_of(value: Any) -> tuple[str, ...]:
    """The texts of a list, or of one text alone, each once and none empty."""
    found = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(text for one in found if (text := text_of(one).strip())))
