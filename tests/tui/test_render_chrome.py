"""What surrounds the panes: the trail, the keys, the tabs, and the message of a small screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests import builders
from tests.tui.paper_desk import PaperDesk
from tests.tui.strategies import TEXTS
from tests.tui.test_render_line import ACTING
from tui.intents import Action
from tui.render.chrome import Around, Past, header_line, message_lines, tabs_line, too_small_lines

WIDTHS = st.integers(40, 200)


def test_the_header_tells_trail_store_and_what_waits() -> None:
    """Where one is at the left, what is open and how much is undecided at the right."""
    desk = PaperDesk(builders.event(1, reports=["R1"]), builders.report(1))
    desk.do(Action.REPORTS, Action.FOLLOW)
    (line,) = desk.text_of("header")
    assert line.startswith(" all events > E1 > R1 ")
    assert line.endswith(" demo · 1 undecided")


def test_when_nothing_waits_the_header_says_so() -> None:
    """Without undecided reports all is decided; a store without reports has none to decide."""
    decided = builders.report(1, triage={"state": "relevant"})
    (line,) = PaperDesk(builders.event(1), decided).text_of("header")
    assert line.endswith(" demo · all decided")
    (line,) = PaperDesk(builders.event(1)).text_of("header")
    assert line.endswith(" demo · no reports")


@given(TEXTS, st.integers(0, 10**9), WIDTHS, st.integers(0, 60))
def test_the_header_fits_and_ends_its_trail_with_the_focus(
    store: str, undecided: int, width: int, steps: int
) -> None:
    """A long trail is cut at its start: the newest step can be read."""
    desk = PaperDesk(
        builders.event(1, part_of="E2"), builders.event(2, start="2025"), width=width, height=12
    )
    desk.do(*[Action.EVENTS, Action.DETAIL, Action.DOWN, Action.FOLLOW] * steps)
    line = header_line(desk.view, Around(store, undecided), width)
    assert cell_len(line.text) == width
    assert not ACTING.search(line.text)
    assert desk.view.focus is not None
    assert line.pieces[0].text.rstrip().endswith(f" > {desk.view.focus}")


@pytest.mark.parametrize(
    ("width", "others", "said"),
    [
        (80, ["sami"], "with sami · demo · 8 undecided"),
        (80, ["sami", "vera", "kim", "noor"], "with sami, vera +2 · demo · 8 undecided"),
        (120, ["sami", "vera", "kim", "noor"], "with sami, vera, kim +1 · demo · 8 undecided"),
        (60, ["sami", "vera", "kim", "noor"], "with 4 · demo · 8 undecided"),
        (40, ["sami"], "demo · 8 undecided"),
    ],
)
def test_the_header_names_who_else_is_at_work(width: int, others: list[str], said: str) -> None:
    """As many as there is room for; what waits is told before that."""
    desk = PaperDesk(builders.event(1))
    line = header_line(desk.view, Around("demo", 8, tuple(others)), width)
    assert line.text.endswith(f" {said} ")
    assert cell_len(line.text) == width


@given(TEXTS, st.integers(1, 10**7), WIDTHS)
def test_the_past_says_so_before_all_else(who: str, sequence: int, width: int) -> None:
    """A desk of the past cannot be taken for the present, however narrow; the focus can be read."""
    desk = PaperDesk(builders.event(1))
    past = Past(sequence, "2025-03-09 10:30", who)
    line = header_line(desk.view, Around("demo", 8, past=past), width)
    assert line.text.startswith(f" AS OF {'operation ' if ' operation ' in line.text else ''}")
    assert line.pieces[0].style == "past"
    assert cell_len(line.text) == width
    assert not ACTING.search(line.text)
    assert "E1" in line.pieces[1].text


@given(st.lists(st.sampled_from([0, 3, 12, 250, 99_999]), min_size=7, max_size=7), WIDTHS)
def test_the_tabs_fit_and_name_every_pane(counts: list[int], width: int) -> None:
    """Each list has a tab with its digit; names and counts are left out where there is no room."""
    desk = PaperDesk(builders.event(1))
    lists = {
        pane: replace(shown, rows=shown.rows._replace(total=count))
        for (pane, shown), count in zip(desk.view.lists.items(), counts, strict=True)
    }
    line = tabs_line(replace(desk.view, lists=lists), width)
    assert cell_len(line.text) <= width
    assert [piece.text.split()[0] for piece in line.pieces] == list("1234567")
    assert [piece.style for piece in line.pieces] == ["tab-active", *["tab"] * 6]


def test_on_80_columns_the_tabs_have_names_and_counts() -> None:
    """As much is said as fits."""
    desk = PaperDesk(builders.event(1), width=80, height=24)
    assert desk.text_of("tabs") == [
        " 1 Eve 1  2 Loc 0  3 Quo 0  4 Sou 0  5 Rep 0  6 Cla 0  7 Not 0"
    ]
    desk.size = (99, 24)
    assert desk.text_of("tabs") == [
        " 1 Events 1  2 Locations 0  3 Quotes 0  4 Sources 0  5 Reports 0  6 Claims 0  7 Notes 0"
    ]


@given(TEXTS, WIDTHS)
def test_a_message_stands_in_the_footers_place(text: str, width: int) -> None:
    """It has the footer's width and at most three lines, and is safe to show."""
    lines = message_lines(text, width)
    assert 1 <= len(lines) <= 3
    for line in lines:
        assert cell_len(line.text) == width
        assert not ACTING.search(line.text)


def test_a_message_takes_the_lines_that_it_needs() -> None:
    """No word of it is lost as long as three lines hold it; then it ends in an ellipsis."""
    said = "incidents.json is damaged at line 6, column 12: the JSON is not valid there."
    assert [line.text.rstrip() for line in message_lines(said, 80)] == [f" {said}"]
    short = [line.text.strip() for line in message_lines(said, 40)]
    assert len(short) == 2
    assert " ".join(short) == said
    assert [line.text[-1] == "…" for line in message_lines("word " * 40, 40)] == [
        False,
        False,
        True,
    ]


@given(st.integers(1, 60), st.integers(1, 30))
def test_a_small_screen_is_told_within_its_bounds(width: int, height: int) -> None:
    """What is said fits the screen, however small."""
    lines = too_small_lines(width, height, (40, 12))
    assert len(lines) <= height
    assert all(cell_len(line.text) <= width for line in lines)


@pytest.mark.parametrize("size", [(20, 5), (39, 24), (80, 11), (16, 4)])
def test_a_small_screen_says_what_it_needs(size: tuple[int, int]) -> None:
    """One sentence says how large it must be and how large it is, one how to leave."""
    desk = PaperDesk(builders.event(1), width=size[0], height=size[1])
    said = " ".join(" ".join(desk.text_of("notice")).split())
    assert said == f"Needs 40x12, has {size[0]}x{size[1]}. Enlarge it, or Q quits."
