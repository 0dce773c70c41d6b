"""Which part of the desk carries out an action that changes records; each is made at first use."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from tui.desk.bench import Bench
from tui.desk.parts import PARTS
from tui.intents import Action


class Part(Protocol):
    """A part of the desk that carries out some actions."""

    def begin(self, action: Action) -> None:
        """Carry one out, or say why not."""


class Acting:
    """Has each action carried out by its part."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self._parts: dict[str, Part] = {}

    def begin(self, action: Action) -> None:
        """Carry an action out, or say why not."""
        self.part(PARTS[action]).begin(action)

    def paste(self, text: str) -> None:
        """Make a report of a text that was pasted where nothing takes it."""
        from tui.desk.workbench.arriving import Arriving  # noqa: PLC0415  as the parts

        part = self.part(PARTS[Action.ADD])
        if isinstance(part, Arriving):
            part.paste(text)

    def part(self, name: str) -> Part:
        """A part by its place in PARTS; made when it is wanted first."""
        if name not in self._parts:
            module, _, of = name.partition(":")
            made: Part = getattr(import_module(f"tui.desk.workbench.{module}"), of)(self.bench)
            self._parts[name] = made
        return self._parts[name]
