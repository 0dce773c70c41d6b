"""The toll of an event as lines: claims by date, sums beneath their whole, ranges by rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from store.derive.ranges import RULES
from store.derive.toll import Count, Row, Toll
from store.ids import Ref
from store.text import clean
from tui.render.chrome import message_lines
from tui.render.line import Line, Piece, cut, fit, width_of, wrap
from tui.render.sums import dispute_words, is_wrong, sum_words
from tui.render.toll_columns import WIDE, TollColumns, short_name_of
from tui.render.toll_ranges import RangeTable, said_of
from tui.render.views import hints_line

HINTS = (
    ("Enter", "follow"),
    ("z", "grade"),
    ("1-4", "rule"),
    ("s", "set the range"),
    ("e", "edit"),
    ("u", "undo"),
    ("Esc", "close"),
)
#: From so many cells on less is explained in fewer lines.
MEDIUM = 70

NOTHING = (
    "No claim counts the people of this event. In a report's text, select words and make them a"
    " claim; or edit a claim so that it names this event."
)


class Stop(NamedTuple):
    """A line of the toll; one with a claim or a count can have the cursor."""

    line: Line
    claim: Ref | None = None
    counted: Count | None = None

    @property
    def is_stop(self) -> bool:
        """Whether the cursor stops there."""
        return self.claim is not None or self.counted is not None


def toll_body(shown: Toll, rule: int, width: int) -> tuple[Stop, ...]:
    """All that can be scrolled, of that width."""
    return tuple(_body(shown, rule, width))


def _body(shown: Toll, rule: int, width: int) -> Iterator[Stop]:
    if not shown.rows:
        for span in wrap(NOTHING, width - 4):
            yield Stop(Line((Piece(f"  {NOTHING[span.start : span.end]}", "dim"),)))
    else:
        columns = TollColumns(shown, width)
        yield Stop(columns.heading())
        # A sum stands behind the parts of its whole, also behind the parts of these.
        above: list[Row] = []
        for row in shown.rows:
            while above and above[-1].depth >= row.depth:
                yield from _sum(shown, above.pop(), width)
            above.append(row)
            yield Stop(Line(columns.pieces(row)), row.claim.ref, shown.counted.get(row.claim.ref))
        while above:
            yield from _sum(shown, above.pop(), width)
    for line, count in RangeTable(shown, rule, width).lines():
        yield Stop(line, None, count)
    if shown.disputes:
        yield Stop(Line((Piece(fit(" DISPUTED", width), "section"),)))
        names = {ref: source.label for ref, source in shown.names.items()}
        for dispute in shown.disputes:
            said = clean(dispute_words(dispute, names))
            for at, span in enumerate(wrap(said, width - 3)):
                line = Line((Piece("  "), Piece(said[span.start : span.end], "state-bad")))
                yield Stop(line, dispute.claim.ref if at == 0 else None)


def _sum(shown: Toll, row: Row, width: int) -> Iterator[Stop]:
    checked = shown.sums.get(row.claim.ref)
    for words in sum_words(checked) if checked else ():
        sign = "!" if checked and is_wrong(checked) else "="
        style = "state-bad" if sign == "!" else "dim"
        indent = " " * (8 + 2 * row.depth)
        said = clean(f"{sign} {words}")
        for at, span in enumerate(wrap(said, width - len(indent) - 2)):
            lead = indent if at == 0 else f"{indent}  "
            yield Stop(Line((Piece(f"{lead}{said[span.start : span.end]}", style),)))


# -- what is explained below --------------------------------------------------------------


def explained(shown: Toll, count: Count | None, rule: int) -> str:
    """The rule in words, and what it makes of a count, from which claims."""
    said = f"{rule + 1} {RULES[rule].name}: {RULES[rule].explained}."
    if count is None:
        return said
    made = RULES[rule].made(count.said)
    name = f"{count.measure} {count.label}"
    if not made.is_known:
        return f"{said} {name}: no range, {made.why_not}. From {count.voices}."
    ends: dict[tuple[Ref, ...], list[str]] = {}
    for end, refs in (("low", made.low_from), ("best", made.best_from), ("high", made.high_from)):
        if refs:
            ends.setdefault(refs, []).append(end)
    told = [
        f"{'' if len(names) == 3 else ' and '.join(names) + ' '}{_claims(shown, refs)}"
        for refs, names in ends.items()
    ]
    return f"{said} {name} {said_of(made)}: {', '.join(told)}. From {count.voices}."


def _claims(shown: Toll, refs: Sequence[Ref]) -> str:
    """As `C6 SNHR`; of many the first two."""
    rows = {row.claim.ref: row for row in shown.rows}
    said = [f"{ref} {cut(short_name_of(rows[ref]), 24)}" for ref in refs[:2] if ref in rows]
    more = f" and {len(refs) - 2} more" if len(refs) > 2 else ""
    return " and ".join(said) + more


def explained_lines(text: str, width: int) -> tuple[Line, ...]:
    """What is explained, set apart from the table above it."""
    safe = clean(text)
    # As many lines for each count: what stands above does not move with the cursor.
    most = 2 if width >= WIDE else 3 if width >= MEDIUM else 4
    spans = list(wrap(safe, width - 2))[:most]
    words = [safe[span.start : span.end] for span in spans]
    if spans[-1].end < len(safe):
        words[-1] = safe[spans[-1].start :]
    words += [""] * (most - len(words))
    return tuple(Line((Piece(fit(f" {said}", width)),), "tabs") for said in words)


# -- the whole ----------------------------------------------------------------------------


class Place(NamedTuple):
    """Where the screen stands."""

    cursor: int = 0
    """Which line of the body."""
    top: int = 0
    rule: int = 0
    message: str = ""


def below(shown: Toll, count: Count | None, place: Place, width: int) -> tuple[Line, ...]:
    """What stands below the body: the rule explained, then keys or a message."""
    told = explained_lines(explained(shown, count, place.rule), width) if shown.counts else ()
    footer = message_lines(place.message, width) if place.message else (hints_line(HINTS, width),)
    return (*told, *footer)


def toll_lines(
    shown: Toll | None, body: Sequence[Stop], place: Place, size: tuple[int, int], of: Ref
) -> tuple[Line, ...]:
    """The whole screen; no toll is being read."""
    width, height = size
    title, right = f" TOLL of {of}", ""
    if shown is not None:
        title = f"{title}  {shown.event.label}"
        right = f" {len(shown.rows):,} claim{'' if len(shown.rows) == 1 else 's'} "
        legend = f" same V: one voice ·{right}"
        if shown.rows and width < WIDE and width_of(title) + width_of(legend) <= width:
            right = legend
    lines = [Line((Piece(fit(title, width - len(right))), Piece(right)), "title-active")]
    if shown is None:
        last = message_lines(place.message, width) or (hints_line(HINTS[-1:], width),)
        lines.append(Line((Piece("" if place.message else "  Being read …", "dim"),)))
    else:
        has_cursor = place.cursor < len(body) and body[place.cursor].is_stop
        last = below(shown, body[place.cursor].counted if has_cursor else None, place, width)
        room = max(height - 1 - len(last), 1)
        for at, stop in list(enumerate(body))[place.top : place.top + room]:
            lines.append(
                _with_cursor(stop.line) if at == place.cursor and stop.is_stop else stop.line
            )
        lines = lines[: room + 1]
    blank = [Line()] * (height - len(lines) - len(last))
    return (*lines, *blank, *last)


def _with_cursor(line: Line) -> Line:
    """The same line, the cursor's sign in its first cell."""
    first, *others = line.pieces
    rest = Piece(first.text[1:], first.style)
    return Line((Piece(">", "cursor-sign"), rest, *others), "cursor")
