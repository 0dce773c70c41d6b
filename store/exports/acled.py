"""Events in the 31 columns of ACLED's export."""

from __future__ import annotations

from collections.abc import Iterator

from store.dates import PartialDate
from store.exports import rows
from store.exports.covering import COVERED
from store.exports.found import Found
from store.exports.whole_event import WholeEvent
from store.ingest import countries
from store.ingest.acled import BETWEEN, DATE_PRECISION, FORMAT, PLACE_PRECISION, day_of
from store.ingest.cells import NOTHING, degrees, said, whole
from store.model import Claim
from store.text import fold
from store.vocabulary import Measure, Side

COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2"),
    *("admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale"),
    *("notes", "fatalities", "tags", "timestamp"),
)
_DAYS = {here: there for there, here in DATE_PRECISION.items()}
_PLACES = {here: there for there, here in PLACE_PRECISION.items()}
#: Steps between those that ACLED has count as the next coarser one.
_DAY_STEPS = (1, 2, 2, 3, 3)
_PLACE_STEPS = (1, 2, 3, 3, 3, 3, 3)
_DEGREES = {"latitude": 90, "longitude": 180}
_LISTS = frozenset({"assoc_actor_1", "assoc_actor_2", "source", "tags"})


def write(found: Found) -> Iterator[str]:
    """The headings, and a row for each event."""
    return rows.write(found, rows.Shape(FORMAT, COLUMNS, _told, _is_same))


def _told(event: WholeEvent) -> dict[str, str | None]:
    record, site = event.event, event.site
    place = site.location if site else None
    start = record.start
    _, best, _ = event.estimate(Measure.KILLED)
    told: dict[str, str | None] = {
        "event_id_cnty": event.key_in(FORMAT),
        "event_date": str(start) if start and len(start) == 10 else _first_day(start),
        "year": start[:4] if start and start[:4].isdigit() else "",
        "time_precision": _day_step(record.date_precision),
        "event_type": record.type,
        "iso": countries.number_of(place.country) if place else "",
        "country": countries.name_of(place.country) if place else "",
        "admin1": place.adm1 if place else "",
        "admin2": place.adm2 if place else "",
        "location": place.name if place else "",
        "latitude": _number(place.lat if place else None),
        "longitude": _number(place.lon if place else None),
        "geo_precision": _place_step(site.link.precision if site else None),
        "source": BETWEEN.join(_sources(event)),
        "notes": COVERED if "summary" in event.hidden else record.summary,
        "fatalities": _number(best),
        "tags": BETWEEN.join(record.tags),
    }
    for side, digit in ((Side.A, "1"), (Side.B, "2")):
        names = [one.name for link, one in event.actors if link.side is side]
        told[f"actor{digit}"] = names[0] if names else ""
        told[f"assoc_actor_{digit}"] = BETWEEN.join(names[1:])
    return told


def _sources(event: WholeEvent) -> Iterator[str]:
    """Who says so: the claimants, else the publishers."""
    claims = [one.source for one in event.claims if isinstance(one.record, Claim) and one.source]
    publishers = [one.publisher for one in event.reports if one.publisher]
    yield from dict.fromkeys(str(one.label) for one in claims or publishers if one.name)


def _is_same(column: str, came: str, ours: str) -> bool:
    """Whether the cell that came in says what the fields say."""
    if column in _DEGREES:
        most = _DEGREES[column]
        # Of two degrees that are no point, neither has come into its field.
        return not ours or degrees(came, most) == degrees(ours, most)
    if column == "event_date":
        return day_of(came) == (day_of(ours) if ours else None)
    if column == "iso":
        return countries.of_number(came) == countries.of_number(ours)
    if column == "country":
        return countries.of_name(came) == countries.of_name(ours)
    if column in _LISTS:
        return _parts(came) == _parts(ours)
    if column == "notes":
        return came == ours or (not ours and came.strip() in NOTHING)
    if (number := whole(ours)) is not None:
        return whole(came) == number
    # What could not be read has left its field empty.
    return fold(said(came)) == fold(ours) or not ours


def _parts(cell: str) -> set[str]:
    return {fold(one) for one in map(said, cell.split(";")) if one}


def _day_step(precision: int | None) -> str:
    if precision is None:
        return ""
    return str(_DAYS.get(precision) or _DAY_STEPS[precision - 1])


def _place_step(precision: int | None) -> str:
    if precision is None:
        return ""
    return str(_PLACES.get(precision) or _PLACE_STEPS[precision - 1])


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def _first_day(date: PartialDate | None) -> str:
    if date is None or date.first_day is None:
        return ""
    from datetime import date as day  # noqa: PLC0415  the name is a field's everywhere else

    return day.fromordinal(date.first_day).isoformat()
