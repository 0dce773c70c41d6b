"""Rows of a CSV file, whatever wrote it: encodings, delimiters, line ends, broken quotes.

RFC 4180 as far as the file keeps to it.  A row that does not is told of, and the next one is read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
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
_BLANK = "\r\n\t ,;|\ufeff\x1a"
#: So often the lines behind a broken row are read again.
_MOST_AGAIN = 50
_SEP = re.compile(r"sep=([,;\t|])", re.IGNORECASE)
#: What a text that is no UTF-8 may be in: what spreadsheets write by the languages they speak.
_CODE_PAGES = (
    *("cp1252", "cp1256", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1257", "cp1258"),
    *("cp932", "gb18030", "big5", "euc_kr"),
)
_TOLD = {
    "utf-8-sig": "",
    "utf-16": "",
    "utf-8": "is not UTF-8 throughout: what is none shows as \ufffd",
}
_GUESS = "is not UTF-8, and is read as {}"


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


def table(file: DataFile, encoding: str = "") -> Table:
    """Read a file's heading, and then its rows as they are asked for.

    `encoding` is what somebody has said that it is in, where it is no UTF-8.  Raises UnreadableSet
    where there is no heading, OSError.
    """
    found = encoding_of(file)
    is_told = bool(encoding) and found not in ("utf-8-sig", "utf-16")
    found = encoding if is_told else found
    text = io.TextIOWrapper(file.open(), found, "replace", newline="")
    try:
        return _begun(text, found, "" if is_told else _TOLD.get(found, _GUESS.format(found)))
    except (UnreadableSet, UnicodeError) as error:
        text.close()
        if isinstance(error, UnreadableSet):
            raise
        raise UnreadableSet(f"is not in {found}") from None


def _begun(text: io.TextIOWrapper, encoding: str, told: str) -> Table:
    lines = _Lines(text)
    try:
        first, delimiter = _first_of(lines)
    except _BadRow as error:
        raise UnreadableSet(f"has no heading that can be read: {error}", 1) from None
    delimiter = delimiter or max(DELIMITERS, key=lambda one: _outside_quotes(first).count(one))
    csv.field_size_limit(LONGEST_CELL)
    lines.back([first.removeprefix("\ufeff")])
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        named = next(reader)
    except csv.Error as error:
        raise UnreadableSet(f"has no heading that can be read: {_plainly(error)}", 1) from None
    if lines.is_within:
        raise UnreadableSet("has no heading that can be read: a quote is not closed", 1)
    if len(named) > MOST_COLUMNS:
        raise UnreadableSet(f"has {len(named):,} columns; {MOST_COLUMNS:,} are read", 1)
    headings = _told_apart(named)
    rows = _rows(reader, lines, headings, delimiter)
    return Table(headings, delimiter, encoding, told, rows, text.close)


def _first_of(lines: _Lines) -> tuple[str, str]:
    """The first line that says anything, and the delimiter where one is told before it."""
    first = delimiter = ""
    with suppress(StopIteration):
        while not first.strip(_BLANK):
            first = lines.line()
            if said := _SEP.fullmatch(first.strip("\r\n \ufeff")):
                # So Excel is told of the delimiter.
                first, delimiter = "", said[1]
    if not first.strip(_BLANK):
        raise UnreadableSet("has no heading: it is empty")
    return first, delimiter


def encoding_of(file: DataFile) -> str:
    """UTF-8 where all of it is that, UTF-16 where it says so, else what it most looks like.

    `utf-8` for what is that but for some bytes, `utf-8-sig` for what is wholly so.
    """
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
        except UnicodeDecodeError as error:
            return _guessed(error.object, error.start)
    return "utf-8-sig"


def _guessed(chunk: bytes, at: int) -> str:
    """What the bytes around the first one that is no UTF-8 most look like."""
    text = chunk.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if sum(1 for one in text if one > "\x7f") - wrong > 10 * wrong:
        return "utf-8"
    # It takes a while to load, and is hardly ever needed.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    sample = chunk[max(0, at - 1000) : at + 100_000]
    found = from_bytes(sample, cp_isolation=list(_CODE_PAGES)).best()
    return found.encoding if found and found.encoding in _CODE_PAGES else "cp1252"


class _BadRow(csv.Error):
    """A row that cannot be read for what its lines are."""


class _Lines(Iterator[str]):
    """Lines of a text, those of a row kept: where it cannot be read, they can be taken again."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self._size = 0
        self.at = 0
        """How many lines have been read."""
        self.row: list[str] = []
        """The lines of the row that is being read."""
        self.is_within = False
        """Whether the file has ended within it."""

    def begin(self) -> None:
        """Know a row to begin."""
        self.row, self._size, self.is_within = [], 0, False

    def back(self, lines: list[str]) -> None:
        """Have lines read again."""
        self._again.extendleft(reversed(lines))
        self.at -= len(lines)

    def line(self) -> str:
        """The next line; StopIteration."""
        if self._again:
            self.at += 1
            return self._again.popleft()
        # Who has come to the end may ask again.
        line = "" if self._text.closed else self._text.readline(LONGEST_LINE)
        if not line:
            self._text.close()
            raise StopIteration
        self.at += 1
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            while line and line[-1] not in "\r\n":
                line = self._text.readline(LONGEST_LINE)
            raise _BadRow(f"the line has more than {LONGEST_LINE:,} signs")
        return line

    def __next__(self) -> str:
        try:
            line = self.line()
        except StopIteration:
            self.is_within = bool(self.row)
            raise
        self.row.append(line)
        self._size += len(line)
        if self._size > LONGEST_LINE:
            raise _BadRow(f"a row has more than {LONGEST_LINE:,} signs, or a quote is not closed")
        return line


def _rows(
    reader: Iterator[list[str]], lines: _Lines, headings: tuple[str, ...], delimiter: str
) -> Iterator[Row | Rejected]:
    width, again = len(headings), 0
    while True:
        line = lines.at + 1
        lines.begin()
        reason = ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = _plainly(error)
        if lines.is_within:
            reason = "a quote is not closed"
        if reason:
            raw = lines.row[0][:MOST_RAW].rstrip("\r\n") if lines.row else ""
            yield Rejected(line, "", reason, raw)
            if len(lines.row) > 1 and again < _MOST_AGAIN:
                # What an open quote has swallowed are most likely rows.
                again += 1
                lines.back(lines.row[1:])
            continue
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
    taken: set[str] = set()
    headings = []
    for name in named:
        name = " ".join(name.split())
        heading, count = name, 1
        while heading in taken:
            count += 1
            heading = f"{name} {count}"
        taken.add(heading)
        headings.append(heading)
    return tuple(headings)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _plainly(error: csv.Error) -> str:
    said = str(error)
    if isinstance(error, _BadRow):
        return said
    if "field larger" in said:
        return f"a cell has more than {LONGEST_CELL:,} signs, or a quote is not closed"
    return f"it is no CSV: {said}"
