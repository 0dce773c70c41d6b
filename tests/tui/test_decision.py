"""Decisions in words, and where the cursor goes behind one."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.dates import PartialDate
from store.errors import Deed
from store.ids import Kind, Ref
from store.reader import Links
from store.values import Triage
from store.vocabulary import TriageState
from tui import decision as decisions
from tui.list_state import ListState
from tui.render.inbox import triage_words

NOW = datetime.fromisoformat("2026-11-27T14:30:00+00:00")


def listed(*numbers: int, cursor: int = 0, settled: frozenset[int] = frozenset()) -> ListState:
    """A list of reports."""
    rows = Links(Kind.REPORT, numbers, {}, len(numbers))
    return ListState(rows, cursor=cursor, settled=settled)


@pytest.mark.parametrize(
    ("triage", "said"),
    [
        (Triage(state=TriageState.RELEVANT), "relevant"),
        (Triage(state=TriageState.NOT_RELEVANT, reason="a\x1b[2Jb"), "not relevant (a␛[2Jb)"),
        (Triage(state=TriageState.LATER, when=PartialDate("2025-04")), "later, back 2025-04"),
        (
            Triage(state=TriageState.LATER, when=PartialDate("2026-11-27T15:30")),
            "later, back 2026-11-27 15:30",
        ),
        (Triage(state=TriageState.LATER), "later"),
        (Triage(state=TriageState.DUPLICATE, of=Ref("R5")), "duplicate of R5"),
        (Triage(), "undecided"),
    ],
    ids=["relevant", "with a reason", "until then", "at a time", "some time", "duplicate", "new"],
)
def test_a_decision_in_words(triage: Triage, said: str) -> None:
    """With what belongs to it; a reason of somebody else's cannot act on the terminal."""
    assert triage_words(triage) == said


def test_a_refusal_tells_who_decided_what_and_when() -> None:
    """Or that somebody took a decision back; without a time where the history has none."""
    theirs = Triage(state=TriageState.NOT_RELEVANT)
    deed = Deed("vera", "decided R12 not relevant", "2026-11-27T14:29:58Z")
    said = decisions.overruled("R12", "vera", theirs, deed, NOW)
    assert said == "R12: vera decided not relevant 2 s ago."
    old = deed._replace(at="2026-11-27T12:29:58Z")
    assert "not relevant 2 h ago." in decisions.overruled("R12", "vera", theirs, old, NOW)
    back = decisions.overruled("R12", "vera", Triage(), None, NOW)
    assert back == "R12: vera took the decision back."


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=12, unique=True),
    st.data(),
)
def test_the_next_report_is_the_first_below_that_waits(
    numbers: list[int], data: st.DataObject
) -> None:
    """Never one above, never one that is settled or passed, and never the same again."""
    subset = st.frozensets(st.sampled_from(numbers))
    cursor = data.draw(st.integers(0, len(numbers) - 1))
    settled, passed, waiting = data.draw(subset), data.draw(subset), data.draw(subset)
    shown = listed(*numbers, cursor=cursor, settled=settled)
    found = list(decisions.below(shown, lambda ref: ref.number in waiting, passed))
    expected = [n for n in numbers[cursor + 1 :] if n in waiting - settled - passed]
    assert [ref.number for ref in found] == expected
    rows = [decisions.row_below(shown, ref) for ref in found]
    assert rows == [numbers.index(n) for n in expected]


def test_a_long_list_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each row has to be read, only so many are."""
    monkeypatch.setattr(decisions, "LOOKED_AT", 3)
    asked: list[Ref] = []

    def waits(ref: Ref) -> bool:
        asked.append(ref)
        return False

    assert list(decisions.below(listed(*range(1, 50)), waits)) == []
    assert asked == ["R2", "R3", "R4"]


@pytest.mark.parametrize(
    ("shown", "passed", "is_inbox", "said"),
    [
        (listed(1, 2, settled=frozenset({1})), {2}, True, "Inbox done: nothing waits here. {back}"),
        (listed(1, 2, 3, settled=frozenset({1})), {2}, True, "The end of the inbox; 1 waits above"),
        (listed(1, 2), {2}, False, "No undecided report below. {inbox} lists all that wait."),
    ],
    ids=["done", "some above", "another list"],
)
def test_where_none_is_left_it_is_said(
    shown: ListState, passed: set[int], is_inbox: bool, said: str
) -> None:
    """Done, or where those are that still wait."""
    assert decisions.none_below(shown, passed, is_inbox=is_inbox).startswith(said)


def test_only_what_was_looked_at_is_said_to_be_decided() -> None:
    """Of a long list the next rows are read, and no more is said than that."""
    shown = listed(*range(1, decisions.LOOKED_AT + 3))
    said = decisions.none_below(shown, (), is_inbox=False)
    assert said.startswith("None of the next 500 is undecided. {inbox} lists")
