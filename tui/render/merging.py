"""The question before a merge: which record stays, which goes, and what moves."""

from __future__ import annotations

from collections.abc import Mapping

from store.ids import Kind, Ref
from store.text import clean
from tui.render.line import cut
from tui.render.question import Choice

#: So many characters of a record's name are told.
NAMED = 60


def merge_question(
    kept: tuple[Ref, str], merged: tuple[Ref, str], moves: Mapping[Kind, int]
) -> tuple[str, str]:
    """Title and text of the question."""
    stays, goes = (f"{ref}, {cut(clean(name), NAMED)}," for ref, name in (kept, merged))
    what = moving(moves)
    moved = f"{what} that name{'s' if sum(moves.values()) == 1 else ''} it will name {kept[0]}"
    text = (
        f"{goes} becomes one with {stays} which stays. {moved if what else 'Nothing names it'}."
        f" What {kept[0]} lacks it gets, and a note keeps what {merged[0]} says otherwise."
        " It is one step to undo."
    )
    return f"Merge {merged[0]} into {kept[0]}?", text


def merge_choices(kept: Ref, merged: Ref) -> tuple[Choice, ...]:
    """What can be answered."""
    return (
        Choice("y", f"merge {merged} into {kept}"),
        Choice("o", f"the other way: keep {merged}"),
        Choice("n", "leave both"),
    )


def moving(moves: Mapping[Kind, int]) -> str:
    """As `3 claims, 1 quote and 2 notes`; "" for nothing."""
    counted = [
        f"{count:,} {kind.noun if count == 1 else kind.table}"
        for kind in Kind
        if (count := moves.get(kind, 0))
    ]
    if len(counted) < 2:
        return "".join(counted)
    return f"{', '.join(counted[:-1])} and {counted[-1]}"
