"""`incident-desk triage`: the inbox, on the desk or in plain lines."""

from __future__ import annotations

import os
import sys

from store import folder as folders
from store.repository import Repository
from tui import config
from tui.cli import complain, ending, tell
from tui.cli.changing import write_file
from tui.cli.codes import NO_TERMINAL
from tui.cli.leaving import leave
from tui.cli.open import READ_ONLY, open_desk, terminal_problem
from tui.cli.opened import index_for_a_while
from tui.cli.options import Options
from tui.cli.progress import in_lines, show_building
from tui.config import Config
from tui.terminal import of_environment


def triage(options: Options) -> int:
    """Open the desk in its inbox; in lines where that is asked for, or nothing else can be."""
    is_on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    # A script has to say that it means this: a slip with a pipe decides on nothing.
    if options.plain or (is_on_terminal and not of_environment(os.environ).can_move):
        with in_lines():
            return _hold(options, config.read())
    problem = terminal_problem()
    if problem:
        return complain(f"{problem} `incident-desk triage --plain` speaks in lines.", NO_TERMINAL)
    return open_desk(options.place, options)


def _hold(options: Options, set_up: Config) -> int:
    from tui.cli.plain.seat import Seat
    from tui.cli.plain.session import hold
    from tui.cli.plain.talk import Talk
    from tui.desk.bare_link import BareLink
    from tui.desk.link import Link

    if set_up.remark:
        tell(set_up.remark)
    place, who = options.place, set_up.user
    only_reads = READ_ONLY if options.read_only else ""
    repository = (
        Repository.look_at(place, author=who, progress=show_building)
        if folders.is_bare(place)
        else Repository.open(place, author=who, progress=show_building, only_reads=only_reads)
    )
    try:
        index_for_a_while(repository)
        link = BareLink(repository) if repository.bare else Link(repository)
        link.covers.key = "reveal"
        try:
            hold(Seat(link, Talk(options.lines or 0), set_up))
        except KeyboardInterrupt as interrupt:
            with ending.bounded():
                leave(repository)
            return ending.code_of(interrupt)
        return 0 if repository.only_reads else write_file(repository)
    finally:
        repository.close()
