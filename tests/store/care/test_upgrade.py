"""A store of an earlier version: opened, it is brought up to date, and loses nothing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import apsw
import pytest

from store.care.upgrade import upgrade
from store.care.verify import verify
from store.commands.records import WriteRecords
from store.errors import UnreadableStore
from store.folder import Folder
from store.ids import Kind, Ref
from store.presence import Presence
from store.references import mention
from store.repository import Repository
from store.sql.schema import SCHEMA, key, rank
from tests.builders import claim, event, evidence, report, source
from tests.store.care.first_schema import lay
from tests.store.folders import ROOT, document

TEXT = "Nine people were killed on Friday, the agency said."
STORE = "0195a000-0000-7000-8000-000000000001"
FOREIGN: dict[str, dict[str, object]] = {
    "sightings": {"2": {"seen": "a heron"}, "11": {"seen": "a crane"}},
    "settings": {"theme": {"name": "dark"}, "7": {"size": 2}},
    "nothing yet": {},
}


@pytest.fixture
def old(place: Path) -> Path:
    """A closed store of schema 1 with two operations by Ada, and other programs' tables."""
    Repository.create(place).close()
    (place / "desk.sqlite").unlink()
    meta = {"schema": 1, "store": STORE, "operation": 0, "hash": "", "highest": {}}
    (place / "incidents.json").write_text(json.dumps({"_meta": {"1": meta}}))
    said = report(1, title="Killings", text=TEXT)
    lay(
        place,
        STORE,
        [
            [said, source(1, name="Agency"), event(1, title="before")],
            [
                event(1, title="after", reports=["R1"], start="2025-03-07"),
                claim(1, event="E1", source="S1", low=9, **evidence(said, "Nine people")),
            ],
        ],
        FOREIGN,
    )
    return place


def hashes(place: Path) -> list[str]:
    """The hash of each operation in a store's working copy."""
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        query = "SELECT hash FROM operations ORDER BY sequence"
        return [row[0] for row in connection.execute(query)]


def schema_of(path: Path) -> int:
    """The schema of a database."""
    with closing(apsw.Connection(str(path))) as connection:
        return int(connection.pragma("user_version"))


def findings(place: Path) -> list[str]:
    """What verify says of a store."""
    return [finding.sentence for finding in verify(place)]


def test_an_older_store_is_brought_up_to_date(old: Path) -> None:
    """Opening it keeps a backup, the records, the hash of each operation, and is verified."""
    before = hashes(old)
    Repository.open(old).close()
    assert schema_of(old / "desk.sqlite") == SCHEMA
    assert schema_of(old / "desk.sqlite.schema-1") == 1
    assert (old / "desk.sqlite.schema-1").stat().st_mode & 0o777 == 0o600
    assert hashes(old)[:2] == before
    (old / "incidents.json").unlink()
    repository = Repository.open(old)
    assert repository.checkpoint()
    with repository.read() as reader:
        assert reader.get(Ref("R1")).text == TEXT  # type: ignore[attr-defined]
        assert reader.counts(Kind.EVENT) == {"to do": 1}
    repository.close()
    assert findings(old) == []


def test_tables_of_other_programs_come_along(old: Path) -> None:
    """They stand in the TinyDB file as before: whole numbers as ids or not, and empty ones."""
    repository = Repository.open(old)
    (old / "incidents.json").unlink()
    repository.checkpoint()
    repository.close()
    written = document(old)
    assert {name: written[name] for name in FOREIGN} == FOREIGN


def test_history_and_undo_reach_back_before_the_migration(old: Path) -> None:
    """What Ada did with the earlier version can be looked up and undone."""
    repository = Repository.open(old, author="ada")
    with repository.history() as log:
        labels = [entry.operation.label for entry in log.entries()]
        changed = [version.name for version in log.versions(2)]
    assert labels[1:] == ["wrote records", "wrote records"]
    assert changed == ["E1", "C1"]
    undone = repository.undo()
    assert (undone.target.sequence, undone.restored) == (2, 2)
    with repository.read() as reader:
        assert reader.get(Ref("E1")).label.startswith("before")
        assert reader.find(Ref("C1")) is None
    repository.close()


_KILLED = """
import os, signal, sys
from pathlib import Path
from store.repository import Repository
from store.sql import migrations

step = migrations.STEPS[1]

def killed(connection):
    step(connection)
    os.kill(os.getpid(), signal.SIGKILL)

migrations.STEPS[1] = killed
Repository.open(Path(sys.argv[1]))
"""


def test_what_old_notes_mention_is_found(old: Path) -> None:
    """A note of before has its mentions as links of the working copy, as a new one has."""
    with closing(apsw.Connection(str(old / "desk.sqlite"))) as connection:
        body = "See [[E1]] and [[E7]]."
        document = json.dumps({"uid": STORE, "target": "R1", "body": body})
        connection.execute(
            "INSERT INTO records VALUES (?, ?, 0, '', 2, ?, NULL)",
            (key(Ref("N1")), rank(Kind.NOTE), document),
        )
    repository = Repository.open(old)
    with repository.read() as reader:
        assert [by for by, _ in reader.named_by(Ref("E1"), mention(Kind.EVENT))] == ["N1"]
        assert len(reader.named_by(Ref("E1"))) > 1
    repository.close()


def test_a_kill_in_the_middle_leaves_the_old_store(old: Path) -> None:
    """Nothing of the migration is there, the backup is, and the next one to open completes it."""
    before = hashes(old)
    done = subprocess.run([sys.executable, "-c", _KILLED, str(old)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (schema_of(old / "desk.sqlite"), hashes(old)) == (1, before)
    assert schema_of(old / "desk.sqlite.schema-1") == 1
    Repository.open(old).close()
    assert (schema_of(old / "desk.sqlite"), hashes(old)[:2]) == (SCHEMA, before)


_OPENED = """
import sys
from pathlib import Path
from store.repository import Repository
sys.stdin.readline()
Repository.open(Path(sys.argv[1])).close()
"""


def test_two_open_it_at_once(old: Path) -> None:
    """One migrates, the other waits for it, and both open."""
    both = [
        subprocess.Popen([sys.executable, "-c", _OPENED, str(old)], cwd=ROOT, stdin=subprocess.PIPE)
        for _ in range(2)
    ]
    for one in both:
        assert one.stdin
        one.stdin.write(b"\n")
        one.stdin.flush()
    for one in both:
        one.communicate()
    assert [one.returncode for one in both] == [0, 0]
    assert len(hashes(old)) == 3


def test_a_store_that_an_older_desk_has_open_waits(old: Path) -> None:
    """What that desk writes without our tables would be damage; closed, the store is opened."""
    desk = Presence(Folder(old), str(uuid4()), "noor")
    with pytest.raises(UnreadableStore, match="noor still has it open with an older"):
        Repository.open(old)
    assert schema_of(old / "desk.sqlite") == 1
    desk.leave()
    Repository.open(old).close()
    assert schema_of(old / "desk.sqlite") == SCHEMA


def test_a_damaged_older_store_is_refused_in_a_sentence(place: Path) -> None:
    """Where the migration fails, the store stays as it was and the sentence says so."""
    Repository.create(place).close()
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.pragma("user_version", 1)
    with pytest.raises(UnreadableStore, match="cannot be brought up to date"):
        Repository.open(place)
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.pragma("user_version", 0)
    with pytest.raises(UnreadableStore, match="never a schema 0"):
        Repository.open(place)


def test_a_store_that_is_up_to_date_is_left_alone(place: Path) -> None:
    """Somebody was quicker: nothing is migrated, and no backup is made."""
    repository = Repository.create(place)
    repository.run(WriteRecords([event(1)]))
    assert upgrade(Folder(place)) is None
    repository.close()
    assert not (place / "desk.sqlite.schema-1").exists()
