"""The round of questions and answers, from what waits to what was done."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from store.errors import DeskError, StoreGone
from store.ids import Kind
from tui.cli.plain import citing, deciding, looking, noting, sorting, telling, walk
from tui.cli.plain.seat import Seat, Unable
from tui.cli.plain.talk import Ended, Left
from tui.cli.plain.words import (
    BY_NAME,
    Answer,
    Letters,
    NotUnderstood,
    completions,
    letters_of,
    understood,
)
from tui.keyboard import Keyboard, of_environment
from tui.render.drafts import when

LEAVES = "Left as it is."


def _next(seat: Seat, _: Answer) -> None:
    # Of what was searched for every report is gone through, decided on or not.
    seat.hear()
    seat.advance(waiting=not seat.walk.query)


def _back(seat: Seat, _: Answer) -> None:
    seat.walk, ref = walk.gone_back(seat.walk)
    if ref is None:
        raise Unable("This is where it began.")
    seat.go(ref)


def _go(seat: Seat, answer: Answer) -> None:
    ref = looking.meant(seat, answer.text)
    if ref.kind is Kind.REPORT:
        seat.go(ref)
    else:
        looking.show(seat, answer)


def _search(seat: Seat, answer: Answer) -> None:
    query = answer.text or seat.talk.ask("query> ").strip()
    if not query:
        raise Left
    before = seat.walk
    seat.relist(query, is_long=True)
    found = len(seat.walk.numbers)
    if not found:
        seat.walk = before
        raise Unable("No report is found. The inbox, or what was searched for before, stays.")
    said = telling.wait(seat.walk.waiting)
    seat.talk.say(f"{found:,} report{'' if found == 1 else 's'} found. {said}")
    seat.ref = None
    seat.advance(waiting=False)


def _inbox(seat: Seat, _: Answer) -> None:
    seat.relist(is_long=True)
    seat.ref = None
    seat.talk.say(telling.opening(seat.walk.waiting, seat.oldest(), datetime.now().astimezone()))
    if seat.walk.waiting:
        seat.advance()


def _nothing(seat: Seat, answer: Answer) -> None:
    """Enter reads on, and does nothing where there is nothing to be read."""
    if seat.ref is None:
        raise Unable("next goes to a report that waits, help tells the words.")
    looking.more(seat, answer)


def _quit(_: Seat, __: Answer) -> None:
    raise Ended


DOES: Mapping[str, Callable[[Seat, Answer], None]] = {
    "": _nothing,
    "relevant": deciding.relevant,
    "not relevant": deciding.not_relevant,
    "later": deciding.later,
    "duplicate": deciding.duplicate,
    "into": deciding.into,
    "urgent": deciding.urgent,
    "repeat": deciding.repeat,
    "undo": deciding.undo,
    "redo": deciding.redo,
    "next": _next,
    "back": _back,
    "go": _go,
    "search": _search,
    "inbox": _inbox,
    "read": looking.read,
    "more": looking.more,
    "sentences": looking.sentences,
    "where": looking.where,
    "show": looking.show,
    "links": looking.links,
    "quotes": looking.quotes,
    "claims": looking.claims,
    "notes": noting.tell_notes,
    "likely": deciding.tell_likely,
    "toll": looking.tell_toll,
    "reveal": looking.reveal,
    "note": noting.note,
    "drafts": noting.drafts,
    "quote": citing.quote,
    "claim": citing.claim,
    "place": citing.place,
    "tags": sorting.tags,
    "status": sorting.status,
    "grade": sorting.grade,
    "take": sorting.take,
    "edit": sorting.edit,
    "history": looking.history,
    "who": looking.who,
    "help": looking.tell_words,
    "quit": _quit,
}


def hold(seat: Seat) -> None:
    """Ask and answer until the end; what is written is on the disk before it is told."""
    letters = letters_of(seat.config.bindings)
    keyboard = of_environment(seat.config.keyboard, os.environ)

    def complete(before: str, begun: str) -> list[str]:
        return completions(before, begun, [*([seat.ref] if seat.ref else []), *seat.known])

    with seat.talk.editing(complete):
        try:
            _begin(seat)
            while True:
                _round(seat, letters, keyboard)
        except Ended:
            if seat.talk.is_typed:
                # The prompt stands before it.
                seat.talk.say("")
            seat.talk.say(telling.farewell(seat.done.values(), seat.walk.waiting))


def _begin(seat: Seat) -> None:
    """What waits, and the first report that nobody else has open."""
    if seat.link.only_reads:
        seat.talk.say(f"Open for reading only: {seat.link.only_reads}.")
    drafts = seat.drafts().all() if not seat.link.is_bare else []
    for draft in drafts[:1]:
        at = when(draft.at, time.time())
        seat.talk.say(
            f"A note on {draft.key} was begun, {at}. note on {draft.key} goes on with it."
        )
    _carry_out(seat, Answer(BY_NAME["inbox"]))


def _round(seat: Seat, letters: Letters, keyboard: Keyboard) -> None:
    """One answer."""
    prompt = f"{seat.ref}> " if seat.ref else "> "
    try:
        answer = understood(seat.talk.ask(prompt, is_kept=True), letters, keyboard)
    except Left:
        return
    except NotUnderstood as problem:
        seat.talk.say(str(problem))
        return
    _carry_out(seat, answer)


def _carry_out(seat: Seat, answer: Answer) -> None:
    """What an answer does; what keeps it from that is told."""
    try:
        DOES[answer.word.name](seat, answer)
    except Left:
        seat.talk.say(LEAVES)
    except (Unable, NotUnderstood) as problem:
        seat.talk.say(str(problem))
    except StoreGone:
        raise
    except DeskError as error:
        seat.talk.say(seat.link.without_path(str(error)))
