"""What an importer is, and the file that it reads."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from store.proposals import Proposal, Register

#: So many bytes of a file tell which format it has.
HEAD = 65_536


class Head(NamedTuple):
    """A file's name and its first bytes, as text."""

    name: str
    text: str


class DataFile(NamedTuple):
    """A data set's file: a regular one, on this machine."""

    path: Path
    seen: Callable[[int], None] = lambda _: None
    """Told now and then how many bytes have been read."""

    @property
    def name(self) -> str:
        """What `origin.file` says: the name without the folders."""
        # A name need not be text; what records say is.
        return os.fsencode(self.path.name).decode("utf-8", "replace")

    def open(self) -> IO[bytes]:
        """Its bytes; OSError."""
        return io.BufferedReader(_Counted(self.path, self.seen), 1 << 18)

    def head(self) -> Head:
        """What tells its format; OSError."""
        with self.path.open("rb") as file:
            beginning = file.read(HEAD)
        encoding = "utf-16" if beginning[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        return Head(self.name, beginning.decode(encoding, "replace"))


class Importer(NamedTuple):
    """One format of data sets."""

    format: str
    """What `--as` takes and `origin.format` says: `ucdp-ged`."""
    title: str
    """As people know it: `UCDP GED, CSV`."""
    suits: Callable[[Head], bool]
    """Whether a file that begins so has the format."""
    read: Callable[[DataFile, Register], Iterator[Proposal]]
    """Reads all of it.  Raises UnreadableSet where no row can be made out."""


class UnreadableSet(Exception):
    """A file in which no row can be made out, or none from somewhere on.

    The sentence goes on from the file's name: `is not JSON at line 3, column 7: ...`.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class _Counted(io.FileIO):
    def __init__(self, path: Path, seen: Callable[[int], None]) -> None:
        super().__init__(path)
        self._seen, self._count = seen, 0

    def readinto(self, buffer: object, /) -> int | None:
        count = super().readinto(buffer)  # type: ignore[arg-type]
        self._count += count or 0
        self._seen(self._count)
        return count
