"""Documents that are made to do harm, or broken: each is told of, and the next one is read."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.arrivals import Arrival, Unread
from store.ingest import pieces
from store.ingest.confined import Confined
from store.ingest.documents import kinds
from store.ingest.documents.task import Task
from store.ingest.limits import Limits
from store.ingest.reader_process import READERS, encoded, read
from store.ingest.reading import arrivals
from tests.store.ingest.made import pdf_of

SMALL = Limits(memory=200 << 20, processor=2, seconds=30)


@pytest.fixture(scope="module")
def confined() -> Iterator[Confined]:
    """A child that all of these tests share, as documents of one folder do."""
    with Confined(SMALL) as shared:
        yield shared


def bomb() -> bytes:
    """A PDF of a few hundred bytes whose page unpacks to hundreds of megabytes."""
    stream = b" " * (100 << 20)
    for _ in range(2):
        stream = zlib.compress(stream, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream"
        % (len(stream), stream),
    ]
    return pdf_of(objects)


def laughs() -> bytes:
    """A feed whose entities stand for a billion words."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    return (
        f"<?xml version='1.0'?><!DOCTYPE rss [{entities}]><rss version='2.0'><channel>"
        "<title>&a9;</title><item><title>x</title><description>&a9;</description></item>"
        "</channel></rss>"
    ).encode()


def nested_letter() -> bytes:
    """A letter of 200 parts, each in the one before."""
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(200)
    )
    return f"From: a@b.example\nSubject: deep\n{head}Content-Type: text/plain\n\nx\n".encode()


def crowded_letter() -> bytes:
    """A letter with 2,000 attachments."""
    part = "--b\nContent-Type: image/png\nContent-Disposition: attachment; filename=a.png\n\nx\n"
    head = 'Subject: many\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nWords.\n'
    return f"{head}{part * 2_000}--b--\n".encode()


HARM = {
    "pdf bomb": (kinds.PDF, bomb()),
    "nested page": (kinds.PAGE, b"<div>" * 200_000 + b"x" + b"</div>" * 200_000),
    "nested spans": (kinds.PAGE, b"<p>" + b"<b><i>" * 100_000 + b"x"),
    "laughs": (kinds.FEED, laughs()),
    "nested feed": (kinds.FEED, b"<rss><channel><item>" + b"<a>" * 100_000),
    "nested letter": (kinds.LETTER, nested_letter()),
    "crowded letter": (kinds.LETTER, crowded_letter()),
    "nested json": (kinds.LINES, b'{"text":' + b"[" * 500_000),
    "long line": (kinds.LINES, b'{"text":"' + b"x" * 10_000_000 + b'"}'),
    "long text": (kinds.TEXT, b"x" * 10_000_000),
    "surrogates": (kinds.LINES, b'{"text":"\\ud800 x"}'),
}


@pytest.mark.parametrize("name", HARM)
def test_harm_is_told_of_and_the_next_is_read(name: str, confined: Confined) -> None:
    """Whatever a document does, it comes in or is told of, and the one behind it is read."""
    kind, content = HARM[name]
    assert list(confined.read(Task(kind, "bad", content)))
    (good,) = confined.read(Task(kinds.TEXT, "good", b"Words."))
    assert isinstance(good, Arrival)


def test_memory_is_limited(confined: Confined) -> None:
    """A document that wants more memory than it may have is told of so."""
    with Confined(Limits(memory=100 << 20)) as narrow:
        content = b"[" + b"[[],[]]," * 4_000_000 + b"1]"
        (told,) = narrow.read(Task(kinds.JSON, "bad", content))
        assert told == Unread("bad", "it wants more than 100 MB of memory")
        (good,) = narrow.read(Task(kinds.TEXT, "good", b"Words."))
        assert isinstance(good, Arrival)


def test_the_processor_is_limited() -> None:
    """A document that takes too long is told of so, and the next one has the time anew."""
    with Confined(Limits(processor=1, memory=2 << 30)) as short:
        content = b"<p>Some words of a <b>line</b>, with <a href=x>links</a>.</p>" * 250_000
        told = list(short.read(Task(kinds.PAGE, "bad", content)))
        assert told == [Unread("bad", "it took more than 1 s of the processor")]
        (good,) = short.read(Task(kinds.TEXT, "good", b"Words."))
        assert isinstance(good, Arrival)


def test_the_clock_is_limited() -> None:
    """A reader that does not answer in time is ended."""
    with Confined(Limits(seconds=0)) as short:
        (told,) = short.read(Task(kinds.TEXT, "bad", b"Words."))
        assert told == Unread("bad", "it took more than 0 s")


def test_who_stops_in_the_middle_gets_the_next_document() -> None:
    """What was left of one document never comes with another."""
    with Confined(Limits()) as reading:
        listed = json.dumps([{"text": f"old {n}"} for n in range(50)]).encode()
        some = reading.read(Task(kinds.JSON, "first", listed))
        next(some)
        some.close()
        (good,) = reading.read(Task(kinds.TEXT, "good", b"new"))
        assert isinstance(good, Arrival)
        assert good.text == "new"


def test_a_module_in_the_folder_shadows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file called html.py or email.py where somebody works is not run."""
    for name in ("html", "email", "json", "msgspec", "store"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Confined(Limits()) as reading:
        (good,) = reading.read(
            Task(kinds.LETTER, "good", b"Subject: a\nFrom: b@c.example\n\nWords.")
        )
        assert isinstance(good, Arrival)


HEADS = {
    kinds.TEXT: b"BAGHDAD, 3 May 2009 (",
    kinds.MARKDOWN: b"---\ndate: ",
    kinds.PAGE: b"<html><head><meta name=date content='",
    kinds.PDF: b"%PDF-1.4\n1 0 obj\n<<",
    kinds.LETTER: b"From: a\nDate: ",
    kinds.MAILBOX: b"Content-Type: multipart/mixed; boundary=",
    kinds.FEED: b"<rss version='2.0'><channel><item><pubDate>",
    kinds.LINES: b'{"text":"',
    kinds.JSON: b'[{"text":"x","date":',
}
BYTES = st.binary(max_size=300) | st.text(max_size=150).map(
    lambda text: text.encode("utf-8", "replace")
)


@pytest.mark.parametrize("kind", READERS)
@given(content=BYTES, headed=st.booleans())
def test_any_bytes_come_in_or_are_told_of(kind: str, content: bytes, headed: bool) -> None:
    """Of any bytes, each reader makes reports that can be written, or says why not."""
    for one in read(Task(kind, "place", HEADS[kind] + content if headed else content)):
        assert isinstance(one, Arrival | Unread)
        assert encoded(one)


@given(content=BYTES, name=st.sampled_from(["a.html", "a", "a.eml", "a.json", "a.mbox", "a.doc"]))
def test_any_bytes_have_a_kind(content: bytes, name: str) -> None:
    """Any bytes have a reader, or a reason why they have none."""
    assert kinds.unreadable(name, content) or kinds.kind_of(name, content) in READERS


@given(content=st.lists(st.sampled_from([b"From a@b Fri Mar  7 10:00:00 2025\n", b"\n", b"x\n"])))
def test_a_mailbox_is_cut_without_a_loss(content: list[bytes]) -> None:
    """Each line of a mailbox is in a letter, from the first letter on."""
    whole = b"".join(content)
    cut = list(pieces.letters("m", io.BytesIO(whole), 1000))
    kept = sum(
        one.content.count(b"x\n") + one.content.endswith(b"x")
        for one in cut
        if isinstance(one, pieces.Piece)
    )
    begun = whole.find(b"From ")
    assert kept <= whole.count(b"x\n")
    if begun == 0:
        assert kept == whole.count(b"x\n")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "a.html",
            b"PK\x03\x04....word/document.xml",
            "it is a Word document: save it as PDF or text",
        ),
        ("a.html", b"PK\x03\x04....", "it is packed (zip): unpack it, and add what was in it"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "it is a picture (PNG)"),
        ("a.txt", bytes(range(256)) * 4, "it is no text, and none of the kinds that are read"),
        ("a.csv", b"a,b\n", "it is a table"),
        ("a.txt", b"", "it is empty"),
        ("a.pdf", b"%PDF-1.4\n1 0 obj", "the PDF is broken"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    """What is of no kind that is read is named with what to do."""
    (tmp_path / name).write_bytes(content)
    (one,) = arrivals([str(tmp_path / name)])
    assert isinstance(one, Unread)
    assert one.reason.startswith(told)
