"""A record as one line that can be pasted into a text, and the address that belongs to it.

What is not known is left out, and words that are covered are never in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from store.derive.dossier import Dossier
from store.figures import range_words
from store.ids import Kind, Ref
from store.model import Attachment, Claim, Event, Location, Note, Quote, Report, Source
from store.text import clean
from store.values import Cover
from store.vocabulary import About, Stance
from tui.render.address import openable

#: So many tolls of an event are told, the newest first.
MOST_TOLLS = 3
#: So many of its places are named.
MOST_PLACES = 3
#: Longer words are cut: nobody pastes more as a citation.
LONGEST = 2000

Names = Mapping[Ref, str]


def citation(dossier: Dossier) -> str:
    """The record in one line, its reference last."""
    record, names = dossier.record, dossier.names
    match record:
        case Report():
            said = _report(record, names)
        case Quote():
            said = _quote(record, dossier)
        case Claim():
            said = _claim(record, dossier)
        case Event():
            said = _event(record, dossier)
        case Location():
            said = _location(record, names)
        case Note():
            by = f"{record.created.by}, {record.created.at[:10]}" if record.created else ""
            about = f"on {record.target}" if record.target else ""
            said = f"{_words(record.body)}{_dash(_joined((by, about)))}"
        case Source():
            aliases = f" ({', '.join(record.aliases)})" if record.aliases else ""
            said = _joined((f"{record.label}{aliases}", record.kind, record.affiliation))
        case _:
            said = str(_plain(record.label))
    return f"{one_line(said)} [{record.ref}]"


def is_partly_covered(dossier: Dossier) -> bool:
    """Whether words are left out of the citation because they are covered."""
    record = dossier.record
    words = (getattr(record, name, "") for name in ("words", "body", "value", "title", "shows"))
    cited = dossier.report.title if dossier.report else ""
    return any(isinstance(one, Cover) for one in (*words, cited))


def one_line(text: str) -> str:
    """The text in one line in which nothing acts, cut where it is long."""
    return clean(" ".join(text[: 4 * LONGEST].split()))


def addresses(dossier: Dossier) -> tuple[tuple[Ref, str, str], ...]:
    """Of the report, or of those that the record rests on: which, whether a copy, the address.

    The address where it was found comes first, then that of the copy which is kept.
    """
    found: dict[tuple[Ref, str], str] = {}
    for report in _reports(dossier):
        for sort, url in (("", report.url), ("archived", report.archive_url)):
            if url.strip():
                found[report.ref, sort] = openable(url) or one_line(url)
    return tuple((ref, sort, url) for (ref, sort), url in found.items())


def _reports(dossier: Dossier) -> Iterable[Report]:
    """The report itself, the one of a quote, a claim or an attachment, those of an event."""
    record = dossier.record
    if isinstance(record, Report):
        return (record,)
    if dossier.report is not None:
        return (dossier.report,)
    if not isinstance(record, Event | Attachment):
        return ()
    sections = (one for one in dossier.sections if one.kind is Kind.REPORT)
    linked = (one.record for section in sections for one in section.linked)
    return (one for one in linked if isinstance(one, Report))


def _report(report: Report, names: Names) -> str:
    # A part of an address would lead elsewhere.
    url, kept = (one if len(one) <= LONGEST else "" for one in (report.url, report.archive_url))
    archived = f"archived: {kept}" if kept and kept != url else ""
    title = _plain(report.label) or f"untitled {report.kind}"
    parts = (title, report.author, _named(report.publisher, names), report.published_at)
    return _joined((*parts, url, archived))


def _quote(quote: Quote, dossier: Dossier) -> str:
    who = _named(quote.speaker, dossier.names)
    role = str(quote.speaker_role)
    speaker = f"{who} ({role})" if who and role else who or role
    return f"{_words(quote.words)}{_dash(_chain(speaker, quote.via, dossier))}{_in(dossier)}"


def _claim(claim: Claim, dossier: Dossier) -> str:
    what = str(_plain(claim.label)) if claim.about is About.TOLL else _words(claim.value)
    if claim.stance is Stance.DENIES:
        what = f"denied: {what}"
    as_of = f"as of {claim.as_of}" if claim.as_of else ""
    who = _chain(_named(claim.source, dossier.names), claim.via, dossier)
    evidence = _words(claim.words) if claim.words and claim.about is About.TOLL else ""
    said = _joined((f"{what}{_dash(who)}", as_of, evidence))
    return f"{said}{_in(dossier)}"


def _chain(who: str, via: Iterable[Ref], dossier: Dossier) -> str:
    named = (who, *(_named(ref, dossier.names) for ref in via))
    return " via ".join(one for one in named if one)


def _in(dossier: Dossier) -> str:
    """The report that has the words."""
    if dossier.report is None:
        return ""
    return f", in: {_report(dossier.report, dossier.names)}"


def _event(event: Event, dossier: Dossier) -> str:
    when = f"{event.start or ''}{f' to {event.end}' if event.end else ''}"
    # A name may have a comma of its own: `al-Qusour, Baniyas`.
    where = " / ".join(_named(one.location, dossier.names) for one in event.locations[:MOST_PLACES])
    tolls = list(islice(_tolls(event, dossier), MOST_TOLLS))
    told = f"; {'; '.join(tolls)}" if tolls else ""
    return f"{_joined((event.label, when, where))}{told}"


def _tolls(event: Event, dossier: Dossier) -> Iterator[str]:
    """The desk's own range, then who says how many; parts and what was replaced are not told."""
    for one in event.estimates[:1]:
        yield f"{range_words(one.low, one.best, one.high)} {one.group} {one.measure} (our range)"
    for claim in dossier.claims:
        is_figure = claim.about is About.TOLL and claim.figure.is_known
        stands = claim.stance is Stance.ASSERTS and claim.ref not in dossier.superseded
        if is_figure and stands and claim.part_of is None:
            who = _chain(_named(claim.source, dossier.names), claim.via, dossier)
            by = _joined((who, f"as of {claim.as_of}" if claim.as_of else ""))
            yield f"{claim.figure} {claim.whom} {claim.measure or ''} ({by or 'nobody named'})"


def _location(location: Location, names: Names) -> str:
    within = _named(location.parent, names) or location.adm2 or location.adm1
    point = ""
    if location.lat is not None and location.lon is not None:
        point = f"{location.lat:.5f}, {location.lon:.5f}"
    return _joined((location.label, within, location.country, point))


def _named(ref: Ref | None, names: Names) -> str:
    return str(_plain(names.get(ref, str(ref)))) if ref else ""


def _words(words: str) -> str:
    return str(_plain(words)) if isinstance(words, Cover) else f"“{words[:LONGEST]}”"


def _plain(words: str) -> str:
    """The words; of covered ones that they are."""
    return "(words covered)" if isinstance(words, Cover) else words[:LONGEST]


def _dash(who: str) -> str:
    return f" — {who}" if who else ""


def _joined(parts: Iterable[str | None]) -> str:
    return ", ".join(str(part) for part in parts if part)
