"""`add --watched`: what a desk would take in while it is open, once."""

from __future__ import annotations

from functools import partial

from store.arrivals import Unread
from store.changes import WATCH
from store.commands.arriving import Intake, Outcome
from store.ingest import reading
from store.ingest.limits import Allowed
from store.ingest.watched import Looking, turn
from store.text import clean
from tui import config
from tui.cli import complain, ending, tell
from tui.cli.changing import write_file
from tui.cli.codes import CANNOT_WRITE, NOT_ALL, WRONG_ARGUMENTS
from tui.cli.opened import opened
from tui.cli.options import Options
from tui.render import arriving
from tui.watching import TakingIn, of_store

NOTHING = "the configuration watches nothing for this store; docs/config.md tells how it does."


def add_watched(options: Options) -> int:
    """Add what is new in each place that the configuration watches for the store."""
    found = config.read()
    with opened(options.place) as repository, turn(repository.folder) as memory:
        watched = of_store(found.watch, repository.folder.path)
        if not watched:
            return complain(NOTHING, WRONG_ARGUMENTS)
        if memory is None:
            print("An open desk takes in what is watched; nothing was left to be done.")
            return 0
        stopped: list[int] = []
        read = partial(
            reading.arrivals,
            allowed=Allowed(private=found.ingest.private_addresses),
            stop=lambda: bool(stopped),
        )
        taking = TakingIn(
            watched,
            Looking(memory, read),
            repository.keep,
            partial(repository.run_in_parts, author=WATCH),
            repository.author,
            _tell,
        )
        with ending.told(stopped.append):
            intakes = [intake for _, intake in taking.look(at_all=True)]
        print(clean(_counts(intakes)))
        code = write_file(repository) if any(one.added for one in intakes) else 0
        return code or _code(intakes, stopped)


def _tell(one: Outcome | Unread) -> None:
    if isinstance(one, Unread):
        tell(arriving.left_out(one))
    else:
        print(clean(arriving.told(one)), flush=True)


def _counts(intakes: list[Intake]) -> str:
    whole = Intake()
    for one in intakes:
        whole.added += one.added
        whole.undated += one.undated
        whole.derived += one.derived
        whole.unread += one.unread
    return arriving.counts(whole)


def _code(intakes: list[Intake], stopped: list[int]) -> int:
    if stopped:
        return complain("stopped; what was added stays.", ending.code_of(stopped[0]))
    failure = next((one.failure for one in intakes if one.failure), None)
    if failure is not None:
        return complain(str(failure), CANNOT_WRITE)
    return NOT_ALL if any(one.unread for one in intakes) else 0
