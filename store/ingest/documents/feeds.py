"""Feeds, RSS and Atom: each entry is a report.

The original of an entry are its own bytes in the feed, from `<item>` to `</item>`; where these
cannot be told apart (a broken feed, UTF-16), the entry as JSON.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version

import msgspec

from store.arrivals import Arrival, Unread
from store.ingest.documents.markup import text_of_html
from store.ingest.documents.plain import with_date, with_dateline
from store.ingest.documents.task import Task, line, lines, too_long

MOST_ENTRIES = 2_000

_ENTRY = re.compile(
    rb"<(?P<name>(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry))(?=[\s>]).*?</(?P=name)\s*>",
    re.DOTALL | re.IGNORECASE,
)


def feed(task: Task) -> Iterator[Arrival | Unread]:
    """Read a feed's entries, in the order in which they stand in it."""
    # It takes a while to load, and only a feed wants it.
    import feedparser  # noqa: PLC0415

    kind = task.media_type or "application/xml"
    headers = {"content-type": f"{kind}; charset={task.charset}" if task.charset else kind}
    if task.url:
        headers["content-location"] = task.url
    # As a stream: bytes it might take for an address, and fetch.
    found = feedparser.parse(io.BytesIO(task.content), response_headers=headers)
    entries = found.entries
    if not entries:
        yield Unread(task.place, "the feed is broken" if found.bozo else "the feed is empty")
        return
    if found.bozo and not isinstance(found.bozo_exception, feedparser.CharacterEncodingOverride):
        remarks: tuple[str, ...] = ("the feed is broken in places: some of it may be missing",)
    else:
        remarks = ()
    slices = [entry[0] for entry in _ENTRY.finditer(task.content)]
    for number, entry in enumerate(entries[:MOST_ENTRIES]):
        original = slices[number] if len(slices) == len(entries) else _as_json(entry)
        place = _text(entry, "link") or _text(entry, "id") or f"entry {number + 1}"
        yield _read(task, f"{task.place}, {line(place)}", found.feed, entry, original, remarks)
    if len(entries) > MOST_ENTRIES:
        reason = f"it has {len(entries):,} entries; the first {MOST_ENTRIES:,} are read"
        yield Unread(task.place, reason)


def _read(
    task: Task,
    place: str,
    about: Mapping[str, object],
    entry: Mapping[str, object],
    original: bytes,
    remarks: tuple[str, ...],
) -> Arrival | Unread:
    title = text_of_html(_text(entry, "title"))
    text = lines(max(_bodies(entry), key=len, default=""))
    if not text.strip():
        text, remarks = title, (*remarks, "the entry has no text: its title stands for it")
    reason = too_long(text) or ("" if text.strip() else "the entry is empty")
    if reason:
        return Unread(place, reason)
    link = line(_text(entry, "link"))
    arrival = Arrival(
        place,
        original,
        task.media_type or "application/xml",
        text,
        title=line(title),
        author=line(_text(entry, "author")),
        publisher=line(text_of_html(_text(_inner(entry, "source") or about, "title"))),
        url=link if link.startswith(("http://", "https://")) else "",
        language=line(_text(about, "language"))[:20],
        method=f"feedparser {version('feedparser')}",
        remarks=remarks,
    )
    # dict's own: feedparser's get takes one key for another, and warns of it.
    for key in ("published", "created"):
        if _text(entry, key):
            return with_date(arrival, _text(entry, key), "the feed's date of the entry")
    if _text(entry, "updated"):
        told = "the feed's date of the entry, when it was last changed"
        return with_date(arrival, _text(entry, "updated"), told)
    return with_dateline(arrival)


def _bodies(entry: Mapping[str, object]) -> Iterator[str]:
    contents = dict.get(entry, "content") if isinstance(entry, dict) else None
    for content in contents if isinstance(contents, list) else ():
        value = _text(content, "value")
        yield value if _text(content, "type") == "text/plain" else text_of_html(value)
    yield text_of_html(_text(entry, "summary"))


def _inner(entry: Mapping[str, object], key: str) -> Mapping[str, object] | None:
    value = dict.get(entry, key) if isinstance(entry, dict) else None
    return value if isinstance(value, dict) and _text(value, "title") else None


def _text(entry: object, key: str) -> str:
    value = dict.get(entry, key) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else ""


def _as_json(entry: Mapping[str, object]) -> bytes:
    kept = {str(key): value for key, value in entry.items() if not str(key).endswith("_parsed")}
    return msgspec.json.encode(kept, enc_hook=str, order="sorted")
