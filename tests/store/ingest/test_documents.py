"""What each kind of document becomes: its text, its title, its date and what that rests on."""

from __future__ import annotations

import json
from email.message import EmailMessage

import pytest

from store.arrivals import Arrival, Unread
from store.ingest.documents import kinds
from store.ingest.documents.stated_dates import dateline, stated
from store.ingest.documents.task import Task
from store.ingest.reader_process import read
from tests.store.ingest.made import pdf_of_pages

WORDS = "<p>" + "Shells fell on the market in the morning. " * 12 + "</p>"


def made(kind: str, content: bytes, url: str = "", charset: str = "") -> Arrival:
    """The one report that a document becomes."""
    (one,) = read(Task(kind, "place", content, "", charset, url))
    assert isinstance(one, Arrival), one
    return one


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fri, 07 Mar 2025 23:30:00 -0500", "2025-03-07T23:30:00-05:00"),
        ("7 Mar 2025 23:30 GMT", "2025-03-07T23:30Z"),
        ("7 Mar 2025 23:30:00 -0000", "2025-03-07T23:30:00"),
        ("2025-03-07T23:30:00.123+0100", "2025-03-07T23:30:00+01:00"),
        ("2025-03-07 23:30:00", "2025-03-07T23:30:00"),
        ("20250307T233000Z", "2025-03-07T23:30:00Z"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        ("3 May 2009", "2009-05-03"),
        ("May 3rd, 2009", "2009-05-03"),
        ("25/04/2009", "2009-04-25"),
        ("04/04/2009", "2009-04-04"),
        ("03/04/2009", None),
        ("31 February 2009", None),
        ("2025-03-07T25:00:00Z", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_it_is_written(written: str, meant: str | None) -> None:
    """A date keeps its precision, clock and zone; what may mean two days means none."""
    assert stated(written) == meant


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("BAGHDAD, 3 May 2009 (AFP) - Two bombs went off.", "2009-05-03"),
        ("(Reuters) - March 7, 2025 - Shells fell.", "2025-03-07"),
        ("DAMASCUS (Reuters) - 7 March 2025 - Shells fell.", "2025-03-07"),
        ("Published: 2025-03-07 10:15", "2025-03-07T10:15"),
        ("Friday, 7 March 2025", "2025-03-07"),
        ("BOGOTA, 3 APR 90 (AFP) -- A bomb went off.", "1990-04-03"),
        ("BOGOTA, 3 APR 09 (AFP) -- A bomb went off.", None),
        ("03/04/2009", None),
        ("On 3 May 2009, two bombs went off in the town, police said on Monday.", None),
        ("The treaty of May 3, 2009 has ended.", None),
        ("Two bombs went off.", None),
    ],
)
def test_a_dateline_is_told_from_a_sentence(line: str, meant: str | None) -> None:
    """A date in front of the text dates it; one that the text tells of does not."""
    assert dateline(f"A heading\n\n{line}\nMore words.").date == meant


def test_a_text_says_what_its_date_rests_on() -> None:
    """The dateline is quoted, and a date that may mean two days is told of."""
    read = made(kinds.TEXT, b"BAGHDAD, 3 May 2009 (AFP) - Two\r\nbombs\rwent off.")
    assert read.date_from == 'the dateline "BAGHDAD, 3 May 2009"'
    assert read.text.endswith("Two\nbombs\nwent off.")
    odd = made(kinds.TEXT, b"KABUL, 03/04/2009 - Two bombs.")
    assert (odd.published_at, odd.date_from) == (None, "")
    assert odd.remarks == ('the date "03/04/2009" may be of two months, and is left out',)


@pytest.mark.parametrize(
    ("encoding", "remark"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", "a guess"),
        ("cp1251", "a guess"),
    ],
)
def test_encodings(encoding: str, remark: str) -> None:
    """A text comes in whole from its encoding, and a guess is called one."""
    text = "In the town: " + "Снаряды упали на рынок утром, погибли люди. " * 10
    if encoding == "utf-16-le":
        text = "Shells fell on the market. " * 10
    read = made(kinds.TEXT, text.encode(encoding))
    assert read.text == text
    assert all(remark in one for one in read.remarks)
    assert bool(read.remarks) == bool(remark)


def test_markdown_with_fields_in_front() -> None:
    """Title, date and author in front of Markdown are the report's, and not its text."""
    content = b"---\ntitle: 'A day'\ndate: 2025-03-07\nauthor: The desk\n---\n\n# A day\n\nWords.\n"
    read = made(kinds.MARKDOWN, content)
    assert (read.title, read.author, read.published_at) == ("A day", "The desk", "2025-03-07")
    assert read.text == "# A day\n\nWords.\n"
    assert read.date_from == "the date in front of the text"


def page(head: str, body: str = WORDS) -> bytes:
    """A web page."""
    return (
        f"<html lang='en-GB'><head><title>T</title>{head}</head><body>{body}</body></html>".encode()
    )


@pytest.mark.parametrize(
    ("head", "meant", "by"),
    [
        (
            "<meta property='article:published_time' content='2025-03-07T23:30:00-05:00'>",
            "2025-03-07T23:30:00-05:00",
            "the page's metadata (article:published_time)",
        ),
        (
            '<script type="application/ld+json">[{"datePublished":"2025-03-07"}]</script>',
            "2025-03-07",
            "the page's metadata (JSON-LD, datePublished)",
        ),
        ("<meta name='DC.date' content='2025-03'>", "2025-03", "the page's metadata (dc.date)"),
        ("<meta name='date' content='03/04/2025'>", None, ""),
        ("", None, ""),
    ],
)
def test_a_page_is_dated_by_its_markup(head: str, meant: str | None, by: str) -> None:
    """A page has the date that its metadata state, none that its address or text hints at."""
    read = made(
        kinds.PAGE,
        page(head, WORDS + "<p>It began on 1 March 2025.</p>"),
        "https://a.example/2025/03/01/x",
    )
    assert (read.published_at, read.date_from) == (meant, by)
    assert read.language == "en-GB"
    assert read.url == "https://a.example/2025/03/01/x"
    assert "Shells fell" in read.text


def test_a_page_that_disagrees_with_itself() -> None:
    """A second date of a page is told of."""
    head = "<meta property='article:published_time' content='2025-03-07'>"
    head += "<meta name='date' content='2024-01-01'>"
    assert made(kinds.PAGE, page(head)).remarks == ("the page gives other dates, too: 2024-01-01",)


def test_a_page_in_its_own_encoding() -> None:
    """A page is read as it says it is written; a server that says otherwise comes first."""
    body = "<meta charset=windows-1251><p>" + "Снаряды упали на рынок утром. " * 20
    assert "Снаряды" in made(kinds.PAGE, body.encode("cp1251")).text


def test_a_pdf_with_a_page_of_pictures() -> None:
    """A PDF has the text of its pages, tells how many have none, and when it was made."""
    about = "/Title (A brief) /Author (The desk) /CreationDate (D:20250307233000-05'00')"
    read = made(kinds.PDF, pdf_of_pages("Shells fell.", "", "More.", about=about))
    assert read.text == "Shells fell.\n\nMore."
    assert (read.title, read.author) == ("A brief", "The desk")
    assert read.remarks == ("1 of 3 pages has no text",)
    assert read.published_at == "2025-03-07T23:30:00-05:00"
    assert read.date_from == "the PDF's metadata: it was made then"


def test_a_pdf_with_a_page_that_names_an_object_where_none_can_be() -> None:
    """A page that cannot be read costs the PDF that page alone."""
    found = made(kinds.PDF, pdf_of_pages("They fell.", "x) Tj [2 0 R] TJ (y"))
    assert found.text == "They fell."


def test_a_pdf_without_text() -> None:
    """A PDF of pictures alone is told to be one."""
    (told,) = read(Task(kinds.PDF, "place", pdf_of_pages("")))
    assert isinstance(told, Unread)
    assert "made of pictures" in told.reason


def test_a_letter_from_a_year_beyond_all_years_comes_in_undated() -> None:
    """A Date whose year is larger than a machine's number costs the letter its date alone."""
    date = b"Date: Fri, 07 Mar 205555555555555525 23:30:00 -0500"
    found = made(kinds.LETTER, b"Subject: Shells\n" + date + b"\n\nThey fell.\n")
    assert (found.title, found.text.strip()) == ("Shells", "They fell.")
    assert found.published_at is None


def test_a_letter_with_files_and_a_letter_within() -> None:
    """A letter's plain text comes in with its files; a letter attached to it comes in by itself."""
    inner = EmailMessage()
    inner["Subject"], inner["From"], inner["Date"] = (
        "Inside",
        "b@b.example",
        "Thu, 06 Mar 2025 10:00:00 +0300",
    )
    inner.set_content("What the witness wrote.")
    letter = EmailMessage()
    letter["Subject"], letter["From"] = "Grüße", "The desk <desk@a.example>"
    letter["Date"] = "Fri, 07 Mar 2025 23:30:00 -0500"
    letter.set_content("See below.")
    letter.add_alternative("<p>See <b>below</b>.</p>", subtype="html")
    letter.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="../../a.png")
    letter.add_attachment(inner)
    outside, inside = read(Task(kinds.LETTER, "place", letter.as_bytes()))
    assert isinstance(outside, Arrival)
    assert isinstance(inside, Arrival)
    assert (outside.title, outside.author, outside.kind) == ("Grüße", "The desk", "message")
    assert outside.text.strip() == "See below."
    assert outside.published_at == "2025-03-07T23:30:00-05:00"
    assert [(one.name, one.media_type, one.content) for one in outside.enclosures] == [
        ("a.png", "image/png", b"\x89PNG")
    ]
    assert outside.remarks == ("a letter is attached: it comes in by itself",)
    assert (inside.title, inside.text.strip()) == ("Inside", "What the witness wrote.")


def test_a_letter_that_is_a_page() -> None:
    """Of a letter in HTML alone, what a reader would see is the text."""
    letter = EmailMessage()
    letter["Subject"] = "x"
    letter.set_content("<style>p {}</style><p>One&amp;two<br>three</p><p>four</p>", subtype="html")
    assert made(kinds.LETTER, letter.as_bytes()).text == "One&two\nthree\nfour"


ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The wire</title>
<entry><title>One</title><link href="https://a.example/1"/>
<published>2025-03-07T23:30:00-05:00</published>
<content type="html">&lt;p&gt;Words.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</content>
</entry>
<entry><title>Two</title><updated>2025-03-08T00:00:00Z</updated></entry></feed>"""


def test_a_feed() -> None:
    """Each entry of a feed comes in with its own bytes, its address and its date."""
    one, two = read(Task(kinds.FEED, "place", ATOM))
    assert isinstance(one, Arrival)
    assert isinstance(two, Arrival)
    assert (one.title, one.text, one.url) == ("One", "Words.", "https://a.example/1")
    assert (one.publisher, one.published_at) == ("The wire", "2025-03-07T23:30:00-05:00")
    assert one.original.startswith(b"<entry><title>One")
    assert one.original.endswith(b"</entry>")
    assert two.text == "Two"
    assert "last changed" in two.date_from


def test_a_line_of_json() -> None:
    """A line's fields are the report's; those that are not known are told of."""
    told = {
        "body": "Words.",
        "headline": "T",
        "date": "2025-03-07",
        "source": {"name": "S"},
        "odd": 1,
    }
    read = made(kinds.LINES, json.dumps(told).encode())
    assert (read.text, read.title, read.publisher) == ("Words.", "T", "S")
    assert (read.published_at, read.date_from) == ("2025-03-07", "its date")
    assert read.remarks == ("left out, not known here: odd",)


def test_half_a_character_in_json() -> None:
    """Half a character, as sloppy programs write it, is marked, and the rest comes in."""
    assert made(kinds.LINES, b'{"text":"a \\ud800 b"}').text == "a \ufffd b"
