"""Deciding on reports."""

from __future__ import annotations

from typing import Any

import pytest

from store import codec
from store.commands.triage import Decide, MarkUrgent
from store.dates import PartialDate
from store.errors import Refused, Stale, UnknownRecord
from store.ids import Kind, Ref
from store.model import Report
from store.record import Record
from store.vocabulary import TriageState
from tests.builders import event, report
from tests.store.commands.desk import ADA, NOW, made_of

R1, R2, R3 = Ref("R1"), Ref("R2"), Ref("R3")


def duplicate(number: int, of: str) -> Report:
    """A report that is decided to repeat another."""
    return report(number, triage={"state": "duplicate", "of": of})


def decided(command: Decide, *records: Record) -> dict[str, Any]:
    """The triage of each report that the command changes, as its document has it."""
    made = made_of(command, *records)
    assert all(record and record.updated == ADA for record in made.values())
    return {name: codec.encode(record).get("triage") for name, record in made.items() if record}


def test_a_decision_keeps_what_belongs_to_it() -> None:
    """A reason for what is not relevant, a day for what comes back, the other for a duplicate."""
    reports = (report(1), report(2))
    when = PartialDate("2025-04")
    for command, triage in (
        (Decide([R1], TriageState.RELEVANT, "on topic"), {"state": "relevant"}),
        (
            Decide([R1], TriageState.NOT_RELEVANT, "old"),
            {"state": "not relevant", "reason": "old"},
        ),
        (Decide([R1], TriageState.LATER, when=when), {"state": "later", "when": "2025-04"}),
        (Decide([R1], TriageState.DUPLICATE, of=R2), {"state": "duplicate", "of": "R2"}),
    ):
        assert decided(command, *reports) == {"R1": triage}


def test_a_new_decision_takes_the_place_of_the_old() -> None:
    """Nothing of what was decided before stays; deciding the same again writes nothing."""
    command = Decide([R1, R2], TriageState.RELEVANT)
    before = report(1, triage={"state": "not relevant", "reason": "old"})
    assert decided(command, before, report(2, triage={"state": "relevant"})) == {
        "R1": {"state": "relevant"}
    }
    assert decided(Decide([R1], TriageState.NEW), before) == {"R1": None}


def test_a_decision_that_could_not_be_read_gives_way() -> None:
    """Also where the report is to be as if nothing had been decided."""
    odd = codec.decode(Kind.REPORT, 1, {"triage": "perhaps"})
    assert decided(Decide([R1], TriageState.NEW), odd) == {"R1": None}


@pytest.mark.parametrize(
    ("refs", "of", "records", "said"),
    [
        ([R1], R1, [report(1)], "R1 cannot be a duplicate of itself."),
        ([R1, R2], R2, [report(1), report(2)], "R2 cannot be a duplicate of itself."),
        ([R1], R2, [report(1), duplicate(2, "R1")], "R2 is itself a duplicate of R1; decide on R2"),
        ([R1], Ref("E2"), [report(1), event(2)], "E2 is an event; a report repeats a report."),
        ([R1], None, [report(1)], "R1 is to be a duplicate, and of which report was not said."),
    ],
)
def test_a_duplicate_leads_to_a_report_that_is_none(
    refs: list[Ref], of: Ref | None, records: list[Record], said: str
) -> None:
    """Itself, a duplicate, and no report at all are refused in one sentence."""
    with pytest.raises(Refused) as refused:
        decided(Decide(refs, TriageState.DUPLICATE, of=of), *records)
    assert said in str(refused.value)


def test_duplicates_move_with_the_report_that_they_repeat() -> None:
    """Decided on together they all lead to the same one."""
    found = decided(
        Decide([R1, R3], TriageState.DUPLICATE, of=R2), report(1), report(2), duplicate(3, "R1")
    )
    assert {name: triage["of"] for name, triage in found.items()} == {"R1": "R2", "R3": "R2"}


def test_a_duplicate_of_a_duplicate_leads_to_the_original() -> None:
    """However far that is; a circle that a script has made ends where it was met."""
    records = (report(1), duplicate(2, "R3"), duplicate(3, "R4"), report(4))
    found = decided(Decide([R1], TriageState.DUPLICATE, of=R2), *records)
    assert found == {"R1": {"state": "duplicate", "of": "R4"}}
    circle = (report(1), duplicate(2, "R3"), duplicate(3, "R2"))
    assert decided(Decide([R1], TriageState.DUPLICATE, of=R2), *circle)["R1"]["of"] == "R3"


def test_an_original_that_becomes_a_duplicate_takes_its_duplicates_along() -> None:
    """None of them is left to lead to a duplicate."""
    records = (report(1), report(2), duplicate(3, "R1"))
    found = decided(Decide([R1], TriageState.DUPLICATE, of=R2), *records)
    assert {name: triage["of"] for name, triage in found.items()} == {"R1": "R2", "R3": "R2"}


def test_what_somebody_decided_since_is_not_overruled_unseen() -> None:
    """Another decision is refused; the same one, and a change that is none, are no reason to."""
    new = Report().triage
    seen = Decide([R1, R2], TriageState.RELEVANT, shown={R1: new, R2: new})
    theirs = report(1, triage={"state": "not relevant"}, updated={"at": NOW, "by": "vera"})
    with pytest.raises(Stale) as refused:
        decided(seen, theirs, report(2))
    assert refused.value.changed == {"R1": "vera"}
    same = report(1, triage={"state": "relevant"})
    assert decided(seen, same, report(2, tags=["x"])) == {"R2": {"state": "relevant"}}


def test_urgent_reports_go_first_until_they_are_made_not_urgent() -> None:
    """What is so already is left alone."""
    made = made_of(MarkUrgent([R1, R2]), report(1), report(2, urgent=True))
    assert [codec.encode(one)["urgent"] for one in made.values() if one] == [True]
    assert MarkUrgent([R1]).label == "made R1 urgent"
    back = MarkUrgent([R1, R2], is_urgent=False)
    assert (back.label, len(made_of(back, report(1), report(2, urgent=True)))) == (
        "made 2 reports not urgent",
        1,
    )


def test_only_reports_are_decided_on() -> None:
    """An event is refused, and what is not there is told."""
    with pytest.raises(Refused, match=r"^E1 is an event; reports are decided on\.$"):
        decided(Decide([Ref("E1")], TriageState.RELEVANT), event(1))
    with pytest.raises(UnknownRecord):
        decided(Decide([R1], TriageState.DUPLICATE, of=R2), report(1))


def test_the_history_has_it_in_plain_words() -> None:
    """Which reports, and what they are now."""
    assert Decide([R1], TriageState.RELEVANT).label == "decided R1 relevant"
    assert Decide([R1, R2], TriageState.DUPLICATE, of=R3).label == (
        "decided 2 reports duplicate of R3"
    )
    until = Decide([R1], TriageState.LATER, when=PartialDate("2025-04"))
    assert until.label == "decided R1 later until 2025-04"
