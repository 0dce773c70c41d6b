"""A data set read by another process: what it works out is what this one would have written."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.care.verify import verify
from store.commands.importing import ImportRecords
from store.commands.records import WriteRecords
from store.commands.register import StoreRegister
from store.ids import Kind
from store.ingest import any_table, apart, worker
from store.ingest.any_table import CSV, JSON_LINES
from store.ingest.importer import DataFile, UnreadableSet
from store.ingest.mapping import EVENTS, REPORTS, Mapping, as_toml
from store.model import Event, Report
from store.proposals import Coming, Flagged, Ready, Rejected
from store.record import Record
from store.repository import Repository
from tests.builders import a_store
from tests.store.rows import assert_chained, assert_consistent, connection_of
from tests.store.sql.test_index import contents

COLUMNS = {
    "id": "id",
    "title": "title",
    "day": "start",
    "place": "place",
    "killed": "killed",
    "by": "source",
    "who": "actor A",
}
MAPPING = Mapping(EVENTS, COLUMNS, "set")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a data set is written."""
    return tmp_path / "set.csv"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Repository]:
    """An empty store, open."""
    with a_store(tmp_path / "store") as repository:
        yield repository


def aside(file: Path, mapping: Mapping = MAPPING, format_: str = CSV) -> ImportRecords:
    """The import of a file that another process reads."""
    read = apart.reader(str(file), format_, as_toml(mapping, file.name))
    return ImportRecords(format_, DataFile(file).name, read)


def here(file: Path, mapping: Mapping = MAPPING, format_: str = CSV) -> ImportRecords:
    """The import of a file that this process reads."""
    read = any_table.reader(mapping, format_)
    return ImportRecords(format_, file.name, lambda register: read(DataFile(file), register))


def records(repository: Repository) -> list[Record]:
    """All that there is, without what only says when and as which copy it was made."""
    with repository.read() as reader:
        return [
            replace(record, uid="", created=None, updated=None)
            for kind in Kind
            for number in sorted(reader.numbers(kind))
            if (record := reader.find(kind.ref(number)))
        ]


def assert_whole(repository: Repository) -> None:
    """The store has no finding."""
    assert_consistent(repository)
    assert_chained(repository)
    assert not list(verify(repository.folder.path))


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["", "1", "2", "3", "4"]),
            "title": cells,
            "day": st.sampled_from(["", "2025-03-07", "2025", "soon"]),
            "place": st.sampled_from(["", "Baniyas", "بانياس", "Jableh"]),
            "killed": st.sampled_from(["", "3", "3-5", "~12", "many"]),
            "by": st.sampled_from(["", "SANA", "SOHR"]),
            "who": cells,
            "rest": cells,
        }
    ),
    max_size=8,
)


@settings(max_examples=5)
@given(rows, rows)
def test_what_comes_from_another_process_is_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[dict[str, str]],
    second: list[dict[str, str]],
) -> None:
    """Records, links, counts, index and tally equal those of an import in this process."""
    folder = tmp_path_factory.mktemp("apart")
    file = folder / "set.jsonl"
    with a_store(folder / "a") as one, a_store(folder / "b") as other:
        for given_ in (first, second):
            file.write_text("".join(json.dumps(row) + "\n" for row in given_))
            left, right = aside(file, format_=JSON_LINES), here(file, format_=JSON_LINES)
            one.run_in_parts(left)
            other.run_in_parts(right)
            for name in ("new", "updated", "same", "flagged", "rejects"):
                assert getattr(left.tally, name) == getattr(right.tally, name)
        assert records(one) == records(other)
        assert contents(connection_of(one)) == contents(connection_of(other))
        assert_whole(one)


def content(count: int, title: str = "Raid") -> str:
    """So many rows."""
    lines = [f"{n},{title} {n},2025-03-07,Baniyas,{n},SANA,Army\n" for n in range(count)]
    return ",".join(COLUMNS) + "\n" + "".join(lines)


def test_the_same_file_again_changes_nothing(desk: Repository, file: Path) -> None:
    """No operation; a row that was edited changes its own record only."""
    file.write_text(content(3))
    desk.run_in_parts(aside(file))
    assert desk.run_in_parts(aside(file)) is None
    file.write_text(content(3).replace("Raid 1", "Raid, or what was one"))
    again = aside(file)
    file.write_text(content(3).replace("Raid 1", "Clash"))
    desk.run_in_parts(again)
    assert again.tally.updated == {Kind.EVENT: 1}
    assert not again.tally.new
    assert_whole(desk)


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 256, 257, 900])
def test_numbers_follow_each_other(desk: Repository, file: Path, count: int) -> None:
    """However many records came, the next one that is made has the next number."""
    file.write_text(content(count))
    desk.run_in_parts(aside(file))
    desk.run(WriteRecords([Event(title="Ours")]))
    with desk.read() as reader:
        assert sorted(reader.numbers(Kind.EVENT)) == list(range(1, count + 2))


def test_an_import_is_undone_and_done_again(desk: Repository, file: Path) -> None:
    """As one operation, and what it brought is as it was."""
    file.write_text(content(300))
    desk.run_in_parts(aside(file))
    before = records(desk)
    desk.undo()
    assert records(desk) == []
    desk.redo()
    assert records(desk) == before
    assert_whole(desk)


def test_texts_of_reports_come_from_another_process(desk: Repository, tmp_path: Path) -> None:
    """To the sign; the same text twice is kept once, and half a character keeps a row out."""
    texts = ["  Nine.\r\n", "  Nine.\r\n", "قتل تسعة\x00"]
    file = tmp_path / "set.jsonl"
    file.write_text("".join(json.dumps({"text": one}) + "\n" for one in texts))
    desk.run_in_parts(aside(file, Mapping(REPORTS, {"text": "text"}), JSON_LINES))
    assert [one.text for one in records(desk) if isinstance(one, Report)] == texts
    assert_whole(desk)


def test_a_report_whose_text_is_another_now_keeps_its_own(desk: Repository, tmp_path: Path) -> None:
    """A text is never edited: the rest of the row comes in, and it is told what stayed."""
    file = tmp_path / "set.csv"
    mapping = Mapping(REPORTS, {"id": "id", "title": "title", "text": "text"})
    file.write_text("id,title,text\n1,One,Nine.\n")
    desk.run_in_parts(aside(file, mapping))
    file.write_text("id,title,text\n1,Two,Ten.\n")
    again = aside(file, mapping)
    desk.run_in_parts(again)
    (report,) = records(desk)
    assert isinstance(report, Report)
    assert (report.title, report.text) == ("Two", "Nine.")
    assert [name for _, name in again.tally.kept] == ["text"]


def test_what_is_no_table_by_its_mapping_says_so(desk: Repository, file: Path) -> None:
    """The reason of the other process is this one's, and nothing comes in."""
    file.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableSet, match="has no column 'id', which its mapping names"):
        desk.run_in_parts(aside(file))
    assert records(desk) == []


def test_a_file_that_is_gone_says_so(desk: Repository, file: Path) -> None:
    """It was there when the command began."""
    with pytest.raises(UnreadableSet, match="cannot be read: no such file"):
        desk.run_in_parts(aside(file))


def test_a_file_of_any_name_is_read(desk: Repository, tmp_path: Path) -> None:
    """A name need not be text."""
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv"))
    file.write_text(content(1))
    desk.run_in_parts(aside(file))
    assert len(records(desk)) == 5


def after(count: int, act: Callable[[], None], command: ImportRecords) -> ImportRecords:
    """The import, with something that happens behind so many proposals."""

    def read(register: StoreRegister) -> Iterator[Coming]:
        for at, proposal in enumerate(command.read(register)):
            if at == count:
                act()
            yield proposal

    return replace_read(command, read)


def replace_read(
    command: ImportRecords, read: Callable[[StoreRegister], Iterator[Coming]]
) -> ImportRecords:
    """The same import, read otherwise."""
    return ImportRecords(command.format, command.file, read, command.tally)


def test_a_reader_that_is_killed_leaves_nothing(
    desk: Repository, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, what had come in is taken back, and the store is whole."""
    popen, started = subprocess.Popen, []

    def noted(*arguments: Any, **named: Any) -> subprocess.Popen[bytes]:
        started.append(popen(*arguments, **named))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    file.write_text(content(20_000))

    def kill() -> None:
        started[0].kill()

    command = after(3_000, kill, aside(file))
    with pytest.raises(UnreadableSet, match="could not be read to its end"):
        desk.run_in_parts(command)
    assert records(desk) == []
    assert_whole(desk)
    desk.run(WriteRecords([Event(title="Ours")]))
    assert len(records(desk)) == 1


@pytest.mark.parametrize("kept", [2, 6, 40])
def test_half_a_frame_is_the_end(tmp_path: Path, kept: int) -> None:
    """What a killed process has left in the pipe is no fault of this one."""
    path = tmp_path / "pipe"
    with path.open("wb") as give:
        worker.Pipe(give, give).send(worker.Batch([["flagged", 1, "", "x" * 100]], 3))
    whole = path.read_bytes()
    path.write_bytes(whole[:kept])
    with path.open("rb") as take:
        assert worker.Pipe(take, take).receive() is None
    path.write_bytes(whole)
    with path.open("rb") as take:
        assert worker.Pipe(take, take).receive() == whole[4:]


def test_an_import_that_is_left_in_the_middle_keeps_what_came(desk: Repository, file: Path) -> None:
    """Whoever stops asking stops the other process; the same file again brings the rest."""
    file.write_text(content(5_000))
    command = aside(file)

    def read(register: StoreRegister) -> Iterator[Coming]:
        for at, proposal in enumerate(command.read(register)):
            if at == 1_000:
                return
            yield proposal

    desk.run_in_parts(replace_read(command, read))
    assert len(records(desk)) == 1_000
    again = aside(file)
    desk.run_in_parts(again)
    assert not again.tally.updated
    with desk.read() as reader:
        assert len(list(reader.numbers(Kind.EVENT))) == 5_000
    assert_whole(desk)


def test_what_wants_too_much_memory_says_so(
    desk: Repository, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is that of the other process; it ends with a sentence."""
    file.write_text(content(1))
    program = (
        "import resource, store.ingest.worker as w; w.MEMORY = 1 << 20;"
        "w.proposals = lambda *_: (_ for _ in [bytearray(1 << 30)]); w.main()"
    )
    popen = subprocess.Popen

    def limited(arguments: list[str], **named: Any) -> subprocess.Popen[bytes]:
        return popen([arguments[0], "-P", "-c", program], **named)

    monkeypatch.setattr(subprocess, "Popen", limited)
    with pytest.raises(UnreadableSet, match="wants more than 1 MB of memory"):
        desk.run_in_parts(aside(file))
    assert records(desk) == []


def test_what_the_other_process_tells_is_told_here(desk: Repository, file: Path) -> None:
    """Flags, rejects and records come in the order of the rows."""
    file.write_text("id,title,day,place,killed,by,who\n1,One,soon,,,,\n1,Two,,,,,\n2,Three,,,,,\n")
    told: list[Coming] = []
    command = aside(file)

    def read(register: StoreRegister) -> Iterator[Coming]:
        for proposal in command.read(register):
            told.append(proposal)
            yield proposal

    desk.run_in_parts(replace_read(command, read))
    assert [type(one) for one in told] == [Flagged, Ready, Rejected, Ready]
