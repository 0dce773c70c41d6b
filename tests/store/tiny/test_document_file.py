"""incidents.json: read with a reason for every refusal, replaced whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tinydb
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store.errors import DamagedFile, DeskError, NotAStore, UnreadableStore
from store.tiny import document_file, lines
from store.tiny.document_file import Table
from store.tiny.replacement import Replacement
from tests.store.folders import lying_in
from tests.store.strategies import JSON_VALUES, TEXTS

GOOD = """{
"_meta": {
"1": {"schema":1,"store":"x","operation":3,"hash":"ab","highest":{"events":4}}
},
"reports": {
"1": {"title":"Nine killed","text":"قُتِلَ \\ud83d\\ude00"}
},
"events": {}
}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where incidents.json lies; nothing is there yet."""
    return tmp_path / "incidents.json"


def put(file: Path, *tables: Table, meta: dict[str, Any] | None = None) -> str:
    """Replace the file; the hash of its bytes."""
    with Replacement(file, 0o600) as replacement:
        digest = replacement.write(meta or {}, tables)
        replacement.place()
    return digest


def test_a_file_has_one_line_for_each_document(file: Path) -> None:
    """What changed between two files is seen line by line, and a search finds its document."""
    rows = [("1", b'{"title":"one\\ntwo"}'), ("12", b"{}")]
    put(file, Table("events", rows), Table("notes", ()), meta={"schema": 1})
    assert file.read_text("utf-8").splitlines() == [
        "{",
        '"_meta": {',
        '"1": {"schema":1}',
        "},",
        '"events": {',
        '"1": {"title":"one\\ntwo"},',
        '"12": {}',
        "},",
        '"notes": {}',
        "}",
    ]


def test_stock_tinydb_reads_the_file(file: Path) -> None:
    """Tables, document ids and documents are TinyDB's own."""
    put(file, Table("events", [("7", '{"title":"محمد"}'.encode())]), meta={"schema": 1})
    with tinydb.TinyDB(file, access_mode="r", encoding="utf-8") as database:
        assert database.tables() == {"_meta", "events"}
        assert database.table("events").get(doc_id=7) == {"title": "محمد"}


DOCUMENTS = st.dictionaries(
    st.integers(1, 10**14 - 1).map(str), st.dictionaries(TEXTS, JSON_VALUES, max_size=3), max_size=4
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(TEXTS.filter(lambda name: name != "_meta"), DOCUMENTS, max_size=4))
def test_what_is_written_is_read(file: Path, tables: dict[str, dict[str, Any]]) -> None:
    """Any names, any fields, any values come back, and the hash is that of the bytes."""
    written = [
        Table(name, [(number, json.dumps(row).encode()) for number, row in rows.items()])
        for name, rows in tables.items()
    ]
    digest = put(file, *written, meta={"schema": 1})
    read = document_file.read(file)
    assert read.meta == {"schema": 1}
    assert {
        name: {number: json.loads(text) for number, text in rows.items()}
        for name, rows in read.tables.items()
    } == tables
    assert read.sha256 == digest == document_file.digest_of(file)
    assert json.loads(file.read_bytes())


def test_a_file_is_replaced_by_another_one(file: Path) -> None:
    """Who has the old file open goes on reading it; the folder has the new one and nothing else."""
    put(file, Table("events", [("1", b"{}")]))
    before, inode = file.read_bytes(), file.stat().st_ino
    with file.open("rb") as reader:
        put(file, Table("events", [("2", b"{}")]))
        assert reader.read() == before
    assert file.stat().st_ino != inode
    assert sorted(lying_in(file.parent)) == ["incidents.json"]


def test_what_fails_half_way_changes_nothing(file: Path) -> None:
    """The old file stays byte for byte, and the half-written one is gone."""
    put(file, Table("events", [("1", b"{}")]))
    before = lying_in(file.parent)

    def rows() -> Iterator[tuple[str, bytes]]:
        yield "1", b"{}"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        put(file, Table("events", rows()))
    assert lying_in(file.parent) == before


def test_what_a_killed_program_left_is_cleared_away(file: Path) -> None:
    """A half-written file from yesterday does not keep today's from being written."""
    (file.parent / ".incidents.json.new").write_text("{ half")
    put(file, Table("events", ()))
    assert sorted(lying_in(file.parent)) == ["incidents.json"]
    assert document_file.read(file).tables == {"events": {}}


@pytest.mark.parametrize(
    ("raw", "line", "column", "says"),
    [
        (b"", 1, 1, "the file is empty"),
        (b" \n\t\n", 1, 1, "the file is empty"),
        (GOOD.encode()[:-3], 8, 13, "the JSON breaks off there"),
        (b"{", 1, 2, "the JSON breaks off there"),
        (b'{\n"events": {\n"1": {"title": }\n}\n}', 3, 16, "the JSON is not valid there"),
        (b'{\n"events": {\n"1": {},\n}\n}', 4, 1, "the JSON is not valid there"),
        ('{\n"events": {"1": {"é": "ü", x}}}'.encode(), 2, 28, "the JSON is not valid there"),
        (b'{"events": {"1": {"n": NaN}}}', 1, 24, "the JSON is not valid there"),
        (b'{"events": {"1": {"n": "a\x00"}}}', 1, 26, "the JSON is not valid there"),
        ('{"a": {"1": {"b": "ü"}}}'.encode("latin-1"), 1, 20, "the bytes there are not UTF-8"),
        (b'{\n"a": {"1": {"b": "\xff"}}}', 2, 19, "the bytes there are not UTF-8"),
        (GOOD.encode("utf-16"), 1, 1, "it is UTF-16; save it as UTF-8"),
        (GOOD.encode("utf-16-be"), 1, 1, "it is UTF-16; save it as UTF-8"),
        (GOOD.encode("utf-8-sig"), 1, 1, "it begins with a byte order mark; save it without one"),
    ],
)
def test_a_damaged_file_says_where(
    file: Path, raw: bytes, line: int, column: int, says: str
) -> None:
    """Line and column count from 1, in characters, as an editor shows them."""
    file.write_bytes(raw)
    with pytest.raises(DamagedFile) as caught:
        document_file.read(file)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value) == (
        f"{file} is damaged at line {line}, column {column}: {says}. Nothing was changed."
    )
    assert file.read_bytes() == raw


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "its JSON is not tables of documents, as TinyDB writes them"),
        ("5", "its JSON is not tables of documents, as TinyDB writes them"),
        ('{"events": []}', "its JSON is not tables of documents, as TinyDB writes them"),
        ('{"events": {"1": 5}}', "document '1' of the table 'events' is not an object"),
        ('{"misc": {"1": [{}]}}', "document '1' of the table 'misc' is not an object"),
        (
            '{"\\u001b[2J": {"\\u001b": 5}}',
            r"document '\x1b' of the table '\x1b[2J' is not an object",
        ),
        (
            '{"events": {"1": {"lat": 1e999}}}',
            "document '1' of the table 'events' has a number that no computer can hold",
        ),
        ('{"events": {"abc": {}}}', "the table events has a document id 'abc'"),
        ('{"events": {"0": {}}}', "the table events has a document id '0'"),
        ('{"events": {"-1": {}}}', "the table events has a document id '-1'"),
        ('{"events": {"01": {}}}', "the table events has a document id '01'"),
        ('{"events": {"1.0": {}}}', "the table events has a document id '1.0'"),
        ('{"events": {"": {}}}', "the table events has a document id ''"),
        ('{"events": {"٣": {}}}', "the table events has a document id '٣'"),
        (
            '{"events": {"100000000000000": {}}}',
            "the table events has a document id '100000000000000'",
        ),
        pytest.param(
            '{"events": {"1": {"a": %s}}}' % ("[" * 10**6 + "]" * 10**6),
            "its JSON has lists within lists without end",
            id="nested without end",
        ),
    ],
)
def test_json_that_is_no_store_says_why(file: Path, text: str, says: str) -> None:
    """The sentence names the table and the document, and holds nothing that a terminal obeys."""
    file.write_text(text, "utf-8")
    with pytest.raises(NotAStore) as caught:
        document_file.read(file)
    assert str(caught.value).startswith(f"{file} is not an incident store: ")
    assert says in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_file_that_cannot_be_read_says_why(file: Path) -> None:
    """No such file, and no file at all."""
    with pytest.raises(UnreadableStore, match=r"cannot be read: no such file or directory\.$"):
        document_file.read(file)
    file.mkdir()
    with pytest.raises(UnreadableStore, match=r"cannot be read: is a directory\.$"):
        document_file.read(file)


def test_half_a_character_becomes_a_replacement_character(file: Path) -> None:
    """Stock TinyDB writes lone surrogates; no text can hold them, and the rest is kept."""
    file.write_text(
        r'{"events": {"1": {"a\ud800": ["\udc00x\\ud800", {"b": "\ud83d\ude00\ud83d\n\uDFFF"}]}}}'
    )
    assert json.loads(document_file.read(file).tables["events"]["1"]) == {
        "a\ufffd": ["\ufffdx\\ud800", {"b": "😀\ufffd\n\ufffd"}]
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=20))
def test_any_text_of_a_tinydb_file_is_read(file: Path, text: str) -> None:
    """Whatever stock TinyDB can write is read; only half characters are replaced."""
    file.unlink(missing_ok=True)
    with tinydb.TinyDB(file) as database:
        database.table("events").insert({"title": text, text: 1})
    read = json.loads(document_file.read(file).tables["events"]["1"])
    whole = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    assert read == ({"title": whole, whole: 1} if whole != "title" else {"title": 1})


def test_a_document_on_several_lines_is_read(file: Path) -> None:
    """Somebody's editor has made the file pretty: it is the same store."""
    file.write_text(json.dumps(json.loads(GOOD), indent=4, ensure_ascii=False), "utf-8")
    pretty = document_file.read(file)
    file.write_text(GOOD, "utf-8")
    assert pretty.tables == document_file.read(file).tables
    assert b"\n" not in pretty.tables["reports"]["1"]


def test_a_file_of_another_program_has_no_meta(file: Path) -> None:
    """A TinyDB file without our table is read as it is."""
    file.write_text('{"_default": {"1": {"a": 1}}}')
    assert document_file.read(file).meta == {}
    assert document_file.read(file).tables == {"_default": {"1": b'{"a":1}'}}


PIECES = st.sampled_from(
    [
        *(b"\\ud800", b"1e999", b"NaN", b"-Infinity", b'"', b"\\", b"\x00", b"[", b"{", b"}", b","),
        *(b"9" * 40, b"-0", b"\\q", b"\\u12", b"null", b"\xff", b"\xef\xbb\xbf", b"01", b'"x":5,'),
    ]
)
CUTS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 5), st.one_of(PIECES, st.binary(max_size=2))),
    min_size=1,
    max_size=3,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CUTS)
@example([(0.5, 0, b"[" * 100_000)])
def test_no_damage_is_a_traceback(file: Path, cuts: list[tuple[float, int, bytes]]) -> None:
    """However a file is cut and pasted, it is read or refused with one sentence."""
    raw = GOOD.encode()
    for share, length, piece in cuts:
        at = int(share * len(raw))
        raw = raw[:at] + piece + raw[at + length :]
    file.write_bytes(raw)
    try:
        tables = document_file.read(file).tables
    except DeskError as refusal:
        sentence = str(refusal)
    else:
        sentence = json.dumps({name: list(rows) for name, rows in tables.items()})
    assert sentence.isprintable()
    assert "Traceback" not in sentence


def test_a_line_of_our_own_form_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    """A file that is read line by line says where it is damaged, as one that is read whole does."""
    path = tmp_path / "incidents.json"
    path.write_bytes(b'{\n"_meta": {\n"1": {}\n},\n"events": {\n"1": {"title": "\xff"}\n}\n}\n')
    with pytest.raises(DamagedFile, match="line 6, column 17: the bytes there are not UTF-8"):
        lines.read(path)


@pytest.mark.parametrize("read", [document_file.read, document_file.sifted, lines.read])
def test_a_file_that_no_memory_can_hold_is_not_read(
    file: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], object]
) -> None:
    """Where all of it would be needed at once: one sentence with both sizes, and no more."""
    file.write_text(json.dumps({"events": {"1": {"title": "x" * 1000}}}))
    monkeypatch.setattr(document_file, "_memory", lambda: 4000)
    with pytest.raises(UnreadableStore, match=r"this computer's memory can hold 0 MB\.$"):
        read(file)


def test_a_line_without_an_end_is_not_read_as_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that is longer than any of ours sends the file to who reads it whole."""
    put(file, Table("events", [("1", b'{"title":"' + b"x" * 1000 + b'"}')]))
    monkeypatch.setattr(lines, "_LONGEST", 100)
    assert [row.number for row in lines.read(file)] == ["1"]
