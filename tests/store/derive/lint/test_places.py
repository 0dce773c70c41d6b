"""Coordinates outside the country, turned round, at 0, 0, or half."""

from __future__ import annotations

import pytest

from store.derive.lint.countries import boxes, lies_in
from tests.builders import location
from tests.store.derive.lint.looked import found, rules

#: Cities, also such as lie at an edge of their country, or far from the rest of it.
CITIES = {
    "SY": [(35.18, 35.95), (37.05, 41.23)],
    "US": [(61.22, -149.9), (21.31, -157.86), (25.76, -80.19), (51.88, -176.65)],
    "RU": [(64.73, 177.51), (54.71, 20.51), (66.16, -169.81)],
    "FJ": [(-18.14, 178.44), (-16.85, -179.97)],
    "NZ": [(-43.95, -176.55), (-36.85, 174.76)],
    "KI": [(1.45, 173.03), (1.87, -157.43)],
    "FR": [(43.30, 5.37), (-20.88, 55.45), (4.92, -52.31)],
    "CL": [(-27.15, -109.43), (-53.16, -70.91)],
    "PS": [(31.50, 34.47)],
    "UA": [(48.0, 37.8), (44.6, 33.5)],
}


@pytest.mark.parametrize("country", CITIES)
def test_cities_lie_in_their_country(country: str) -> None:
    """Also those beyond the 180th meridian, and on islands far away."""
    for lat, lon in CITIES[country]:
        assert lies_in(country, lat, lon), (lat, lon)


def test_every_box_is_one() -> None:
    """South of its north, within the degrees there are, the codes two letters."""
    for code, known in boxes().items():
        assert len(code) == 2
        for box in known:
            assert -90 <= box.south < box.north <= 90
            assert -180 <= box.west <= 180
            assert -180 <= box.east <= 180


def test_a_place_outside_its_country() -> None:
    """A country that is not known, or has no code, is not judged; nor is a missing point."""
    assert rules(location(1, name="Baniyas", country="SY", lat=35.18, lon=35.95)) == []
    assert rules(location(1, name="Baniyas", country="SY", lat=55.18, lon=35.95)) == [
        "outside-country"
    ]
    for country in ("", "XA", "Syria"):
        assert rules(location(1, name="Baniyas", country=country, lat=55.18, lon=35.95)) == []
    assert rules(location(1, name="Baniyas", country="SY")) == []


def test_coordinates_that_were_turned_round_are_swapped_by_a_key() -> None:
    """Where the swapped point lies in the country, and the one that is there does not."""
    (one,) = found(location(1, name="Sanaa", country="YE", lat=44.2, lon=15.35))
    assert one.sentence == ("L1 “Sanaa” lies at 44.2, 15.35, which is not in YE; 15.35, 44.2 is.")
    assert one.mend is not None
    assert dict(one.mend.values) == {"lat": 15.35, "lon": 44.2}
    (one,) = found(location(1, name="Tokyo", country="JP", lat=35.7, lon=-139.7))
    assert one.mend is None


def test_zeros_and_halves() -> None:
    """0, 0 is no place; on the equator or the meridian of Greenwich alone may be one."""
    assert rules(location(1, name="Somewhere", lat=0, lon=0)) == ["zero-coordinates"]
    assert rules(location(1, name="Tema", country="GH", lat=5.67, lon=0)) == []
    half = location(1, name="Half", lat=5.67)
    assert rules(half) == ["half-a-point"]
