"""The notes that call who works here: counted on a thread of its own, until they are read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection

from textual.message import Message

from store.errors import DeskError, Interrupted
from store.ids import Kind, Ref
from store.model import Note
from tui.desk.link import Link
from tui.seen_calls import SeenCalls, place

#: So many seconds lie between two looks at what other desks of the same login have shown.
TICK = 1.0


class CallsChanged(Message):
    """So many notes call who works here, and have not been read."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count


class Calls:
    """Counts for one desk."""

    def __init__(self, link: Link, post: Callable[[Message], object]) -> None:
        self._link = link
        self._post = post
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._is_asked = True
        self._notes: dict[Ref, Note] = {}
        self._unread: frozenset[Ref] = frozenset()
        self._shown: list[Ref] = []
        self._told = 0

    def hear(self, changed: Collection[Ref] | None) -> None:
        """These records were written; None for too many to name."""
        if changed is None or any(ref.kind is Kind.NOTE for ref in changed):
            self._is_asked = True
            self._wake.set()

    def show(self, ref: Ref | None) -> None:
        """The detail shows the record: a note in it is read."""
        if ref in self._unread and ref is not None:
            self._shown.append(ref)
            self._wake.set()

    def stop(self) -> None:
        """End `run` soon."""
        self._stop.set()
        self._wake.set()

    def run(self) -> None:
        """Count until `stop`."""
        seen = SeenCalls(place())
        while not self._stop.is_set():
            self._wake.wait(TICK)
            self._wake.clear()
            if self._stop.is_set():
                return
            if self._is_asked:
                self._is_asked = False
                self._read()
            seen.look()
            while self._shown:
                note = self._notes.get(self._shown.pop())
                if note is not None and note.uid not in seen:
                    seen.add(note.uid)
            self._unread = frozenset(
                ref for ref, note in self._notes.items() if note.uid not in seen
            )
            if len(self._unread) != self._told:
                self._told = len(self._unread)
                self._post(CallsChanged(self._told))

    def _read(self) -> None:
        from store.derive.mentions import calling  # noqa: PLC0415  not before the first screen

        try:
            with self._link.asking(self._stop.is_set) as (reader, asker):
                found = calling(reader, self._link.author, asker)
        except (Interrupted, DeskError):
            # The desk closes, or the store cannot be read, of which who watches it tells.
            return
        self._notes = {note.ref: note for note in found}
