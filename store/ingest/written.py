"""Values of JSON as dates, numbers, points and texts: read, or said why they cannot be.

Nothing is shifted or guessed: what can be read in two ways is not read.
"""

from __future__ import annotations

import json
import math
import time
from typing import Any, NamedTuple

from store.dates import PartialDate
from store.ingest.notations import DayOrder, date_in

UNREADABLE_DATE = "the date is not one that can be read"
TWO_WAYS = "the date can be read in two ways"
NO_SUCH_DAY = "the date is not in the calendar"
SECONDS = "the date is a count of seconds or milliseconds since 1970"
OUT_OF_RANGE = "the coordinates are not on the globe"
SWAPPED = "latitude and longitude look swapped"
HALF_A_POINT = "one coordinate stands without the other"
NO_POINT = "the coordinates are no numbers"


class Written(NamedTuple):
    """A date that was read, or why it could not be, or what is odd about it."""

    date: PartialDate | None
    odd: str = ""


def date_of(value: Any, order: DayOrder | None = None) -> Written:
    """A date as it is written; None without a word where there is none.

    What is no date of ours is read as `notations.date_in` does.  A count of seconds or
    milliseconds since 1970 is a moment in UTC.
    """
    if value is None:
        return Written(None)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return Written(None, UNREADABLE_DATE)
    if not isinstance(value, str):
        return _counted(value)
    text = value.strip()
    if exact := _date(text):
        return Written(exact)
    try:
        return Written(date_in(text, order))
    except ValueError as error:
        said = str(error)
    if "two days" in said:
        return Written(None, TWO_WAYS)
    return Written(None, NO_SUCH_DAY if "calendar" in said else UNREADABLE_DATE)


def _counted(value: float) -> Written:
    if isinstance(value, int) and 1000 <= value <= 9999:
        return Written(_date(str(value)))
    if not math.isfinite(value) or not 10**8 <= abs(value) < 10**14:
        return Written(None, UNREADABLE_DATE)
    seconds = value / 1000 if abs(value) >= 10**11 else value
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(math.floor(seconds)))
    read = _date(moment)
    return Written(read, SECONDS if read else UNREADABLE_DATE)


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
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        # As JSON has it, in a fraction of the time.
        return repr(value)
    return json.dumps(value, ensure_ascii=False)


def texts_of(value: Any) -> tuple[str, ...]:
    """The texts of a list, or of one text alone, each once and none empty."""
    found = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(text for one in found if (text := text_of(one).strip())))
