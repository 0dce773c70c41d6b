"""Dates as documents give them: typed strings that keep their own precision.

Forms, after EDTF (ISO 8601-2): `2025`, `2025-03`, `2025-03-07`, `2025-03-07T09:15`,
`2025-03-07T09:15:30+02:00`, a range `2025-03-06/2025-03-08`, an open one `2025-03-06/..`
or `../2025-03-08`.  Nothing is padded and nothing is moved to another time zone: the day
of `2025-03-07T23:30-05:00` is 7 March.
"""

from __future__ import annotations

import re
import time
from datetime import date, datetime
from functools import lru_cache

_POINT = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?"
    r"(Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
OPEN = ".."

#: The day of a record without a date: before every real one, so that newest first puts it last.
UNDATED = 0


@lru_cache(maxsize=8192)
def _bounds(text: str) -> tuple[int, int]:
    """The first and last day, as proleptic ordinals, that one date covers."""
    found = _POINT.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a date such as 2025, 2025-03 or 2025-03-07")
    year, month, day = (int(part) if part else None for part in found.group(1, 2, 3))
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    zone = found[7] or "Z"
    if hour > 23 or minute > 59 or second > 60 or (zone != "Z" and not _is_zone(zone)):
        raise ValueError(f"{text!r} has a time that no clock shows")
    try:
        if month is None:
            return date(year or 0, 1, 1).toordinal(), date(year or 0, 12, 31).toordinal()
        if day is None:
            first = date(year or 0, month, 1).toordinal()
            return first, _last_of_month(year or 0, month)
        ordinal = date(year or 0, month, day).toordinal()
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar") from None
    return ordinal, ordinal


def _last_of_month(year: int, month: int) -> int:
    if month == 12:
        return date(year, 12, 31).toordinal()
    return date(year, month + 1, 1).toordinal() - 1


def _is_zone(zone: str) -> bool:
    return int(zone[1:3]) <= 14 and int(zone[4:6]) <= 59


class PartialDate(str):
    """A date, a part of one, or a range; ValueError when the text is none of these."""

    __slots__ = ()

    def __new__(cls, text: str) -> PartialDate:
        first, last = _range(text)
        if first is not None and last is not None and first > last:
            raise ValueError(f"{text!r} ends before it begins")
        return super().__new__(cls, text)

    @property
    def first_day(self) -> int | None:
        """The earliest day covered, as a proleptic ordinal; None when open."""
        return _range(self)[0]

    @property
    def last_day(self) -> int | None:
        """The latest day covered, as a proleptic ordinal; None when open."""
        return _range(self)[1]

    @property
    def day(self) -> int:
        """The day to order by: the first one covered, else the last, else UNDATED."""
        first, last = _range(self)
        return first or last or UNDATED


def _range(text: str) -> tuple[int | None, int | None]:
    start, slash, end = text.partition("/")
    if not slash:
        return _bounds(text)
    if start == end == OPEN:
        raise ValueError(f"{text!r} is open at both ends")
    first = None if start == OPEN else _bounds(start)[0]
    last = None if end == OPEN else _bounds(end)[1]
    return first, last


class Instant(str):
    """A moment in UTC, to the microsecond at most: `2025-03-09T10:30:00Z`."""

    __slots__ = ()

    def __new__(cls, text: str) -> Instant:
        try:
            # One notation only: moments sort as text. And fromisoformat takes more every year.
            if not _MOMENT.fullmatch(text):
                raise ValueError
            datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a moment such as 2025-03-09T10:30:00Z") from None
        return super().__new__(cls, text)


def now() -> Instant:
    """This moment, to the second."""
    # Valid by the way it is made.
    return str.__new__(Instant, time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
