"""What was written to a terminal, and what it has not read."""

from __future__ import annotations

import termios


def throw_away(terminal: int) -> bool:
    """Forget it, so that who waits to write can go on; whether this is a terminal at all."""
    try:
        termios.tcflush(terminal, termios.TCOFLUSH)
        # There is room now, of which who waits to write hears by this; and the terminal may have
        # been told to wait (Ctrl+S) before the desk began.
        termios.tcflow(terminal, termios.TCOOFF)
        termios.tcflow(terminal, termios.TCOON)
    except termios.error:
        return False
    return True
