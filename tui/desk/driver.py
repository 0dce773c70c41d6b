"""The terminal, as Textual's driver reads it."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver


class TolerantDriver(LinuxDriver):
    """Goes on reading when what came from the terminal is no text.

    Noise on a line, half a character before a cut: Textual's own driver ends the program there.
    """

    def run_input_thread(self) -> None:
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except UnicodeDecodeError:
                # What was read together with it is lost; the next key is read by a new decoder.
                continue
