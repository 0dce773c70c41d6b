"""Quotes, claims and places from the words of a report."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from store.changes import Operation
from store.commands.citing import Cite, CitePlace
from store.derive.covers import BAR, is_covered
from store.derive.guesses import PlaceGuess
from store.ids import Ref
from store.model import Claim, Event, Location, Report
from store.spans import Span
from store.vocabulary import Sensitivity
from tui.desk.bench import Bench
from tui.desk.guessed import Guess, guess_of, place_of
from tui.desk.workbench.selecting import Selecting
from tui.intents import Action
from tui.render.cited import claim_said, place_is_there, place_said, quote_said
from tui.render.menu import Answer
from tui.word_moves import begun, dropped

#: More words than this are not cited.
LONGEST = 5000
#: So many answers have a digit; what else there is can be linked later.
_DIGITS = "123456789"
_NONE = "0"

NOT_A_REPORT = "Words are selected in the text of a report."
BEING_READ = "The text of {ref} is still being read. Try again."
BARS = "Some of these words are covered. {reveal} shows them, then they can be taken."
NO_TEXT = "{ref} has no text in which words could be selected."
COVERED = "The text of {ref} is covered. {{reveal}} shows it, then {{select-words}} selects words."
BEGIN_FIRST = "Move to the words, {select-words} begins, moving selects; then press this key."
IS_CITED = "{ref} rests on exactly these words already. Select others, or {{undo}} undoes it."


class Citing:
    """Selects words and makes records of them, for one desk."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._cursor: Selecting | None = None
        self._asked: set[tuple[Action, Span]] = set()
        """What is being made of which words: a key that is held down makes one record."""

    def begin(self, action: Action) -> None:
        """Put a cursor into the text of the report in the detail."""
        bench = self._bench
        if not bench.may_change():
            return
        view = bench.view
        with bench.link.reading():
            found = bench.link.dossier(view.shown) if view.shown else None
            scene = bench.desk.scene()
        report = found.record if found else None
        if not isinstance(report, Report):
            kind = view.shown.kind if view.shown else None
            this = f"This is {kind.article} {kind.noun}." if kind else "Nothing is shown."
            bench.told(f"{NOT_A_REPORT} {this}")
            return
        if not report.text.strip():
            bench.told(NO_TEXT.format(ref=report.ref))
            return
        if scene.detail.text_line(0) is None:
            is_read = report.sensitivity is not Sensitivity.OPEN
            bench.told((COVERED if is_read else BEING_READ).format(ref=report.ref))
            return
        top, height = scene.detail_top(view), scene.detail_height
        match = view.lists[view.listed].match
        selection = begun(report.ref, report.text, scene.detail, top, height, match)
        last = self._cursor.last if self._cursor else None
        if last is not None and last.report == report.ref and match < 0:
            line = scene.detail.text_line(last.cursor.start)
            # Whoever left the text to undo something goes on where they were.
            selection = dropped(last) if line and top <= line < top + height else selection
        if selection is None:
            bench.told(NO_TEXT.format(ref=report.ref))
            return
        self._cursor = Selecting(bench, report.text, self._make)
        bench.lay(self._cursor)
        first = "" if action is Action.SELECT_WORDS else bench.bindings.said(BEGIN_FIRST)
        self._cursor.show(selection, first)

    # -- making ---------------------------------------------------------------------------

    def _make(self, action: Action, ref: Ref, span: Span, words: str) -> None:
        """Make a record of words; what is guessed of it is read behind the screen."""
        if (action, span) in self._asked:
            return
        if BAR in words:
            self._bench.told(BARS)
            return
        if span.end - span.start > LONGEST:
            self._bench.say(
                f"These are {span.end - span.start:,} characters; at most {LONGEST:,} are taken."
            )
            return
        self._asked.add((action, span))
        group = f"cite-{action.value}-{span.start}-{span.end}"
        done = partial(self._asked.discard, (action, span))
        if action is Action.CITE_PLACE:
            found = partial(self._place_found, ref, span, done)
            self._bench.read(partial(place_of, ref, span), found, group)
        else:
            work = partial(guess_of, action is Action.CITE_QUOTE, ref, span)
            self._bench.read(work, partial(self._guessed, done), group)

    def _guessed(self, done: Callable[[], None], guess: Guess | Ref | None) -> None:
        done()
        if guess is None:
            self._bench.say("The report is not there any more.")
        elif isinstance(guess, Ref):
            self._bench.told(IS_CITED.format(ref=guess))
        elif isinstance(guess.record, Claim) and guess.record.event is not None:
            self._claim(guess, guess.record.event)
        elif isinstance(guess.record, Claim) and len(guess.events) > 1:
            self._ask_event("Claim of which event?", guess.events, partial(self._claim, guess))
        elif isinstance(guess.record, Claim):
            self._claim(guess, guess.events[0].ref if guess.events else None)
        else:
            said = partial(quote_said, quote=guess.record, labels=guess.labels)
            self._run(Cite(guess.record), said)

    def _claim(self, guess: Guess, event: Ref | None) -> None:
        if isinstance(guess.record, Claim):
            claim = replace(guess.record, event=event)
            said = partial(claim_said, claim=claim, role=guess.role, labels=guess.labels)
            self._run(Cite(claim), said)

    def _run(self, command: Cite | CitePlace, said: Callable[[Ref | None], str]) -> None:
        def done(operation: Operation | None) -> str:
            if operation is None:
                return "All of it is linked already: nothing was changed."
            made = self._made(operation)
            if made is not None and isinstance(command, Cite) and is_covered(command.record):
                # The report's words are on the screen: what was just made of them stays there.
                self._bench.link.reveal([made])
            if self._cursor is not None and made is not None:
                self._cursor.made = made
            return self._bench.bindings.said(said(made))

        self._bench.run(command, done)

    def _made(self, operation: Operation) -> Ref | None:
        """The record that is new by an operation."""
        versions = self._bench.link.versions(operation.sequence, None, 5)
        return next((Ref(one.name) for one in versions if one.before is None), None)

    # -- places ---------------------------------------------------------------------------

    def _place_found(
        self,
        report: Ref,
        span: Span,
        done: Callable[[], None],
        found: tuple[PlaceGuess, tuple[Event, ...]] | None,
    ) -> None:
        done()
        if found is None:
            self._bench.say("The report is not there any more.")
            return
        guess, events = found
        take = partial(self._take_place, report, span, guess, events)
        near = {place.location for event in events for place in event.locations}
        linked = [place for place in guess.locations if place.ref in near]
        if len(guess.locations) > 1 and len(linked) != 1:
            answers = [
                Answer(key, f"{place.ref} {place.label}", _where(place))
                for key, place in zip(_DIGITS, guess.locations, strict=False)
            ]
            answers.append(Answer(_NONE, "a new place of that name"))
            refs = {
                answer.key: place.ref
                for answer, place in zip(answers, guess.locations, strict=False)
            }
            self._ask("Which place is meant?", answers, lambda key: take(refs.get(key)))
        else:
            take(guess.locations[0].ref if guess.locations else None)

    def _take_place(
        self,
        report: Ref,
        span: Span,
        guess: PlaceGuess,
        events: tuple[Event, ...],
        place: Ref | None,
    ) -> None:
        cite = partial(self._cite_place, report, span, guess, place)
        has_it = [one.ref for one in events if place in {each.location for each in one.locations}]
        if has_it and not guess.quotes:
            self._is_there(guess, place, has_it)
        elif has_it or len(events) <= 1:
            cite(has_it[0] if has_it else events[0].ref if events else None)
        else:
            self._ask_event(f"{guess.name} is a place of which event?", events, cite)

    def _cite_place(
        self, report: Ref, span: Span, guess: PlaceGuess, place: Ref | None, event: Ref | None
    ) -> None:
        if place is not None and event is None and not guess.quotes:
            self._is_there(guess, place, [])
            return
        command = CitePlace(report, span, place, event, guess.quotes, guess.role)

        def said(made: Ref | None) -> str:
            return place_said(made or place, guess, event, is_new=place is None)

        self._run(command, said)

    def _is_there(self, guess: PlaceGuess, place: Ref | None, events: list[Ref]) -> None:
        if place is not None:
            self._bench.told(place_is_there(guess, place, events))

    # -- asking ---------------------------------------------------------------------------

    def _ask_event(
        self, title: str, events: tuple[Event, ...], chosen: Callable[[Ref | None], None]
    ) -> None:
        answers = [
            Answer(key, f"{event.ref} {event.label}")
            for key, event in zip(_DIGITS, events, strict=False)
        ]
        refs = {key: event.ref for key, event in zip(_DIGITS, events, strict=False)}
        answers.append(Answer(_NONE, "of none of these"))
        self._ask(title, answers, lambda key: chosen(refs.get(key)))

    def _ask(self, title: str, answers: list[Answer], chosen: Callable[[str], None]) -> None:
        """Over the cursor, which is there again behind it."""
        if self._cursor is not None and self._cursor.is_open:
            self._cursor.ask(title, answers, chosen)
        else:
            self._bench.menu(title, answers, chosen)


def _where(place: Location) -> str:
    """Where a place lies, to tell it from another of its name."""
    point = "" if place.lat is None else f"{place.lat:.3f} {place.lon:.3f}"
    return ", ".join(part for part in (place.adm2, place.adm1, place.country, point) if part)
