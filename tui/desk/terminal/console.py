"""A driver for the kernel's console, whose font lacks signs that the desk draws."""

from __future__ import annotations

from textual.driver import Driver

from tui.signs import stand_ins
from tui.terminal import Terminal


def with_its_signs(driver: type[Driver], terminal: Terminal) -> type[Driver]:
    """The driver, sending stand-ins for what the terminal cannot show."""
    table = stand_ins(terminal)
    if not table:
        return driver

    class OnConsole(driver):  # type: ignore[misc, valid-type]  # any of the drivers
        def write(self, data: str) -> None:
            super().write(data.translate(table))

    return OnConsole
