"""The desk's way through the door: the log, changes, the TinyDB file, the others.

What is read for the screen is `link`'s, which stands on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from time import monotonic
from typing import TYPE_CHECKING

from store.bell import Bell
from store.changes import WATCH, Act, Command, Operation, Undone
from store.errors import Interrupted
from store.folder import Folder
from store.history import Entry, Log
from store.ids import Ref
from store.outside import OutsideFile, Tended
from store.presence import Present
from store.repository import Repository
from tui.bindings import Bindings
from tui.desk.own_files import without_folder

if TYPE_CHECKING:
    from store.commands.arriving import AddReports

#: In whose name the history has what another program wrote into the TinyDB file.
OUTSIDE = "outside"
#: So many seconds what was taken stays shown as open, whatever the view was before.
JUST_TAKEN = 0.5
#: So many of the newest operations are gone through for the last redo.
MOST_OPERATIONS = 20
#: What changes more records than this is written in parts.
AT_ONCE = 500
#: Asked while a worker thread reads; true ends the read.
Stop = Callable[[], bool]


class Door:
    """What the desk asks of an open store besides its records."""

    def __init__(self, repository: Repository, remark: str) -> None:
        """`remark` is told when the desk opens, where the store itself has nothing to say."""
        self._repository = repository
        self._remark = remark
        self._readers = Condition()
        self._reading_count = 0
        self._is_closed = False
        self._taken_at = -JUST_TAKEN

    @property
    def store_name(self) -> str:
        """What the store's folder is called."""
        return self._repository.folder.path.resolve().name

    @property
    def inside(self) -> str:
        """What a bare file has that no list shows; "" where the lists show something."""
        return ""

    @property
    def repository(self) -> Repository:
        """The store itself, for who leaves the desk."""
        return self._repository

    def remark(self, bindings: Bindings) -> str:
        """What a person should know when the desk opens, by their keys; "" for nothing."""
        del bindings
        if self._repository.only_reads:
            return f"Open for reading only: {self._repository.only_reads}."
        return self._repository.told or self._remark

    def without_path(self, sentence: str) -> str:
        """A sentence that names the store's own files as they are called in its folder."""
        return without_folder(self._repository.folder.path, sentence)

    @property
    def only_reads(self) -> str:
        """Why nothing can be changed; "" when it can."""
        return self._repository.only_reads

    @contextmanager
    def history(self) -> Iterator[Log]:
        """The store's log, on a worker thread."""
        with self._open(), self._repository.history() as log:
            yield log

    def run(
        self, command: Command, progress: Callable[[int], None] | None = None
    ) -> Operation | None:
        """Carry a command out; None when it changed nothing.

        One that changes many records is still one operation, and gives others their turn meanwhile;
        `progress` is told how many are written.
        """
        with self._open():
            if len(getattr(command, "refs", ())) > AT_ONCE:
                return self._repository.run_in_parts(command, progress)
            return self._repository.run(command)

    def add(self, command: AddReports, author: str = "") -> Operation | None:
        """Add documents, one after the other as they are read; as `run`, on a worker thread.

        `author` is in whose name, where not in this user's.
        """
        with self._open():
            return self._repository.run_in_parts(command, author=author)

    def keep(self, content: bytes) -> str:
        """Have original bytes on the disk; their SHA-256."""
        return self._repository.keep(content)

    @property
    def folder(self) -> Folder:
        """Where the store lies."""
        return self._repository.folder

    def note_export(self, label: str, reason: str) -> None:
        """Have the history tell that records were written for others."""
        with self._open():
            self._repository.note_export(label, reason)

    @property
    def author(self) -> str:
        """Who works here."""
        return self._repository.author

    @property
    def session(self) -> str:
        """The uid of this session."""
        return self._repository.session

    def undoable(self) -> Operation | None:
        """What `undo` would take back."""
        return self._repository.undoable()

    def redoable(self) -> Operation | None:
        """What `redo` would do again."""
        return self._repository.redoable()

    def is_of_this_session(self, target: Operation, act: Act) -> bool:
        """Whether this session did what `act` would take back: the operation, or its undo."""
        if act is Act.UNDO and target.session == self.session:
            return True
        with self._repository.history() as log:
            if act is Act.REDO:
                undoing = log.entry(target.sequence).undone_by
                return undoing is not None and log.entry(undoing).operation.session == self.session
            newest = (entry.operation for entry in log.entries(limit=MOST_OPERATIONS))
            redone = (one for one in newest if one.target == target.sequence)
            last = next(redone, None)
            return last is not None and last.act is Act.REDO and last.session == self.session

    def is_outside(self, operation: Operation) -> bool:
        """Whether another program wrote it, or a watch: it is nobody's newest change."""
        return operation.author in (OUTSIDE, WATCH) and operation.act is Act.DO

    def undo_outside(self, target: Operation) -> Undone:
        """Take back what came in from another program."""
        return self._repository.undo_outside(target)

    def undo(self, target: Operation) -> Undone:
        """Take back the newest operation, which is the target."""
        return self._repository.undo(target)

    def redo(self, target: Operation) -> Undone:
        """Do again what was undone last, which is the target."""
        return self._repository.redo(target)

    def entries(self, of: Ref | None, before: int | None, limit: int) -> list[Entry]:
        """A page of the history of a record, or for None of the store, newest first."""
        with self._repository.history() as log:
            if of is None:
                return log.entries(before, limit)
            return log.entries_of(of, before, limit)

    def close(self) -> None:
        """Close the store, behind the last list that is read; on a worker thread."""
        with self._readers:
            self._is_closed = True
            self._readers.wait_for(lambda: self._reading_count == 0)
        self._repository.close()

    @contextmanager
    def _open(self) -> Iterator[None]:
        """Keep the store open meanwhile; Interrupted when it is closed already."""
        with self._readers:
            if self._is_closed:
                raise Interrupted
            self._reading_count += 1
        try:
            yield
        finally:
            with self._readers:
                self._reading_count -= 1
                self._readers.notify_all()

    def index(self, progress: Callable[[int, int], None], stop: Stop) -> bool:
        """Build what the full-text index lacks, until `stop`; whether it has everything then."""
        try:
            with self._open():
                return self._repository.index(progress, stop)
        except Interrupted:
            return False

    def tend(self, progress: Callable[[int, int], None]) -> Tended:
        """Keep incidents.json in step; what `progress` raises ends the writing of the file."""
        return self._repository.tend(progress)

    def outside(self) -> OutsideFile | None:
        """The incidents.json that is not ours; None for ours."""
        return self._repository.outside()

    def take_outside(self, meant: OutsideFile | None) -> Operation | None:
        """Take in the incidents.json of another program."""
        return self._repository.take_outside(meant)

    def replace_outside(self, meant: OutsideFile | None) -> Path | None:
        """Write ours in its place; where theirs lies then."""
        return self._repository.replace_outside(meant)

    def watch(self, stop: Bell) -> Iterator[bool]:
        """True soon after each commit, False when a second has passed without one; blocks."""
        return self._repository.watch(stop)

    def show_presence(self, ref: Ref | None) -> None:
        """Tell others which record is on this screen."""
        # The view that was read for it may be the one from which the next record was just taken.
        if monotonic() - self._taken_at > JUST_TAKEN:
            self._repository.be_present(ref or "")

    def take_next(self, records: Iterable[Ref]) -> Ref | None:
        """The first of the records that nobody else has open, shown as open here; None for none."""
        found = self._repository.take(records)
        self._taken_at = monotonic()
        return Ref(found) if found else None

    def present(self) -> list[Present]:
        """Every other session that has the store open, the longest first."""
        return self._repository.others()

    def others(self) -> tuple[tuple[str, str], ...]:
        """Who else has the store open, each with the record on their screen or ""."""
        return tuple(sorted((one.who, one.record) for one in self._repository.others()))
