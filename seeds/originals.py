"""The texts of the demonstration's reports, how they were kept, and where the evidence stands."""

from __future__ import annotations

import hashlib
from typing import TypeVar

from msgspec.structs import replace

from store.dates import Instant
from store.model import Claim, Quote, Report
from store.spans import Span, find
from store.values import Custody

Cited = TypeVar("Cited", Quote, Claim)


def paragraphs(*texts: str) -> str:
    """A text of several paragraphs."""
    return "\n\n".join(texts)


def kept(report: Report, at: str, by: str, method: str) -> Report:
    """The report with the custody of its original, which is its text in UTF-8."""
    digest = hashlib.sha256(report.text.encode()).hexdigest()
    taken = Custody(at=Instant(at), by=by, act="downloaded", method=method, sha256=digest)
    return replace(report, sha256=digest, retrieved_at=Instant(at), custody=(taken,))


def cited(report: Report, record: Cited, nth: int | None = None) -> Cited:
    """The record with its report and its words' place there; `nth` where they come again."""
    places = _places(report.text, record.words)
    if not places or (nth is None and len(places) > 1):
        raise ValueError(f"{report.ref} has {record.words!r} {len(places)} times")
    start, end = places[(nth or 1) - 1]
    return replace(record, report=report.ref, start=start, end=end)


def _places(text: str, words: str) -> list[Span]:
    places = []
    place = find(text, words)
    while place:
        places.append(place)
        place = find(text, words, place.end)
    return places
