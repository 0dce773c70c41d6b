"""Which reader a document wants: by its first bytes, what a server says, its name."""

from __future__ import annotations

import re
from pathlib import PurePath

TEXT, MARKDOWN, PAGE, PDF, LETTER, MAILBOX, FEED, LINES, JSON = (
    *("text", "markdown", "page", "pdf", "letter", "mailbox", "feed", "lines", "json"),
)

MEDIA_TYPES = {
    TEXT: "text/plain",
    MARKDOWN: "text/markdown",
    PAGE: "text/html",
    PDF: "application/pdf",
    LETTER: "message/rfc822",
    MAILBOX: "message/rfc822",
    FEED: "application/xml",
    LINES: "application/json",
    JSON: "application/json",
}

_OF_TYPE = {
    "text/html": PAGE,
    "application/xhtml+xml": PAGE,
    "application/pdf": PDF,
    "text/markdown": MARKDOWN,
    "message/rfc822": LETTER,
    "application/mbox": MAILBOX,
    "application/rss+xml": FEED,
    "application/atom+xml": FEED,
    "application/rdf+xml": FEED,
    "application/jsonl": LINES,
    "application/x-ndjson": LINES,
    "application/feed+json": JSON,
    "application/json": JSON,
}
_OF_NAME = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xht"), PAGE),
    **dict.fromkeys((".md", ".markdown", ".mkd"), MARKDOWN),
    **dict.fromkeys((".eml", ".mht", ".mhtml"), LETTER),
    **dict.fromkeys((".mbox", ".mbx"), MAILBOX),
    **dict.fromkeys((".rss", ".atom"), FEED),
    **dict.fromkeys((".jsonl", ".ndjson"), LINES),
    **dict.fromkeys((".txt", ".text", ".log"), TEXT),
    ".json": JSON,
}
_PICTURES = (
    *((b"\x89PNG\r\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"BM", "BMP")),
    *((b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"), (b"8BPS", "Photoshop")),
)
_PACKED = (
    *((b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7z"), (b"Rar!", "RAR"), (b"BZh", "bzip2")),
    *((b"\xfd7zXZ", "xz"), (b"\x28\xb5\x2f\xfd", "zstd")),
)
_OFFICE = (
    *((b"word/", "a Word document"), (b"xl/", "an Excel table"), (b"ppt/", "a set of slides")),
    (b"opendocument.text", "an OpenDocument text"),
    (b"opendocument.spreadsheet", "an OpenDocument table"),
    (b"opendocument.presentation", "a set of OpenDocument slides"),
    (b"epub+zip", "an EPUB book"),
)
_OLD_OFFICE = {
    ".doc": "a Word document",
    ".xls": "an Excel table",
    ".ppt": "a set of slides",
}
_DATA_SETS = {**dict.fromkeys((".csv", ".tsv"), "a table"), ".geojson": "a map's data"}
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(rb"<(?:[a-z]\w*:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_LETTER = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}", re.ASCII
)
_HEADERS = re.compile(
    rb"^(?:from|date|received|message-id|mime-version|subject|to):", re.IGNORECASE | re.MULTILINE
)


def unreadable(name: str, content: bytes) -> str:
    """Why a document of its kind is not read, and what to do; "" where it may be."""
    head, ending = content[:1024], PurePath(name).suffix.lower()
    for begins, what in _PICTURES:
        if head.startswith(begins) and (what != "BMP" or b"\x00" in head):
            return f"it is a picture ({what}): attach it to the report that it belongs to"
    if head[:4] == b"RIFF" and head[8:12] in {b"WEBP", b"AVI ", b"WAVE"}:
        return "it is a picture, a film or a sound: attach it to the report that it belongs to"
    if head[4:8] == b"ftyp" or head[:4] in {b"OggS", b"fLaC", b"ID3\x03", b"\x1aE\xdf\xa3"}:
        return "it is a film or a sound: attach it to the report that it belongs to"
    for begins, what in _PACKED:
        if head.startswith(begins):
            return f"it is packed ({what}): unpack it, and add what was in it"
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _zipped(content)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        what = _OLD_OFFICE.get(ending, "")
        if ending == ".msg":
            return "it is a letter as Outlook keeps it: save it as .eml"
        return f"it is {what or 'a document of an old office program'}: save it as PDF or text"
    if head.startswith(b"{\\rtf"):
        return "it is an RTF document: save it as PDF or text"
    if ending in _DATA_SETS:
        return f"it is {_DATA_SETS[ending]}: `incident-desk import` takes in data sets"
    return (
        ""
        if b"%PDF-" in head or _is_text(content)
        else ("it is no text, and none of the kinds that are read")
    )


def _zipped(content: bytes) -> str:
    # Names of members stand in front of each and at the end.
    ends = content[:100_000] + content[-100_000:]
    for member, what in _OFFICE:
        if member in ends:
            return f"it is {what}: save it as PDF or text"
    return "it is packed (zip): unpack it, and add what was in it"


def _is_text(content: bytes) -> bool:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or not content:
        return True
    sample = content[:20_000]
    odd = sum(
        sample.count(bytes((code,))) for code in (*range(1, 8), *range(14, 27), *range(28, 32))
    )
    zeros = sample.count(0)
    # UTF-16 without its mark: each second byte of Latin letters is zero.
    if zeros > len(sample) // 4:
        return min(sample[::2].count(0), sample[1::2].count(0)) < len(sample) // 20
    return odd + zeros <= len(sample) // 50 + 2


def kind_of(name: str, content: bytes, media_type: str = "") -> str:
    """The reader for a document: what a server says first, unless it says too little."""
    head = content[:4096]
    if b"%PDF-" in head[:1024]:
        return PDF
    if media_type in _OF_TYPE:
        return _told_apart(_OF_TYPE[media_type], head)
    if media_type in {"application/xml", "text/xml"} or media_type.endswith("+xml"):
        return FEED if _FEED.search(head) else PAGE
    by_name = _OF_NAME.get(PurePath(name).suffix.lower())
    if by_name:
        return _told_apart(by_name, head)
    return _by_looks(head)


def _told_apart(kind: str, head: bytes) -> str:
    """A feed that is called a page, lines that are called one document, and the like."""
    if kind in {PAGE, TEXT} and _FEED.search(head[:1024]) and not _PAGE.match(head):
        return FEED
    if kind == LETTER and head.startswith(b"From "):
        return MAILBOX
    if kind == JSON and _is_line_of_json(head):
        return LINES
    return kind


def _is_line_of_json(head: bytes) -> bool:
    first, end, behind = head.lstrip(b"\xef\xbb\xbf \r\n\t").partition(b"\n")
    return (
        bool(end)
        and first[:1] == b"{"
        and first.rstrip()[-1:] == b"}"
        and (behind.lstrip()[:1] == b"{")
    )


def _by_looks(head: bytes) -> str:
    begun = head.removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(begun):
        return PAGE
    if begun.lstrip()[:1] == b"<" and _FEED.search(begun):
        return FEED
    if re.match(rb"From \S+.*\d{4}\r?\n[\w-]+:", begun):
        return MAILBOX
    letter = _LETTER.match(begun)
    if letter and len(_HEADERS.findall(letter[0])) >= 2:
        return LETTER
    if _is_line_of_json(begun):
        return LINES
    return MARKDOWN if begun.startswith(b"---\n") else TEXT
