"""What is told of an incidents.json that another program has written."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from store.changes import Operation

#: In whose name the log has what came in from there: nobody's own, so that nobody's undo takes it
#: by accident.
AUTHOR = "outside"


class Finding(StrEnum):
    """What such a file is."""

    CHANGED = "changed"
    """Another program has changed it: its changes can come in."""
    DELETES_MANY = "deletes many"
    OLDER = "older"
    """A copy from before: of this store, with no changes of its own."""
    NEWER = "newer"
    """It has operations that the working copy lacks."""
    FOREIGN = "foreign"
    """Another store's, or nobody's."""
    DAMAGED = "damaged"


class OutsideFile(NamedTuple):
    """A file that is not ours: what it is, and what taking it would do."""

    kind: Finding
    path: Path
    sentence: str
    """What a person is told of it."""
    added: int = 0
    changed: int = 0
    deleted: int = 0
    conflicts: int = 0
    """Records of which both sides changed the same fields."""
    stamp: str = ""
    """What tells this state of the file from a later one; "" where it never rests."""


class Tended(NamedTuple):
    """What was done to keep incidents.json in step."""

    written: bool = False
    taken: Operation | None = None
    """Another program's changes, come in."""
    question: OutsideFile | None = None
    """A file that a person has to decide about, told once; a damaged one was set aside."""
