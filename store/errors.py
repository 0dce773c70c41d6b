"""Everything that can go wrong with a store, as a tree.

DeskError
├── RecordError
│   ├── InvalidRecord      a field holds what it must not
│   ├── UnknownRecord      no record has this reference
│   ├── WrongValue         what was typed for a field is no value of it
│   └── Refused            a record cannot be changed as it was asked
├── StoreError
│   ├── NotAStore          the path holds no store
│   ├── StoreExists        a store, or something else, is already there
│   ├── UnreadableStore    permission, an I/O error, a damaged working copy
│   ├── UnwritableStore    a full disk, an I/O error
│   ├── BusyStore          somebody else writes and does not let go
│   ├── StoreGone          its working copy was removed or replaced under who has it open
│   ├── StoreInUse         others have it open, and it cannot be replaced under them
│   ├── NewerSchema        written by a later version of this program
│   ├── OlderSchema        written by an earlier one; migrated when it is opened
│   ├── DamagedFile        incidents.json cannot be parsed; line and column known
│   ├── DamagedStore       what is to be copied was found damaged
│   ├── OutsideChange      incidents.json is not the one that this store wrote
│   └── StoreReadOnly      a change was asked of a store that cannot be written
├── HistoryError
│   ├── UnknownOperation   the history has no such operation or time
│   └── NothingToUndo      there is nothing to undo or to redo
├── QueryError             a query cannot be understood; column and what was expected
├── Stale                  a record changed after it was shown
├── Collision              somebody gave a field another value meanwhile
└── Interrupted            a read was stopped by whoever asked for it

`str(error)` is one sentence for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

#: So many of many records are named in one sentence.
MOST_TOLD = 10
#: What has become of a change that was refused, where nothing else is said.
NOTHING_CHANGED = "Nothing was changed"


class DeskError(Exception):
    """The root: a failure that has a sentence for the person at the screen."""


class RecordError(DeskError):
    """A failure about one record."""


class InvalidRecord(RecordError):
    """A record's field holds what it must not."""

    def __init__(self, record: str, field: str, reason: str) -> None:
        super().__init__(f"{record}: the field {field} is not valid: {reason}.")
        self.record = record
        self.field = field
        self.reason = reason


class UnknownRecord(RecordError):
    """No record has this reference."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"There is no record {ref}.")
        self.ref = ref


class WrongValue(RecordError):
    """What was typed for a field is no value of it; the sentence says what it expects."""

    def __init__(self, field: str, sentence: str, reason: str = "") -> None:
        super().__init__(sentence)
        self.field = field
        self.reason = reason or sentence
        """What is wrong, in a few words, for who sees the field."""


class Refused(RecordError):
    """A record cannot be changed as it was asked; `reason` follows its reference in a sentence."""

    def __init__(self, ref: str, reason: str) -> None:
        super().__init__(f"{ref} {reason}.")
        self.ref = ref
        self.reason = reason


class StoreError(DeskError):
    """A failure about a store as a whole."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


class NotAStore(StoreError):
    """The path holds no store."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, f"{path} is not an incident store: {reason}.")
        self.reason = reason


class StoreExists(StoreError):
    """A store, or something else, is already there."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(path, f"{path} already holds {found}; nothing was changed.")


class UnreadableStore(StoreError):
    """The store is there and cannot be read."""

    def __init__(self, path: Path, reason: str, *, is_damage: bool = False) -> None:
        super().__init__(path, f"{path} cannot be read: {reason}.")
        self.reason = reason
        self.is_damage = is_damage
        """Whether it is the working copy, whose bytes are not a database of ours any more."""


class UnwritableStore(StoreError):
    """A change could not be written; `outcome` says what has become of it."""

    def __init__(self, path: Path, reason: str, outcome: str = NOTHING_CHANGED) -> None:
        super().__init__(path, f"{path} cannot be written: {reason}. {outcome}.")
        self.reason = reason


class BusyStore(StoreError):
    """Somebody else writes and does not let go."""

    def __init__(
        self,
        path: Path,
        holder: str,
        seconds: float,
        outcome: str = NOTHING_CHANGED,
        *,
        doing: str = "been writing in",
    ) -> None:
        super().__init__(
            path,
            f"{holder} has {doing} {path} for more than {seconds:.0f} seconds. "
            f"{outcome}; try again.",
        )
        self.holder = holder


class StoreGone(StoreError):
    """The working copy was removed or replaced; `outcome` says what has become of its records."""

    def __init__(self, path: Path, outcome: str) -> None:
        super().__init__(path, f"{path} was removed or replaced while it was open. {outcome}.")


class StoreInUse(StoreError):
    """A store cannot be replaced while others have it open."""

    def __init__(self, path: Path, who_has: str) -> None:
        super().__init__(
            path, f"{who_has} {path} open. Nothing was changed; try again when it is closed."
        )


class NewerSchema(StoreError):
    """The store was written by a later version of this program."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            path,
            f"{path} was written by a newer Incident Desk (schema {found}, this one reads up to "
            f"{known}); upgrade to open it. Nothing was changed.",
        )
        self.found = found
        self.known = known


class OlderSchema(StoreError):
    """The working copy was written by an earlier version of this program."""

    def __init__(self, path: Path, found: int) -> None:
        super().__init__(
            path,
            f"{path} was written by an older Incident Desk (schema {found}); open it once where "
            "you may write, and it is brought up to date.",
        )
        self.found = found


class DamagedFile(StoreError):
    """A TinyDB file cannot be parsed; line and column count from 1."""

    def __init__(self, path: Path, line: int, column: int, reason: str) -> None:
        super().__init__(
            path,
            f"{path} is damaged at line {line}, column {column}: {reason}. Nothing was changed.",
        )
        self.line = line
        self.column = column
        self.reason = reason


class DamagedStore(StoreError):
    """A store that is to be backed up or restored was found damaged."""

    def __init__(self, path: Path, finding: str, doing: str) -> None:
        super().__init__(
            path,
            f"{path} is damaged and was not {doing}: {finding} "
            "`incident-desk verify` lists all that is wrong.",
        )
        self.finding = finding


class OutsideChange(StoreError):
    """incidents.json is not the file that this store wrote last, and a person has to decide."""

    def __init__(self, path: Path, told: str = "") -> None:
        what = told or f"{path} was changed by another program."
        super().__init__(
            path,
            f"{what} It was left alone: `incident-desk checkpoint --take` takes it in, and "
            "`--replace` sets it aside and writes the desk's own.",
        )


class StoreReadOnly(StoreError):
    """A change was asked of a store that cannot be written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, f"{path} is open for reading only: {reason}.")


class HistoryError(DeskError):
    """A failure about what was done before."""


class UnknownOperation(HistoryError):
    """The history has no such operation, and nothing at such a time."""

    def __init__(self, asked: str) -> None:
        super().__init__(f"The history has no operation {asked}.")
        self.asked = asked


class NothingToUndo(HistoryError):
    """There is nothing to undo or to redo."""

    def __init__(self, act: str) -> None:
        super().__init__(f"There is nothing of yours to {act}.")


class QueryError(DeskError):
    """A query cannot be understood."""

    def __init__(self, column: int, reason: str, expected: str = "", nearest: str = "") -> None:
        """`column` counts characters from 1; `nearest` is what may have been meant."""
        meant = f"; did you mean {nearest}?" if nearest else ""
        wanted = f"; expected {expected}" if expected else ""
        end = "" if meant else "."
        super().__init__(f"Column {column}: {reason}{wanted}{meant}{end}")
        self.column = column
        self.reason = reason
        self.expected = expected
        self.nearest = nearest


class Deed(NamedTuple):
    """A change that somebody made of a record."""

    by: str
    did: str
    """What the history calls it."""
    at: str
    """When, as the history has it."""


class Stale(DeskError):
    """Records changed after they were shown; `changed` maps each reference to who changed it."""

    def __init__(
        self, changed: Mapping[str, str], deeds: Mapping[str, Deed] | None = None, field: str = ""
    ) -> None:
        """`deeds` are the changes; the `field` is the one that counts, "" for any."""
        self.deeds: Mapping[str, Deed] = deeds or {}
        self.field = field
        self.changed = {
            ref: self.deeds[ref].by if ref in self.deeds else by for ref, by in changed.items()
        }
        first = islice(self.changed.items(), MOST_TOLD)
        names = ", ".join(f"{ref} by {by}" for ref, by in first)
        more = len(self.changed) - MOST_TOLD
        names += f" and {more:,} more" if more > 0 else ""
        super().__init__(
            f"Changed since you saw it: {names}. Nothing was done; look and try again."
        )


class Collision(DeskError):
    """Somebody gave fields other values since they were seen, which this change would undo."""

    def __init__(self, ref: str, by: str, fields: tuple[str, ...]) -> None:
        named = ", ".join(fields).replace("_", " ")
        super().__init__(f"{by} changed {named} of {ref} meanwhile. Nothing was done.")
        self.ref = ref
        self.by = by
        self.fields = fields


class Interrupted(DeskError):
    """A read was stopped by whoever asked for it."""

    def __init__(self) -> None:
        super().__init__("The read was stopped before it was done.")


def reason_of(error: OSError) -> str:
    """What the system says of a call that failed, as a part of a sentence."""
    return (error.strerror or str(error)).lower()
