"""The full-text index says what the records say, whoever writes them and however it was built."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.care.findings import Finding
from store.care.verify import verify
from store.changes import Change
from store.commands.records import DeleteRecords, WriteRecords
from store.dates import Instant
from store.errors import UnwritableStore
from store.ids import Kind, Ref
from store.record import Record
from store.repository import Repository
from store.sql import connection as connections
from store.sql import indexing, rowids, schema, watermark
from store.sql.write import Head, OperationWriter
from store.terms import choice
from store.tiny import checkpoint
from store.vocabulary import TriageState
from store.words import indexed, words
from tests.builders import a_store, event, location, note, report
from tests.store.strategies import LINKED_RECORDS, RECORDS_OF_ANY_KIND

TEXT = "Nine people were killed on Friday, the agency said."
AT = Instant("2025-03-09T10:30:00Z")

Token = tuple[int, str, str, int]
"""A row of the index, a column, a word and its place there."""


def tokens(connection: apsw.Connection, table: str) -> set[Token]:
    """All that one of the two tables has."""
    # Of a table without contents, the rows that were deleted are known to queries alone.
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.said USING fts5vocab (main, {table}, instance)"
    )
    found: set[Any] = set(connection.execute("SELECT doc, col, term, offset FROM temp.said"))
    connection.execute("DROP TABLE temp.said")
    rows = {row for (row,) in connection.execute(f"SELECT id FROM {table}_docsize")}
    return {token for token in found if token[0] in rows}


def contents(connection: apsw.Connection) -> tuple[set[Token], set[Token]]:
    """All that the index has."""
    return tokens(connection, "words"), tokens(connection, "bodies")


def built_anew(connection: apsw.Connection) -> tuple[set[Token], set[Token]]:
    """What it has when it is thrown away and built from the records."""
    with connection:
        watermark.empty(connection)
    assert indexing.build(connection)
    return contents(connection)


def write(connection: apsw.Connection, *changes: Change) -> None:
    """One operation."""
    with connection:
        writer = OperationWriter.following(connection)
        for change in changes:
            writer.write(change)
        writer.seal(Head(AT, "ada", "session", "label"))


def put(connection: apsw.Connection, *records: Record) -> None:
    """Records written, as one operation."""
    write(connection, *(Change(record.ref, None, record) for record in records))


def hits(connection: apsw.Connection, table: str, asked: str) -> list[int]:
    """The document ids of the records with these words, newest first."""
    query = f"SELECT rowid FROM {table} (?) ORDER BY rowid DESC"
    return list(rowids.numbers(connection, (row for (row,) in connection.execute(query, (asked,)))))


@pytest.fixture
def connection() -> Iterator[apsw.Connection]:
    """An empty working copy in memory."""
    with closing(connections.create(Path(":memory:"))) as made:
        yield made


CHANGES = st.lists(
    st.lists(
        st.one_of(
            LINKED_RECORDS.map(lambda record: Change(record.ref, None, record)),
            LINKED_RECORDS.map(lambda record: Change(record.ref, None, None)),
            st.builds(
                lambda number, state: Change(
                    Kind.REPORT.ref(number),
                    None,
                    report(number, text=TEXT, title="Killings", triage={"state": state}),
                ),
                st.integers(5, 6),
                st.sampled_from(["new", "relevant", "later"]),
            ),
        ),
        max_size=4,
    ),
    max_size=5,
)


@settings(max_examples=40)
@given(CHANGES)
def test_after_any_changes_it_is_as_if_built_anew(operations: list[list[Change]]) -> None:
    """Records written, moved to another day, deleted and written again leave nothing behind."""
    with closing(connections.create(Path(":memory:"))) as connection:
        for operation in operations:
            write(connection, *operation)
        before = contents(connection)
        assert before == built_anew(connection)


@settings(max_examples=40)
@given(st.lists(RECORDS_OF_ANY_KIND, max_size=3, unique_by=lambda record: record.ref))
def test_any_record_is_indexed(records: list[Record]) -> None:
    """Whatever is in its fields, and whatever its id, a term that it has leads to it."""
    with closing(connections.create(Path(":memory:"))) as connection:
        put(connection, *records)
        for record in records:
            said = choice("sensitivity", record.sensitivity)
            assert record.id in hits(connection, "words", f'terms:"{said}"')
        assert contents(connection) == built_anew(connection)


@given(st.text(max_size=30))
def test_the_short_way_for_latin_letters_is_the_same(text: str) -> None:
    """A text goes into the index as its words, ASCII or not."""
    assert indexed([text]).split() == words(text)


def test_a_decision_does_not_write_the_text_again(connection: apsw.Connection) -> None:
    """It changes a state among the terms, and no page of the texts."""
    said = report(1, title="Killings", text=TEXT)
    put(connection, said)
    query = "SELECT id, block FROM bodies_data ORDER BY id"
    before = connection.execute(query).fetchall()
    decided = replace(said, triage=replace(said.triage, state=TriageState.RELEVANT))
    write(connection, Change(said.ref, said, decided))
    assert connection.execute(query).fetchall() == before
    assert hits(connection, "words", 'terms:"triage=relevant"') == [1]
    assert hits(connection, "words", 'terms:"triage=new"') == []
    assert hits(connection, "bodies", 'killings "nine people"') == [1]
    write(connection, Change(said.ref, decided, replace(decided, title="Deaths")))
    assert hits(connection, "bodies", 'deaths "nine people"') == [1]
    assert hits(connection, "bodies", "killings") == []


def test_a_translation_is_found(connection: apsw.Connection) -> None:
    """One that is added to a report's text, or changed, is in the index, and the old one gone."""
    for words_of_it, gone in (("neun Menschen", "absent"), ("neun Leute", "menschen")):
        said = report(1, text=TEXT, translation={"language": "de", "text": words_of_it})
        put(connection, said)
        assert hits(connection, "bodies", f'"{words_of_it.lower()}"') == [1]
        assert hits(connection, "bodies", gone) == []


def test_an_undo_brings_the_text_back(place: Path) -> None:
    """A report that was deleted and comes back has its words and terms again."""
    with a_store(place, report(1, text=TEXT)) as repository:
        connection = repository.documents._connection
        before = contents(connection)
        repository.run(DeleteRecords([Ref("R1")]))
        assert hits(connection, "bodies", "nine") == []
        repository.undo()
        assert contents(connection) == before


def test_rows_lie_in_list_order(connection: apsw.Connection) -> None:
    """From the last row up, the events come as in the list, those of some days as a range."""
    days = ["2025-03-07", "2024", "2025-03-09", "0001-01-01", None, "2025-03-07"]
    put(connection, *(event(n, title="x", start=day) for n, day in enumerate(days, 1)))
    assert hits(connection, "words", "x") == [3, 6, 1, 2, 4, 5]
    march = event(1, start="2025-03-07").start
    assert march
    query = "SELECT rowid FROM words ('x') WHERE rowid BETWEEN ? AND ? ORDER BY rowid DESC"
    bounds = rowids.bounds(Kind.EVENT, march.day, march.day)
    found: list[Any] = connection.execute(query, bounds).fetchall()
    assert [rowids.number(connection, row) for (row,) in found] == [6, 1]
    assert {rowids.kind_of(row) for (row,) in found} == {Kind.EVENT}


def test_a_large_id_has_a_slot(connection: apsw.Connection) -> None:
    """Ids that no slot can hold are found too, in list order, whenever they came."""
    large = [10**14 - 1, 10**13, 10**13 + 7, rowids.LARGE]
    put(connection, *(note(n, body="x") for n in (5, *large)))
    assert hits(connection, "words", "x") == [*sorted(large, reverse=True), 5]
    write(connection, Change(Kind.NOTE.ref(10**13), None, None))
    assert hits(connection, "words", "x") == [10**14 - 1, 10**13 + 7, rowids.LARGE, 5]
    before = contents(connection)
    assert before == built_anew(connection)


def test_it_is_built_in_parts_while_others_write(
    connection: apsw.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written, moved and deleted between two parts is in it, on either side of them."""
    monkeypatch.setattr(indexing, "PART", 0.0)
    monkeypatch.setattr(indexing, "GAP", 0.0)
    monkeypatch.setattr(indexing, "SLICE", 2)
    put(connection, *(report(n, text=TEXT) for n in (1, 2, 3)), *(event(n) for n in range(1, 8)))
    with connection:
        watermark.empty(connection)
    told: list[tuple[int, int]] = []

    def beside(done: int, total: int) -> None:
        told.append((done, total))
        put(connection, event(20 + done, title=f"beside {done}"), report(20 + done, text=TEXT))
        put(connection, event(2, start="2025-03-07"), event(7, start="2025-03-07"))
        write(connection, Change(Ref("R2"), None, None), Change(Ref("E6"), None, None))

    assert indexing.build(connection, beside)
    assert watermark.is_indexed(connection)
    assert told[0] == (2, 10)
    before = contents(connection)
    assert before == built_anew(connection)


def test_a_build_that_was_ended_goes_on(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there stays; another process, or the next day, builds what is missing."""
    monkeypatch.setattr(indexing, "PART", 0.0)
    monkeypatch.setattr(indexing, "GAP", 0.0)
    monkeypatch.setattr(indexing, "SLICE", 2)
    with a_store(place, *(event(n, title="x") for n in range(1, 9))) as repository:
        connection = repository.documents._connection
        with connection:
            watermark.empty(connection)
        asked = iter([False, False, True])
        assert not repository.index(stop=lambda: next(asked))
        assert not watermark.is_indexed(connection)
    told: list[tuple[int, int]] = []
    with closing(Repository.open(place)) as repository:
        assert repository.index(lambda done, total: told.append((done, total)))
        assert told[0] == (6, 8)
        assert hits(repository.documents._connection, "words", "x") == list(range(8, 0, -1))
        told.clear()
        assert repository.index(lambda done, total: told.append((done, total)))
        assert told == []


def test_another_version_is_built_anew(place: Path) -> None:
    """An index of other words is not used, nor mixed with ours, until it has been replaced."""
    with a_store(place, event(1, title="x")) as repository:
        connection = repository.documents._connection
        with connection:
            watermark.note(connection, watermark.ALL, version=9999)
        assert not watermark.is_indexed(connection)
        repository.run(WriteRecords([event(2, title="x")]))
        assert watermark.state(connection) == (0, 0)
        assert repository.index()
        assert hits(connection, "words", "x") == [2, 1]


def test_a_large_file_is_indexed_when_the_store_is_open(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Building a working copy leaves the index to later where there is much, and only there."""
    a_store(place, event(1, title="x"), location(1, name="x")).__enter__().leave()
    for many, is_indexed in ((2, False), (3, True)):
        monkeypatch.setattr(checkpoint, "MANY", many)
        (place / "desk.sqlite").unlink()
        with closing(Repository.open(place)) as repository:
            connection = repository.documents._connection
            assert watermark.is_indexed(connection) is is_indexed
            assert repository.index()
            assert hits(connection, "words", "x") == [1, 1]


def test_a_file_that_is_only_looked_at_is_indexed_in_its_copy(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bare file's records can be searched too; a store that is read in place stays as it is."""
    monkeypatch.setattr(checkpoint, "MANY", 1)
    a_store(place, event(1, title="x")).__enter__().leave()
    bare = place.with_name("bare.json")
    (place / "incidents.json").rename(bare)
    with closing(Repository.look_at(bare)) as repository:
        assert repository.index()
        with repository._session.reading() as connection:
            assert watermark.is_indexed(connection)
            assert hits(connection, "words", "x") == [1]


def found_in(place: Path) -> list[Finding]:
    """What verify finds."""
    return list(verify(place))


DAMAGES = {
    "a record that is lost": (
        "DELETE FROM words WHERE rowid = (SELECT max(id) FROM words_docsize)",
        ["the full-text index has 1 events, and there are 2", "E2 is missing from the full-text"],
    ),
    "a record that is not there": (
        f"INSERT INTO words (rowid, name) VALUES ({rowids.bounds(Kind.NOTE)[0] + 7}, 'x')",
        ["the full-text index has 1 notes, and there are 0"],
    ),
    "a text that is lost": (
        "DELETE FROM bodies",
        ["the full-text index has the texts of 0 reports"],
    ),
    "pages": (
        "UPDATE words_data SET block = x'ff' WHERE id > 10",
        ["desk.sqlite is damaged, as SQLite finds: fts5: corruption found"],
    ),
}


@pytest.mark.parametrize(("damage", "told"), DAMAGES.values(), ids=DAMAGES.keys())
def test_verify_finds_what_is_wrong_and_building_anew_mends_it(
    place: Path, damage: str, told: list[str]
) -> None:
    """Each finding says so, and afterwards there is none."""
    a_store(place, report(1, text=TEXT), event(1, title="x"), event(2)).__enter__().leave()
    assert found_in(place) == []
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.execute(damage)
    found = found_in(place)
    for sentence in told:
        assert any(finding.what.startswith(sentence) for finding in found), found
    assert all("`incident-desk index` builds it anew" in one.sentence for one in found)
    with closing(Repository.open(place)) as repository:
        assert repository.index(anew=True)
    assert found_in(place) == []


def test_a_damaged_index_keeps_nobody_from_writing(place: Path) -> None:
    """Who comes upon it is told, it is thrown away, and the same change is written then."""
    a_store(place, event(1, title="x"), report(1, text=TEXT)).__enter__().leave()
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.execute("UPDATE words_data SET block = x'ff'")
    with closing(Repository.open(place)) as repository:
        change = WriteRecords([event(1, title="y")])
        with pytest.raises(UnwritableStore, match="full-text index was damaged, and is built anew"):
            repository.run(change)
        repository.run(change)
        assert repository.index()
        assert hits(repository.documents._connection, "words", "y") == [1]
        assert not (place / "desk.sqlite-is-damaged").exists()
    assert found_in(place) == []


def test_a_damaged_index_is_no_reason_to_build_a_store_anew(place: Path) -> None:
    """Where damage was noted and the index alone has it, the history stays."""
    a_store(place, event(1, title="x")).__enter__().leave()
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.execute("UPDATE words_data SET block = x'ff' WHERE id > 10")
    (place / "desk.sqlite-is-damaged").touch()
    with closing(Repository.open(place)) as repository:
        assert repository.told == ""
        assert repository.index()
    assert found_in(place) == []


def test_documents_of_other_programs_are_not_indexed(place: Path) -> None:
    """Their tables come in, and are in no row of the index."""
    a_store(place, event(1, title="x")).__enter__().leave()
    raw = (place / "incidents.json").read_text()
    cut = raw.rindex("}")
    (place / "incidents.json").write_text(f'{raw[:cut]}, "birds": {{"1": {{"seen": "x"}}}}}}')
    (place / "desk.sqlite").unlink()
    with closing(Repository.open(place)) as repository:
        connection = repository.documents._connection
        assert repository.documents.tables() >= {"birds"}
        assert connection.execute("SELECT count(*) FROM words_docsize").fetchall() == [(1,)]
        assert connection.execute(
            "SELECT count(*) FROM records WHERE record >= ?", (schema.FOREIGN << schema.SHIFT,)
        ).fetchall() == [(1,)]
        assert repository.index(anew=True)
        assert hits(connection, "words", "x") == [1]


def test_closing_a_store_ends_the_building_of_its_index(tmp_path: Path) -> None:
    """Who closes the store waits for the part that is being written, and nothing fails."""
    place = tmp_path / "store"
    repository = Repository.create(place)
    repository.run(WriteRecords([event(number, title="convoy") for number in range(1, 400)]))
    begun = Event()
    with ThreadPoolExecutor(1) as pool:
        built = pool.submit(repository.index, lambda *_: begun.set(), anew=True)
        begun.wait()
        repository.close()
    assert built.result() in (True, False)
