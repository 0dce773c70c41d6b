"""`incident-desk count`: a bare number, or the numbers of a field's values."""

from __future__ import annotations

import sys

from store.derive.tally import Counted, countable
from store.errors import QueryError
from store.syntax import Query
from tui.cli import complain
from tui.cli.codes import WRONG_ARGUMENTS
from tui.cli.finding import search_for, understood
from tui.cli.opened import searched
from tui.cli.options import Options
from tui.cli.printing import JsonArray, JsonLines, Plain, Table


def count_records(options: Options) -> int:
    """Print how many records a query finds, of each value of a field where one is named."""
    query = understood(options.words)
    if query is None:
        return WRONG_ARGUMENTS
    # By the months, which is how days are counted.
    by = "on" if options.by == "month" else options.by
    if by:
        try:
            countable(by)
        except QueryError as error:
            reason = error.reason.replace(by, by[:60])
            meant = f"; is {error.nearest} meant?" if error.nearest else "."
            return complain(f"{reason}{meant}", WRONG_ARGUMENTS)
    with searched(options.place) as repository:
        search = search_for(repository, query)
        if by:
            _print(options, search.count_by(by))
        else:
            print(f"{search.count():d}")
    return 0


def _print(options: Options, counted: tuple[Counted, ...]) -> None:
    """Each value with its number; of a record what it is called, and for programs the condition."""
    if options.json or options.jsonl:
        lines = JsonLines() if options.jsonl else JsonArray()
        for one in counted:
            label = {"label": one.label} if one.label else {}
            asked = {"query": str(Query(one.condition)), "count": one.hits}
            lines.add({"value": one.value, **label, **asked})
        lines.end()
        return
    table = Table() if sys.stdout.isatty() else Plain()
    has_labels = any(one.label for one in counted)
    table.head((options.by, "records", "name")[: 2 + has_labels])
    rows = [(one.value, f"{one.hits}", one.label)[: 2 + has_labels] for one in counted]
    if rows:
        table.add(rows)
