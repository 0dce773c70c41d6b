"""The cases that break naive programs; each record's tag says which one it is."""

from __future__ import annotations

from datetime import UTC, datetime

from seeds.hard import raw
from seeds.hard.claims import CLAIMS, QUOTES
from seeds.hard.events import EVENTS
from seeds.hard.records import ACTORS, ATTACHMENTS, LOCATIONS, NOTES, SOURCES, VIEWS
from seeds.hard.reports import REPORTS
from seeds.shelf import Shelf


def shelf() -> Shelf:
    """The hard cases, valid or not."""
    filled = Shelf("hard_cases", datetime(2025, 8, 18, 7, 0, tzinfo=UTC), by="test\u202edesk")
    filled.add((*REPORTS, *EVENTS, *LOCATIONS, *SOURCES, *QUOTES, *CLAIMS))
    filled.add((*ACTORS, *ATTACHMENTS, *NOTES, *VIEWS))
    for kind, documents in raw.DOCUMENTS.items():
        for number, document in documents.items():
            filled.add_raw(kind, number, document)
    for number, document in raw.GADGETS.items():
        filled.add_foreign("gadgets", number, document)
    return filled
