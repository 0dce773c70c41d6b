"""A desk's own `incidents.json`: a record with the uid of one that is here is that one.

The file is read twice: a document may name records that come later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from store.changes import OWN_FORMAT
from store.ids import HIGHEST, KIND_OF_TABLE, Ref, is_whole
from store.ingest.importer import DataFile, Head, Importer, UnreadableSet
from store.ingest.json_items import Member, members
from store.ingest.own import Meant, proposals
from store.proposals import Flagged, Proposal, Register, Rejected

#: What the desk writes of its file.
_META = "_meta"
_BEGINS = re.compile(r'\s*\{\s*"_meta"\s*:\s*\{\s*"\d{1,15}"\s*:\s*\{[^{}]*"store"\s*:\s*"')


class _Document(NamedTuple):
    ref: Ref
    fields: dict[str, Any]


def suits(head: Head) -> bool:
    """Whether a desk has written the file."""
    return bool(_BEGINS.match(head.text))


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """A proposal for each document; UnreadableSet, OSError."""
    meant = Meant(register)
    count = 0
    for one in members(file._replace(seen=lambda _: None)):
        found = _document(one) if isinstance(one, Member) else None
        if isinstance(one, Member) and isinstance(found, _Document):
            count += 1
            uid = found.fields.get("uid")
            meant.learn(found.ref, uid if isinstance(uid, str) else "", one.item.line)
    if not count:
        raise UnreadableSet("has no record of an incident desk")
    for one in members(file):
        if isinstance(one, Member):
            found = _document(one)
            if isinstance(found, Rejected):
                yield found
            elif found is not None:
                yield from (Flagged(one.item.line, one.table, odd) for odd in one.item.odd)
                yield from proposals(
                    meant, line=one.item.line, ref=found.ref, document=found.fields
                )
        else:
            yield one


def _document(one: Member) -> _Document | Rejected | None:
    """The record that a document is, or why it is none; None for what the file says of itself."""
    if one.table == _META:
        return None
    kind = KIND_OF_TABLE.get(one.table)
    column = f"{one.table} {one.name}"[:200]
    reason = ""
    if kind is None:
        reason = "the table is none of a desk's"
    elif not isinstance(one.item.value, dict):
        reason = "a document is an object"
    elif not is_whole(one.name) or not 0 < int(one.name) <= HIGHEST or one.name[0] == "0":
        reason = "a document of ours has a whole number for its id"
    if kind is None or reason:
        return Rejected(one.item.line, column, reason, one.item.raw)
    return _Document(kind.ref(int(one.name)), one.item.value)


IMPORTER = Importer(f"{OWN_FORMAT}-file", "the file of an incident desk", suits, read)
