"""References to what is not there, or is something else, and values that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from store.derive.lint.finding import Finding
from store.derive.lint.shelf import Shelf, called
from store.ids import Kind, Ref
from store.record import Record
from store.references import Edge, held

#: Without it the record would say something else, or nothing: a person has to look.
_NOT_UNLINKED = frozenset({"triage.of", "target"})
_AS = {
    "publisher": "its publisher",
    "derived_from": "the report that it copies",
    "triage.of": "the report that it repeats",
    "part_of": "what it is part of",
    "locations": "a place",
    "actors": "an actor",
    "reports": "a report",
    "parent": "the place that it lies in",
    "report": "its report",
    "speaker": "its speaker",
    "via": "one who passed it on",
    "events": "an event",
    "event": "its event",
    "source": "its source",
    "supersedes": "what it takes the place of",
    "target": "what it is about",
}


def of_record(record: Record, shelf: Shelf) -> Iterator[Finding]:
    """What a record of any kind names, and what of it cannot be read."""
    # Almost no record has any.
    if record.extra and record.flags:
        fields = ", ".join(name.replace("_", " ") for name in record.flags)
        several = len(record.flags) > 1
        sentence = f"{called(record)} has {'values' if several else 'a value'} that cannot be read"
        mending = f"Enter {'them' if several else 'it'} anew; what came is kept until then."
        yield shelf.finding(
            "unreadable", record, record.flags[0], f"{sentence}: {fields}.", mending
        )
    gone: dict[Ref, str] = {}
    is_note = record.kind_of is Kind.NOTE
    for edge, ref in held(record):
        if ref.kind is not edge.named:
            # A note may name any record: each kind is an edge of its own.
            if not is_note:
                yield _of_another_kind(record, edge, ref, shelf)
        elif edge.field != "body" and not shelf.has(ref):
            # What a text mentions is no link, and may be still to come.
            gone.setdefault(ref, edge.field)
    for ref, field in gone.items():
        yield _gone(record, ref, field, shelf)


def _of_another_kind(record: Record, edge: Edge, ref: Ref, shelf: Shelf) -> Finding:
    said = f"{called(record)} names {ref} as {_words(edge.field)}, and that is {_a(ref.kind)}."
    mending = f"Name {_a(edge.named)} there."
    return shelf.finding("wrong-kind", record, edge.field, said, mending, also=(ref,))


def _gone(record: Record, ref: Ref, field: str, shelf: Shelf) -> Finding:
    sentence = f"{called(record)} names {ref} as {_words(field)}, and there is no such record."
    if field in _NOT_UNLINKED:
        mending = "Name the record that is meant now."
        return shelf.finding("gone", record, field, sentence, mending, also=(ref,))
    mending = f"Take the reference to {ref} away, or bring the record back from the history."
    return shelf.finding(
        "gone", record, field, sentence, mending, shelf.unlinking(record, ref), (ref,)
    )


def _words(field: str) -> str:
    """What a record is to the one that names it."""
    return _AS.get(field, field.replace("_", " "))


def _a(kind: Kind) -> str:
    return f"{kind.article} {kind.noun}"
