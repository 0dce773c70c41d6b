"""`incident-desk FOLDER`: open the desk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from store.repository import Repository
from tui.cli import NO_TERMINAL, complain


def open_desk(folder: Path, theme: str) -> int:
    """Open a store on this terminal; its TinyDB file is brought up to date on leaving."""
    problem = terminal_problem()
    if problem:
        return complain(problem, NO_TERMINAL)
    repository = Repository.open(folder, progress=_show_progress)
    try:
        return _run(repository, theme)
    finally:
        repository.close()


def terminal_problem() -> str:
    """Why the desk cannot be drawn here; "" when it can."""
    # Textual draws on stderr.
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        return "the desk needs a terminal for its input and its output."
    if os.environ.get("TERM", "dumb") in ("dumb", ""):
        return "the desk needs a terminal that can move its cursor, and TERM names none."
    return ""


def _run(repository: Repository, theme: str) -> int:
    # Read when Textual is imported: a key's answer waits for the next frame.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    if "NO_COLOR" in os.environ:
        # Also read then: in any other theme, no colour means greys of 24 bits.
        os.environ.setdefault("TEXTUAL_THEME", "ansi-dark")
    from tui.desk.app import Desk
    from tui.desk.link import Link

    desk = Desk(Link(repository), theme)
    # Over SSH, reporting the mouse takes the terminal's own selection away.
    desk.run(mouse="SSH_CONNECTION" not in os.environ)
    if desk.refusal is not None:
        raise desk.refusal
    if desk.return_code:
        return desk.return_code
    if not repository.only_reads and not repository.has_outside_change:
        repository.checkpoint()
    return 0


def _show_progress(done: int, total: int) -> None:
    """One line on stderr that counts; the desk's screen covers it."""
    if total > 5000 and sys.stderr.isatty():
        end = "\n" if done + 500 > total else ""
        print(f"\rBuilding the working copy: {done * 100 // total} %", end=end, file=sys.stderr)
