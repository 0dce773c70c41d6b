"""Rows of a CSV file, whatever wrote it: encodings, delimiters, line ends, broken quotes.

RFC 4180 as far as the file keeps to it.  A row that does not is told of, and the next one is read.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from store.ingest.importer import DataFile, UnreadableSet
from store.proposals import Rejected

#: So many characters a cell may have; a quote that is never closed ends here.
LONGEST_CELL = 1_000_000
#: So many a line.
LONGEST_LINE = 16_000_000
MOST_COLUMNS = 2_000
#: So many characters of a row that is rejected are kept.
MOST_RAW = 10_000
#: By how often they stand in the heading.
DELIMITERS = ",;\t|"

_CHUNK = 1 << 20
#: A row with a quote that is not closed has taken in the rows behind it.  They are read again where
#: they have no more signs, and so many times in a file: of a broken one each line could want it.
_AGAIN, _TRIES = 2 * LONGEST_CELL, 100


class Row(NamedTuple):
    """A row under its headings, as many cells as there are headings."""

    line: int
    cells: list[str]
    is_short: bool
    """Whether the last cells were missing, and are empty here."""


class Table(NamedTuple):
    """A CSV file whose heading has been read."""

    headings: tuple[str, ...]
    """Without blanks around them; one that comes again has its number behind it: `link 2`."""
    delimiter: str
    encoding: str
    told: str
    """What a person should know of how it is read; "" for nothing."""
    rows: Iterator[Row | Rejected]
    close: Callable[[], None] = lambda: None
    """Close the file where its rows are not read to the end."""


def table(file: DataFile) -> Table:
    """Read a file's heading, and then its rows as they are asked for.

    Raises UnreadableSet where there is no heading, OSError.
    """
    encoding = encoding_of(file)
    text = io.TextIOWrapper(file.open(), encoding, "replace", newline="")
    try:
        return _begun(text, encoding)
    except UnreadableSet:
        text.close()
        raise


def _begun(text: io.TextIOWrapper, encoding: str) -> Table:
    lines = _Lines(text)
    first = next(lines, "")
    while first and not first.strip("\r\n\t ,;|\ufeff\x1a"):
        first = next(lines, "")
    if not first:
        raise UnreadableSet("has no heading: it is empty")
    delimiter = max(DELIMITERS, key=lambda one: _outside_quotes(first).count(one))
    csv.field_size_limit(LONGEST_CELL)
    again = _Again(first.removeprefix("\ufeff"), lines)
    reader = csv.reader(again, delimiter=delimiter)
    try:
        named = next(reader)
    except csv.Error as error:
        raise UnreadableSet(f"has no heading that can be read: {_plainly(error)}", 1) from None
    if len(named) > MOST_COLUMNS:
        raise UnreadableSet(f"has {len(named):,} columns; {MOST_COLUMNS:,} are read", 1)
    headings = _told_apart(named)
    told = "" if encoding in ("utf-8-sig", "utf-16") else f"is not UTF-8, and is read as {encoding}"
    rows = _rows(reader, again, lines, (headings, delimiter))
    return Table(headings, delimiter, encoding, told, rows, text.close)


def encoding_of(file: DataFile) -> str:
    """UTF-8 where all of it is that, UTF-16 where it says so, else what it most looks like."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.path.open("rb") as bytes_:
        first = bytes_.read(_CHUNK)
        if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        chunk = first
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = bytes_.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _guessed(chunk or first)
    return "utf-8-sig"


def _guessed(sample: bytes) -> str:
    # It takes a while to load, and is hardly ever needed.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    found = from_bytes(sample[:200_000]).best()
    return found.encoding if found else "cp1252"


class _Lines(Iterator[str]):
    """Lines of a text; one that is too long is told of, and left out."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.read = 0
        self.too_long: int | None = None

    def __next__(self) -> str:
        # Who has come to the end may ask again.
        line = "" if self._text.closed else self._text.readline(LONGEST_LINE)
        if not line:
            self._text.close()
            raise StopIteration
        self.read += 1
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            self.too_long = self.read
            rest = line
            while rest and rest[-1] not in "\r\n":
                rest = self._text.readline(LONGEST_LINE)
            return "\n"
        return line


class _Again(Iterator[str]):
    """Lines, a first one that was looked at before them; those of a row can be read again."""

    def __init__(self, first: str, lines: _Lines) -> None:
        self._coming, self._lines = deque([first]), lines
        self._row: list[str] = []
        self._size = self._tries = 0
        self.read = lines.read - 1
        self.has_ended = False

    def __next__(self) -> str:
        if self._coming:
            line = self._coming.popleft()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.has_ended = True
                raise
        self.read += 1
        self._size += len(line)
        if self._size <= _AGAIN:
            self._row.append(line)
        return line

    def begin(self) -> None:
        """Begin a row with the next line."""
        self._row.clear()
        self._size = 0

    def back(self) -> str:
        """Go back to the row's second line; the first one, as much of it as is kept."""
        if not self._row:
            return ""
        first, *others = self._row
        if self._size <= _AGAIN and self._tries < _TRIES:
            self._tries += 1
            self._coming.extendleft(reversed(others))
            self.read -= len(others)
            self.has_ended = False
        return first.rstrip("\r\n")[:MOST_RAW]


def _rows(
    reader: Iterator[list[str]], again: _Again, lines: _Lines, table_: tuple[tuple[str, ...], str]
) -> Iterator[Row | Rejected]:
    headings, delimiter = table_
    width = len(headings)
    while True:
        again.begin()
        line, had_ended = again.read + 1, again.has_ended
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejected(line, "", _plainly(error), again.back())
            continue
        if again.has_ended and not had_ended:
            # The reader has looked for the end of the row behind the last line.
            yield Rejected(line, "", "a quote is not closed", again.back())
            continue
        if lines.too_long is not None:
            yield Rejected(lines.too_long, "", f"the line has more than {LONGEST_LINE:,} signs")
            lines.too_long = None
        if not any(cells):
            continue
        if len(cells) > width and any(cells[width:]):
            raw = raw_of(cells, delimiter)
            yield Rejected(line, "", f"{len(cells)} cells stand under {width} headings", raw)
            continue
        is_short = len(cells) < width
        yield Row(line, cells[:width] + [""] * (width - len(cells)), is_short)


def raw_of(cells: list[str], delimiter: str = ",") -> str:
    """A row as it could stand in the file, or its beginning."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    return out.getvalue()[:MOST_RAW]


def _told_apart(named: list[str]) -> tuple[str, ...]:
    named = [" ".join(name.split()) for name in named]
    taken, seen, counts = set(named), set[str](), dict.fromkeys(named, 1)
    headings = []
    for name in named:
        heading = name
        while heading in seen or (heading != name and heading in taken):
            counts[name] += 1
            heading = f"{name} {counts[name]}"
        seen.add(heading)
        headings.append(heading)
    return tuple(headings)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _plainly(error: csv.Error) -> str:
    said = str(error)
    if "field larger" in said:
        return f"a cell has more than {LONGEST_CELL:,} signs, or a quote is not closed"
    return f"it is no CSV: {said}"
