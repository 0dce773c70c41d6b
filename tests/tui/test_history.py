"""The history screen on paper: operations in a list, and what one of them changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.changes import Act, Operation
from store.dates import Instant
from store.history import Entry, Version
from store.ids import Ref
from tests.tui.strategies import TEXTS
from tests.tui.test_render_line import ACTING
from tests.tui.test_render_values import JSON
from tui import history
from tui.history import PAGE, History
from tui.intents import Action
from tui.render.history import (
    changes_lines,
    entry_line,
    history_pictures,
    history_plan,
    past_of,
    short_count,
)
from tui.render.picture import DetailPicture

SIZES = [(40, 12), (55, 20), (80, 24), (100, 14), (160, 45)]
BURIAL = Version(
    "E15",
    {"title": "Dead are buried", "tags": ["burial"], "start": "2025-03-09", "uid": "one"},
    {"title": "The dead of بانياس are buried", "tags": ["burial", "flight"], "uid": "two"},
)


def entry(sequence: int = 412, **fields: Any) -> Entry:
    """An operation of ada's in the history."""
    undone_by, is_unfinished = fields.pop("undone_by", None), fields.pop("is_unfinished", False)
    at = Instant(fields.pop("at", "2025-03-09T10:30:00Z"))
    usual = {"author": "ada", "label": "decided 3 reports", "reason": "", "records": 3, **fields}
    operation = Operation(sequence, at, session="", hash="ab" * 32, **usual)
    return Entry(operation, undone_by, is_unfinished)


def screen(shown: History, size: tuple[int, int]) -> dict[str, list[str]]:
    """The text of every part."""
    plan = history_plan(*size)
    changes = DetailPicture(changes_lines(shown, plan.changes_width))
    pictures = history_pictures(shown, changes, plan, "")
    for name, box in plan.boxes.items():
        assert len(pictures[name]) == box.height or name == "notice"
        assert all(cell_len(line.text) <= box.width for line in pictures[name])
    return {name: [line.text.rstrip() for line in lines] for name, lines in pictures.items()}


def one_entry(found: Entry, *versions: Version, of: str = "") -> History:
    """A history of one operation."""
    ref = Ref(of) if of else None
    return History(ref, ref, (found,), is_whole=True, versions=versions)


@pytest.mark.parametrize("size", SIZES)
def test_before_and_after_can_be_read_at_any_size(size: tuple[int, int]) -> None:
    """The operation in a row, and each field that changed with what it was and what it is."""
    shown = one_entry(entry(label="renamed E15", records=1), BURIAL, of="E15")
    parts = screen(shown, size)
    assert parts["operations"][0].startswith(" HISTORY of E15")
    assert "renamed E15" in parts["operations"][1]
    plan = history_plan(*size)
    lines = [one.line.text for one in changes_lines(shown, plan.changes_width)]
    said = " ".join(" ".join(lines).split())
    words = ["title", "tags", "flight", "start", "2025-03-09", "(nothing)", "بانياس"]
    assert [word for word in words if word not in said] == []
    assert "uid" not in said


def test_before_and_after_stand_beside_each_other_where_there_is_room() -> None:
    """On a wide screen in two columns, on a narrow one below each other."""
    shown = one_entry(entry(), BURIAL)
    wide = screen(shown, (160, 45))["changes"]
    assert any("Dead are buried" in line and "The dead of" in line for line in wide)
    narrow = [one.line.text for one in changes_lines(shown, 40)]
    assert "   - Dead are buried" in narrow
    assert "   + The dead of بانياس are buried" in narrow


@pytest.mark.parametrize(
    ("version", "state"),
    [
        (BURIAL, "changed"),
        (Version("E15", None, {"title": "came"}), "new"),
        (Version("E15", {"title": "gone"}, None), "deleted"),
        (Version('"their table"/3', None, {"x": 1}), "new"),
    ],
)
def test_records_that_came_and_went_are_told_whole(version: Version, state: str) -> None:
    """A new record with its fields, a deleted one with those that it had."""
    lines = [one.line.text.rstrip() for one in changes_lines(one_entry(entry(), version), 80)]
    (heading,) = [line for line in lines if line.endswith(f" {state}")]
    assert heading.split()[0] == version.name.split()[0]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (entry(undone_by=415), "Undone by operation 415."),
        (entry(is_unfinished=True), "It is still being written."),
        (entry(act=Act.UNDO, target=411), "It is about operation 411."),
        (entry(reason="duplicate of R2"), "Reason: duplicate of R2"),
        (entry(records=1), "· 1 record · ada"),
    ],
)
def test_what_is_told_of_an_operation(found: Entry, said: str) -> None:
    """Whether it stands, why it was done, how much it is."""
    lines = [one.line.text.rstrip() for one in changes_lines(one_entry(found), 80)]
    assert any(line.endswith(said) for line in lines)


def test_an_undone_operation_is_marked_in_the_list() -> None:
    """By a letter first, and struck out."""
    line = entry_line(entry(undone_by=415), 80, 9)
    assert " U decided 3 reports" in line.text
    assert [piece.style for piece in line.pieces if piece.text.startswith("decided")] == ["struck"]


LONG_NAME = "maximiliane.von.und.zu.bauer"


@pytest.mark.parametrize(
    ("label", "size", "is_whole"),
    [("wrote E9", (160, 45), True), ("wrote E9", (80, 24), True), ("word " * 20, (160, 45), False)],
)
def test_a_long_name_takes_the_room_that_labels_leave(
    label: str, size: tuple[int, int], is_whole: bool
) -> None:
    """Who did it is not cut beside blanks; where a label needs the room, it is."""
    found = entry(label=label)
    found = found._replace(operation=found.operation._replace(author=LONG_NAME))
    row = screen(one_entry(found), size)["operations"][1]
    assert (f" {LONG_NAME} " in row) == is_whole
    assert f" {LONG_NAME[:15]}" in row


def test_of_a_large_operation_the_first_records_are_told() -> None:
    """And how many more there are."""
    versions = [Version(f"E{n}", None, {"title": "one"}) for n in range(1, 201)]
    shown = one_entry(entry(records=5000), *versions)
    lines = [one.line.text for one in changes_lines(shown, 80)]
    assert " … and 4,800 more records" in lines


@given(TEXTS, TEXTS, TEXTS, JSON, JSON, st.sampled_from(SIZES))
def test_no_foreign_text_acts_or_leaves_its_box(
    label: str, author: str, field: str, before: object, after: object, size: tuple[int, int]
) -> None:
    """Labels, names, fields and values of any sort are drawn safely, and inside their box."""
    version = Version("E1", {field: before}, {field: after})
    shown = one_entry(entry(label=label, author=author, reason=label), version)
    for lines in screen(shown, size).values():
        assert not any(ACTING.search(line) for line in lines)


def test_a_small_screen_is_told_so() -> None:
    """As on the desk."""
    assert " ".join(screen(History(None, None), (30, 8))["notice"]).startswith("Needs 40x12")


def test_before_anything_is_read_it_says_so() -> None:
    """And of a store without changes, that there are none."""
    assert screen(History(None, None), (80, 24))["operations"][1] == "  Being read …"
    empty = history.with_page(History(None, None), [])
    assert screen(empty, (80, 24))["operations"][1] == "  Nothing has been changed yet."


def test_the_cursor_goes_through_the_pages() -> None:
    """Near the end of those that are known the next page is wanted, until the oldest is there."""
    shown = history.with_page(History(None, None), [entry(n) for n in range(200, 150, -1)])
    assert not shown.is_whole
    assert not shown.wants_more(10)
    last = history.moved(shown, Action.LAST, 10)
    assert last.entry == entry(151)
    assert last.wants_more(10)
    more = history.with_page(last, [entry(n) for n in range(150, 140, -1)])
    assert more.is_whole
    assert more.cursor == PAGE - 1
    assert history.moved(more, Action.PAGE_DOWN, 6).entry == entry(146)
    assert history.moved(more, Action.FIRST, 6).entry == entry(200)


def test_another_operation_shows_its_own_changes() -> None:
    """Moving the cursor asks for what that one changed, from the top on."""
    two = History(None, None, (entry(2), entry(1)), versions=(BURIAL,), changes_top=7)
    moved = history.moved(two, Action.DOWN, 10)
    assert (moved.cursor, moved.versions, moved.changes_top) == (1, None, 0)
    assert history.moved(moved, Action.DOWN, 10) is moved


def test_record_and_store_are_two_histories() -> None:
    """Switching begins with the newest of the other, and comes back."""
    shown = replace(one_entry(entry(), BURIAL, of="E15"), cursor=0)
    store = history.switched(shown)
    assert (store.of, store.entries) == (None, ())
    assert history.switched(store).of == "E15"


def test_the_past_is_named_by_its_operation() -> None:
    """Sequence, moment and author stand in the header of a desk that is opened as of then."""
    past = past_of(entry())
    assert (past.sequence, past.who) == (412, "ada")
    assert past.when.startswith("2025-03-")


@pytest.mark.parametrize(
    ("count", "width", "said"),
    [
        *((812, 5, "812"), (9_812, 5, "9,812"), (100_000, 5, "100k"), (5_012_644, 5, "5M")),
        *((100_000, 7, "100,000"), (5_012_644, 7, "5,012k")),
    ],
)
def test_a_count_is_never_cut(count: int, width: int, said: str) -> None:
    """What has no room whole is told in thousands or millions: a cut figure is a wrong one."""
    assert short_count(count, width) == said
