"""What a script does to tables, as a command: it reads and writes in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from store import codec
from store.changes import Change, Context, ForeignChange
from store.codec import Document
from store.commands.records import stamped
from store.errors import InvalidRecord
from store.ids import HIGHEST_CHOSEN, KIND_OF_TABLE, Ref
from store.reader import Reader
from store.sql.documents import Documents, Found, Id, Moment
from store.tiny.plain import plain, table_name
from store.values import Stamp

AnyChange = Change | ForeignChange
#: TinyDB's condition: a query, or any function of a document.
Condition = Callable[[Mapping[str, Any]], bool]


class Selected(NamedTuple):
    """The documents that a condition matched at a moment, found before anybody was kept waiting."""

    ids: list[Id]
    moment: Moment
    is_named: bool = False
    """Whether the ids were given: no other document is meant, and these in this order."""


class Script:
    """A script's change of the store: see `changes.Command`."""

    reason = ""
    seen: Mapping[Ref, int] = {}
    accepts_flaws = True

    def __init__(
        self,
        documents: Documents,
        steps: Callable[[Script], Iterator[AnyChange]],
        said: Callable[[int], str],
        planned: int = 0,
    ) -> None:
        """`said` gives the label for a number of changes; `planned` is known beforehand."""
        self.documents = documents
        self.context: Context
        self.planned = planned
        self._steps = steps
        self._said = said
        self._done = 0

    @property
    def label(self) -> str:
        """What the history calls it."""
        return f"script: {self._said(self._done or self.planned)}"

    def changes(self, reader: Reader, context: Context) -> Iterator[AnyChange]:
        """What it does, decided on what lies there now."""
        # It goes by documents, which the reader does not know.
        del reader
        self.context = context
        for change in self._steps(self):
            # A table's document 0 is what tells that it is there.
            self._done += isinstance(change, Change) or change.number > 0
            yield change

    def pen(self, table: str) -> Pen:
        """What writes in a table."""
        return Pen(self.documents, self.context, table)


class Pen:
    """The changes of one table's documents, each from what lies there when it is asked for."""

    def __init__(self, documents: Documents, context: Context, table: str) -> None:
        self._documents = documents
        self._context = context
        self.table = table_name(table)
        self._kind = KIND_OF_TABLE.get(table)

    def matching(
        self, selected: Selected, matches: Condition
    ) -> Iterator[tuple[Id, Found, Document]]:
        """The documents that match now, by id; what changed since it was looked at, anew."""
        for at in selected.ids if selected.is_named else self._now(selected):
            found = self._documents.find(self.table, at)
            if found is None:
                continue
            document = self._documents.parsed(found.text)
            if found.operation <= selected.moment.operation or matches(document):
                yield at, found, document

    def _now(self, selected: Selected) -> list[Id]:
        since = self._documents.numbers(self.table, selected.moment)
        numbers = {one for one in (*selected.ids, *since) if isinstance(one, int) and one}
        return [*sorted(numbers), *(one for one in selected.ids if isinstance(one, str))]

    def insert(self, document: Mapping[Any, Any], at: Id | None) -> tuple[int, AnyChange]:
        """A new document's id and change; ValueError, as TinyDB's, for an id that is taken."""
        number = self.new_number() if at is None else self._free(at)
        return number, self._change(number, None, plain(document, self.name(number)))

    def change(self, at: Id, found: Found, after: Mapping[Any, Any]) -> AnyChange | None:
        """The change to another document; None where it is none."""
        document = plain(after, self.name(at))
        if document == self._documents.parsed(found.text):
            return None
        return self._change(at, found, document)

    def remove(self, at: Id, found: Found) -> AnyChange:
        """The change that deletes a document."""
        return self._change(at, found, None)

    def keep_table(self) -> Iterator[AnyChange]:
        """Let another program's table be there, also without documents, as TinyDB does."""
        if self._kind is None and not self._documents.has(self.table):
            yield ForeignChange(self.table, 0, {})

    def forget_table(self) -> Iterator[AnyChange]:
        """Let a table that nothing lies in be gone."""
        if self._kind is None and self._documents.is_empty(self.table):
            yield ForeignChange(self.table, 0, None)

    def drop_table(self) -> Iterator[AnyChange]:
        """Delete every document, and the table."""
        for number in self._documents.numbers(self.table):
            found = self._documents.find(self.table, number) if number else None
            if found:
                yield self._change(number, found, None)
            else:
                yield ForeignChange(self.table, number, None)

    def name(self, at: Id) -> str:
        """What a document is called in a sentence."""
        if self._kind is not None and isinstance(at, int):
            return self._kind.ref(at)
        return f"{self.table} {at}"

    def new_number(self) -> int:
        """A document id that was never used."""
        if self._kind is not None:
            return self._context.new(self._kind).number
        taken = self._documents.odd(self.table) or {}
        while True:
            number = self._context.new_in(self.table)
            if str(number) not in taken:
                return number

    def _free(self, at: Id) -> int:
        """The id, unless a document has it or had it."""
        if not isinstance(at, int) or not 0 < at <= HIGHEST_CHOSEN:
            raise InvalidRecord(
                f"{self.table} {at!r}",
                "doc_id",
                f"expected a number from 1 to {HIGHEST_CHOSEN}; what is above is for new documents",
            )
        if self._documents.find(self.table, at) is not None:
            raise ValueError(f"Document with ID {at} already exists")
        if self._documents.was_used(self.table, at):
            raise InvalidRecord(
                self.name(at), "doc_id", "a deleted document had it, and no id is used twice"
            )
        return at

    def _change(self, at: Id, found: Found | None, document: Document | None) -> AnyChange:
        if isinstance(at, str) or (found and found.is_odd):
            odd = self._documents.odd(self.table) or {}
            whole = {number: self._documents.parsed(text) for number, text in odd.items()}
            whole.pop(str(at), None)
            return ForeignChange(
                self.table, 0, whole if document is None else {**whole, str(at): document}
            )
        if self._kind is None:
            return ForeignChange(self.table, at, document)
        before = codec.decode_json(self._kind, at, found.text) if found else None
        after = None
        if document is not None:
            stamp = Stamp(at=self._context.at, by=self._context.author)
            after = stamped(codec.decode(self._kind, at, document), before, stamp)
        return Change(self._kind.ref(at), before, after)
