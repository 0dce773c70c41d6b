"""`verify` finds what was lost or altered, and reads whatever lies there without falling over."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import apsw
import pytest

from store.care.findings import Grade
from store.care.verify import Noted, head, verify
from store.commands.records import WriteRecords
from store.errors import NotAStore
from store.outside import Finding as Outside
from store.repository import Repository
from store.tiny import open_tinydb
from store.tiny.marks import stamp_of
from tests.builders import (
    a_store,
    attachment,
    event,
    quote,
    report,
)

TEXT = "Nine people were killed on Friday, the agency said."


def damages(place: Path, noted: Noted | None = None) -> list[str]:
    """What verify says is damaged."""
    return [f.what for f in verify(place, noted) if f.grade is Grade.DAMAGE]


def remarks(place: Path) -> list[str]:
    """What verify finds odd."""
    return [f.what for f in verify(place) if f.grade is Grade.REMARK]


def test_a_store_in_use_is_whole(store: Path) -> None:
    """A store with an undo, a deletion and a file has nothing to find."""
    assert list(verify(store)) == []
    assert list(verify(store, head(store))) == []


def altered(*queries: str) -> Callable[[Path], object]:
    """Change the working copy as no program of ours does."""

    def alter(place: Path) -> None:
        with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
            for query in queries:
                connection.execute(query)

    return alter


E1 = 2 << 48 | 1
ALTERATIONS = {
    "a record": (
        altered(f'UPDATE records SET document = \'{{"title":"x"}}\' WHERE record = {E1}'),
        "E1 is not as the operation 2 wrote it last",
    ),
    "a record that is gone": (
        altered(f"DELETE FROM records WHERE record = {E1}"),
        "E1 is missing, and by the operation 2 it is there",
    ),
    "a version": (
        altered("UPDATE versions SET document = '{}' WHERE version = 4"),
        "the operation 2, by ",
    ),
    "a version that is gone": (
        altered("DELETE FROM versions WHERE version = 4"),
        "the version before 5, of Q1, is missing from the history",
    ),
    "an operation": (
        altered("UPDATE operations SET author = 'eve' WHERE sequence = 2"),
        "the operation 2, by eve at ",
    ),
    "an operation that is gone": (
        altered("DELETE FROM operations WHERE sequence = 2"),
        "the operation 2 is missing from the history",
    ),
    "versions after the last operation": (
        altered("INSERT INTO versions (operation, record) VALUES (99, 1)"),
        "the versions 11 to 11 belong to no operation",
    ),
    "what is undone": (
        altered("DELETE FROM undone"),
        (
            "the operation 4 is marked as not undone, and by the history it is undone by the"
            " operation 5"
        ),
    ),
    "what is unfinished": (
        altered("INSERT INTO unfinished VALUES (2, 'gone')"),
        "the operation 2 is marked as unfinished and is none in parts",
    ),
    "a link": (
        altered("DELETE FROM links WHERE edge = 5"),
        "E1 has lost a link that its references make",
    ),
    "a link too many": (
        altered("INSERT INTO links VALUES (5, 1, 9, 'origin')"),
        "E1 has a link of no reference",
    ),
    "a count": (
        altered("UPDATE counts SET n = 7 WHERE kind = 1"),
        "the reports in the state 'new' of a day are counted as 7 and are 1",
    ),
    "a text": (
        altered("UPDATE texts SET text = 'Ten' || substr(text, 5)"),
        "the text that begins with ",
    ),
    "a text that is gone": (altered("DELETE FROM texts"), "R1 has lost its text"),
    "a highest id": (
        altered("UPDATE highest SET number = 1 WHERE kind = 2"),
        "the highest id of the table events is kept as 1, and 2 was given out",
    ),
    "a place in the list": (
        altered(f"UPDATE records SET place = 5 WHERE record = {E1}"),
        "E1 is listed at another place than its own",
    ),
    "an index": (
        altered("DROP INDEX links_back"),
        "the index links_back in desk.sqlite is missing or was altered",
    ),
    "the store's name": (
        altered("UPDATE meta SET value = 'other' WHERE name = 'store'"),
        "incidents.json and desk.sqlite name different stores",
    ),
}


@pytest.mark.parametrize(("alter", "told"), ALTERATIONS.values(), ids=ALTERATIONS.keys())
def test_what_was_altered_is_named(store: Path, alter: Callable[[Path], object], told: str) -> None:
    """The finding names the record or the operation, and the sentence says what mends it."""
    alter(store)
    found = list(verify(store))
    assert any(finding.what.startswith(told) for finding in found), found
    assert all(finding.mend for finding in found if finding.grade is Grade.DAMAGE)


def test_a_cut_tail_shows_against_a_noted_hash(store: Path) -> None:
    """A history that was cut, or written anew, is whole by itself and not what was noted."""
    noted = head(store)
    other = Noted(noted.operation, "0" * 64)
    assert damages(store, other) == [
        (
            f"the operation {noted.operation} has another hash than the one noted: the history was"
            " written anew"
        )
    ]
    (store / "desk.sqlite").unlink()
    (store / "incidents.json").unlink()
    shutil.rmtree(store)
    with a_store(store) as repository:
        repository.checkpoint()
    assert damages(store, noted) == [
        f"the operation {noted.operation}, which was noted, is missing: the history ends with 1"
    ]


def test_evidence_and_references_that_lead_nowhere_are_remarks(place: Path) -> None:
    """An import may bring them: they are told, and the store is whole."""
    said = report(1, text=TEXT)
    command = WriteRecords(
        [said, quote(1, report="R1", start=0, end=4, words="Ten ", speaker="S9")],
        accepts_flaws=True,
    )
    with a_store(place) as repository:
        repository.run(command)
        repository.checkpoint()
    assert damages(place) == []
    assert remarks(place) == [
        "the evidence of Q1 is not in R1: the report has 'Nine' at 0:4, not 'Ten '",
        "the speaker of Q1 names S9, which is not there",
    ]


def test_original_bytes_are_compared_with_their_names(store: Path) -> None:
    """Bytes that were altered are damage; a file of another name is only told."""
    good = hashlib.sha256(b"bytes").hexdigest()
    (store / "reports" / good).write_bytes(b"bytes")
    (store / "reports" / ("0" * 64)).write_bytes(b"bytes")
    (store / "reports" / "scan.pdf").write_bytes(b"bytes")
    assert damages(store) == [f"reports/{'0' * 64} holds other bytes than it is named by"]
    assert remarks(store) == ["reports/scan.pdf is not named by a hash, and was not looked at"]


def test_a_file_changed_by_another_program_is_told_record_by_record(store: Path) -> None:
    """The records that differ from the desk's are named."""
    tables = json.loads((store / "incidents.json").read_bytes())
    tables["events"]["1"]["title"] = "something else"
    del tables["notes"]["1"]
    tables["views"]["4"] = {"name": "mine"}
    (store / "incidents.json").write_text(json.dumps(tables))
    assert damages(store) == [
        "E1 in incidents.json is not the desk's",
        "N1 is missing in incidents.json",
        "the table views in incidents.json has '4', the desk has not",
    ]


def test_a_file_that_the_store_is_ahead_of_is_whole(store: Path) -> None:
    """What was written since the last checkpoint is in the working copy only."""
    repository = Repository.open(store)
    repository.run(WriteRecords([event(1, title="later"), attachment(1, report="R1")]))
    repository.close()
    assert list(verify(store)) == []


def test_a_working_copy_that_is_older_than_the_file(store: Path, tmp_path: Path) -> None:
    """The end of the history is lost: the file knows of it."""
    shutil.copyfile(store / "desk.sqlite", tmp_path / "older.sqlite")
    repository = Repository.open(store)
    repository.run(WriteRecords([event(3)]))
    repository.checkpoint()
    repository.close()
    shutil.copyfile(tmp_path / "older.sqlite", store / "desk.sqlite")
    assert damages(store) == [
        (
            "incidents.json covers the operation 6, and desk.sqlite ends with 5: the end of the"
            " history is lost"
        )
    ]


def test_without_a_working_copy_the_file_is_looked_at(store: Path) -> None:
    """It is no damage that the history is not there; a folder without a store is none."""
    (store / "desk.sqlite").unlink()
    assert damages(store) == []
    assert len(remarks(store)) == 1
    with pytest.raises(NotAStore):
        list(verify(store / "reports"))


def test_a_working_copy_that_was_just_built_is_whole(store: Path) -> None:
    """What the file covers is in the operation that took it in, and work goes on from there."""
    (store / "desk.sqlite").unlink()
    repository = Repository.open(store)
    assert list(verify(store)) == []
    repository.run(WriteRecords([event(3)]))
    assert list(verify(store)) == []
    repository.close()


def test_a_file_without_meta_that_a_store_was_built_from_is_no_damage(place: Path) -> None:
    """Stock TinyDB wrote it: that is said, and its records are compared."""
    place.mkdir()
    (place / "incidents.json").write_text('{"events": {"1": {"title": "A"}}}')
    Repository.open(place).close()
    assert damages(place) == []
    assert "incidents.json says not what it covers" in remarks(place)[0]
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'file_sha256'", ("0" * 64,))
    assert damages(place) == ["incidents.json has no _meta that tells what it covers"]


def test_a_file_whose_changes_were_taken_in_is_no_damage(store: Path) -> None:
    """Until the next checkpoint it lies there as another program wrote it."""
    file = store / "incidents.json"
    file.write_bytes(file.read_bytes().replace(b"Another", b"Others"))
    assert damages(store) == ["E2 in incidents.json is not the desk's"]
    repository = Repository.open(store)
    repository.keeper.clock = lambda: time.time() + 60
    # The first turn takes it in, and is no checkpoint.
    done = repository.tend()
    assert done.taken
    assert not done.written
    repository.close()
    assert damages(store) == []
    assert "what that changed was taken in" in remarks(store)[0]


def mends(place: Path) -> dict[str, str]:
    """What is said to mend each finding."""
    return {finding.what: finding.mend for finding in verify(place)}


def test_an_older_copy_of_the_file_is_no_damage(store: Path) -> None:
    """A checkout of an older one: what is said fits what `checkpoint` asks."""
    older = (store / "incidents.json").read_bytes()
    repository = Repository.open(store)
    repository.run(WriteRecords([event(3)]))
    repository.checkpoint()
    (store / "incidents.json").write_bytes(older)
    asked = repository.outside()
    repository.close()
    assert asked
    assert asked.kind is Outside.OLDER
    assert mends(store) == {
        (
            "incidents.json is an older copy of this store's: it covers the operation 5, and the"
            " one that the desk wrote last covers 6"
        ): (
            "`incident-desk checkpoint --replace` sets it aside and writes the desk's own, and"
            " `--take` goes back to what it holds"
        )
    }
    assert damages(store) == []


def test_a_file_that_another_program_wrote_is_decided_about(store: Path) -> None:
    """As `checkpoint` asks; where only its bytes changed and not its stamp, it is moved away."""
    file = store / "incidents.json"
    file.write_bytes(file.read_bytes().replace(b"Another", b"Others"))
    (mend,) = mends(store).values()
    assert mend.startswith("`incident-desk checkpoint --take` takes it in, and `--replace`")
    with closing(apsw.Connection(str(store / "desk.sqlite"))) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'file_stamp'", (stamp_of(file),))
    (mend,) = mends(store).values()
    assert mend.startswith("move incidents.json away")


def test_an_empty_file_is_called_empty(store: Path) -> None:
    """And not damaged at a line that it has not."""
    (store / "incidents.json").write_bytes(b"")
    told = "`incident-desk checkpoint` sets it aside and writes it anew"
    assert mends(store) == {"incidents.json is empty": told}


def test_where_both_are_damaged_both_are_named(store: Path) -> None:
    """Of one, what is there mends it; of both, what can be read is saved."""
    (store / "desk.sqlite").write_bytes(b"")
    file = (store / "incidents.json").read_bytes()
    (mend,) = mends(store).values()
    assert "builds it anew from incidents.json" in mend
    for broken in (file[:-30], b"", None):
        if broken is None:
            (store / "incidents.json").unlink()
        else:
            (store / "incidents.json").write_bytes(broken)
        found = mends(store)
        assert len(found) == 1 + (broken is not None)
        assert all("`incident-desk recover` saves" in mend for mend in found.values())


def test_the_file_of_a_table_with_a_long_name_is_the_desks_own(place: Path) -> None:
    """However long the line is that says what the file covers."""
    with a_store(place), open_tinydb(place) as database:
        database.table("t" * 100_000).insert({"a": 1})
    assert list(verify(place)) == []


def test_others_write_meanwhile(store: Path) -> None:
    """A store that is being written to all the time is whole, and verifying it ends."""
    stop, wrote = Flag(), Flag()

    def write() -> None:
        repository = Repository.open(store, author="sami")
        number = 10
        while not stop.is_set():
            repository.run(WriteRecords([event(number % 50 + 1, title=f"t{number}")]))
            wrote.set()
            number += 1
        repository.close()

    writer = Thread(target=write)
    writer.start()
    try:
        assert wrote.wait(30)
        assert [list(verify(store)) for _ in range(5)] == [[]] * 5
    finally:
        stop.set()
        writer.join()
