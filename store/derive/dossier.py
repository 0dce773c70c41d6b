"""Everything the desk shows of one record: itself, what it names, what is linked to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from store.ids import Kind, Ref
from store.model import Actor, Claim, Note, Quote, Report, Source
from store.reader import Links, Reader
from store.record import Record
from store.references import mention, references
from store.vocabulary import About

AnyRecord = TypeVar("AnyRecord", bound=Record)

#: In the order in which a record's links are read.
LINKED = (
    Kind.EVENT,
    Kind.LOCATION,
    Kind.SOURCE,
    Kind.QUOTE,
    Kind.REPORT,
    Kind.ATTACHMENT,
)
#: So many linked records of a kind are listed; the pane has them all.
LISTED = 40


class LinkedRecord(NamedTuple):
    """A linked record and what it is to the one shown."""

    record: Record
    roles: tuple[str, ...]


class Section(NamedTuple):
    """The linked records of one kind, the first LISTED of them."""

    kind: Kind
    total: int
    """How many there are; UNKNOWN while they are still being read."""
    linked: tuple[LinkedRecord, ...]


class Dossier(NamedTuple):
    """One record with what belongs beside it."""

    record: Record
    names: Mapping[Ref, str]
    """The label of every record that is named in it or in its claims and quotes."""
    short_names: Mapping[Ref, str]
    """The shortest alias of each source that has one."""
    claims: tuple[Claim, ...]
    claims_total: int
    notes: tuple[Note, ...]
    notes_total: int
    mentioned_in: tuple[Note, ...]
    """Notes whose texts mention the record, the newest first."""
    mentioned_in_total: int
    sections: tuple[Section, ...]
    report: Report | None
    """The report, with its text, that a claim's or a quote's evidence lies in."""
    cited: tuple[Claim | Quote, ...]
    """For a report: the claims and quotes that rest on its words."""
    superseded: frozenset[Ref]
    """Claims that a later one replaces."""
    wholes: Mapping[Ref, Claim]
    """For each claim that stands under its whole: that whole."""
    replaced_by: tuple[Ref, ...]
    """For a claim: those that replace it."""
    actors: Mapping[Ref, Actor]
    """The actors named; they have no list of their own."""


def dossier(reader: Reader, ref: Ref) -> Dossier | None:
    """The record's dossier; None when there is no such record."""
    record = reader.find(ref)
    if record is None:
        return None
    claim_links = reader.linked(ref, Kind.CLAIM)
    claims = _claims(reader, claim_links)
    note_links = reader.linked(ref, Kind.NOTE)
    notes = _records(reader, note_links, Note)
    sections = tuple(
        section for kind in LINKED if (section := _section(reader, reader.linked(ref, kind))).total
    )
    mentioning = _mentioning(reader, ref)
    report = _evidence(reader, record)
    cited: tuple[Claim | Quote, ...] = ()
    if isinstance(record, Report):
        quotes = _records(reader, reader.linked(ref, Kind.QUOTE), Quote)
        cited = (*claims, *quotes)
    listed = [one.record for section in sections for one in section.linked]
    shown: list[Record] = [record, *claims, *cited, *listed]
    named = _named(reader, shown)
    return Dossier(
        record=record,
        names={ref: one.label for ref, one in named.items()},
        short_names={ref: one.short_label for ref, one in named.items() if isinstance(one, Source)},
        claims=claims,
        claims_total=claim_links.total,
        notes=notes,
        notes_total=note_links.total,
        mentioned_in=_records(reader, mentioning, Note),
        mentioned_in_total=mentioning.total,
        sections=sections,
        report=report,
        cited=cited,
        superseded=_superseded(reader, claims),
        wholes=_wholes(claims),
        replaced_by=_replaced_by(reader, record),
        actors={ref: one for ref, one in named.items() if isinstance(one, Actor)},
    )


def inside(shown: Dossier) -> tuple[Record, ...]:
    """The record and all that its detail shows words of."""
    listed = tuple(one.record for section in shown.sections for one in section.linked)
    report = (shown.report,) if shown.report else ()
    return (shown.record, *shown.claims, *shown.notes, *shown.cited, *listed, *report)


def _claims(reader: Reader, links: Links) -> tuple[Claim, ...]:
    """The claims, tolls first, the newest first; parts stand under their whole."""
    claims = _records(reader, links, Claim)
    here = {claim.ref for claim in claims}
    ordered: list[Claim] = []

    def take(claim: Claim, depth: int) -> None:
        ordered.append(claim)
        # Records may be made to contain each other: no part is taken twice.
        for part in reversed(claims):
            if part.part_of == claim.ref and part not in ordered and depth < 8:
                take(part, depth + 1)

    for claim in sorted(claims, key=lambda claim: claim.about is not About.TOLL):
        if claim.part_of not in here and claim not in ordered:
            take(claim, 0)
    return (*ordered, *(claim for claim in claims if claim not in ordered))


def _records(reader: Reader, links: Links, record_type: type[AnyRecord]) -> tuple[AnyRecord, ...]:
    found = reader.listing(links.kind, links.numbers[:LISTED])
    return tuple(record for record in found if isinstance(record, record_type))


def _mentioning(reader: Reader, ref: Ref) -> Links:
    """The notes that mention the record; a note about it that does so is among its notes, too."""
    holders = (by for by, _ in reader.named_by(ref, mention(ref.kind)) if by != ref)
    numbers = sorted({by.number for by in holders}, reverse=True)
    return Links(Kind.NOTE, numbers, {}, len(numbers))


def _section(reader: Reader, links: Links) -> Section:
    records = reader.listing(links.kind, links.numbers[:LISTED])
    return Section(
        links.kind,
        links.total,
        tuple(LinkedRecord(record, links.roles.get(record.id, ())) for record in records),
    )


def _evidence(reader: Reader, record: Record) -> Report | None:
    if not isinstance(record, Claim | Quote) or record.report is None:
        return None
    report = reader.find(record.report)
    return report if isinstance(report, Report) else None


def _named(reader: Reader, records: list[Record]) -> dict[Ref, Record]:
    """The records themselves and all that they name, each looked up once."""
    named = {record.ref: record for record in records}
    for record in records:
        for reference in references(record):
            if reference.to not in named:
                found = reader.listing(reference.to.kind, (reference.to.number,))
                named.update((one.ref, one) for one in found)
    return named


def is_superseded(reader: Reader, claim: Claim) -> bool:
    """Whether a later claim replaces it."""
    return bool(_replaced_by(reader, claim))


def _replaced_by(reader: Reader, record: Record) -> tuple[Ref, ...]:
    if not isinstance(record, Claim):
        return ()
    named_by = reader.named_by(record.ref)
    return tuple(ref for ref, held in named_by if held.edge.field == "supersedes")


def _superseded(reader: Reader, claims: tuple[Claim, ...]) -> frozenset[Ref]:
    return frozenset(claim.ref for claim in claims if is_superseded(reader, claim))


def _wholes(claims: tuple[Claim, ...]) -> dict[Ref, Claim]:
    """The whole of each claim that follows it, or another of its parts, in the order shown."""
    wholes: dict[Ref, Claim] = {}
    above: list[Claim] = []
    for claim in claims:
        while above and above[-1].ref != claim.part_of:
            above.pop()
        if above:
            wholes[claim.ref] = above[-1]
        above.append(claim)
    return wholes
