"""Dates as documents write them: read as they stand, never guessed, never moved to a zone.

Only English month names are known.  `03/04/2009` may be a day of March or of April: it is
left out, and told of.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from store.dates import PartialDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|'?\d\d)(?![\d:])"
_CLOCK = r"(?:[T ]\s*(?P<clock>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?)?"

#: `3 May 2009`, `May 3, 2009`, `2009-05-03T10:00Z`, `3/5/2009`; where a line may have one.
WRITTEN = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d\d-\d\d){_CLOCK}(?![\w-])"
    rf"|{_DAY}[ -]{_MONTH}[ -],?\s?{_YEAR}"
    rf"|{_MONTH.replace('?P<month>', '?P<month2>')}\s{_DAY.replace('?P<day>', '?P<day2>')},?"
    rf"\s{_YEAR.replace('?P<year>', '?P<year2>')}"
    r"|(?P<first>\d{1,2})[/.](?P<second>\d{1,2})[/.](?P<year3>\d{4})(?!\d))",
    re.IGNORECASE | re.ASCII,
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d)"
    r"(?:[T\s]\s*(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d))?(?:[.,]\d+)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_LETTER = re.compile(
    rf"\s*(?:[a-z]{{3,9}},?\s+)?(?P<day>\d{{1,2}})[\s-]{_MONTH}[\s-](?P<year>\d{{4}}|\d\d)"
    r"(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
    r"(?:\s+(?P<zone>[+-]\d{4}|[a-z]{1,5}))?\b",
    re.IGNORECASE | re.ASCII,
)
_ZONES = {
    **dict.fromkeys(("z", "gmt", "ut", "utc"), "Z"),
    "est": "-05:00",
    "edt": "-04:00",
    "cst": "-06:00",
    "cdt": "-05:00",
    "mst": "-07:00",
    "mdt": "-06:00",
    "pst": "-08:00",
    "pdt": "-07:00",
}
#: A line or two of dashes, an agency in brackets, a place in capitals: what stands before the text.
_LEAD = re.compile(
    r"\W*(?:(?:published|posted|updated|date|dated|released?|publication date|issued)\s*(?:on|at)?"
    r"\s*:?\s*)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s*)?",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"[^()\n]{0,60}\([^()\n]{1,40}\)\s*[-–—]*\s*")
_CAPITALS = re.compile(r"[^a-z\n(]{3,60}?[,:]?\s*[-–—]*\s*")
_LINES, _SIGNS = 12, 300


class Dateline(NamedTuple):
    """The date that a text begins with, and what it rests on; or why there is none."""

    date: PartialDate | None
    words: str
    remark: str = ""


def stated(text: str) -> PartialDate | None:
    """A date that is the whole of a value: ISO 8601, as letters have it, or in words."""
    text = " ".join(text[:100].split())
    found = _ISO.fullmatch(text)
    if found:
        return _made(found.groupdict())
    found = _LETTER.match(text)
    if found:
        return _made(found.groupdict())
    found = WRITTEN.fullmatch(text)
    return _read(found).date if found else None


def dateline(text: str) -> Dateline:
    """The date in a text's first lines, where it stands as a dateline and not in a sentence."""
    nothing = Dateline(None, "")
    begun = [line.strip() for line in text[: 20 * _SIGNS].splitlines() if line.strip()]
    for line in begun[:_LINES]:
        found = WRITTEN.search(line[:_SIGNS])
        if not found or not _leads(line[: found.start()], line[found.end() :]):
            continue
        read = _read(found)
        words = line[: found.end()] if found.start() < 80 else found[0]
        if read.date or read.remark:
            return read._replace(words=words)
    return nothing


def _leads(before: str, behind: str) -> bool:
    """Whether what is around a date on its line makes it a dateline."""
    if _AGENCY.fullmatch(before) or (before.strip() and _CAPITALS.fullmatch(before)):
        return True
    # Alone on its line, or with a clock or a name behind it; a sentence would go on.
    return bool(_LEAD.fullmatch(before)) and (len(behind) < 40 or behind.lstrip()[:1] in "([-–—|")


def _read(found: re.Match[str]) -> Dateline:
    given = found.groupdict()
    words = found[0]
    if given["iso"]:
        return Dateline(stated(words), words)
    if given["first"]:
        return _in_figures(int(given["first"]), int(given["second"]), given["year3"], words)
    year = given["year"] or given["year2"]
    parts = {"day": given["day"] or given["day2"], "month": given["month"] or given["month2"]}
    if len(year) == 4:
        return Dateline(_made({**parts, "year": year}), words)
    full = _of_two_figures(year[-2:])
    if full is None:
        remark = f'the date "{words}" has no century, and is left out'
        return Dateline(None, words, remark)
    return Dateline(_made({**parts, "year": full}), words, f"its year is taken as {full}")


def _of_two_figures(year: str) -> str | None:
    """`90` is 1990 as long as 2090 is to come; `09` may be of either century."""
    return f"19{year}" if int(year) > date.today().year % 100 + 1 else None  # noqa: DTZ011  a year alone


def _in_figures(first: int, second: int, year: str, words: str) -> Dateline:
    if first <= 12 and second <= 12 and first != second:
        remark = f'the date "{words}" may be of two months, and is left out'
        return Dateline(None, words, remark)
    day, month = (first, second) if second <= 12 else (second, first)
    return Dateline(_made({"day": str(day), "month": f"{month:02}", "year": year}), words)


def _made(parts: dict[str, str | None]) -> PartialDate | None:
    """A date of the parts; None where no calendar or clock has it."""
    text = _year(parts["year"] or "")
    month, day, hour = parts.get("month"), parts.get("day"), parts.get("hour")
    if month:
        named = month[:3].lower()
        text += f"-{_MONTHS.index(named) + 1:02}" if named in _MONTHS else f"-{month}"
    if day:
        text += f"-{int(day):02}"
    if hour:
        text += f"T{int(hour):02}:{parts['minute']}"
        text += f":{parts['second']}" if parts.get("second") else ""
        text += _zone(parts.get("zone") or "")
    try:
        return PartialDate(text)
    except ValueError:
        return None


def _year(year: str) -> str:
    # Letters' years of two figures, after RFC 5322.
    if len(year) == 2:
        return f"20{year}" if int(year) < 50 else f"19{year}"
    return year


def _zone(zone: str) -> str:
    # -0000 says that the clock's zone is not known.
    if zone in {"", "-0000", "-00:00"}:
        return ""
    if zone[0] in "+-":
        figures = zone.replace(":", "")
        return f"{figures[:3]}:{figures[3:] or '00'}"
    return _ZONES.get(zone.lower(), "")
