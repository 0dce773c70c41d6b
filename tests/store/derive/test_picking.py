"""Finding the record that is meant by what is typed."""

from __future__ import annotations

from datetime import date

import pytest

from store.derive.picking import found, pool
from store.ids import Kind
from store.memory_reader import MemoryReader
from store.reader import Asker
from store.record import Record
from tests.builders import actor, event, location, report, source

RECORDS: list[Record] = [
    location(1, name="Baniyas", names=["بانياس", "Banias"], country="SY"),
    location(2, name="al-Qusour, Baniyas", adm1="Tartus"),
    location(3, name="Tuwaym"),
    source(1, name="Syrian Observatory for Human Rights", aliases=["SOHR"], kind="monitor"),
    actor(1, name="General Security"),
    event(1, title="Killings in Baniyas", start="2025-03-07"),
    report(1, title="Baniyas counts its dead"),
]


def picked(text: str, *kinds: Kind) -> list[str]:
    """What is offered for a text, `~` before what is only alike."""
    reader = MemoryReader(RECORDS, operation=1)
    offers = found(text, kinds, pool(kinds, reader), reader, Asker(date(2025, 3, 9)))
    return [f"{'~' if one.is_alike else ''}{one.ref}" for one in offers]


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("ban", (Kind.LOCATION,), ["L1", "L2"]),
        ("بانياس", (Kind.LOCATION,), ["L1"]),
        ("Banyias", (Kind.LOCATION,), ["~L1"]),
        ("tuwaim", (Kind.LOCATION,), ["~L3"]),
        ("l3", (Kind.LOCATION,), ["L3"]),
        ("e1", (Kind.LOCATION,), []),
        ("sohr", (Kind.SOURCE, Kind.ACTOR), ["S1"]),
        ("security", (Kind.SOURCE, Kind.ACTOR), ["A1"]),
        ("bani", (Kind.EVENT, Kind.REPORT, Kind.LOCATION), ["L1", "L2", "E1", "R1"]),
        ("", (Kind.LOCATION,), ["L2", "L1", "L3"]),
        ('"', (Kind.EVENT,), []),
    ],
    ids=repr,
)
def test_what_is_meant_comes_first(text: str, kinds: tuple[Kind, ...], expected: list[str]) -> None:
    """The record with that name, then those that begin so, then other spellings."""
    assert picked(text, *kinds) == expected


def test_each_offer_says_what_tells_it_from_others() -> None:
    """A place its country, an event its day, a source its kind."""
    reader = MemoryReader(RECORDS, operation=1)
    kinds = (Kind.LOCATION, Kind.EVENT, Kind.SOURCE)
    offers = found("", kinds, pool(kinds, reader), reader, Asker(date(2025, 3, 9)))
    remarks = {str(one.ref): one.remark for one in offers}
    assert (remarks["L1"], remarks["L2"], remarks["E1"], remarks["S1"]) == (
        "SY",
        "Tartus",
        "2025-03-07",
        "monitor",
    )
