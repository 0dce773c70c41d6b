"""The mouse: reported by the terminal, or left to its own selection; switched while it runs."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

#: Buttons and the wheel (1000), told by numbers of any size (1006).  Moves are not asked for: over
#: a slow line each would be a message, and nothing here follows the pointer.
ON = "\x1b[?1000h\x1b[?1006h"
OFF = "\x1b[?1006l\x1b[?1000l"


class MouseDriver(LinuxDriver):
    """A driver whose mouse can be switched; as it stands it comes back from a suspension."""

    @property
    def reports_mouse(self) -> bool:
        """Whether the terminal reports the mouse."""
        return self._mouse

    def report_mouse(self, *, wanted: bool) -> None:
        """Have the mouse reported from now on, or left to the terminal."""
        if wanted == self._mouse:
            return
        if wanted:
            self._mouse = True
            self._enable_mouse_support()
        else:
            self._disable_mouse_support()
            self._mouse = False

    def _enable_mouse_support(self) -> None:
        if self._mouse:
            self.write(ON)
            self.flush()

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write(OFF)
            self.flush()

    def _enable_mouse_pixels(self) -> None:
        """Leave it at cells: Textual would ask for pixels where it may."""
