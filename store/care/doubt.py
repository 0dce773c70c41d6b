"""Which operations of a damaged log are not what their hashes say, as far as it can be read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from store.care.findings import named
from store.changes import Act
from store.dates import Instant
from store.sql.rows import Row
from store.sql.write import Head, chained, head_bytes, version_bytes
from store.tiny.checkpoint import BUILD_LABEL

#: So many of the records that an operation wrote are named.
MOST_NAMED = 20


class Doubt(NamedTuple):
    """Operations that follow each other, and why what they wrote cannot be trusted."""

    first: int
    last: int
    why: str
    is_proven: bool = False
    """Whether something of it was altered; else there is nothing to check it by."""

    def sentence(self, names: Sequence[str]) -> str:
        """A sentence, with the documents that such an operation wrote last."""
        what = f"The operation {self.first}"
        if self.first != self.last:
            what = f"The operations {self.first} to {self.last}"
        if not names:
            return f"{what} {self.why}; no record is as it left it."
        told = ", ".join(names[:MOST_NAMED])
        more = len(names) - MOST_NAMED
        told += f" and {more:,} more" if more > 0 else ""
        return f"{what} {self.why}; not to be trusted for that: {told}."


class Log(NamedTuple):
    """What could be read of a log."""

    operations: list[Row]
    """By sequence; the columns in the order of the table."""
    versions: list[Row]
    """By version; that, operation, record, document, hash of its text."""
    tables: dict[int, str]
    """The names of tables that are not ours, by number."""
    before: object
    """The hash that the first operation goes on from; None where it was not kept."""


def doubts(log: Log) -> list[Doubt]:
    """The operations that are missing, that were altered, and that cannot be checked."""
    found = sorted(_in_order(log))
    known = {row[0] for row in log.operations}
    named_only = sorted({row[1] for row in log.versions if isinstance(row[1], int)} - known)
    for number in named_only:
        last = found[-1] if found else None
        if any(doubt.first <= number <= doubt.last for doubt in found):
            continue
        if last and last.why == _MISSING and last.last == number - 1:
            found[-1] = last._replace(last=number)
        else:
            found.append(Doubt(number, number, _MISSING))
    return sorted(found)


_MISSING = "cannot be read from the log"
_ALTERED = "is not what its hash says: it, a record that it wrote or the hash was altered"
_NO_HEAD = "says of itself what no operation says"
_UNCHECKED = "cannot be checked, as the hash before it is not there"


def _in_order(log: Log) -> Iterator[Doubt]:
    expected, before = 0, list[str]()
    waiting: Doubt | None = None
    numbers = [row[0] for row in log.versions]
    for row in log.operations:
        sequence, stored = row[0], row[6]
        if not expected:
            if sequence > 1 and row[4] != BUILD_LABEL:
                yield Doubt(1, sequence - 1, _MISSING)
            else:
                before = _beginning(log.before, sequence)
        elif sequence != expected:
            yield Doubt(expected, sequence - 1, _MISSING)
            before = []
        hashed = [_digest(log, numbers, row, digest) for digest in before]
        # Where this one goes on from what the one before should have for a hash, and not from what
        # it has, that hash alone was altered.
        if waiting and stored not in hashed[1:]:
            yield waiting
        waiting = None
        if _head(row) is None:
            waiting = Doubt(sequence, sequence, _NO_HEAD, is_proven=True)
        elif not before:
            yield Doubt(sequence, sequence, f"{_UNCHECKED}{_by(row)}")
        elif stored not in hashed:
            waiting = Doubt(sequence, sequence, f"{_ALTERED}{_by(row)}", is_proven=True)
        expected = sequence + 1
        before = [digest for digest in (stored, *hashed[:1]) if isinstance(digest, str)]
        before = list(dict.fromkeys(before))
    if waiting:
        yield waiting


def _beginning(kept: object, sequence: int) -> list[str]:
    """The hash that the first operation goes on from; none where it was not kept."""
    if isinstance(kept, str):
        return [kept]
    return [""] if sequence == 1 else []


def _digest(log: Log, numbers: list[int], row: Row, before: str) -> str | None:
    """The hash that an operation should have; None where its head or a version holds none."""
    head, first, records = _head(row), row[10], row[11]
    if head is None or not isinstance(first, int) or not isinstance(records, int):
        return None
    hashed = chained(before)
    for at in range(bisect_left(numbers, first), bisect_left(numbers, first + records)):
        _, operation, record, document, text = log.versions[at]
        is_whole = (
            isinstance(record, int)
            and isinstance(document, str | None)
            and isinstance(text, bytes | None)
        )
        if operation != row[0] or not is_whole:
            return None
        hashed.update(version_bytes(named(record, log.tables), document, text))
    hashed.update(head_bytes(row[0], head))
    return hashed.hexdigest()


def _head(row: Row) -> Head | None:
    _, at, author, session, label, reason, _, act, target, whole, *_ = row
    told = author, session, label, reason
    try:
        when, what = Instant(at if isinstance(at, str) else ""), Act(act)
    except ValueError:
        return None
    if not all(isinstance(text, str) for text in told):
        return None
    if not isinstance(target, int | None) or not isinstance(whole, int | None):
        return None
    return Head(when, *told, what, target, whole)


def _by(row: Row) -> str:
    return f" (by {row[2]} at {row[1]})"
