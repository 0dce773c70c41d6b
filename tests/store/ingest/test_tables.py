"""Tables of any make: what a spreadsheet writes is read, what is broken harms only its row."""

from __future__ import annotations

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.ingest import tables
from store.ingest.importer import DataFile, UnreadableSet
from store.ingest.tables import Row, Table, table
from store.proposals import Rejected


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a table is written."""
    return tmp_path / "table.csv"


def read(place: Path, content: bytes | str, encoding: str = "") -> tuple[Table, list[list[str]]]:
    """The table that the bytes are, and the cells of its rows."""
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    found = table(DataFile(place), encoding)
    return found, [row.cells for row in found.rows if isinstance(row, Row)]


def rejected(place: Path, content: str) -> tuple[list[tuple[int, str]], list[list[str]]]:
    """The rows that are told of, by line and reason, and the others."""
    place.write_text(content, "utf-8", newline="")
    found = list(table(DataFile(place)).rows)
    told = [(one.line, one.reason) for one in found if isinstance(one, Rejected)]
    return told, [one.cells for one in found if isinstance(one, Row)]


cells = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\x1a"), max_size=8
)


@given(
    st.lists(st.lists(cells, min_size=2, max_size=2).filter(any), max_size=6),
    st.sampled_from(tables.DELIMITERS),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_is_written_is_read_back(rows: list[list[str]], delimiter: str, end: str) -> None:
    """Any cells come back sign for sign, in any of the delimiters and line ends."""
    out = io.StringIO()
    # Where lines end by one sign, Python's writer leaves the other one without quotes.
    dialect = csv.excel if end == "\r\n" else csv.unix_dialect
    writer = csv.writer(out, dialect, delimiter=delimiter, lineterminator=end)
    writer.writerows([["one", "two"], *rows])
    text = io.TextIOWrapper(io.BytesIO(out.getvalue().encode()), "utf-8", newline="")
    found = tables._begun(text, "utf-8-sig", "")
    assert found.headings == ("one", "two")
    assert [row.cells for row in found.rows if isinstance(row, Row)] == rows


@pytest.mark.parametrize(
    ("encoding", "text", "told"),
    [
        ("utf-8-sig", "place;killed\nبانياس;3\n", ""),
        ("utf-16", "place;killed\nبانياس;3\n", ""),
        ("cp1256", "place;killed\n" + "قتل ثلاثة أشخاص في بانياس يوم الجمعة;3\n" * 20, "cp1256"),
        ("cp1252", "place;killed\n" + "Tué près du château, à côté du marché;3\n" * 20, "cp1252"),
        ("cp1251", "place;killed\n" + "Трое погибших у рынка в субботу днём;3\n" * 20, "cp1251"),
    ],
)
def test_what_a_file_is_in_is_found_and_told(
    place: Path, encoding: str, text: str, told: str
) -> None:
    """UTF-8 and UTF-16 are read without a word, an old code page is told by name."""
    found, rows = read(place, text.encode(encoding))
    assert found.told == (f"is not UTF-8, and is read as {told}" if told else "")
    assert rows == [line.split(";") for line in text.splitlines()[1:]]


def test_an_odd_byte_far_behind_is_read(place: Path) -> None:
    """A single letter of an old code page, beyond a megabyte of plain signs, is no lost one."""
    found, rows = read(place, b"a,b\n" + b"x,y\n" * 300_000 + "Château,z\n".encode("cp1252"))
    assert rows[-1] == ["Château", "z"]
    assert found.told


def test_some_bad_bytes_do_not_make_utf8_another_encoding(place: Path) -> None:
    """Of UTF-8 in which a byte is broken, all else is read as it is; that is told."""
    found, rows = read(place, b"a,b\n" + "بانياس,بانياس\n".encode() * 20 + b"\xff,b\n")
    assert rows[0] == ["بانياس", "بانياس"]
    assert rows[-1] == ["\ufffd", "b"]
    assert found.told == "is not UTF-8 throughout: what is none shows as \ufffd"


def test_what_somebody_says_of_the_encoding_holds(place: Path) -> None:
    """An encoding that was told is not guessed, but where the file is UTF-8 after all."""
    found, rows = read(place, "a,b\nЧто,ж\n".encode("koi8-r"), "koi8-r")
    assert (rows, found.told) == ([["Что", "ж"]], "")
    assert read(place, "a,b\nЧто,ж\n", "koi8-r")[1] == [["Что", "ж"]]


def test_line_ends_of_all_kinds_may_be_mixed(place: Path) -> None:
    """Each line ends where some system ends it, within quotes it stays as it was."""
    _, rows = read(place, 'a,b\r\n1,2\r3,"x\r\ny"\n\n5,6')
    assert rows == [["1", "2"], ["3", "x\r\ny"], ["5", "6"]]


@pytest.mark.parametrize(
    "heading", ["a;b", "a\tb", "a|b", 'a;"x,y,z"', "sep=;\na;b", "\ufeffa;b", "\n ,,\na;b"]
)
def test_the_delimiter_is_that_of_the_heading(place: Path, heading: str) -> None:
    """Also behind a mark, blank lines, or Excel's own word for it."""
    delimiter = "\t" if "\t" in heading else "|" if "|" in heading else ";"
    found, rows = read(place, f"{heading}\n1{delimiter}2,3\n")
    assert (found.headings[0], rows) == ("a", [["1", "2,3"]])


def test_an_open_quote_swallows_nothing(place: Path) -> None:
    """A row whose quote is never closed is told of by its line; those behind it come in."""
    told, rows = rejected(place, 'a,b\n1,2\n3,"four\n5,6\n7,8\n')
    assert told == [(3, "a quote is not closed")]
    assert rows == [["1", "2"], ["5", "6"], ["7", "8"]]


def test_an_open_quote_in_a_long_file_swallows_nothing(place: Path) -> None:
    """The same where more follows than a cell may have."""
    told, rows = rejected(place, 'a,b\n3,"four\n' + "5,6\n" * 260_000)
    assert [line for line, _ in told] == [2]
    assert len(rows) == 260_000


def test_open_quotes_without_end_come_to_an_end(place: Path) -> None:
    """A file of nothing but open quotes is read in bounded time, each row in bounded memory."""
    told, _ = rejected(place, "a,b\n" + 'x"y,"z,\n' * 20_000)
    assert told


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,2,3", "3 cells stand under 2 headings"),
        (f"1,{'x' * 10_000_000}", "a cell has more than 1,000,000 signs, or a quote is not closed"),
        ("x" * 100_000_000, "the line has more than 16,000,000 signs"),
    ],
    ids=["cells", "a cell", "a line"],
)
def test_a_row_that_is_too_much_is_told_of(place: Path, row: str, reason: str) -> None:
    """Too many cells, a cell of 10 MB, a line of 100 MB: that row stays out, the next comes in."""
    assert rejected(place, f"a,b\n{row}\n3,4\n") == ([(2, reason)], [["3", "4"]])


def test_a_line_without_end_takes_bounded_memory(place: Path) -> None:
    """150 MB without a line end are not held in memory."""
    with place.open("wb") as file:
        file.write(b"a,b\n1,2\n")
        file.truncate(150_000_000)
    tracemalloc.start()
    try:
        found = list(table(DataFile(place)).rows)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(found[1], Rejected)
    assert most < 100_000_000


def test_odd_rows_are_read_as_far_as_they_go(place: Path) -> None:
    """Missing cells are empty and told, empty ones too many are none, a NUL is a sign."""
    place.write_bytes(b"a,b\n1\n2,3,,\n\x00,4\n,\n")
    rows = list(table(DataFile(place)).rows)
    assert rows == [
        Row(2, ["1", ""], is_short=True),
        Row(3, ["2", "3"], is_short=False),
        Row(4, ["\0", "4"], is_short=False),
    ]


def test_headings_that_come_again_are_told_apart(place: Path) -> None:
    """Also where the number that is put behind them stands there already, or they are empty."""
    found, _ = read(place, " link ,link,link 2,link, a  b,,\n")
    assert found.headings == ("link", "link 2", "link 2 2", "link 3", "a b", "", " 2")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "has no heading: it is empty"),
        ("\n\n , \n", "has no heading: it is empty"),
        (",".join("x" * 3000), "has 3,000 columns; 2,000 are read"),
        ('"' + "x" * 2_000_000, "has no heading that can be read"),
        ("x" * 20_000_000, "has no heading that can be read: the line has more than"),
        ('a,"b\n1,2\n', "has no heading that can be read: a quote is not closed"),
    ],
    ids=["nothing", "blanks", "columns", "a cell", "a line", "a quote"],
)
def test_what_has_no_heading_is_no_table(place: Path, content: str, reason: str) -> None:
    """The reason is a sentence about the file."""
    with pytest.raises(UnreadableSet, match=reason):
        read(place, content)


def test_a_table_of_only_a_heading_has_no_rows(place: Path) -> None:
    """It is a table none the less, also without a line end, and may be asked again."""
    found, rows = read(place, "a,b")
    assert (found.headings, rows, list(found.rows)) == (("a", "b"), [], [])
