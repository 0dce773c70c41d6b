"""The trail: by which steps one came to what the screen shows, in words."""

from __future__ import annotations

from tui.hits import has_inbox
from tui.state import Pane, View


def trail(view: View) -> tuple[str, ...]:
    """Where the view stands: `all events /disputed`, then each focus that was followed from there.

    A query in the place of another one, or of the whole list, is told in its place.
    """
    names: list[str] = []
    begun: dict[Pane, int] = {}
    for step in list(view.steps)[::-1]:
        shown = step.lists[step.leading]
        if shown.of is None:
            if step.leading in begun:
                del names[begun[step.leading] :]
            whole = f"all {step.leading.kind.table}"
            whole += f" /{shown.query}" if shown.query else ""
            whole = "inbox" if has_inbox(step) else whole
            if whole not in names[-2:]:
                begun = {step.leading: len(names)}
                names.append(whole)
        else:
            begun = {}
        focus = step.focus
        if focus is not None and names[-1:] != [focus]:
            names.append(focus)
    return tuple(names)
