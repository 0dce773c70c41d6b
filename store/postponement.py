"""When a report that is put off comes back, as a person types it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from store.dates import PartialDate
from store.errors import WrongValue

#: What may be typed, in a few words.
HINT = "tomorrow, 2d, 1w, 3h, friday, 15:30 or a date such as 2026-03-07"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"(?:in )?(\d{1,4}) ?(min|h|d|w|m)(?:[a-z]*)", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
_DATE = re.compile(r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?", re.ASCII)
_AND_CLOCK = re.compile(r"(.*?\S)(?: at | |(?<=\d)t)(\d{1,2}[:.]\d{2})", re.ASCII)


class Usual(NamedTuple):
    """A time at which reports often come back."""

    key: str
    typed: str
    words: str


#: What the menu offers, by digits.
USUAL = (
    Usual("1", "1h", "in an hour"),
    Usual("2", "tomorrow", "tomorrow"),
    Usual("3", "2d", "in two days"),
    Usual("4", "1w", "in a week"),
    Usual("5", "1m", "in a month"),
)


def returning(text: str, now: datetime) -> PartialDate:
    """When a report comes back, by what was typed at that moment; WrongValue for anything else.

    `now` has a time zone.  A day is kept as a day; a time of day with its zone.
    """
    typed = " ".join(text.lower().split())
    if not typed:
        raise _wrong(f"When it comes back has to be said: {HINT}.")
    found = _clock(typed, now) or _span(typed, now) or _day_and_clock(typed, now)
    day = _day(typed, now) if found is None else None
    if found is None and day is None:
        shown = repr(text.strip()[:40])
        raise _wrong(f"{shown} is no time that can be understood. Type {HINT}.")
    if found is not None and found <= now:
        raise _wrong(f"{said(found, now)} is past already. Type a later time.")
    if day is not None and (day.first_day or 0) <= now.date().toordinal():
        past = "is past already"
        if (day.last_day or 0) >= now.date().toordinal():
            past = "is today" if day.first_day == day.last_day else "has begun already"
        raise _wrong(f"{day} {past}. Type a later day, or a time of today.")
    return day or PartialDate(found.isoformat(timespec="minutes") if found else "")


def _wrong(sentence: str) -> WrongValue:
    return WrongValue("when", sentence)


def _clock(typed: str, now: datetime) -> datetime | None:
    """`15:30`: today, or where that is past tomorrow."""
    found = _CLOCK.fullmatch(typed)
    if not found:
        return None
    today = _at(now.date(), found)
    return today if today > now else _at(_shifted(now.date(), 1, typed), found)


def _at(day: date, clock: re.Match[str]) -> datetime:
    # Naive until here: the zone of that day may have another offset than that of today.
    try:
        return datetime(day.year, day.month, day.day, int(clock[1]), int(clock[2])).astimezone()
    except (ValueError, OverflowError):
        raise _outside(day.isoformat()) from None


def _span(typed: str, now: datetime) -> datetime | None:
    """`3h` or `20min`; what is counted in days is a day."""
    found = _SPAN.fullmatch(typed)
    if not found or found[2] not in ("h", "min"):
        return None
    spans = {"h": timedelta(hours=int(found[1])), "min": timedelta(minutes=int(found[1]))}
    try:
        return (now + spans[found[2]]).replace(second=0, microsecond=0)
    except OverflowError:
        raise _outside(typed) from None


def _day_and_clock(typed: str, now: datetime) -> datetime | None:
    """`tomorrow 9:00`, `2026-03-07 15:30`."""
    found = _AND_CLOCK.fullmatch(typed)
    clock = _CLOCK.fullmatch(found[2]) if found else None
    if not found or not clock:
        return None
    day = now.date() if found[1] == "today" else None
    said_day = _day(found[1], now) if day is None else None
    if said_day is not None and said_day.first_day == said_day.last_day:
        day = date.fromordinal(said_day.day)
    return _at(day, clock) if day else None


def _day(typed: str, now: datetime) -> PartialDate | None:
    today = now.date()
    if typed in ("today", "tomorrow"):
        return _as_date(_shifted(today, int(typed == "tomorrow"), typed))
    if len(typed) >= 3 and any(name.startswith(typed) for name in DAYS):
        wanted = next(at for at, name in enumerate(DAYS) if name.startswith(typed))
        return _as_date(_shifted(today, (wanted - today.weekday() - 1) % 7 + 1, typed))
    span = _SPAN.fullmatch(typed)
    if span:
        count = int(span[1])
        if span[2] == "m":
            return _as_date(_months_later(today, count, typed))
        return _as_date(_shifted(today, count * (7 if span[2] == "w" else 1), typed))
    if not _DATE.fullmatch(typed):
        return None
    year, *rest = typed.split("-")
    try:
        return PartialDate("-".join((year, *(part.zfill(2) for part in rest))))
    except ValueError:
        raise _outside(typed) from None


def _as_date(day: date) -> PartialDate:
    return PartialDate(day.isoformat())


def _shifted(day: date, days: int, typed: str) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise _outside(typed) from None


def _months_later(day: date, months: int, typed: str) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise _outside(typed)


def _outside(typed: str) -> WrongValue:
    return _wrong(f"{typed} is not in the calendar. Type {HINT}.")


def said(when: datetime, now: datetime) -> str:
    """A moment as short as it can be told: `15:30`, `2026-03-07 15:30`."""
    local = when.astimezone()
    form = "%H:%M" if local.date() == now.date() else "%Y-%m-%d %H:%M"
    return local.strftime(form)
