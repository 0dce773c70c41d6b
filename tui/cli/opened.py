"""A store that is opened for the time of one command."""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from store import folder as folders
from store.errors import StoreError
from store.repository import Repository
from tui import config
from tui.cli import tell
from tui.cli.progress import Progress, show_building

#: So many seconds a search waits for its index; who searches next goes on with it.
PATIENCE = 3.0
SLOW = (
    "the full-text index is not whole yet, so every record is looked at; `incident-desk index`"
    " builds it, and so does an open desk."
)


@contextmanager
def opened(place: Path) -> Iterator[Repository]:
    """The store, or a bare file for reading; closed in the end."""
    open_it = Repository.look_at if folders.is_bare(place) else Repository.open
    repository = open_it(place, author=config.user(tell), progress=show_building)
    try:
        if repository.told:
            tell(repository.told)
        yield repository
        # A reader that has gone is told of here, and not at the end of the program.
        sys.stdout.flush()
    finally:
        repository.close()


@contextmanager
def searched(place: Path) -> Iterator[Repository]:
    """The same for a search: what its index lacks is built, as far as a person waits for it."""
    with opened(place) as repository:
        index_for_a_while(repository)
        yield repository


def index_for_a_while(repository: Repository) -> None:
    """Build what the index lacks, as far as a person waits for it; say where it lacks more."""
    until = time.monotonic() + PATIENCE
    try:
        with Progress("Indexing") as progress:
            repository.index(partial(progress.show, ""), lambda: time.monotonic() > until)
    except StoreError as error:
        # A search finds the same without it.
        tell(str(error))
    if not repository.is_indexed and not repository.only_reads:
        tell(SLOW)


def now() -> datetime.datetime:
    """This moment on this machine's clock, from which relative dates of a query count."""
    return datetime.datetime.now().astimezone()


def today() -> datetime.date:
    """The day on this machine's clock."""
    return now().date()
