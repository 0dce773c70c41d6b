"""The toll of an event on a screen of its own: read, followed, graded, and a range set."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from msgspec.structs import replace
from textual.geometry import Size
from textual.worker import get_current_worker

from store.derive.ranges import RULES, Range
from store.derive.toll import Count, Toll
from store.errors import DeskError, Interrupted
from store.ids import Kind, Ref
from store.text import clean
from store.values import Estimate
from tui.bindings import USUAL, Bindings
from tui.desk.dialogs.naming import Naming
from tui.desk.dialogs.panel import Panel
from tui.desk.dialogs.question import Question
from tui.grades import answers_for, grade_of, title_of
from tui.intents import Action
from tui.list_state import scrolled
from tui.render.line import Line
from tui.render.question import Choice
from tui.render.toll import Place, Stop, below, toll_body, toll_lines
from tui.render.toll_ranges import said_of

#: A toll takes the whole screen, as long as its columns can be read across.
WIDEST = 200
#: So many characters a rationale may have.
LONGEST = 1000

#: What is chosen: to follow a claim, or to edit it.
Chosen = tuple[Action, Ref]


class Deeds(Protocol):
    """What can be done from here; what came of it is given to `told`."""

    def read(self, unwanted: Callable[[], bool]) -> Toll | None:
        """The toll as it is now, on a worker thread; None where the event is gone."""

    def grade(self, shown: Toll, claim: Ref, grade: str, told: Callable[[str], None]) -> None:
        """Give a claim its credibility."""

    def set_estimate(self, shown: Toll, estimate: Estimate, told: Callable[[str], None]) -> None:
        """Set a range."""

    @property
    def why_not(self) -> str:
        """Why nothing can be changed; "" when it can."""


class TollScreen(Panel[Chosen]):
    """Dismissed with the claim to follow or to edit, or with None."""

    def __init__(
        self,
        event: Ref,
        deeds: Deeds,
        undo: Callable[[], object],
        bindings: Bindings = USUAL,
    ) -> None:
        super().__init__(bindings)
        self._undo = undo
        self._event = event
        self._deeds = deeds
        self._shown: Toll | None = None
        self._body: tuple[Stop, ...] = ()
        self._drawn_for: tuple[object, ...] = ()
        self._rule = 0
        self._is_begun = False

    @property
    def box(self) -> Size:
        width, height = self.size
        return Size(min(width, WIDEST), height)

    def on_mount(self) -> None:
        self.hear()

    # -- reading --------------------------------------------------------------------------

    def hear(self) -> None:
        """Read it again: the store has changed."""
        self.run_worker(self._read, thread=True, exclusive=True, group="toll")

    def _read(self) -> None:
        worker = get_current_worker()
        try:
            found = self._deeds.read(lambda: worker.is_cancelled)
        except Interrupted:
            return
        except DeskError as error:
            self.app.call_from_thread(self.say, str(error))
        else:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._take, found)

    def _take(self, found: Toll | None) -> None:
        """Show it, the cursor on what it was on."""
        if found is None:
            self.say(f"{self._event} is not there any more. Esc closes.")
            return
        was = self._stop
        self._shown = found
        self._drawn_for = ()
        self._refill()
        stops = [at for at, stop in enumerate(self._body) if stop.is_stop]
        same = [at for at in stops if was is not None and _is_same(self._body[at], was)]
        if same:
            self.cursor = same[0]
        elif not self._is_begun or self.cursor not in stops:
            self.cursor = next((at for at in stops if at >= self.cursor), stops[-1] if stops else 0)
        self._is_begun = True
        self.draw()

    @property
    def _stop(self) -> Stop | None:
        """What the cursor is on."""
        at = self.cursor
        return self._body[at] if at < len(self._body) and self._body[at].is_stop else None

    @property
    def _count(self) -> Count | None:
        return self._stop.counted if self._stop else None

    # -- drawing --------------------------------------------------------------------------

    def _refill(self) -> None:
        """Lay the lines out where the toll, the rule or the width is another."""
        wanted = (self._shown, self._rule, self.box.width)
        if self._shown is not None and self._drawn_for != wanted:
            self._body = toll_body(self._shown, self._rule, self.box.width)
            self._drawn_for = wanted

    def lines(self) -> tuple[Line, ...]:
        place = Place(self.cursor, self.top, self._rule, self.message)
        return toll_lines(self._shown, self._body, place, (*self.box,), self._event)

    def draw(self) -> None:
        if self.is_mounted and self.size:
            at, claim = self.cursor, self._stop
            self._refill()
            if claim is not None and not (at < len(self._body) and self._body[at].is_stop):
                # Other widths break lines elsewhere.
                same = (n for n, stop in enumerate(self._body) if _is_same(stop, claim))
                self.cursor = next(same, 0)
        super().draw()

    def room(self) -> int:
        if self._shown is None:
            return 1
        place = Place(rule=self._rule, message=self.message)
        last = below(self._shown, self._count, place, self.box.width)
        return max(self.box.height - 1 - len(last), 1)

    def row_count(self) -> int:
        return len(self._body)

    def move(self, steps: int) -> None:
        """Go so many claims and counts on; at the ends, to the first and last line."""
        stops = [at for at, stop in enumerate(self._body) if stop.is_stop]
        if stops:
            here = stops.index(self.cursor) if self.cursor in stops else 0
            self.cursor = stops[max(0, min(here + steps, len(stops) - 1))]
            if self.cursor == stops[0]:
                self.top = 0
            elif self.cursor == stops[-1]:
                self.top = scrolled(self.top, len(self._body) - 1, self.room(), len(self._body))
        self.draw()

    # -- keys -----------------------------------------------------------------------------

    def keys(self) -> dict[str, Callable[[], object]]:
        follow = partial(self._leave_for, Action.FOLLOW)
        own: dict[str, Callable[[], object]] = {"enter": follow, "l": follow, "right": follow}
        own["e"] = partial(self._leave_for, Action.EDIT)
        own["z"] = self._ask_grade
        own["s"] = self._ask_rationale
        own["u"] = self._undo
        own |= {str(at + 1): partial(self._choose, at) for at in range(len(RULES))}
        return own

    def _choose(self, rule: int) -> None:
        self._rule = rule
        self.draw()

    def _leave_for(self, action: Action) -> None:
        if self._stop is None or self._stop.claim is None:
            self.say("This line is no claim: j and k go to one.")
        elif action is Action.EDIT and self._deeds.why_not:
            self.say(self._deeds.why_not)
        else:
            self.dismiss((action, self._stop.claim))

    def _ask_grade(self) -> None:
        """Have the credibility of the claim under the cursor chosen."""
        ref = self._stop.claim if self._stop else None
        shown = self._shown
        row = next((row for row in shown.rows if row.claim.ref == ref), None) if shown else None
        if shown is None or row is None:
            self.say("This line is no claim of a toll: j and k go to one.")
            return
        if self._deeds.why_not:
            self.say(self._deeds.why_not)
            return
        claim = row.claim
        choices = [
            Choice(one.key, f"{one.meaning}{' (now)' if one.is_now else ''}")
            for one in answers_for(Kind.CLAIM, [claim])
        ]

        def grade(key: str | None) -> None:
            if key:
                self._deeds.grade(shown, claim.ref, grade_of(Kind.CLAIM, key), self.say)

        title = title_of(Kind.CLAIM, claim.ref)
        source = f" · {row.source.label}, {row.grade[0]}" if row.source else ""
        asked = f"{claim.label}{source}"
        self.app.push_screen(Question(title, asked, choices, self.bindings), grade)

    def _ask_rationale(self) -> None:
        """Have the range of the chosen rule set, with why it fits."""
        shown, count = self._shown, self._count
        if shown is None or count is None:
            self.say("Nobody's figure here makes a range: go to a claim or a range, then s.")
            return
        rule = RULES[self._rule]
        made = rule.made(count.said)
        if self._deeds.why_not or not made.is_known:
            self.say(self._deeds.why_not or f"{rule.name}: no range, {made.why_not}.")
            return
        before = shown.estimate(count)
        estimate = Estimate(
            measure=count.measure,
            group=before.group if before else count.group,
            low=made.low,
            best=made.best,
            high=made.high,
            rule=rule.sentence,
        )
        said = f"{count.measure} {count.label} {said_of(made)}"

        def set_it(rationale: str | None) -> None:
            if rationale:
                given = replace(estimate, rationale=rationale)
                self._deeds.set_estimate(shown, given, self.say)
            else:
                self.say("Nothing was set: a range is kept with its rationale.")

        explained = f"Why does this rule fit here: {rule.sentence}? Enter sets the range."
        if before is not None:
            explained += f" It takes the place of {_before_words(before)}."
        # Why another rule was right says nothing of this one.
        rationale = before.rationale if before and before.rule == rule.sentence else ""
        self.app.push_screen(Naming(f"Set {said}", explained, rationale, LONGEST), set_it)


def _before_words(before: Estimate) -> str:
    """As `1,400+, best 1,426 by kim`."""
    made = said_of(Range(before.low, before.best, before.high))
    return f"{made} by {clean(before.by)}" if before.by else made


def _is_same(stop: Stop, other: Stop) -> bool:
    if other.claim is not None:
        return stop.claim == other.claim
    if stop.claim is not None or stop.counted is None or other.counted is None:
        return False
    return stop.counted[:2] == other.counted[:2]
