"""`undo` and `redo`: the user's own newest operation, whoever else has worked since."""

from __future__ import annotations

import datetime

from store.changes import Act, Operation, Undone
from store.errors import NothingToUndo, StoreReadOnly
from store.repository import Repository
from store.text import clean
from tui.cli import complain
from tui.cli.changing import write_file
from tui.cli.codes import NOT_DONE
from tui.cli.opened import opened, today
from tui.cli.options import Options
from tui.render.mending import done_sentence, local, what

#: What was done longer ago is not taken back without a word.
RECENT = datetime.timedelta(hours=12)


def undo(options: Options) -> int:
    """Take it back, and say what was undone and what stays; what is older wants a yes."""
    with opened(options.place) as repository:
        _check_writable(options, repository)
        operation = repository.undoable()
        if operation is None:
            raise NothingToUndo("undo")
        if not (options.yes or _is_recent(operation)):
            when = local(operation.at)
            said = f"not undone, for it is of {when}: {what(operation)}; --yes undoes it."
            return complain(said, NOT_DONE)
        return _told(Act.UNDO, repository.undo(operation), repository)


def redo(options: Options) -> int:
    """Do again what was undone last."""
    with opened(options.place) as repository:
        _check_writable(options, repository)
        return _told(Act.REDO, repository.redo(), repository)


def _check_writable(options: Options, repository: Repository) -> None:
    if repository.only_reads:
        raise StoreReadOnly(options.place, repository.only_reads)


def _is_recent(operation: Operation) -> bool:
    """Whether it was done today, on this machine's clock, and not many hours ago."""
    if local(operation.at, "%Y-%m-%d") != today().isoformat():
        return False
    ago = datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(operation.at)
    return ago < RECENT


def _told(act: Act, done: Undone, repository: Repository) -> int:
    print(clean(done_sentence(act, done)))
    code = write_file(repository)
    return NOT_DONE if done.kept_count and not done.restored else code
