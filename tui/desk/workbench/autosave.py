"""What is typed, saved within a second of the last key from a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from store.drafts import Drafts, OpenDraft
from store.errors import UnwritableStore
from store.ids import Ref
from tui import savers

#: So many seconds behind a key; the keys that follow meanwhile are saved with it.
BEHIND = 0.4
ELSEWHERE = "The store cannot be written. What you type is kept in {folder}."


class Autosave:
    """Keeps the draft of one text; begins it when something is typed."""

    def __init__(
        self,
        drafts: Drafts,
        begins: tuple[tuple[Ref, ...], Ref | None, int],
        say: Callable[[str], object],
        resumed: OpenDraft | None = None,
    ) -> None:
        """`begins` is what a draft is begun with: about what, of which note, which version.

        `say` is called from the thread that saves: it must not wait for the screen.
        """
        self._drafts = drafts
        self._begins = begins
        self._say = say
        self._open = resumed
        self._usual = self._said = ""
        self.unkept = ""
        """The newest text, while it is on no disk."""
        self._unsaved: str | None = None
        self._saving = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def typed(self, text: str) -> None:
        """Have a text saved soon."""
        self._unsaved = text
        self._wake.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="draft", daemon=True)
            self._thread.start()
            # A desk that is ended, by a signal for example, saves the last keys, too.
            savers.keep(self._save)

    def now(self, text: str) -> OpenDraft | None:
        """Save a text at once; the draft, or None where it can be kept nowhere."""
        self._unsaved = text
        self._save()
        return self._open

    def keep(self) -> bool:
        """Save what was typed last, and let the draft go; whether there is one.

        What can be kept nowhere is not let go of: `unkept` is the text.
        """
        self._save()
        if self.unkept:
            return False
        self._end()
        if self._open is not None:
            self._open.keep()
        return self._open is not None

    def discard(self) -> None:
        """The text is written, or nobody wants it."""
        self._end()
        with self._saving:
            self._unsaved, self.unkept = None, ""
            if self._open is not None:
                self._open.discard()

    def _end(self) -> None:
        self._stop.set()
        self._wake.set()
        savers.forget(self._save)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            self._stop.wait(BEHIND)
            if not self._stop.is_set():
                self._save()

    def _save(self) -> None:
        with self._saving:
            text, self._unsaved = self._unsaved, None
            if text is None:
                return
            try:
                said, self.unkept = self._put(text), ""
            except UnwritableStore as error:
                said, self.unkept = str(error), text
            if said != self._said:
                self._said = said
                self._say(said)

    def _put(self, text: str) -> str:
        """Have it on the disk; what there is to say about where, "" for what is usual."""
        if self._open is None:
            self._open, is_inside = self._drafts.begin(*self._begins, text)
        else:
            try:
                self._open.save(text)
            except UnwritableStore:
                self._open, is_inside = self._drafts.moved(self._open, text)
            else:
                return self._usual
        self._usual = "" if is_inside else ELSEWHERE.format(folder=self._open.path.parent)
        return self._usual
