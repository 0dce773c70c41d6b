"""A day or a minute as a person types it, as the moment at which it ends."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from store.dates import Instant

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
