"""What the words of a report may become: a quote, a claim or a place, read from the store."""

from __future__ import annotations

from typing import NamedTuple

from store.derive.guesses import (
    PlaceGuess,
    cited_by,
    claim_from,
    events_by_nearness,
    place_from,
    quote_from,
)
from store.ids import Kind, Ref
from store.model import Claim, Event, Quote, Report
from store.reader import Asker, Reader
from store.references import references
from store.spans import Span


class Guess(NamedTuple):
    """A record that some words may become, with what it names."""

    record: Quote | Claim
    role: str
    """Who is said to speak, where that is no source."""
    events: tuple[Event, ...]
    labels: dict[Ref, str]


def guess_of(
    is_quote: bool, ref: Ref, span: Span, reader: Reader, asker: Asker
) -> Guess | Ref | None:
    """What the words may mean; the record that rests on them already; None without a report."""
    report = reader.find(ref)
    if not isinstance(report, Report):
        return None
    cited = cited_by(reader, ref, span, Kind.QUOTE if is_quote else Kind.CLAIM)
    if cited is not None:
        return cited
    if is_quote:
        quote = quote_from(reader, report, span, asker)
        return Guess(quote, quote.speaker_role, (), labels(reader, quote))
    claim, speaker = claim_from(reader, report, span, asker)
    events = tuple(events_by_nearness(reader, report, span))
    return Guess(claim, speaker.role, events, labels(reader, claim))


def place_of(
    ref: Ref, span: Span, reader: Reader, asker: Asker
) -> tuple[PlaceGuess, tuple[Event, ...]] | None:
    """The place that the words may name, and the events of the report; None without a report."""
    report = reader.find(ref)
    if not isinstance(report, Report):
        return None
    guess = place_from(reader, report, span, asker)
    return guess, tuple(events_by_nearness(reader, report, span))


def labels(reader: Reader, record: Quote | Claim) -> dict[Ref, str]:
    """The labels of what a record names."""
    named = (one.to for one in references(record))
    return {one.ref: one.label for ref in named for one in reader.listing(ref.kind, (ref.number,))}
