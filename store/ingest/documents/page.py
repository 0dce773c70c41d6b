"""Web pages: the text by trafilatura, the date by the page's own markup alone.

trafilatura would also guess a date from the address and from the text; that is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from store.arrivals import Arrival, Unread
from store.ingest.documents.encodings import decoded
from store.ingest.documents.markup import Tree, text_of, tree_of
from store.ingest.documents.plain import with_date, with_dateline
from store.ingest.documents.stated_dates import stated
from store.ingest.documents.task import Task, line, lines, too_long

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{1,40})", re.IGNORECASE
)
#: Of `<meta>`, by name, property or itemprop; the first that is there counts.
_PUBLISHED = (
    *("article:published_time", "datepublished", "og:published_time", "publication_date"),
    *("parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_date"),
    *("dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "dcterms.created"),
    *(
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "date",
        "cxenseparse:recs:publishtime",
    ),
    *("article.published", "published-date", "rnews:datepublished", "datecreated"),
)
_CHANGED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
#: So deep and so many the values of JSON-LD are looked at.
_DEEPEST, _MOST = 8, 2_000


class _Told(NamedTuple):
    """A date that a page states, and where."""

    value: str
    by: str


def page(task: Task) -> Iterator[Arrival | Unread]:
    """Read a web page."""
    said = _CHARSET.search(task.content[:4096])
    charset = task.charset or (said[1].decode("ascii") if said else "")
    # A page that was read to find its encoding is none of UTF-16.
    read = decoded(task.content, "" if charset.lower().startswith("utf-16") else charset)
    tree = tree_of(read.text)
    if tree is None:
        yield Unread(task.place, "there is nothing in the page")
        return
    body, remarks = _text(tree.root)
    reason = too_long(body) or ("" if body else _empty(tree))
    if reason:
        yield Unread(task.place, reason)
        return
    found = Arrival(
        task.place,
        task.content,
        "text/html",
        lines(body),
        language=_language(tree.root),
        method=f"trafilatura {version('trafilatura')}",
        remarks=(*read.remarks, *tree.remarks, *remarks),
    )
    yield _dated(_described(found, tree.root, task.url), tree.root)


def _empty(tree: Tree) -> str:
    if tree.remarks:
        return "the page is nested too deep, and has no text above that"
    return "the page has no text; it may be made by a script"


def _text(root: HtmlElement) -> tuple[str, tuple[str, ...]]:
    # It takes a while to load, and only pages want it.
    import trafilatura  # noqa: PLC0415

    text = trafilatura.extract(root, include_comments=False, include_tables=True, fast=False)
    seen = text_of(root)
    if text and (len(text) >= 250 or len(text) > len(seen) // 2):
        return text, ()
    if not seen:
        return text or "", ()
    return seen, ("the article could not be told from what is around it: all text is taken",)


def _described(found: Arrival, root: HtmlElement, url: str) -> Arrival:
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415  as above

    told = extract_metadata(root, url or None, {"extensive_search": False, "original_date": True})
    canonical = line(told.url)
    if not canonical.lower().startswith(("http://", "https://")):
        canonical = ""
    return found._replace(
        title=line(told.title),
        author=line(told.author),
        publisher=line(told.sitename),
        url=url or canonical,
    )


def _language(root: HtmlElement) -> str:
    said = root.get("lang") or root.get("xml:lang") or ""
    if not said:
        said = _metas(root).get("content-language", "") or _metas(root).get("og:locale", "")
    tag = said.strip().split(",")[0].replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}", tag) else ""


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _dated(found: Arrival, root: HtmlElement) -> Arrival:
    told = list(_stated(root))
    readable = [one for one in told if stated(one.value)]
    if not readable:
        if told:
            return with_date(found, told[0].value, told[0].by)
        changed = next((value for name, value in _metas(root).items() if name in _CHANGED), "")
        if changed:
            remark = f"the page says only when it was changed: {line(changed)[:40]}"
            found = found._replace(remarks=(*found.remarks, remark))
        return with_dateline(found)
    first = readable[0]
    date = str(stated(first.value))
    others = {str(stated(one.value))[:10] for one in readable[1:]} - {date[:10]}
    # A day and the month it lies in do not disagree.
    others = {one for one in others if not date.startswith(one) and not one.startswith(date)}
    if others:
        remark = f"the page gives other dates, too: {', '.join(sorted(others)[:3])}"
        found = found._replace(remarks=(*found.remarks, remark))
    return with_date(found, first.value, first.by)


def _stated(root: HtmlElement) -> Iterator[_Told]:
    """What a page states of its publication, the surest first."""
    metas = _metas(root)
    for name in _PUBLISHED[:1]:
        if name in metas:
            yield _Told(metas[name], f"the page's metadata ({name})")
    for value in _linked(root):
        yield _Told(value, "the page's metadata (JSON-LD, datePublished)")
    for name in _PUBLISHED[1:]:
        if name in metas:
            yield _Told(metas[name], f"the page's metadata ({name})")
    times = list(root.iter("time"))
    for time in times:
        if (time.get("itemprop") or "").lower() == "datepublished" or time.get(
            "pubdate"
        ) is not None:
            yield _Told(
                time.get("datetime") or time.text_content(), "the page's <time> of publication"
            )
    values = {(time.get("datetime") or "").strip() for time in times} - {""}
    if len(values) == 1:
        yield _Told(values.pop(), "the only <time> of the page")


def _linked(root: HtmlElement) -> Iterator[str]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            told = msgspec.json.decode(script.text.strip())
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            continue
        # Of several articles on a page it says nothing which is meant: the first that has a date.
        found = next(_published(told), None)
        if found:
            yield found


def _published(told: object) -> Iterator[str]:
    waiting, seen = [(told, 0)], 0
    while waiting and seen < _MOST:
        value, depth = waiting.pop(0)
        seen += 1
        if isinstance(value, dict):
            date = value.get("datePublished")
            if isinstance(date, str) and date.strip():
                yield date.strip()
            value = list(value.values())
        if isinstance(value, list) and depth < _DEEPEST:
            waiting.extend((one, depth + 1) for one in value[:_MOST])
