"""The columns of a toll, as wide as what they hold: the wider the screen, the more of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from store.dates import OPEN
from store.derive.toll import Row, Toll
from store.vocabulary import Stance
from tui.render.claims import measure_of
from tui.render.line import Line, Piece, clipped, cut, fit, fit_right, width_of

#: From so many cells on measure and group, source and via, report and publisher stand apart.
WIDE = 140
#: From so many cells on remarks are words.
WORDS_FROM = 100
MOST_COUNTED = 22
MOST_FIGURE = 15
UNKNOWN = "?"


class Column(NamedTuple):
    """One column."""

    name: str
    said: Callable[[Row], str]
    style: str = ""
    is_right: bool = False
    most: int = 40
    """It takes no more cells than this."""


class TollColumns:
    """The columns of one toll at one width."""

    def __init__(self, shown: Toll, width: int) -> None:
        self._width = width
        self._is_wide = width >= WIDE
        self._has_words = width >= WORDS_FROM
        self._columns = self._wide() if self._is_wide else self._narrow()
        self._widths = [
            min(one.most, max([width_of(one.name), *(width_of(one.said(r)) for r in shown.rows)]))
            for one in self._columns
        ]
        self._share_the_rest()

    def _share_the_rest(self) -> None:
        """Give what is left to who says it; take there what is missing."""
        at = next(at for at, one in enumerate(self._columns) if one.name == "SOURCE")
        used = 1 + sum(width + 1 for width in self._widths)
        self._widths[at] = max(8, self._widths[at] + self._width - used)

    def heading(self) -> Line:
        """The names of the columns."""
        cells = [self._cell(one.name, one, width) for one, width in self._pairs()]
        return Line((Piece(cut(f" {' '.join(cells)}", self._width), "section"),))

    def pieces(self, row: Row) -> tuple[Piece, ...]:
        """One claim's row, beginning with a blank."""
        pieces = [Piece(" ")]
        for one, width in self._pairs():
            style = "struck" if row.is_replaced and one.name in _STRUCK else one.style
            if one.name == "REMARK" and row.claim.stance is Stance.DENIES:
                style = "state-bad"
            said = self._who(row, width) if one.name == "SOURCE" else one.said(row)
            pieces += [Piece(self._cell(said, one, width), style), Piece(" ")]
        return clipped(tuple(pieces[:-1]), self._width)

    def _pairs(self) -> list[tuple[Column, int]]:
        return list(zip(self._columns, self._widths, strict=True))

    @staticmethod
    def _cell(text: str, column: Column, width: int) -> str:
        return fit_right(text, width) if column.is_right else fit(text, width)

    def _who(self, row: Row, room: int) -> str:
        """Who says it in the longest words that there is room for."""
        ways: tuple[str, ...] = (name_of(row), short_name_of(row))
        if row.via and not self._is_wide:
            relay = row.via[-1]
            relays = (cut(relay.label, 80), relay.short_label)
            ways = (*(f"{who} via {by}" for who in ways for by in relays), *ways)
        return next((way for way in ways if width_of(way) <= room), ways[-1])

    def _narrow(self) -> list[Column]:
        return [
            Column("ID", lambda row: row.claim.ref, "dim"),
            Column("UP TO", date_of, "date"),
            Column("COUNTS", lambda row: measure_of(row.claim, row.whole), most=MOST_COUNTED),
            Column("FIGURE", figure_of, "figure", is_right=True, most=MOST_FIGURE),
            Column("SOURCE", short_name_of, "name"),
            Column("V", lambda row: str(row.voice), "dim", is_right=True, most=3),
            Column("GR", lambda row: row.grade, "grade"),
            Column("REP", lambda row: row.claim.report or "", "dim", most=7),
            Column("REMARK" if self._has_words else "R", self._remark, "dim", most=16),
        ]

    def _wide(self) -> list[Column]:
        return [
            Column("ID", lambda row: row.claim.ref, "dim"),
            Column("UP TO", date_of, "date"),
            Column("MEASURE", lambda row: row.claim.measure or "toll", most=9),
            Column("GROUP", group_of, most=24),
            Column("FIGURE", figure_of, "figure", is_right=True, most=MOST_FIGURE),
            Column("SOURCE", short_name_of, "name"),
            Column("VIA", via_of, "name", most=20),
            Column("VOICE", voice_of, "dim", most=14),
            Column("GRADE", lambda row: row.grade, "grade"),
            Column("REPORT", report_of, "dim", most=36),
            Column("REMARK", self._remark, "dim", most=16),
        ]

    def _remark(self, row: Row) -> str:
        said = []
        if row.claim.stance is Stance.DENIES:
            said.append("denies")
        if row.is_replaced:
            said.append("replaced")
        if self._has_words:
            return " ".join(said)
        return "".join(word[0].upper() for word in said)


_STRUCK = frozenset({"COUNTS", "MEASURE", "GROUP", "FIGURE", "SOURCE", "VIA"})


def date_of(row: Row) -> str:
    """Up to when it counts; in brackets, when it was published."""
    if row.date is None:
        return "no date"
    start, slash, end = row.date.partition("/")
    day = (end if slash and end != OPEN else start).partition("T")[0]
    return day if row.claim.as_of else f"({day})"


def figure_of(row: Row) -> str:
    """The figure, or the words that stand for one."""
    claim = row.claim
    return str(claim.figure) if claim.figure.is_known else cut(claim.value or UNKNOWN, 12)


def group_of(row: Row) -> str:
    """Whom it counts; a part is set in."""
    claim = row.claim
    if row.whole is None:
        return claim.whom
    narrowly = " ".join(word for word in (claim.sex, claim.age) if word)
    return f"{'  ' * (row.depth - 1)}└ {claim.value or narrowly or claim.group}"


def name_of(row: Row) -> str:
    """Who says it."""
    return cut(row.source.label, 80) if row.source else row.claim.source or "no source"


def short_name_of(row: Row) -> str:
    """Who says it, by the shortest of its names."""
    return cut(row.source.short_label, 80) if row.source else name_of(row)


def via_of(row: Row) -> str:
    """Who passed it on, the nearest to the claimant first."""
    return ", ".join(one.short_label for one in row.via)


def voice_of(row: Row) -> str:
    """As `3, 2 outlets`: which voice, and in how many outlets it stands."""
    outlets = f", {row.outlets} outlets" if row.outlets > 1 else ""
    return f"{row.voice}{outlets}"


def report_of(row: Row) -> str:
    """The report, its day and who published it."""
    if row.report is None:
        return f"{row.claim.report} (gone)" if row.claim.report else "none"
    day = (row.report.published_at or "no date").partition("T")[0]
    publisher = row.publisher.short_label if row.publisher else ""
    return " ".join(part for part in (str(row.report.ref), day, publisher) if part)
