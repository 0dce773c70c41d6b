"""The driver and what is around it: signals, a keyboard that others read, Textual's own parts."""

from __future__ import annotations

import os
import signal

from tui.desk.terminal.driver import job_control, read_from


def test_behind_the_desk_its_driver_is_stopped_and_continued_no_more() -> None:
    """Ctrl+Z and `fg` while incidents.json is written begin no screen that nobody draws on."""
    numbers = (signal.SIGTSTP, signal.SIGCONT)
    before = [signal.getsignal(number) for number in numbers]
    with job_control():
        for number in numbers:
            signal.signal(number, lambda *_: None)
    assert [signal.getsignal(number) for number in numbers] == before


def test_a_keyboard_that_has_nothing_is_not_a_terminal_that_is_gone() -> None:
    """Another program on the terminal may have had it answer at once, and read what had come."""
    keyboard, terminal = os.pipe()
    try:
        os.set_blocking(keyboard, False)
        assert read_from(keyboard) is None
        os.write(terminal, b"j")
        assert read_from(keyboard) == b"j"
        os.close(terminal)
        assert read_from(keyboard) == b""
    finally:
        os.close(keyboard)
