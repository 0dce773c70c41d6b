"""What looks wrong as lines: by rule, each finding in a row, and below in full with its mending."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from store.derive.lint.finding import RULE, Deed, Finding
from store.derive.lint.looking import Gathered
from store.ids import Kind
from store.text import clean
from tui.render.chrome import message_lines
from tui.render.line import Line, Piece, fit, width_of, wrap
from tui.render.views import hints_line

HINTS = (
    ("Enter", "go there"),
    ("m", "mend"),
    ("x", "meant so"),
    ("e", "edit"),
    ("u", "undo"),
    ("Tab", "next rule"),
    ("r", "look again"),
    ("Esc", "close"),
)
#: What the heading counts where nothing looks wrong.
COUNTED = (Kind.EVENT, Kind.REPORT, Kind.CLAIM, Kind.QUOTE, Kind.LOCATION, Kind.SOURCE)
#: From so many lines on the finding is told with more room.
TALL = 20


class Row(NamedTuple):
    """The heading of a rule, or one of its findings."""

    rule: str
    finding: Finding | None = None


class Shown(NamedTuple):
    """What there is to be drawn."""

    found: Gathered | None
    """None where it is still looked for."""
    rows: tuple[Row, ...] = ()
    done: int = 0
    total: int = 0
    is_outdated: bool = False
    """Whether the store has changed since."""


def rows_of(found: Gathered) -> tuple[Row, ...]:
    """Each rule with its findings."""
    return tuple(
        row
        for rule, findings in found.kept.items()
        for row in (Row(rule), *(Row(rule, one) for one in findings))
    )


def lint_lines(
    shown: Shown, cursor: int, top: int, message: str, size: tuple[int, int]
) -> tuple[Line, ...]:
    """A box with the rows from `top` on, the chosen one told below."""
    width, height = size
    lines = [_title(shown, width)]
    below, footer = _below(shown, cursor, size), _footer(message, width)
    room = list_room(shown, cursor, message, size)
    if shown.found is None:
        lines.append(Line((Piece(f"  {_progress(shown)}", "dim"),)))
    elif not shown.rows:
        said = nothing(shown.found)
        lines += [Line((Piece(f"  {said[s.start : s.end]}"),)) for s in wrap(said, width - 4)]
    else:
        part = list(enumerate(shown.rows))[top : top + room]
        lines += [_row(row, shown.found, width, has_cursor=at == cursor) for at, row in part]
    lines = lines[: room + 1]
    blank = [Line()] * (height - len(lines) - len(below) - len(footer))
    return (*lines, *blank, *below, *footer)


def list_room(shown: Shown, cursor: int, message: str, size: tuple[int, int]) -> int:
    """How many rows can be seen at once."""
    below, footer = _below(shown, cursor, size), _footer(message, size[0])
    return max(size[1] - 1 - len(below) - len(footer), 1)


def nothing(found: Gathered) -> str:
    """What is said where nothing is found: among how many records."""
    numbers = ((found.looked_at.get(kind, 0), kind) for kind in COUNTED)
    among = ", ".join(
        f"{number:,} {kind.noun if number == 1 else kind.table}"
        for number, kind in numbers
        if number
    )
    return f"Nothing looks wrong in {among or 'an empty store'}.{_meant(found)}"


def _meant(found: Gathered) -> str:
    if not found.meant:
        return ""
    are = "1 more is" if found.meant == 1 else f"{found.meant:,} more are"
    return f" {are} said to be meant so."


def _title(shown: Shown, width: int) -> Line:
    many = f"{shown.found.total:,} " if shown.found is not None and shown.rows else ""
    if shown.is_outdated:
        many = f"changed since: r looks again  {many}"
    title = (Piece(fit(" WHAT LOOKS WRONG", max(width - width_of(many), 0))), Piece(many))
    return Line(title, "title-active")


def _progress(shown: Shown) -> str:
    if not shown.total:
        return "Looking …"
    return f"Looking … {shown.done * 100 // shown.total} % of {shown.total:,} records"


def _footer(message: str, width: int) -> list[Line]:
    return list(message_lines(message, width)) if message else [hints_line(HINTS, width)]


def _row(row: Row, found: Gathered, width: int, *, has_cursor: bool) -> Line:
    sign = Piece("> " if has_cursor else "  ", "cursor-sign")
    base = "cursor" if has_cursor else ""
    if row.finding is None:
        many = f"{found.counts[row.rule]:,} "
        words = fit(RULE[row.rule].heading, width - 2 - len(many))
        return Line((sign, Piece(words, "section"), Piece(many, "figure")), base)
    mark = Piece("* " if row.finding.mend else "  ", "key")
    return Line((sign, mark, Piece(fit(row.finding.sentence, width - 4))), base)


def _below(shown: Shown, cursor: int, size: tuple[int, int]) -> list[Line]:
    """The row under the cursor in full; less of it where the box is low."""
    width, height = size
    if shown.found is None or cursor >= len(shown.rows):
        return []
    most, row = (4, shown.rows[cursor]) if height >= TALL else (2, shown.rows[cursor])
    lines = [Line((Piece("─" * width, "divider"),))]
    for text, style in _told(row, shown.found):
        lines += list(islice(_wrapped(text, style, width), most))
    return lines


def _told(row: Row, found: Gathered) -> Iterator[tuple[str, str]]:
    if row.finding is None:
        kept = found.kept[row.rule]
        mends = sum(one.mend is not None and one.mend.deed is not Deed.MERGE for one in kept)
        left = found.counts[row.rule] - len(kept)
        more = f" {left:,} more are not listed." if left else ""
        yield f"{found.counts[row.rule]:,} by the rule {row.rule}.{more}", ""
        yield (f"m mends {mends:,} of them, after a question." if mends else ""), "dim"
        return
    yield row.finding.sentence, ""
    key = _key(row.finding)
    yield f"{key}{row.finding.mending}", "dim"


def _key(finding: Finding) -> str:
    """What the key does about it, in front of what would mend it."""
    if finding.mend is None:
        return "e edits it: "
    return "m, which asks first: " if finding.mend.is_asked else "m: "


def _wrapped(text: str, style: str, width: int) -> Iterator[Line]:
    safe = clean(text)
    for span in wrap(safe, width - 4) if safe else ():
        yield Line((Piece(f"  {safe[span.start : span.end]}", style),))
