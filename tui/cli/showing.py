"""`incident-desk show`: records whole, with what is linked to them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence

from store.derive.dossier import dossier
from store.ids import Ref
from store.record import Record
from store.repository import Repository
from store.text import clean
from tui.cli import document
from tui.cli.codes import WRONG_ARGUMENTS
from tui.cli.opened import opened
from tui.cli.options import Options
from tui.cli.printing import JsonArray, JsonLines, a_console
from tui.cli.references import known

#: How the pieces of the desk's pictures look here; the others are plain.
LOOKS = {
    "heading": "bold",
    "section": "bold cyan",
    "dim": "dim",
    "label": "dim",
    "role": "dim",
    "name": "cyan",
    "figure": "bold",
    "match": "underline",
    "struck": "strike dim",
    "state-bad": "red",
    "state-good": "green",
}
#: Where no terminal says how wide it is.
WIDTH = 100


def show_records(options: Options) -> int:
    """Print each record; one that is not there is told of, and the others still come."""
    with opened(options.place) as repository:
        refs, is_whole = known(repository, options.words)
        if options.json or options.jsonl:
            lines = JsonLines() if options.jsonl else JsonArray()
            for record in _records(repository, refs):
                lines.add(document.whole(record))
            lines.end()
        else:
            _print_pictures(repository, refs)
    return 0 if is_whole else WRONG_ARGUMENTS


def _records(repository: Repository, refs: Iterable[Ref]) -> Iterator[Record]:
    for ref in refs:
        with repository.read() as reader:
            found = reader.find(ref)
        if found is not None:
            yield found


def _print_pictures(repository: Repository, refs: Sequence[Ref]) -> None:
    """As the desk's detail has them, over the whole width."""
    from tui.render.detail import detail_lines

    width = shutil.get_terminal_size((WIDTH, 24)).columns
    console = a_console() if sys.stdout.isatty() else None
    for at, ref in enumerate(refs):
        with repository.read() as reader:
            found = dossier(reader, ref)
        if found is None:
            continue
        if at:
            print()
        for one in detail_lines(found, width):
            line = one.line
            if console is None:
                print(clean(line.text).rstrip())
                continue
            from rich.text import Text

            pieces = ((clean(piece.text), LOOKS.get(piece.style, "")) for piece in line.pieces)
            console.print(Text.assemble(*pieces), soft_wrap=True)
