"""One record in full: every field, every link with its role, its evidence in its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from store.codec import decode
from store.derive.dossier import LINKED, Dossier, dossier
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Event
from store.record import Record
from store.values import Triage
from store.vocabulary import TriageState
from tests import builders
from tests.tui.full_records import TEXT, document, full, neighbours
from tests.tui.strategies import stores
from tui.render.detail import DetailLine, detail_lines
from tui.render.line import Line
from tui.render.picture import DetailPicture

#: So wide that nothing is cut and nothing is wrapped.
WIDE = 400


def dossier_of(ref: str, *records: Record) -> Dossier:
    """The dossier of a record among others."""
    found = dossier(MemoryReader(records), Ref(ref))
    assert found is not None
    return found


def lines_of(ref: str, *records: Record, width: int = WIDE) -> list[DetailLine]:
    """The detail of a record among others."""
    return list(detail_lines(dossier_of(ref, *records), width))


def text_of(lines: list[DetailLine]) -> list[str]:
    """The lines' texts, blanks together."""
    return [" ".join(one.line.text.split()) for one in lines]


def leaves(value: Any) -> Iterator[str]:
    """Every text and number in a document, as a person would write it."""
    match value:
        case dict():
            for part in value.values():
                yield from leaves(part)
        case list():
            for part in value:
                yield from leaves(part)
        case bool():
            return
        case str():
            yield from value.split("\n")
        case _:
            yield str(value)


@pytest.mark.parametrize("kind", Kind)
def test_every_field_is_in_the_detail(kind: Kind) -> None:
    """Whatever a field holds is found in the detail of its record."""
    record = full(kind)
    unset = {"id", "extra"}
    assert set(document(kind)) == set(record.__struct_fields__) - unset
    shown = "\n".join(text_of(lines_of(record.ref, record, *neighbours()))).replace(",", "")
    missing = [leaf for leaf in leaves(document(kind)) if leaf.strip() not in shown]
    assert missing == []


@pytest.mark.parametrize("kind", Kind)
def test_a_field_that_is_set_is_labelled(kind: Kind) -> None:
    """True says yes, under the field's name."""
    record = full(kind)
    shown = text_of(lines_of(record.ref, record, *neighbours()))
    for name, value in document(kind).items():
        if value is True:
            assert f"{name} yes" in shown


@pytest.mark.parametrize("width", [40, 50, 62, 80])
@pytest.mark.parametrize("kind", Kind)
def test_a_label_and_its_value_stand_apart(kind: Kind, width: int) -> None:
    """A label that is cut for want of room still has a blank behind it."""
    record = full(kind)
    for one in lines_of(record.ref, record, *neighbours(), width=width):
        pieces = one.line.pieces
        if pieces and pieces[0].style == "label":
            assert pieces[0].text.endswith(" ")


def test_what_only_the_store_is_told_by_waits_for_a_whole_screen() -> None:
    """Beside other panes a report tells where it came from, not when its row was made."""
    record = full(Kind.REPORT)
    beside = detail_lines(dossier_of(record.ref, record, *neighbours()), WIDE, beside=())
    labels = {one.line.pieces[0].text.strip() for one in beside if one.line.pieces}
    assert {"url", "sha256", "custody"} <= labels
    assert labels.isdisjoint({"uid", "created", "updated", "origin"})


def test_a_field_that_is_not_set_is_not_shown() -> None:
    """Unknown is not zero: an event without figures, places and end has no line for them."""
    shown = text_of(lines_of("E1", builders.event(1, title="A burial")))
    assert shown == ["E1 A burial", "no date · to do"]


def test_how_a_field_is_meant_stands_behind_it() -> None:
    """The scheme of a type and of a grade, the precision of a day: no lines of their own."""
    told = {"type": "Battles", "type_scheme": "ACLED", "date_precision": 2, "clarity": 1}
    graded = {"assessment": "fair", "assessment_scheme": "Airwars"}
    shown = text_of(lines_of("E1", builders.event(1, **told, **graded, start="2025-03-06")))
    assert shown[1] == "2025-03-06 (precision 2, clarity 1) · to do · fair (Airwars)"
    assert shown[2:] == ["", "type Battles (ACLED)"]


def test_a_heading_takes_as_many_lines_as_it_needs() -> None:
    """Nothing of it is cut where the screen is narrow."""
    told = {"start": "2025-03-06", "end": "2025-03-10", "assessment": "confirmed"}
    shown = text_of(lines_of("E1", builders.event(1, **told), width=40))
    assert shown[1:3] == ["2025-03-06 to 2025-03-10 · to do", "confirmed"]
    known = "the office of the mayor, which is itself a party to what happened in the port"
    source = builders.source(1, kind="official", affiliation=known)
    assert f"official · reliability F {known}" in " ".join(
        text_of(lines_of("S1", source, width=40))
    )


def test_a_place_is_told_by_its_pane_unless_it_has_words() -> None:
    """Beside the locations, an event tells of the places only in which words they are named."""
    places = [{"location": "L1"}, {"location": "L2", "words": "near the port"}]
    records = builders.event(1, locations=places), builders.location(1), builders.location(2)
    told = detail_lines(dossier_of("E1", *records), WIDE, beside={Kind.LOCATION})
    assert [one.ref for one in told if one.ref] == ["L2"]


@pytest.mark.parametrize("kind", Kind)
def test_foreign_fields_are_shown(kind: Kind) -> None:
    """A field that this version does not know is shown as it came, and one that is broken too."""
    record = decode(kind, 1, {"casualty_note": {"deep": ["zwei"]}, "tags": 12})
    shown = text_of(lines_of(record.ref, record))
    assert 'casualty_note {"deep": ["zwei"]}' in shown
    assert "tags 12" in shown
    assert "Cannot be read, kept as it came: tags" in shown


def test_what_a_data_set_says_besides_is_counted_and_told_where_there_is_room() -> None:
    """Its columns are one line beside other panes, and a line each where the detail tells all."""
    row = {"gwnob": "652", "region": "Middle East", "x": ""}
    record = decode(Kind.EVENT, 1, {"origin": {"format": "ged", "id": "7"}, "ged": row})
    whole = text_of(lines_of("E1", record))
    assert "ged 2 values of its own, kept as they came" in whole
    assert "· region Middle East" in whole
    beside = detail_lines(dossier_of("E1", record), WIDE, beside={Kind.LOCATION})
    assert not any("Middle East" in line for line in text_of(list(beside)))


@given(stores())
def test_every_link_stands_there_with_its_role(records: list[Record]) -> None:
    """In each record's detail each linked record has a line with all that it is to it."""
    reader = MemoryReader(records)
    for record in records:
        shown = [one.line.text for one in lines_of(record.ref, *records)]
        for kind in LINKED:
            if isinstance(record, Event) and kind is Kind.LOCATION:
                continue
            links = reader.linked(record.ref, kind)
            for number, roles in links.roles.items():
                wanted = f" {kind.ref(number)} "
                assert any(
                    line.startswith(wanted) and line.rstrip().endswith(", ".join(roles))
                    for line in shown
                ), (record.ref, wanted, roles, shown)


@given(stores())
def test_every_claim_and_note_can_be_entered(records: list[Record]) -> None:
    """The claims and notes of a record are lines that can be entered, and so are its links."""
    reader = MemoryReader(records)
    for record in records:
        entered = [one.ref for one in lines_of(record.ref, *records)]
        for kind in (Kind.CLAIM, Kind.NOTE, Kind.QUOTE, Kind.SOURCE, Kind.REPORT):
            for number in reader.linked(record.ref, kind).numbers:
                assert kind.ref(number) in entered


def test_a_place_is_entered_from_its_event() -> None:
    """An event's place stands among its fields, with role, precision and words, and is entered."""
    place = builders.location(5, name="Baniyas")
    where = {"location": "L5", "role": "fled to", "precision": 2, "words": "near Baniyas"}
    (line,) = [
        one
        for one in lines_of("E1", builders.event(1, locations=[where]), place)
        if one.ref == "L5"
    ]
    said = " ".join(line.line.text.split())
    assert said == "locations L5 Baniyas (fled to, precision 2, “near Baniyas”)"


@pytest.mark.parametrize(
    "record",
    [
        builders.report(publisher="S99"),
        builders.event(reports=["R99"]),
        builders.event(part_of="E99"),
        builders.event(places=["L99"]),
        builders.location(parent="L99"),
        builders.quote(speaker="S99"),
        builders.quote(via=["S99"]),
        builders.quote(events=["E99"]),
        builders.claim(event="E99"),
        builders.claim(source="S99"),
        builders.claim(supersedes="C99"),
        builders.note(target="E99"),
        builders.attachment(report="R99"),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_told(record: Record) -> None:
    """A record that is named and not in the store is named in the detail all the same."""
    shown = text_of(lines_of(record.ref, record))
    assert any("99 (not in the store)" in line for line in shown), shown


def marked(lines: list[DetailLine]) -> str:
    """All that is marked in the lines."""
    return " ".join(
        piece.text for one in lines for piece in one.line.pieces if piece.style == "match"
    )


@pytest.mark.parametrize("width", [WIDE, 60, 40])
@pytest.mark.parametrize("build", [builders.quote, builders.claim])
def test_evidence_is_marked_in_its_sentence(build: Any, width: int) -> None:
    """The words of a quote or a claim are marked, in the sentence of the report around them."""
    report = builders.report(2, title="A report", text=TEXT)
    words = "31 people were buried"
    record = build(1, **builders.evidence(report, words))
    lines = lines_of(record.ref, record, report, width=width)
    said = text_of(lines)
    assert marked(lines) == words
    start = said.index("EVIDENCE") + 1
    sentence = "Residents said that 31 people were buried on Saturday."
    assert " ".join(said[start:]).startswith(f"{sentence} R2 A report the report")


def test_evidence_that_is_not_there_is_told() -> None:
    """Words that stand nowhere, or a report that is missing, are shown with the reason."""
    report = builders.report(2, text=TEXT)
    elsewhere = builders.quote(1, report="R2", start=3, end=9, words="massacre")
    shown = "\n".join(text_of(lines_of("Q1", elsewhere, report)))
    assert "not 'massacre'. The words are: massacre" in shown
    without = builders.quote(1, report="R9", words="massacre")
    assert "R9 is not in the store" in text_of(lines_of("Q1", without))
    unplaced = builders.quote(1, report="R2", words="massacre")
    assert "no place in R2 is given" in text_of(lines_of("Q1", unplaced, report))


def test_what_was_decided_on_a_report_stands_at_its_head() -> None:
    """With what belongs to it: of which report it is the duplicate, why it is not relevant."""
    copied = Triage(state=TriageState.DUPLICATE, of=Ref("R3"))
    dropped = Triage(state=TriageState.NOT_RELEVANT, reason="rumour")
    reports = [builders.report(1), builders.report(2, triage=copied)]
    reports.append(builders.report(4, triage=dropped))
    heads = [text_of(lines_of(str(one.ref), *reports))[1] for one in reports]
    assert [head.split(" · ")[1] for head in heads] == [
        "new",
        "duplicate of R3",
        "not relevant (rumour)",
    ]


def test_a_report_marks_the_words_that_claims_and_quotes_rest_on() -> None:
    """In the text of a report all evidence is marked, once where two records rest on it."""
    report = builders.report(2, text=TEXT)
    first = builders.claim(1, **builders.evidence(report, "31 people"))
    second = builders.quote(1, **builders.evidence(report, "people were buried"))
    third = builders.quote(2, **builders.evidence(report, "Nobody came"))
    lines = lines_of("R2", report, first, second, third)
    assert marked(lines) == "31 people were buried Nobody came"


def test_a_long_picture_is_made_as_far_as_it_is_seen() -> None:
    """Of a report of a megabyte no more lines are made than are looked at."""
    made = 0

    def counted() -> Iterator[DetailLine]:
        nonlocal made
        for _ in range(100_000):
            made += 1
            yield DetailLine(Line())

    picture = DetailPicture(counted())
    assert picture.clamped(10, 20) == 10
    picture.entries(25)
    assert made == 30
    assert len(picture.upto(1 << 40)) == made == 100_000


def test_the_picture_ends_at_the_bottom_of_its_pane() -> None:
    """It cannot be scrolled away: its last line stands in the last line of the pane at most."""
    picture = DetailPicture(DetailLine(Line()) for _ in range(30))
    assert picture.clamped(1000, 20) == 10
    assert picture.clamped(1000, 50) == 0
