"""Deciding on the report in hand, and taking back what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from store.changes import Act, Operation
from store.commands.events import FileReports
from store.commands.newcomers import provisional
from store.commands.triage import MarkUrgent
from store.derive.first_draft import event_of
from store.errors import NothingToUndo, Stale, WrongValue
from store.ids import Kind, Ref
from store.model import Event, Report
from store.postponement import HINT, USUAL, returning
from store.reader import Asker, Reader
from store.sheets import entry
from store.syntax import REFERENCE
from store.vocabulary import TriageState
from tui import decision as decisions
from tui.cli.plain import telling
from tui.cli.plain.seat import MOST, Seat, Unable
from tui.cli.plain.words import Answer
from tui.decision import Decision
from tui.desk.kept import KeptReader
from tui.desk.twins import likely, twins
from tui.intents import Action
from tui.render.likely import percent
from tui.render.mending import done_sentence, earlier_question
from tui.written_decision import command_of


def relevant(seat: Seat, _: Answer) -> None:
    """The report is relevant."""
    _decide(seat, Decision(Action.RELEVANT, TriageState.RELEVANT), "relevant")


def not_relevant(seat: Seat, answer: Answer) -> None:
    """It is not; the reason may be asked for."""
    seat.must_write()
    reasons = {str(at): reason for at, reason in enumerate(seat.config.reasons, 1)}
    reason = answer.text
    if answer.action is Action.WITH_REASON and not reason:
        reason = seat.talk.choose(
            f"{seat.report().ref} is not relevant. Why?", reasons.items(), "why"
        )
    reason = " ".join(reasons.get(reason, reason).split())
    if reason.isdecimal():
        raise Unable(f"There is no reason {reason}: 1 to {len(reasons)} are, or words.")
    said = Decision(Action.NOT_RELEVANT, TriageState.NOT_RELEVANT, reason)
    _decide(seat, said, "not relevant")


def later(seat: Seat, answer: Answer) -> None:
    """It comes back later."""
    seat.must_write()
    usual = {one.key: one for one in USUAL}
    typed = answer.text
    while True:
        if not typed:
            options = [(one.key, one.words) for one in USUAL]
            title = f"{seat.report().ref} comes back when? Or type {HINT}."
            typed = seat.talk.choose(title, options, "when")
        typed = usual[typed].typed if typed in usual else typed
        try:
            when = returning(typed, datetime.now().astimezone())
        except WrongValue as error:
            seat.talk.say(str(error))
            title = f"{seat.report().ref} comes back when? Nothing typed leaves it."
            typed = seat.talk.choose(title, (), "when")
        else:
            _decide(seat, Decision(Action.LATER, TriageState.LATER, when=when), "later")
            return


def duplicate(seat: Seat, answer: Answer) -> None:
    """It repeats another report: a likely one by its digit, any by reference or words."""
    seat.must_write()
    text = answer.text
    if (text and not text.isdecimal()) or (text and seat.offered):
        _repeats(seat, text)
        return
    # A digit means what was told: of what was not, it is told first.
    tell_likely(seat, answer)
    how = (
        "Type its digit, a reference, or words."
        if seat.offered
        else "Of what? A reference or words."
    )
    _repeats(seat, seat.talk.choose(how, (), "duplicate"))


def _repeats(seat: Seat, text: str) -> None:
    is_copy = False
    if text.isdecimal():
        digits = {str(at): one for at, one in enumerate(seat.offered, 1)}
        if text not in digits:
            raise Unable(f"There is no likely one {text[:20]}. likely tells them.")
        of, is_copy = digits[text]
    else:
        of = seat.pick(text, Kind.REPORT, "report")
    said = Decision(Action.DUPLICATE, TriageState.DUPLICATE, of=of, is_copy=is_copy)
    _decide(seat, said, "duplicate")


def tell_likely(seat: Seat, _: Answer) -> None:
    """What the report may repeat, the likeliest first."""
    ref = seat.report().ref
    covers = seat.link.covers
    found = seat.read_whole(
        lambda reader, _, asker: twins(reader, ref, asker, covers), is_long=True
    )[:MOST]
    seat.offered = tuple((one.candidate.ref, one.candidate.is_copy) for one in found)
    seat.known |= dict.fromkeys(of for of, _ in seat.offered)
    seat.talk.say(f"{ref} may repeat:" if found else f"Nothing like {ref} was found.")
    for at, (candidate, title) in enumerate(found, 1):
        reason = f"{percent(candidate.score).replace(' ', '')}, {candidate.reason}"
        seat.talk.say(f"{at} {candidate.ref}, {reason}", telling.short(title))


def into(seat: Seat, answer: Answer) -> None:
    """It is relevant and tells of an event: a likely one, one by name, or a new one."""
    seat.must_write()
    ref, text = seat.report().ref, answer.text
    refs: dict[str, Ref] = {}
    if not text or text.isdecimal():
        covers = seat.link.covers
        offers = seat.read_whole(
            lambda whole, _, asker: likely((ref,), whole, asker, covers), is_long=True
        )
        offers = offers[:MOST]
        refs = {str(at): one.ref for at, one in enumerate(offers, 1)}
        rows = [
            (key, f"{one.ref} {telling.short(one.label, 90)}" + (", in it already" * one.is_linked))
            for key, one in zip(refs, offers, strict=True)
        ]
        title = f"{ref} tells of which event? Its digit, a reference, words, or new TITLE."
        text = seat.talk.choose(title, rows, "event")
    if text.isdecimal() and text not in refs:
        raise Unable(f"There is no likely event {text[:20]}.")
    word, _, name = text.partition(" ")
    if word.lower() == "new":
        _into_new(seat, name.strip())
        return
    event = refs[text] if text in refs else seat.pick(text, Kind.EVENT, "event")
    title = seat.labels(event).get(event, "")
    said = Decision(Action.INTO_EVENT, TriageState.RELEVANT, event=event, title=title)
    _decide(seat, said, "into")


def _into_new(seat: Seat, title: str) -> None:
    """A new event; what is guessed of it is told, and title and day can be given."""
    ref = seat.report().ref

    def work(reader: Reader, kept: KeptReader, _: Asker) -> dict[str, Any]:
        exact, shown = reader.get(ref), kept.get(ref)
        if not isinstance(exact, Report) or not isinstance(shown, Report):
            raise Unable(f"{ref} is no report.")
        return event_of([exact], reader, shown)

    values = seat.read_whole(work)
    for name in ("title", "start"):
        if name == "title" and title:
            values[name] = title
            continue
        one = entry(Event, name)
        guess = str(values[name] or "")
        if guess:
            seat.talk.say(f"{one.label}: {telling.short(guess)}")
        typed = seat.talk.ask(f"{one.label}> ").strip()
        while typed:
            try:
                values[name], typed = one.value(typed), ""
            except WrongValue as error:
                seat.talk.say(str(error))
                typed = seat.talk.ask(f"{one.label}> ").strip()
    new = provisional(Kind.EVENT)
    made = Event(id=new.number, **values)
    command = FileReports((ref,), new, made, shown={ref: seat.seen})
    said = Decision(Action.INTO_EVENT, TriageState.RELEVANT, event=new, title=made.label)
    _decide(seat, said, "into", command)


def repeat(seat: Seat, _: Answer) -> None:
    """The same as was decided last."""
    if seat.last is None:
        raise Unable("Nothing was decided yet that could be repeated.")
    _decide(seat, seat.last, "repeat")


def urgent(seat: Seat, _: Answer) -> None:
    """It goes first, or no longer."""
    report = seat.report()
    seat.run(MarkUrgent((report.ref,), not report.urgent))
    seat.talk.say(f"{report.ref} is {'no longer ' if report.urgent else ''}urgent.")


def _decide(seat: Seat, said: Decision, word: str, command: FileReports | None = None) -> None:
    """Have a decision written, say so in a line, and go on to the next report."""
    seat.must_write()
    report = seat.report()
    ref = report.ref
    if report.triage == said.triage == seat.seen and said.event is None:
        raise Unable(telling.decided(ref, said.triage).replace(" is ", " is already ", 1))
    try:
        written = seat.run(command or command_of(said, (ref,), {ref: seat.seen}), "decision")
    except Stale as error:
        _overruled(seat, ref, error, word)
        return
    now = seat.report().triage
    if command is not None and written is not None:
        made = next((one for one in _made(seat, written) if one.kind is Kind.EVENT), said.event)
        said = said._replace(event=made)
    seat.last = said._replace(action=Action.REPEAT)
    # What was named may itself repeat another one, which is the original.
    told = telling.decided(ref, now, said.event, said.title)
    so_already = "" if written else " It was so already."
    seat.talk.say(f"{told}{so_already} {telling.wait(seat.walk.waiting)}")
    seat.advance()


def _made(seat: Seat, operation: Operation) -> list[Ref]:
    """The records that are new by an operation."""
    versions = seat.link.versions(operation.sequence, None, 20)
    return [Ref(one.name) for one in versions if one.before is None]


def _overruled(seat: Seat, ref: Ref, error: Stale, word: str) -> None:
    """Say who decided meanwhile, and what; the same word again overrules that."""
    seat.hear()
    seat.seen = seat.report().triage
    by, deed = error.changed[ref], error.deeds.get(ref)
    said = decisions.overruled(ref, by, seat.seen, deed, datetime.now().astimezone())
    seat.talk.say(f"{said} Nothing was done. {word} again overrules, next goes on.")


# -- taking back --------------------------------------------------------------------------


def undo(seat: Seat, _: Answer) -> None:
    """Take the newest change back, and go to the report that waits again."""
    _take_back(seat, Act.UNDO)


def redo(seat: Seat, _: Answer) -> None:
    """Do again what was undone last."""
    _take_back(seat, Act.REDO)


def _take_back(seat: Seat, act: Act) -> None:
    seat.must_write()
    link = seat.link
    target = link.undoable() if act is Act.UNDO else link.redoable()
    if target is None:
        raise NothingToUndo(str(act))
    is_asked = seat.config.confirm.session and not link.is_of_this_session(target, act)
    if is_asked and not seat.talk.agreed(earlier_question(act, target)):
        seat.talk.say("Left as it is.")
        return
    done = link.undo(target) if act is Act.UNDO else link.redo(target)
    gone, back = (seat.done, seat.undone) if act is Act.UNDO else (seat.undone, seat.done)
    if (noun := gone.pop(target.sequence, None)) is not None:
        back[target.sequence] = noun
    seat.hear()
    seat.talk.say(f"{done_sentence(act, done)} {telling.wait(seat.walk.waiting)}")
    decided = [
        Ref(one.name)
        for one in link.versions(target.sequence, None, MOST)
        if REFERENCE.fullmatch(one.name)
        and Ref(one.name).kind is Kind.REPORT
        and (one.before or {}).get("triage") != (one.after or {}).get("triage")
    ]
    if act is Act.UNDO and decided and decided[0] != seat.ref:
        seat.go(decided[0])
    elif seat.ref is not None:
        seat.seen = seat.report().triage
