"""Saying how far the work is, who does it, and what a record may expose."""

from __future__ import annotations

import pytest

from store import codec
from store.changes import Command
from store.commands.work import Assign, SetSensitivity, SetStatus
from store.errors import Refused
from store.ids import Kind, Ref
from store.vocabulary import Sensitivity, Status
from tests.builders import event, quote, report
from tests.store.commands.desk import ADA, made_of

BOTH = (Ref("E1"), Ref("E2"))


def test_events_get_a_status_and_who_set_it_is_stamped() -> None:
    """An event that is so far already is not written."""
    command = SetStatus(BOTH, Status.COMPLETED)
    made = made_of(command, event(1), event(2, status="completed"))
    assert list(made) == ["E1"]
    assert made["E1"]
    assert made["E1"].updated == ADA


def test_only_events_have_a_status() -> None:
    """A report is decided on instead; the sentence says what has one."""
    with pytest.raises(Refused, match="R1 is a report; events have a status"):
        made_of(SetStatus((Ref("R1"),), Status.COMPLETED), report(1))


def test_work_is_taken_and_given_back() -> None:
    """Events and reports alike; a report keeps its text."""
    taken = made_of(
        Assign((Ref("E1"), Ref("R1")), "ada"), event(1, assignee="kim"), report(1, text="Nine died")
    )
    found = {name: getattr(record, "assignee", None) for name, record in taken.items()}
    assert found == {"E1": "ada", "R1": "ada"}
    assert getattr(taken["R1"], "text", "") == "Nine died"
    given = made_of(Assign((Ref("E1"),), ""), event(1, assignee="ada"))
    assert getattr(given["E1"], "assignee", None) == ""


def test_work_that_somebody_took_meanwhile_is_left_to_them() -> None:
    """It is taken from those whom the person saw, and from nobody else."""
    with pytest.raises(Refused, match="E1 was taken by kim meanwhile"):
        made_of(Assign((Ref("E1"),), "ada", over=("noor",)), event(1, assignee="kim"))
    for seen in (("kim",), None):
        assert made_of(Assign((Ref("E1"),), "ada", over=seen), event(1, assignee="kim"))


def test_nobody_works_on_a_quote() -> None:
    """The sentence says on what somebody does."""
    with pytest.raises(Refused, match="Q1 is a quote; events and reports are worked on"):
        made_of(Assign((Ref("Q1"),), "ada"), quote(1))


def test_any_record_can_be_marked_as_sensitive() -> None:
    """A word that could not be read there gives way."""
    odd = codec.decode(Kind.QUOTE, 1, {"sensitivity": "very", "mine": 1})
    made = made_of(SetSensitivity((Ref("Q1"), Ref("E1")), Sensitivity.GRAPHIC), odd, event(1))
    assert [record and record.sensitivity for record in made.values()] == ["graphic", "graphic"]
    assert made["Q1"]
    assert made["Q1"].extra == {"mine": 1}


@pytest.mark.parametrize(
    ("command", "label"),
    [
        (SetStatus(BOTH, Status.IN_PROGRESS), "set 2 events to “in progress”"),
        (Assign(BOTH, "kim"), "assigned 2 records to kim"),
        (Assign((Ref("E1"),), ""), "gave E1 back"),
        (SetSensitivity((Ref("Q1"),), Sensitivity.OPEN), "marked Q1 as open"),
    ],
)
def test_the_history_has_it_in_plain_words(command: Command, label: str) -> None:
    """Which records, and what became of them."""
    assert command.label == label
