"""A store as a TinyDB database, at TinyDB's own extension points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tinydb

from store.tiny.plain import table_name
from store.tiny.script import AnyChange, Script
from store.tiny.storage import Storage
from store.tiny.table import Table


class TinyDB(tinydb.TinyDB):
    """A store as a TinyDB database; with another storage, such as a middleware, the stock one."""

    table_class: type[tinydb.table.Table] = Table
    default_storage_class: Any = Storage

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._store is None:
            # What a middleware does to a read and a write must not be passed by.
            self.table_class = tinydb.table.Table

    @property
    def _store(self) -> Storage | None:
        """The store's own storage, where nothing stands before it."""
        return self._storage if isinstance(self._storage, Storage) else None

    def tables(self) -> set[str]:
        """The tables that have documents, and other programs' empty ones."""
        store = self._store
        return super().tables() if store is None else store.documents.tables()

    def drop_table(self, name: str) -> None:
        """Remove a table with its documents, as one operation."""
        store = self._store
        if store is None:
            super().drop_table(name)
            return
        self._tables.pop(name, None)
        _drop(store, [table_name(name)], f"drop the table {name}")

    def drop_tables(self) -> None:
        """Remove every table with its documents, as one operation."""
        store = self._store
        if store is None:
            super().drop_tables()
            return
        self._tables.clear()
        _drop(store, sorted(store.documents.tables()), "drop all tables")


def _drop(store: Storage, names: list[str], said: str) -> None:
    documents = store.documents

    def steps(script: Script) -> Iterator[AnyChange]:
        for name in names:
            yield from script.pen(name).drop_table()

    planned = sum(documents.count(name) for name in names)
    store.run(Script(documents, steps, lambda _: said, planned), *names[:1])
