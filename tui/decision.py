"""Decisions on reports, in words, and where the cursor goes behind one: pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from store.dates import Instant, PartialDate
from store.derive.inbox import moment
from store.errors import Deed
from store.ids import Ref
from store.text import clean
from store.values import Triage
from store.vocabulary import TriageState
from tui.intents import Action
from tui.list_state import ListState
from tui.render.confirming import counted
from tui.render.inbox import age, triage_words
from tui.state import Pane, View

#: So many rows below the cursor are read to find the next undecided one.
LOOKED_AT = 500


class Decision(NamedTuple):
    """What is decided on reports; `.` does it again."""

    action: Action
    """The key that it was asked for by: the same one again overrules."""
    state: TriageState
    reason: str = ""
    when: PartialDate | None = None
    of: Ref | None = None
    is_copy: bool = False
    """Of a duplicate: whether it has the words of the other."""
    event: Ref | None = None
    """Of what is relevant: the event into which it goes."""
    title: str = ""
    """What that event is called."""

    @property
    def triage(self) -> Triage:
        """What the reports have then."""
        return Triage(state=self.state, reason=self.reason, when=self.when, of=self.of)

    @property
    def words(self) -> str:
        """As `not relevant (rumour)`, `relevant, into E5`."""
        return triage_words(self.triage) + (f", into {self.event}" if self.event else "")


def deed(refs: Sequence[Ref], decision: Decision) -> str:
    """What is done, as a question names it: `Decide on 25 reports: not relevant (rumour)`."""
    return f"Decide on {counted(refs)}: {decision.words}"


def done(refs: Sequence[Ref], decision: Decision) -> str:
    """What was done, as `R12: not relevant (rumour)`."""
    return f"{counted(refs)}: {decision.words}."


def overruled(ref: str, by: str, now: Triage, deed_of: Deed | None, at: datetime) -> str:
    """Why a decision was refused, as `R12: vera decided not relevant 2 s ago`."""
    is_open = now.state is TriageState.NEW
    did = "took the decision back" if is_open else f"decided {triage_words(now)}"
    when = f" {ago(moment(Instant(deed_of.at)), at)}" if deed_of else ""
    return f"{ref}: {clean(by)} {did}{when}."


def ago(then: datetime, now: datetime) -> str:
    """As `2 s ago`, `5 min ago`."""
    seconds = max((now - then).total_seconds(), 0)
    return f"{int(seconds)} s ago" if seconds < 60 else f"{age(seconds)} ago"


# -- where the cursor goes ------------------------------------------------------------------


def below(
    shown: ListState, waits: Callable[[Ref], bool], passed: Collection[int] = ()
) -> Iterator[Ref]:
    """The reports below the cursor that wait, as they are listed; `passed` are not asked about."""
    ref, looked_at = shown.rows.kind.ref, 0
    for number in shown.rows.numbers[shown.cursor + 1 :]:
        if number in passed or number in shown.settled or number in shown.gone:
            continue
        if looked_at >= LOOKED_AT:
            return
        looked_at += 1
        if waits(ref(number)):
            yield ref(number)


def row_below(shown: ListState, ref: Ref) -> int | None:
    """The record's row below the cursor; None where it is not."""
    numbers = shown.rows.numbers
    try:
        return numbers.index(ref.number, shown.cursor + 1)
    except ValueError:
        return None


def settled(view: View, pane: Pane, refs: Collection[Ref]) -> View:
    """The view in whose list these reports wait no more."""
    shown = view.lists[pane]
    fresh = shown.settled.union(ref.number for ref in refs)
    return replace(view, lists={**view.lists, pane: replace(shown, settled=fresh)})


def unsettled(view: View, pane: Pane, refs: Collection[Ref]) -> View:
    """The view in whose list these reports wait again."""
    shown = view.lists[pane]
    fresh = shown.settled.difference(ref.number for ref in refs)
    return replace(view, lists={**view.lists, pane: replace(shown, settled=fresh)})


def none_below(shown: ListState, passed: Collection[int], *, is_inbox: bool) -> str:
    """What is said where no undecided report is below; keys by their actions' names."""
    new = f" {shown.waiting:,} new: {{refresh}} lists them." if shown.waiting else ""
    if not is_inbox:
        none = "No undecided report below"
        if len(shown.rows.numbers) - shown.cursor - 1 > LOOKED_AT:
            none = f"None of the next {LOOKED_AT} is undecided"
        return f"{none}. {{inbox}} lists all that wait.{new}"
    left = len(shown.rows.numbers) - len(shown.settled.union(passed))
    if left > 0:
        wait = "1 waits" if left == 1 else f"{left:,} wait"
        return f"The end of the inbox; {wait} above, or at other desks. {{first}} goes up.{new}"
    return f"Inbox done: nothing waits here.{new or ' {back} goes back.'}"
