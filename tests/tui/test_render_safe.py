"""No text of a record acts on the terminal or breaks a line, wherever it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import seeds
from store.codec import decode
from store.derive.dossier import dossier
from store.ids import KIND_OF_TABLE, Kind
from store.memory_reader import MemoryReader
from store.record import Record
from tests.store.strategies import records_of
from tests.tui.paper_desk import PaperDesk
from tests.tui.strategies import TEXTS
from tests.tui.test_render_line import ACTING
from tui.intents import Action
from tui.layout import LEAST_WIDTH
from tui.render.detail import detail_lines
from tui.render.line import Line
from tui.render.rows import Row, row_line
from tui.state import PANE_OF, Pane

HARD_CASES = Path(seeds.__file__).parent / "hard_cases" / "incidents.json"
WIDTHS = (LEAST_WIDTH, 64, 200)
#: Of a text of a megabyte so many lines are looked at.
LOOKED_AT = 400


@pytest.fixture(scope="module")
def hard() -> MemoryReader:
    """The hard cases."""
    tables = json.loads(HARD_CASES.read_bytes())
    return MemoryReader(
        decode(KIND_OF_TABLE[table], int(number), document)
        for table, documents in tables.items()
        if table in KIND_OF_TABLE
        for number, document in documents.items()
    )


def drawn(reader: MemoryReader, record: Record, width: int) -> Iterator[Line]:
    """The record as a row and in its detail."""
    found = dossier(reader, record.ref)
    assert found is not None
    if record.kind_of in PANE_OF:
        yield row_line(Row(record, found.names, ("claims", "\x1b[31mspeaks")), width, 15)
    for shown, _ in zip(detail_lines(found, width), range(LOOKED_AT), strict=False):
        yield shown.line


def check(lines: Iterator[Line], width: int) -> None:
    """No line acts on a terminal, and none is wider than the pane."""
    for line in lines:
        assert not ACTING.search(line.text), repr(line.text)
        assert cell_len(line.text) <= width, repr(line.text)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_hard_cases_are_drawn_safely(hard: MemoryReader, kind: Kind, width: int) -> None:
    """Every record that breaks other programs is drawn, safely and within its width."""
    records = [record for record in hard.records.values() if record.kind_of is kind]
    assert records
    for record in records:
        check(drawn(hard, record, width), width)


@given(st.sampled_from(Kind).flatmap(records_of), st.integers(LEAST_WIDTH, 200))
def test_any_record_is_drawn_safely(record: Record, width: int) -> None:
    """Whatever its fields hold, also those that no version knows."""
    check(drawn(MemoryReader([record]), record, width), width)


@given(TEXTS, TEXTS, st.sampled_from([(40, 12), (80, 24), (160, 45)]))
def test_every_widget_of_the_screen_is_safe(name: str, text: str, size: tuple[int, int]) -> None:
    """Trail, titles, tabs, lists and detail stay safe with any store's name and any titles."""
    event = {"title": text, "reports": ["R1"], "places": ["L1"], "summary": text}
    desk = PaperDesk(
        *(decode(kind, 1, {}) for kind in (Kind.SOURCE, Kind.LOCATION)),
        decode(Kind.EVENT, 1, event | {"assignee": text}),
        decode(Kind.REPORT, 1, {"title": text, "text": text * 3, "publisher": "S1"}),
    )
    desk.shelf.folder = desk.shelf.folder._replace(path=Path(name.replace("\0", "") or "demo"))
    desk.size = size
    desk.do(Action.REPORTS, Action.FOLLOW)
    for widget, box in desk.boxes().items():
        check(iter(desk.picture()[widget]), box.width)
    assert desk.view.leading is Pane.REPORTS
