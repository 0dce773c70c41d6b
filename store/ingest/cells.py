"""What the cells of a row say: a whole number, a day, degrees; None where it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from store.dates import PartialDate
from store.exports.cells import plain
from store.ingest.importer import Head
from store.ingest.tables import Row
from store.proposals import Flagged

#: How data sets write that there is nothing: as text, as pandas and R write it.
NOTHING = frozenset({"", "<NA>", "NA", "NaN", "nan", "NULL", "None"})
#: So many digits a count may have: what is longer is no count of people.
_LONGEST_COUNT = 12
#: Shorter cells come again and again, and what they say is remembered.
_SHORT = 64
#: Longer keys are made short: they are held in memory, and written with each record.
_LONGEST_KEY = 120


def said(cell: str) -> str:
    """The cell on one line, without blanks around it; "" where it says that there is nothing."""
    return _said(cell) if len(cell) < _SHORT else _on_one_line(cell)


def whole(cell: str) -> int | None:
    """A whole number that is not negative; `4.0` is one."""
    return _whole(cell) if len(cell) < _SHORT else None


def day(cell: str) -> PartialDate | None:
    """A date as ISO 8601 writes it; of a moment the day."""
    return _day(cell) if len(cell) < _SHORT else None


@lru_cache(maxsize=8192)
def _said(cell: str) -> str:
    text = _on_one_line(cell)
    return "" if text in NOTHING else text


def _on_one_line(cell: str) -> str:
    return " ".join(cell.split())


@lru_cache(maxsize=8192)
def _whole(cell: str) -> int | None:
    digits = cell.strip().removesuffix(".0")
    if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_COUNT:
        return int(digits)
    return None


@lru_cache(maxsize=8192)
def _day(cell: str) -> PartialDate | None:
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
    # Zero has no sign on a map.
    return number + 0.0 if -most <= number <= most else None


def key_of(kind: str, *parts: str) -> str:
    """A key of these parts, short enough to be held by the million."""
    key = f"{kind}:{'|'.join(parts)}"
    return key if len(key) <= _LONGEST_KEY else digest_of(key)


def digest_of(key: str) -> str:
    """A key in 32 signs, which no other has."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def headings_of(head: Head) -> frozenset[str]:
    """The headings of a table, from how its file begins."""
    first = head.text.lstrip("\ufeff\r\n ").partition("\n")[0].lower()
    for delimiter in ";\t|":
        first = first.replace(delimiter, ",")
    return frozenset(name.strip('" \r') for name in first.split(","))


def in_small_letters(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Headings by which cells are looked up; of two that are alike so the first is meant."""
    found: dict[str, None] = {}
    for heading in headings:
        name = heading.lower()
        while name in found:
            name += "'"
        found[name] = None
    return tuple(found)


class Cells(NamedTuple):
    """A row being read, by its headings in small letters."""

    line: int
    raw: dict[str, str]
    back: dict[str, str]
    """By heading, what the fields give back: it need not be kept beside them."""
    flags: list[Flagged]

    @classmethod
    def of(cls, row: Row, names: tuple[str, ...]) -> Cells:
        """Those of a row under headings in small letters."""
        raw = dict(zip(names, row.cells, strict=True))
        for name, cell in raw.items():
            if cell[:1] == "'":
                # Our exports put one before what a spreadsheet would work out.
                raw[name] = plain(cell)
        cells = cls(row.line, raw, {}, [])
        if row.is_short:
            cells.flag("", "the row ends early")
        return cells

    def text(self, column: str) -> str:
        """What a cell says, on one line; "" for nothing."""
        cell = self.raw.get(column)
        return said(cell) if cell else ""

    def flag(self, column: str, reason: str) -> None:
        """Tell what is odd about a row that comes in none the less."""
        self.flags.append(Flagged(self.line, column, reason))

    def people(self, column: str) -> int | None:
        """A number of people; what is none is told of."""
        cell = self.raw.get(column, "")
        number = whole(cell)
        if number is not None:
            self.back[column] = str(number)
        elif said(cell):
            self.flag(column, "is no whole number")
        return number

    def code(self, column: str, most: int) -> int | None:
        """A code from 1 on; another is told of."""
        cell = self.raw.get(column, "")
        number = whole(cell)
        if number is not None and 1 <= number <= most:
            self.back[column] = str(number)
            return number
        if said(cell):
            self.flag(column, f"is not one of 1 to {most}")
        return None

    def day(
        self, column: str, reading: Callable[[str], PartialDate | None] = day
    ) -> PartialDate | None:
        """A day; what is none is told of."""
        cell = self.raw.get(column, "")
        found = reading(cell)
        if found is not None:
            self.back[column] = str(found)
        elif said(cell):
            self.flag(column, "is no day of the calendar")
        return found

    def point(self) -> tuple[float, float] | tuple[None, None]:
        """Latitude and longitude; what is none is told of."""
        north, east = self.text("latitude"), self.text("longitude")
        if not north and not east:
            return None, None
        lat, lon = degrees(north, 90), degrees(east, 180)
        if lat is None or lon is None:
            self.flag("latitude", "latitude and longitude are no point on the map")
            return None, None
        self.back.update(latitude=repr(lat), longitude=repr(lon))
        return lat, lon

    def kept(self, headings: tuple[str, ...]) -> dict[str, str]:
        """What no field gives back, sign for sign, by heading."""
        back = self.back.get
        return {
            heading: cell
            for heading, (name, cell) in zip(headings, self.raw.items(), strict=True)
            if back(name) != cell
        }
