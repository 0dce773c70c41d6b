"""The others: the notes in which they call who works here, and who of them is here now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from store.derive.mentions import mentions_of
from store.ids import Kind, Ref
from store.syntax import Asked, Every, Query, Text
from tui.desk.bench import Bench
from tui.desk.dialogs.told import ToldDialog
from tui.intents import Action
from tui.render.present import present_rows
from tui.render.told import Row

NO_NAME = (
    "Nobody can call you: your name has no letters. `incident-desk config` tells how to set it."
)
#: So many seconds lie between two looks at who is here.
TICK = 1.0


class Company:
    """Carries out what is about the others."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def begin(self, action: Action) -> None:
        """List the notes, or show who is here."""
        if action is Action.CALLS:
            self._list_calls()
        else:
            dialog = ToldDialog("WHO IS HERE", self._read, self._bench.bindings, TICK)
            self._bench.ask(dialog, self._follow)

    def _list_calls(self) -> None:
        query = mentions_of(self._bench.link.author)
        if query is None or query.node is None:
            self._bench.say(NO_NAME)
            return
        notes = Asked("kind", Text(Kind.NOTE.noun))
        self._bench.desk.search(str(Query(Every((notes, query.node)))))

    def _read(self, unwanted: Callable[[], bool]) -> Sequence[Row]:
        found = self._bench.link.present()
        refs = dict.fromkeys(one.record for one in found if _is_reference(one.record))
        with self._bench.link.asking(unwanted) as (reader, _):
            named = {ref: reader.find(Ref(ref)) for ref in refs}
        seen = self._bench.link.covers.seen
        labels = {ref: seen(record).label for ref, record in named.items() if record is not None}
        today = f"{datetime.now().astimezone():%Y-%m-%d}"
        return present_rows(found, labels, self._bench.link.author, today)

    def _follow(self, ref: Ref | None) -> None:
        if ref is not None:
            self._bench.desk.follow(ref)


def _is_reference(text: str) -> bool:
    """Whether another session says of itself what a reference is."""
    try:
        Ref(text)
    except ValueError:
        return False
    return True
