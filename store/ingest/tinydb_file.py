"""TinyDB files: those of other programs, and our own.

A table that bears the name of one of ours and whose documents have its fields is read as such:
records, with their references to each other.  The documents of any other are events or reports by
what their fields are called, as the rows of a table are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import fields, replace

from store import codec
from store.ids import HIGHEST, KIND_OF_TABLE, Kind, Ref, is_uid, is_whole, mentions
from store.ingest.any_table import SAMPLE, flat
from store.ingest.importer import DataFile, Head, Importer
from store.ingest.json_items import Member, members
from store.ingest.mapped import Cells, Mapped
from store.ingest.mapping import guessed
from store.ingest.once import Once
from store.ingest.passwords import SECRET_LEFT_OUT, without_secrets, words_without_secrets
from store.model import RECORDS, Note
from store.proposals import Flagged, Proposal, Register, Rejected
from store.record import Record
from store.values import Origin

FORMAT = "tinydb"

#: What the desk itself writes into its file.
_META = "_meta"
#: What the store gives a record, and no file.
_OF_THE_STORE = ("created", "updated", "origin")

NO_DOCUMENT = "a document is an object"
NO_NUMBER = "a document of ours has a whole number for its id"
TWICE = "the document stands in the file before"
NOBODY_THERE = "it names a record that is not in the file"
UNREADABLE = "a field cannot be read, and is kept as it came"

_BEGINS = re.compile(
    r'\s*\{\s*(?:"[^"\\]{0,200}"\s*:\s*\{\s*\}\s*,\s*)*'
    r'"[^"\\]{0,200}"\s*:\s*\{\s*(?:"\d{1,15}"\s*:\s*\{|\}\s*[,}])'
)
_OWN_BEGINS = re.compile(r'\s*\{\s*"_(?:meta|default)"\s*:\s*\{')


class _Document(NamedTuple):
    line: int
    table: str
    number: str
    fields: dict[str, Any]
    raw: str


def suits(head: Head) -> bool:
    """Whether a file that begins so is TinyDB's."""
    return bool(_BEGINS.match(head.text) or _OWN_BEGINS.match(head.text))


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """Read the tables; UnreadableSet, OSError."""
    reading = _Reading(file, register)
    for one in members(file):
        if isinstance(one, Member):
            yield from reading.document(one)
        elif isinstance(one, Rejected):
            yield one._replace(raw=words_without_secrets(one.raw))
        else:
            yield one


class _Reading:
    """The documents of one file, by what the first ones of each table look like."""

    def __init__(self, file: DataFile, register: Register) -> None:
        self._file, self._register = file.name, register
        self._once = Once(FORMAT, file.name, register)
        self._keys: dict[Ref, str] = {}
        """By its reference in the file, what a record of ours is known by."""
        self._is_own: dict[str, bool] = {}
        self._is_ours = False
        """Whether the desk has written the file: then a table of ours may have fields of others."""
        self._made: set[Ref] = set()
        samples: dict[str, list[dict[str, str]]] = {}
        for one in members(file._replace(seen=lambda _: None)):
            if isinstance(one, Member) and isinstance(one.item.value, dict):
                self._note_down(one, one.item.value, samples)
        self._mapped = {name: self._mapping(rows) for name, rows in samples.items()}

    def _note_down(
        self, one: Member, document: dict[str, Any], samples: dict[str, list[dict[str, str]]]
    ) -> None:
        kind = KIND_OF_TABLE.get(one.table)
        if one.table == _META:
            self._is_ours = True
            return
        looks_own = kind is not None and (self._is_ours or _fits(kind, document))
        is_own = self._is_own.setdefault(one.table, looks_own)
        if not is_own:
            rows = samples.setdefault(one.table, [])
            if len(rows) < SAMPLE:
                rows.append(dict(flat(without_secrets(document)[0])))
        elif kind is not None and _is_number(one.name):
            uid = document.get("uid")
            own = kind.ref(int(one.name))
            key = uid if isinstance(uid, str) and is_uid(uid) else f"{self._file}/{own}"
            self._keys.setdefault(own, key)

    def _mapping(self, rows: list[dict[str, str]]) -> Mapped:
        headings = list(dict.fromkeys(name for row in rows for name in row))
        sample = [[row.get(name, "") for name in headings] for row in rows]
        return Mapped(guessed(headings, sample), FORMAT, self._file, self._register)

    def document(self, one: Member) -> Iterator[Proposal]:
        """What a document becomes."""
        if one.table == _META:
            return
        line, value, raw = one.item.line, one.item.value, words_without_secrets(one.item.raw)
        column = f"{one.table} {one.name}"[:200]
        if not isinstance(value, dict):
            yield Rejected(line, column, NO_DOCUMENT, raw)
            return
        found, is_secret = without_secrets(value)
        yield from (Flagged(line, one.table, odd) for odd in one.item.odd)
        if is_secret:
            yield Flagged(line, one.table, SECRET_LEFT_OUT)
        document = _Document(line, one.table, one.name, found, raw)
        if self._is_own.get(one.table):
            yield from self._record(document)
            return
        cells = Cells(
            line, dict(flat(found)), raw, self._once.key(f"{one.table}:{one.name}", found)
        )
        for proposal in self._mapped[one.table].of(cells):
            # Tables share their places and their sources.
            if not isinstance(proposal, Record) or proposal.ref not in self._made:
                yield proposal
            if isinstance(proposal, Record):
                self._made.add(proposal.ref)

    def _record(self, document: _Document) -> Iterator[Proposal]:
        """A record of ours, with what it names in this file."""
        line, table, number = document.line, document.table, document.number
        if not _is_number(number):
            yield Rejected(line, f"{table} {number}"[:200], NO_NUMBER, document.raw)
            return
        kind = KIND_OF_TABLE[table]
        key = self._keys[kind.ref(int(number))]
        ref = self._once.ref(kind, key)
        if ref in self._made:
            yield Rejected(line, f"{table} {number}"[:200], TWICE, document.raw)
            return
        self._made.add(ref)
        before = codec.decode(kind, ref.number, document.fields)
        extra = {name: one for name, one in before.extra.items() if name not in _OF_THE_STORE}
        if before.flags:
            yield Flagged(line, table, UNREADABLE)
        if before.origin is not None:
            extra[FORMAT] = {"origin": codec.encode(before)["origin"]}
        missing: list[Ref] = []
        after = self._named(before, missing)
        if missing:
            yield Flagged(line, table, NOBODY_THERE)
        origin = Origin(format=FORMAT, file=self._file, row=line, id=key)
        yield replace(
            after, id=ref.number, uid="", created=None, updated=None, origin=origin, extra=extra
        )

    def _here(self, ref: Ref, missing: list[Ref]) -> Ref | None:
        """The reference that a record of the file has in this store."""
        key = self._keys.get(ref)
        if key is None:
            missing.append(ref)
            return None
        return self._once.ref(ref.kind, key)

    def _named(self, record: Record, missing: list[Ref]) -> Record:
        """The record with the references that hold here; what is not in the file, it loses."""
        own = {
            field.name: self._with_references(getattr(record, field.name), missing)
            for field in fields(type(record))
            if field.name not in ("extra", *_OF_THE_STORE)
        }
        after = replace(record, **own)
        if isinstance(after, Note):
            return replace(after, body=self._with_mentions(after.body, missing))
        return after

    def _with_references(self, value: Any, missing: list[Ref]) -> Any:
        if isinstance(value, Ref):
            return self._here(value, missing)
        if isinstance(value, tuple):
            found = [self._with_references(one, missing) for one in value]
            return tuple(one for one in found if one is not None)
        if isinstance(value, Struct):
            own = {
                field.name: self._with_references(getattr(value, field.name), missing)
                for field in fields(type(value))
            }
            is_lost = any(
                own[field.name] is None
                for field in fields(type(value))
                if field.required and isinstance(getattr(value, field.name), Ref)
            )
            return None if is_lost else replace(value, **own)
        return value

    def _with_mentions(self, body: str, missing: list[Ref]) -> str:
        parts, at = [], 0
        for one in mentions(body):
            here = self._here(one.ref, missing)
            parts += [body[at : one.start], f"[[{here}]]" if here else f"{one.ref} (not here)"]
            at = one.end
        return "".join((*parts, body[at:]))


def _fits(kind: Kind, document: dict[str, Any]) -> bool:
    """Whether a document looks like a record of ours."""
    uid = document.get("uid")
    if isinstance(uid, str) and is_uid(uid):
        return True
    return set(document) <= set(RECORDS[kind].__struct_encode_fields__)


def _is_number(name: str) -> bool:
    return is_whole(name) and 0 < int(name) <= HIGHEST and not name.startswith("0")


IMPORTER = Importer(FORMAT, "TinyDB file of another program", suits, read)
