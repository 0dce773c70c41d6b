"""`incident-desk`, and `python -m tui`."""

from __future__ import annotations

import gc
import os
import sys
import threading
from contextlib import suppress
from types import TracebackType


def main() -> None:
    """Run the command line; the exit code says how it went."""
    _reopen_closed()
    # Python would print their tracebacks, which have messages.
    sys.excepthook, threading.excepthook, sys.unraisablehook = _tell, _tell_of_thread, _note
    # Thousands of functions and classes come in and stay: looking for garbage among them delays
    # the first screen. The desk turns the collector on when that has been drawn.
    gc.disable()
    try:
        from tui.cli import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # Before a command has begun there is nothing to say.
        code = 130
    sys.exit(code)


def _tell(kind: type[BaseException], fault: BaseException, _: TracebackType | None) -> None:
    """Tell of a fault in one sentence: a traceback has its message, which may quote a record."""
    if not isinstance(fault, Exception):
        return
    try:
        from tui import faults
    except ImportError:
        # Where the program itself has gone from the disk, no more can be told.
        print(f"incident-desk: ended by a fault of its own ({kind.__name__}).", file=sys.stderr)
        return
    faults.tell(fault)


def _tell_of_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        _tell(told.exc_type, told.exc_value, None)


def _note(told: sys.UnraisableHookArgs) -> None:
    # At its very end Python imports nothing more, and nobody is told.
    with suppress(ImportError):
        from tui import faults

        faults.note(told)


def _reopen_closed() -> None:
    """Have the standard streams lead nowhere that were closed by who called.

    A file that is opened would take the place of one of them, and get what is printed.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free is this one.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        if getattr(sys, name) is None:
            mode = "w" if number else "r"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    main()
