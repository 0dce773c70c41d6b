"""Rows that cannot come in, written to a file so that they can be mended and imported."""

from __future__ import annotations

import csv
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from store.errors import reason_of
from store.proposals import Rejected
from tui.cli import tell

HEADINGS = ("line", "column", "reason", "row")


class Rejects:
    """Their file: it appears when there are any, and nothing that lies there is written over."""

    def __init__(self, wanted: Path) -> None:
        self._wanted = wanted
        self._file: IO[str] | None = None
        self.place: Path | None = None
        """Where they lie in the end; None where there are none."""

    def add(self, rejected: Rejected) -> None:
        """One more."""
        if self._file is None:
            self._file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115  it is closed in the end
            csv.writer(self._file).writerow(HEADINGS)
        cells = (str(rejected.line), rejected.column, rejected.reason, rejected.raw)
        csv.writer(self._file).writerow([cell.encode(errors="replace").decode() for cell in cells])

    def __enter__(self) -> Rejects:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        with self._file as rows:
            rows.seek(0)
            text = rows.read()
        try:
            self.place = _written(self._wanted, text)
        except OSError as fault:
            tell(f"the rows that could not come in are not in {self._wanted}: {reason_of(fault)}.")


def _written(wanted: Path, text: str) -> Path:
    """The file that has the text: the wanted one, or where another lies there, the next name."""
    for number in range(1, 1000):
        path = wanted
        if number > 1:
            path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            with suppress(OSError):
                # As bytes: read as a text, its line ends would be others.
                if path.read_bytes() == text.encode():
                    return path
            continue
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path
    raise FileExistsError(17, "a thousand such files lie there", str(wanted))
