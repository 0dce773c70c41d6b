"""Reading a report, and what there is besides it."""

from __future__ import annotations

from datetime import datetime

from store.derive.dossier import LISTED, dossier, inside
from store.derive.toll import seen_through, toll
from store.ids import Kind, Ref
from store.model import Claim, Quote
from store.references import references
from store.vocabulary import Sensitivity
from tui.cli.plain import pages, telling
from tui.cli.plain.seat import Seat, Unable
from tui.cli.plain.words import Answer, help_lines, letters_of, reference_first

#: So many operations are told.
MOST_TOLD = 20
#: No text has a sentence whose number has so many digits.
LONGEST_NUMBER = 9


def read(seat: Seat, answer: Answer) -> None:
    """The text from its beginning, a page at a time."""
    seat.read_to = 0
    more(seat, answer)


def more(seat: Seat, _: Answer) -> None:
    """The next page of the text."""
    report, talk = seat.report(), seat.talk
    if not report.text:
        raise Unable(f"{report.ref} has no text.")
    if seat.read_to >= len(report.text):
        raise Unable("That was all of the text. read begins anew.")
    found = pages.page(report.text, seat.read_to, talk.width, talk.page)
    talk.tell(found.lines)
    seat.read_to = found.end
    left = pages.count(report.text, found.end, talk.width)
    if left:
        talk.say(f"{pages.counted(left)} {'follows' if left == 1 else 'follow'}.")


def sentences(seat: Seat, answer: Answer) -> None:
    """A page of the text, each sentence behind its number; from a number on."""
    report, talk = seat.report(), seat.talk
    known = pages.sentences(report.text)
    asked = answer.text or "1"
    first = int(asked) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else 0
    if not 1 <= first <= max(len(known), 1):
        raise Unable(f"There are sentences 1 to {len(known)}.")
    left = talk.page
    for at, span in enumerate(known[first - 1 :], first):
        words = " ".join(report.text[span.start : span.end].split())
        lines = list(pages.wrapped(f"{at} {words}", talk.width))
        if talk.page and at > first and len(lines) > left:
            talk.say(f"sentences {at} reads on, to {len(known)}.")
            return
        left -= len(lines)
        talk.tell(lines)


def where(seat: Seat, _: Answer) -> None:
    """Which report is in hand."""
    seat.arrive(seat.report().ref)


def meant(seat: Seat, text: str) -> Ref:
    """The record that is named, or the report in hand."""
    ref, rest = reference_first(text)
    if text and (ref is None or rest):
        raise Unable(f"{telling.short(text, 40)} is no reference such as E412.")
    if ref is not None and not seat.read(lambda reader, _: reader.version(ref)):
        raise Unable(f"There is no record {ref}.")
    return ref or seat.report().ref


def show(seat: Seat, answer: Answer) -> None:
    """The fields of a record."""
    ref = meant(seat, answer.text)
    found = seat.read(lambda reader, _: dossier(reader, ref))
    if found is not None:
        seat.known |= dict.fromkeys([ref, *found.names])
        seat.talk.tell(telling.fields_lines(found))


def links(seat: Seat, answer: Answer) -> None:
    """What is linked to a record."""
    ref = meant(seat, answer.text)
    found = seat.read(lambda reader, _: dossier(reader, ref))
    if found is not None:
        seat.known |= {one.record.ref: None for part in found.sections for one in part.linked}
        seat.talk.tell(telling.links_lines(found))


def quotes(seat: Seat, answer: Answer) -> None:
    """The quotes linked to a record."""
    tell_linked(seat, answer, Kind.QUOTE)


def claims(seat: Seat, answer: Answer) -> None:
    """The claims linked to a record."""
    tell_linked(seat, answer, Kind.CLAIM)


def tell_linked(seat: Seat, answer: Answer, kind: Kind) -> None:
    """The records of a kind that are linked to one."""
    ref = meant(seat, answer.text)
    found = seat.read(lambda reader, _: reader.linked(ref, kind))
    numbers = found.numbers[:LISTED]
    records = seat.read(lambda reader, _: reader.listing(kind, numbers))
    named = [one.to for record in records for one in references(record)]
    names = seat.labels(*(one for one in named if one.kind is Kind.SOURCE))
    seat.known |= dict.fromkeys(record.ref for record in records)
    now = datetime.now().astimezone()
    seat.talk.tell(telling.list_lines(kind.table, ref, records, found.total, names, now))


def tell_toll(seat: Seat, answer: Answer) -> None:
    """The toll of an event, or of the one that the report in hand tells of."""
    ref = meant(seat, answer.text)
    if ref.kind in (Kind.CLAIM, Kind.QUOTE):
        record = seat.read(lambda reader, _: reader.get(ref))
        of = record.event if isinstance(record, Claim) else None
        events = (of,) if of else record.events if isinstance(record, Quote) else ()
    elif ref.kind is Kind.EVENT:
        events = (ref,)
    else:
        near = seat.read(lambda reader, _: reader.linked(ref, Kind.EVENT).numbers)
        events = tuple(map(Kind.EVENT.ref, near))
    if len(events) != 1:
        which = ", ".join(events[:9]) or "none"
        raise Unable(f"{ref} is linked to {which}. toll REF tells the toll of one event.")
    found = seat.read_whole(lambda reader, _, __: toll(reader, events[0]))
    if found is None:
        raise Unable(f"There is no event {events[0]}.")
    seat.known |= dict.fromkeys(row.claim.ref for row in found.rows)
    seat.talk.tell(telling.toll_lines(seen_through(found, seat.link.covers)))


def reveal(seat: Seat, answer: Answer) -> None:
    """Show the covered words of a record and of what is cited of it, or cover them again."""
    ref = meant(seat, answer.text)

    found = seat.read(lambda reader, _: dossier(reader, ref))
    sensitive = [
        one.ref
        for one in (inside(found) if found else ())
        if one.sensitivity is not Sensitivity.OPEN
    ]
    if not sensitive:
        raise Unable(f"Nothing of {ref} is covered.")
    is_shown = seat.link.reveal(sensitive)
    seat.talk.say(f"{ref} is {'shown' if is_shown else 'covered again'}.")
    if is_shown and ref == seat.ref:
        seat.arrive(ref)


def history(seat: Seat, answer: Answer) -> None:
    """Who changed a record, when and how."""
    ref = meant(seat, answer.text)
    found = seat.link.entries(ref, None, MOST_TOLD)
    seat.talk.tell(telling.history_lines(found, datetime.now().astimezone()))


def who(seat: Seat, _: Answer) -> None:
    """Who else is here, and what they have open."""
    seat.talk.tell(telling.present_lines(seat.link.others()))


def tell_words(seat: Seat, answer: Answer) -> None:
    """The words that can be answered."""
    seat.talk.tell(help_lines(answer.text, letters_of(seat.config.bindings)))
