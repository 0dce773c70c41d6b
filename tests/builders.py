"""Records and stores for tests, in the words of the people who use them.

    report(3, text="Nine people were killed.")
    claim(1, event="E1", low=9, **evidence(the_report, "Nine people"))
    with a_store(tmp_path / "store", the_report, the_claim) as repository: ...

References are written as on the screen: "E1", not Ref("E1").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store import spans
from store.codec import decode
from store.commands.records import WriteRecords
from store.ids import Kind
from store.model import (
    Actor,
    Attachment,
    Claim,
    Event,
    Location,
    Note,
    Quote,
    Report,
    Source,
    View,
)
from store.record import Record
from store.repository import Repository


def _build(kind: Kind, number: int, fields: dict[str, Any]) -> Any:
    """The record of a document; a field that nobody could have written fails the test."""
    record = decode(kind, number, fields)
    assert not record.extra, (
        f"{kind.noun} has no such field, or not with that value: {record.extra}"
    )
    return record


def report(number: int = 1, **fields: Any) -> Report:
    """A report, by its document id and the fields that matter."""
    built: Report = _build(Kind.REPORT, number, fields)
    return built


def event(number: int = 1, **fields: Any) -> Event:
    """An event; `places` are the references of its locations."""
    places = fields.pop("places", ())
    if places:
        fields["locations"] = [{"location": place} for place in places]
    built: Event = _build(Kind.EVENT, number, fields)
    return built


def location(number: int = 1, **fields: Any) -> Location:
    """A location."""
    built: Location = _build(Kind.LOCATION, number, fields)
    return built


def source(number: int = 1, **fields: Any) -> Source:
    """A source."""
    built: Source = _build(Kind.SOURCE, number, fields)
    return built


def quote(number: int = 1, **fields: Any) -> Quote:
    """A quote."""
    built: Quote = _build(Kind.QUOTE, number, fields)
    return built


def claim(number: int = 1, **fields: Any) -> Claim:
    """A claim."""
    built: Claim = _build(Kind.CLAIM, number, fields)
    return built


def actor(number: int = 1, **fields: Any) -> Actor:
    """An actor."""
    built: Actor = _build(Kind.ACTOR, number, fields)
    return built


def attachment(number: int = 1, **fields: Any) -> Attachment:
    """An attachment."""
    built: Attachment = _build(Kind.ATTACHMENT, number, fields)
    return built


def note(number: int = 1, **fields: Any) -> Note:
    """A note."""
    built: Note = _build(Kind.NOTE, number, fields)
    return built


def view(number: int = 1, **fields: Any) -> View:
    """A saved query."""
    built: View = _build(Kind.VIEW, number, fields)
    return built


#: The builder of each kind, for tests that go through all of them.
BUILDERS: dict[Kind, Callable[..., Record]] = {
    Kind.REPORT: report,
    Kind.EVENT: event,
    Kind.LOCATION: location,
    Kind.SOURCE: source,
    Kind.QUOTE: quote,
    Kind.CLAIM: claim,
    Kind.ACTOR: actor,
    Kind.ATTACHMENT: attachment,
    Kind.NOTE: note,
    Kind.VIEW: view,
}


def evidence(of: Report, words: str) -> dict[str, Any]:
    """The fields of a quote or claim that point at the words in the report."""
    found = spans.find(of.text, words)
    assert found, f"{of.ref} does not say {words!r}"
    return {"report": str(of.ref), "start": found.start, "end": found.end, "words": words}


@contextmanager
def a_store(path: Path, *records: Record, team: bool = False) -> Iterator[Repository]:
    """A new store with these records in one operation, closed in the end."""
    repository = Repository.create(path, team=team)
    try:
        if records:
            repository.run(WriteRecords(records))
        yield repository
    finally:
        repository.close()


def listed(records: Iterable[Record]) -> list[str]:
    """The references of records, as text."""
    return [str(record.ref) for record in records]
