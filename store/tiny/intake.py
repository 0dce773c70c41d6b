"""Taking in what another program changed in incidents.json, as one operation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import apsw

from store import codec
from store.changes import Change, ForeignChange, Operation, Who
from store.codec import Document
from store.dates import now
from store.errors import DamagedFile
from store.ids import HIGHEST_CHOSEN, KIND_OF_TABLE, Kind, Ref, is_whole, new_uid
from store.model import Note
from store.sql import schema
from store.sql.begun import Begun
from store.sql.commit import Step, write_in_parts
from store.sql.documents import Documents
from store.sql.numbers import reserve
from store.sql.read import SqlReader
from store.sql.rows import one
from store.sql.write import Head, OperationWriter
from store.tiny import known
from store.tiny.comparison import (
    Difference,
    Merged,
    is_same,
    merge,
    renumbering,
    rewritten,
    told,
)
from store.tiny.document_file import highest_of
from store.tiny.examination import Examined, document_at
from store.tiny.known import parsed
from store.values import Stamp
from store.vocabulary import Sensitivity

LABEL = "changed outside"

_REPORTS = Kind.REPORT.table
#: So many of the ids that were too high are named.
_NAMED = 5


def take(
    connection: apsw.Connection,
    examined: Examined,
    who: Who,
    mark: Callable[[], None],
    begun: Begun | None = None,
) -> Operation | None:
    """Write what a file brings; None where all of it is here already.

    `mark` is called in the same transaction as the last of it: the file is known from then on.
    """
    contents = examined.contents
    if contents is None:
        raise examined.damage or DamagedFile(examined.found.path, 1, 1, "nothing is in it")
    intake = _Intake(connection, examined, who.author)
    reason = f"from {examined.found.path.name}"[:200] + intake.renumbered
    head = Head(now(), *who, LABEL, reason)

    def steps() -> Iterator[Step]:
        yield intake.plan
        yield from intake.steps()

    def last() -> None:
        # Not before: a file that is rolled back must come in again.
        intake.learn()
        mark()

    return write_in_parts(connection, head, steps(), last=last, begun=begun)


class _Intake:
    """One file's differences on their way into the store."""

    def __init__(self, connection: apsw.Connection, examined: Examined, author: str) -> None:
        self._connection = connection
        self._examined = examined
        self._documents = Documents(connection)
        self._author = author
        self._at = now()
        self._numbers: dict[tuple[str, str], str] = {}
        self._given: dict[int, int] = {}
        """The highest ids before this file came, by rank."""
        self._differences = list(examined.differences)
        self._too_high = {(d.table, d.number): d for d in self._differences if self._is_too_high(d)}

    @property
    def renumbered(self) -> str:
        """What to say, behind another sentence, of ids near the highest; "" for none."""
        if not self._too_high:
            return ""
        names = [_name(*place) for place in islice(self._too_high, _NAMED)]
        more = len(self._too_high) - len(names)
        names += [f"{more:,} more"] if more else []
        return f"; near the highest id, and so given another: {', '.join(names)}"

    def plan(self, writer: OperationWriter) -> None:
        """Give new ids where theirs are taken, and keep the others from being given out."""
        memory = self._examined.known
        for table, numbers in memory.numbers.items():
            for number, here in numbers.items():
                self._numbers[table, number] = here
        if self._examined.is_state:
            moved = [d for d in self._differences if self._is_another_text(d)]
            added = [*moved, *self._too_high.values()]
        else:
            added = [
                d
                for d in self._differences
                if d.base is None and (d.table, d.number) not in self._numbers
            ]
        for table, number, *_ in self._differences:
            # What has another id here uses its own up nowhere.
            if (table, number) not in self._too_high and (table, number) not in self._numbers:
                self._reserve(table, number)
        self._numbers |= renumbering(
            added, self._find, self._is_used, lambda table: self._fresh(writer, table)
        )
        if self._examined.is_state and self._numbers:
            self._move()

    def steps(self) -> Iterator[Step]:
        """A step for each difference, or for each table that lies in one document."""
        contents = self._examined.contents
        odd: dict[str, list[Difference]] = {
            difference.table: []
            for difference in self._differences
            if difference.table not in KIND_OF_TABLE and self._is_odd(difference)
        }
        for difference in self._differences:
            if difference.table in odd:
                odd[difference.table].append(difference)
            else:
                yield lambda writer, d=difference: self._settle(writer, d)  # type: ignore[misc]
        for table, rows in odd.items():
            yield lambda writer, t=table, r=rows: self._settle_whole(writer, t, r)  # type: ignore[misc]
        for table, documents in contents.tables.items() if contents else ():
            if not documents and table not in KIND_OF_TABLE and not self._documents.has(table):
                yield lambda writer, t=table: self._lay(writer, t, 0, {})  # type: ignore[misc]

    def learn(self) -> None:
        """Know what this file brought, so that it does not come in a second time."""
        examined = self._examined
        for kind, highest in highest_of(examined.contents.meta) if examined.contents else ():
            if highest <= HIGHEST_CHOSEN:
                reserve(self._connection, schema.rank(kind), highest)
        if examined.base is None:
            return
        memory = examined.known
        for difference in examined.differences:
            memory.learn(difference)
        for (table, number), here in self._numbers.items():
            memory.numbers.setdefault(table, {})[number] = here
        known.write(self._connection, memory)

    # -- ids ------------------------------------------------------------------------------

    def _find(self, table: str, number: str) -> Document | None:
        return document_at(self._documents, table, number)

    def _is_too_high(self, difference: Difference) -> bool:
        """Whether it is a new document whose id would leave few for those that come after it."""
        table, number, base, theirs = difference
        if base is not None or theirs is None or not is_whole(number):
            return False
        if int(number) <= HIGHEST_CHOSEN or number in self._examined.known.numbers.get(table, {}):
            return False
        return self._find(table, number) is None and (
            table in KIND_OF_TABLE or not self._is_odd(difference)
        )

    def _is_used(self, table: str, number: str) -> bool:
        if self._examined.is_state or (table, number) in self._too_high:
            return True
        rank = self._rank(table)
        if rank is None or not is_whole(number):
            return False
        return int(number) <= self._given.get(rank, 0)

    def _reserve(self, table: str, number: str) -> None:
        """Nobody else gets an id that theirs have."""
        rank = self._rank(table)
        if rank is None or not is_whole(number):
            return
        if rank not in self._given:
            row = one(self._connection, "SELECT number FROM highest WHERE kind = ?", rank)
            self._given[rank] = row[0] if row else 0
        reserve(self._connection, rank, int(number))

    def _fresh(self, writer: OperationWriter, table: str) -> str:
        kind = KIND_OF_TABLE.get(table)
        if kind:
            return str(writer.numbers.new(schema.rank(kind)))
        return str(writer.numbers.new(schema.FOREIGN + writer.foreign_table(table)))

    def _rank(self, table: str) -> int | None:
        kind = KIND_OF_TABLE.get(table)
        if kind:
            return schema.rank(kind)
        row = one(self._connection, "SELECT number FROM tables WHERE name = ?", table)
        return schema.FOREIGN + int(row[0]) if row else None

    # -- taking a file as the state -------------------------------------------------------

    def _is_another_text(self, difference: Difference) -> bool:
        """Whether theirs is another report: the text of ours is never edited."""
        if difference.table != _REPORTS or difference.theirs is None:
            return False
        row = one(
            self._connection,
            "SELECT text FROM versions WHERE record = ? AND text IS NOT NULL"
            " ORDER BY version DESC LIMIT 1",
            schema.key(Kind.REPORT.ref(int(difference.number))),
        )
        text = difference.theirs.get("text")
        digest = hashlib.sha256(text.encode()).digest() if isinstance(text, str) and text else None
        return row is not None and row[0] != digest

    def _move(self) -> None:
        """Give their reports of another text their new ids, wherever their documents name them."""
        contents = self._examined.contents
        moved = [d for d in self._differences if (d.table, d.number) in self._numbers]
        by_place = {(d.table, d.number): d for d in self._differences}
        for table, rows in contents.tables.items() if contents else ():
            kind = KIND_OF_TABLE.get(table)
            for number, text in rows.items() if kind else ():
                there = by_place.get((table, number))
                ours = there.base if there else parsed(text)
                theirs = there.theirs if there else ours
                after = rewritten(Difference(table, number, None, theirs), self._numbers)
                if not is_same(after.theirs, theirs):
                    by_place[table, number] = Difference(table, number, ours, after.theirs)
        for table, number, base, theirs in moved:
            by_place[table, number] = Difference(table, number, base, None)
            here = self._numbers.pop((table, number))
            by_place[table, here] = Difference(table, here, None, theirs)
        self._differences = list(by_place.values())

    # -- writing --------------------------------------------------------------------------

    def _settle(self, writer: OperationWriter, difference: Difference) -> None:
        table = difference.table
        number = self._numbers.get((table, difference.number), difference.number)
        ours = self._find(table, number)
        merged = merge(rewritten(difference, self._numbers), ours)
        if not is_same(merged.document, ours):
            self._lay(writer, table, int(number), merged.document)
        self._tell(writer, table, number, merged)

    def _lay(
        self, writer: OperationWriter, table: str, number: int, document: Document | None
    ) -> None:
        kind = KIND_OF_TABLE.get(table)
        if kind is None:
            writer.write(ForeignChange(table, number, document))
            return
        record = None if document is None else codec.decode(kind, number, document)
        writer.write(Change(kind.ref(number), None, record))

    def _is_odd(self, difference: Difference) -> bool:
        """Whether the document lies, or will lie, in the document 0 of its table."""
        is_number = is_whole(difference.number)
        if not is_number or difference.number[0] == "0":
            return True
        return self._documents.odd(difference.table) is not None

    def _settle_whole(
        self, writer: OperationWriter, table: str, differences: list[Difference]
    ) -> None:
        """Write a table that lies in one document, or is to; see `sql.schema`."""
        numbers = self._documents.numbers(table)
        plain = {str(n): self._find(table, str(n)) for n in numbers if n}
        odd = self._documents.odd(table) or {}
        rows: dict[str, Any] = {**plain, **{at: parsed(bytes(raw)) for at, raw in odd.items()}}
        for difference in differences:
            here = self._numbers.get((table, difference.number), difference.number)
            merged = merge(difference, rows.get(here))
            rows.pop(here, None)
            if merged.document is not None:
                rows[here] = merged.document
            self._tell(writer, table, here, merged)
        for number in numbers:
            if number:
                writer.write(ForeignChange(table, number, None))
        contents = self._examined.contents
        is_dropped = not rows and contents is not None and table not in contents.tables
        writer.write(ForeignChange(table, 0, None if is_dropped else rows))

    def _tell(self, writer: OperationWriter, table: str, number: str, merged: Merged) -> None:
        """Keep what did not come in as a note on its record, unless it was told before."""
        if not merged.conflicts:
            return
        kind = KIND_OF_TABLE.get(table)
        target = kind.ref(int(number)) if kind else None
        body = told(merged.conflicts)
        if target is None:
            body = f"In the table {table}, document {number}.\n\n{body}"
        elif self._is_told(target, body):
            return
        note = Note(
            id=writer.numbers.new(schema.rank(Kind.NOTE)),
            uid=new_uid(),
            target=target,
            body=body,
            # It has words of the record, which may be covered.
            sensitivity=self._sensitivity(target, merged.document),
            created=Stamp(at=self._at, by=self._author),
        )
        writer.write(Change(note.ref, None, note))

    def _sensitivity(self, target: Ref | None, document: Document | None) -> Sensitivity:
        """How sensitive a record is, as it is now or else was before."""
        if target is None:
            return Sensitivity.OPEN
        if document is not None:
            return codec.decode(target.kind, target.number, document).sensitivity
        record = SqlReader(self._connection).find(target)
        return record.sensitivity if record else Sensitivity.OPEN

    def _is_told(self, target: Ref, body: str) -> bool:
        reader = SqlReader(self._connection)
        for holder, reference in reader.named_by(target):
            if reference.edge.holder is Kind.NOTE:
                note = reader.find(holder)
                if isinstance(note, Note) and note.body == body:
                    return True
        return False


def _name(table: str, number: str) -> str:
    kind = KIND_OF_TABLE.get(table)
    return kind.ref(int(number)) if kind else f"{table[:40]}/{number}"
