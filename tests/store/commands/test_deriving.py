"""Saying that reports are copies of another."""

from __future__ import annotations

import pytest

from store import codec
from store.commands.deriving import Derive
from store.commands.triage import Decide
from store.errors import DeskError
from store.ids import Ref
from store.record import Record
from store.vocabulary import TriageState
from tests.builders import event, report
from tests.store.commands.desk import made_of

R1, R2 = Ref("R1"), Ref("R2")


def origin(made: dict[str, Record | None], name: str = "R2") -> object:
    """The report that a changed one derives from."""
    record = made[name]
    assert record is not None
    return codec.encode(record).get("derived_from")


def test_a_wire_copy_may_be_relevant() -> None:
    """It is said whose words it has, and what was decided on it stays; it can be taken back."""
    copy = report(2, triage={"state": "relevant"})
    made = made_of(Derive([R2], R1), report(1), copy)
    assert origin(made) == "R1"
    assert codec.encode(made["R2"])["triage"] == {"state": "relevant"}  # type: ignore[arg-type]
    assert origin(made_of(Derive([R2], None), report(2, derived_from="R1"))) is None
    assert not made_of(Derive([R2], R1), report(1), report(2, derived_from="R1"))


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("R2", "R2 cannot be a copy of itself."),
        ("R3", "R3 is itself said to be a copy of R2."),
        ("E1", "E1 is an event; a report is a copy of a report."),
        ("R9", "There is no record R9."),
    ],
)
def test_a_copy_has_an_original_that_is_another_report(of: str, said: str) -> None:
    """A circle of copies would have no original."""
    records = (report(2), report(3, derived_from="R4"), report(4, derived_from="R2"), event(1))
    with pytest.raises(DeskError) as refused:
        made_of(Derive([R2], Ref(of)), *records)
    assert str(refused.value) == said


def test_a_duplicate_with_the_same_words_derives_from_its_original() -> None:
    """In the same operation; but not what is known to derive from another, or was there first."""
    decide = Decide([R2], TriageState.DUPLICATE, of=R1, derived=True)
    first = report(1, published_at="2025-03-07T09:00Z")
    later = report(2, published_at="2025-03-07T11:00Z")
    assert origin(made_of(decide, first, later)) == "R1"
    assert origin(made_of(decide, first, report(2))) == "R1"
    assert origin(made_of(decide, first, report(2, published_at="2025-03-06"))) is None
    assert origin(made_of(decide, first, report(2, derived_from="R3"), report(3))) == "R3"
    assert origin(made_of(decide, report(1, derived_from="R2"), report(2))) is None
    assert origin(made_of(Decide([R2], TriageState.DUPLICATE, of=R1), first, later)) is None
