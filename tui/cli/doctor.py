"""`incident-desk doctor [FOLDER]`: what the desk finds around it, and how a store is."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from store import folder as folders
from store import opening
from store.care.health import engine, health
from store.drafts import Drafts
from store.errors import StoreError
from store.text import clean_lines
from tui import config, connection, faults
from tui.cli.codes import CANNOT_OPEN
from tui.cli.json_lines import write_line
from tui.cli.options import STORE_VARIABLE
from tui.config import Config
from tui.desk.terminal.clipboard import way
from tui.doctor import around, program, screen, store
from tui.doctor.answers import ask
from tui.doctor.finding import Finding, bad, code, lines
from tui.doctor.screen import Line, Shown
from tui.intents import Action
from tui.terminal import Terminal, of_environment


def doctor(folder: Path | None, *, as_json: bool) -> int:
    """Print each finding; the exit code is that of the first which stops the desk."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A locale without a letter is what this is to tell of, and not to fail of.
        sys.stdout.reconfigure(errors="replace")
    set_up = config.read()
    found = list(_all(folder or _named(), set_up))
    if as_json:
        write_line([one.values for one in found])
    else:
        print(clean_lines("\n".join(lines(found))))
    return code(found)


def _named() -> Path | None:
    """The store that the environment names."""
    named = os.environ.get(STORE_VARIABLE)
    return Path(named) if named else None


def _all(folder: Path | None, set_up: Config) -> Iterator[Finding]:
    terminal = of_environment(os.environ)
    yield from _terminal_findings(terminal, set_up)
    yield program.locale_finding(os.environ, program.charset())
    yield from program.versions(engine())
    yield from program.variable_findings(os.environ)
    yield program.editor_finding(os.environ)
    place = config.place()
    is_there = place.exists()
    yield from program.configuration_findings(set_up, str(place), is_there=is_there)
    yield program.fault_finding(faults.newest())
    if folder is not None:
        yield from _store_findings(folder, set_up)


def _terminal_findings(terminal: Terminal, set_up: Config) -> Iterator[Finding]:
    source, sink = 0, 1
    answers = ask(source, sink, terminal.name)
    entry, size = screen.entry_of(terminal.name or "unknown", sink), _size()
    yield from screen.findings(Shown(terminal, entry, size, answers), os.environ)
    if size and terminal.can_move:
        yield from screen.reach_findings(
            mouse=set_up.mouse,
            has_mouse=set_up.has_mouse(is_remote=terminal.is_remote),
            key=set_up.bindings.first(Action.MOUSE),
            clipboard=way(terminal, os.environ).words,
        )
    if os.environ.get("TMUX"):
        yield from around.tmux_findings(around.tmux(os.environ))
    elif os.environ.get("STY"):
        yield from around.screen_findings(os.environ)
    meant = connection.found(os.environ)
    line = Line(
        answers,
        connection.is_answered_here(os.environ),
        meant is not None,
        connection.trip(meant) if meant else None,
        set_up.lean,
    )
    yield from screen.line_findings(line)


def _size() -> tuple[int, int] | None:
    """Columns and lines of the terminal that one of the streams leads to."""
    for stream in (0, 1, 2):
        try:
            width, height = os.get_terminal_size(stream)
        except OSError:
            continue
        return width, height
    return None


def _store_findings(folder: Path, set_up: Config) -> Iterator[Finding]:
    if folders.is_bare(folder):
        yield Finding("store", f"{folder} is a bare file: `incident-desk {folder}` looks at it")
        return
    try:
        found = health(folder)
    except StoreError as error:
        yield bad("store", str(error).removesuffix("."), "", CANNOT_OPEN)
        return
    yield from store.findings(found, _drafts(found.folder, set_up))


def _drafts(folder: folders.Folder, set_up: Config) -> int:
    """How many notes and forms this user left unfinished."""
    from platformdirs import user_state_path

    who, own = set_up.user or opening.login_name(), user_state_path("incident-desk")
    return sum(len(Drafts(folder, who, own, of).all()) for of in ("", "forms"))
