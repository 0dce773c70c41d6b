"""CSV files of any origin: encodings, delimiters, line ends, and what is broken in them."""

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


def of_bytes(folder: Path, content: bytes) -> Table:
    """The table that a file with the bytes has."""
    path = folder / "rows.csv"
    path.write_bytes(content)
    return table(DataFile(path))


def cells(found: Table) -> list[list[str]]:
    """The cells of the rows that can be read."""
    return [row.cells for row in found.rows if isinstance(row, Row)]


WORDS = "place,words\nBaniyas,«café» – ’quoted’ and more words after it\n"
ARABIC = "place,words\nبانياس,قصف سوق المدينة صباح الجمعة وقال سكان إن احد عشر شخصا قتلوا\n"


@pytest.mark.parametrize(
    ("encoding", "text", "told"),
    [
        ("utf-8", WORDS, False),
        ("utf-8-sig", WORDS, False),
        ("utf-16", ARABIC, False),
        ("cp1252", WORDS, True),
        ("cp1256", ARABIC, True),
    ],
)
def test_encodings_are_known_and_what_is_guessed_is_told(
    tmp_path: Path, encoding: str, text: str, told: bool
) -> None:
    """What is neither UTF-8 nor UTF-16 is read as what it most looks like."""
    found = of_bytes(tmp_path, text.encode(encoding))
    assert bool(found.told) is told
    assert found.headings == ("place", "words")
    assert cells(found) == [text.splitlines()[1].split(",")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_line_ends_may_be_any(tmp_path: Path, delimiter: str) -> None:
    """Those of Windows, Unix and old Macintoshes in one file, too; blank lines are none."""
    text = "a,b\r\n1,2\n\n3,4\r5,6\r\n,\r\n".replace(",", delimiter)
    assert cells(of_bytes(tmp_path, text.encode())) == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_line_ends_within_quotes_stay(tmp_path: Path) -> None:
    """A cell of several lines is one cell; the row is told by the line where it begins."""
    found = of_bytes(tmp_path, b'a,b\n1,"x\r\ny, ""z"""\n2,3\n')
    assert list(found.rows) == [Row(2, ["1", 'x\r\ny, "z"'], False), Row(4, ["2", "3"], False)]


def test_a_quote_that_is_never_closed_is_told(tmp_path: Path) -> None:
    """The lines that stand behind it are not taken for one cell in silence."""
    content = b'a,b\n1,2\n3,"open\n' + b"5,6\n" * 5
    found = list(of_bytes(tmp_path, content).rows)
    assert found[0] == Row(2, ["1", "2"], False)
    assert isinstance(found[1], Rejected)
    assert (found[1].line, "a quote is not closed" in found[1].reason) == (3, True)
    assert found[1].raw.startswith('3,"open')
    assert len(found) == 7
    assert found[-1] == Row(8, ["5", "6"], False)


def test_cells_may_be_long_and_no_longer(tmp_path: Path) -> None:
    """One of 10 MB is rejected by name, and the rows around it come in."""
    long = b"x" * 10_000_000
    found = list(of_bytes(tmp_path, b"a,b\n1,2\n3," + long + b"\n5,6\n").rows)
    assert [row.line for row in found] == [2, 3, 4]
    assert isinstance(found[1], Rejected)
    assert "a cell has more than 1,000,000 signs" in found[1].reason
    whole = of_bytes(tmp_path, b"a,b\n1," + long[: tables.LONGEST_CELL] + b"\n")
    assert [len(row[1]) for row in cells(whole)] == [tables.LONGEST_CELL]


def test_a_line_without_an_end_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left out by name, and takes no more memory than the longest line."""
    monkeypatch.setattr(tables, "LONGEST_LINE", 100_000)
    path = tmp_path / "rows.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n1,2\n")
        for _ in range(100):
            file.write(b"x," * 50_000)
        file.write(b"\n5,6\n")
    tracemalloc.start()
    found = list(table(DataFile(path)).rows)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 5_000_000
    assert [type(row) for row in found] == [Row, Rejected, Row]
    assert [row.line for row in found] == [2, 3, 4]


def test_rows_may_have_too_many_or_too_few_cells(tmp_path: Path) -> None:
    """Missing ones are empty; empty ones too many are none; filled ones have no heading."""
    found = list(of_bytes(tmp_path, b"a,b\n1\n1,2,,\n1,2,3\n").rows)
    assert found[:2] == [Row(2, ["1", ""], True), Row(3, ["1", "2"], False)]
    assert found[2:] == [Rejected(4, "", "3 cells stand under 2 headings", "1,2,3")]


@pytest.mark.parametrize(
    ("heading", "headings"),
    [
        ("a,a,a", ("a", "a 2", "a 3")),
        ("a,a,a 2", ("a", "a 3", "a 2")),
        ("a 2,a,a", ("a 2", "a", "a 3")),
        (",,x", ("", " 2", "x")),
    ],
)
def test_headings_are_told_apart(tmp_path: Path, heading: str, headings: tuple[str, ...]) -> None:
    """No two are the same, or a cell would be lost."""
    found = of_bytes(tmp_path, f"{heading}\n1,2,3\n".encode())
    assert found.headings == headings
    assert cells(found) == [["1", "2", "3"]]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,,\n;;\n", b"\x1a"])
def test_an_empty_file_has_no_heading(tmp_path: Path, content: bytes) -> None:
    """That is said; there is no row to reject."""
    with pytest.raises(UnreadableSet, match="has no heading: it is empty"):
        of_bytes(tmp_path, content)


def test_a_heading_alone_has_no_rows(tmp_path: Path) -> None:
    """Nothing comes in, and nothing is wrong."""
    assert list(of_bytes(tmp_path, b"a,b").rows) == []


def test_columns_have_a_limit(tmp_path: Path) -> None:
    """3,000 are more than a table of incidents has."""
    with pytest.raises(UnreadableSet, match=r"has 3,000 columns; 2,000 are read"):
        of_bytes(tmp_path, b",".join(b"c%d" % one for one in range(3000)))


def test_a_nul_is_a_sign_like_others(tmp_path: Path) -> None:
    """The row comes in or is rejected, and those around it come in."""
    found = list(of_bytes(tmp_path, b"a,b\n1,2\n3,\x004\n5,6\n").rows)
    assert [row.line for row in found] == [2, 3, 4]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(
    st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=5),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    delimiter: str,
    end: str,
    encoding: str,
) -> None:
    """Every cell that Python's csv module writes, in each delimiter and encoding."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b", "c"], *rows])
    folder = tmp_path_factory.getbasetemp()
    found = of_bytes(folder, out.getvalue().encode(encoding))
    assert cells(found) == [row for row in rows if any(row)]
