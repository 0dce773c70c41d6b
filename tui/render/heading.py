"""What stands above all else in a record's detail: its words, and what is asked first of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.derive.dossier import Dossier
from store.ids import Kind
from store.model import Claim, Event, Note, Quote, Report, Source
from store.text import clean, clean_lines
from store.values import Stamp
from store.vocabulary import Stance, TriageState
from tui.render.inbox import triage_words
from tui.render.line import Line, Piece, cut, width_of, wrap
from tui.render.states import style_of

#: The fields that are told here, with all that they say.
FIELDS = {
    Kind.EVENT: frozenset(
        {"start", "end", "date_precision", "clarity", "status", "assessment", "assessment_scheme"}
    ),
    Kind.SOURCE: frozenset({"kind", "reliability", "affiliation"}),
}
#: No heading is longer.
_MOST = 2000
_BETWEEN = " · "


def heading_lines(dossier: Dossier, width: int, *, is_named: bool = True) -> Iterator[Line]:
    """The lines; `is_named`: with the record's reference, where nothing else tells it."""
    record = dossier.record
    # A note's words follow below.
    words = f"{record.kind} on {record.target}" if isinstance(record, Note) else record.label
    if isinstance(record, Claim) and record.stance is Stance.DENIES:
        words = f"denies: {words}"
    label = clean_lines(words).replace("\n", " ")
    name = f" {record.ref}  " if is_named else " "
    for first, span in enumerate(wrap(label[:_MOST], width - len(name))):
        lead = name if first == 0 else " " * len(name)
        yield Line((Piece(lead, "dim"), Piece(label[span.start : span.end], "heading")))
    yield from _summary_lines(_summary(dossier), width)
    if record.flags:
        problem = f"Cannot be read, kept as it came: {', '.join(record.flags)}"
        yield Line((Piece(cut(f" {problem}", width), "state-bad"),))


def _summary_lines(parts: Sequence[Piece], width: int) -> Iterator[Line]:
    """The parts that say something one behind the other, in as many lines as that takes."""
    room = width - 1
    pieces: list[Piece] = []
    for part in parts:
        for said in _wrapped(part, room):
            taken = sum(width_of(piece.text) for piece in pieces)
            if pieces and taken + len(_BETWEEN) + width_of(said.text) > room:
                yield Line((Piece(" "), *pieces))
                pieces = []
            pieces += [Piece(_BETWEEN, "dim")] * bool(pieces) + [said]
    if pieces:
        yield Line((Piece(" "), *pieces))


def _wrapped(part: Piece, room: int) -> Iterator[Piece]:
    """A part in pieces of which each fits into a line; none of one that says nothing."""
    text = clean(part.text)
    for span in wrap(text, room) if text else ():
        yield part._replace(text=text[span.start : span.end])


def _summary(dossier: Dossier) -> Sequence[Piece]:
    """What is asked first of a record whose text or claims come before its fields."""
    record, names = dossier.record, dossier.names
    said: Sequence[str]
    match record:
        case Report():
            publisher = names.get(record.publisher, "") if record.publisher else ""
            is_new = record.triage.state is TriageState.NEW
            decided = str(record.triage.state) if is_new else triage_words(record.triage)
            urgent = "urgent" if record.urgent else ""
            said = publisher, record.published_at or "no date", decided, record.verdict, urgent
        case Source():
            said = record.kind, f"reliability {record.reliability}", record.affiliation
        case Event():
            status = Piece(str(record.status), style_of(record.status))
            assessed = _meant(record.assessment or "", record.assessment_scheme)
            return Piece(_when(record), "dim"), status, Piece(assessed, "dim")
        case Note():
            said = _stamped("by", record.created), _stamped("rewritten by", record.updated)
        case Claim() | Quote():
            who = record.source if isinstance(record, Claim) else record.speaker
            said = (" via ".join(names.get(ref, ref) for ref in (who, *record.via) if ref),)
        case _:
            said = ()
    return [Piece(part, "dim") for part in said]


def _when(event: Event) -> str:
    """The days of an event, and how exactly they and the event are told of."""
    days = f"{event.start or 'no date'}" + (f" to {event.end}" if event.end else "")
    precision = f"precision {event.date_precision}" if event.date_precision else ""
    return _meant(days, precision, f"clarity {event.clarity}" if event.clarity else "")


def _meant(text: str, *how: str) -> str:
    said = ", ".join(part for part in how if part)
    return f"{text} ({said})".strip() if said else text


def _stamped(did: str, stamp: Stamp | None) -> str:
    return f"{did} {stamp.by}, {stamp.at[:10]} {stamp.at[11:16]} UTC" if stamp else ""
