"""`verify`, `backup` and `restore`, as a person types them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw
import pytest

from store.repository import Repository
from tests.builders import a_store, event, quote
from tests.cli.outside import is_sentence, run


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A closed store with one event, in its file too."""
    with a_store(tmp_path / "store", event(1, title="A burial")) as repository:
        repository.checkpoint()
    return tmp_path / "store"


def alter(place: Path) -> None:
    """Alter the history as no program of ours does."""
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.execute("UPDATE operations SET author = 'eve' WHERE sequence = 2")


def test_a_whole_store_is_said_to_be_whole(place: Path) -> None:
    """Nothing on stderr where nobody looks at it, and exit code 0."""
    assert run("verify", "--store", place) == (0, f"{place} is whole.\n", "")


def test_remarks_are_no_damage(tmp_path: Path) -> None:
    """A reference that leads nowhere is told, and the exit code stays 0."""
    with a_store(tmp_path / "store", quote(1, speaker="S9")) as repository:
        repository.checkpoint()
    code, output, _ = run("verify", "--store", tmp_path / "store")
    assert code == 0
    assert "remark: the speaker of Q1 names S9, which is not there.\n" in output


def test_damage_has_an_exit_code_of_its_own(place: Path) -> None:
    """Each finding is one line that says what mends it; exit code 6."""
    alter(place)
    code, output, complaint = run("verify", "--store", place)
    assert (code, complaint) == (6, "")
    assert output.startswith("damage: the operation 2, by eve at ")
    assert "`incident-desk restore` brings a backup back.\n" in output
    assert output.endswith(f"{place} is damaged: one finding.\n")


@pytest.mark.parametrize("number", [(1 << 63) - 1, -(1 << 40)])
def test_a_number_beyond_all_is_told_as_damage(place: Path, number: int) -> None:
    """A table's number that was altered: a sentence and exit code 6, and no traceback."""
    with closing(apsw.Connection(str(place / "desk.sqlite"))) as connection:
        connection.execute("INSERT INTO tables VALUES (?, 'weather')", (number,))
    code, output, complaint = run("verify", "--store", place)
    assert (code, complaint) == (6, "")
    assert f"the table 'weather' has the number {number}, which no table has" in output


def test_the_newest_hash_can_be_noted_and_compared(place: Path) -> None:
    """What `--head` printed is given to `--noted` as it is."""
    code, noted, _ = run("verify", "--store", place, "--head")
    operation, digest = noted.split()
    assert (code, operation, len(digest)) == (0, "2", 64)
    assert run("verify", "--store", place, "--noted", operation, digest).code == 0
    assert run("verify", "--store", place, "--noted", operation, "0" * 64).code == 6
    assert run("verify", "--store", place, "--noted", "9", digest).code == 6


@pytest.mark.parametrize("noted", [("two", "0" * 64), ("2", "0123"), ("2",)])
def test_a_hash_that_is_none_is_a_wrong_argument(place: Path, noted: tuple[str, ...]) -> None:
    """Exit code 2 and a sentence."""
    code, output, complaint = run("verify", "--store", place, "--noted", *noted)
    assert (code, output) == (2, "")
    assert is_sentence(complaint)


def test_a_backup_and_back(place: Path, tmp_path: Path) -> None:
    """`backup` says where it lies, `restore` where the former store lies."""
    code, output, complaint = run("backup", tmp_path / "kept", "--store", place)
    assert (code, complaint) == (0, "")
    assert output.startswith(f"Backed {place} up to {tmp_path / 'kept'}.")
    code, output, complaint = run("restore", tmp_path / "kept", "--store", place)
    assert (code, complaint) == (0, "")
    assert output == (
        f"Restored {place} from {tmp_path / 'kept'}. What was there is in {place / 'replaced-1'}.\n"
    )
    assert run("verify", "--store", place).code == 0


def test_a_backup_touches_nothing_that_is_there(place: Path, tmp_path: Path) -> None:
    """Exit code 5 and a sentence."""
    (tmp_path / "kept").mkdir()
    code, output, complaint = run("backup", tmp_path / "kept", "--store", place)
    assert (code, output) == (5, "")
    assert is_sentence(complaint)
    assert "already holds" in complaint


def test_a_damaged_backup_is_not_restored(place: Path, tmp_path: Path) -> None:
    """Exit code 6 and a sentence; a damaged store gives no backup either."""
    run("backup", tmp_path / "kept", "--store", place)
    alter(tmp_path / "kept")
    code, output, complaint = run("restore", tmp_path / "kept", "--store", place)
    assert (code, output) == (6, "")
    assert "was not restored" in complaint
    assert run("backup", tmp_path / "more", "--store", tmp_path / "kept").code == 6
    assert not (tmp_path / "more").exists()


def test_a_store_that_is_open_is_not_replaced(place: Path, tmp_path: Path) -> None:
    """Exit code 5, and the sentence names who has it open."""
    run("backup", tmp_path / "kept", "--store", place)
    repository = Repository.open(place, author="sami")
    repository.be_present()
    code, _, complaint = run("restore", tmp_path / "kept", "--store", place)
    repository.close()
    assert code == 5
    assert "sami (since " in complaint
