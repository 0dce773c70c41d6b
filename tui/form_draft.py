"""A form that is being filled in, as a text that can be kept until it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from store import codec
from store.ids import Kind, Ref
from store.model import RECORDS
from store.record import Record
from tui.form import Form

#: Of a record that is there: a report's text is never edited, and may be long.
_LEFT_OUT = frozenset({"text"})


class _Kept(msgspec.Struct, omit_defaults=True):
    """What is kept of a form."""

    kind: str
    number: int = 0
    """The record's number; 0 for a new one."""
    base: dict[str, Any] = {}
    values: dict[str, Any] = {}
    names: list[str] = []
    """The fields of the values: one at its default is in no document."""
    offered: dict[str, Any] = {}
    offered_names: list[str] = []
    texts: dict[str, str] = {}
    problems: dict[str, str] = {}
    created: dict[str, dict[str, Any]] = {}
    row: int = 0


def written(form: Form) -> str:
    """The form of a record as text."""
    of = form.of
    if not issubclass(of, Record):
        raise TypeError("a part is kept with its record")
    record = form.record
    kept = _Kept(
        kind=of.kind_of.value,
        number=record.id if record else 0,
        base=_document(record) if record else {},
        values=codec.encode(_filled(of, form.values)),
        names=list(form.values),
        offered=_document(_filled(of, form.offered)),
        offered_names=list(form.offered),
        texts=dict(form.texts),
        problems=dict(form.problems),
        row=form.row,
        created={str(ref): codec.encode(one) for ref, one in form.created.items()},
    )
    return msgspec.json.encode(kept).decode()


def read(text: str) -> Form | None:
    """The form again; None for what is no such text, or one of a record that is none any more."""
    try:
        kept = msgspec.json.decode(text, type=_Kept)
        kind = Kind(kept.kind)
        created = {
            Ref(name): codec.decode(Ref(name).kind, Ref(name).number, one)
            for name, one in kept.created.items()
        }
        of = RECORDS[kind]
        return Form(
            of,
            codec.decode(kind, kept.number, kept.base) if kept.number else None,
            _values(of, kept.values, kept.names),
            kept.texts,
            kept.problems,
            created,
            row=kept.row,
            offered=_values(of, kept.offered, kept.offered_names),
        )
    except (msgspec.MsgspecError, ValueError, AttributeError):
        return None


def _filled(of: type[Record], values: Mapping[str, Any]) -> Record:
    return replace(of(id=1), **values)


def _document(record: Record) -> dict[str, Any]:
    return {name: one for name, one in codec.encode(record).items() if name not in _LEFT_OUT}


def _values(of: type[Record], document: dict[str, Any], names: list[str]) -> dict[str, Any]:
    record = codec.decode(of.kind_of, 1, document)
    return {name: getattr(record, name) for name in names}
