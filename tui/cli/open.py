"""`incident-desk FOLDER`: open the desk."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from threading import Timer

from store import folder as folders
from store.repository import Repository
from store.text import clean
from tui import config
from tui.cli import NO_TERMINAL, WRONG_ARGUMENTS, complain
from tui.cli.ending import code_of
from tui.cli.offer import how_to_open
from tui.render.chrome import Past

#: So many seconds writing the file may take on leaving before it is told.
SLOW = 0.5


def open_desk(folder: Path, theme: str, as_of: str = "") -> int:
    """Open a store on this terminal; its TinyDB file is brought up to date on leaving.

    As of an operation or a time it is opened for reading.
    """
    problem = terminal_problem()
    if problem:
        return complain(problem, NO_TERMINAL)
    set_up = config.read()
    is_bare = folders.is_bare(folder)
    if is_bare and as_of:
        return complain(
            f"{folder} is a bare file, which has no history: --as-of is for stores.",
            WRONG_ARGUMENTS,
        )
    open_it = Repository.look_at if is_bare else Repository.open
    repository = open_it(folder, author=set_up.user, progress=_show_progress)
    try:
        if as_of:
            return _run_past(repository, theme, as_of)
        return _run(repository, theme, set_up.problem or repository.told)
    finally:
        repository.close()


def _run_past(repository: Repository, theme: str, as_of: str) -> int:
    from tui.render.history import past_of

    sequence = repository.operation_at(as_of)
    with repository.history() as log:
        past = past_of(log.entry(sequence))
    then = repository.as_of(sequence)
    try:
        return _run(then, theme, past=past)
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


def _run(repository: Repository, theme: str, remark: str = "", past: Past | None = None) -> int:
    # Read when Textual is imported: a key's answer waits for the next frame.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    if "NO_COLOR" in os.environ:
        # Also read then: in any other theme, no colour means greys of 24 bits.
        os.environ.setdefault("TEXTUAL_THEME", "ansi-dark")
    from tui.cli import ending
    from tui.desk.app import Desk
    from tui.desk.bare_link import BareLink
    from tui.desk.link import Link

    first = BareLink(repository) if repository.bare else Link(repository, remark)
    desk = Desk(first, theme, past)
    try:
        # Over SSH, reporting the mouse takes the terminal's own selection away.
        with ending.told(desk.end):
            desk.run(mouse="SSH_CONNECTION" not in os.environ)
            if desk.ended_by:
                with ending.bounded():
                    _leave(desk.link.repository)
                return ending.code_of(desk.ended_by)
        if desk.refusal is not None:
            raise desk.refusal
        if desk.return_code:
            return desk.return_code
        code = _leave(desk.link.repository)
    finally:
        if desk.link is not first:
            desk.link.close()
    if desk.link is not first:
        made = desk.link.repository.folder.path
        print(f"Made a store of {clean(str(repository.bare))}. {how_to_open(made)}")
    return code


def _leave(repository: Repository) -> int:
    """Bring incidents.json up to date, and say so where that takes longer."""
    from tui.cli.progress import Progress

    with Progress("Writing incidents.json", SLOW) as progress:
        try:
            # Until another process has written it, nothing is told.
            waiting = Timer(SLOW, progress.show, ("", 0, 0))
            waiting.daemon = True
            waiting.start()
            try:
                left = repository.leave(partial(progress.show, ""))
            finally:
                waiting.cancel()
                waiting.join()
        except KeyboardInterrupt as interrupt:
            progress.clear()
            said = "incidents.json is as it was; the desk writes it when it is open next."
            return complain(f"All changes are safe in desk.sqlite. {said}", code_of(interrupt))
    if left.question is not None:
        return complain(left.question.sentence, 0)
    return 0


def _show_progress(done: int, total: int) -> None:
    """One line on stderr that counts; the desk's screen covers it."""
    if total > 5000 and sys.stderr.isatty():
        end = "\n" if done + 500 > total else ""
        print(f"\rBuilding the working copy: {done * 100 // total} %", end=end, file=sys.stderr)
