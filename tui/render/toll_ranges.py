"""The ranges of an event as a table: a row for each count, a column for each rule."""

from __future__ import annotations

from collections.abc import Iterator

from store.derive.ranges import RULES, Range
from store.derive.toll import Count, Toll
from store.figures import range_words
from store.values import Estimate
from tui.render.line import Line, Piece, clipped, cut, fit, width_of

#: From so many cells on a range says its best, and its rules their whole name.
WIDE = 120
LEAST_NAME = 12


class RangeTable:
    """The columns as wide as what they hold."""

    def __init__(self, shown: Toll, rule: int, width: int) -> None:
        self._shown = shown
        self._rule = rule
        self._is_wide = width >= WIDE
        self._made = [[one.made(count.said) for one in RULES] for count in shown.counts]
        self._heads = [
            f"{at} {one.name if self._is_wide else one.brief}"
            for at, one in enumerate(RULES, start=1)
        ]
        made = [[self._said(cell) for cell in row] for row in self._made]
        self._columns = [
            max([width_of(head), *(width_of(row[at]) for row in made)]) + 2
            for at, head in enumerate(self._heads)
        ]
        self._set = max([width_of(self._desk(one)) for one in shown.event.estimates] + [3]) + 1
        voices = max((width_of(str(count.voices)) for count in shown.counts), default=0) + 2
        self._voices = voices if self._is_wide else 0
        room = width - 2 - self._voices - sum(self._columns) - self._set
        longest = max(
            [width_of(name_of(count.measure, count.label)) for count in shown.counts]
            + [width_of(name_of(one.measure, one.group)) for one in shown.event.estimates]
            + [LEAST_NAME]
        )
        self._name = max(min(longest + 2, room), LEAST_NAME)
        self._width = width

    def lines(self) -> Iterator[tuple[Line, Count | None]]:
        """The heading and the rows, those of counts with what they count."""
        if not self._made and not self._shown.event.estimates:
            return
        yield self._heading(), None
        for count, made in zip(self._shown.counts, self._made, strict=True):
            yield self._row(count, made), count
        for estimate in self._shown.event.estimates:
            counted = (self._shown.estimate(count) for count in self._shown.counts)
            if not any(one is estimate for one in counted):
                # What is set stays on the screen, also where nobody claims it any more.
                blank = Piece(" " * (self._voices + sum(self._columns)))
                name = Piece(self._named(estimate.measure, estimate.group))
                yield self._line([name, blank, self._desk_piece(estimate)]), None

    def _heading(self) -> Line:
        pieces = [Piece(fit(" RANGES", self._name + 2), "section")]
        pieces.append(Piece(fit("from", self._voices), "dim"))
        for at, head in enumerate(self._heads):
            style = "tab-active" if at == self._rule else "dim"
            pieces += [Piece(head, style), Piece(" " * (self._columns[at] - width_of(head)))]
        return self._line([*pieces, Piece(fit("set", self._set), "dim")])

    def _row(self, count: Count, made: list[Range]) -> Line:
        pieces = [Piece(self._named(count.measure, count.label))]
        pieces.append(Piece(fit(str(count.voices), self._voices), "dim"))
        for at, one in enumerate(made):
            style = "figure" if at == self._rule else "dim"
            pieces.append(Piece(fit(self._said(one), self._columns[at]), style))
        return self._line([*pieces, self._desk_piece(self._shown.estimate(count))])

    def _line(self, pieces: list[Piece]) -> Line:
        return Line(clipped(tuple(piece for piece in pieces if piece.text), self._width))

    def _named(self, measure: str, group: str) -> str:
        return f"  {fit(cut(name_of(measure, group), self._name - 1), self._name)}"

    def _said(self, made: Range) -> str:
        return said_of(made, self._is_wide)

    def _desk(self, estimate: Estimate) -> str:
        return self._said(Range(estimate.low, estimate.best, estimate.high))

    def _desk_piece(self, estimate: Estimate | None) -> Piece:
        return Piece(fit(self._desk(estimate) if estimate else "", self._set), "state-good")


def name_of(measure: str, group: str) -> str:
    """What is counted, and whom."""
    return f"{measure} {group}"


def said_of(made: Range, has_best: bool = True) -> str:
    """As `803-1,426, best 1,400`; a dash where the rule says nothing."""
    if not has_best and made.is_known:
        return str(made.figure)
    is_nothing = not made.is_known and made.best is None
    return "-" if is_nothing else range_words(made.low, made.best, made.high)
