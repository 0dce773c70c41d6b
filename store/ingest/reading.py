"""Reads documents, whatever people have: a file, a folder, an address, standard input."""

from __future__ import annotations

import io
import os
import re
import select
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import IO, NamedTuple
from urllib.parse import urlsplit

from store.arrivals import Arrival, Unread
from store.dates import Instant
from store.ingest import pieces
from store.ingest.confined import Confined, Stopped
from store.ingest.documents import kinds
from store.ingest.documents.task import Task
from store.ingest.limits import Allowed, Limits
from store.ingest.places import Walk

__all__ = ["STANDARD_INPUT", "Allowed", "arrivals", "standard_input"]

STANDARD_INPUT = "standard input"

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
#: So much of a file tells what it is.
_HEAD = 128 << 10
_CHUNK = 1 << 20
#: So many seconds nothing is heard of who asks for an end.
_BLINK = 0.2


class _Source(NamedTuple):
    """A document that is open, and what is known of it before it is read."""

    place: str
    file: IO[bytes]
    size: int
    media_type: str = ""
    charset: str = ""
    url: str = ""
    retrieved_at: Instant | None = None
    remarks: tuple[str, ...] = ()


def arrivals(
    places: Iterable[str],
    *,
    given: Callable[[], bytes] | None = None,
    allowed: Allowed = Allowed(),  # noqa: B008  it is frozen
    stop: Callable[[], bool] = lambda: False,
    by_looks: bool = False,
) -> Generator[Arrival | Unread, None, None]:
    """Read what is at paths, at addresses, and at `-`, which `given` reads.

    With `by_looks` no name of a file tells what it is.

    Ends early once `stop` says so; close what it returns when it is left early.  A place is asked
    for when all that is at the one before it has been read.
    """
    walk = Walk(stop)
    with Confined(allowed.limits, stop) as confined:
        for place in places:
            if stop():
                return
            try:
                for source in _sources(place, walk, given, allowed, stop):
                    if isinstance(source, Unread):
                        yield source
                    else:
                        yield from _read(source, confined, allowed, by_looks=by_looks)
                    if stop():
                        return
            except Stopped:
                return


def _sources(
    place: str,
    walk: Walk,
    given: Callable[[], bytes] | None,
    allowed: Allowed,
    stop: Callable[[], bool],
) -> Iterator[_Source | Unread]:
    if place == "-":
        if given is None:
            yield Unread(STANDARD_INPUT, "nothing can be read from it here")
            return
        content = given()
        if len(content) > allowed.limits.size:
            most = allowed.limits.size >> 20
            reason = f"more than {most} MB come by it: name a file that has them"
            yield Unread(STANDARD_INPUT, reason)
            return
        yield _Source(STANDARD_INPUT, io.BytesIO(content), len(content))
    elif _ADDRESS.match(place):
        yield _fetched(place, allowed, stop)
    else:
        for found in walk.at(place):
            yield found if isinstance(found, Unread) else _Source(*found)


def standard_input(file: IO[bytes], limits: Limits, stop: Callable[[], bool]) -> bytes:
    """What comes by it until its end, or one byte more than may be.  Raises Stopped."""
    try:
        descriptor = file.fileno()
    except OSError:
        # It is none of the system's, and nobody is waited for.
        return file.read(limits.size + 1)
    content = bytearray()
    while len(content) <= limits.size:
        if stop():
            raise Stopped
        # Python would go on to wait behind a signal.
        if select.select([descriptor], [], [], _BLINK)[0]:
            more = os.read(descriptor, _CHUNK)
            if not more:
                break
            content += more
    return bytes(content)


def _fetched(url: str, allowed: Allowed, stop: Callable[[], bool]) -> _Source | Unread:
    # It takes a while to load, and only an address wants it.
    from store.ingest.web import fetch  # noqa: PLC0415

    fetched = fetch(url, allowed, stop)
    if isinstance(fetched, Unread):
        return fetched
    return _Source(
        fetched.place,
        io.BytesIO(fetched.content),
        len(fetched.content),
        fetched.media_type,
        fetched.charset,
        fetched.url,
        fetched.retrieved_at,
        fetched.remarks,
    )


def _read(
    source: _Source, confined: Confined, allowed: Allowed, *, by_looks: bool
) -> Iterator[Arrival | Unread]:
    place = _writable(source.place)
    try:
        head = source.file.read(_HEAD)
        source.file.seek(0)
        if not head:
            yield Unread(place, "it is empty")
            return
        name = urlsplit(source.url).path if source.url else "" if by_looks else source.place
        reason = kinds.unreadable(name, head)
        if reason:
            yield Unread(place, reason)
            return
        kind = kinds.kind_of(name, head, source.media_type)
        for piece in _pieces(place, source, kind, allowed.limits.size):
            if isinstance(piece, Unread):
                yield piece
                continue
            media_type = kinds.MEDIA_TYPES[kind]
            if kind == kinds.FEED and source.media_type:
                media_type = source.media_type
            task = Task(kind, piece.place, piece.content, media_type, source.charset, source.url)
            for one in confined.read(task):
                yield one if isinstance(one, Unread) else _completed(one, source)
    except OSError as error:
        yield Unread(place, f"it cannot be read: {error.strerror or 'its disk says nothing'}")


def _pieces(place: str, source: _Source, kind: str, size: int) -> Iterator[pieces.Piece | Unread]:
    if kind == kinds.MAILBOX:
        yield from pieces.letters(place, source.file, size)
    elif kind == kinds.LINES:
        yield from pieces.lines(place, source.file, size)
    elif source.size > size:
        yield Unread(place, f"it has {source.size >> 20:,} MB; {size >> 20} MB are read")
    else:
        yield pieces.Piece(place, source.file.read(size))


def _completed(read: Arrival, source: _Source) -> Arrival:
    return read._replace(retrieved_at=source.retrieved_at, remarks=(*source.remarks, *read.remarks))


def _writable(place: str) -> str:
    """A path as text that can be written: its name may be none."""
    return os.fsencode(place).decode("utf-8", "replace")
