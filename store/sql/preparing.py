"""All that is laid down of a new record, worked out without a database."""

from __future__ import annotations

from msgspec.structs import replace

from store import codec
from store.changes import Prepared
from store.model import Report
from store.order import place_of, state_of
from store.record import Record
from store.references import references
from store.terms import terms, texts
from store.words import indexed


def prepared(record: Record) -> Prepared:
    """The record as `OperationWriter.add` takes it; UnicodeEncodeError for half a character."""
    text = record.text if isinstance(record, Report) else ""
    found, named = texts(record), references(record)
    return Prepared(
        record.ref,
        codec.encode_json(replace(record, text="") if text else record).decode(),
        text,
        place_of(record),
        state_of(record),
        sorted({(one.edge.code, one.to.number, one.role) for one in named}),
        indexed(found.name),
        indexed(found.rest),
        indexed(found.body),
        " ".join(terms(record, named)),
    )
