"""A document that came in, read: what becomes a report."""

from __future__ import annotations

from typing import NamedTuple

from store.dates import Instant, PartialDate
from store.vocabulary import ReportKind


class Enclosure(NamedTuple):
    """A file that came with a document: an attachment of a letter."""

    name: str
    media_type: str
    content: bytes


class Arrival(NamedTuple):
    """A document that was read, and the bytes that it was read from.

    Every text has passed as it is, not yet `clean`: that is for who shows it.
    """

    place: str
    """Where it came from, as a person knows it: a path, a URL, `standard input`, `pasted`."""
    original: bytes
    """The exact bytes; of a letter of a mailbox, or an entry of a feed, those of it alone."""
    media_type: str
    text: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    """The name of the site, the feed or the sender's house; "" where the document has none."""
    url: str = ""
    language: str = ""
    """Language tag (BCP 47), where the document says it."""
    kind: ReportKind = ReportKind.ARTICLE
    published_at: PartialDate | None = None
    date_from: str = ""
    """What the date rests on: `the page's metadata`, `the dateline "BAGHDAD, 3 May 2009"`."""
    retrieved_at: Instant | None = None
    method: str = ""
    """What read it, with its version: `pypdf 6.1`."""
    remarks: tuple[str, ...] = ()
    """What a person should know: `3 of 40 pages have no text`."""
    enclosures: tuple[Enclosure, ...] = ()


class Unread(NamedTuple):
    """What could not be read, or was left out; the rest goes on."""

    place: str
    reason: str
    """As `it took more than 10 s of the processor`; no full stop."""


def without_secrets(address: str) -> str:
    """An address as it may be shown and kept: no name and password in front of the host."""
    scheme, slashes, rest = address.partition("://")
    if not slashes:
        return address
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}"
