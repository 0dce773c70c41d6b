"""What a cell of a table says: a whole number, a day, degrees; None where it cannot be read."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from store.dates import PartialDate

#: How data sets write that there is nothing: as text, as pandas and R write it.
NOTHING = frozenset({"", "<NA>", "NA", "NaN", "nan", "NULL", "None"})
#: So many digits a count may have: what is longer is no count of people.
_LONGEST_COUNT = 12
#: Longer keys are made short: they are held in memory, and written with each record.
_LONGEST_KEY = 120


def said(cell: str) -> str:
    """The cell on one line, without blanks around it; "" where it says that there is nothing."""
    if not cell.isprintable() or cell[:1] == " " or cell[-1:] == " " or "  " in cell:
        cell = " ".join(cell.split())
    return "" if cell in NOTHING else cell


def whole(cell: str) -> int | None:
    """A whole number that is not negative; `4.0` is one."""
    digits = cell.strip().removesuffix(".0")
    if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_COUNT:
        return int(digits)
    return None


@lru_cache(maxsize=8192)
def day(cell: str) -> PartialDate | None:
    """A date as ISO 8601 writes it; of a moment the day."""
    text = cell.strip()
    if len(text) > 10 and text[10] in " T":
        text = text[:10]
    try:
        return PartialDate(text)
    except ValueError:
        return None


def degrees(cell: str, most: int) -> float | None:
    """Degrees between the most and as many below zero."""
    if "_" in cell:
        return None
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if -most <= number <= most else None


def key_of(kind: str, *parts: str) -> str:
    """A key of these parts, short enough to be held by the million."""
    key = f"{kind}:{'|'.join(parts)}"
    return key if len(key) <= _LONGEST_KEY else digest_of(key)


def digest_of(key: str) -> str:
    """A key in 32 signs, which no other has."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
