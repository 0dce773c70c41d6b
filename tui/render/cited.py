"""What was made of the words of a report, and what of it was guessed, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from store.derive.guesses import PlaceGuess
from store.ids import Ref
from store.model import Claim, Quote
from store.vocabulary import About, QuoteForm, Stance

Labels = Mapping[Ref, str]

#: Names are cut to so many characters: the sentence has three lines at most.
_LONGEST = 44


def quote_said(ref: Ref | None, quote: Quote, labels: Labels) -> str:
    """Who speaks, through whom, about what."""
    about = [str(one) for one in (*quote.events, *quote.locations)]
    told = f", about {_and(about)}." if about else "."
    no_event = "" if quote.events else _NO_EVENT
    return f"{_new(ref, 'Quote')}: {_speaker(quote, labels)}{told}{no_event} {_MEND}"


def _speaker(quote: Quote, labels: Labels) -> str:
    way = _way(quote.via, labels)
    form = "said" if quote.form is QuoteForm.DIRECT else "indirect, said"
    if quote.speaker:
        role = f", “{_short(quote.speaker_role)}”" if quote.speaker_role else ""
        return f"{form} by {_named(quote.speaker, labels)}{role}{way}"
    if quote.speaker_role:
        return f"{form} by “{_short(quote.speaker_role)}”, who is no source here{way}"
    return f"{form} by nobody whom the sentences name{way}"


def claim_said(ref: Ref | None, claim: Claim, role: str, labels: Labels) -> str:
    """What is claimed of which event, by whom, as of when; `role` of who is no source."""
    of = f" of {claim.event}" if claim.event else ""
    what = f"“{_short(claim.label)}”"
    if claim.about is About.TOLL:
        what = claim.label if claim.measure else f"{claim.label}, killed or what is not said"
    verb = "denied" if claim.stance is Stance.DENIES else "claimed"
    who = _named(claim.source, labels) if claim.source else "nobody whom the sentences name"
    if not claim.source and role:
        who = f"“{_short(role)}”, who is no source here"
    of += f", part of {claim.part_of}" if claim.part_of else ""
    when = f", as of {claim.as_of}" if claim.as_of else ""
    no_event = "" if claim.event else _NO_EVENT
    way = _way(claim.via, labels)
    return f"{_new(ref, 'Claim')}{of}: {what}, {verb} by {who}{way}{when}.{no_event} {_MEND}"


def place_said(ref: Ref | None, guess: PlaceGuess, event: Ref | None, *, is_new: bool) -> str:
    """Which place, whether it is a new one, and to what it was linked."""
    name = _short(guess.name)
    place = f"{name} ({ref})" if ref else name
    to = [f"{event} as {guess.role}"] if event else []
    to += [str(quote) for quote in guess.quotes]
    linked = f"linked to {_and(to)}" if to else "linked to nothing yet: {link} links it"
    if is_new:
        return f"{place} is a new place without coordinates, {linked}. {_UNDO}"
    return f"{place} is {linked}. {{undo}} undoes it."


def place_is_there(guess: PlaceGuess, place: Ref, events: Sequence[Ref]) -> str:
    """That a place needs no link, or has nothing to be linked to."""
    name = f"{_short(guess.name)} ({place})"
    if events:
        return f"{name} is a place of {_and(list(events))} already. {{link}} links it to others."
    no_event = "and the report has no event to link it to. {into-event} puts it into one."
    return f"{name} is in the store already, {no_event}"


_MEND = "Guessed from the sentence: {edit} edits it, {undo} undoes it."
_UNDO = "{edit} edits it, {undo} undoes it."
_NO_EVENT = " It has no event yet: {link} links one."


def _new(ref: Ref | None, noun: str) -> str:
    return str(ref) if ref else noun


def _named(ref: Ref, labels: Labels) -> str:
    name = labels.get(ref)
    return f"{_short(name)} ({ref})" if name else str(ref)


def _way(via: tuple[Ref, ...], labels: Labels) -> str:
    return f" via {_and([_short(labels.get(ref, ref)) for ref in via])}" if via else ""


def _and(parts: list[str]) -> str:
    *firsts, last = parts
    return f"{', '.join(firsts)} and {last}" if firsts else last


def _short(name: str) -> str:
    # A brace would be taken for the name of a key.
    plain = " ".join(name.split()).replace("{", "(").replace("}", ")")
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
