"""A record of each kind with every field set, each to a value that is found again on the screen."""

from __future__ import annotations

from typing import Any

from store.ids import Kind
from store.record import Record
from tests import builders

TEXT = "It rained. Residents said that 31 people were buried on Saturday. Nobody came."
EVIDENCE: dict[str, Any] = {"report": "R2", "start": 31, "end": 48, "words": TEXT[31:48]}

_OF_ALL: dict[str, Any] = {
    "uid": "0198bbfa-4d80-7776-bc42-c4c2232434ea",
    "tags": ["tagword", "othertag"],
    "sensitivity": "graphic",
    "created": {"at": "2024-01-02T03:04:05Z", "by": "creator"},
    "updated": {"at": "2024-02-03T04:05:06Z", "by": "updater"},
    "origin": {"format": "formatword", "file": "fileword.csv", "row": 4711, "id": "idthere"},
}

DOCUMENTS: dict[Kind, dict[str, Any]] = {
    Kind.REPORT: {
        "kind": "bulletin",
        "title": "titleword",
        "publisher": "S2",
        "author": "authorword",
        "url": "https://example.org/urlword",
        "archive_url": "https://example.org/archiveword",
        "published_at": "2021-01-02",
        "retrieved_at": "2021-02-03T04:05:06Z",
        "language": "ckb",
        "text": "textword " * 3,
        "sha256": "aa11" * 16,
        "derived_from": "R2",
        "translation": {"language": "sv", "text": "translatedword", "by": "translatorword"},
        "custody": [
            {
                "at": "2021-03-04T05:06:07Z",
                "by": "keeperword",
                "act": "actword",
                "method": "methodword",
                "sha256": "bb22" * 16,
            }
        ],
        "triage": {
            "state": "duplicate",
            "reason": "reasonword",
            "when": "2021-05-06",
            "of": "R2",
        },
        "verdict": "misleading",
        "urgent": True,
        "assignee": "assigneeword",
    },
    Kind.EVENT: {
        "title": "titleword",
        "summary": "summaryword",
        "type": "typeword",
        "type_scheme": "UCDP",
        "start": "2022-03-04",
        "end": "2022-03-09",
        "date_precision": 4,
        "clarity": 2,
        "part_of": "E2",
        "locations": [{"location": "L2", "role": "fled to", "precision": 6, "words": "placewords"}],
        "actors": [{"actor": "A2", "side": "B", "role": "perpetrator"}],
        "reports": ["R2"],
        "estimates": [
            {
                "measure": "displaced",
                "group": "groupword",
                "low": 1311,
                "best": 1422,
                "high": 1533,
                "rule": "ruleword",
                "rationale": "rationaleword",
                "by": "estimatorword",
                "at": "2022-04-05T06:07:08Z",
            }
        ],
        "status": "help needed",
        "assessment": "discounted",
        "assessment_scheme": "schemeword",
        "assignee": "assigneeword",
    },
    Kind.LOCATION: {
        "name": "nameword",
        "names": ["othername", "بانياس"],
        "lat": 35.1827,
        "lon": 35.9483,
        "radius_m": 2750.5,
        "adm1": "firstdivision",
        "adm2": "seconddivision",
        "country": "SY",
        "parent": "L2",
        "gazetteer_id": "geonames:163533",
    },
    Kind.SOURCE: {
        "name": "nameword",
        "aliases": ["aliasword", "otheralias"],
        "kind": "party",
        "affiliation": "affiliationword",
        "reliability": "D",
    },
    Kind.QUOTE: {
        **EVIDENCE,
        "form": "indirect",
        "speaker": "S2",
        "speaker_role": "roleword",
        "via": ["S3"],
        "events": ["E2"],
        "locations": ["L2"],
        "translation": {"language": "sv", "text": "translatedword", "by": "translatorword"},
    },
    Kind.CLAIM: {
        **EVIDENCE,
        "event": "E2",
        "about": "toll",
        "value": "valueword",
        "source": "S2",
        "via": ["S3"],
        "measure": "displaced",
        "group": "groupword",
        "sex": "sexword",
        "age": "ageword",
        "low": 1311,
        "high": 1533,
        "approximate": True,
        "cumulative": True,
        "covers_from": "2023-01-02",
        "as_of": "2023-03-04",
        "part_of": "C2",
        "part_kind": "within",
        "supersedes": "C3",
        "credibility": 4,
        "stance": "denies",
    },
    Kind.ACTOR: {
        "name": "nameword",
        "aliases": ["aliasword"],
        "kind": "armed group",
        "scheme_ids": {"ACLED": "acledid", "UCDP": "ucdpid"},
    },
    Kind.ATTACHMENT: {
        "sha256": "cc33" * 16,
        "media_type": "video/quicktime",
        "captured_at": "2020-02-29",
        "report": "R2",
        "shows": "showsword",
    },
    Kind.NOTE: {"target": "E2", "body": "bodyword\nsecondline", "kind": "lead"},
    Kind.VIEW: {
        "name": "nameword",
        "query": "queryword",
        "order": "-orderword",
        "columns": ["columnword", "othercolumn"],
        "position": 7,
    },
}


def document(kind: Kind) -> dict[str, Any]:
    """All fields of the kind."""
    return {**_OF_ALL, **DOCUMENTS[kind]}


def full(kind: Kind) -> Record:
    """The record with all its fields."""
    return builders.BUILDERS[kind](1, **document(kind))


def neighbours() -> list[Record]:
    """What the full records link to."""
    return [
        builders.report(2, title="report two", text=TEXT),
        builders.event(2, title="event two"),
        builders.location(2, name="location two"),
        builders.source(2, name="source two"),
        builders.source(3, name="source three"),
        builders.claim(2, value="claim two", about="where"),
        builders.claim(3, value="claim three", about="where"),
        builders.actor(2, name="actor two"),
    ]
