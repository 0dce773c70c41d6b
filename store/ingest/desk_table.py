"""A spreadsheet of our own records, as `export --to csv` writes it, and as people edit it.

A record with the uid of one that is here is that one.  An empty cell says that a field is empty; a
column that somebody has taken out says nothing.  One of no field of ours is kept in `extra`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from typing import Any, NamedTuple

import msgspec

from store.changes import OWN_FORMAT
from store.exports.cells import unguarded
from store.exports.desk_table import FIRST, LAST, SEAL, texts
from store.ids import Kind, Ref, is_uid
from store.ingest.importer import DataFile, Head, Importer, UnreadableSet
from store.ingest.own import KIND_OF_NOUN, Meant, proposals
from store.ingest.tables import Row, Table, raw_of, table
from store.model import RECORDS
from store.proposals import Proposal, Register, Rejected

_HEADING = re.compile(r'\ufeff?"?record"?[,;\t|]"?ref"?[,;\t|]"?uid"?[,;\t|]')


class _Told(NamedTuple):
    ref: Ref
    document: dict[str, Any]
    covered: tuple[str, ...]
    uids: dict[str, str]


def suits(head: Head) -> bool:
    """Whether the headings begin as ours do."""
    return bool(_HEADING.match(head.text))


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """A proposal for each row."""
    meant = Meant(register)
    first = table(file._replace(seen=_unseen))
    if missing := [name for name in FIRST if name not in first.headings]:
        raise UnreadableSet(f"has no column {missing[0]}, which tells the records apart", 1)
    for row in first.rows:
        named = _named(first, row) if isinstance(row, Row) else None
        if isinstance(row, Row) and isinstance(named, tuple):
            meant.learn(*named, row.line)
    second = table(file)
    for row in second.rows:
        if isinstance(row, Rejected):
            yield row
            continue
        told = _told(second, row)
        if isinstance(told, Rejected):
            yield told
            continue
        yield from proposals(
            meant,
            line=row.line,
            ref=told.ref,
            document=told.document,
            covered={*told.covered, *_gone(told.ref.kind, frozenset(second.headings))},
            uids=told.uids,
        )


@cache
def _gone(kind: Kind, headings: frozenset[str]) -> frozenset[str]:
    """The fields of which the table has no column."""
    return frozenset(RECORDS[kind].__struct_fields__) - headings


def _unseen(count: int) -> None:
    """The first reading is no part of the progress."""


def _named(found: Table, row: Row) -> tuple[Ref, str] | str:
    """Which record a row has, and its uid; or what is wrong."""
    cells = dict(zip(found.headings, row.cells, strict=True))
    kind = KIND_OF_NOUN.get(cells["record"])
    if kind is None:
        return "it names no kind of record"
    try:
        ref = Ref(cells["ref"])
    except ValueError:
        return "it has no reference such as E412"
    return (ref, cells["uid"]) if ref.kind is kind else f"{ref} is no {kind.noun}"


def _told(found: Table, row: Row) -> _Told | Rejected:
    reject = partial(Rejected, row.line, raw=raw_of(row.cells, found.delimiter))
    named = _named(found, row)
    if isinstance(named, str):
        return reject("record", named)
    ref, uid = named
    document: dict[str, Any] = {"uid": uid} if uid else {}
    cells = dict(zip(found.headings, row.cells, strict=True))
    extra = _json(unguarded(cells.get("extra", "")))
    if not isinstance(extra, dict):
        if extra:
            return reject("extra", "it is no object in JSON")
        extra = {}
    for name, cell in cells.items():
        if cell and name not in FIRST and name not in LAST:
            document[name] = _read(ref.kind, name, cell)
    pairs = (pair.partition("=") for pair in cells.get("uids", "").split())
    uids = {name: one for name, _, one in pairs if is_uid(one)}
    return _Told(ref, document | extra, tuple(cells.get("covered", "").split()), uids)


def _read(kind: Kind, name: str, cell: str) -> Any:
    """The value of a cell; what cannot be read is a text, which is flagged."""
    text = unguarded(cell)
    if name not in RECORDS[kind].__struct_fields__:
        return text
    if name in texts(kind):
        return _json(text) if cell.startswith(SEAL) else text
    refs = text.split()
    if refs and all(_is_ref(one) for one in refs):
        return refs
    value = _json(text)
    return text if value is None else value


def _is_ref(word: str) -> bool:
    try:
        return bool(Ref(word))
    except ValueError:
        return False


def _json(text: str) -> Any:
    """What it says in JSON; None where it is none."""
    if not text:
        return None
    try:
        # Spreadsheets write these in capitals.
        return msgspec.json.decode(text.lower() if text in ("TRUE", "FALSE") else text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


IMPORTER = Importer(f"{OWN_FORMAT}-csv", "records of an incident desk, CSV", suits, read)
