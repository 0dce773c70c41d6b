"""Small data sets in the formats of others, made from their published columns."""

from __future__ import annotations

import csv
import io
import json

from store.exports import acled, ucdp

UCDP_ROWS = (
    {
        "id": "214797",
        "year": "2016",
        "active_year": "1",
        "type_of_violence": "1",
        "conflict_name": "Testland: Government",
        "side_a_new_id": "118",
        "side_a": "Government of Testland",
        "side_b": "Test insurgents",
        "number_of_sources": "2",
        "source_article": '"First Wire,2016-01-02,Shells hit, again";"Second Wire,2016-01-03,Two"',
        "source_office": "First Wire;Second Wire",
        "where_prec": "1",
        "where_coordinates": "Test village",
        "adm_1": "Test Governorate",
        "latitude": "34.80",
        "longitude": "36.707602",
        "geom_wkt": "POINT (36.707602 34.80)",
        "country": "Syria",
        "country_id": "652",
        "region": "Middle East",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": "2016-01-01",
        "date_end": "2016-01-01",
        "deaths_a": "2",
        "deaths_b": "0",
        "deaths_civilians": "0",
        "deaths_unknown": "0",
        "low": "2",
        "best": "2",
        "high": "4",
    },
    {
        "id": "214798",
        "year": "2016",
        "type_of_violence": "nine",
        "side_a": "Government  of Testland",
        "where_prec": "8",
        "date_start": "2016-02-30",
        "date_end": "2016-01-09 00:00:00",
        "latitude": "north",
        "longitude": "36",
        "best": "many",
        "high": "4.0",
        "country": "Nowhere",
    },
)
ACLED_ROWS = (
    {
        "event_id_cnty": "TST1",
        "event_date": "07 March 2025",
        "year": "2025",
        "time_precision": "2",
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Test forces",
        "assoc_actor_1": "Test police; Test guards",
        "inter1": "State forces",
        "actor2": "Test group",
        "interaction": "State forces-Rebel group",
        "iso": "760",
        "region": "Middle East",
        "country": "Syria",
        "admin1": "Tartous",
        "location": "Test village",
        "latitude": "35.1820",
        "longitude": "35.9490",
        "geo_precision": "3",
        "source": "First Wire; Second Wire",
        "source_scale": "National",
        "notes": 'On 7 March, "clashes", they said.\nNine dead.',
        "fatalities": "9",
        "tags": "crowd size=no report",
        "timestamp": "1741600000",
    },
    {"event_id_cnty": "TST2", "event_date": "soon", "event_type": "Battles", "fatalities": "0"},
)
TIMEMAP = [
    {
        "id": "CIV0001",
        "date": "03/07/2025",
        "time": "10:30",
        "latitude": "35.182",
        "longitude": "35.949",
        "location": "Test village",
        "description": "A test house is hit.",
        "sources": [
            {
                "id": "S1",
                "path": "https://example.org/post/1",
                "description": "A test video",
            },
            {"id": "S2", "paths": ["https://example.org/post/2"], "title": "T", "description": ""},
        ],
        "filters": [{"key": "Type of area", "value": "Residential"}],
        "graphic": "FALSE",
    },
    {"id": "CIV0002", "date": "some day", "latitude": "", "longitude": "", "description": "Two"},
]
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "a/1",
            "geometry": {"type": "Point", "coordinates": [35.949, 35.182]},
            "properties": {"name": "Clash", "date": "2025-03-07", "killed": 9, "colour": "#f00"},
        },
        {
            "type": "Feature",
            "id": "a/2",
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[35, 35], [36, 35], [36, 36], [35, 35]]],
            },
            "properties": {"name": "Flood", "date": "2025-03", "place": "Test valley"},
            "bbox": [35, 35, 36, 36],
        },
        {"type": "Feature", "id": "a/3", "geometry": None, "properties": {"name": "Nowhere"}},
    ],
}


def table(columns: tuple[str, ...], rows: tuple[dict[str, str], ...], *more: str) -> str:
    """A CSV file with these cells, as data sets write theirs."""
    out = io.StringIO()
    writer = csv.DictWriter(out, (*columns, *more), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


FILES = {
    "ucdp": ("ged.csv", table(ucdp.COLUMNS, UCDP_ROWS)),
    "acled": ("acled.csv", table(acled.COLUMNS, ACLED_ROWS)),
    "timemap": ("timemap.json", json.dumps(TIMEMAP)),
    "geojson": ("events.geojson", json.dumps(GEOJSON)),
}
