"""`incident-desk history [REF] --store FOLDER`: who changed what, when and how."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from store.errors import UnknownRecord
from store.history import Entry, Version, field_changes
from store.ids import Ref
from store.repository import Repository
from store.text import clean
from tui import config
from tui.cli import tell

#: So many operations are read at once.
PAGE = 200
#: So many operations a person is shown who does not ask for more.
USUAL = 50


def history(folder: Path, name: str, limit: int | None, *, jsonl: bool) -> int:
    """Print the history of a record, or without a name of the store, newest first."""
    of = _named(name)
    repository = Repository.open(folder, author=config.user(tell))
    try:
        if repository.told:
            tell(repository.told)
        entries = _entries(repository, of)
        newest = next(entries, None)
        if newest is None and of:
            raise UnknownRecord(str(of))
        entries = chain([newest] if newest else [], entries)
        if jsonl:
            _print_lines(repository, islice(entries, limit), of)
        elif newest is None:
            print("Nothing has been changed yet.")
        else:
            _print_table(list(islice(entries, USUAL if limit is None else limit)))
        # A reader that has gone is told of here, and not at the end of the program.
        sys.stdout.flush()
    finally:
        repository.close()
    return 0


def _named(name: str) -> Ref | None:
    try:
        return Ref(name) if name else None
    except ValueError:
        raise UnknownRecord(name[:60]) from None


def _entries(repository: Repository, of: Ref | None) -> Iterator[Entry]:
    """Every operation, read in pages: a read at length would hold the store's log open."""
    before: int | None = None
    while True:
        with repository.history() as log:
            page = log.entries_of(of, before, PAGE) if of else log.entries(before, PAGE)
        yield from page
        if len(page) < PAGE:
            return
        before = page[-1].operation.sequence


def _print_lines(repository: Repository, entries: Iterator[Entry], of: Ref | None) -> None:
    """One JSON object a line."""
    from tui.cli.json_lines import write_line

    for entry in entries:
        sequence = entry.operation.sequence
        with repository.history() as log:
            changes = [_change(version) for version in log.versions(sequence, of)]
        write_line({**_fields(entry), "changes": changes})


def _fields(entry: Entry) -> dict[str, Any]:
    operation = entry.operation
    return {
        "operation": operation.sequence,
        "at": operation.at,
        "author": operation.author,
        "session": operation.session,
        "act": str(operation.act),
        "label": operation.label,
        "reason": operation.reason,
        "target": operation.target,
        "records": operation.records,
        "undone_by": entry.undone_by,
        "unfinished": entry.is_unfinished,
        "hash": operation.hash,
    }


def _change(version: Version) -> dict[str, Any]:
    """The fields that changed, before and after; null where the record did not exist."""
    fields = list(field_changes(version))
    return {
        "record": version.name,
        "before": None
        if version.before is None
        else {one.field: one.before for one in fields if one.field in version.before},
        "after": None
        if version.after is None
        else {one.field: one.after for one in fields if one.field in version.after},
    }


def _print_table(entries: list[Entry]) -> None:
    """For a person: as wide as the terminal; in a pipe nothing is cut."""
    from tui.render.mending import local, what

    rows = [
        (
            str(entry.operation.sequence),
            local(entry.operation.at),
            entry.operation.author,
            f"{entry.operation.records:,}",
            what(entry.operation) + _state(entry) + _reason(entry),
        )
        for entry in entries
    ]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in _aligned([("operation", "when", "who", "records", "what"), *rows], width):
        print(clean(line))


def _state(entry: Entry) -> str:
    if entry.is_unfinished:
        return " (still being written)"
    return f" (undone by {entry.undone_by})" if entry.undone_by is not None else ""


def _reason(entry: Entry) -> str:
    return f": {entry.operation.reason}" if entry.operation.reason else ""


def _aligned(rows: list[tuple[str, ...]], width: int | None) -> Iterator[str]:
    """The rows in columns, numbers at the right."""
    from tui.render.line import cut, fit, fit_right, width_of

    safe = [tuple(map(clean, row)) for row in rows]
    widths = [max(map(width_of, column)) for column in zip(*safe, strict=True)]
    for row in safe:
        cells = [
            fit_right(cell, room) if at in (0, 3) else fit(cell, room)
            for at, (cell, room) in enumerate(zip(row, widths, strict=True))
        ]
        line = "  ".join(cells).rstrip()
        yield cut(line, width) if width else line
