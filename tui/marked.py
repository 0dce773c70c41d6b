"""Marks on the rows of a list, and every way they change: pure.

Marks belong to a list: going back returns them with it.  A range goes from the row where it was
begun to the cursor, and counts as marked while it is open.  What is done next is done to the
marks of the list that has the keyboard, and to no others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from store.ids import Ref
from tui.list_state import ListState
from tui.state import LISTS, Pane, View

NONE: frozenset[int] = frozenset()


def ranged(shown: ListState) -> range:
    """The rows of the open range; none without one."""
    if shown.range_from is None or not shown.rows.numbers:
        return range(0)
    first, last = sorted((min(shown.range_from, len(shown.rows.numbers) - 1), shown.cursor))
    return range(first, last + 1)


def is_marked(shown: ListState, row: int, number: int) -> bool:
    """Whether a row of the list, the record's, is marked or in the open range."""
    return number in shown.marks or row in ranged(shown)


def selected(shown: ListState) -> frozenset[int]:
    """All that is marked, the open range included."""
    rows = ranged(shown)
    return shown.marks.union(shown.rows.numbers[rows.start : rows.stop]) if rows else shown.marks


def has_marks(view: View, pane: Pane) -> bool:
    """Whether anything in the pane is marked."""
    return pane in view.lists and bool(view.lists[pane].marks or ranged(view.lists[pane]))


def meant(view: View) -> tuple[Ref, ...]:
    """The records that the next change is meant for.

    The marked ones of the list that has the keyboard, in its order, else the one under its
    cursor; in the detail the record that is shown there.  Deleted ones can be changed no more.
    """
    shown = view.lists[view.listed]
    if view.active is Pane.DETAIL or not has_marks(view, view.listed):
        return (shown.ref,) if shown.ref else ()
    wanted = selected(shown) - shown.gone
    ref = shown.rows.kind.ref
    return tuple(ref(number) for number in shown.rows.numbers if number in wanted)


def toggled(view: View, pane: Pane) -> View:
    """The row under the pane's cursor marked, or no longer; an open range stays open."""
    shown = view.lists[pane]
    if shown.ref is None:
        return view
    return _with(view, pane, marks=shown.marks ^ {shown.ref.number})


def range_begun(view: View, pane: Pane) -> View:
    """A range of marks begun on the row under the cursor."""
    shown = view.lists[pane]
    return view if shown.ref is None else _with(view, pane, range_from=shown.cursor)


def range_ended(view: View, pane: Pane) -> View:
    """All rows of the open range marked for good."""
    return _with(view, pane, marks=selected(view.lists[pane]), range_from=None)


def range_dropped(view: View, pane: Pane) -> View:
    """The open range forgotten; marks of before stay."""
    return view if view.lists[pane].range_from is None else _with(view, pane, range_from=None)


def inverted(view: View, pane: Pane) -> View:
    """What is not marked is marked, and only that: all, where nothing was."""
    shown = view.lists[pane]
    marks = selected(shown)
    listed = frozenset(shown.rows.numbers)
    return _with(view, pane, marks=listed - marks if marks else listed, range_from=None)


def without(view: View, refs: Collection[Ref]) -> View:
    """The view and its trail without marks on these records: they are done with."""
    steps = list(view.steps)
    done = {pane: frozenset(_numbers(refs, pane)) for pane in LISTS}
    if not any(_touches(shown, done[pane]) for step in steps for pane, shown in step.lists.items()):
        return view
    fresh: View | None = None
    # The oldest step first: a trail may have more steps than calls can be nested.
    for step in reversed(steps):
        fresh = replace(
            _changed(step, lambda shown, pane: _less(shown, done[pane])), previous=fresh
        )
    return fresh or view


def cleared(view: View, pane: Pane) -> View:
    """The pane's list without marks."""
    return _with(view, pane, marks=NONE, range_from=None) if has_marks(view, pane) else view


def _numbers(refs: Iterable[Ref], pane: Pane) -> Iterable[int]:
    return (ref.number for ref in refs if ref.kind is pane.kind)


def _touches(shown: ListState, done: frozenset[int]) -> bool:
    return bool(done) and not (shown.marks.isdisjoint(done) and not ranged(shown))


def _less(shown: ListState, done: frozenset[int]) -> ListState:
    if not _touches(shown, done):
        return shown
    return replace(shown, marks=selected(shown) - done, range_from=None)


def _changed(view: View, change: Callable[[ListState, Pane], ListState]) -> View:
    lists = {pane: change(shown, pane) for pane, shown in view.lists.items()}
    return replace(view, lists=lists)


def _with(view: View, pane: Pane, **values: Any) -> View:
    """The view with other marks in one pane."""
    return replace(view, lists={**view.lists, pane: replace(view.lists[pane], **values)})


def escaped(view: View, message: str) -> tuple[View, str]:
    """The view and the message after Esc: a range is dropped, marks go with the second Esc.

    `message` is what is said now: the first Esc has asked, or it has not.
    """
    pane = view.active
    if view.lists[pane].range_from is not None:
        return range_dropped(view, pane), "The range is dropped."
    count = len(view.lists[pane].marks)
    asked = f"{count:,} {'is' if count == 1 else 'are'} marked. Esc again takes the marks away."
    if message != asked:
        return view, asked
    return cleared(view, pane), f"{count:,} mark{'' if count == 1 else 's'} taken away."
