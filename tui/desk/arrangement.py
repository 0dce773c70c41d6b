"""Textual's layout of the workspace: each child stands where the pure plan says."""

from __future__ import annotations

from typing import Protocol

from textual.geometry import Offset, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from tui.layout import Box, Plan


class Planned(Protocol):
    """A container that knows the plan of its children."""

    def plan_for(self, width: int, height: int) -> Plan:
        """The plan for a size."""

    def box_of(self, child: Widget, boxes: Plan, size: Size) -> Box | None:
        """Where the child stands; None hides it."""


class PlannedLayout(Layout):
    """Places children by their container's plan."""

    name = "planned"

    def __init__(self, planned: Planned) -> None:
        super().__init__()
        self._planned = planned

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """One placement for each child that the plan shows."""
        del parent, greedy
        plan = self._planned.plan_for(size.width, size.height)
        placed = []
        for child in children:
            box = self._planned.box_of(child, plan, size)
            if box is not None:
                placed.append(WidgetPlacement(Region(*box), Offset(), Spacing(), child))
        return placed
