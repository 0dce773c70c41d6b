"""`incident-desk`, and `python -m tui`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; the exit code says how it went."""
    # Thousands of functions and classes come in and stay: looking for garbage among them delays
    # the first screen. The desk turns the collector on when that has been drawn.
    gc.disable()
    from tui.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
