"""The demonstration: killings on Syria's coast in March 2025, as public reports tell of them."""

from __future__ import annotations

from datetime import UTC, datetime

from seeds.coast.actors import ACTORS
from seeds.coast.claims_other import OTHER_CLAIMS
from seeds.coast.claims_tolls import TOLLS
from seeds.coast.claims_tolls_elsewhere import TOLLS_ELSEWHERE
from seeds.coast.events_after import EVENTS
from seeds.coast.places import LOCATIONS
from seeds.coast.quotes import QUOTES
from seeds.coast.remarks import ATTACHMENTS, NOTES, VIEWS
from seeds.coast.reports_first_days import FIRST_DAYS
from seeds.coast.reports_months_after import MONTHS_AFTER
from seeds.coast.reports_weeks_after import WEEKS_AFTER
from seeds.coast.sources import SOURCES
from seeds.shelf import Shelf


def shelf() -> Shelf:
    """The demonstration's records."""
    filled = Shelf("demo", datetime(2025, 8, 18, 7, 0, tzinfo=UTC), by="kim")
    filled.add((*FIRST_DAYS, *WEEKS_AFTER, *MONTHS_AFTER))
    filled.add((*EVENTS, *LOCATIONS, *SOURCES, *QUOTES))
    filled.add((*TOLLS, *TOLLS_ELSEWHERE, *OTHER_CLAIMS))
    filled.add((*ACTORS, *ATTACHMENTS, *NOTES, *VIEWS))
    return filled
