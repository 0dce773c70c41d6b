"""A decision on reports as the command that writes it: pure."""

from __future__ import annotations

from collections.abc import Mapping

from store.changes import Command
from store.commands.events import FileReports
from store.commands.triage import Decide
from store.ids import Ref
from store.values import Triage
from tui.decision import Decision


def command_of(decision: Decision, refs: tuple[Ref, ...], shown: Mapping[Ref, Triage]) -> Command:
    """The command; `shown` is what the person saw that had been decided."""
    if decision.event is not None:
        return FileReports(refs, decision.event, title=decision.title, shown=shown)
    return Decide(
        refs,
        decision.state,
        decision.reason,
        decision.when,
        decision.of,
        shown=shown,
        derived=decision.is_copy,
    )
