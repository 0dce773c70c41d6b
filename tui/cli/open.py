"""`incident-desk FOLDER`: open the desk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from store import folder as folders
from store.repository import Repository
from store.text import clean
from tui import config
from tui.cli import complain
from tui.cli.codes import NO_TERMINAL, WRONG_ARGUMENTS
from tui.cli.leaving import leave
from tui.cli.offer import how_to_open
from tui.cli.progress import show_building
from tui.config import Config
from tui.render.chrome import Past


def open_desk(folder: Path, theme: str, as_of: str = "") -> int:
    """Open a store on this terminal; its TinyDB file is brought up to date on leaving.

    As of an operation or a time it is opened for reading.
    """
    problem = terminal_problem()
    if problem:
        return complain(problem, NO_TERMINAL)
    set_up = config.read()
    theme = theme or set_up.theme
    is_bare = folders.is_bare(folder)
    if is_bare and as_of:
        return complain(
            f"{folder} is a bare file, which has no history: --as-of is for stores.",
            WRONG_ARGUMENTS,
        )
    open_it = Repository.look_at if is_bare else Repository.open
    repository = open_it(folder, author=set_up.user, progress=show_building)
    try:
        if as_of:
            return _run_past(repository, theme, as_of, set_up)
        return _run(repository, theme, set_up)
    finally:
        repository.close()


def _run_past(repository: Repository, theme: str, as_of: str, set_up: Config) -> int:
    from tui.render.history import past_of

    sequence = repository.operation_at(as_of)
    with repository.history() as log:
        past = past_of(log.entry(sequence))
    then = repository.as_of(sequence)
    try:
        return _run(then, theme, set_up, past)
    finally:
        then.close()


def terminal_problem() -> str:
    """Why the desk cannot be drawn here; "" when it can."""
    # Textual draws on stderr.
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        return "the desk needs a terminal for its input and its output."
    if os.environ.get("TERM", "dumb") in ("dumb", ""):
        return "the desk needs a terminal that can move its cursor, and TERM names none."
    return ""


def _run(repository: Repository, theme: str, set_up: Config, past: Past | None = None) -> int:
    # Read when Textual is imported: a key's answer waits for the next frame.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    if "NO_COLOR" in os.environ:
        # Also read then: in any other theme, no colour means greys of 24 bits.
        os.environ.setdefault("TEXTUAL_THEME", "ansi-dark")
    from tui.cli import ending
    from tui.desk.app import Desk
    from tui.desk.bare_link import BareLink
    from tui.desk.link import Link

    first = BareLink(repository) if repository.bare else Link(repository)
    desk = Desk(first, theme, past, set_up)
    try:
        # Over SSH, reporting the mouse takes the terminal's own selection away.
        with ending.told(desk.end):
            desk.run(mouse="SSH_CONNECTION" not in os.environ)
            if desk.ended_by:
                with ending.bounded():
                    leave(desk.link.repository)
                return ending.code_of(desk.ended_by)
        if desk.refusal is not None:
            raise desk.refusal
        if desk.return_code:
            return desk.return_code
        code = leave(desk.link.repository)
    finally:
        if desk.link is not first:
            desk.link.close()
    if desk.link is not first:
        made = desk.link.repository.folder.path
        print(f"Made a store of {clean(str(repository.bare))}. {how_to_open(made)}")
    return code
