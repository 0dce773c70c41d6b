"""A record for programs: its document, or the fields of it that are asked for.

`ref` and `record` (the kind) stand beside the document's own fields; no record has fields of
these names.  A name may be a path: `triage.state`, `locations.location`.  A field that another
program wrote has the name that it has in the document: `casualties`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import msgspec

from store import codec
from store.model import RECORDS
from store.record import Record

#: What is no field of a document.
_MADE = ("ref", "record", "label")
#: Not in a document: TinyDB's key.
_UNWRITTEN = frozenset({"id"})


def whole(record: Record) -> dict[str, Any]:
    """The document as in incidents.json, with the record's reference and kind."""
    made = {"ref": record.ref, "record": record.kind_of.noun}
    # A foreign field of these names gives way, and ours stand first.
    return made | codec.encode(record) | made


def chosen(record: Record, names: Sequence[str]) -> dict[str, Any]:
    """These fields alone, also those at their default; None for one that the kind lacks."""
    return {name: value_of(record, name) for name in names}


def value_of(record: Record, name: str) -> Any:
    """The value of a field, or at the end of a path."""
    if name in _MADE:
        return {"ref": record.ref, "record": record.kind_of.noun, "label": record.label}[name]
    if name in record.extra:
        return record.extra[name]
    head, *rest = name.split(".")
    own = getattr(record, head, None) if head in _known() else None
    value = record.extra.get(head, own)
    for step in rest:
        value = _inside(value, step)
    return value


def _inside(value: Any, step: str) -> Any:
    """One step of a path; of a list, that of each of its parts."""
    match value:
        case tuple() | list():
            return [_inside(part, step) for part in value]
        case dict():
            return value.get(step)
        case msgspec.Struct():
            return getattr(value, step, None) if step in value.__struct_fields__ else None
    return None


class Missing:
    """The names that are asked for and that no record had which was listed."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = {name for name in names if name not in _MADE and _head(name) not in _known()}

    def look_at(self, records: Iterable[Record]) -> None:
        """Take away what these have: a foreign document may have any field."""
        if self._names:
            for record in records:
                self._names -= {one for one in self._names if _has(record, one)}

    @property
    def remarks(self) -> Iterator[str]:
        """Of each that looks like a name of ours, which one may be meant."""
        for name in sorted(self._names):
            near = difflib.get_close_matches(_head(name)[:60], _known() | set(_MADE), 1)
            if near:
                yield f"No record here has a field {name[:60]}; is {near[0]} meant?"


def _head(name: str) -> str:
    return name.partition(".")[0]


def _has(record: Record, name: str) -> bool:
    return name in record.extra or _head(name) in record.extra


@cache
def _known() -> frozenset[str]:
    names = {name for record in RECORDS.values() for name in record.__struct_fields__}
    return frozenset(names - _UNWRITTEN)


def as_text(value: Any) -> str:
    """A value in one line for a table; nothing for what is not known."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return str(value)
        case tuple() | list():
            return ", ".join(as_text(part) for part in value)
        case _:
            return codec.to_json(value).decode()
