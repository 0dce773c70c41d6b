"""What a desk sees of what a script did."""

from __future__ import annotations

from store.changes import Operation
from store.ids import Ref
from store.repository import Repository


def newest(desk: Repository) -> Operation:
    """What was done last."""
    with desk.history() as log:
        return log.entries(limit=1)[0].operation


def title(desk: Repository, ref: str) -> str | None:
    """An event's title on the desk; None where there is no such event."""
    with desk.read() as reader:
        found = reader.find(Ref(ref))
    return found.label if found else None
