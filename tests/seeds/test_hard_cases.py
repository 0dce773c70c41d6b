"""The hard cases hold every sort of payload, and the codec reads each of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from seeds.hard import payloads
from store import spans
from store.codec import decode, encode
from store.dates import PartialDate
from store.ids import Kind, Ref
from store.model import Claim, Event, Location, Quote, Report, Source
from store.record import Record
from store.text import clean_lines
from store.values import Sealed
from tests.seeds.conftest import Tables

CLASSES = {
    "C0 control": "[\x01-\x08\x0e-\x1a]",
    "NUL": "\x00",
    "CSI": r"\x1b\[",
    "OSC 0, 8 and 52": r"\x1b\]0;.*\x1b\]8;;.*\x1b\]52;",
    "DCS": r"\x1bP",
    "APC": r"\x1b_",
    "C1": "[\x80-\x9f]",
    "CR without LF": r"\r(?!\n)",
    "CRLF": r"\r\n",
    "DEL": "\x7f",
    "bidi": "[\u202a-\u202e\u2066-\u2069]",
    "tags": "[\U000e0020-\U000e007f]",
    "zero width": "[\u200b\u2060]",
    "BOM": "\ufeff",
    "surrogate": "[\ud800-\udfff]",
    "Persian with ZWNJ": "[\u0600-\u06ff]\u200c[\u0600-\u06ff]",
    "Hebrew": "[\u05d0-\u05ea]",
    "Chinese": "[\u4e00-\u9fff]",
    "Japanese": "[\u3041-\u30ff]",
    "Thai": "[\u0e01-\u0e5b]",
    "emoji family": "\U0001f468\u200d\U0001f469",
    "flag": "[\U0001f1e6-\U0001f1ff]{2}",
    "skin tone": "[\U0001f3fb-\U0001f3ff]",
    "VS16": "\ufe0f",
    "500 combining marks": "\u0301{500}",
    "an action in markup": r"\[@click=app\.quit\]",
    "a stray closing tag": r"\[/nope\]",
    "a link in markup": r"\[link=",
    "an open tag": r"\[bold",
    "nested brackets": r"\[\[\[",
    "javascript:": "^javascript:",
    "a long word": r"\S{3000}",
    "a line of a megabyte": ".{1000000}",
}


def strings(value: Any) -> Iterator[str]:
    """Every string in a document, names of fields too, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def documents(tables: Tables) -> Iterator[tuple[Kind, int, dict[str, Any]]]:
    """Every document of the ten tables."""
    for kind in Kind:
        for number, document in tables[kind.table].items():
            yield kind, int(number), document


@pytest.fixture(scope="module")
def records(hard: Tables) -> dict[str, Record]:
    """Every record, by reference."""
    return {
        kind.ref(number): decode(kind, number, document)
        for kind, number, document in documents(hard)
    }


@pytest.fixture(scope="module")
def everything(hard: Tables) -> list[str]:
    """Every string of the store."""
    return [text for _, _, document in documents(hard) for text in strings(document)]


@pytest.mark.parametrize("name", CLASSES)
def test_each_class_of_payload_is_there(everything: list[str], name: str) -> None:
    """Some string of the store holds the payload."""
    assert any(re.search(CLASSES[name], text, re.DOTALL) for text in everything)


@pytest.mark.parametrize("sort", ["CONTROLS", "INVISIBLE", "MARKUP", "LETTERS"])
def test_each_payload_is_in_several_kinds(hard: Tables, sort: str) -> None:
    """Every payload is in a report, in a list of names or aliases, and in a view's columns."""
    for payload in getattr(payloads, sort).values():
        holding = {
            kind for kind, _, document in documents(hard) if payload in list(strings(document))
        }
        assert {Kind.LOCATION, Kind.SOURCE, Kind.ACTOR, Kind.VIEW} <= holding
        assert any(
            payload in report["text"] for report in hard["reports"].values() if is_text(report)
        )


def is_text(report: dict[str, Any]) -> bool:
    """Whether a report's text is one."""
    return isinstance(report.get("text"), str)


@pytest.mark.parametrize(
    "field", ["title", "author", "url", "archive_url", "text", "language", "assignee", "tags"]
)
def test_each_field_of_a_report_holds_something_odd(hard: Tables, field: str) -> None:
    """Each text of a report has control characters somewhere, custody and translation too."""
    values = [" ".join(strings(report.get(field))) for report in hard["reports"].values()]
    assert any("\x1b" in value for value in values)


@pytest.mark.parametrize("field", ["custody", "translation", "triage", "origin"])
def test_each_value_of_a_report_holds_something_odd(hard: Tables, field: str) -> None:
    """Custody, translation, triage and origin have control characters in each of their texts."""
    value = hard["reports"]["1"][field]
    for part in value if isinstance(value, list) else [value]:
        assert re.search("[\x00-\x1f\x7f-\x9f]", " ".join(strings(part)))


def test_every_record_says_which_case_it_is(hard: Tables) -> None:
    """Each document has a tag, or is one whose tags cannot be read."""
    for kind, number, document in documents(hard):
        assert document.get("tags"), kind.ref(number)


def test_decoding_never_raises_and_never_loses(hard: Tables) -> None:
    """Every document becomes a record, and comes back but for fields at their default."""
    for kind, number, document in documents(hard):
        record = decode(kind, number, document)
        if any(re.search("[\ud800-\udfff]", text) for text in strings(document)):
            continue  # half a character can be read and shown, and cannot be written as UTF-8
        written = encode(record)
        assert decode(kind, number, written) == record
        lost = {name: document[name] for name in document.keys() - written.keys()}
        assert all(not value for value in lost.values()), (record.ref, lost)
        assert written.items() <= document.items() or kind is Kind.REPORT


@pytest.mark.parametrize(
    ("ref", "fields"),
    [
        ("R14", {"kind", "published_at", "retrieved_at", "publisher", "triage", "custody"}),
        ("E14", {"status", "start", "end", "date_precision", "clarity", "part_of", "locations"}),
        ("L6", {"lat", "lon", "radius_m", "names"}),
        ("S5", {"name", "kind", "reliability"}),
        ("Q7", {"start", "end", "words", "form", "via"}),
        ("C8", {"low", "high"}),
        ("C9", {"about", "measure", "credibility", "stance", "part_kind", "as_of"}),
        ("A3", {"name", "kind", "scheme_ids"}),
        ("M3", {"captured_at", "report"}),
        ("N6", {"target", "body", "kind"}),
        ("V4", {"name", "columns"}),
    ],
)
def test_invalid_values_are_kept_and_flagged(
    hard: Tables, records: dict[str, Record], ref: str, fields: set[str]
) -> None:
    """A value that cannot be read is flagged and stays as it came; the rest is readable."""
    record = records[ref]
    document = hard[Ref(ref).kind.table][ref[1:]]
    assert fields <= set(record.flags)
    assert {name: record.extra[name] for name in fields} == {
        name: document[name] for name in fields
    }
    assert "invalid values" in record.tags


def test_unknown_fields_are_kept(hard: Tables, records: dict[str, Record]) -> None:
    """Foreign fields stay as they came, also those called `id` and `extra`; the id is TinyDB's."""
    document, record = hard["events"]["15"], records["E15"]
    for name in ("id", "extra", "~id", "$ref", "__proto__", "", "a.b[0]", "nested", "locations"):
        assert record.extra[name] == document[name]
    assert record.id == 15


def test_a_foreign_table_is_there(hard: Tables) -> None:
    """A table that the program does not know has documents of forms that it does not know."""
    assert "gadgets" not in {kind.table for kind in Kind}
    assert len(hard["gadgets"]) == 2


def test_links_lead_nowhere_and_in_circles(records: dict[str, Record]) -> None:
    """There are dangling links from most kinds, and cycles of one and of two."""
    text = json.dumps([encode(record) for ref, record in records.items() if ref != "R16"])
    assert {ref[0] for ref in re.findall(r'"([A-Z]9\d{3})"', text)} >= set("RELSCA")
    events = {ref: record for ref, record in records.items() if isinstance(record, Event)}
    assert events["E1"].part_of == "E1"
    assert (events["E2"].part_of, events["E3"].part_of) == ("E3", "E2")
    itself = [ref for ref, record in records.items() if is_duplicate_of_itself(record)]
    assert itself == ["R8"]
    assert any(
        isinstance(record, Claim) and record.source and record.source in record.via
        for record in records.values()
    )


def is_duplicate_of_itself(record: Record) -> bool:
    """Whether a report is said to repeat itself."""
    return isinstance(record, Report) and record.triage.of == record.ref


def test_spans_hold_and_do_not_hold(records: dict[str, Record]) -> None:
    """Evidence behind wide characters holds; some spans do not match, one ends behind the text."""
    reasons = {}
    for ref, quote in records.items():
        report = records.get((quote.report or "") if isinstance(quote, Quote) else "")
        if isinstance(quote, Quote) and isinstance(report, Report) and not quote.flags:
            reasons[ref] = spans.mismatch(
                report.text, quote.start or 0, quote.end or 0, quote.words
            )
    assert reasons["Q1"] is reasons["Q2"] is reasons["Q3"] is None
    assert "not 'other words'" in (reasons["Q4"] or "")
    assert "ends after the text" in (reasons["Q5"] or "")


def test_dates_have_every_form(everything: list[str]) -> None:
    """Dates of every precision are there, ranges, open ones, and both ends of the calendar."""
    forms = {re.sub(r"\d", "0", text) for text in everything if is_date(text)}
    assert {
        *("0000", "0000-00", "0000-00-00", "0000-00-00T00:00", "0000-00-00T00:00:00+00:00"),
        *("0000-00-00/0000-00-00", "0000-00-00/..", "../0000-00-00"),
    } <= forms
    years = {PartialDate(text).first_day for text in ("0001-01-01", "9999-12-31")}
    assert years <= {PartialDate(text).first_day for text in everything if is_date(text)}


def is_date(text: str) -> bool:
    """Whether a string can be read as a date."""
    try:
        PartialDate(text)
    except ValueError:
        return False
    return True


def test_figures_and_coordinates_reach_their_bounds(records: dict[str, Record]) -> None:
    """There is a figure of 10**15, a pole from each side of the date line, a sealed name."""
    assert any(isinstance(record, Claim) and record.low == 10**15 for record in records.values())
    points = {(r.lat, r.lon) for r in records.values() if isinstance(r, Location)}
    assert {(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0)} <= points
    assert any(isinstance(r, Source) and isinstance(r.name, Sealed) for r in records.values())


def test_titles_are_long_broken_and_empty(records: dict[str, Record]) -> None:
    """There is a title of 5,000 characters, one of several lines, none at all, and one twice."""
    titles = [r.title for r in records.values() if isinstance(r, Event | Report)]
    assert 5000 in map(len, titles)
    assert any("\n" in title and "\t" in title for title in titles)
    assert "" in titles
    assert titles.count("The same title twice") == 2


def test_every_string_can_be_made_safe(everything: list[str]) -> None:
    """Cleaning keeps the number of code points, and leaves nothing that a terminal would obey."""
    for text in everything:
        cleaned = clean_lines(text)
        assert len(cleaned) == len(text)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", cleaned)
