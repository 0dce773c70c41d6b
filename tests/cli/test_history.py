"""`history`, and the desk as of an operation or a time, from the command line."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from store.commands.records import DeleteRecords, WriteRecords
from store.ids import Ref
from store.repository import Repository
from tests import builders
from tests.cli.outside import is_sentence, run, run_on_terminal
from tests.conftest import the_command
from tests.tui.terminal import Terminal


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store: ada wrote two events, renamed one, deleted the other and undid that."""
    ada = Repository.create(tmp_path / "store")
    ada.close()
    ada = Repository.open(tmp_path / "store", author="ada")
    events = [builders.event(n, title=f"event {n}", tags=["new"]) for n in (1, 2)]
    ada.run(WriteRecords(events, label="wrote 2 events"))
    renamed = builders.event(1, title="\x1b[31mبانياس", tags=["new"])
    ada.run(WriteRecords([renamed], label="renamed E1", reason="asked by vera"))
    ada.run(DeleteRecords([Ref("E2")], label="deleted E2"))
    ada.undo()
    ada.close()
    return tmp_path / "store"


def lines(*arguments: str | Path) -> list[dict[str, Any]]:
    """What the command prints for programs."""
    code, output, complaint = run("history", *arguments, "--jsonl")
    assert (code, complaint) == (0, "")
    return [json.loads(line) for line in output.splitlines()]


def test_a_person_reads_who_did_what(place: Path) -> None:
    """One operation a line, the newest first, an undone one said to be; why, where that is said."""
    code, output, complaint = run("history", "--store", place)
    assert (code, complaint) == (0, "")
    heading, *rows = output.splitlines()
    assert heading.split() == ["operation", "when", "who", "records", "what"]
    assert [" ".join(row.partition("ada")[2].split()) for row in rows[:4]] == [
        "1 undid: deleted E2",
        "1 deleted E2 (undone by 5)",
        "1 renamed E1: asked by vera",
        "2 wrote 2 events",
    ]
    assert "\x1b" not in output


def test_a_program_reads_each_change_with_before_and_after(place: Path) -> None:
    """JSON lines: the operation's fields, and the fields of each record that changed."""
    undo, deletion, renaming, writing = lines("--store", place)[:4]
    assert (undo["act"], undo["target"], deletion["undone_by"]) == ("undo", 4, 5)
    assert (renaming["author"], renaming["reason"]) == ("ada", "asked by vera")
    assert renaming["changes"] == [
        {
            "record": "E1",
            "before": {"title": "event 1"},
            "after": {"title": "\x1b[31mبانياس"},
        }
    ]
    assert [change["record"] for change in writing["changes"]] == ["E1", "E2"]
    assert writing["changes"][0]["before"] is None
    assert deletion["changes"][0]["after"] is None
    assert set(undo) == {
        *("operation", "at", "author", "session", "act", "label", "reason", "target"),
        *("records", "undone_by", "unfinished", "hash", "changes"),
    }


def test_what_a_program_reads_does_nothing_to_a_terminal(place: Path) -> None:
    """Controls, DEL, C1, bidi overrides and line separators come as escapes of the same value."""
    ada = Repository.open(place, author="ada")
    acting = "\x07\x1b\x7f\x85\x9b\u202e\u2066\u2028\u2029\u200f\U000e0041"
    title = f"[31m{acting} بانیاس 🙂"
    ada.run(WriteRecords([builders.event(1, title=title)], label=f"renamed {title}"))
    ada.close()
    output = run("history", "--store", place, "--jsonl", "--limit", "1").output
    assert not set(output) & set(acting)
    assert "بانیاس 🙂" in output
    (found,) = [json.loads(line) for line in output.splitlines()]
    assert found["changes"][0]["after"]["title"] == title
    assert found["label"] == f"renamed {title}"


def test_the_history_of_one_record(place: Path) -> None:
    """Only the operations that changed it, and of each only that record."""
    found = lines("E1", "--store", place)
    assert [one["label"] for one in found] == ["renamed E1", "wrote 2 events"]
    assert all(change["record"] == "E1" for one in found for change in one["changes"])


@pytest.mark.parametrize(("limit", "count"), [("0", 0), ("1", 1), ("3", 3), ("99", 5)])
def test_as_many_as_asked_for(place: Path, limit: str, count: int) -> None:
    """The newest so many."""
    assert len(lines("--store", place, "--limit", limit)) == count
    assert len(lines("E2", "--store", place, "--limit", limit)) == min(count, 3)


@pytest.mark.parametrize("arguments", [["nonsense"], ["--limit", "-1"], ["--limit", "many"]])
def test_wrong_arguments_are_told(place: Path, arguments: list[str]) -> None:
    """Exit code 2 and one sentence."""
    code, output, complaint = run("history", *arguments, "--store", place)
    assert (code, output) == (2, "")
    assert is_sentence(complaint)


@pytest.mark.parametrize("form", [[], ["--jsonl"], ["--limit", "0"]])
def test_a_record_that_never_was_is_told(place: Path, form: list[str]) -> None:
    """Not that nothing has been changed: exit code 2 and a sentence."""
    code, output, complaint = run("history", "E99", *form, "--store", place)
    assert (code, output) == (2, "")
    assert complaint == "incident-desk: There is no record E99.\n"


def test_nothing_is_said_to_have_changed_only_where_nothing_has(place: Path) -> None:
    """Of a history, none of which is asked for, there is the heading."""
    output = run("history", "--limit", "0", "--store", place).output
    assert output.split() == ["operation", "when", "who", "records", "what"]


def test_who_reads_may_stop_reading(tmp_path: Path) -> None:
    """`history --jsonl | head -1` ends without a word of complaint."""
    with builders.a_store(tmp_path / "store") as repository:
        for _ in range(3):
            events = [builders.event(0, title="long " * 400) for _ in range(100)]
            repository.run(WriteRecords(events))
    command = f"{the_command()} history --jsonl --store {tmp_path / 'store'} | head -c 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("{", "")


@pytest.mark.parametrize("asked", ["2", "3"])
def test_the_desk_as_of_an_operation(place: Path, asked: str) -> None:
    """The header says as of when; the record has the name of then; q leaves."""
    with Terminal([the_command(), place, "--as-of", asked], columns=120, rows=40) as terminal:
        terminal.wait_for(f"AS OF operation {asked}, ")
        terminal.wait_for("event 1" if asked == "2" else "بانياس")
        terminal.press("h")
        terminal.wait_for("This is the start of the trail.")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("asked", ["99", "1999-01-01", "yesterday"])
def test_a_time_without_a_store_is_told(place: Path, asked: str) -> None:
    """Before its first operation, behind its last, or no time at all: one sentence, code 2."""
    ended = run_on_terminal(place, "--as-of", asked)
    assert ended.code == 2
    assert is_sentence(ended.complaint)


def test_the_configuration_names_who_acts(place: Path, home: Path) -> None:
    """`user` in config.toml, else the login name: others see it in their header."""
    config = home / ".config" / "incident-desk" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('user = "Ada Lovelace"\n')
    watching = Repository.open(place, author="vera")
    try:
        with Terminal([the_command(), place]) as terminal:
            terminal.wait_for(lambda: [one.who for one in watching.others()] == ["Ada Lovelace"])
            terminal.press("Q")
            assert terminal.wait_for_end() == 0
    finally:
        watching.close()


def test_a_bad_configuration_is_told_and_not_used(place: Path, home: Path) -> None:
    """One sentence in the desk names the file and the line."""
    config = home / ".config" / "incident-desk" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('# mine\nuser = "Ada\n')
    with Terminal([the_command(), place], columns=200) as terminal:
        terminal.wait_for("config.toml, line 2: ")
        assert "nothing of the file is used." in terminal.lines[-1]
        terminal.press("Q")
        assert terminal.wait_for_end() == 0


def test_a_digest_is_markdown_of_what_was_done(place: Path) -> None:
    """Today, of who asks, of another or of everybody; what was undone is told as such."""
    code, output, complaint = run("digest", "--store", place, "--by", "ada", "--since", "yesterday")
    assert (code, complaint) == (0, "")
    first, *rest = output.splitlines()
    assert first.startswith("# Digest of ada since ")
    assert "Also changed: 1 event." in rest
    assert "- E2 event 2" in rest
    assert "\x1b" not in output
    code, _, complaint = run("digest", "--store", place, "--since", "soon")
    assert code == 2
    assert is_sentence(complaint)
