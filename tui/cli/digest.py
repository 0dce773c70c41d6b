"""`incident-desk digest`: what somebody decided and wrote in a stretch of time, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from store import moments
from store.dates import Instant
from store.derive.digest import Page, digest, page, seen_now
from store.repository import Repository
from store.text import clean
from tui.cli import complain
from tui.cli.codes import WRONG_ARGUMENTS
from tui.cli.opened import opened
from tui.cli.options import Options


def tell_digest(options: Options) -> int:
    """Print the digest; of oneself where nobody is named."""
    from tui.render.digest import markdown
    from tui.render.mending import local

    try:
        since = moments.start_of(options.since or "today", datetime.now().astimezone())
    except ValueError as error:
        return complain(f"--since: {error}.", WRONG_ARGUMENTS)
    with opened(options.place) as repository:
        by = "" if options.all else options.by or repository.author
        told = digest(_pages(repository, since, by))
        heading = f"Digest of {by or 'everybody'} since {local(since)}"
        for line in markdown(told, heading, with_names=not by):
            print(clean(line))
    return 0


def _pages(repository: Repository, since: Instant, by: str) -> Iterator[Page]:
    """Each page in a read of its own."""
    before: int | None = None
    while True:
        with repository.history() as log:
            found = page(log, since, by, before)
        with repository.read() as reader:
            found = seen_now(found, reader)
        yield found
        before = found.before
        if before is None:
            return
