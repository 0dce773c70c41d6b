"""A pytest plugin: TinyDB's own tests make stores where they would make databases of their own.

Each database on a JSON file or in memory becomes a store in a folder; other storages stay.  The
tests of those storages and of the middleware are about nothing of ours, and run as they are.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
import tinydb
from tinydb.middlewares import Middleware
from tinydb.storages import JSONStorage, MemoryStorage

from store.repository import Repository
from store.tiny import database
from store.tiny.storage import Storage

#: The variables that name the exceptions, as JSON of test and reason, and a folder for stores.
EXCEPTIONS, STORES = "STOCK_SUITE_EXCEPTIONS", "STOCK_SUITE_STORES"
UNCHANGED = ("test_middlewares", "test_storages")

_stock = tinydb.TinyDB
_open: list[TinyDB] = []


class TinyDB(database.TinyDB):
    """A store, made where a test asks for a database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        storage = kwargs.pop("storage", JSONStorage)
        outer, inner = None, storage
        while isinstance(inner, Middleware):
            outer, inner = inner, inner._storage_cls
        if inner not in (JSONStorage, MemoryStorage):
            super().__init__(*args, storage=storage, **kwargs)
            return
        folder = Path(f"{args[0]}.store" if args else tempfile.mkdtemp(dir=os.environ[STORES]))
        if not (folder / "incidents.json").exists():
            Repository.create(folder).close()
        if outer is not None:
            outer._storage_cls = Storage
        super().__init__(folder, storage=Storage if outer is None else storage)
        _open.append(self)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Put the store in place before the tests are imported, which take it by name."""
    tinydb.TinyDB = TinyDB  # type: ignore[misc]


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Leave alone what is not about tables, and have each exception fail."""
    exceptions = json.loads(os.environ[EXCEPTIONS])
    for item in items:
        if item.module.__name__.endswith(UNCHANGED):
            vars(item.module)["TinyDB"] = _stock
        if item.originalname in exceptions:
            # Strict: an exception that passes has no business in the list.
            reason = exceptions[item.originalname]
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
    unknown = set(exceptions) - {item.originalname for item in items}
    if unknown:
        raise pytest.UsageError(f"TinyDB has no such tests: {sorted(unknown)}")


def pytest_runtest_teardown() -> None:
    """Close what a test has left open."""
    while _open:
        _open.pop().close()
