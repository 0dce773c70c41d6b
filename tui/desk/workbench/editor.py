"""The person's own editor, run in the desk's place."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

from textual.app import App

from store.errors import reason_of
from store.text import clean

#: Where a person says which editor; the first that is set and there is taken.
VARIABLES = ("VISUAL", "EDITOR")


class Chosen(NamedTuple):
    """An editor; without a command it is the desk's own."""

    command: tuple[str, ...]
    remark: str = ""
    """What is wrong with one that was asked for, in one sentence; "" for nothing."""

    @property
    def name(self) -> str:
        """What it is called."""
        return clean(Path(self.command[0]).name)[:40] if self.command else ""


def chosen(environment: Mapping[str, str] | None = None) -> Chosen:
    """The editor that the environment names."""
    environment = os.environ if environment is None else environment
    remark = ""
    for variable in VARIABLES:
        asked = environment.get(variable, "").strip()
        if not asked:
            continue
        try:
            command = tuple(shlex.split(asked))
        except ValueError:
            command = ()
        if command and shutil.which(command[0], path=environment.get("PATH")):
            return Chosen(command, remark)
        shown = clean(asked)[:40]
        said = f"There is no program {shown!r}, which {variable} names."
        if not command:
            said = f"{variable} is {shown!r}, which is no command."
        remark = remark or said
    return Chosen((), remark)


def run(app: App[None], editor: Chosen, file: Path) -> str:
    """Have a file edited while the desk is put aside; what went wrong in a sentence, or ""."""
    try:
        with _aside(app), _undisturbed():
            # Nothing is raised inside: the desk has to come back.
            code = _code([*editor.command, str(file)])
    except OSError as error:
        return f"The terminal could not be given to {editor.name}: {reason_of(error)}."
    match code:
        case 0:
            return ""
        case str():
            return f"{editor.name} could not be started: {code}."
        case int() if code < 0:
            return f"{editor.name} was ended by {_signal(-code)}."
        case _:
            return f"{editor.name} ended with the error {code}."


def _code(command: list[str]) -> int | str:
    """How it ended; or why it did not begin."""
    try:
        return subprocess.run(command, check=False).returncode
    except OSError as error:
        return reason_of(error)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _aside(app: App[None]) -> AbstractContextManager[None]:
    """Without a terminal there is nothing to put aside."""
    return nullcontext() if app.is_headless else app.suspend()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keys that interrupt are meant for the editor, and would end the desk behind it."""
    # A handler of ours, and not SIG_IGN: that one the editor would inherit.
    before = {one: signal.signal(one, _leave_it) for one in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _leave_it(number: int, frame: object) -> None:
    del number, frame
