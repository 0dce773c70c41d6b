"""Which records a record names: every reference field once, as an edge.

An edge's code is written to disk: never use one again for something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from store.ids import Kind, Ref, mentioned
from store.record import Record

Found = Iterable[tuple[Ref, str]]


class Edge(NamedTuple):
    """A reference field: which kind has it and which kind it names."""

    code: int
    holder: Kind
    field: str
    named: Kind


class Reference(NamedTuple):
    """One reference that a record holds; the role is "" where the field says it all."""

    edge: Edge
    to: Ref
    role: str = ""


def _one(code: int, kind: Kind, field: str, named: Kind) -> tuple[Edge, Callable[[Any], Found]]:
    def found(record: Record) -> Found:
        ref = getattr(record, field)
        return ((ref, ""),) if ref else ()

    return Edge(code, kind, field, named), found


def _edges() -> Iterator[tuple[Edge, Callable[[Any], Found]]]:
    k = Kind

    def many(code: int, kind: Kind, field: str, named: Kind) -> tuple[Edge, Callable[[Any], Found]]:
        return Edge(code, kind, field, named), lambda record: (
            (ref, "") for ref in getattr(record, field)
        )

    yield _one(1, k.REPORT, "publisher", k.SOURCE)
    yield _one(2, k.REPORT, "derived_from", k.REPORT)
    yield (
        Edge(3, k.REPORT, "triage.of", k.REPORT),
        lambda report: ((report.triage.of, ""),) if report.triage.of else (),
    )
    yield _one(4, k.EVENT, "part_of", k.EVENT)
    yield (
        Edge(5, k.EVENT, "locations", k.LOCATION),
        lambda event: ((place.location, str(place.role)) for place in event.locations),
    )
    yield (
        Edge(6, k.EVENT, "actors", k.ACTOR),
        lambda event: ((part.actor, str(part.role or "")) for part in event.actors),
    )
    yield many(7, k.EVENT, "reports", k.REPORT)
    yield _one(8, k.LOCATION, "parent", k.LOCATION)
    yield _one(9, k.QUOTE, "report", k.REPORT)
    yield _one(10, k.QUOTE, "speaker", k.SOURCE)
    yield many(11, k.QUOTE, "via", k.SOURCE)
    yield many(12, k.QUOTE, "events", k.EVENT)
    yield many(13, k.QUOTE, "locations", k.LOCATION)
    yield _one(14, k.CLAIM, "event", k.EVENT)
    yield _one(15, k.CLAIM, "source", k.SOURCE)
    yield many(16, k.CLAIM, "via", k.SOURCE)
    yield _one(17, k.CLAIM, "report", k.REPORT)
    yield _one(18, k.CLAIM, "part_of", k.CLAIM)
    yield _one(19, k.CLAIM, "supersedes", k.CLAIM)
    yield _one(20, k.ATTACHMENT, "report", k.REPORT)
    yield from _of_notes()


def _of_notes() -> Iterator[tuple[Edge, Callable[[Any], Found]]]:
    """A note may be about any record: one edge a kind, so that an edge's two ends are known."""
    for offset, kind in enumerate(Kind):
        yield _one(30 + offset, Kind.NOTE, "target", kind)
    # So may it mention any in its text.  No path walks these: a mention is no link.
    for offset, kind in enumerate(Kind):
        yield (
            Edge(50 + offset, Kind.NOTE, "body", kind),
            lambda note: ((ref, "") for ref in mentioned(note.body)),
        )


_ALL = tuple(_edges())
EDGES = tuple(edge for edge, _ in _ALL)
_OF_KIND = {kind: [pair for pair in _ALL if pair[0].holder is kind] for kind in Kind}


def mention(named: Kind) -> Edge:
    """The edge by which a note mentions a record in its text."""
    return edge(Kind.NOTE, "body", named)


def edge(holder: Kind, field: str, named: Kind | None = None) -> Edge:
    """The edge of that field; `named` tells apart a note's targets."""
    return next(
        e for e in EDGES if (e.holder, e.field) == (holder, field) and named in (None, e.named)
    )


def references(record: Record) -> tuple[Reference, ...]:
    """Every reference in the record whose kind fits its field, in the order of the fields.

    One of another kind (an importer's, a stranger's) is kept in the record and links nothing.
    """
    return tuple(
        Reference(edge, to, role)
        for edge, found in _OF_KIND[record.kind_of]
        for to, role in found(record)
        if to.kind is edge.named
    )


def held(record: Record) -> Iterator[tuple[Edge, Ref]]:
    """Every reference in the record by its field, whether or not its kind fits there."""
    for edge, found in _OF_KIND[record.kind_of]:
        for to, _ in found(record):
            yield edge, to


def misfits(record: Record) -> Iterator[tuple[str, Ref, Kind]]:
    """References of a kind that their field does not name: field, reference, kind expected."""
    for edge, found in _OF_KIND[record.kind_of]:
        if record.kind_of is Kind.NOTE:
            continue
        for to, _ in found(record):
            if to.kind is not edge.named:
                yield edge.field, to, edge.named
