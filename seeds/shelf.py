"""A seed store: its records, each with a uid and a stamp, and the TinyDB file that they make."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from store.codec import SCHEMA, Document, encode
from store.dates import Instant
from store.ids import Kind
from store.record import Record
from store.values import Stamp

_SURROGATE = re.compile("[\ud800-\udfff]")


class Shelf:
    """The documents of one store, by table and id; the same in every build."""

    def __init__(self, name: str, opened: datetime, by: str) -> None:
        self.name = name
        self._opened = opened
        self._by = by
        self._tables: dict[str, dict[int, Document]] = {kind.table: {} for kind in Kind}

    def add(self, records: Iterable[Record]) -> None:
        """Put records on the shelf, with the uid and the stamp of their place."""
        for record in records:
            at = self._moment(record.kind_of, record.id)
            stamp = record.created or Stamp(at=_instant(at), by=self._by)
            uid = self._uid(str(record.ref), at)
            self._put(
                record.kind_of.table, record.id, encode(replace(record, uid=uid, created=stamp))
            )

    def add_raw(self, kind: Kind, number: int, document: Document) -> None:
        """Put a document on the shelf that no record can be built from."""
        at = self._moment(kind, number)
        created = {"at": _instant(at), "by": self._by}
        uid = self._uid(kind.ref(number), at)
        self._put(kind.table, number, {"uid": uid, "created": created} | document)

    def add_foreign(self, table: str, number: int, document: Document) -> None:
        """Put a document of a table that is not ours on the shelf."""
        self._tables.setdefault(table, {})
        self._put(table, number, document)

    def file(self) -> str:
        """The text of `incidents.json`: one document per line."""
        return "".join(self._lines())

    def _put(self, table: str, number: int, document: Document) -> None:
        if number in self._tables[table] or number < 1:
            raise ValueError(f"{self.name}: {table} cannot take a second or a zeroth {number}")
        self._tables[table][number] = document

    def _lines(self) -> Iterator[str]:
        highest = {kind.table: max(self._tables[kind.table], default=0) for kind in Kind}
        meta = {
            "schema": SCHEMA,
            "store": self._uid("store", self._opened),
            "operation": 0,
            "hash": "",
            "highest": highest,
        }
        yield "{\n"
        yield _table("_meta", {1: meta})
        for table, documents in self._tables.items():
            yield ",\n"
            yield _table(table, documents)
        yield "\n}\n"

    def _moment(self, kind: Kind, number: int) -> datetime:
        """A moment of its own for each record, one table after the other."""
        return self._opened + timedelta(hours=list(Kind).index(kind), seconds=31 * number)

    def _uid(self, what: str, at: datetime) -> str:
        """A UUIDv7 (RFC 9562) whose random bits are a hash."""
        chance = int.from_bytes(hashlib.sha256(f"{self.name} {what}".encode()).digest()[:10])
        high, low = chance >> 64 & 0xFFF, chance & (1 << 62) - 1
        stamp = int(at.timestamp() * 1000)
        return str(uuid.UUID(int=stamp << 80 | 7 << 76 | high << 64 | 2 << 62 | low))


def _table(name: str, documents: dict[int, Document]) -> str:
    lines = ",\n".join(f'"{number}": {_json(documents[number])}' for number in sorted(documents))
    return f'"{name}": {{\n{lines}\n}}' if lines else f'"{name}": {{}}'


def _json(document: Document) -> str:
    """A document in one line; a lone surrogate, which UTF-8 does not have, is escaped."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _instant(at: datetime) -> Instant:
    return Instant(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
