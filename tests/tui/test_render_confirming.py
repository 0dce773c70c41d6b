"""What is asked before something is done to many records, or to what is decided already."""

from __future__ import annotations

import pytest

from store.ids import Ref
from tui.config import Confirm
from tui.render.confirming import choices, counted, is_asked, question

SOME = tuple(Ref(f"R{number}") for number in range(1, 26))


@pytest.mark.parametrize(
    ("count", "overruled", "alone", "asks"),
    [
        (1, 0, False, False),
        (20, 0, False, False),
        (21, 0, False, True),
        (2, 1, False, True),
        # One record is under the cursor: what was decided on it is seen.
        (1, 1, False, False),
        (1, 1, True, True),
    ],
)
def test_many_records_and_what_is_decided_are_asked_about(
    count: int, overruled: int, alone: bool, asks: bool
) -> None:
    """More than twenty, or one of several that is decided."""
    assert is_asked(count, overruled, Confirm(), alone=alone) is asks


def test_a_person_can_choose_not_to_be_asked() -> None:
    """Of how many, and whether at all about what is decided."""
    assert not is_asked(500, 0, Confirm(many=1000), alone=False)
    assert not is_asked(2, 2, Confirm(decided=False), alone=False)


def test_the_question_has_the_number_and_what_would_be_overruled() -> None:
    """The most frequent first, the rest counted; foreign words are made safe."""
    words = ["relevant"] * 4 + ["later"] * 2 + ["assigned to \x1b[2Jkim", "a", "b"]
    assert question(SOME, "Tag 25 reports dup", []) == "Tag 25 reports dup?"
    assert question(SOME, "Tag 25 reports dup", words) == (
        "Tag 25 reports dup? Of them 9 would be overruled: "
        "4 relevant, 2 later, 1 assigned to ␛[2Jkim, 2 others."
    )
    assert question(SOME[:1], "Take R1", ["assigned to kim"]) == "Take R1? It is assigned to kim."


def test_the_answers_say_to_how_many_it_is_done() -> None:
    """All, those that overrule nothing where there are such, or none."""
    assert [(one.key, one.words) for one in choices(25, 9)] == [
        ("y", "all 25"),
        ("o", "only the other 16"),
        ("n", "nothing"),
    ]
    assert [one.key for one in choices(25, 0)] == ["y", "n"]
    assert [one.key for one in choices(2, 2)] == ["y", "n"]
    assert [one.words for one in choices(1, 1)] == ["yes", "nothing"]


def test_records_are_counted_by_what_they_are() -> None:
    """One by its name, many of a kind as these, of several kinds as records."""
    assert counted(SOME[:1]) == "R1"
    assert counted(SOME) == "25 reports"
    assert counted((Ref("R1"), Ref("E1"))) == "2 records"
    assert counted(()) == "nothing"
