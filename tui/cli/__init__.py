"""The command line: one module a command, none of them loaded before it is asked for.

Exit codes: 0 done; 1 the program itself failed; 2 wrong arguments; 3 the store cannot be opened;
4 no terminal; 5 the store cannot be written; 6 the store is damaged; 130 ended by Ctrl+C,
129 and 143 by SIGHUP and SIGTERM.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from tui.cli import parser

WRONG_ARGUMENTS = 2
CANNOT_OPEN = 3
NO_TERMINAL = 4
CANNOT_WRITE = 5
DAMAGED = 6


def run(arguments: Sequence[str]) -> int:
    """Carry a command line out; the exit code."""
    options = parser.parse(arguments)
    from store.errors import (
        DamagedStore,
        DeskError,
        OutsideChange,
        StoreExists,
        StoreInUse,
        StoreReadOnly,
        UnknownOperation,
        UnknownRecord,
        UnwritableStore,
        reason_of,
    )
    from tui.cli import ending

    try:
        with ending.told(ending.stop):
            return _carry_out(options)
    except (StoreExists, StoreInUse, StoreReadOnly, OutsideChange, UnwritableStore) as error:
        return complain(str(error), CANNOT_WRITE)
    except (UnknownOperation, UnknownRecord) as error:
        return complain(str(error), WRONG_ARGUMENTS)
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


def _carry_out(options: parser.Options) -> int:
    match options.command:
        case "new":
            from tui.cli.new import new

            return new(options.place, team=options.team, source=options.other)
        case "checkpoint":
            from tui.cli.checkpoint import checkpoint

            return checkpoint(options.place, take=options.take, replace=options.replace)
        case "history":
            from tui.cli.history import history

            return history(options.place, options.ref, options.limit, jsonl=options.jsonl)
        case "verify" | "backup" | "restore" | "recover":
            return _look_after(options)
        case "demo":
            from tui.cli.demo import demo

            return demo(options.folder, options.theme, fresh=options.fresh)
        case _:
            from tui.cli.open import open_desk

            return open_desk(options.place, options.theme, as_of=options.as_of)


def _look_after(options: parser.Options) -> int:
    if options.command == "verify":
        from tui.cli.verify import show_head, verify_store

        return (
            show_head(options.place) if options.head else verify_store(options.place, options.noted)
        )
    other = options.other or options.place
    if options.command == "backup":
        from tui.cli.backup import back_up

        return back_up(options.place, other)
    if options.command == "recover":
        from tui.cli.recover import recover_store

        return recover_store(options.place, other)
    from tui.cli.restore import restore_store

    return restore_store(other, options.place)


def _stopped(options: parser.Options, code: int) -> int:
    left = _left(options)
    return complain(f"stopped; {left}.", code) if left else code


def _left(options: parser.Options) -> str:
    """What a command has left that was ended before its end; "" where there is nothing to say."""
    from store.care.switch import is_decided
    from store.folder import is_store

    place = options.place
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
    return ""


def complain(sentence: str, code: int) -> int:
    """Say on stderr what went wrong; the code given."""
    tell(sentence)
    return code


def tell(sentence: str) -> None:
    """Say something on stderr."""
    from store.text import clean

    print(f"incident-desk: {clean(sentence)}", file=sys.stderr)
