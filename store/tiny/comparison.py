"""Three documents compared: as both sides knew it, as it is here, as another program left it.

Pure: documents in, documents and conflicts out.  What only the others changed comes in; where both
sides changed a field, ours stays and theirs becomes a conflict, to be told in a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from store import codec
from store.codec import Document
from store.ids import KIND_OF_TABLE, Kind, with_mentions
from store.references import EDGES

Rows = dict[str, bytes]
"""The documents of a table as JSON, by document id."""


class Difference(NamedTuple):
    """A document that another program changed; None where it does not exist."""

    table: str
    number: str
    base: Document | None
    theirs: Document | None


class Conflict(NamedTuple):
    """A field that both sides changed; "" stands for the whole document."""

    field: str
    ours: Any
    theirs: Any


class Merged(NamedTuple):
    """What becomes of a document."""

    document: Document | None
    conflicts: tuple[Conflict, ...] = ()


#: What the desk writes by itself with every change: that it differs is no conflict.
_STAMP = "updated"
_ABSENT = msgspec.UNSET


def differences(
    base: Iterable[tuple[str, Iterable[tuple[str, bytes]]]], theirs: Mapping[str, Rows]
) -> Iterator[Difference]:
    """Every document that they added, changed or deleted, in the order of the tables."""
    remaining = dict(theirs)
    for table, documents in base:
        left = dict(remaining.pop(table, {}))
        for number, text in documents:
            found = left.pop(number, None)
            if found == text:
                continue
            before = msgspec.json.decode(text)
            after = None if found is None else _plain(table, number, found)
            if after is None or not is_same(before, after):
                yield Difference(table, number, before, after)
        yield from _added(table, left)
    for table, rows in remaining.items():
        yield from _added(table, rows)


def _added(table: str, rows: Rows) -> Iterator[Difference]:
    for number, text in rows.items():
        yield Difference(table, number, None, _plain(table, number, text))


def taken_back(
    taken: Mapping[str, Mapping[str, Document | None]],
    found: Iterable[Difference],
    theirs: Mapping[str, Rows],
) -> Iterator[Difference]:
    """What came in from them before, and is now with them as it was at the base: no difference."""
    differing = {(one.table, one.number) for one in found}
    for table, documents in taken.items():
        for number, before in documents.items():
            text = theirs.get(table, {}).get(number)
            after = None if text is None else _plain(table, number, text)
            if (table, number) not in differing and not is_same(before, after):
                yield Difference(table, number, before, after)


def _plain(table: str, number: str, text: bytes) -> Document:
    """The document as it is written here: one may name a default that another leaves out."""
    document: Document = msgspec.json.decode(text)
    kind = KIND_OF_TABLE.get(table)
    return codec.encode(codec.decode(kind, int(number), document)) if kind else document


def merge(difference: Difference, ours: Document | None) -> Merged:
    """What becomes of the document when it is so here."""
    base, theirs = difference.base, difference.theirs
    if is_same(ours, theirs):
        return Merged(ours)
    if is_same(ours, base):
        if theirs is not None and ours is not None:
            return _merge_fields(difference, ours)
        return Merged(theirs)
    if theirs is None or ours is None:
        return Merged(ours, (Conflict("", ours, theirs),))
    return _merge_fields(difference, ours)


def _merge_fields(difference: Difference, ours: Document) -> Merged:
    base, theirs = difference.base or {}, difference.theirs or {}
    merged, conflicts = dict(ours), []
    for name in dict.fromkeys([*theirs, *base]):
        was, here = base.get(name, _ABSENT), ours.get(name, _ABSENT)
        there = theirs.get(name, _ABSENT)
        if is_same(was, there) or is_same(here, there):
            continue
        if not is_same(was, here) or (
            _is_fixed(difference.table, name) and here not in (_ABSENT, "")
        ):
            if name != _STAMP:
                conflicts.append(Conflict(name, _value(here), _value(there)))
        elif there is _ABSENT:
            del merged[name]
        else:
            merged[name] = there
    return Merged(merged, tuple(conflicts))


def _is_fixed(table: str, field: str) -> bool:
    """Whether the field is never edited."""
    return (table, field) == (Kind.REPORT.table, "text")


def renumbering(
    added: Iterable[Difference],
    find: Callable[[str, str], Document | None],
    is_used: Callable[[str, str], bool],
    fresh: Callable[[str], str],
) -> dict[tuple[str, str], str]:
    """New ids for documents of theirs whose id belongs, or has belonged, to another one here.

    `fresh` gives an id of a table that is free on both sides.
    """
    numbers: dict[tuple[str, str], str] = {}
    for table, number, _, theirs in added:
        ours = find(table, number)
        if ours is None:
            is_another = is_used(table, number)
        else:
            uid = ours.get("uid")
            is_another = not is_same(ours, theirs) and (not uid or uid != (theirs or {}).get("uid"))
        if is_another:
            numbers[table, number] = fresh(table)
    return numbers


def rewritten(difference: Difference, numbers: Mapping[tuple[str, str], str]) -> Difference:
    """The difference with new ids in the references that they wrote."""
    kind, theirs = KIND_OF_TABLE.get(difference.table), difference.theirs
    names: dict[str, str] = {
        KIND_OF_TABLE[table].ref(int(old)): KIND_OF_TABLE[table].ref(int(new))
        for (table, old), new in numbers.items()
        if table in KIND_OF_TABLE
    }
    if not names or kind is None or theirs is None:
        return difference
    base, after = difference.base or {}, dict(theirs)
    for field, inner in _REFERRING[kind]:
        if field in after and not is_same(after[field], base.get(field, _ABSENT)):
            after[field] = _renamed(after[field], inner, names)
    body = after.get("body")
    if kind is Kind.NOTE and isinstance(body, str) and not is_same(body, base.get("body")):
        after["body"] = with_mentions(body, lambda ref: names.get(ref, ref))
    return difference._replace(theirs=after)


def _referring(kind: Kind) -> set[tuple[str, str]]:
    """The fields of a kind that name records, and the name inside where it is an object."""
    inside = {"locations": "location", "actors": "actor", "triage": "of"}
    # A note's text is no reference: see above.
    fields = {edge.field.partition(".")[0] for edge in EDGES if edge.holder is kind} - {"body"}
    return {(field, inside.get(field, "")) for field in fields}


_REFERRING = {kind: _referring(kind) for kind in Kind}


def _renamed(value: Any, inner: str, names: Mapping[str, str]) -> Any:
    match value:
        case str():
            return str(names.get(value, value))
        case list():
            return [_renamed(one, inner, names) for one in value]
        case dict() if inner in value:
            return {**value, inner: _renamed(value[inner], "", names)}
    return value


def told(conflicts: Iterable[Conflict]) -> str:
    """What a note tells of conflicts, with both values."""
    parts = []
    for field, ours, theirs in conflicts:
        if field:
            heading = f"{field} was changed here and by another program. Ours stays."
        elif theirs is None:
            parts.append("Another program deleted this record. It was changed here, so it stays.")
            continue
        else:
            heading = "Another program changed this record, which was deleted here. It stays so."
        parts.append(f"{heading}\n\n- here: {_words(ours)}\n- there: {_words(theirs)}")
    return "\n\n".join(["Changed outside.", *parts])


def _words(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else codec.to_json(value).decode()


def _value(value: Any) -> Any:
    return None if value is _ABSENT else value


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are written alike: for Python, 1 and True are equal."""
    if one is other:
        return True
    if one is _ABSENT or other is _ABSENT or one != other:
        return False
    return msgspec.json.encode(one, order="sorted") == msgspec.json.encode(other, order="sorted")
