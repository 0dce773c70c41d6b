"""Events from reports."""

from __future__ import annotations

import pytest

from store.commands.events import FileReports
from store.commands.newcomers import newcomer, provisional
from store.errors import Refused, Stale
from store.ids import Kind, Ref
from store.model import Event, Report
from store.values import EventLocation, Triage
from tests.builders import event, report
from tests.store.commands.desk import made_of

R1, R2 = Ref("R1"), Ref("R2")


def test_a_report_is_relevant_and_tells_of_an_event() -> None:
    """One operation, behind the reports that the event has already."""
    command = FileReports([R1], Ref("E4"), title="Clash\x07")
    made = made_of(command, report(1), event(4, reports=["R9"]))
    told, decided = made["E4"], made["R1"]
    assert isinstance(told, Event)
    assert isinstance(decided, Report)
    assert (told.reports, decided.triage.state) == (("R9", "R1"), "relevant")
    assert command.label == "put R1 into E4 (Clash␇)"


def test_a_report_feeds_several_events() -> None:
    """The second event changes, the decision is not written again."""
    decided = report(1, triage={"state": "relevant"})
    assert list(made_of(FileReports([R1], Ref("E5")), decided, event(5))) == ["E5"]
    assert made_of(FileReports([R1], Ref("E5")), decided, event(5, reports=["R1"])) == {}


def test_reports_make_a_new_event_with_a_new_place() -> None:
    """Place, event and decisions are one operation, one undo."""
    new, place = provisional(Kind.EVENT), provisional(Kind.LOCATION)
    made_event = Event(id=new.number, title="Clash", locations=(EventLocation(location=place),))
    created = {place: newcomer(place, "Tuwaym")}
    command = FileReports([R1, R2], new, made_event, created)
    made = made_of(command, report(1), report(2, triage={"state": "not relevant", "reason": "x"}))
    assert list(made) == ["L101", "E102", "R1", "R2"]
    told = made["E102"]
    assert isinstance(told, Event)
    assert (told.reports, told.locations[0].location) == (("R1", "R2"), "L101")
    assert command.label == "put 2 reports into a new event: Clash"


def test_only_reports_tell_of_events() -> None:
    """And of events alone."""
    with pytest.raises(Refused, match=r"^Q1 is a quote; reports tell of events\.$"):
        made_of(FileReports([Ref("Q1")], Ref("E4")), event(4))
    with pytest.raises(Refused, match=r"^R2 is a report; reports tell of events\.$"):
        made_of(FileReports([R1], R2), report(1), report(2))


def test_what_somebody_decided_meanwhile_is_told_first() -> None:
    """Nothing is written, not into the event either; without it, the newer word counts."""
    dropped = report(1, triage={"state": "not relevant", "reason": "old"})
    with pytest.raises(Stale):
        made_of(FileReports([R1], Ref("E4"), shown={R1: Triage()}), dropped, event(4))
    assert set(made_of(FileReports([R1], Ref("E4")), dropped, event(4))) == {"E4", "R1"}
