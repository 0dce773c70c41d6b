"""Records of ours that come back from a file: which ones they are, and what their references mean.

A file's references are those of the store that wrote it; here they may mean other records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from store import codec
from store.ids import Kind, Ref, is_uid, with_mentions
from store.proposals import Flagged, OwnRegister, Proposal, Register, Rejected
from store.references import EDGES

KIND_OF_NOUN = {kind.noun: kind for kind in Kind}
#: Fields whose parts are objects, and the name in them that names a record.
_INSIDE = {"locations": "location", "actors": "actor", "triage": "of"}
_LOST = "it names a record that is neither in the file nor here"


class Meant:
    """Which record of this store each reference of a file means."""

    def __init__(self, register: Register) -> None:
        if not isinstance(register, OwnRegister):
            raise TypeError("files of ours are read by a register that knows uids")
        self._register = register
        self._numbers: dict[Kind, dict[int, int]] = {kind: {} for kind in Kind}
        self._lines: dict[Ref, int] = {}

    def learn(self, ref: Ref, uid: str, line: int) -> None:
        """A record that the file has; of two with one uid, or one reference, the first."""
        here = self.take(ref, uid)
        self._numbers[ref.kind].setdefault(ref.number, here.number)
        self._lines.setdefault(here, line)

    def take(self, ref: Ref, uid: str) -> Ref:
        """The record that a line has."""
        return self._register.ref(ref.kind, uid if is_uid(uid) else f"{ref} in this file")

    def withhold(self, here: Ref, fields: Collection[str]) -> None:
        """Leave these fields of a record as they are here, where it is here."""
        self._register.withhold(here, fields)

    def first_line(self, here: Ref) -> int:
        """The line that has the record first."""
        return self._lines.get(here, 0)

    def named(self, ref: Ref, uids: Mapping[str, str]) -> Ref | None:
        """The record that a reference means; None where it is neither in the file nor here."""
        number = self._numbers[ref.kind].get(ref.number)
        if number is not None:
            return ref.kind.ref(number)
        uid = uids.get(ref, "")
        return self._register.known(ref.kind, uid) if uid else None


def proposals(
    meant: Meant,
    *,
    line: int,
    ref: Ref,
    document: dict[str, Any],
    covered: Collection[str] = (),
    uids: Mapping[str, str] = {},
) -> Iterator[Proposal]:
    """The record that a line has, and what is odd about it."""
    uid = document.get("uid", "")
    uid = uid if isinstance(uid, str) else ""
    here = meant.take(ref, uid)
    first = meant.first_line(here)
    if first != line:
        yield Rejected(line, "uid", f"line {first} has the record {uid or ref} already")
        return
    if not is_uid(uid):
        yield Flagged(line, "uid", "it has no uid, and comes in as a new record each time")
    lost: list[str] = []
    fields = _renamed(ref.kind, document, meant, uids, lost)
    for name in dict.fromkeys(lost):
        yield Flagged(line, name, _LOST)
    record = codec.decode(ref.kind, here.number, fields)
    for name in record.flags:
        yield Flagged(line, name, "it cannot be read, and is kept as it is")
    if covered or lost:
        # A record that is here keeps what the file cannot say of it.
        meant.withhold(here, {*covered, *lost})
    yield record


def _renamed(
    kind: Kind, document: dict[str, Any], meant: Meant, uids: Mapping[str, str], lost: list[str]
) -> dict[str, Any]:
    """The document with the references of this store; `lost` gets the fields of lost ones."""
    fields = dict(document)
    for name in _NAMING[kind]:
        if name in fields:
            value = _value(fields[name], _INSIDE.get(name, ""), meant, uids)
            if value is None:
                del fields[name]
            else:
                fields[name] = value
            if _count(value) != _count(document[name]):
                lost.append(name)
    body = fields.get("body")
    if kind is Kind.NOTE and isinstance(body, str):
        # A mention of what is not here stays as the words that it is.
        fields["body"] = with_mentions(body, lambda ref: meant.named(ref, uids) or ref)
    return fields


_NAMING = {
    kind: sorted({edge.field.partition(".")[0] for edge in EDGES if edge.holder is kind} - {"body"})
    for kind in Kind
}


def _value(value: Any, inner: str, meant: Meant, uids: Mapping[str, str]) -> Any:
    """The value with other references; None where nothing is left of it."""
    match value:
        case str():
            try:
                ref = Ref(value)
            except ValueError:
                # What is no reference is kept, and flagged when it is read.
                return value
            return meant.named(ref, uids)
        case list():
            found = (_value(one, inner, meant, uids) for one in value)
            return [one for one in found if one is not None]
        case dict() if inner in value:
            named = _value(value[inner], "", meant, uids)
            if named is not None:
                return {**value, inner: named}
            # A decision stands without the report that it names; a place of an event is none.
            return {k: v for k, v in value.items() if k != inner} if inner == "of" else None
    return value


def _count(value: Any) -> int:
    if isinstance(value, dict):
        return len(value)
    return len(value) if isinstance(value, list) else int(value is not None)
