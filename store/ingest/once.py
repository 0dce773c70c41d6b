"""The records of a data set while it is read: each given out once, however often it is named."""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from store.ids import Kind, Ref, is_uid
from store.model import RECORDS
from store.proposals import OwnRegister, Proposal, Register
from store.values import Origin
from store.vocabulary import ReportKind, SourceKind

#: Yields what is new about something, and answers which record it is.
Making: TypeAlias = Generator[Proposal, None, Ref]

#: Hosts on which people post, without what stands before their names.
SOCIAL = frozenset(
    [
        "twitter.com",
        "x.com",
        "t.co",
        "facebook.com",
        "fb.watch",
        "instagram.com",
        "tiktok.com",
        "youtube.com",
        "youtu.be",
        "reddit.com",
        "redd.it",
        "t.me",
        "telegram.me",
        "vk.com",
        "ok.ru",
        "vimeo.com",
        "twitch.tv",
        "periscope.tv",
        "pscp.tv",
        "snapchat.com",
        "threads.net",
        "bsky.app",
        "linkedin.com",
        "tumblr.com",
        "streamable.com",
        "imgur.com",
        "weibo.com",
        "gab.com",
        "parler.com",
        "rumble.com",
        "odysee.com",
        "dailymotion.com",
        "flickr.com",
    ]
)
#: Longer keys are made short.
_LONGEST_KEY = 300
_BEFORE = ("www.", "m.", "mobile.", "old.", "amp.", "en.", "vm.", "clips.")


class Once:
    """What a data set's records are made with."""

    def __init__(
        self,
        format_: str,
        file: str,
        register: Register,
        silent: Mapping[Kind, Collection[str]] = MappingProxyType({}),
    ) -> None:
        """`silent`: fields of which this file says nothing, or less than another form of it."""
        self._silent = silent
        self.format = format_
        self.file = file
        self._register = register
        self._made: set[Ref] = set()

    def ref(self, kind: Kind, key: str) -> Ref:
        """The reference of a record, whether it has been made yet or not."""
        return self._register.ref(kind, _short(key))

    def is_made(self, ref: Ref) -> bool:
        """Whether the record has been given out."""
        return ref in self._made

    def key(self, own: str, fields: Any) -> str:
        """What an item of a set that names its items for itself alone is known by.

        An id with a slash is one for everywhere: an address, or one that this gave out.  So is a
        uid: an export of ours writes it where there is no other.
        """
        return own if "/" in own or is_uid(own) else f"{self.file}/{own or digest_of(fields)}"

    def make(self, kind_of: Kind, key: str, row: int | None, **fields: Any) -> Making:
        """Give the record out with these fields, unless that has been done."""
        key = _short(key)
        ref = self._register.ref(kind_of, key)
        if ref not in self._made:
            self._made.add(ref)
            origin = Origin(format=self.format, file=self.file, row=row, id=key)
            if kind_of in self._silent and isinstance(self._register, OwnRegister):
                self._register.withhold(ref, self._silent[kind_of])
            yield RECORDS[kind_of](id=ref.number, origin=origin, **fields)
        return ref

    def report(
        self, url: str, row: int | None, title: str = "", key: str = "", **fields: Any
    ) -> Making:
        """The report at a URL, known by it unless a key is given; the host publishes it."""
        host = host_of(url)
        publisher = (yield from self.publisher(host)) if host else None
        kind = ReportKind.POST if is_social(host) else ReportKind.ARTICLE
        given = {"kind": kind, "title": title or url, "publisher": publisher, "url": url, **fields}
        return (yield from self.make(Kind.REPORT, key or url, row, **given))

    def relation(
        self,
        key: str,
        row: int | None,
        first: list[Ref],
        second: list[Ref],
        words: str,
        extra: dict[str, Any],
    ) -> Making:
        """A note on the first record that names both sides: for what no field of ours bears."""
        sides = (", ".join(f"[[{ref}]]" for ref in refs) for refs in (first, second))
        body = f"{words}: {' – '.join(sides)}"
        return (yield from self.make(Kind.NOTE, key, row, target=first[0], body=body, extra=extra))

    def publisher(self, host: str) -> Making:
        """The source that a host's name stands for."""
        return (
            yield from self.make(
                Kind.SOURCE, f"host:{host}", None, name=host, kind=SourceKind.OUTLET
            )
        )


def host_of(url: str) -> str:
    """The host's name, without what only tells a telephone from a screen; "" for no web address."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "." not in host.strip("."):
        return ""
    for before in _BEFORE:
        if host.startswith(before) and host.count(".") > 1:
            return host.removeprefix(before)
    return host


def is_social(host: str) -> bool:
    """Whether people post there."""
    return host in SOCIAL or any(host.endswith(f".{one}") for one in SOCIAL)


def _short(key: str) -> str:
    """A key that can be held by the million."""
    return key if len(key) <= _LONGEST_KEY else digest_of(key)


def digest_of(value: Any) -> str:
    """What tells a value from every other: for what has no id."""
    written = json.dumps(value, ensure_ascii=True, sort_keys=True)
    return blake2b(written.encode(), digest_size=12).hexdigest()


def title_of(text: str) -> str:
    """The first words of a text."""
    first = " ".join(text[:500].split())
    return first if len(first) <= 80 else f"{first[:80].rsplit(' ', 1)[0]}…"
