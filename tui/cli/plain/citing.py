"""Quotes, claims and places of the words of the report in hand."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice

from msgspec.structs import replace

from store.changes import Operation
from store.commands.citing import Cite, CitePlace
from store.derive.covers import BAR, is_covered
from store.errors import WrongValue
from store.ids import Kind, Ref
from store.model import Claim, Quote, Report
from store.sheets import Sort, entry
from store.spans import Span
from store.syntax import REFERENCE
from store.values import Cover
from store.vocabulary import About
from tui.cli.plain import telling
from tui.cli.plain.pages import sentences
from tui.cli.plain.seat import MOST, Seat, Unable
from tui.cli.plain.talk import Left
from tui.cli.plain.words import Answer
from tui.desk.guessed import Guess, guess_of, place_of
from tui.render.cited import claim_said, place_is_there, place_said, quote_said

#: What is asked of a claim, and what of one that counts people.
ASKED = ("event", "about", "value", "source", "stance", "credibility")
COUNTS = ("measure", "group", "low", "high", "approximate", "cumulative", "as_of")
#: Answers that give a field nothing, and that leave all further fields as they are guessed.
NONE, REST = ("none", "-"), "done"
_NUMBERS = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?", re.ASCII)
_QUOTATION = re.compile(r'["“”„«»](.*)["“”„«»]', re.DOTALL)


def quote(seat: Seat, answer: Answer) -> None:
    """A quote of a sentence or of words; who speaks is guessed, and can be said."""
    report, span = _words(seat, answer)
    guess = _guessed(seat, report.ref, span, is_quote=True)
    made = guess.record
    if not isinstance(made, Quote):
        raise Unable(f"The words of {report.ref} make no quote.")
    who = guess.labels.get(made.speaker, "") if made.speaker else made.speaker_role
    seat.talk.say(telling.short(made.words, 80))
    seat.talk.say(f"Said by {telling.short(who, 60) or 'nobody'}? Or type a source, a role, none.")
    typed = seat.talk.ask("speaker> ")
    made = _spoken(seat, made, typed.strip())
    labels = guess.labels | seat.labels(made.speaker)
    _cite(seat, made, quote_said(None, made, labels), labels)


def _spoken(seat: Seat, made: Quote, typed: str) -> Quote:
    """The quote with the speaker that was typed; words that name no source are a role."""
    if not typed:
        return made
    if typed.lower() in NONE:
        return replace(made, speaker=None, speaker_role="")
    if not REFERENCE.fullmatch(typed.upper()) and not seat.found_by(typed, Kind.SOURCE):
        return replace(made, speaker=None, speaker_role=typed)
    speaker = seat.pick(typed, Kind.SOURCE, "source")
    return replace(made, speaker=speaker, via=tuple(one for one in made.via if one != speaker))


def claim(seat: Seat, answer: Answer) -> None:
    """A claim of a sentence or of words, its fields asked one by one."""
    report, span = _words(seat, answer)
    guess = _guessed(seat, report.ref, span, is_quote=False)
    made = guess.record
    if not isinstance(made, Claim):
        raise Unable(f"The words of {report.ref} make no claim.")
    if made.event is None and guess.events:
        made = replace(made, event=guess.events[0].ref)
    labels = guess.labels | {one.ref: one.label for one in guess.events}
    seat.talk.say(telling.short(made.words, 80))
    seat.talk.say(f"Enter keeps what is guessed, {NONE[0]} empties, {REST} keeps all that follows.")
    for name in (*ASKED[:2], *COUNTS, *ASKED[2:]):
        is_count = made.about is About.TOLL
        if (name in COUNTS and not is_count) or (name == "value" and is_count):
            continue
        typed = _field(seat, made, name, labels)
        if typed is None:
            break
        made = typed
    labels |= seat.labels(made.event, made.source)
    role = "" if made.source else guess.role
    _cite(seat, made, claim_said(None, made, role, labels), labels)


def _field(seat: Seat, made: Claim, name: str, labels: dict[Ref, str]) -> Claim | None:
    """The claim with what was answered; None where nothing more is to be asked."""
    one, now = entry(Claim, name), getattr(made, name)
    shown = f"{now} {labels.get(now, '')}".strip() if isinstance(now, Ref) else _shown(now)
    if shown:
        seat.talk.say(f"{one.label}: {shown}")
    while typed := seat.talk.ask(f"{one.label}> ").strip():
        if typed.lower() == REST:
            return None
        if typed.lower() in NONE:
            return replace(made, **{name: one.default})
        if one.sort is Sort.REF:
            kind = one.named or Kind.SOURCE
            return replace(made, **{name: seat.pick(typed, kind, kind.noun)})
        try:
            return replace(made, **{name: one.value(typed)})
        except WrongValue as error:
            seat.talk.say(str(error))
    return made


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def place(seat: Seat, answer: Answer) -> None:
    """A place of words, linked to an event of the report and to the quotes that have them."""
    if answer.text.isdecimal():
        raise Unable('A place is named by its words: place "al-Qusour".')
    report, span = _words(seat, answer)
    found = seat.read_whole(lambda reader, _, asker: place_of(report.ref, span, reader, asker))
    if found is None:
        raise Unable(f"{report.ref} is not there any more.")
    guess, events = found
    place = guess.locations[0].ref if guess.locations else None
    if len(guess.locations) > 1:
        rows = {str(at): one for at, one in enumerate(guess.locations[:MOST], 1)}
        told = [
            (key, f"{one.ref} {one.label}, {one.adm1} {one.country}") for key, one in rows.items()
        ]
        chosen = seat.talk.choose("Which place is meant?", [*told, ("0", "a new one")], "place")
        place = rows[chosen].ref if chosen in rows else None
    event = events[0].ref if events else None
    if len(events) > 1:
        known = {str(at): one for at, one in enumerate(events[:MOST], 1)}
        told = [(key, f"{one.ref} {telling.short(one.label, 90)}") for key, one in known.items()]
        chosen = seat.talk.choose("A place of which event?", [*told, ("0", "none")], "event")
        event = known[chosen].ref if chosen in known else None
    command = CitePlace(report.ref, span, place, event, guess.quotes, guess.role)
    done = seat.run(command, "citation")
    if done is None:
        seat.talk.say(
            seat.said(place_is_there(guess, place, [event] if event else [])) if place else ""
        )
        return
    made = _made(seat, done)
    seat.talk.say(seat.said(place_said(made or place, guess, event, is_new=place is None)))


# -- the words ----------------------------------------------------------------------------


def _words(seat: Seat, answer: Answer) -> tuple[Report, Span]:
    """The report in hand and the words that are meant, of which none are covered."""
    seat.must_write()
    report = seat.report()
    if not report.text.strip():
        raise Unable(f"{report.ref} has no text.")
    if isinstance(report.text, Cover) and BAR in report.text[:2]:
        raise Unable(f"The text of {report.ref} is covered. reveal shows it.")
    if not answer.text:
        seat.talk.say("Which words? The number of a sentence, or the words themselves.")
    text = answer.text or seat.talk.ask("words> ").strip()
    if not text:
        raise Left
    span = span_of(report.text, text)
    if BAR in report.text[span.start : span.end]:
        raise Unable("Some of these words are covered. reveal shows them.")
    return report, span


def span_of(text: str, asked: str) -> Span:
    """The words that are meant: `3` and `3-4` are sentences, all else is words; Unable."""
    numbers = _NUMBERS.fullmatch(asked)
    if numbers:
        known = sentences(text)
        first, last = int(numbers[1]), int(numbers[2] or numbers[1])
        if not 1 <= first <= last <= len(known):
            raise Unable(f"There are sentences 1 to {len(known)}. sentences tells them.")
        return Span(known[first - 1].start, known[last - 1].end)
    quoted = _QUOTATION.fullmatch(asked)
    words = (quoted[1] if quoted else asked).split()
    # As they are typed, else whatever stands between them, else in capitals or not.
    pattern = r"\s+".join(map(re.escape, words))
    for flags in (0, re.IGNORECASE) if words else ():
        places = [found.span() for found in islice(re.finditer(pattern, text, flags), MOST)]
        if len(places) == 1:
            return Span(*places[0])
        if places:
            starts = [one.start for one in sentences(text[: places[-1][1]])]
            at = dict.fromkeys(str(bisect_right(starts, start)) for start, _ in places)
            which = f"in sentence{'s' * (len(at) > 1)} {', '.join(at)}"
            raise Unable(f"These words are there more than once, {which}. Name more of them.")
    raise Unable("The report does not have these words. sentences reads it with numbers.")


def _guessed(seat: Seat, ref: Ref, span: Span, *, is_quote: bool) -> Guess:
    found = seat.read_whole(lambda reader, _, asker: guess_of(is_quote, ref, span, reader, asker))
    if isinstance(found, Ref):
        raise Unable(f"{found} rests on exactly these words already.")
    if found is None:
        raise Unable(f"{ref} is not there any more.")
    return found


def _cite(seat: Seat, made: Quote | Claim, said: str, labels: dict[Ref, str]) -> None:
    done = seat.run(Cite(made), "citation")
    ref = _made(seat, done) if done else None
    if ref is not None and is_covered(made):
        # Its words were read a moment ago: what was made of them stays open here.
        seat.link.reveal([ref])
    seat.known |= dict.fromkeys([*labels, *([ref] if ref else [])])
    noun = "Quote" if isinstance(made, Quote) else "Claim"
    seat.talk.say(seat.said(said.replace(noun, str(ref or noun), 1)))


def _made(seat: Seat, operation: Operation) -> Ref | None:
    versions = seat.link.versions(operation.sequence, None, MOST)
    return next((Ref(one.name) for one in versions if one.before is None), None)
