"""The command line: one module a command, none of them loaded before it is asked for.

`commands` is the table of them, `codes` has the exit codes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress

from tui.cli import commands, parser
from tui.cli.codes import CANNOT_OPEN, CANNOT_WRITE, DAMAGED, NOT_DONE, WRONG_ARGUMENTS
from tui.cli.options import Options


def run(arguments: Sequence[str]) -> int:
    """Carry a command line out; the exit code."""
    options = parser.parse(arguments)
    from store.errors import (
        DamagedStore,
        DeskError,
        NothingToUndo,
        OutsideChange,
        RecordError,
        Stale,
        StoreExists,
        StoreInUse,
        StoreReadOnly,
        UnknownOperation,
        UnwritableStore,
        reason_of,
    )
    from tui.cli import ending

    configured: AbstractContextManager[None] = nullcontext()
    if options.config is not None:
        # What is asked for and cannot be done is told before this is loaded.
        from tui import config

        problem = config.unreadable(options.config)
        if problem:
            return complain(problem, WRONG_ARGUMENTS)
        configured = config.named(options.config)
    try:
        with ending.told(ending.stop), configured:
            return commands.COMMANDS[options.command].run(options)
    except (StoreExists, StoreInUse, StoreReadOnly, OutsideChange, UnwritableStore) as error:
        return complain(str(error), CANNOT_WRITE)
    except (UnknownOperation, RecordError) as error:
        return complain(str(error), WRONG_ARGUMENTS)
    except (NothingToUndo, Stale) as error:
        return complain(str(error), NOT_DONE)
    except DeskError as error:
        return complain(str(error), DAMAGED if isinstance(error, DamagedStore) else CANNOT_OPEN)
    except BrokenPipeError:
        # Whoever read has seen enough; what is still to be written at the end must go somewhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        return complain(f"{named}{reason_of(error)}.", CANNOT_WRITE)
    except KeyboardInterrupt as interrupt:
        return _stopped(options, ending.code_of(interrupt))


def _stopped(options: Options, code: int) -> int:
    left = _left(options)
    return complain(f"stopped; {left}.", code) if left else code


def _left(options: Options) -> str:
    """What a command has left that was ended before its end; "" where there is nothing to say."""
    from store.care.switch import is_decided
    from store.folder import is_store

    place = options.folder
    if place is None:
        return ""
    match options.command:
        case "new":
            return f"{place} holds a whole store" if is_store(place) else "no store was made"
        case "backup" | "recover":
            to = options.other or place
            return f"{to} holds a whole store" if is_store(to) else f"nothing was left in {to}"
        case "restore" if is_decided(place):
            return "the restore is finished when the store is opened next"
        case "restore":
            whole = "the store is whole, as it was or restored"
            return whole if is_store(place) else "no store was made"
        case "checkpoint":
            return "incidents.json is whole, as it was or written anew"
        case "verify":
            return "not everything was looked at"
        case "index":
            return "what is built stays, and the next desk goes on"
    return ""


def complain(sentence: str, code: int) -> int:
    """Say on stderr what went wrong; the code given."""
    tell(sentence)
    return code


def tell(sentence: str) -> None:
    """Say something on stderr."""
    from store.text import clean

    # The terminal may be gone: the exit code is all that is left to say it with.
    with suppress(OSError):
        print(f"incident-desk: {clean(sentence)}", file=sys.stderr, flush=True)
