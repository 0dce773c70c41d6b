"""A record's claims as a table: measure and group, figure, source, as of, stance."""

from __future__ import annotations

from store.derive.dossier import Dossier
from store.ids import Ref
from store.model import Claim, Event
from store.vocabulary import About, Stance
from tui.render.columns import date_piece
from tui.render.line import Piece, clipped, cut, fit, fit_right, width_of

DATE_WIDTH = 10
LEAST_SOURCE = 8
#: What is counted takes no more than this while who says it has not as much as it may need.
WIDEST_MEASURE = 22
WIDEST_SOURCE = 30
#: A table this wide says in words what a narrower one says in letters.
WORDS_FROM = 76
LEAST_MEASURE = 6


class ClaimTable:
    """The columns of one record's claims, as wide as what they hold."""

    def __init__(self, dossier: Dossier, width: int) -> None:
        self._dossier = dossier
        self._width = width
        claims = dossier.claims
        tolls = [claim for claim in claims if claim.about is About.TOLL]
        self._remark_width = max((width_of(self._remark(claim)) for claim in claims), default=0)
        self._date_width = DATE_WIDTH if any(claim.as_of for claim in claims) else 0
        self._id_width = max((len(claim.ref) for claim in claims), default=4)
        events = () if isinstance(dossier.record, Event) else [c.event or "" for c in claims]
        self._event_width = max(map(len, events), default=0)
        behind = self._behind(self._event_width, self._date_width, self._remark_width)
        self._room = width - self._id_width - 3 - behind
        figures = max((width_of(self._figure(claim)) for claim in tolls), default=0)
        self._figure_width = max(min(figures, self._room - LEAST_MEASURE - 2), 1)
        spare = self._room - self._figure_width - 2 - WIDEST_SOURCE
        widest = max(WIDEST_MEASURE, spare)
        measures = max((width_of(self._measure(claim)) for claim in tolls), default=0)
        self._measure_width = max(
            LEAST_MEASURE, min(measures, widest, self._room - self._figure_width - 2 - LEAST_SOURCE)
        )

    def pieces(self, claim: Claim) -> tuple[Piece, ...]:
        """One claim's row, beginning with a blank."""
        date = date_piece(claim.as_of).text if claim.as_of else ""
        after = []
        if self._event_width:
            after.append(Piece(f" {fit(claim.event or '', self._event_width)}", "dim"))
        if self._date_width:
            after.append(Piece(f" {fit(date, self._date_width)}", "date"))
        if self._remark_width:
            style = "state-bad" if claim.stance is Stance.DENIES else "dim"
            after.append(Piece(f" {fit(self._remark(claim), self._remark_width)}", style))
        said = self._toll(claim) if claim.about is About.TOLL else self._assertion(claim)
        row = (Piece(f" {fit(claim.ref, self._id_width)}  ", "dim"), *said, *after)
        return clipped(row, self._width)

    def _toll(self, claim: Claim) -> tuple[Piece, ...]:
        quiet = "struck" if claim.ref in self._dossier.superseded else ""
        room = self._room - self._measure_width - self._figure_width - 2
        return (
            Piece(fit(self._measure(claim), self._measure_width), quiet),
            Piece(" "),
            Piece(fit_right(self._figure(claim), self._figure_width), quiet or "figure"),
            Piece(" "),
            Piece(fit(self._source(claim, room), max(room, 0)), quiet or "name"),
        )

    def _assertion(self, claim: Claim) -> tuple[Piece, ...]:
        source = self._source(claim, self._room // 3)
        room = self._room - min(width_of(source), self._room // 3) - 1
        return (
            Piece(fit(f"{claim.about}: {claim.label}", room)),
            Piece(" "),
            Piece(fit(source, self._room - room - 1), "name"),
        )

    def _measure(self, claim: Claim) -> str:
        return measure_of(claim, self._dossier.wholes.get(claim.ref))

    @staticmethod
    def _figure(claim: Claim) -> str:
        """The figure, or the words that stand for one."""
        return str(claim.figure) if claim.figure.is_known else cut(claim.value or "?", 12)

    def _source(self, claim: Claim, room: int) -> str:
        """Who says it, by an alias where the name is too long, and who passed it on."""
        if claim.source is None:
            return "no source"
        name, alias = self._names(claim.source)
        ways = [name, alias]
        if claim.via:
            relay, short = self._names(claim.via[-1])
            chains = ((name, relay), (name, short), (alias, relay), (alias, short))
            ways = [*(f"{who} via {by}" for who, by in chains), *ways]
        return next((way for way in ways if width_of(way) <= room), min(ways, key=width_of))

    def _names(self, ref: Ref) -> tuple[str, str]:
        """A source's name, and its shortest alias where that is shorter."""
        name = cut(self._dossier.names.get(ref, ref), 80)
        short = cut(self._dossier.short_names.get(ref, name), 80)
        return name, min(name, short, key=width_of)

    def _remark(self, claim: Claim) -> str:
        """What the eye must not miss: letters where words would take the source's room."""
        said = []
        if claim.stance is Stance.DENIES:
            said.append("denies")
        if claim.ref in self._dossier.superseded:
            said.append("replaced")
        return " ".join(said) if self._width >= WORDS_FROM else "".join(w[0].upper() for w in said)

    @staticmethod
    def _behind(*widths: int) -> int:
        return sum(width + 1 for width in widths if width)


def measure_of(claim: Claim, whole: Claim | None = None) -> str:
    """What a toll counts, and whom; a part leaves out what its whole says already."""
    measure = f"{claim.measure or 'toll'} "
    if whole is None:
        return measure + claim.whom
    narrowly = " ".join(word for word in (claim.sex, claim.age) if word)
    whom = claim.value or narrowly or claim.group
    return f"└ {'' if claim.measure is whole.measure else measure}{whom}"
