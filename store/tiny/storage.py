"""A store's folder as TinyDB's storage."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tinydb import storages

from store import codec
from store.codec import Document
from store.errors import Stale, UnreadableStore, UnwritableStore
from store.repository import Repository
from store.sql.documents import Documents, Found, Id, Moment
from store.tiny.document_file import META
from store.tiny.plain import plain, table_name
from store.tiny.script import AnyChange, Pen, Script

#: More changes than these are written in parts, between which others get their turn.
AT_ONCE = 1000

Tables = dict[str, dict[str, Document]]


class _Known(NamedTuple):
    """A document as a stock table's reader has it, and as it lies in the store."""

    told: str
    lies: str


class Storage(storages.Storage):
    """The storage of a store; stock tables and middleware read and write it as a whole.

    Our own tables pass by `read` and `write`, and touch no more than what is asked for.
    """

    def __init__(self, folder: str | Path, *, author: str = "") -> None:
        """Open the store; see `Repository.open` for what is raised."""
        super().__init__()
        self._repository = Repository.open(Path(folder), author=author)
        self._is_open = True
        self._known: dict[str, dict[str, _Known]] | None = None

    @property
    def documents(self) -> Documents:
        """The documents, for a read of this thread."""
        if not self._is_open:
            raise UnreadableStore(self._repository.folder.path, "it has been closed")
        return self._repository.documents

    def scan(self, table: str, moment: Moment | None = None) -> Iterator[tuple[Id, str]]:
        """Every document of a table as it is now, or was at the moment, by id."""
        documents = self.documents
        return documents.scan(table, moment or documents.moment())

    def run(self, script: Script, table: str = "") -> None:
        """Carry a change out as one operation; see `Repository.run` for what is raised."""
        file = self._repository.folder.document_file
        if table == META:
            raise UnwritableStore(file, f"its table {META} is the store's own")
        if script.documents.is_writing:
            raise UnwritableStore(file, "a change cannot be made inside another one")
        if script.planned > AT_ONCE:
            self._repository.run_in_parts(script)
        else:
            self._repository.run(script)

    def read(self) -> Tables:
        """Every table's documents: for stock tables, which can do with no less."""
        documents = self.documents
        moment = documents.moment()
        self._known = {
            name: {str(at): _Known(text, text) for at, text in self.scan(name, moment)}
            for name in sorted(documents.tables())
        }
        return {
            name: {number: documents.parsed(one.told) for number, one in mine.items()}
            for name, mine in self._known.items()
        }

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Write what differs from what `read` gave last; Stale where others changed the same."""
        if META in data:
            raise UnwritableStore(
                self._repository.folder.document_file, f"its table {META} is the store's own"
            )
        for table in data:
            table_name(table)
        if self._known is None:
            self.read()
        known = self._known or {}
        fresh: dict[str, dict[str, _Known]] = {}

        def steps(script: Script) -> Iterator[AnyChange]:
            for table in sorted({*known, *data}):
                pen = script.pen(table)
                for number, before, after in _differences(known.get(table, {}), data.get(table)):
                    change = _change(pen, script.documents, number, before, after)
                    if change:
                        yield change
                yield from pen.keep_table() if table in data else pen.forget_table()
                # What lies there now has the store's own fields too.
                fresh[table] = {
                    str(at): _Known(_told(document), _text(script.documents.find(table, _id(at))))
                    for at, document in data.get(table, {}).items()
                }

        self.run(Script(self.documents, steps, lambda n: f"write {n} documents"))
        self._known = {table: fresh[table] for table in data}

    def close(self) -> None:
        """Bring incidents.json up to date and close.

        Where a person has to decide about the file, it is left alone, and a warning says so.
        """
        if self._is_open:
            self._is_open = False
            question = self._repository.leave().question
            if question is not None:
                # A script has nobody to ask.
                warnings.warn(question.sentence, stacklevel=3)


def _differences(
    before: Mapping[str, _Known], after: Mapping[Any, Mapping[str, Any]] | None
) -> Iterator[tuple[str, _Known | None, Mapping[str, Any] | None]]:
    """What the caller changed in a table since it read or wrote it; None: not there."""
    wanted = {str(number): document for number, document in (after or {}).items()}
    for number in {**before, **wanted}:
        known, document = before.get(number), wanted.get(number)
        if (_told(document) if document is not None else None) != (known.told if known else None):
            yield number, known, document


def _change(
    pen: Pen,
    documents: Documents,
    number: str,
    before: _Known | None,
    after: Mapping[str, Any] | None,
) -> AnyChange | None:
    at = _id(number)
    found = documents.find(pen.table, at)
    if _text(found) != (before.lies if before else ""):
        raise Stale({pen.name(at): documents.changer(pen.table, at)})
    if found is None:
        return pen.insert(after or {}, at)[1]
    return pen.remove(at, found) if after is None else pen.change(at, found, after)


def _told(document: Mapping[str, Any]) -> str:
    """The caller's document, as it can be told from a later one."""
    return codec.to_json(plain(document, "the document")).decode()


def _text(found: Found | None) -> str:
    return found.text if found else ""


def _id(number: Any) -> Id:
    """The document id that a key of a table stands for."""
    text = str(number)
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,13}", text, re.ASCII) else text
