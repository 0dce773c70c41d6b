"""Coordinates that cannot be right: outside the country, turned round, at 0, 0, or half."""

from __future__ import annotations

from collections.abc import Iterator

from store.derive.lint.countries import lies_in
from store.derive.lint.finding import Finding
from store.derive.lint.shelf import Shelf, called
from store.model import Location


def of_location(place: Location, shelf: Shelf) -> Iterator[Finding]:
    """A place that lies where it cannot."""
    lat, lon = place.lat, place.lon
    if lat is None or lon is None:
        if lat is not lon:
            known, lacks = ("latitude", "longitude") if lon is None else ("longitude", "latitude")
            sentence = f"{called(place)} has a {known} and no {lacks}."
            field = "lon" if lon is None else "lat"
            yield shelf.finding("half-a-point", place, field, sentence, f"Enter the {lacks} too.")
    elif lat == lon == 0:
        # Programs write zeros for what they do not know.
        yield shelf.finding(
            "zero-coordinates",
            place,
            "lat",
            f"{called(place)} lies at 0, 0, in the sea off Africa: that mostly means not known.",
            "Take the coordinates away, or enter them.",
            shelf.setting(place, is_asked=False, lat=None, lon=None),
        )
    elif lies_in(place.country, lat, lon) is False:
        yield _outside(place, lat, lon, shelf)


def _outside(place: Location, lat: float, lon: float, shelf: Shelf) -> Finding:
    said = f"{called(place)} lies at {lat:g}, {lon:g}, which is not in {place.country}"
    # A latitude goes to 90, so not every pair can be turned round.
    if abs(lon) <= 90 and lies_in(place.country, lon, lat):
        return shelf.finding(
            "outside-country",
            place,
            "lat",
            f"{said}; {lon:g}, {lat:g} is.",
            "Swap latitude and longitude.",
            shelf.setting(place, is_asked=False, lat=lon, lon=lat),
        )
    mending = "Look at the coordinates, a minus that is missing, and the country."
    return shelf.finding("outside-country", place, "lat", f"{said}.", mending)
