"""Documents that no typed record can be built from: invalid values, unknown fields, odd JSON."""

from __future__ import annotations

from typing import Any

from seeds.hard.payloads import CONTROLS, LONE_SURROGATE, MARKUP
from store.ids import HIGHEST, Kind

Documents = dict[int, dict[str, Any]]

REPORTS: Documents = {
    14: {
        "title": "A report with invalid values",
        "kind": "telegram",
        "published_at": "2025-02-30",
        "retrieved_at": "yesterday",
        "publisher": "the publisher",
        "derived_from": f"R{HIGHEST + 1}",
        "triage": {"state": "maybe", "reason": "kept"},
        "urgent": "yes",
        "custody": [{"at": "2025-03-09", "by": 7}],
        "tags": ["invalid values"],
    },
    15: {
        "title": "A report whose every field is empty",
        **dict.fromkeys(("author", "url", "archive_url", "language", "text", "sha256"), ""),
        **dict.fromkeys(("publisher", "published_at", "translation", "derived_from")),
        "custody": [],
        "triage": {},
        "assignee": "",
        "tags": ["empty everything"],
    },
    16: {
        "title": LONE_SURROGATE,
        "text": f"{LONE_SURROGATE} and more",
        "tags": ["lone surrogate"],
    },
    17: {
        "title": ["a", "list"],
        "text": 5,
        "language": None,
        "tags": "one word",
        "custody": {"by": "nobody"},
        "note": "values of another type, and tags that are none",
    },
}
EVENTS: Documents = {
    14: {
        "title": "An event with invalid values",
        "status": "bogus",
        "start": "2025-02-30",
        "end": "2025-13",
        "date_precision": 9,
        "clarity": 0,
        "type_scheme": "none",
        "part_of": "Z5",
        "assessment": "maybe",
        "locations": [{"location": "L1"}, {"location": "L0", "role": "site"}],
        "tags": ["invalid values", "a status that is none", "30 February"],
    },
    15: {
        "title": "An event with unknown fields",
        "id": 99,
        "extra": {"kept": True},
        "~id": 98,
        "$ref": "#/events/1",
        "__proto__": {"polluted": True},
        "": "a field without a name",
        "a.b[0]": "a field with a path's name",
        CONTROLS["CSI"]: MARKUP["an action"],
        "constructor": None,
        "nested": {"deep": [{"deeper": [[[]]]}], "number": 1e308, "huge": 10**30, "zero": -0.0},
        "locations": [{"location": "L1", "role": "site", "colour": "unknown"}],
        "estimates": [{"measure": "killed", "best": 3, "certainty": 0.5}],
        "tags": ["unknown fields, also nested", "fields called id and extra"],
    },
    16: {
        "title": "",
        "summary": "",
        "type": "",
        "start": "",
        "locations": [],
        "tags": ["", "empty everything"],
    },
}
LOCATIONS: Documents = {
    6: {
        "name": "Test place beyond the map",
        "lat": 91,
        "lon": 540.5,
        "radius_m": -1,
        "names": "not a list",
        "tags": ["coordinates out of range", "invalid values"],
    },
}
SOURCES: Documents = {
    5: {
        "name": {"sealed": "sha256:00", "opened": "no"},
        "kind": "rumour",
        "reliability": "G",
        "tags": ["invalid values", "a seal with an unknown field"],
    },
}
QUOTES: Documents = {
    7: {
        "report": "R8",
        "start": -1,
        "end": "11",
        "words": 11,
        "form": "shouted",
        "via": ["S1", "nobody"],
        "tags": ["invalid values", "negative offset"],
    },
}
CLAIMS: Documents = {
    8: {
        "event": "E1",
        "measure": "killed",
        "low": -5,
        "high": 2.5,
        "tags": ["negative figure", "invalid values"],
    },
    9: {
        "event": "E1",
        "about": "why",
        "measure": "angered",
        "credibility": 7,
        "stance": "doubts",
        "part_kind": "beside",
        "as_of": "2025-03-09/2025-03-06",
        "covers_from": "../..",
        "low": 10**30,
        "tags": ["invalid values", "a range that ends before it begins", "a figure beyond 64 bits"],
    },
}
OTHERS: dict[Kind, Documents] = {
    Kind.ACTOR: {3: {"name": None, "kind": 3, "scheme_ids": [], "tags": ["invalid values"]}},
    Kind.ATTACHMENT: {
        3: {
            "captured_at": "2025-3-7",
            "report": 7,
            "tags": ["invalid values", "date without zeros"],
        }
    },
    Kind.NOTE: {
        6: {"target": "", "body": {"md": "x"}, "kind": "shout", "tags": ["invalid values"]}
    },
    Kind.VIEW: {4: {"name": True, "columns": {"a": 1}, "tags": ["invalid values"]}},
}
DOCUMENTS: dict[Kind, Documents] = {
    Kind.REPORT: REPORTS,
    Kind.EVENT: EVENTS,
    Kind.LOCATION: LOCATIONS,
    Kind.SOURCE: SOURCES,
    Kind.QUOTE: QUOTES,
    Kind.CLAIM: CLAIMS,
    **OTHERS,
}
GADGETS: Documents = {
    1: {"what": "a table that this program does not know", "parts": [1, 2, {"three": None}]},
    7: {"uid": 12, "created": "never", "title": MARKUP["a closing tag alone"]},
}
