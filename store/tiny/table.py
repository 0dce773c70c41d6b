"""TinyDB's table over a store: each read and write costs what it touches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, NoReturn, overload

from tinydb import storages, table
from tinydb.queries import QueryLike
from tinydb.table import Document

from store.ids import KIND_OF_TABLE
from store.sql.documents import Documents, Id
from store.tiny.plain import table_name
from store.tiny.script import AnyChange, Condition, Script, Selected
from store.tiny.storage import Storage

#: What TinyDB takes for an update: fields to set, or a function that changes the document.
Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class _Reading(table.Table):
    """What is asked of a table."""

    _storage: Storage
    # JSON, so that nobody gets hold of what the cache keeps.
    _query_cache: Any
    #: The operation that the cache is of.
    _cached_at = 0

    def __iter__(self) -> Iterator[Document]:
        for at, text in self._storage.scan(self.name):
            yield self._document(at, text)

    def __len__(self) -> int:
        return self._documents.count(self.name)

    def search(self, cond: QueryLike) -> list[Document]:
        """The documents that match, by id; kept until anybody writes in the store."""
        operation = self._documents.operation
        if operation != self._cached_at:
            self.clear_cache()
            self._cached_at = operation
        found: list[tuple[Id, str]] | None = self._query_cache.get(cond)
        if found is None:
            found = list(self._matching(cond))
            if getattr(cond, "is_cacheable", lambda: True)():
                self._query_cache[cond] = found
        return [self._document(at, text) for at, text in found]

    @overload
    def get(self) -> NoReturn: ...
    @overload
    def get(self, cond: QueryLike, doc_id: None = ..., doc_ids: None = ...) -> Document | None: ...
    @overload
    def get(
        self, *, cond: QueryLike, doc_id: None = ..., doc_ids: None = ...
    ) -> Document | None: ...
    @overload
    def get(
        self, cond: QueryLike | None, doc_id: int, doc_ids: list[Any] | None = ...
    ) -> Document | None: ...
    @overload
    def get(
        self, *, cond: QueryLike | None = ..., doc_id: int, doc_ids: list[Any] | None = ...
    ) -> Document | None: ...
    @overload
    def get(self, cond: QueryLike | None, doc_id: None, doc_ids: list[Any]) -> list[Document]: ...
    @overload
    def get(
        self, cond: QueryLike | None, *, doc_id: None = ..., doc_ids: list[Any]
    ) -> list[Document]: ...
    @overload
    def get(
        self, *, cond: QueryLike | None = ..., doc_id: None = ..., doc_ids: list[Any]
    ) -> list[Document]: ...
    def get(
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> Document | list[Document] | None:
        """One document by its id or by a condition, or those with the ids, by id."""
        if doc_id is not None:
            found = self._documents.find(self.name, _id(doc_id))
            return (
                self.document_class(self._documents.parsed(found.text), doc_id) if found else None
            )
        if doc_ids is not None:
            documents = self._documents
            wanted = [(at, documents.find(self.name, at)) for at in _in_order(doc_ids)]
            return [self._document(at, found.text) for at, found in wanted if found]
        if cond is not None:
            return next((self._document(*one) for one in self._matching(cond)), None)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {str(at): self._documents.parsed(text) for at, text in self._storage.scan(self.name)}

    @property
    def _documents(self) -> Documents:
        return self._storage.documents

    def _document(self, at: Id, text: str) -> Document:
        return self.document_class(self._documents.parsed(text), self.document_id_class(at))

    def _matching(self, cond: Condition) -> Iterator[tuple[Id, str]]:
        for at, text in self._storage.scan(self.name):
            if cond(self._documents.parsed(text)):
                yield at, text


class Table(_Reading):
    """A table of a store.

    Ids are the store's: never used twice, in no process.  What is handed out is the caller's own.
    """

    def __init__(
        self,
        storage: storages.Storage,
        name: str,
        cache_size: int = table.Table.default_query_cache_capacity,
        persist_empty: bool = False,
    ) -> None:
        super().__init__(storage, table_name(name), cache_size)
        if persist_empty:
            self._write(
                lambda script: script.pen(name).keep_table(), lambda _: f"make the table {name}"
            )

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document; the id that it got."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert documents as one operation; the ids that they got."""
        new = list(documents)
        ids: list[int] = []

        def steps(script: Script) -> Iterator[AnyChange]:
            pen = script.pen(self.name)
            for document in new:
                at, change = pen.insert(document, self._id_of(document))
                ids.append(self.document_id_class(at))
                yield change

        if any(not isinstance(document, Mapping) for document in new):
            raise ValueError("Document is not a Mapping")
        self._write(steps, self._said("insert"), len(new))
        return ids

    def update(
        self,
        fields: Fields,
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Set the fields, or call the function, on what lies there now; the ids concerned."""
        return self._update(_edit(fields), cond, doc_ids)

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Update by several conditions, one after the other on each document, as one operation."""
        edits = [(_edit(fields), cond) for fields, cond in updates]
        ids: list[int] = []

        def steps(script: Script) -> Iterator[AnyChange]:
            pen = script.pen(self.name)
            for at, found, document in pen.matching(selected, matches):
                for edit, cond in edits:
                    if cond(document):
                        ids.append(self.document_id_class(at))
                        edit(document)
                change = pen.change(at, found, document)
                if change:
                    yield change

        def matches(document: Mapping[str, Any]) -> bool:
            return any(cond(document) for _, cond in edits)

        selected = self._selected(matches)
        self._write(steps, self._said("update"), len(selected.ids))
        return ids

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update what matches, or insert the document, as one operation; the ids concerned."""
        at = self._id_of(document)
        if at is None and cond is None:
            raise ValueError(
                "If you don't specify a search query, you must specify a doc_id. "
                "Hint: use a table.Document object."
            )
        return self._update(
            _edit(document), cond if at is None else None, None if at is None else [at], document
        )

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Remove documents; the ids of those that were there."""
        if cond is None and doc_ids is None:
            raise RuntimeError("Use truncate() to remove all documents")
        return self._remove(cond, doc_ids)

    def truncate(self) -> None:
        """Remove all documents; the ids that they had are not used again."""
        self._remove(None, None)

    def _update(
        self,
        edit: Callable[[dict[str, Any]], None],
        cond: Condition | None,
        doc_ids: Iterable[int] | None,
        otherwise: Mapping[str, Any] | None = None,
    ) -> list[int]:
        """Edit what matches; with nothing of that, insert the other document."""
        ids: list[int] = []
        inserts = False

        def steps(script: Script) -> Iterator[AnyChange]:
            nonlocal inserts
            pen = script.pen(self.name)
            for at, found, document in pen.matching(selected, matches):
                ids.append(self.document_id_class(at))
                edit(document)
                change = pen.change(at, found, document)
                if change:
                    yield change
            if not ids and otherwise is not None:
                inserts = True
                at, change = pen.insert(otherwise, self._id_of(otherwise))
                ids.append(self.document_id_class(at))
                yield change

        def said(number: int) -> str:
            return self._said("insert" if inserts else "update")(number)

        matches = _always if doc_ids is not None or cond is None else cond
        selected = self._selected(matches, doc_ids)
        self._write(steps, said, len(selected.ids))
        return ids

    def _remove(self, cond: Condition | None, doc_ids: Iterable[int] | None) -> list[int]:
        ids: list[int] = []

        def steps(script: Script) -> Iterator[AnyChange]:
            pen = script.pen(self.name)
            for at, found, _ in pen.matching(selected, matches):
                ids.append(self.document_id_class(at))
                yield pen.remove(at, found)
            if ids or (cond is None and doc_ids is None):
                yield from pen.keep_table()

        matches = _always if doc_ids is not None or cond is None else cond
        selected = self._selected(matches, doc_ids)
        self._write(steps, self._said("remove"), len(selected.ids))
        return ids

    def _get_next_id(self) -> int:
        """An id for a new document, kept from everybody else."""
        ids: list[int] = []

        def steps(script: Script) -> Iterator[AnyChange]:
            ids.append(script.pen(self.name).new_number())
            yield from ()

        self._write(steps, lambda _: "")
        return self.document_id_class(ids[0])

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        """Have the whole table changed as a dictionary, and write what differs."""

        def steps(script: Script) -> Iterator[AnyChange]:
            pen, documents = script.pen(self.name), script.documents
            lying = {
                self.document_id_class(at): at
                for at, _ in documents.scan(self.name, documents.moment())
            }
            found = {number: documents.find(self.name, at) for number, at in lying.items()}
            whole: dict[int, Mapping[str, Any]] = {
                number: self._documents.parsed(one.text) for number, one in found.items() if one
            }
            updater(whole)
            for number, one in found.items():
                change = None
                if one and number in whole:
                    change = pen.change(lying[number], one, whole[number])
                elif one:
                    change = pen.remove(lying[number], one)
                if change:
                    yield change
            for number, document in whole.items():
                if number not in found:
                    yield pen.insert(document, number)[1]
            yield from pen.keep_table()

        self._write(steps, self._said("change"))

    def _selected(self, cond: Condition, doc_ids: Iterable[int] | None = None) -> Selected:
        """What a change is to be made of; nobody waits while it is looked for."""
        documents = self._documents
        moment = documents.moment()
        if doc_ids is not None:
            return Selected([_id(at) for at in doc_ids], moment, is_named=True)
        if cond is _always:
            odd = documents.odd(self.name) or {}
            return Selected([*documents.numbers(self.name), *odd], moment)
        scanned = self._storage.scan(self.name, moment)
        return Selected([at for at, text in scanned if cond(self._documents.parsed(text))], moment)

    def _write(
        self,
        steps: Callable[[Script], Iterator[AnyChange]],
        said: Callable[[int], str],
        planned: int = 0,
    ) -> None:
        try:
            self._storage.run(Script(self._documents, steps, said, planned), self.name)
        finally:
            self.clear_cache()

    def _said(self, act: str) -> Callable[[int], str]:
        """What the history calls a change of so many documents."""
        kind = KIND_OF_TABLE.get(self.name)

        def said(number: int) -> str:
            if kind is not None:
                return f"{act} {number} {kind.noun if number == 1 else kind.table}"
            return f"{act} {number} {'document' if number == 1 else 'documents'} of {self.name}"

        return said

    def _id_of(self, document: Mapping[str, Any]) -> int | None:
        """The id that a document asks for."""
        return document.doc_id if isinstance(document, self.document_class) else None


def _edit(fields: Fields) -> Callable[[dict[str, Any]], None]:
    if callable(fields):
        return fields
    return lambda document: document.update(fields)


def _always(document: Mapping[str, Any]) -> bool:
    del document
    return True


def _id(asked: Any) -> Id:
    """The id that is meant, as the store has it; TinyDB looks ids up by their text."""
    if type(asked) is int and asked > 0:
        return asked
    text = str(asked)
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,13}", text, re.ASCII) else text


def _in_order(asked: Iterable[Any]) -> list[Id]:
    ids = {_id(one) for one in asked}
    numbers = sorted(one for one in ids if isinstance(one, int))
    return [*numbers, *(one for one in ids if isinstance(one, str))]
