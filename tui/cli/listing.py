"""`incident-desk list`: the records that a query finds, as tables or for programs."""

from __future__ import annotations

import sys

from store.ids import Kind, Ref
from store.record import Record
from store.repository import Repository
from tui.cli import document, tell
from tui.cli.codes import WRONG_ARGUMENTS
from tui.cli.columns import cells, columns_of, named_in
from tui.cli.finding import labels, search_for, understood
from tui.cli.opened import searched
from tui.cli.options import Options
from tui.cli.printing import JsonArray, JsonLines, Plain, Table


def list_records(options: Options) -> int:
    """Print them as they are found; no match is an empty list."""
    query = understood(options.words)
    if query is None:
        return WRONG_ARGUMENTS
    with searched(options.place) as repository:
        search = search_for(repository, query)
        printed = _json(options) if options.json or options.jsonl else _Tables(repository, options)
        missing = document.Missing(options.fields)
        has_text = any(name.partition(".")[0] == "text" for name in options.fields)
        for records in search.pages(options.limit, with_text=has_text):
            printed.add(records)
            missing.look_at(records)
            # Who waits for the first row has it now.
            sys.stdout.flush()
        printed.end()
        for remark in missing.remarks:
            tell(remark)
    return 0


class _Json:
    """Records as JSON."""

    def __init__(self, lines: JsonArray | JsonLines, names: tuple[str, ...]) -> None:
        self._lines = lines
        self._names = names

    def add(self, records: list[Record]) -> None:
        for record in records:
            names = self._names
            self._lines.add(document.chosen(record, names) if names else document.whole(record))

    def end(self) -> None:
        self._lines.end()


def _json(options: Options) -> _Json:
    return _Json(JsonLines() if options.jsonl else JsonArray(), options.fields)


class _Tables:
    """Records in a table for each kind; in one for all, where fields are asked for."""

    def __init__(self, repository: Repository, options: Options) -> None:
        self._repository = repository
        self._fields = options.fields
        self._labels: dict[Ref, str] = {}
        self._kind: Kind | None = None
        self._table: Plain | Table = self._new_table()

    def _new_table(self) -> Plain | Table:
        return Table() if sys.stdout.isatty() else Plain()

    def add(self, records: list[Record]) -> None:
        kind = records[0].kind_of
        columns = columns_of(kind, self._fields)
        if kind is not self._kind and not (self._fields and self._kind):
            if self._kind:
                self._table.end()
                self._table = self._new_table()
            self._table.head([column.heading for column in columns])
        self._kind = kind
        labels(self._repository, named_in(records, columns), self._labels)
        self._table.add(cells(records, columns, self._labels))

    def end(self) -> None:
        """Behind the last table stands nothing."""
