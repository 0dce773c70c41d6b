"""Notes that are being typed: kept as files until they are written, or thrown away.

    drafts/E412-0f3a9c21.md     the text as it is typed, Markdown below a few lines of heading
    drafts/E412-0f3a9c21.json   about which records, of which note, who types it

The second file is locked (flock) as long as somebody types: the lock ends with the process,
however that ends, and what nobody holds then is a draft to go on with.

Files are their owner's alone (0600), also in a team's folder, where others may put anything: the
folder is opened without following links, and what does not belong to this user is not read.  Where
the store cannot be written, drafts lie in a folder of the user's own instead.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from store.errors import UnwritableStore, reason_of
from store.folder import Folder, let_go, try_lock
from store.ids import Ref

_NAME = re.compile(r"([RELSQCAMNV][1-9][0-9]{0,13}-[0-9a-f]{8})\.json", re.ASCII)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
#: A pipe that somebody put there does not make us wait for who writes into it.
_LOOK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_MAKE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
#: More than is told of a draft about each of a million records, and than any text that an editor
#: can be meant to have made.
_MOST = 1 << 26
#: A draft's files, and the copy of an earlier text that an editor keeps.  Swap files stay: they may
#: have what the editor never wrote.
_FILES = ("{}.md", "{}.json", "{}.md~", ".{}.new")
_OTHERS = "somebody else has put a file there that is not ours"


class _Told(msgspec.Struct):
    """What the second file says."""

    who: str
    about: list[str]
    note: str = ""
    base: int = 0


class Draft(NamedTuple):
    """A text that was typed and not written."""

    folder: Path
    name: str
    who: str
    about: tuple[Ref, ...]
    """The records that the note is about."""
    note: Ref | None
    """The note that is being rewritten; None for a new one."""
    base: int
    """The version of that note from which the text was begun."""
    at: float
    """When it was saved last, in seconds since 1970."""
    raw: bytes
    """The text as its file has it."""

    @property
    def path(self) -> Path:
        """The file with the text."""
        return self.folder / f"{self.name}.md"

    @property
    def key(self) -> Ref:
        """The record on which it is offered: the note, or the first that it is about."""
        return self.note or self.about[0]

    @property
    def text(self) -> str:
        """The text, bytes that are no UTF-8 replaced."""
        return self.raw.decode("utf-8", "replace")


class OpenDraft:
    """A draft that is being typed: nobody else is offered it until it is let go."""

    def __init__(self, draft: Draft, lock: int, *, outlasts_power: bool) -> None:
        self.draft = draft
        self._lock: int | None = lock
        self._outlasts_power = outlasts_power

    @property
    def path(self) -> Path:
        """The file with the text, which an editor may write, too."""
        return self.draft.path

    def save(self, text: str) -> None:
        """Have its file hold the text; UnwritableStore, and then the one before is still there."""
        try:
            _write(self.draft.folder, self.draft.name, text, flushes=self._outlasts_power)
        except OSError as error:
            raise UnwritableStore(
                self.path, reason_of(error), "The draft is as it was saved before"
            ) from error

    def read(self) -> bytes:
        """What its file has now."""
        with _opened(self.draft.folder) as folder:
            return _read(folder, f"{self.draft.name}.md", _MOST)[0]

    def keep(self) -> None:
        """Let it go: it is offered when somebody comes back."""
        if self._lock is not None:
            let_go(self._lock)
            self._lock = None

    def discard(self) -> None:
        """Throw it away: it is written, or nobody wants it."""
        # What cannot be removed any more is offered once more, and no harm is done.
        with suppress(OSError), _opened(self.draft.folder) as folder:
            for name in _FILES:
                with suppress(FileNotFoundError):
                    os.unlink(name.format(self.draft.name), dir_fd=folder)
        self.keep()


class Drafts:
    """One user's drafts of one store."""

    def __init__(
        self,
        folder: Folder,
        who: str,
        elsewhere: Path,
        of: str = "",
        *,
        outlasts_power: bool = True,
    ) -> None:
        """`elsewhere` is a folder of the user's own, for a store that cannot be written.

        What is no note, as a form, is kept apart from notes, in a folder `of` its own.  What need
        not outlast a loss of power is not waited for until the disk has it: it outlasts the
        process all the same, which a slow disk may leave no time.
        """
        self._folder = folder
        self._of = of
        self._who = who
        self._outlasts_power = outlasts_power
        self._outside = elsewhere / "drafts"

    @cached_property
    def _elsewhere(self) -> Path:
        from hashlib import sha256  # noqa: PLC0415  not before the first screen: few have one

        named = sha256(os.fsencode(self._folder.path.resolve())).hexdigest()[:16]
        return self._outside / named / self._of

    @property
    def _inside(self) -> Path:
        return self._folder.path / "drafts" / self._of

    def begin(
        self, about: Sequence[Ref], note: Ref | None, base: int, text: str = ""
    ) -> tuple[OpenDraft, bool]:
        """A new draft, and whether it lies in the store; UnwritableStore where nowhere it can."""
        told = _Told(self._who, [str(ref) for ref in about], str(note or ""), base)
        try:
            self._make_inside()
            return self._begun(self._inside, told, text), True
        except OSError:
            try:
                self._elsewhere.mkdir(0o700, parents=True, exist_ok=True)
                return self._begun(self._elsewhere, told, text), False
            except OSError as error:
                raise UnwritableStore(
                    self._elsewhere, reason_of(error), "What you type is kept nowhere"
                ) from error

    def moved(self, open_draft: OpenDraft, text: str) -> tuple[OpenDraft, bool]:
        """The draft begun anew where it can be written, as the place that it had cannot be."""
        old = open_draft.draft
        fresh, is_inside = self.begin(old.about, old.note, old.base, text)
        open_draft.discard()
        return fresh, is_inside

    def all(self) -> list[Draft]:
        """Every draft of this user that nobody is typing, the newest first."""
        found = list(_drafts(self._inside, self._who))
        if self._outside.is_dir():
            found += _drafts(self._elsewhere, self._who)
        return sorted(found, key=lambda draft: draft.at, reverse=True)

    def take(self, draft: Draft) -> OpenDraft | None:
        """Go on with a draft; None where another desk of this user does so already."""
        try:
            with _opened(draft.folder) as folder:
                lock = os.open(f"{draft.name}.json", os.O_RDWR | os.O_NOFOLLOW, dir_fd=folder)
        except OSError as error:
            raise UnwritableStore(draft.path, reason_of(error)) from error
        if not try_lock(lock):
            os.close(lock)
            return None
        return OpenDraft(draft, lock, outlasts_power=self._outlasts_power)

    def _make_inside(self) -> None:
        for place in dict.fromkeys((self._folder.path / "drafts", self._inside)):
            is_there = place.is_dir()
            self._folder.make(place)
            if not is_there and self._folder.is_team:
                # Of those who share the folder, each removes and renames only what is their own.
                place.chmod(0o3770)

    def _begun(self, place: Path, told: _Told, text: str) -> OpenDraft:
        name = f"{told.note or told.about[0]}-{os.urandom(4).hex()}"
        with _opened(place) as folder:
            lock = os.open(f"{name}.json", _MAKE, 0o600, dir_fd=folder)
        try:
            # It was made a moment ago: nobody else holds it.
            try_lock(lock)
            os.write(lock, msgspec.json.encode(told))
            if self._outlasts_power:
                os.fsync(lock)
            _write(place, name, text, flushes=self._outlasts_power)
        except BaseException:
            os.close(lock)
            with suppress(OSError), _opened(place) as folder:
                os.unlink(f"{name}.json", dir_fd=folder)
            raise
        about = tuple(Ref(ref) for ref in told.about)
        note = Ref(told.note) if told.note else None
        draft = Draft(place, name, told.who, about, note, told.base, 0.0, b"")
        return OpenDraft(draft, lock, outlasts_power=self._outlasts_power)


def _write(place: Path, name: str, text: str, *, flushes: bool) -> None:
    """Put a whole new text in the place of the one before; it outlasts a loss of power if flushed.

    What was not flushed is the one before, or empty, behind such a loss.
    """
    with _opened(place) as folder:
        made = f".{name}.new"
        with suppress(FileNotFoundError):
            os.unlink(made, dir_fd=folder)
        descriptor = os.open(made, _MAKE, 0o600, dir_fd=folder)
        with open(descriptor, "wb") as file:
            file.write(text.encode("utf-8", "surrogatepass"))
            file.flush()
            if flushes:
                os.fsync(descriptor)
        os.replace(made, f"{name}.md", src_dir_fd=folder, dst_dir_fd=folder)
        if flushes:
            os.fsync(folder)


def _drafts(place: Path, who: str) -> Iterator[Draft]:
    """Those of this user in a folder; what cannot be read is passed over, and stays."""
    try:
        with _opened(place) as folder:
            with os.scandir(folder) as entries:
                names = [one.name for one in entries if _NAME.fullmatch(one.name)]
            for name in names:
                with suppress(OSError, msgspec.MsgspecError, ValueError):
                    draft = _draft(folder, place, name.removesuffix(".json"))
                    if draft is not None and draft.who == who:
                        yield draft
    except OSError:
        # There is none yet, or none that may be looked into.
        return


def _draft(folder: int, place: Path, name: str) -> Draft | None:
    """A draft; None for one that somebody is typing."""
    if _is_held(folder, f"{name}.json"):
        return None
    told = msgspec.json.decode(_read(folder, f"{name}.json", _MOST)[0], type=_Told)
    raw, at = _read(folder, f"{name}.md", _MOST)
    about = tuple(Ref(ref) for ref in told.about)
    note = Ref(told.note) if told.note else None
    if not about and note is None:
        return None
    return Draft(place, name, told.who, about, note, told.base, at, raw)


def _is_held(folder: int, name: str) -> bool:
    descriptor = os.open(name, _LOOK, dir_fd=folder)
    if not try_lock(descriptor):
        os.close(descriptor)
        return True
    let_go(descriptor)
    return False


def _read(folder: int, name: str, most: int) -> tuple[bytes, float]:
    """What a file of this user's holds, and when it was written; OSError for anybody else's."""
    descriptor = os.open(name, _LOOK, dir_fd=folder)
    with open(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.getuid():
            raise PermissionError(_OTHERS)
        return file.read(most), found.st_mtime


@contextmanager
def _opened(place: Path) -> Iterator[int]:
    folder = os.open(place, _FOLDER)
    try:
        yield folder
    finally:
        os.close(folder)
