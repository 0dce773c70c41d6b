"""`incident-desk FOLDER`: open the desk."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from store import folder as folders
from store.care.switch import is_decided
from store.text import clean
from tui import terminal as terminals
from tui.cli import complain
from tui.cli.codes import NO_TERMINAL, WRONG_ARGUMENTS
from tui.cli.options import Options

if TYPE_CHECKING:
    from store.repository import Repository
    from tui.cli.deadline import Deadline
    from tui.config import Config
    from tui.desk.app import Desk
    from tui.desk.beginning import Beginning
    from tui.desk.link import Link
    from tui.desk.place import Place
    from tui.desk.terminal.opening import OpenedTerminal
    from tui.lean import Lean
    from tui.render.chrome import Past
    from tui.terminal import Terminal

#: Why nothing can be changed in a desk that is opened so.
READ_ONLY = "it was opened with --read-only"


def open_desk(folder: Path, options: Options) -> int:
    """Open a store on this terminal; its TinyDB file is brought up to date on leaving.

    As of an operation or a time it is opened for reading.
    """
    problem = terminal_problem()
    if problem:
        return complain(problem, NO_TERMINAL)
    as_of = options.as_of
    is_bare = folders.is_bare(folder)
    if is_bare and as_of:
        return complain(
            f"{folder} is a bare file, which has no history: --as-of is for stores.",
            WRONG_ARGUMENTS,
        )
    # Who named a wrong folder is told so before the rest is loaded. A store that a broken-off
    # restore has left out is put in its place by opening it.
    if not is_bare and not is_decided(folder):
        folders.find(folder)
    from store.repository import Repository
    from tui import config
    from tui.cli.progress import show_building

    set_up = config.read()
    repository = (
        Repository.look_at(folder, author=set_up.user, progress=show_building)
        if is_bare
        else Repository.open(
            folder,
            author=set_up.user,
            progress=show_building,
            only_reads=READ_ONLY if options.read_only else "",
        )
    )
    try:
        if as_of:
            return _run_past(repository, options, set_up)
        return _run(repository, options, set_up)
    finally:
        repository.close()


def _run_past(repository: Repository, options: Options, set_up: Config) -> int:
    from tui.render.history import past_of

    sequence = repository.operation_at(options.as_of)
    with repository.history() as log:
        past = past_of(log.entry(sequence))
    then = repository.as_of(sequence)
    try:
        return _run(then, options, set_up, past)
    finally:
        then.close()


def terminal_problem() -> str:
    """Why the desk cannot be drawn here; "" when it can."""
    if os.environ.get("TEXTUAL_DRIVER"):
        # Who asks for another driver has something else to draw on, such as a page.
        return ""
    # Textual draws on stderr.
    streams = {"input": sys.stdin, "output": sys.stdout, "error output": sys.stderr}
    elsewhere = [name for name, stream in streams.items() if not stream.isatty()]
    if elsewhere:
        lead = "leads" if len(elsewhere) == 1 else "lead"
        return f"the desk needs a terminal, and its {' and '.join(elsewhere)} {lead} elsewhere."
    return terminals.why_not(terminals.of_environment(os.environ), sys.stderr.encoding)


def _run(repository: Repository, options: Options, set_up: Config, past: Past | None = None) -> int:
    # Read when Textual is imported: a key's answer waits for the next frame.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    kind = terminals.prepared(os.environ)
    from tui.cli.deadline import Deadline
    from tui.cli.offer import how_to_open
    from tui.connection import begun as measured
    from tui.desk.bare_link import BareLink
    from tui.desk.beginning import begin
    from tui.desk.link import Link
    from tui.desk.place import Place
    from tui.intents import Action
    from tui.lean import Choice

    first = BareLink(repository) if repository.bare else Link(repository)
    place = None if past or repository.bare else Place(first)
    named, choice = options.theme or set_up.theme, Choice(options.lean or set_up.lean)
    lean = measured(choice, os.environ, keeps_theme=bool(named))
    theme = _theme(named, kind)
    deadline = Deadline()
    with ExitStack() as opening:
        if place is not None:
            opening.enter_context(place)
        begun = begin(first, past, set_up, place=place)
        terminal = None
        # Other drivers do not go on from what is on the screen.
        if options.driver == "patching" and not os.environ.get("TEXTUAL_DRIVER"):
            begun, terminal = _show_first_rows(begun, first, theme, kind, lean, opening)
        from tui.desk.app import Desk

        desk = Desk(first, theme, past, set_up, options.driver, lean, place, begun, terminal)
        if options.command == "triage":
            desk.opens_with = Action.INBOX
        try:
            has_mouse = set_up.has_mouse(is_remote=kind.is_remote)
            code = _stay(desk, deadline, place, opening, has_mouse=has_mouse)
        finally:
            if place is not None and not desk.ended_by:
                place.discard()
            if desk.link is not first:
                desk.link.close()
    if desk.link is not first and not (desk.ended_by or desk.return_code):
        made = desk.link.repository.folder.path
        print(clean(f"Made a store of {repository.bare}. {how_to_open(made)}"))
    return code


def _stay(
    desk: Desk, deadline: Deadline, place: Place | None, opening: ExitStack, *, has_mouse: bool
) -> int:
    """Run the desk until it is left, and bring its TinyDB file up to date; the exit code."""
    from tui import faults
    from tui.cli import ending
    from tui.cli.leaving import leave

    deadline.end, desk.lost = desk.end, deadline.lose
    with ending.told(deadline.begin), faults.caught(desk.fail):
        with deadline.watching(), opening:
            desk.run(mouse=has_mouse)
        if desk.ended_by:
            with ending.bounded(deadline.left):
                leave(desk.link.repository)
            return ending.code_of(desk.ended_by)
        if place is not None:
            # It was left by a key, whatever becomes of the terminal while the file is written.
            place.discard()
    if desk.refusal is not None:
        raise desk.refusal
    return desk.return_code or leave(desk.link.repository)


def _show_first_rows(
    begun: Beginning, link: Link, theme: str, kind: Terminal, lean: Lean, until: ExitStack
) -> tuple[Beginning, OpenedTerminal]:
    """Have on the terminal what the desk will show first, before it is loaded."""
    from tui import looks
    from tui.desk.first_rows import Paper, first_rows
    from tui.desk.terminal.bce import erases
    from tui.desk.terminal.colours import colours_of
    from tui.desk.terminal.opening import opened, size_of_terminal
    from tui.render.address import has_links
    from tui.signs import stand_ins

    width, height = size_of_terminal()
    paper = Paper(
        width,
        height,
        looks.TERMINAL if lean.is_on and not lean.keeps_theme else theme,
        kind.is_plain,
        colours_of(os.environ),
        has_dividers=not lean.is_on,
        has_links=has_links(kind),
        signs=stand_ins(kind),
    )
    begun, grid = first_rows(begun, link, paper)
    return begun, until.enter_context(opened(grid, erases=erases(kind)))


def _theme(named: str, kind: Terminal) -> str:
    """The colours that the desk begins with."""
    from tui import looks

    # Without colour, the terminal's own black and white are the only safe ones: Textual would
    # turn those of another theme into greys, and send these.
    return looks.TERMINAL if kind.is_plain else named or looks.suited(kind)
