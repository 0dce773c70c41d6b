"""What this person decided and wrote today, in a panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from store.dates import Instant
from store.derive.digest import Page, digest, page, seen_now
from store.errors import Interrupted
from store.ids import Ref
from store.moments import start_of
from store.text import clean
from tui.desk.bench import Bench
from tui.desk.dialogs.told import ToldDialog
from tui.intents import Action
from tui.render.digest import rows_of
from tui.render.told import Row


class Digest:
    """Tells what was done today."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def begin(self, action: Action) -> None:
        """Open the panel."""
        del action
        since = start_of("today", datetime.now().astimezone())
        heading = f"DIGEST of {clean(self._bench.link.author)}, today"
        dialog = ToldDialog(heading, partial(self._read, since), self._bench.bindings)
        self._bench.ask(dialog, self._follow)

    def _read(self, since: Instant, unwanted: Callable[[], bool]) -> Sequence[Row]:
        return rows_of(digest(self._pages(since, unwanted)))

    def _pages(self, since: Instant, unwanted: Callable[[], bool]) -> Iterator[Page]:
        before: int | None = None
        while True:
            if unwanted():
                raise Interrupted
            author, link = self._bench.link.author, self._bench.link
            with link.history() as log:
                found = page(log, since, author, before)
            with link.asking(unwanted) as (reader, _):
                found = seen_now(found, reader)
            yield found
            before = found.before
            if before is None:
                return

    def _follow(self, ref: Ref | None) -> None:
        if ref is not None:
            self._bench.desk.follow(ref)
