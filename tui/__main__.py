"""`incident-desk`, and `python -m tui`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the exit code says how it went."""
    from tui.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
