"""What a `[[watch]]` of the configuration may say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store.arrivals import without_secrets
from tui.config import Watched

#: So many places are watched, so long may one be, so many minutes lie between two looks at most.
MOST, LONGEST, LONGEST_WAIT = 50, 2000, 60 * 24 * 7
NAMES = ("path", "url", "store", "every")


class BadWatch(ValueError):
    """What is wrong with one of them, as a sentence without its end."""


def tables(value: object) -> Iterator[dict[str, Any]]:
    """Each of them; BadWatch where they are no tables."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise BadWatch("watch is written as [[watch]] on a line of its own, once for each place")
    if len(value) > MOST:
        raise BadWatch(f"there are more than {MOST} places to watch")
    yield from value


def parsed(table: dict[str, Any]) -> Watched:
    """What one of them means; BadWatch."""
    odd = next((name for name in table if name not in NAMES), None)
    if odd is not None:
        raise BadWatch(f"a [[watch]] has no {odd[:60]!r}; it has {', '.join(NAMES)}")
    path, url, store = (_text(table, name) for name in NAMES[:3])
    if bool(path) == bool(url):
        raise BadWatch("a [[watch]] has either a path or a url")
    if url and not url.lower().startswith(("http://", "https://")):
        raise BadWatch("the url of a [[watch]] begins with http:// or https://")
    if url and without_secrets(url) != url:
        raise BadWatch("the url of a [[watch]] has no name and no password in it")
    every = table.get("every", Watched("").every)
    if not isinstance(every, int) or every is True or not 1 <= every <= LONGEST_WAIT:
        raise BadWatch(f"every is a whole number of minutes, from 1 to {LONGEST_WAIT:,}")
    if path and not Path(path).expanduser().is_absolute():
        raise BadWatch("the path of a [[watch]] is absolute, or begins with ~/")
    if store and not Path(store).expanduser().is_absolute():
        raise BadWatch("the store of a [[watch]] is an absolute path, or begins with ~/")
    return Watched(
        url or str(Path(path).expanduser()), str(Path(store).expanduser()) if store else "", every
    )


def _text(table: dict[str, Any], name: str) -> str:
    found = table.get(name, "")
    if not isinstance(found, str) or not found.isprintable() or len(found) > LONGEST:
        raise BadWatch(f"the {name} of a [[watch]] is a text in quotes")
    return found.strip()
