"""What the demonstration promises to whoever opens it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
from rich.cells import cell_len

from seeds.build import FOLDER
from store import spans
from store.codec import decode, encode, encode_json
from store.dates import UNDATED
from store.ids import Kind, Ref
from store.model import Claim, Event, Location, Note, Quote, Report, Source
from store.record import Record
from store.rules import check, check_evidence
from store.vocabulary import (
    About,
    NoteKind,
    PartKind,
    QuoteForm,
    ReportKind,
    SourceKind,
    Stance,
    TriageState,
)
from tests.seeds.conftest import Tables

R = TypeVar("R", bound=Record)

AT_LEAST = {
    Kind.REPORT: 15,
    Kind.EVENT: 12,
    Kind.LOCATION: 12,
    Kind.SOURCE: 12,
    Kind.QUOTE: 12,
    Kind.CLAIM: 20,
    Kind.ACTOR: 6,
    Kind.ATTACHMENT: 2,
    Kind.NOTE: 4,
    Kind.VIEW: 3,
}

#: Which fields lead to which kind; `part_of` stays within its kind, a note's target may be any.
LEADING_TO = {
    Kind.SOURCE: {"publisher", "speaker", "via", "source"},
    Kind.REPORT: {"report", "reports", "derived_from", "of"},
    Kind.EVENT: {"event", "events"},
    Kind.LOCATION: {"location", "locations", "parent"},
    Kind.ACTOR: {"actor"},
    Kind.CLAIM: {"supersedes"},
}
WANTED = {field: kind for kind, fields in LEADING_TO.items() for field in fields}

#: Capitals within a sentence that begin no private person's name.
NO_PRIVATE_NAME = """
    Thursday Friday Saturday Sunday Monday Tuesday Wednesday March May July
    Alawite Alawites Sunni Druze Syrian Lebanese Mediterranean Russia Britain Geneva Tripoli
    Idlib Hama Qadmus Bayda Sheikh Hilal Sweida Ministry Network Red Cross Bashar Assad UN
"""


class Desk:
    """The store's records by reference."""

    def __init__(self, tables: Tables) -> None:
        self.records: dict[str, Record] = {
            kind.ref(int(number)): decode(kind, int(number), document)
            for kind in Kind
            for number, document in tables[kind.table].items()
        }

    def every(self, kind: type[R]) -> list[R]:
        """All records of a kind, in order of id."""
        return [record for record in self.records.values() if isinstance(record, kind)]

    def one(self, kind: type[R], **wanted: Any) -> R:
        """The only record of a kind whose fields are as wanted."""
        found = [
            record
            for record in self.every(kind)
            if all(getattr(record, name) == value for name, value in wanted.items())
        ]
        assert len(found) == 1, (wanted, found)
        return found[0]

    def text(self, ref: Ref) -> str | None:
        """The text of the report with that reference."""
        report = self.records.get(ref)
        return report.text if isinstance(report, Report) else None

    def name(self, ref: Ref | None) -> str:
        """What the record with that reference is called."""
        return self.records[ref].label if ref else ""


@pytest.fixture(scope="module")
def desk(demo: Tables) -> Desk:
    """The demonstration's records."""
    return Desk(demo)


@pytest.fixture(scope="module")
def coast(desk: Desk) -> Event:
    """The event for the killings as a whole."""
    return desk.one(Event, title="Killings on the coast, 6-10 March 2025")


def test_there_is_enough_of_each_kind(demo: Tables) -> None:
    """Each table has at least as many records as a tour of the desk needs, ids without gaps."""
    for kind, wanted in AT_LEAST.items():
        numbers = [int(number) for number in demo[kind.table]]
        assert len(numbers) >= wanted, kind
        assert numbers == [*range(1, len(numbers) + 1)]


def test_every_document_is_one_the_desk_writes(demo: Tables, desk: Desk) -> None:
    """Each record obeys the rules, keeps nothing in `extra`, and is written back as it was."""
    for ref, record in desk.records.items():
        check(record)
        check_evidence(record, None, desk.text)
        assert record.extra == {}
        assert encode(record) == demo[Ref(ref).kind.table][ref[1:]]


def test_every_line_is_what_the_codec_writes(desk: Desk) -> None:
    """Each document's line in the file is the codec's JSON, to the byte."""
    written = (FOLDER / "demo" / "incidents.json").read_bytes()
    for ref, record in desk.records.items():
        assert b'\n"%s": %s' % (ref[1:].encode(), encode_json(record)) in written


def references(document: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Each field of a document that refers to a record, with the reference."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield from references(value, name)
    elif isinstance(document, list):
        for value in document:
            yield from references(value, field)
    elif field in WANTED or field in {"part_of", "target"}:
        yield field, document


def test_every_reference_resolves(desk: Desk) -> None:
    """Each reference leads to a record that is there, and of the right kind."""
    for ref, record in desk.records.items():
        for field, to in references(encode(record)):
            assert to in desk.records, (ref, field, to)
            wanted = record.kind_of if field == "part_of" else WANTED.get(field, Ref(to).kind)
            assert Ref(to).kind is wanted, (ref, field, to)


def test_every_link_in_a_note_resolves(desk: Desk) -> None:
    """Each `[[...]]` in a note leads to a record, and one leads to the event as a whole."""
    links = [link for note in desk.every(Note) for link in re.findall(r"\[\[(.*?)\]\]", note.body)]
    assert "E1" in links
    assert set(links) <= set(desk.records)


def test_every_span_holds_its_words(desk: Desk) -> None:
    """Each quote and claim has words, and its report has them where it says."""
    cited: list[Quote | Claim] = [*desk.every(Quote), *desk.every(Claim)]
    for record in cited:
        assert record.report is not None
        assert record.start is not None
        assert record.end is not None
        text = desk.text(record.report) or ""
        assert spans.mismatch(text, record.start, record.end, record.words) is None


def test_every_place_is_worded_as_in_a_report(desk: Desk) -> None:
    """The words with an event's place are those of one of its reports."""
    for event in desk.every(Event):
        texts = [desk.text(ref) or "" for ref in event.reports]
        for place in event.locations:
            assert any(place.words in text for text in texts)


def test_eight_reports_are_undecided(desk: Desk) -> None:
    """Eight reports wait; of each decision there are at least two, with what belongs to it."""
    reports = desk.every(Report)
    states = Counter(report.triage.state for report in reports)
    assert states[TriageState.NEW] == 8
    assert all(states[state] >= 2 for state in TriageState)
    for report in reports:
        triage = report.triage
        assert bool(triage.reason) == (triage.state is TriageState.NOT_RELEVANT)
        assert bool(triage.when) == (triage.state is TriageState.LATER)
        assert bool(triage.of) == (triage.state is TriageState.DUPLICATE)


def test_reports_are_short_and_lead_nowhere(desk: Desk) -> None:
    """Reports have 60 to 200 words and addresses on example.org; all kinds are there."""
    reports = desk.every(Report)
    assert {report.kind for report in reports} == set(ReportKind)
    assert {report.language for report in reports} == {"en", "ar"}
    for report in reports:
        assert 60 <= len(report.text.split()) <= 200, report.ref
        assert re.match(r"https://example\.org/|$", report.url)
    assert all(report.translation for report in reports if report.language == "ar")


def test_copies_name_their_original(desk: Desk) -> None:
    """A duplicate that came from another report has that report's text in it."""
    copies = [report for report in desk.every(Report) if report.derived_from]
    assert copies
    for copy in copies:
        original = desk.records[copy.derived_from or ""]
        assert isinstance(original, Report)
        assert original.text in copy.text
        assert copy.triage.of == original.ref


def test_the_newest_event_is_at_baniyas(desk: Desk) -> None:
    """The one event that starts last is at a location named Baniyas and has quotes to follow."""
    newest, second = sorted(desk.every(Event), key=start_day, reverse=True)[:2]
    assert start_day(newest) > start_day(second)
    assert "Baniyas" in [desk.name(place.location) for place in newest.locations]
    assert "Baniyas" in newest.title
    assert any(newest.ref in quote.events for quote in desk.every(Quote))


def start_day(event: Event) -> int:
    """The day that an event is listed under."""
    return event.start.day if event.start else UNDATED


def test_titles_fit_a_narrow_list(desk: Desk) -> None:
    """Every event's title can be read in 40 cells."""
    assert [event.ref for event in desk.every(Event) if cell_len(event.title) > 40] == []


def test_the_aggregate_event_has_parts(desk: Desk, coast: Event) -> None:
    """The killings as a whole have parts of their own and an estimate that states its rule."""
    parts = [event for event in desk.every(Event) if event.part_of == coast.ref]
    assert len(parts) >= 4
    assert coast.part_of is None
    assert coast.clarity == 2
    assert all(estimate.rule and estimate.rationale for estimate in coast.estimates)


@pytest.mark.parametrize(
    ("source", "group", "low", "high", "as_of"),
    [
        ("Syrian Observatory for Human Rights", "people", 600, None, "2025-03-08"),
        ("Syrian Observatory for Human Rights", "people", 1000, None, "2025-03-08"),
        ("Syrian Observatory for Human Rights", "civilians", 745, 745, "2025-03-08"),
        ("Syrian Observatory for Human Rights", "security forces", 125, 125, "2025-03-08"),
        ("Syrian Observatory for Human Rights", "fighters", 148, 148, "2025-03-08"),
        ("rights groups", "civilians", 900, 900, "2025-05-04"),
        (
            *("National Committee for Investigation and Fact-Finding", "people"),
            *(1426, 1426, "2025-07-22"),
        ),
        (
            *("National Committee for Investigation and Fact-Finding", "security forces"),
            *(238, 238, "2025-07-22"),
        ),
        ("UN Commission of Inquiry on Syria", "people", 1400, 1400, "2025-08-14"),
    ],
)
def test_the_tolls_of_the_whole(
    desk: Desk, coast: Event, source: str, group: str, low: int, high: int | None, as_of: str
) -> None:
    """The event as a whole has each source's count of the dead, as of its day."""
    by = desk.one(Source, name=source)
    wanted = {"source": by.ref, "group": group, "low": low, "high": high, "as_of": as_of}
    assert desk.one(Claim, event=coast.ref, measure="killed", **wanted).credibility <= 3


def test_three_parts_add_up_to_more_than_a_thousand(desk: Desk, coast: Event) -> None:
    """The Observatory's 745, 125 and 148 are parts of its latest figure, and fit it."""
    whole = desk.one(Claim, event=coast.ref, low=1000, high=None)
    parts = [claim for claim in desk.every(Claim) if claim.part_of == whole.ref]
    assert {claim.part_kind for claim in parts} == {PartKind.ADDS_UP}
    assert sum(claim.low or 0 for claim in parts) == 745 + 125 + 148 == 1018
    assert (whole.low or 0) <= 1018
    assert desk.name(whole.supersedes).startswith("600+")


def test_the_committees_security_forces_are_no_part_of_its_dead(desk: Desk) -> None:
    """The 238 stand beside the 1,426: no part, and not within."""
    assert desk.one(Claim, low=238).part_of is None


def test_nine_children_and_four_women_lie_within_tuwayms_31(desk: Desk) -> None:
    """The residents of Tuwaym count 31 dead, with the children and the women among them."""
    residents = desk.one(Source, name="residents of Tuwaym")
    whole = desk.one(Claim, source=residents.ref, low=31, high=31)
    within = [claim for claim in desk.every(Claim) if claim.part_of == whole.ref]
    assert {claim.low for claim in within} == {9, 4}
    assert {claim.part_kind for claim in within} == {PartKind.WITHIN}
    place = desk.one(Location, name="Tuwaym")
    assert (place.lat, place.lon) == (None, None)


def test_claims_are_of_every_sort(desk: Desk, coast: Event) -> None:
    """There are claims about everything, a denial of who did it, and a figure not known."""
    claims = desk.every(Claim)
    assert {claim.about for claim in claims} == set(About)
    denied = [claim for claim in claims if claim.stance is Stance.DENIES]
    assert {(claim.event, claim.about) for claim in denied} == {(coast.ref, About.WHO)}
    assert any(claim.about is About.TOLL and not claim.figure.is_known for claim in claims)


@pytest.mark.parametrize(
    ("speaker", "via"),
    [
        ("a Defence Ministry official", ("SANA",)),
        ("a Defence Ministry official", ("SANA", "Example Wire")),
        ("a resident of Baniyas", ("Associated Press",)),
    ],
)
def test_chains_of_sources(desk: Desk, speaker: str, via: tuple[str, ...]) -> None:
    """What somebody said is there with everybody who passed it on, nearest first."""
    chains = {
        (desk.name(quote.speaker), tuple(desk.name(ref) for ref in quote.via))
        for quote in desk.every(Quote)
    }
    assert (speaker, via) in chains


def test_direct_speech_is_a_few_words(desk: Desk) -> None:
    """Nobody's own words are more than eight; both forms of speech are there."""
    quotes = desk.every(Quote)
    assert {quote.form for quote in quotes} == set(QuoteForm)
    direct = [quote for quote in quotes if quote.form is QuoteForm.DIRECT]
    assert {"It was a massacre", "individual actions", "deep concern"} <= {
        quote.words for quote in direct
    }
    assert all(len(quote.words.split()) <= 8 for quote in direct)


def test_notes_are_of_every_kind(desk: Desk) -> None:
    """All four kinds of note are there, on records of at least five kinds."""
    notes = desk.every(Note)
    assert {note.kind for note in notes} == set(NoteKind)
    assert len({note.target.kind for note in notes if note.target}) >= 5


def test_no_private_person_is_named(desk: Desk) -> None:
    """A witness has no name, and a capital within a sentence begins a known public name."""
    for source in desk.every(Source):
        if source.kind is SourceKind.WITNESS and source.name != "Syrian Civil Defence":
            assert not re.match(r"[A-Z]", source.label)
    known = set(NO_PRIVATE_NAME.split()) | {
        word for name in public_names(desk) for word in re.findall(r"\w+", name)
    }
    inside = re.compile(r"(?<=[a-z,;)] )(?:al-)?([A-Z][a-z]+|[A-Z]{2,})")
    for record in desk.records.values():
        for text in sentences(encode(record)):
            assert set(inside.findall(text)) <= known, (record.ref, text)


def public_names(desk: Desk) -> Iterator[str]:
    """What sources, places and actors are called, and whom they belong to."""
    for record in desk.records.values():
        document = encode(record)
        if record.kind_of in {Kind.SOURCE, Kind.LOCATION, Kind.ACTOR}:
            yield document["name"]
            yield from document.get("aliases", ())
            yield from document.get("names", ())
            yield document.get("affiliation", "")


def sentences(document: Any) -> Iterator[str]:
    """Every text in a document, at any depth."""
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict | list):
        for value in document.values() if isinstance(document, dict) else document:
            yield from sentences(value)
