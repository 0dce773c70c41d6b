"""Events as TimeMap shows them: a JSON list, one event a line.

What a file said beside our fields is written as it came, as long as it still says what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from store import codec
from store.dates import PartialDate
from store.exports.covering import COVERED
from store.exports.found import Found
from store.exports.whole_event import Place, Telling, WholeEvent, whole_events
from store.text import escaped

#: What the importer of TimeMap keeps of an event in `extra`.
FORMAT = "timemap"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d(?::\d\d)?))?.*")
_FILTERS = ("filters", "associations", "tags")


def write(found: Found) -> Iterator[str]:
    """One event a line."""
    yield "["
    between = "\n"
    for events in whole_events(found):
        for event in events:
            yield between + escaped(codec.to_json(_event(event)).decode())
            between = ",\n"
    yield "\n]\n"


def _event(whole: WholeEvent) -> dict[str, Any]:
    event, site = whole.event, whole.site
    kept = event.extra.get(FORMAT)
    came: dict[str, Any] = dict(kept) if isinstance(kept, dict) else {}
    date, time = _moment(event.start)
    point = site.point if site else None
    told: dict[str, Any] = {
        "id": whole.key_in(FORMAT),
        "date": date,
        "time": time,
        "latitude": repr(point[1]) if point else "",
        "longitude": repr(point[0]) if point else "",
        "location": _named(site) if site else "",
        "description": COVERED if "summary" in whole.hidden else _description(whole),
        "category": event.type,
        "sources": [_source(one) for one in whole.reports],
        "filters": [_filter(tag) for tag in event.tags],
    }
    for name in ("date", "latitude", "longitude"):
        # What could not be read has left its field empty.
        if name in came and told[name]:
            del came[name]
    if told["time"] or (time and came.get("time")):
        came.pop("time", None)
    if _tags(came) != list(event.tags):
        came = {name: value for name, value in came.items() if name not in _FILTERS}
    elif any(name in came for name in _FILTERS):
        del told["filters"]
    if "sources" in came and _is_given(came["sources"], whole):
        del told["sources"]
    else:
        came.pop("sources", None)
    if not event.tags:
        told.pop("filters", None)
    if not event.type:
        del told["category"]
    if not time:
        del told["time"]
    return told | came


def _moment(date: PartialDate | None) -> tuple[str, str]:
    """The day, month first as TimeMap reads it, and the time; a part of a date as it is."""
    found = _DAY.fullmatch(date or "")
    if not found or not date or "/" in date:
        return date or "", ""
    return f"{found[2]}/{found[3]}/{found[1]}", found[4] or ""


def _named(site: Place) -> str:
    """How the reports put it, else its name; "" where it is called by its point."""
    name, point = site.link.words or site.location.name, site.point
    return "" if point and name == f"{point[1]}, {point[0]}" else name


def _description(whole: WholeEvent) -> str:
    """What is known, headed by the title where it does not begin with it."""
    title, summary = whole.event.title, whole.event.summary
    if not summary or not title:
        return summary or title
    begins = " ".join(summary[:500].split())
    if begins.startswith(title.removesuffix("…").rstrip()):
        return summary
    return summary if whole.site and title == _named(whole.site) else f"{title}\n\n{summary}"


def _source(told: Telling) -> dict[str, Any]:
    report = told.report
    kept = report.extra.get(FORMAT)
    came: dict[str, Any] = dict(kept) if isinstance(kept, dict) else {}
    if told.hidden and not (report.url or report.title):
        return {"id": report.uid, "path": "", "description": COVERED}
    description = "" if report.title == report.url else report.title
    source = {"id": came.get("id", report.uid), "path": report.url, "description": description}
    if "description" in came:
        source["title"] = report.title
    return source | came


def _filter(tag: str) -> dict[str, str]:
    key, between, value = tag.partition(": ")
    return {"key": key, "value": value} if between and key and value else {"key": tag, "value": ""}


def _tags(came: dict[str, Any]) -> list[str]:
    """The tags that filters, associations and tags of a file become."""
    found: list[str] = []
    for name in _FILTERS:
        written = came.get(name)
        for one in written if isinstance(written, list) else [written]:
            if isinstance(one, dict):
                key, value = (_text(one.get(part)) for part in ("key", "value"))
                title = _text(one.get("title") or one.get("id"))
                found.append(f"{key}: {value}" if key and value else key or value or title)
            else:
                found.append(_text(one))
    return list(dict.fromkeys(tag for tag in found if tag))


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).strip()


def _is_given(sources: Any, whole: WholeEvent) -> bool:
    """Whether the sources that came in are those of the event still."""
    written = codec.to_json(sources).decode()
    known = [one.report.url for one in whole.reports]
    return all(codec.to_json(url).decode().strip('"') in written for url in known if url)
