"""`incident-desk checkpoint --store FOLDER`: write the TinyDB file."""

from __future__ import annotations

import sys
from pathlib import Path

from store.changes import Operation
from store.errors import OutsideChange, StoreReadOnly
from store.outside import Finding
from store.repository import Repository
from store.text import clean
from tui import config
from tui.cli import tell


def checkpoint(folder: Path, *, take: bool = False, replace: bool = False) -> int:
    """Bring incidents.json up to the newest operation, and its changes by others in.

    `take` and `replace` decide about a file that is not ours.
    """
    aside = None
    repository = Repository.open(folder, author=config.user(tell))
    try:
        if repository.only_reads:
            raise StoreReadOnly(folder, repository.only_reads)
        if repository.told:
            print(clean(repository.told), file=sys.stderr)
        if take and repository.outside():
            taken = repository.take_outside()
            print("Nothing in it was new." if taken is None else f"Took in {_records(taken)}.")
        elif replace:
            aside = repository.replace_outside()
            if aside:
                print(f"The file that was there lies in {clean(str(aside))}.")
        is_waiting = repository.is_waiting
    except BaseException:
        repository.close()
        raise
    done = repository.leave()
    if done.taken:
        print(f"Took in what another program changed: {_records(done.taken)}.")
    if done.question and done.question.kind is Finding.DAMAGED:
        print(clean(done.question.sentence))
    elif done.question:
        raise OutsideChange(done.question.path, done.question.sentence)
    state = "written" if done.written or aside else "up to date already"
    if is_waiting:
        state += ", but for what somebody is still writing: it has all of that when it is done"
    print(f"{clean(str(repository.folder.document_file))} is {state}.")
    return 0


def _records(taken: Operation) -> str:
    return f"{taken.records:,} record{'' if taken.records == 1 else 's'}"
