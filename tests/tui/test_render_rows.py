"""A record as a row of its list, and the list as a pane."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.ids import Kind, Ref
from store.record import Record
from tests import builders
from tests.store.strategies import records_of
from tests.tui.paper_desk import PaperDesk
from tests.tui.strategies import TEXTS
from tests.tui.test_render_line import ACTING
from tui.intents import Action
from tui.layout import LEAST_WIDTH
from tui.render.columns import COLUMNS, chosen, names_of
from tui.render.rows import Row, row_line, title_of
from tui.state import LISTS, Pane

KINDS = [pane.kind for pane in LISTS]
WIDTHS = st.integers(LEAST_WIDTH, 200)
LISTED_RECORDS: st.SearchStrategy[Record] = st.sampled_from(KINDS).flatmap(records_of)


class Everything(dict[Ref, str]):
    """A name for every record."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def get(self, key: Any, default: Any = None) -> Any:
        del key, default
        return self._name

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: Ref) -> str:
        return self._name


@given(LISTED_RECORDS, TEXTS, st.lists(TEXTS, max_size=3), WIDTHS)
def test_a_row_takes_exactly_its_width(
    record: Record, name: str, roles: list[str], width: int
) -> None:
    """Whatever is in the record, in the names of those it links to and in the roles."""
    row = row_line(Row(record, Everything(name), tuple(roles)), width, 15, ">", "cursor")
    assert cell_len(row.text) == width
    assert not ACTING.search(row.text)


@given(LISTED_RECORDS, WIDTHS)
def test_a_row_begins_with_cursor_and_reference(record: Record, width: int) -> None:
    """The sign of the cursor, then the whole reference."""
    row = row_line(Row(record, {}), width, 15, ">", "cursor")
    assert row.text.startswith(f">{record.ref} ")


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        (builders.event(3, title="A burial", start="2025-03-08", status="help needed"),
         "E3 H 2025-03-08 A burial"),
        (builders.event(3, start="2025-03-08/2025-03-10"), "E3 T 2025-03-08 untitled event"),
        (builders.event(3, start="2025-03-08T09:15"), "E3 T 2025-03-08 untitled event"),
        (builders.event(3, title="A burial"), "E3 T no date A burial"),
        (builders.report(7, title="Deaths", urgent=True, published_at="2025-03",
                         triage={"state": "relevant"}, verdict="verified"),
         "R7 R V ! 2025-03 Deaths"),
        (builders.report(7), "R7 N ? no date untitled article"),
        (builders.location(5, name="Baniyas", adm1="Tartus", country="SY", lat=35.182, lon=35.949),
         "L5 Baniyas Tartus 35.182, 35.949 SY"),
        (builders.location(5), "L5 unnamed place no coordinates"),
        (builders.source(2, name="SOHR", reliability="B", kind="monitor"), "S2 B SOHR monitor"),
        (builders.quote(1, words="It was a massacre"), "Q1 “It was a massacre”"),
        (builders.claim(9, low=1000, high=1000, measure="killed", as_of="2025-03-08",
                        credibility=2),
         "C9 1,000 people killed 2025-03-08 2"),
        (builders.claim(9, about="who", value="the army", stance="denies"),
         "C9 denies who: the army no date 6"),
        (builders.note(4, body="Look again\nand again", kind="question"),
         "N4 question Look again"),
    ],
)  # fmt: skip
def test_a_row_says_what_matters_of_its_kind(record: Record, shown: str) -> None:
    """State letters, date in its own precision, words, and the columns of the kind."""
    assert " ".join(row_line(Row(record, {}), 100, 4).text.split()) == shown


@given(LISTED_RECORDS, st.data(), WIDTHS)
def test_a_row_of_chosen_columns_takes_exactly_its_width(
    record: Record, data: st.DataObject, width: int
) -> None:
    """Any columns of the kind in any order, at any width."""
    kind = record.kind_of
    names = data.draw(st.lists(st.sampled_from(names_of(kind)), min_size=1, unique=True))
    columns = chosen(kind, names)
    assert columns.names == tuple(names)
    row = row_line(Row(record, {}, ("claims",)), width, 15, ">", "cursor", columns)
    assert cell_len(row.text) == width
    assert row.text.startswith(f">{record.ref} ")
    assert not ACTING.search(row.text)


BURIAL = builders.event(
    3, title="A burial", start="2025-03-08", end="2025-03-09", tags=["grave"], status="help needed"
)


@pytest.mark.parametrize(
    ("names", "width", "shown"),
    [
        (["start", "title", "status"], 60, "E3 2025-03-08 A burial H"),
        (["title"], 200, "E3 A burial"),
        (["end", "tags"], 60, "E3 2025-03-09 grave"),
        (["title", "tags", "end"], 60, "E3 A burial grave 2025-03-09"),
        (["title", "tags", "end"], 45, "E3 A burial grave"),
        (["title", "tags", "end"], 38, "E3 A burial"),
    ],
)
def test_a_row_shows_the_columns_that_were_chosen(names: list[str], width: int, shown: str) -> None:
    """In their order, as long as the words keep room; the reference before them."""
    row = row_line(Row(BURIAL, {}), width, 4, columns=chosen(Kind.EVENT, names))
    assert " ".join(row.text.split()) == shown


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_usual_columns_chosen_are_the_usual_ones(kind: Kind) -> None:
    """They come and go with the width as when nothing was chosen."""
    assert chosen(kind, COLUMNS[kind].names) is COLUMNS[kind]


def test_names_of_linked_records_stand_in_the_row() -> None:
    """A claim says its source, a quote its speaker, a report its publisher, an event its place."""
    names = {Ref("S1"): "SOHR", Ref("L1"): "Baniyas"}
    for record, name in (
        (builders.claim(source="S1"), "SOHR"),
        (builders.quote(speaker="S1"), "SOHR"),
        (builders.report(publisher="S1"), "SOHR"),
        (builders.event(places=["L1"]), "Baniyas"),
        (builders.claim(source="S9"), "S9"),
    ):
        assert name in row_line(Row(record, names), 100, 4).text


def test_a_row_shows_its_roles() -> None:
    """What a record is to the one whose links are listed stands at the right."""
    row = Row(builders.source(name="SOHR"), {}, ("claims", "speaks"))
    assert row_line(row, 90, 4).text.rstrip().endswith(" claims, speaks")


def test_a_note_says_what_it_is_about() -> None:
    """The target's reference and name stand behind the note's first line."""
    written = builders.note(body="Look again", target="E1")
    assert title_of(Row(written, {Ref("E1"): "A burial"})) == "Look again  (E1: A burial)"


@given(st.integers(1, 30), st.sampled_from([(80, 24), (120, 40), (160, 45), (40, 12)]))
def test_every_line_of_every_pane_fits_its_pane(count: int, size: tuple[int, int]) -> None:
    """A pane's picture has exactly its height, and no line is wider than the pane."""
    desk = PaperDesk(*(builders.event(number, title="事" * number) for number in range(1, count)))
    desk.size = size
    for name, box in desk.boxes().items():
        lines = desk.picture()[name]
        assert len(lines) == box.height
        assert all(cell_len(line.text) <= box.width for line in lines)


def test_the_title_says_of_what_a_pane_is_the_list() -> None:
    """All of the leading kind; how many of the focus; what is pinned, and who leads."""
    desk = PaperDesk(
        builders.event(412, title="A burial"),
        *(builders.quote(number, words="words", events=["E412"]) for number in (1, 2, 3)),
        builders.quote(4, words="of something else"),
    )
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 1 leads"
    assert desk.title_of(Pane.QUOTES) == "3 QUOTES 3 of E412"
    desk.do(Action.QUOTES, Action.PIN)
    assert desk.title_of(Pane.QUOTES) == "3 QUOTES 3 of E412 pinned"
    desk.do(Action.FOLLOW)
    assert desk.title_of(Pane.QUOTES) == "3 QUOTES 3 of E412 pinned leads"
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS 1 of Q3"


def test_a_large_number_is_grouped() -> None:
    """A title counts in thousands."""
    desk = PaperDesk(*(builders.event(number) for number in range(1, 1202)))
    desk.do(Action.LAST)
    assert desk.title_of(Pane.EVENTS) == "1 EVENTS all 1,201 leads"


@pytest.mark.parametrize("pane", LISTS)
def test_an_empty_pane_says_why_and_what_would_fill_it(pane: Pane) -> None:
    """In a store without records every pane says that there are none, and what one is."""
    desk = PaperDesk()
    desk.do(Action(pane.name.lower()), Action.ZOOM)
    first, second, *_ = desk.text_of(pane.name.lower())[1:]
    assert first.startswith(f"  No {pane.kind.table}")
    assert second.strip().endswith(".")


def test_an_empty_store_says_how_records_come_in() -> None:
    """Who opens a new store reads what makes an event, and what brings many in."""
    desk = PaperDesk()
    desk.do(Action.ZOOM)
    told = "\n".join(desk.text_of("events"))
    assert "o makes one; `incident-desk import FILE` brings a data set in." in told


def test_an_empty_pane_says_so_and_what_it_is_for_when_it_is_entered() -> None:
    """Its title says to what nothing is linked; whoever comes is told how to fill it."""
    desk = PaperDesk(builders.event(7))
    assert desk.title_of(Pane.QUOTES) == "3 QUOTES 0 of E7"
    assert "".join(desk.text_of("quotes")[1:]) == "  No quotes linked."
    desk.do(Action.QUOTES)
    assert desk.text_of("quotes")[2] == "  A quote is the exact words of a report about an event."


def test_the_cursor_is_a_sign_too() -> None:
    """Without colour and reverse video, `>` still tells where each cursor is."""
    desk = PaperDesk(builders.event(1), builders.event(2))
    desk.do(Action.DOWN)
    assert [line[:3] for line in desk.text_of("events")[1:3]] == [" E2", ">E1"]


@pytest.mark.parametrize("kind", [Kind.EVENT, Kind.LOCATION])
def test_a_record_that_is_not_in_the_store_is_told(kind: Kind) -> None:
    """A link that leads nowhere can be followed, and list and detail say that nothing is there."""
    whole, place = builders.event(1, part_of="E99"), builders.event(1, places=["L99"])
    desk = PaperDesk(whole if kind is Kind.EVENT else place)
    desk.do(Action.DETAIL, Action.FOLLOW)
    pane = Pane.EVENTS if kind is Kind.EVENT else Pane.LOCATIONS
    assert desk.view.focus == kind.ref(99)
    (row,) = [line for line in desk.text_of(pane.name.lower()) if line.startswith(">")]
    assert "not in the store" in row
    assert any("not in the store" in line for line in desk.text_of("detail"))
