"""`incident-desk export`: the records that a query finds, in a format that others read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from store.derive.covers import sensitive
from store.exports import formats, writing
from store.exports.covering import Covering
from store.exports.exporter import Exporter, Written, deed, remarks
from store.exports.found import Found
from store.reader import Asker
from store.repository import Repository
from store.text import clean, clean_lines
from tui.cli import complain, tell
from tui.cli.codes import CANNOT_WRITE, WRONG_ARGUMENTS
from tui.cli.finding import KINDS, Search, search_for, understood
from tui.cli.opened import now, searched
from tui.cli.options import Options

#: What the standard output is called.
STANDARD = "-"


def export_records(options: Options) -> int:
    """Write them to a file, or to the standard output; the history keeps that it was done."""
    query = understood(options.words)
    exporter = formats.of_name(options.to)
    if query is None or exporter is None:
        return WRONG_ARGUMENTS
    place = None if options.out in ("", STANDARD) else Path(options.out)
    try:
        if place:
            writing.check(place, replaces=options.force)
        with searched(options.place) as repository:
            search = search_for(repository, query)
            return _export(repository, search, exporter, place, options)
    except writing.TakenPlace as taken:
        return complain(f"{taken}.", CANNOT_WRITE)


def _export(
    repository: Repository,
    search: Search,
    exporter: Exporter,
    place: Path | None,
    options: Options,
) -> int:
    written = Written()
    with repository.read() as reader:
        asker = Asker(now().date(), repository.author, now())
        known = {} if options.covered else sensitive(reader, asker)
        numbers = {kind: list(search.hits(reader, kind)) for kind in KINDS}
    found = Found(repository.read, numbers, Covering(known), written)
    found.leave_out(exporter.holds)
    pieces = exporter.write(found)
    if place is None:
        for piece in _shown(exporter, pieces):
            sys.stdout.write(piece)  # safe: made so by _shown where a terminal shows it
        sys.stdout.flush()
    else:
        writing.write(place, pieces, replaces=options.force)
    _note(repository, exporter, written, place, options)
    return 0


def is_terminal() -> bool:
    """Whether what is printed ends up on a terminal."""
    return sys.stdout.isatty()


def _shown(exporter: Exporter, pieces: Iterator[str]) -> Iterator[str]:
    """As they are for a pipe; on a terminal nothing in them acts."""
    if not is_terminal():
        yield from pieces
        return
    for piece in pieces:
        # JSON has its escapes already: to replace anything in it would be another text.
        yield piece if exporter.is_json else clean_lines(piece)


def _note(
    repository: Repository,
    exporter: Exporter,
    written: Written,
    place: Path | None,
    options: Options,
) -> None:
    label = deed(exporter, written, shows_covered=options.covered)
    for remark in remarks(exporter, written):
        tell(remark)
    if repository.only_reads:
        tell(f"The history does not tell of it: {repository.only_reads}.")
    else:
        query = " ".join(options.words)
        to = f"to {place.name}" if place else "to the standard output"
        repository.note_export(label, f"{to}; {query}" if query else to)
    if not place and not written.records:
        tell("Nothing was found, and nothing is exported.")
    if place:
        print(clean(f"{label[:1].upper()}{label[1:]}: {place}"), file=sys.stderr)
