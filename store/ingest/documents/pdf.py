"""PDF: the text that its pages hold; a page that is a picture has none, and is told of."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING

from store.arrivals import Arrival, Unread
from store.dates import PartialDate
from store.ingest.documents.plain import with_dateline
from store.ingest.documents.task import LONGEST_TEXT, Task, line, lines, too_long

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 3_000

_MADE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?", re.ASCII
)
#: What pypdf raises of a file that is not as it should be: it does not wrap all of it.
_BROKEN = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError),
    AssertionError,
)


def pdf(task: Task) -> Iterator[Arrival | Unread]:
    """Read a PDF."""
    # It takes a while to load, and only a PDF wants it.
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(task.content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            yield Unread(task.place, "the PDF is locked with a password: save it without one")
            return
        yield _read(task, reader)
    except DependencyError:
        yield Unread(task.place, "the PDF is locked: save it without a password")
    except (PyPdfError, NotImplementedError, *_BROKEN) as error:
        yield Unread(
            task.place, f"the PDF is broken: {line(str(error))[:200] or 'no page is found'}"
        )
    except RecursionError:
        yield Unread(task.place, "the PDF is nested too deep")


def _read(task: Task, reader: PdfReader) -> Arrival | Unread:
    from pypdf.errors import PyPdfError  # noqa: PLC0415  as above

    pages, broken, length = [], 0, 0
    count = len(reader.pages)
    for number in range(min(count, MOST_PAGES)):
        try:
            pages.append(lines(reader.pages[number].extract_text()).strip("\n"))
        except (PyPdfError, NotImplementedError, *_BROKEN):
            pages.append("")
            broken += 1
        length += len(pages[-1])
        if length > LONGEST_TEXT:
            break
    text = "\n\n".join(page for page in pages if page.strip())
    reason = too_long(text) or ("" if text else _empty(count, broken))
    if reason:
        return Unread(task.place, reason)
    return _described(
        Arrival(
            task.place,
            task.content,
            "application/pdf",
            text,
            url=task.url,
            method=f"pypdf {version('pypdf')}",
            remarks=tuple(_remarks(pages, count, broken)),
        ),
        reader,
    )


def _empty(count: int, broken: int) -> str:
    if broken or not count:
        return "the PDF is broken: no page can be read"
    return (
        "no page of the PDF has text: it is made of pictures, and wants to be put into words first"
    )


def _remarks(pages: list[str], count: int, broken: int) -> Iterator[str]:
    of = f"{count:,} page{'s' if count > 1 else ''}"
    empty = sum(not page.strip() for page in pages) - broken
    if empty:
        yield f"{empty} of {of} {'has' if empty == 1 else 'have'} no text"
    if broken:
        yield f"{broken} of {of} cannot be read"
    if count > MOST_PAGES:
        yield f"only the first {MOST_PAGES:,} of {count:,} pages are read"


def _described(found: Arrival, reader: PdfReader) -> Arrival:
    try:
        told: Mapping[str, object] = reader.metadata or {}
        title, author, made = (
            line(str(told.get(key) or "")) for key in ("/Title", "/Author", "/CreationDate")
        )
    except _BROKEN:
        return with_dateline(found)
    found = found._replace(title=title, author=author)
    dated = with_dateline(found)
    date = _made(made)
    if dated.published_at or date is None:
        return dated
    return dated._replace(published_at=date, date_from="the PDF's metadata: it was made then")


def _made(told: str) -> PartialDate | None:
    found = _MADE.match(told.strip())
    if not found:
        return None
    year, month, day, hour, minute, second, utc, hours, minutes = found.groups()
    text = "-".join(part for part in (year, month, day) if part)
    if minute:
        zone = utc or (f"{hours}:{minutes or '00'}" if hours else "")
        text += f"T{hour}:{minute}{f':{second}' if second else ''}{zone}"
    try:
        return PartialDate(text)
    except ValueError:
        return None
