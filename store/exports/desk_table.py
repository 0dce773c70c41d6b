"""A spreadsheet of what was found, one row a record: read again, it is the same records.

A text stands in its cell as it is, all else as JSON; a list of references as `R3 R7`.  `uids`
says which uid each reference means, `covered` which fields are kept back.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from store import codec
from store.exports import cells
from store.exports.covering import Shown
from store.exports.found import Found
from store.ids import Kind, Ref, is_uid
from store.model import RECORDS
from store.reader import Reader
from store.record import Record
from store.references import references

#: The first headings and the last ones.
FIRST = ("record", "ref", "uid")
LAST = ("extra", "uids", "covered")
#: So many uids are kept in mind.
_MOST_KNOWN = 100_000
_NO_COLUMNS = frozenset({"id", "uid", "extra"})


def columns(kinds: list[Kind]) -> tuple[str, ...]:
    """The headings of a table of these kinds."""
    fields = dict.fromkeys(
        name
        for kind in kinds
        for name in RECORDS[kind].__struct_fields__
        if name not in _NO_COLUMNS
    )
    return (*FIRST, *_ordered(fields), *LAST)


def _ordered(fields: dict[str, None]) -> list[str]:
    """What a record is about first, what every record has last."""
    shared = [name for name in Record.__struct_fields__ if name in fields]
    return [name for name in fields if name not in shared] + shared


@cache
def texts(kind: Kind) -> frozenset[str]:
    """The fields that hold a text, or what is written as one: a date, a word, a reference."""
    made = RECORDS[kind]()
    hints = RECORDS[kind].__annotations__ | Record.__annotations__
    return frozenset(
        name
        for name in made.__struct_fields__
        if name not in _NO_COLUMNS and _is_text(str(hints[name]))
    )


def _is_text(hint: str) -> bool:
    parts = {part.strip() for part in hint.split("|")} - {"None"}
    numbers = {"bool", "float", "int", "Count", "Offset", "Latitude", "Longitude"}
    values = {"DatePrecision", "Clarity", "Credibility", "Origin", "Stamp", "Translation", "Triage"}
    return not any("[" in part or part in numbers | values for part in parts)


def write(found: Found) -> Iterator[str]:
    """The headings, and a row for each record."""
    kinds = found.kinds
    headings = columns(kinds)
    yield cells.row(headings)
    uids: dict[Ref, str] = {}
    for kind in kinds:
        for piece in found.slices(kind):
            rows = []
            for shown in piece.records:
                found.count(shown)
                rows.append(cells.row(_cells(piece.reader, shown, headings, uids)))
            yield "".join(rows)


def _cells(
    reader: Reader, shown: Shown, headings: tuple[str, ...], uids: dict[Ref, str]
) -> Iterator[str]:
    record = shown.record
    document = codec.encode(record)
    for name in record.extra:
        document.pop(name, None)
    own = texts(record.kind_of)
    told = {
        "record": record.kind_of.noun,
        "ref": record.ref,
        "uid": record.uid,
        "extra": _json(record.extra) if record.extra else "",
        "uids": " ".join(_names(reader, record, uids)),
        "covered": " ".join(shown.hidden),
    }
    for name in headings:
        if name in told:
            yield told[name]
        elif name in document:
            yield _cell(document[name], is_text=name in own)
        else:
            yield ""


def _cell(value: Any, *, is_text: bool) -> str:
    if is_text and isinstance(value, str):
        return _sealed_off(cells.guarded(value)) if value else cells.EMPTY
    if isinstance(value, list) and value and all(_is_ref(one) for one in value):
        return " ".join(value)
    return _json(value)


def _is_ref(value: Any) -> bool:
    try:
        return bool(Ref(value))
    except (TypeError, ValueError):
        return False


def _json(value: Any) -> str:
    return cells.guarded(codec.to_json(value).decode())


def _names(reader: Reader, record: Record, uids: dict[Ref, str]) -> Iterator[str]:
    """As `L3=0195...`: which record each reference means, in any store."""
    for ref in dict.fromkeys(one.to for one in references(record)):
        uid = uids.get(ref)
        if uid is None:
            if len(uids) > _MOST_KNOWN:
                uids.clear()
            named = next(iter(reader.listing(ref.kind, (ref.number,))), None)
            uid = uids[ref] = named.uid if named and is_uid(named.uid) else ""
        if uid:
            yield f"{ref}={uid}"


#: A cell that begins so holds a seal, which is an object where else a text is.
SEAL = '{"sealed":'


def _sealed_off(cell: str) -> str:
    """A text that begins as a seal does, marked as a text."""
    return f"'{cell}" if cell.startswith(SEAL) else cell
