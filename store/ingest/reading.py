"""Documents read: what becomes a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from store.arrivals import Arrival, Unread
from store.ingest.limits import Allowed


def arrivals(
    places: Iterable[str],
    *,
    given: Callable[[], bytes] | None = None,
    allowed: Allowed = Allowed(),  # noqa: B008  it is frozen
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Arrival | Unread]:
    """Read each place: a file, a folder, an address, or - for what was given."""
    del allowed
    for place in places:
        if stop():
            return
        if place == "-":
            yield _read("standard input", given() if given else b"")
            continue
        path = Path(place)
        for one in sorted(path.iterdir()) if path.is_dir() else [path]:
            if stop():
                return
            try:
                yield _read(str(one), one.read_bytes())
            except OSError as error:
                yield Unread(str(one), str(error.strerror).lower())


def _read(place: str, content: bytes) -> Arrival | Unread:
    if not content.strip():
        return Unread(place, "it is empty")
    text = content.decode("utf-8", "replace")
    return Arrival(
        place, content, "text/plain", text, text.strip().split("\n")[0][:60], method="plain text"
    )
