"""Who is here: the desks that have the store open, as rows of a panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from store.ids import Ref
from store.presence import Present
from store.text import clean
from tui.render.company import moment
from tui.render.line import fit, width_of
from tui.render.told import Row


def present_rows(
    found: Sequence[Present], labels: Mapping[str, str], own: str, today: str
) -> list[Row]:
    """Who is here: a line for each desk, with the record on it and since when it is open."""
    if not found:
        return [Row("Nobody else has this store open.")]
    desks = Counter(one.who for one in found)
    names = [
        f"{clean(one.who)}{', another desk of yours' if one.who == own else ''}" for one in found
    ]
    width = max(map(width_of, names))
    rows = []
    for one, name in zip(found, names, strict=True):
        since = f"{fit(name, width)}  since {moment(one.since, today)}"
        ref = Ref(one.record) if one.record in labels else None
        at = f"  at {clean(labels[one.record])}" if ref else ""
        rows.append(Row(f"{since}{at}", ref))
    several = [f"{clean(who)} has {count} desks" for who, count in desks.items() if count > 1]
    return [*rows, *([Row(f"{'; '.join(several)}.")] if several else [])]
