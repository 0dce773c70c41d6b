"""Reports whose text, title or smaller fields are hard to show, to store or to follow."""

from __future__ import annotations

from seeds.hard.payloads import (
    ADDRESSES,
    CONTROLS,
    INVISIBLE,
    LETTERS,
    LONG_TITLE,
    LONG_WORD,
    MARKUP,
    NEWLINES,
    together,
)
from store.dates import Instant, PartialDate
from store.ids import HIGHEST, Kind
from store.model import Report
from store.values import Custody, Origin, Translation, Triage
from store.vocabulary import ReportKind, TriageState

MOMENT = Instant("2025-03-09T10:30:00Z")


def _everywhere(number: int, case: str, strings: dict[str, str]) -> Report:
    """A report that has one of the strings in each of its fields, and all of them in its text."""
    some = list(strings.values()) * 4
    return Report(
        id=number,
        title=some[0] + " " + some[1],
        author=some[2],
        url=f"https://example.org/{some[3]}",
        archive_url=f"https://example.org/{some[4]}",
        language=some[5],
        text=together(strings),
        translation=Translation(language=some[6], text=together(strings), by=some[7]),
        custody=(
            Custody(at=MOMENT, by=some[8], act=some[9], method=some[10], sha256=some[11]),
            Custody(at=MOMENT, by=some[12], act="received"),
        ),
        triage=Triage(state=TriageState.NOT_RELEVANT, reason=some[3]),
        assignee=some[4],
        origin=Origin(format=some[0], file=some[1], row=-1, id=some[2]),
        tags=(case, *some[: len(strings)]),
    )


CONTROL_CHARACTERS = _everywhere(1, "control characters in every field", CONTROLS)
INVISIBLES = _everywhere(2, "invisible characters in every field", INVISIBLE)
MARKUP_TAGS = _everywhere(3, "markup in every field", MARKUP)
ALL_LETTERS = _everywhere(4, "letters of many scripts in every field", LETTERS)

ONE_LINE = Report(
    id=5,
    title="A text of one line, one megabyte",
    text="A line of the Test place that does not end. " * 23832,
    tags=("one line of a megabyte",),
)
TITLE = Report(
    id=6,
    title=LONG_TITLE,
    author=LONG_WORD,
    text=f"{LONG_WORD} {LONG_WORD}\n{LONG_WORD}",
    url=ADDRESSES[3],
    tags=("title of 5,000 characters", "very long words without blanks", LONG_WORD[:900]),
)
NEWLINES_IN_TITLE = Report(
    id=7,
    title=NEWLINES,
    author="\n",
    text="first line\r\nsecond line\r\n\r\nfourth line\rstill the fourth\n\ttab, tab\t\r\n",
    kind=ReportKind.MESSAGE,
    published_at=PartialDate("2025-03-07T23:30:00-05:00"),
    tags=("newlines and tabs in the title", "CRLF text", "date with a time zone"),
)
ITSELF = Report(
    id=8,
    title="A report that is a duplicate of itself",
    text="Test place.",
    derived_from=Kind.REPORT.ref(8),
    triage=Triage(
        state=TriageState.DUPLICATE, of=Kind.REPORT.ref(8), when=PartialDate("2025-03/..")
    ),
    published_at=PartialDate("2025"),
    tags=("duplicate of itself", "link cycle", "date: a year"),
)
DANGLING = Report(
    id=9,
    title="A report whose links lead nowhere",
    text="Test place.",
    publisher=Kind.SOURCE.ref(9001),
    derived_from=Kind.REPORT.ref(HIGHEST),
    triage=Triage(state=TriageState.DUPLICATE, of=Kind.REPORT.ref(9002)),
    published_at=PartialDate("../2025-03-08"),
    tags=("dangling links", "date: open at the start"),
)
WRONG_KINDS = Report(
    id=10,
    title="A report whose links lead to records of another kind",
    text="Test place.",
    publisher=Kind.EVENT.ref(1),
    derived_from=Kind.NOTE.ref(1),
    triage=Triage(state=TriageState.LATER, when=PartialDate("9999-12-31"), of=Kind.VIEW.ref(1)),
    tags=("links to the wrong kinds", "later, in the year 9999"),
)
SCRIPT_ADDRESS = Report(
    id=11,
    title="A report with an address that must not be opened",
    url=ADDRESSES[0],
    archive_url=ADDRESSES[1],
    author=ADDRESSES[2],
    text="\n".join(ADDRESSES),
    published_at=PartialDate("0001-01-01"),
    tags=("javascript: address", "control characters in an address", "year 0001"),
)
OTHER_ADDRESSES = Report(
    id=12,
    title="A report with addresses of odd forms",
    url=ADDRESSES[4],
    archive_url=ADDRESSES[5],
    text="\ufeff",
    tags=("file: address", "a text that is nothing but a BOM"),
)
WIDE_TEXT = Report(
    id=13,
    title=LETTERS["Persian with ZWNJ"],
    language="fa",
    text=(
        f"{LETTERS['emoji family']} {LETTERS['flags']}\r\n"
        f"{LETTERS['Persian with ZWNJ']}. 𝐓𝐞𝐬𝐭 place, e\u0301 {LETTERS['Arabic']} — Test place.\r\n"
        f"{CONTROLS['CSI']} ends here."
    ),
    published_at=PartialDate("2025-03-06/2025-03-08"),
    tags=("evidence behind wide characters", "date: a range"),
)

REPORTS = (
    *(CONTROL_CHARACTERS, INVISIBLES, MARKUP_TAGS, ALL_LETTERS, ONE_LINE, TITLE),
    *(NEWLINES_IN_TITLE, ITSELF, DANGLING, WRONG_KINDS, SCRIPT_ADDRESS, OTHER_ADDRESSES),
    WIDE_TEXT,
)
