"""The command line: one module a command, none of them loaded before it is asked for.

Exit codes: 0 done; 1 the program itself failed; 2 wrong arguments; 3 the store cannot be opened;
4 no terminal; 5 the store cannot be written; 130 ended by Ctrl+C.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tui.cli import parser

WRONG_ARGUMENTS = 2
CANNOT_OPEN = 3
NO_TERMINAL = 4
CANNOT_WRITE = 5
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Carry a command line out; the exit code."""
    options = parser.parse(arguments)
    from store.errors import (
        DeskError,
        OutsideChange,
        StoreExists,
        StoreReadOnly,
        UnwritableStore,
    )

    try:
        match options.command:
            case "new":
                from tui.cli.new import new

                return new(options.place, team=options.team)
            case "checkpoint":
                from tui.cli.checkpoint import checkpoint

                return checkpoint(options.place)
            case "demo":
                from tui.cli.demo import demo

                return demo(options.folder, options.theme, fresh=options.fresh)
            case _:
                from tui.cli.open import open_desk

                return open_desk(options.place, options.theme)
    except (StoreExists, StoreReadOnly, OutsideChange, UnwritableStore) as error:
        return complain(str(error), CANNOT_WRITE)
    except DeskError as error:
        return complain(str(error), CANNOT_OPEN)
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        return complain(f"{named}{(error.strerror or str(error)).lower()}.", CANNOT_WRITE)
    except KeyboardInterrupt:
        return INTERRUPTED


def complain(sentence: str, code: int) -> int:
    """Say on stderr what went wrong; the code given."""
    from store.text import clean

    print(f"incident-desk: {clean(sentence)}", file=sys.stderr)
    return code
