"""What a desk sees of what a script did."""

from __future__ import annotations

from msgspec.structs import replace

from store.changes import Operation
from store.ids import Ref
from store.record import Record
from store.repository import Repository


def newest(desk: Repository) -> Operation:
    """What was done last."""
    with desk.history() as log:
        return log.entries(limit=1)[0].operation


def with_title(desk: Repository, ref: str, title: str) -> Record:
    """The record as it lies there, with another title."""
    with desk.read() as reader:
        return replace(reader.get(Ref(ref)), title=title)


def title(desk: Repository, ref: str) -> str | None:
    """An event's title on the desk; None where there is no such event."""
    with desk.read() as reader:
        found = reader.find(Ref(ref))
    return found.label if found else None
