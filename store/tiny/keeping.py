"""Keeping incidents.json in step: written when it is due, looked at when it was touched.

One process at a time does so (flock).  The file is written after a quiet, and at the latest after
LATEST seconds.  What another program writes is compared when it rests, and comes in or is asked
about; until a question is answered, the file is left alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import apsw

from store.changes import Operation, Who
from store.errors import OutsideChange, UnreadableStore
from store.folder import Folder, let_go, try_lock
from store.outside import AUTHOR, Finding, OutsideFile, Tended
from store.sql.begun import Begun
from store.tiny import checkpoint, document_file, examination, intake, marks, replaced, watched
from store.tiny.examination import Examined
from store.tiny.marks import NOTHING, Marks, Replaced, remember, stamp_of

#: The least quiet before the file is written, and how many times the writing's own duration.
QUIET = 2.0
TIMES = 20
#: The longest that an operation waits for the file to be written.
LATEST = 15 * 60.0
#: For so many seconds a file must not have changed before it is read; longer where it is damaged,
#: as somebody may be in the middle of writing it.
REST = 1.0
DAMAGED_REST = 5.0
#: So long a file that is being written is waited for where there is no later, and so often it is
#: looked at.
PATIENCE = 10.0
GAP = 0.1

#: Seconds since the epoch, as file systems count them.
Clock = Callable[[], float]
Taking = Callable[[apsw.Connection, Begun], Operation | None]
InParts = Callable[[Taking], Operation | None]


class _Look(NamedTuple):
    """What was found where a file lies."""

    is_free: bool
    """Whether ours may be written over it."""
    taken: Operation | None = None
    question: OutsideFile | None = None


_AS_IT_WAS = _Look(True)
_LATER = _Look(False)


class Keeper:
    """Keeps one store's file in step, for one process."""

    def __init__(self, folder: Folder, session: str, in_parts: InParts) -> None:
        """`in_parts` carries out what is written in parts, and ends it where that fails."""
        self._folder = folder
        self._session = session
        self._in_parts = in_parts
        self.clock: Clock = time.time
        self.progress: checkpoint.Progress | None = None
        """Told how much of the file is written, where somebody waits for it."""
        self._asked: dict[Path, tuple[str, Examined]] = {}
        self._newest = 0
        self._newest_since = self._uncovered_since = 0.0

    def tend(self, connection: apsw.Connection) -> Tended:
        """Do what is due, unless another process is at it; a stat and a small read when nothing."""
        known = marks.read(connection)
        due = self._is_due(connection, known)
        if not due and self._is_untouched(known):
            return Tended()
        with _attempt(self._folder) as is_mine:
            return self._turn(connection, due) if is_mine else Tended()

    def finish(self, connection: apsw.Connection) -> Tended:
        """Look, and write what the file lacks, now; waits for who is writing the file."""
        until, done = time.monotonic() + PATIENCE, Tended()
        while True:
            with self._folder.alone():
                done = _both(done, self._turn(connection, due=True))
                is_moving = self._is_moving(connection)
                if not is_moving or time.monotonic() >= until:
                    return self._finished(done, is_moving=is_moving)
            # Waiting for another program is no reason to keep other desks from their turn.
            time.sleep(GAP)

    def _finished(self, done: Tended, *, is_moving: bool) -> Tended:
        """What was done, with the question that is still to be answered."""
        asked = self._asked.get(self._file)
        if done.question is None and asked and asked[0] == stamp_of(self._file):
            done = done._replace(question=asked[1].found)
        if done.question is None and is_moving:
            told = f"{self._file} is being written by another program again and again."
            done = done._replace(question=OutsideFile(Finding.CHANGED, self._file, told))
        return done

    def outside(self, connection: apsw.Connection) -> OutsideFile | None:
        """What lies there that is not ours, now; None for nothing."""
        found = self._foreign(connection)
        return found.found if found else None

    def take(
        self, connection: apsw.Connection, who: Who, meant: OutsideFile | None = None
    ) -> Operation | None:
        """Take in what lies there, all of it, in this user's name."""
        with self._folder.alone():
            found = self._meant(connection, meant)
            return self._take(connection, found, who)[0] if found else None

    def replace(self, connection: apsw.Connection, meant: OutsideFile | None = None) -> Path | None:
        """Set what lies there aside and write ours; where it lies then."""
        with self._folder.alone():
            found = self._meant(connection, meant)
            if found is None:
                return None
            if isinstance(found.damage, UnreadableStore):
                # Set aside, it could not be looked at for what is written into it then.
                raise found.damage
            path = found.found.path
            to = self._set_aside(connection, path, "outside")
            checkpoint.write_alone(self._folder, connection)
            return to

    # -- when -----------------------------------------------------------------------------

    def _is_due(self, connection: apsw.Connection, known: Marks) -> bool:
        now, head = self.clock(), checkpoint.newest_whole(connection)[0]
        if known.operation >= head and stamp_of(self._file):
            self._uncovered_since = 0.0
            return False
        self._uncovered_since = self._uncovered_since or now
        # Also when the clock has gone back.
        if head != self._newest or now < self._newest_since:
            self._newest, self._newest_since = head, now
        quiet = max(QUIET, TIMES * known.seconds)
        waited = now - self._uncovered_since
        return now - self._newest_since >= quiet or waited >= LATEST or waited < 0

    def _is_untouched(self, known: Marks) -> bool:
        """Whether nothing was written since it was looked at; a question asked is enough."""
        return all(
            stamp in ("", expected) or self._is_asked(path, stamp)
            for path, expected in watched.files(self._folder, known)
            for stamp in (stamp_of(path),)
        )

    def _is_asked(self, path: Path, stamp: str) -> bool:
        return path in self._asked and self._asked[path][0] == stamp

    def _rests(self, path: Path, seconds: float) -> bool:
        found = path.stat()
        return abs(self.clock() - max(found.st_mtime, found.st_ctime)) >= seconds

    def _is_moving(self, connection: apsw.Connection) -> bool:
        """Whether the file has been touched, and nobody knows yet what it has become.

        Or one that another program put in place in the moment in which it was written.
        """
        return any(
            stamp not in ("", expected) and not self._is_asked(path, stamp)
            for path, expected in watched.unknown(self._folder, marks.read(connection))
            for stamp in (stamp_of(path),)
        )

    # -- a turn ---------------------------------------------------------------------------

    def _turn(self, connection: apsw.Connection, due: bool) -> Tended:
        looks = [self._look(connection, None)]
        looks += [self._look(connection, one) for one in marks.read(connection).replaced]
        taken = next((look.taken for look in looks if look.taken), None)
        question = next((look.question for look in looks if look.question), None)
        set_aside = question is not None and question.kind is Finding.DAMAGED
        written = False
        if looks[0].is_free and (due or set_aside):
            try:
                written = checkpoint.write_alone(self._folder, connection, self.progress)
            except OutsideChange:
                # Somebody wrote into it in this moment: look the next time, touched or not.
                remember(connection, file_stamp=None)
        return Tended(written, taken, question)

    def _look(self, connection: apsw.Connection, one: Replaced | None) -> _Look:
        """Look at the file, or at one that was replaced, if it was touched."""
        path = replaced.path_of(self._folder, one) if one else self._file
        known = marks.read(connection)
        stamp = stamp_of(path)
        if not stamp:
            return _AS_IT_WAS
        if stamp == (one.stamp if one else known.stamp):
            return _AS_IT_WAS
        if self._is_asked(path, stamp):
            return _LATER
        if not self._rests(path, REST):
            return _LATER
        hidden = examination.closed(path)
        if hidden:
            return self._ask(path, hidden) if one is None else _LATER
        digest = document_file.digest_of(path)
        covers = watched.covered(self._folder, known, path, digest)
        if covers is not None:
            self._mark(connection, path, stamp, digest, covers)
            return _AS_IT_WAS
        return self._decide(
            connection, path, is_replaced=watched.is_replaced(self._folder, known, path)
        )

    def _decide(self, connection: apsw.Connection, path: Path, *, is_replaced: bool) -> _Look:
        known = marks.read(connection)
        examined = examination.examine(connection, known, path, is_replaced=is_replaced)
        kind, stamp = examined.found.kind, examined.stamp
        if stamp_of(path) != stamp:
            return _LATER
        if kind is Finding.CHANGED:
            operation, told = self._take(connection, examined, Who(AUTHOR, self._session))
            return _Look(True, operation, told)
        if kind is Finding.DAMAGED:
            if not self._rests(path, DAMAGED_REST):
                return _LATER
            told = self._told_aside(connection, examined, is_replaced=is_replaced)
            return _Look(True, None, told)
        return self._ask(path, examined)

    def _ask(self, path: Path, examined: Examined) -> _Look:
        self._asked[path] = (examined.stamp, examined)
        return _Look(False, None, examined.found)

    def _told_aside(
        self, connection: apsw.Connection, examined: Examined, *, is_replaced: bool
    ) -> OutsideFile:
        """Set a file aside, of which something cannot be taken, and say so."""
        found, contents = examined.found, examined.contents
        digest = contents.sha256 if contents else None
        to = self._set_aside(connection, found.path, "damaged", digest)
        told = f"{found.sentence} It was set aside as {to.name}"
        told += "." if is_replaced else ", and incidents.json is written anew."
        return found._replace(kind=Finding.DAMAGED, sentence=told, path=to)

    def _meant(self, connection: apsw.Connection, meant: OutsideFile | None) -> Examined | None:
        """The file that is not ours; OutsideChange when it is not the one that a person saw."""
        found = self._foreign(connection)
        if meant and (found is None or found.found.stamp != meant.stamp):
            raise OutsideChange(
                meant.path,
                f"{meant.path} has changed since it was asked about. Nothing was done; where "
                "something is still to be decided, it is asked anew.",
            )
        return found

    def _foreign(self, connection: apsw.Connection) -> Examined | None:
        """The file, or a replaced one, that is not as it is known."""
        known = marks.read(connection)
        for path, stamp in watched.files(self._folder, known):
            found = stamp_of(path)
            if found in ("", stamp):
                continue
            if self._is_asked(path, found):
                return self._asked[path][1]
            hidden = examination.closed(path)
            if hidden and path == self._file:
                return hidden
            if hidden:
                continue
            if watched.covered(self._folder, known, path, document_file.digest_of(path)) is None:
                is_replaced = watched.is_replaced(self._folder, known, path)
                return examination.examine(connection, known, path, is_replaced=is_replaced)
        return None

    # -- what is done ---------------------------------------------------------------------

    def _take(
        self, connection: apsw.Connection, examined: Examined, who: Who
    ) -> tuple[Operation | None, OutsideFile | None]:
        """Take a file in, and set it aside where something in it was passed over."""
        path = examined.found.path
        # From before it was read: what was written since is looked at the next time.
        stamp, contents = examined.stamp, examined.contents
        digest = contents.sha256 if contents else ""
        covers = NOTHING if examined.base is None else examined.base

        def write(connection: apsw.Connection, begun: Begun) -> Operation | None:
            def mark() -> None:
                # One that holds more than came in is not known until it is kept.
                if contents and contents.odd:
                    return
                self._mark(connection, path, stamp, digest, covers, contents)

            return intake.take(connection, examined, who, mark, begun)

        operation = self._in_parts(write)
        self._asked.pop(path, None)
        if contents is None or not contents.odd:
            return operation, None
        is_replaced = path != self._file
        return operation, self._told_aside(connection, examined, is_replaced=is_replaced)

    def _mark(
        self,
        connection: apsw.Connection,
        path: Path,
        stamp: str,
        digest: str,
        covers: int,
        contents: document_file.Contents | None = None,
    ) -> None:
        """Know a file as looked at: what it holds is here."""
        if path == self._file:
            remember(
                connection,
                file_sha256=digest,
                file_before=None,
                file_stamp=stamp,
                file_operation=covers,
            )
            if contents:
                checkpoint.keep_extra(connection, contents.meta)
            return
        kept = tuple(
            Replaced(one.name, digest, stamp)
            if replaced.path_of(self._folder, one) == path
            else one
            for one in marks.read(connection).replaced
        )
        remember(connection, file_replaced=marks.replaced_json(kept))

    def _set_aside(
        self, connection: apsw.Connection, path: Path, word: str, digest: str | None = None
    ) -> Path:
        """Move a file away under a free name; who has it open may still write to it.

        What it has beyond the bytes of that hash is still to be looked at.
        """
        digest = digest or document_file.digest_of(path)
        to = replaced.aside(path, self._file.name, word)
        kept = tuple(
            one
            for one in marks.read(connection).replaced
            if replaced.path_of(self._folder, one) != path
        )
        values: dict[str, str | int | None] = {
            "file_replaced": marks.replaced_json((*kept, Replaced(to.name, digest)))
        }
        if path == self._file:
            values |= {"file_stamp": None, "file_operation": NOTHING}
        remember(connection, **values)
        self._asked.pop(path, None)
        return to

    @property
    def _file(self) -> Path:
        return self._folder.document_file


def _both(one: Tended, other: Tended) -> Tended:
    return Tended(
        one.written or other.written, other.taken or one.taken, other.question or one.question
    )


@contextmanager
def _attempt(folder: Folder) -> Iterator[bool]:
    """Take the turn that only one may have at a time; False where another one has it."""
    descriptor = os.open(folder.path, os.O_RDONLY)
    try:
        yield try_lock(descriptor)
    finally:
        let_go(descriptor)
