"""The claims of an event as a table: what, how many, who says it, as of when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from store.derive.dossier import dossier
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Claim
from store.record import Record
from tests import builders
from tests.store.strategies import records_of
from tui.layout import LEAST_WIDTH
from tui.render.claims import ClaimTable

NETWORK = builders.source(1, name="Syrian Observatory for Human Rights", aliases=["SOHR"])
AGENCY = builders.source(2, name="Associated Press", aliases=["AP"])


def claim(number: int, **fields: object) -> Claim:
    """A claim about the event."""
    return builders.claim(number, event="E1", **fields)


def table(*records: Record, width: int = 80) -> list[str]:
    """The rows of the event's table, blanks at their ends left out."""
    reader = MemoryReader([builders.event(1), NETWORK, AGENCY, *records])
    found = dossier(reader, Ref("E1"))
    assert found is not None
    made = ClaimTable(found, width)
    return ["".join(p.text for p in made.pieces(one)).rstrip() for one in found.claims]


def words(rows: list[str]) -> list[str]:
    """The rows with blanks together."""
    return [" ".join(row.split()) for row in rows]


def test_a_toll_says_measure_group_figure_source_and_date() -> None:
    """Each in a column of its own."""
    rows = table(claim(9, measure="killed", low=803, high=803, source="S1", as_of="2025-03-10"))
    assert words(rows) == ["C9 killed people 803 Syrian Observatory for Human Rights 2025-03-10"]


@pytest.mark.parametrize(
    ("bounds", "shown"),
    [
        ({"low": 1000}, "1,000+"),
        ({"high": 30}, "up to 30"),
        ({"low": 3, "high": 5}, "3-5"),
        ({"low": 1400, "high": 1400, "approximate": True}, "~1,400"),
        ({"low": 0, "high": 0}, "0"),
        ({}, "?"),
    ],
)
def test_a_figure_keeps_its_bounds(bounds: dict[str, object], shown: str) -> None:
    """At least, at most, between, about; unknown is not zero."""
    assert words(table(claim(1, measure="killed", **bounds))) == [
        f"C1 killed people {shown} no source"
    ]


def test_figures_stand_under_each_other() -> None:
    """Units under units, whatever else is in the rows."""
    large, small = table(
        claim(1, measure="killed", low=31, high=31, source="S1"),
        claim(2, measure="injured", low=1400, high=1400, source="S2", group="civilians"),
    )
    assert large.index("1,400") + len("1,400") == small.index("31") + len("31")


def test_parts_stand_under_their_whole() -> None:
    """A part follows its whole, says whom it counts, and is never added to it."""
    rows = table(
        claim(1, measure="killed", low=31, high=31, as_of="2025-03-08"),
        claim(2, measure="killed", low=9, high=9, age="children", part_of="C1", part_kind="within"),
        claim(3, measure="killed", low=4, high=4, sex="female", age="adults", part_of="C1"),
        claim(4, measure="injured", low=5, high=5, as_of="2025-03-09"),
    )
    assert words(rows) == [
        "C4 injured people 5 no source 2025-03-09",
        "C1 killed people 31 no source 2025-03-08",
        "C2 └ children 9 no source",
        "C3 └ female adults 4 no source",
    ]


def test_tolls_come_first() -> None:
    """Other assertions stand below the tolls, with what they are about."""
    rows = table(
        claim(1, measure="killed", low=31, high=31, as_of="2025-03-01"),
        claim(2, about="who", value="gunmen", source="S2", as_of="2025-03-09"),
    )
    assert words(rows) == [
        "C1 killed people 31 no source 2025-03-01",
        "C2 who: gunmen Associated Press 2025-03-09",
    ]


def test_what_was_replaced_and_what_denies_says_so() -> None:
    """A superseded claim is struck out and says `replaced`; a denial says `denies`."""
    records = (
        claim(1, measure="killed", low=600, as_of="2025-03-08"),
        claim(2, measure="killed", low=803, as_of="2025-03-10", supersedes="C1"),
        claim(3, about="who", value="the army", stance="denies"),
    )
    rows = table(*records)
    assert [row.rsplit(maxsplit=1)[-1] for row in rows] == ["2025-03-10", "replaced", "denies"]
    found = dossier(MemoryReader([builders.event(1), *records]), Ref("E1"))
    assert found is not None
    styles = {
        one.id: {piece.style for piece in ClaimTable(found, 80).pieces(one)} for one in records
    }
    assert "struck" in styles[1]
    assert "struck" not in styles[2]
    assert "state-bad" in styles[3]


def test_a_long_source_is_named_by_its_alias() -> None:
    """Where the name has no room its shortest alias stands, and who passed it on."""
    row = claim(1, measure="killed", low=745, high=745, source="S1", via=["S2"])
    (wide,) = words(table(row, width=100))
    (narrow,) = words(table(row, width=60))
    assert "Syrian Observatory for Human Rights via Associated Press" in wide
    assert narrow == "C1 killed people 745 SOHR via Associated Press"


@pytest.mark.parametrize("width", [80, 100])
def test_who_says_it_has_room_beside_a_long_measure(width: int) -> None:
    """However long what is counted is called, the source can be told."""
    body = builders.source(3, name="National Committee for Investigation and Fact-Finding",
                           aliases=["the National Committee"])  # fmt: skip
    rows = table(
        claim(1, measure="killed", low=1426, high=1426, source="S3", as_of="2025-07-22"),
        claim(2, measure="killed", low=4, part_of="C1", value="by forces that took part in it all"),
        body,
        width=width,
    )
    assert "the National Committee" in rows[0]


def test_a_date_keeps_its_sense() -> None:
    """A figure up to a day is not one of that day."""
    (row,) = table(claim(1, measure="killed", low=1, as_of="../2025-03-08"))
    assert row.endswith("to 2025-03")


def test_a_figure_that_has_no_room_is_not_shown_as_a_smaller_one() -> None:
    """What is cut off a figure is told by an ellipsis."""
    huge = claim(1, measure="killed", low=10**15, high=10**15 + 1, as_of="2025", stance="denies")
    (row,) = table(huge, width=40)
    assert "1,000,000,000,000,000-1,000,000,000,000,001" not in row
    assert "…" in row


@given(
    st.lists(records_of(Kind.CLAIM), max_size=5, unique_by=lambda one: one.id),
    st.integers(LEAST_WIDTH, 160),
)
def test_a_row_is_never_wider_than_the_detail(records: list[Record], width: int) -> None:
    """Whatever the claims hold, no row is wider than its pane."""
    about = [replace(one, event=Ref("E1")) for one in records if isinstance(one, Claim)]
    assert all(cell_len(row) <= width for row in table(*about, width=width))
