"""The door to a store: open, read, run, undo, look back, keep in step.  Nothing else opens one.

A repository may be used from several threads; each has a connection of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from store import opening, presence
from store.changes import Change, Command, ForeignChange, Operation, Prepared
from store.errors import StoreExists, StoreReadOnly
from store.folder import Folder
from store.presence import Present
from store.reader import Reader
from store.session import Session
from store.sql import watermark
from store.sql.connection import PATIENCE
from store.sql.read import SqlReader, Stop
from store.taking_back import TakingBack

if TYPE_CHECKING:
    from store.bell import Bell
    from store.sql.commit import Progress as Written
    from store.sql.documents import Documents
    from store.sql.log import Log
    from store.tiny.checkpoint import Progress


class Repository(TakingBack):
    """An open store."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)

    @classmethod
    def create(cls, path: Path, *, team: bool = False) -> Repository:
        """Make a new, empty store; StoreExists when something is there.

        Raises UnwritableStore, also where a store would lie on a network file system.
        """
        return cls(opening.create(path, team=team))

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        author: str = "",
        progress: Progress | None = None,
        patience: float = PATIENCE,
        only_reads: str = "",
    ) -> Repository:
        """Open a store, building its working copy when there is none, or it is damaged.

        `patience` is for how many seconds a change waits for another one to end; `only_reads`
        says why nothing may be changed, where that is so.  Raises NotAStore, UnreadableStore,
        DamagedFile, NewerSchema; nothing is changed then.
        """
        return cls(opening.open_session(path, author, patience, progress, only_reads))

    @classmethod
    def look_at(
        cls, file: Path, *, author: str = "", progress: Progress | None = None
    ) -> Repository:
        """Open a bare TinyDB file for reading only, as it is now; it is neither written nor locked.

        A copy is read, which is removed by `close`.  Raises NotAStore, UnreadableStore,
        DamagedFile, NewerSchema; UnwritableStore where there is no room for the copy.
        """
        return cls(opening.look_at(file, author, progress))

    @classmethod
    def adopt(
        cls,
        file: Path,
        to: Path,
        *,
        team: bool = False,
        author: str = "",
        progress: Progress | None = None,
    ) -> Repository:
        """Make a store with a copy of a TinyDB file in it, which stays as it is, and open it.

        What `progress` raises ends it.  Raises StoreExists, UnwritableStore, and what `look_at`
        raises; nothing is left then.
        """
        return cls(opening.adopt(file, to, team=team, author=author, progress=progress))

    @property
    def bare(self) -> Path | None:
        """The bare TinyDB file that is looked at; None for a store."""
        return self._session.bare

    def place_for_store(self) -> Path:
        """Where a store of the bare file that is looked at would lie: beside it, a new folder.

        Raises UnwritableStore where none can be made.
        """
        return opening.place_for(self._session.place)

    def adopt_there(self, to: Path, progress: Progress | None = None) -> Repository:
        """As `adopt`, of the bare file that is looked at, and only where nothing lies."""
        if os.path.lexists(to):
            raise StoreExists(to, "something")
        return Repository.adopt(self._session.place, to, author=self.author, progress=progress)

    @property
    def is_outdated(self) -> bool:
        """Whether the bare file was written, or taken away, since it was opened."""
        from store.snapshot import FileSnapshot  # noqa: PLC0415  not before the first screen

        copy = self._session.snapshot
        return isinstance(copy, FileSnapshot) and copy.is_outdated

    @property
    def folder(self) -> Folder:
        """Where the store lies; of a bare file the copy that is read."""
        return self._session.folder

    @property
    def only_reads(self) -> str:
        """Why nothing can be written; "" when it can."""
        return self._session.only_reads

    @property
    def told(self) -> str:
        """What a person should know of how it was opened; "" for nothing."""
        return self._session.told

    @property
    def author(self) -> str:
        """Who acts in this session."""
        return self._session.who.author

    @property
    def session(self) -> str:
        """The uid of this session."""
        return self._session.who.session

    # -- reading --------------------------------------------------------------------------

    @contextmanager
    def read(self, stop: Stop | None = None) -> Iterator[Reader]:
        """A reader at one operation; close it before drawing, it holds SQLite's log open.

        `stop` is asked while a list of links is read; when it is true, that raises Interrupted.
        """
        with self._session.reading() as connection:
            past = self._session.past
            yield past.reader(connection, stop) if past else SqlReader(connection, stop)

    @contextmanager
    def history(self) -> Iterator[Log]:
        """The log of the store at one operation; close it as soon as a reader."""
        from store.sql.log import Log  # noqa: PLC0415  as above

        with self._session.reading() as connection:
            yield Log(connection)

    def operation_at(self, text: str) -> int:
        """The operation that a person means: a number, a day, a minute, a moment in UTC.

        A day or a minute is the user's own, and means its end.  UnknownOperation before the first.
        """
        with self.history() as log:
            return log.meant(text)

    def as_of(self, operation: int, progress: Progress | None = None) -> Repository:
        """The store as it was when the operation had been done, for reading only; close it.

        Of one written in parts that is the last part.  Slow where much has changed since.  Raises
        UnknownOperation, UnreadableStore, UnwritableStore.
        """
        from store.sql.asof import Past  # noqa: PLC0415  as above

        past = Past(self._session.working_copy, operation, progress)
        when = f"{past.at[:10]} {past.at[11:16]} UTC"
        shown = self._session.as_of(past, f"this is how it was at operation {operation}, {when}")
        try:
            with shown.reading() as connection:
                past.put_in_order(connection)
        except BaseException:
            shown.close()
            raise
        return Repository(shown)

    @property
    def documents(self) -> Documents:
        """The store as TinyDB sees it, on this thread's connection; for `store.tiny` alone."""
        from store.sql.documents import Documents  # noqa: PLC0415  as above

        return Documents(self._session.connection())

    # -- writing --------------------------------------------------------------------------

    def run(self, command: Command) -> Operation | None:
        """Carry a command out as one durable operation; None when it changed nothing.

        Raises Stale, InvalidRecord, StoreReadOnly, BusyStore, UnwritableStore; nothing is changed
        then.
        """
        from store.sql import commit  # noqa: PLC0415  as above

        session = self._session
        session.end_left()
        return session.write(lambda connection: commit.run(connection, command, session.who))

    def run_in_parts(
        self, command: Command, progress: Written | None = None, *, author: str = ""
    ) -> Operation | None:
        """The same for a command that writes at length: others get their turn between its parts.

        `author` is in whose name, where not in this user's.  What fails is taken back; after the
        end of the process, by who opens the store next.
        """
        from store.sql import commit  # noqa: PLC0415  as above

        who = self._session.who
        who = who._replace(author=author or who.author)
        return self._session.write_in_parts(
            lambda c, begun: commit.run_in_parts(c, command, who, progress, begun)
        )

    def keep(self, content: bytes) -> str:
        """Have original bytes on the disk, the same ones once; their SHA-256.

        Done before the record that names them is written.  StoreReadOnly, UnwritableStore.
        """
        from store import originals  # noqa: PLC0415  as above

        if self.only_reads:
            raise StoreReadOnly(self._session.place, self.only_reads)
        return originals.keep(self.folder, content)

    def note_export(self, label: str, reason: str = "") -> Operation:
        """Write into the history that records were written for others; raises as `run`."""
        from store.sql import commit  # noqa: PLC0415  as above

        session = self._session
        session.end_left()
        return session.write(
            lambda connection: commit.note_export(connection, label, reason, session.who)
        )

    @contextmanager
    def rehearse(self, command: Command) -> Iterator[Iterator[Change | ForeignChange | Prepared]]:
        """What a command would do to the store as it is now; nothing is written."""
        from store.sql.rehearsal import rehearse  # noqa: PLC0415  as above

        with self._session.reading() as connection:
            yield rehearse(connection, command, self.author)

    @contextmanager
    def bringing_in(self) -> Iterator[None]:
        """Keep others from importing meanwhile; StoreReadOnly, BusyStore names who does so."""
        if self.only_reads:
            raise StoreReadOnly(self._session.place, self.only_reads)
        # So that they are told who it is.
        self._session.be_present()
        with self.folder.bringing_in():
            yield

    # -- the full-text index --------------------------------------------------------------

    @property
    def is_indexed(self) -> bool:
        """Whether a search finds everything by the full-text index."""
        with self._session.reading() as connection:
            return not self._session.past and watermark.is_indexed(connection)

    def index(
        self,
        progress: Progress | None = None,
        stop: Callable[[], bool] | None = None,
        *,
        anew: bool = False,
    ) -> bool:
        """Build what the full-text index lacks, in parts; whether it has everything then.

        Returns at once where it has.  For a worker thread: others work on meanwhile.  `anew` throws
        away what there is.  A store that is only read stays as it is; our own copy of one does not.
        Raises BusyStore, UnreadableStore, UnwritableStore.
        """
        from store.sql.indexing import build  # noqa: PLC0415  not before the first screen

        closing = self._session.is_closing.is_set
        ends = closing if stop is None else lambda: closing() or stop()
        return self._session.index(partial(build, progress=progress, stop=ends), anew=anew)

    # -- the others -----------------------------------------------------------------------

    def be_present(self, record: str = "") -> None:
        """Show to others that this session is at work, and on which record.

        UnwritableStore when that cannot be begun; for reading only, nothing is shown.
        """
        self._session.be_present(record)

    def take(self, records: Iterable[str]) -> str:
        """The first of the records that nobody else has open, shown as open here; "" for none.

        Two sessions never take the same one.  For reading only, nothing can be taken.
        """
        return self._session.take(records)

    def others(self) -> list[Present]:
        """Who else has the store open."""
        found = presence.present(self.folder)
        return [one for one in found if one.session != self.session]

    def watch(self, stop: Bell) -> Iterator[bool]:
        """Yield True soon after each commit, False when a second has passed without one.

        It blocks, and ends within a tenth of a second after `stop` is set: give it a thread of its
        own, and let it end before `close`.  This process's own commits count too.  What was
        committed before it came to wait is not told of: read after the first answer, whichever it
        is.  A copy, from which a store that cannot be written is read, hears of none.  Raises
        UnreadableStore, StoreGone.
        """
        from store import watch as watching  # noqa: PLC0415  as above

        session = self._session
        return watching.watch(self.folder, session.working_copy, stop, session.opened.check)

    def close(self) -> None:
        """Close every connection; the caller writes a checkpoint before, where it wants one."""
        self._session.close()
