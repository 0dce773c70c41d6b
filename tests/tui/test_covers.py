"""Covered words on paper: in no picture of any pane or detail, until they are revealed."""

from __future__ import annotations

from typing import Any

import pytest

from store.ids import Ref
from store.record import Record
from tests import builders
from tests.builders import evidence
from tests.tui.paper_desk import PaperDesk
from tui.intents import Action
from tui.render.line import Line
from tui.state import LISTS

SECRET = "men lying by the roadside"
OPEN = "It was a massacre"
GRAPHIC: dict[str, Any] = {"sensitivity": "graphic"}


def records(*, covers_report: bool) -> list[Record]:
    """An event with all that tells of it; words that are covered stand in every one of them."""
    kind = GRAPHIC if covers_report else {}
    text = f"A video shows {SECRET}. {OPEN}, he said."
    report = builders.report(1, title="A video", text=text, **kind)
    return [
        report,
        builders.event(1, title="Men killed", summary=SECRET, reports=["R1"], **GRAPHIC),
        builders.quote(1, events=["E1"], **evidence(report, SECRET), **GRAPHIC),
        builders.quote(2, events=["E1"], **evidence(report, OPEN)),
        builders.claim(
            1, event="E1", about="happened", value=SECRET, **evidence(report, SECRET), **GRAPHIC
        ),
        builders.claim(
            *(2,), event="E1", measure="killed", low=20, value=SECRET, part_of="C1", **GRAPHIC
        ),
        builders.note(1, target="Q1", body=SECRET, **GRAPHIC),
        builders.note(2, target="C1", body="Who filmed it?"),
    ]


def text_of(picture: dict[str, tuple[Line, ...]]) -> str:
    """All that a picture says, however it was wrapped."""
    lines = (line.text for lines in picture.values() for line in lines)
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("covers_report", [True, False], ids=["report too", "words alone"])
@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])
def test_no_pane_and_no_detail_shows_them(size: tuple[int, int], covers_report: bool) -> None:
    """Of no record, also where another one names it or rests on the same words."""
    width, height = size
    desk = PaperDesk(*records(covers_report=covers_report), width=width, height=height)
    seen = ""
    for pane in LISTS:
        desk.do(Action(pane.name.lower()), Action.ALL)
        for _ in desk.view.lists[pane].rows.numbers:
            desk.do(Action.DETAIL, Action.PAGE_DOWN, Action(pane.name.lower()))
            seen += text_of(desk.picture())
            desk.do(Action.DOWN)
    assert SECRET not in seen
    assert "▒▒ graphic, R shows it" in seen
    assert OPEN in seen
    desk.search("roadside")
    assert SECRET not in text_of(desk.picture())


def test_what_is_revealed_is_shown_alone() -> None:
    """The quote in its row and its detail; the report around it stays covered."""
    desk = PaperDesk(*records(covers_report=True), width=160, height=45)
    desk.do(Action.QUOTES, Action.ALL)
    assert desk.link.reveal([Ref("Q1")])
    desk.do(Action.LAST)
    picture = desk.picture()
    assert SECRET in text_of({"quotes": picture["quotes"]})
    assert SECRET in text_of({"detail": picture["detail"]})
    assert "A video shows" not in text_of(picture)
    assert not desk.link.reveal([Ref("Q1")])
    assert SECRET not in text_of(desk.picture())
