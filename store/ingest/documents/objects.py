"""Reports as objects of JSON: a line each, or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from store.arrivals import Arrival, Unread
from store.ingest.documents.encodings import decoded
from store.ingest.documents.plain import with_date, with_dateline
from store.ingest.documents.task import Task, line, lines, too_long
from store.vocabulary import ReportKind

#: What each is called by those who write such files; the first that is there counts.
_KEYS = {
    "text": ("text", "body", "content", "full_text", "article_text", "content_text"),
    "title": ("title", "headline"),
    "url": ("url", "link", "permalink"),
    "date": ("published_at", "published", "date", "date_published", "pub_date", "publication_date"),
    "author": ("author", "authors", "byline"),
    "publisher": ("publisher", "source", "site_name", "outlet"),
    "language": ("language", "lang"),
    "kind": ("kind",),
}


def objects(task: Task) -> Iterator[Arrival | Unread]:
    """Read a document of JSON: one report, a list of them, or an object that holds such a list."""
    told = _decoded(task)
    if isinstance(told, Unread):
        yield told
        return
    if isinstance(told, dict):
        listed = [value for value in told.values() if _is_list_of_objects(value)]
        told = listed[0] if len(listed) == 1 and not _first(told, "text")[1] else [told]
    if not isinstance(told, list):
        yield Unread(task.place, "its JSON is no report and no list of reports")
        return
    for number, one in enumerate(told, 1):
        alone = len(told) == 1
        place = task.place if alone else f"{task.place}, number {number}"
        original = task.content if alone else json.dumps(one).encode("ascii")
        yield _report(task._replace(place=place, content=original), one)


def object_(task: Task) -> Iterator[Arrival | Unread]:
    """Read a line of JSON: one report."""
    told = _decoded(task)
    yield told if isinstance(told, Unread) else _report(task, told)


def _decoded(task: Task) -> object:
    read = decoded(task.content, task.charset)
    try:
        # It takes halves of characters, as sloppy programs write them; msgspec does not.
        return json.loads(read.text.removeprefix("\ufeff"))
    except RecursionError:
        return Unread(task.place, "its JSON is nested too deep")
    except ValueError as error:
        return Unread(task.place, f"it is no JSON: {error}")


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _first(told: dict[object, object], name: str) -> tuple[str, object]:
    for key in _KEYS[name]:
        if told.get(key) not in (None, ""):
            return key, told[key]
    return "", None


def _report(task: Task, told: object) -> Arrival | Unread:
    if not isinstance(told, dict):
        return Unread(task.place, "it is no object with a text")
    remarks: list[str] = []
    found: dict[str, str] = {}
    used: set[object] = set()
    for name in _KEYS:
        key, value = _first(told, name)
        words = _words(value)
        if key and words is None:
            remarks.append(f"its {key} is no text, and is left out")
        elif key:
            found[name] = words or ""
        used.add(key)
    text = lines(found.get("text", ""))
    reason = too_long(text) or ("" if text.strip() else "it has no text")
    if reason:
        return Unread(task.place, reason)
    unknown = [line(key)[:40] for key in told if key not in used and told[key] not in (None, "")]
    if unknown:
        more = f" and {len(unknown) - 12} more" if len(unknown) > 12 else ""
        remarks.append(f"left out, not known here: {', '.join(unknown[:12])}{more}")
    kind = found.get("kind", "").lower()
    url = line(found.get("url", ""))
    arrival = Arrival(
        task.place,
        task.content,
        "application/json",
        text,
        title=line(found.get("title", "")),
        author=line(found.get("author", "")),
        publisher=line(found.get("publisher", "")),
        url=url,
        language=line(found.get("language", ""))[:20],
        kind=ReportKind(kind) if kind in set(ReportKind) else ReportKind.ARTICLE,
        method="JSON",
        remarks=tuple(remarks),
    )
    if found.get("date"):
        return with_date(arrival, found["date"], f"its {_first(told, 'date')[0]}")
    return with_dateline(arrival)


def _words(value: object) -> str | None:
    """The text of a value; a name, or names, of objects and lists; None for what has none."""
    match value:
        case str():
            return value
        case int() if not isinstance(value, bool) and 0 < value < 10_000:
            return str(value)
        case {"name": str(name)} | {"title": str(name)}:
            return name
        case list() if value and all(isinstance(one, str | dict) for one in value[:20]):
            named = [_words(one) for one in value[:20]]
            return ", ".join(name for name in named if name) or None
        case _:
            return None
