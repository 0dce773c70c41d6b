"""A day, a minute or a time ago as a person types it: as a date, or as a moment."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from store.dates import Instant, PartialDate
from store.text import fold

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WORDED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>[a-z]{3,9})\.?"
    r"(?:\s+(?P<after>\d{1,2})(?:st|nd|rd|th)?(?=[\s,]))?,?\s+(?P<year>\d{4})",
    re.ASCII | re.IGNORECASE,
)
#: The months as they are called in the Levant, and in Egypt and the Gulf; in folded letters.
_ARABIC_MONTHS = {
    fold(name): at
    for at, names in enumerate(
        (
            ("كانون الثاني", "يناير"),
            ("شباط", "فبراير"),
            ("آذار", "مارس"),
            ("نيسان", "أبريل"),
            ("أيار", "مايو"),
            ("حزيران", "يونيو"),
            ("تموز", "يوليو"),
            ("آب", "أغسطس"),
            ("أيلول", "سبتمبر"),
            ("تشرين الأول", "أكتوبر"),
            ("تشرين الثاني", "نوفمبر"),
            ("كانون الأول", "ديسمبر"),
        ),
        start=1,
    )
    for name in names
}
_NAMES = "|".join(_ARABIC_MONTHS).replace(" ", r"\s+")
_ARABIC_MONTH = rf"(?:{_NAMES})"
#: Both names may stand there: `آذار/مارس`.
_BOTH_NAMES = re.compile(rf"({_ARABIC_MONTH})\s*[/(]\s*{_ARABIC_MONTH}(?:\s*\))?(?!\w)")
#: In folded text; the year is the last group.
ARABIC_DAY = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}})\s+(?:من\s+)?)(?P<month>{_ARABIC_MONTH})"
    rf"(?:\s*[/(]\s*{_ARABIC_MONTH}(?:\s*\))?)?(?!\w)(?:،?\s+(?P<year>\d{{4}})(?!\d))?"
)
_ARABIC_WORDED = re.compile(
    rf"(?:(?P<day>\d{{1,2}})\s+(?:من\s+)?)?(?P<month>{_ARABIC_MONTH})،?\s+(?P<year>\d{{4}})"
)
_DIGIT = re.compile(r"\d")
_TYPED = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)


def end_of(text: str) -> Instant:
    """The last second of `2025-03-09`, of `2025-03-09 10:30`, or that of `2025-03-09T10:30:00Z`.

    Without a zone it is the one of this machine, or of TZ.  ValueError for any other form.
    """
    found = _TYPED.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a day or a time such as 2025-03-09 or 2025-03-09 10:30")
    day, minute, second, zone = found.groups()
    typed = f"{day}T{minute or '23:59'}{second or ':59'}{zone or ''}"
    try:
        # Of a minute that a clock set back shows twice, the second one ends later.
        local = datetime.fromisoformat(typed).replace(fold=1)
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar") from None
    try:
        return Instant(local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is outside the years that a clock can show") from None


_AGO = re.compile(r"(\d{1,5})\s*(min|h|d|w)", re.ASCII)
_MOST_MINUTES = 100 * 366 * 24 * 60
_MINUTES = {"min": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}


def start_of(text: str, now: datetime) -> Instant:
    """The moment at which `today`, `yesterday` or `2025-03-09` begins, or that of `2h` ago.

    Days are those of the zone of `now`.  ValueError for any other form, and for what is to come.
    """
    asked = text.strip().lower()
    ago = _AGO.fullmatch(asked)
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    found = _TYPED.fullmatch(text.strip())
    if asked in ("today", "yesterday"):
        began = midnight - timedelta(days=1 if asked == "yesterday" else 0)
    elif ago:
        # So far back that no log has anything before it.
        began = now - timedelta(minutes=min(int(ago[1]) * _MINUTES[ago[2]], _MOST_MINUTES))
    elif found:
        day, minute, second, zone = found.groups()
        try:
            began = datetime.fromisoformat(
                f"{day}T{minute or '00:00'}{second or ':00'}{zone or ''}"
            )
        except ValueError:
            raise ValueError(f"{text!r} is not in the calendar") from None
        began = began if began.tzinfo else began.replace(tzinfo=now.tzinfo)
    else:
        forms = "today, yesterday, 2h, 3d or 2025-03-09"
        raise ValueError(f"{text[:40]!r} is no time such as {forms}")
    if began > now:
        raise ValueError(f"{text!r} has not come yet")
    try:
        # Four digits a year, also of the first ones.
        return Instant(f"{began.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z")
    except OverflowError:
        raise ValueError(f"{text!r} is outside the years that a clock can show") from None


def date_of(text: str) -> PartialDate:
    """The date of `2025-03`, or of `7 March 2025`, `March 7, 2025`, `Mar 2025` and ranges of them.

    So in Arabic, and in digits of any script.  ValueError says why it is none: it is no date, or
    it is not in the calendar.
    """
    asked = with_plain_digits(text.strip())
    if not asked.isascii():
        asked = _BOTH_NAMES.sub(r"\1", fold(asked))
    start, slash, end = asked.partition("/")
    return PartialDate(f"{_plain(start)}{slash}{_plain(end)}")


def with_plain_digits(text: str) -> str:
    """The text with 0 to 9 in the place of the digits of other scripts."""
    return text if text.isascii() else _DIGIT.sub(lambda found: str(int(found[0])), text)


def _plain(text: str) -> str:
    """The date in digits; what is none of these wordings as it is."""
    arabic = None if text.isascii() else _ARABIC_WORDED.fullmatch(text.strip())
    if arabic is not None:
        month = _ARABIC_MONTHS[" ".join(arabic["month"].split())]
        day = f"-{int(arabic['day']):02}" if arabic["day"] else ""
        return f"{arabic['year']}-{month:02}{day}"
    found = _WORDED.fullmatch(text.strip())
    if found is None or (found["day"] and found["after"]):
        return text.strip()
    begun, day = found["month"].lower(), found["day"] or found["after"]
    # `Sept` is as usual as `Sep`.
    months = [at for at, name in enumerate(_MONTHS, 1) if name.startswith(begun)]
    if len(months) != 1:
        return text.strip()
    return f"{found['year']}-{months[0]:02}" + (f"-{int(day):02}" if day else "")
