"""Plain text and Markdown: the text as it is; a head of fields in front of Markdown is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.arrivals import Arrival, Unread
from store.dates import PartialDate
from store.ingest.documents.encodings import decoded
from store.ingest.documents.stated_dates import Dateline, dateline, stated
from store.ingest.documents.task import Task, line, lines, too_long

#: Between two lines of three dashes, at the very beginning.
_FRONT = re.compile(
    r"---[ \t]*\n(?P<fields>.{0,20000}?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w -]{0,40}):[ \t]*(?P<value>[^\n]*)")
_HEADING = re.compile(r"#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_NAMES = {
    "title": "title",
    **dict.fromkeys(("author", "authors", "by", "byline"), "author"),
    **dict.fromkeys(("date", "published", "published_at", "pubdate"), "date"),
    **dict.fromkeys(("publisher", "source", "site"), "publisher"),
    **dict.fromkeys(("url", "link", "canonical"), "url"),
    **dict.fromkeys(("language", "lang"), "language"),
}


def text(task: Task) -> Iterator[Arrival | Unread]:
    """Read plain text."""
    read = decoded(task.content, task.charset)
    body = lines(read.text)
    reason = too_long(body) or ("" if body.strip() else "it is empty")
    if reason:
        yield Unread(task.place, reason)
        return
    yield with_dateline(
        Arrival(
            task.place,
            task.content,
            task.media_type,
            body,
            url=task.url,
            method="plain text",
            remarks=read.remarks,
        )
    )


def markdown(task: Task) -> Iterator[Arrival | Unread]:
    """Read Markdown; its text is what it is, with the marks, without the fields in front."""
    for read in text(task):
        yield read if isinstance(read, Unread) else _headed(read)


def _headed(read: Arrival) -> Arrival:
    found = _FRONT.match(read.text)
    fields: dict[str, str] = {}
    remarks = list(read.remarks)
    body = read.text
    if found:
        body = body[found.end() :]
        for field in _FIELD.finditer(found["fields"]):
            name = _NAMES.get(field["name"].strip().lower())
            if name:
                fields.setdefault(name, field["value"].strip().strip("\"'[]"))
    title = _HEADING.search(body[:5_000])
    read = read._replace(
        text=body.lstrip("\n"),
        title=line(fields.get("title", "") or (title["title"] if title else "")),
        author=line(fields.get("author", "")),
        publisher=line(fields.get("publisher", "")),
        url=read.url or line(fields.get("url", "")),
        language=line(fields.get("language", ""))[:20],
        method="Markdown",
        remarks=tuple(remarks),
    )
    if fields.get("date"):
        return with_date(read, fields["date"], "the date in front of the text")
    return with_dateline(read._replace(published_at=None, date_from=""))


def with_date(read: Arrival, value: str, date_from: str) -> Arrival:
    """The document with the date that a value states; else with its dateline's, and a remark."""
    date = stated(value)
    if date:
        return read._replace(published_at=date, date_from=date_from)
    remark = f'{date_from} is "{line(value)[:60]}", which cannot be read for sure'
    return with_dateline(read._replace(remarks=(*read.remarks, remark)))


def with_dateline(read: Arrival) -> Arrival:
    """The document with the date of its dateline, where it has no better one."""
    if read.published_at is not None:
        return read
    found: Dateline = dateline(read.text)
    date: PartialDate | None = found.date
    if date is None:
        return read._replace(
            remarks=(*read.remarks, found.remark) if found.remark else read.remarks
        )
    told = f'the dateline "{line(found.words)}"'
    return read._replace(
        published_at=date, date_from=f"{told}, {found.remark}" if found.remark else told
    )
