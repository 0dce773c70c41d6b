"""Deciding on reports with one key each; the inbox of those that wait."""

from __future__ import annotations

from array import array
from datetime import datetime
from functools import partial
from time import monotonic

from textual.timer import Timer

from store.commands.triage import MarkUrgent
from store.derive.inbox import is_open
from store.errors import WrongValue
from store.ids import Kind, Ref
from store.model import Report
from store.postponement import HINT, USUAL, returning
from store.query import parse
from store.reader import Asker, Links, Reader
from store.record import Record
from store.values import Triage
from store.vocabulary import TriageState
from tui import decision as decisions
from tui import hits, state
from tui.decision import Decision
from tui.desk.bench import Bench
from tui.desk.prompt import Wish
from tui.desk.workbench.advancing import Advancing, is_reports
from tui.desk.workbench.confirming import confirmed
from tui.desk.workbench.merging import Merging
from tui.desk.workbench.originals import Originals
from tui.held import REPEAT, Held, Press
from tui.hits import has_inbox
from tui.intents import Action
from tui.render.confirming import counted
from tui.render.inbox import triage_words
from tui.render.menu import Answer
from tui.search import INBOX, Found, Search

Refs = tuple[Ref, ...]

NOTHING = "There is no report here. {inbox} lists those that wait for a decision."
HELD = "was held down: it counts once. Let it go, then press it again."
NOT_YET = "Nothing was decided yet that could be repeated."
OPENING = "Reading the inbox …"
#: The work that reads it.
OPENED = "inbox-opened"
#: Seconds after which it is told that something takes long.
SLOW = 0.3
#: Seconds in which a key was meant for the report that was there before another one came back.
GRACE = 0.3
#: Seconds for which the thread that sends the next report's frame has the machine to itself.
FRAME = 0.02
#: The answer of a menu that asks for something else in words.
OTHER = "0"
_AT_ONCE = {
    Action.RELEVANT: TriageState.RELEVANT,
    Action.NOT_RELEVANT: TriageState.NOT_RELEVANT,
}


class Deciding:
    """Decides on reports for one desk."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._advancing = Advancing(bench)
        self._originals = Originals(bench)
        self._held = Held()
        self._held_back: Refs = ()
        """The reports whose decision waits until its key is known not to be held."""
        self._timer: Timer | None = None

    def begin(self, action: Action) -> None:
        """Carry a key out, or say why not."""
        if action is Action.INBOX:
            self._open_inbox()
            return
        refs = self._bench.meant()
        if action is Action.DUPLICATE and refs and not is_reports(refs):
            Merging(self._bench).begin(action)
        elif not is_reports(refs):
            self._refuse(refs, action)
        elif self._bench.may_change():
            self._begin_on(refs, action)

    def _begin_on(self, refs: Refs, action: Action) -> None:
        match action:
            case Action.RELEVANT | Action.NOT_RELEVANT:
                self._press(Decision(action, _AT_ONCE[action]), refs)
            case Action.REPEAT if self._bench.last is None:
                self._bench.say(NOT_YET)
            case Action.REPEAT if self._bench.last is not None:
                self._press(self._bench.last._replace(action=Action.REPEAT), refs)
            case Action.URGENT:
                self._press(None, refs)
            case _ if self._came_back(refs, action):
                # What is asked about a report must be about the one that was seen.
                pass
            case Action.WITH_REASON:
                self._ask_reason(refs)
            case Action.LATER:
                self._ask_when(refs)
            case Action.DUPLICATE:
                self._ask_original(refs)

    def _refuse(self, refs: Refs, action: Action) -> None:
        """Say why a key does nothing on what is no report."""
        if not refs:
            self._bench.told(NOTHING)
            return
        kind = refs[0].kind
        key = self._bench.bindings.first(action)
        what = f"{kind.article} {kind.noun}"
        self._bench.told(f"{refs[0]} is {what}: {key} decides on reports. {{inbox}} lists them.")

    # -- one press, or a key that is held ---------------------------------------------------

    def _press(self, decision: Decision | None, refs: Refs) -> None:
        """Decide, or for None turn urgent on or off, unless the key is held down."""
        action = decision.action if decision else Action.URGENT
        press = self._counted(action)
        if press is Press.COUNTS or press is Press.WAITS:
            if decision is None:
                self._turn_urgent(refs, is_held_back=press is Press.WAITS)
            elif not self._came_back(refs, action):
                self._decide(decision, refs, is_held_back=press is Press.WAITS)

    def _counted(self, action: Action) -> Press:
        """What this press of a key means; what waited for it is carried out, or taken back."""
        now = monotonic()
        press = self._held.press(action.value, now)
        if press is Press.IS_HELD:
            self._take_back()
        elif press is not Press.IS_IGNORED:
            self._bench.let_go()
        if press is Press.IS_HELD or press is Press.IS_IGNORED:
            self._bench.say(f"{self._bench.bindings.first(action)} {HELD}")
        return press

    def _hold(self, action: Action, refs: Refs, work: partial[None], seconds: float) -> None:
        """Carry something out in a moment: when its key is not held, or its frame is sent."""
        self._held_back = refs

        def carry_out() -> None:
            self._stop_waiting()
            work()

        self._bench.hold(action, carry_out)
        self._timer = self._bench.screen.set_timer(seconds, self._is_not_held)

    def _is_not_held(self) -> None:
        self._held.counted()
        self._bench.let_go()

    def _take_back(self) -> None:
        refs = self._held_back
        self._stop_waiting()
        self._bench.drop()
        if refs:
            self._advancing.return_to(refs)

    def _stop_waiting(self) -> None:
        self._held_back = ()
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    # -- deciding ---------------------------------------------------------------------------

    def _decide(self, decision: Decision, refs: Refs, *, is_held_back: bool = False) -> None:
        """Decide on the reports that a key was pressed for, and go on.

        The cursor may be elsewhere by now: what was refused or undone meanwhile moves it.
        """
        if len(refs) > 1:
            self._decide_on_many(decision, refs)
            return
        ref = refs[0]
        record = self._advancing.record(ref)
        if not isinstance(record, Report):
            self._bench.say(f"{ref} is not in the store any more.")
        elif record.triage == decision.triage and decision.event is None:
            self._bench.say(f"{ref} is {triage_words(record.triage)} already.")
        else:
            self._bench.last = decision
            shown = {ref: record.triage}
            left = self._advancing.go_on(refs)
            write = partial(self._advancing.write, decision, refs, shown, left)
            self._hold(decision.action, refs, write, REPEAT if is_held_back else FRAME)

    def _decide_on_many(self, decision: Decision, refs: Refs) -> None:
        """Ask first, where there are many, or something was decided before."""
        shown: dict[Ref, Triage] = {}
        now = datetime.now().astimezone()
        asker = Asker(now.date(), now=now)

        def overruled(record: Record) -> str:
            if not isinstance(record, Report):
                return ""
            shown[record.ref] = record.triage
            is_decided = not is_open(record, asker) and record.triage != decision.triage
            return str(record.triage.state) if is_decided else ""

        def decide(some: Refs) -> None:
            self._bench.last = decision
            seen = {ref: shown[ref] for ref in some if ref in shown}
            self._advancing.decide(decision, some, seen)

        confirmed(self._bench, refs, decisions.deed(refs, decision), decide, overruled)

    def _came_back(self, refs: Refs, action: Action) -> bool:
        """Whether the cursor was put there a moment ago, before the key could be meant for it."""
        back, self._advancing.came_back = self._advancing.came_back, None
        if back is None or refs != (back[0],) or monotonic() - back[1] >= GRACE:
            return False
        key = self._bench.bindings.first(action)
        self._bench.say(f"{back[0]} has come back here meanwhile. {key} again decides on it.")
        return True

    def _turn_urgent(self, refs: Refs, *, is_held_back: bool) -> None:
        record = self._advancing.record(refs[0])
        is_urgent = not (isinstance(record, Report) and record.urgent)
        command = MarkUrgent(refs, is_urgent)
        done = f"{counted(refs)}: {'urgent' if is_urgent else 'no longer urgent'}."

        def run(_: Refs = refs) -> None:
            self._bench.run(command, done)

        if is_held_back:
            self._hold(Action.URGENT, (), partial(run), REPEAT)
        elif len(refs) > 1:
            deed = f"Make {counted(refs)} {'urgent' if is_urgent else 'not urgent'}"
            confirmed(self._bench, refs, deed, run)
        else:
            run()

    # -- what is asked ----------------------------------------------------------------------

    def _ask_reason(self, refs: Refs) -> None:
        """One of the reasons by its digit, or another one in words."""
        reasons = self._bench.config.reasons
        answers = [Answer(str(at), reason) for at, reason in enumerate(reasons, start=1)]
        answers.append(Answer(OTHER, "in your own words"))

        def chosen(key: str) -> None:
            if key == OTHER:
                hint = "why, in a few words"
                self._bench.prompt(
                    Wish(title, partial(self._drop, refs), hint=hint, problem=_empty)
                )
            else:
                self._drop(refs, reasons[int(key) - 1])

        title = f"{counted(refs)} · not relevant:"
        self._bench.menu(title, answers, chosen)

    def _drop(self, refs: Refs, reason: str) -> None:
        said = Decision(Action.WITH_REASON, TriageState.NOT_RELEVANT, " ".join(reason.split()))
        self._decide(said, refs)

    def _ask_when(self, refs: Refs) -> None:
        """One of the usual times by its digit, or another one as it is typed."""
        answers = [Answer(one.key, one.words) for one in USUAL]
        answers.append(Answer(OTHER, "another time"))

        def chosen(key: str) -> None:
            if key == OTHER:
                taken = partial(self._put_off, refs)
                back = f"{counted(refs)} · back"
                self._bench.prompt(Wish(back, taken, hint=HINT, problem=_no_time))
            else:
                self._put_off(refs, next(one.typed for one in USUAL if one.key == key))

        self._bench.menu(f"{counted(refs)} · later:", answers, chosen)

    def _put_off(self, refs: Refs, typed: str) -> None:
        when = returning(typed, datetime.now().astimezone())
        self._decide(Decision(Action.LATER, TriageState.LATER, when=when), refs)

    def _ask_original(self, refs: Refs) -> None:
        press = self._counted(Action.DUPLICATE)
        if press is Press.COUNTS or press is Press.WAITS:
            # To ask is no decision: nothing waits for it.
            self._held.counted()
            self._originals.ask(refs, partial(self._repeat_of, refs))

    def _repeat_of(self, refs: Refs, original: Ref, is_copy: bool) -> None:
        """The answer may have been given by the same key, which may be held down."""
        press = self._held.press(Action.DUPLICATE.value, monotonic())
        said = Decision(Action.DUPLICATE, TriageState.DUPLICATE, of=original, is_copy=is_copy)
        self._decide(said, refs, is_held_back=press is Press.WAITS)

    # -- the inbox --------------------------------------------------------------------------

    def _open_inbox(self) -> None:
        view = self._bench.view
        if self._is_opening:
            self._bench.say(OPENING)
        elif not has_inbox(view):
            self._bench.read(_read_inbox, self._show_inbox, OPENED)
            self._bench.screen.set_timer(SLOW, self._say_that_it_is_read)
        elif view.active is view.leading:
            self._bench.told("This is the inbox. {refresh} lists what is new, {back} goes back.")
        else:
            self._bench.show(state.enter(view, view.leading), "")

    @property
    def _is_opening(self) -> bool:
        """Whether the inbox is being read."""
        workers = self._bench.screen.workers
        return any(one.group == OPENED and not one.is_finished for one in workers)

    def _say_that_it_is_read(self) -> None:
        if self._is_opening:
            self._bench.say(OPENING)

    def _show_inbox(self, found: Found) -> None:
        """Lead with the inbox: one step of the trail, from the first that nobody has open."""
        link = self._bench.link
        with link.reading():
            view = hits.searched(self._bench.view, found, link.rows_of)
        self._bench.show(view, "")
        if found.rows.numbers:
            self._advancing.begin_at_the_first()
        else:
            self._bench.told("Inbox done: no report waits for a decision. {back} goes back.")


def _read_inbox(reader: Reader, asker: Asker) -> Found:
    """What waits now, on a worker thread."""
    numbers = array("q", reader.search(parse(INBOX[0]), Kind.REPORT, asker))
    rows = Links(Kind.REPORT, numbers, {}, len(numbers))
    return Found(Search(INBOX[0], reader.count(Kind.REPORT)), rows)


def _empty(text: str) -> str:
    return "" if text.strip() else "Type why; Esc leaves it undecided."


def _no_time(text: str) -> str:
    """What is wrong with a time that was typed."""
    try:
        returning(text, datetime.now().astimezone())
    except WrongValue as error:
        return str(error)
    return ""
