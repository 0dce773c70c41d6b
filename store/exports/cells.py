r"""Cells of a CSV file that no spreadsheet takes for a formula, and no terminal for a command.

=1+1          '=1+1         an apostrophe before what a spreadsheet would work out
'tis          ''tis         and before an apostrophe, so that it can be taken away again
a ESC [31m    '"a\u001b[31m"   a text with control characters as a JSON text
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable

from store.text import inert

#: What a spreadsheet begins to work with; the wide forms are taken for the same by some.
_FORMULA = "=+-@＝＋－＠"
#: What some of them take for nothing in front of it.
_BEFORE = "\t\r\n"
#: A number is worked out to itself.
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
#: What is written as an escape: controls but the line feed, what turns the writing, halves.
_ESCAPED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff]"
)
#: Of these what is replaced in other formats: marks of direction belong to a text in Arabic, a
#: tab and the end of a line to what came in.
_ACTING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    "|\r(?!\n)"
)


def guarded(text: str) -> str:
    """A text as a cell that is taken for nothing else."""
    if _ESCAPED.search(text) or text != text.strip("\n"):
        written = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'\'"{_ESCAPED.sub(_escape, written)}"'
    if text[:1] == "'" or (_is_worked_out(text) and not _is_number(text)):
        return f"'{text}"
    return text


def _is_worked_out(text: str) -> bool:
    """Whether a spreadsheet may take it for a formula, also behind blanks."""
    first, inside = text[:1], text.lstrip()[:1]
    return bool(first) and (first in _BEFORE or (bool(inside) and inside in _FORMULA))


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip(" ")))


def unguarded(cell: str) -> str:
    """The text that such a cell holds."""
    if not cell.startswith("'"):
        return cell
    rest = cell[1:]
    if len(rest) > 1 and rest[0] == rest[-1] == '"':
        try:
            read = json.loads(rest, strict=False)
        except ValueError:
            return rest
        return read if isinstance(read, str) else rest
    return rest


#: An empty text, where an empty cell means something else.
EMPTY = '\'""'


def foreign(text: str) -> str:
    """A text as a cell of a format that others have made: without what acts, for good.

    An apostrophe before what a spreadsheet would work out is taken away again by `plain`.
    """
    # What is only not to be seen acts on nothing, and belongs to the text.
    shown = _ACTING.sub(lambda found: inert(found[0]), text)
    if _is_worked_out(shown.lstrip("'")) and not _is_number(shown):
        return f"'{shown}"
    return shown


def plain(cell: str) -> str:
    """The text that such a cell holds."""
    return cell[1:] if cell[:1] == "'" and _is_worked_out(cell.lstrip("'")) else cell


def row(cells: Iterable[str]) -> str:
    """One row, with its end (RFC 4180, but for the line feed alone)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
