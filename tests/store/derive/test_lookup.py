"""Looking records up by what somebody types, without saying of which kind they are."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.derive.lookup import MOST, MOST_OF_A_KIND, lookup
from store.memory_reader import MemoryReader
from store.reader import Asker
from tests.builders import event, listed, location, note, report

ASKER = Asker(datetime.date(2025, 4, 1), "ada")
READER = MemoryReader(
    [
        location(7, name="Baniyas"),
        report(1, title="Killings in Baniyas", text="E412 is named here."),
        event(412, title="Massacre", places=["L7"], tags=["dup"]),
        note(3, body="banned?"),
        *(event(n, title="Shelling") for n in range(20, 30)),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("E412", ["E412", "R1"]),
        ("e412", ["E412", "R1"]),
        ("ban", ["L7", "R1", "N3"]),
        ("killings ban", ["R1"]),
        ("place:L7", ["E412", "L7"]),
        ("tag:dup", ["E412"]),
        ("V1", []),
        ("", []),
        ("(", []),
        ('"killings in', []),
        ("  ", []),
    ],
)
def test_what_is_found(text: str, found: list[str]) -> None:
    """A reference finds its record first; words, begun ones too, find records of every kind."""
    assert listed(lookup(text, READER, ASKER)) == found


def test_no_kind_crowds_out_the_others() -> None:
    """Of each kind a few are answered, and of all together not too many."""
    found = lookup("shelling OR place:baniyas OR kind:report", READER, ASKER)
    assert len([one for one in found if one.ref.startswith("E")]) == MOST_OF_A_KIND
    assert {"L7", "R1"} <= set(listed(found))


@given(st.text(max_size=20))
def test_anything_can_be_typed(text: str) -> None:
    """Whatever is typed is answered with a few records, or none."""
    assert len(lookup(text, READER, ASKER)) <= MOST
