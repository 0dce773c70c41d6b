"""`new`, `checkpoint` and `demo`, and what leaving the desk writes."""

from __future__ import annotations

import json
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

import seeds
from store.commands.records import WriteRecords
from store.repository import Repository
from store.sql import commit
from tests import builders
from tests.builders import a_store
from tests.cli.outside import (
    everything_in,
    is_sentence,
    run,
    run_on_terminal,
    without_privilege,
)
from tests.conftest import need, the_command
from tests.tui.terminal import Terminal
from tui.cli.checkpoint import checkpoint


def tables(place: Path) -> dict[str, dict[int, dict[str, Any]]]:
    """What stock TinyDB reads from a store's file."""
    with TinyDB(place / "incidents.json", access_mode="r", encoding="utf-8") as database:
        return {
            name: {document.doc_id: dict(document) for document in database.table(name)}
            for name in database.tables()
        }


def test_a_new_store_is_empty_and_private(tmp_path: Path) -> None:
    """`new` makes a store that stock TinyDB reads, for its owner only, and says how to open it."""
    place = tmp_path / "deep" / "store"
    code, output, complaint = run("new", place)
    assert (code, complaint) == (0, "")
    assert f"`incident-desk {place}`" in output
    assert set(tables(place)) >= {"events", "reports", "claims"}
    modes = {stat.S_IMODE(mode) for mode, _ in everything_in(place).values()}
    assert modes == {0o600, 0o700}
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_a_store_for_a_team_belongs_to_the_group(tmp_path: Path) -> None:
    """`new --team` lets the folder's group read and write, also what is made later."""
    run("new", "--team", tmp_path / "store")
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o2770
    assert stat.S_IMODE((tmp_path / "store" / "incidents.json").stat().st_mode) == 0o660


@pytest.mark.parametrize("there", ["a store", "other files", "a file"])
def test_new_touches_nothing_that_is_there(tmp_path: Path, there: str) -> None:
    """Where something is already: exit code 5, one sentence, and every byte stays."""
    place = tmp_path / "store"
    if there == "a store":
        run("new", place)
    elif there == "a file":
        place.write_text("{}")
    else:
        place.mkdir()
        (place / "letter.txt").write_text("Dear friend,")
    before = everything_in(tmp_path)
    code, output, complaint = run("new", place)
    assert (code, output) == (5, "")
    assert is_sentence(complaint)
    assert "already holds" in complaint
    assert everything_in(tmp_path) == before


def test_new_in_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """Without permission: exit code 5, and the sentence says so."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    code, output, complaint = run("new", closed / "store", as_user=without_privilege())
    assert (code, output) == (5, "")
    assert is_sentence(complaint)
    assert "permission" in complaint


def test_a_checkpoint_brings_the_file_up_to_date(tmp_path: Path) -> None:
    """`checkpoint` writes what the file lacks, and says when it lacks nothing."""
    place = tmp_path / "store"
    with a_store(place, builders.event(7, title="A burial")):
        pass
    assert tables(place)["events"] == {}
    code, output, complaint = run("checkpoint", "--store", place)
    assert (code, complaint) == (0, "")
    assert "is written" in output
    assert tables(place)["events"][7]["title"] == "A burial"
    before = everything_in(place)
    assert "up to date already" in run("checkpoint", "--store", place).output
    assert everything_in(place)["incidents.json"] == before["incidents.json"]


def changed_by_hand(place: Path) -> bytes:
    """A store whose file was written by hand since; the file."""
    with a_store(place, builders.event(7, title="A burial")) as repository:
        repository.checkpoint()
        repository.run(WriteRecords([builders.event(8, title="Another")]))
    found = json.loads((place / "incidents.json").read_bytes())
    found["events"]["7"]["title"] = "changed by hand"
    (place / "incidents.json").write_text(json.dumps(found), "utf-8")
    return (place / "incidents.json").read_bytes()


def test_a_checkpoint_takes_in_what_another_program_changed(tmp_path: Path) -> None:
    """Theirs comes in, and the file has both."""
    place = tmp_path / "store"
    changed_by_hand(place)
    code, output, complaint = run("checkpoint", "--store", place)
    assert (code, complaint) == (0, "")
    assert "Took in what another program changed: 1 record." in output
    titles = {number: found["title"] for number, found in tables(place)["events"].items()}
    assert titles == {7: "changed by hand", 8: "Another"}


@pytest.mark.parametrize("decision", ["--take", "--replace"])
def test_a_decision_about_a_file_that_is_ours(tmp_path: Path, decision: str) -> None:
    """There is nothing to decide: the file stays, and nobody is told that it was written."""
    place = tmp_path / "store"
    with a_store(place, builders.event(7, title="A burial")) as repository:
        repository.checkpoint()
    before = (place / "incidents.json").stat().st_ino
    code, output, complaint = run("checkpoint", decision, "--store", place)
    assert (code, complaint) == (0, "")
    assert output.endswith("incidents.json is up to date already.\n")
    assert (place / "incidents.json").stat().st_ino == before


@pytest.mark.parametrize("decision", ["--take", "--replace"])
def test_a_file_that_is_not_ours_waits_for_a_decision(tmp_path: Path, decision: str) -> None:
    """Exit code 5 and one sentence that names both ways out; the file stays until one is taken."""
    place = tmp_path / "store"
    changed_by_hand(place)
    theirs = b'{"events": {"1": {"title": "theirs"}}}'
    (place / "incidents.json").write_bytes(theirs)
    code, output, complaint = run("checkpoint", "--store", place)
    assert (code, output) == (5, "")
    assert is_sentence(complaint)
    assert "belongs to another store" in complaint
    assert "--take" in complaint
    assert "--replace" in complaint
    assert (place / "incidents.json").read_bytes() == theirs
    assert run("checkpoint", decision, "--store", place).code == 0
    if decision == "--take":
        assert {n: e["title"] for n, e in tables(place)["events"].items()} == {1: "theirs"}
    else:
        assert set(tables(place)["events"]) == {7, 8}
        assert (place / "incidents.json.outside-1").read_bytes() == theirs


def test_a_new_store_around_a_tinydb_file(tmp_path: Path) -> None:
    """`new --from` adopts a copy of it: the file itself stays as it is."""
    file = tmp_path / "mine.json"
    with TinyDB(file) as database:
        database.insert({"a": 1})
        database.table("events").insert({"title": "A burial"})
    before = file.read_bytes()
    place = tmp_path / "store"
    code, output, complaint = run("new", "--from", file, place)
    assert (code, complaint) == (0, "")
    assert str(file) in output
    assert tables(place) == {"_default": {1: {"a": 1}}, "events": {1: {"title": "A burial"}}}
    assert file.read_bytes() == before


def test_git_keeps_the_file_and_the_originals_only(tmp_path: Path) -> None:
    """A new store's `.gitignore` names the working copy and all that only this computer needs."""
    git = need("git")
    place = tmp_path / "store"
    run("new", place)
    for name in (
        "desk.sqlite-wal",
        "changed",
        "incidents.json.outside-1",
        ".incidents.json.before",
    ):
        (place / name).write_bytes(b"")
    (place / "drafts").mkdir()
    (place / "drafts" / "a").write_bytes(b"")
    (place / "reports" / "0f").write_bytes(b"")
    for arguments in (("init", "-q"), ("add", "-A")):
        subprocess.run([git, *arguments], cwd=place, check=True)
    listed = subprocess.run([git, "ls-files"], cwd=place, check=True, capture_output=True).stdout
    assert listed.decode().split() == [".gitignore", "incidents.json", "reports/0f"]


def test_what_can_be_read_of_a_damaged_store_is_saved(tmp_path: Path) -> None:
    """`recover` makes a new store of it, lists what it saved and what not, and changes nothing."""
    place = tmp_path / "store"
    with a_store(place, builders.event(7, title="A burial")) as repository:
        repository.checkpoint()
    (place / "desk.sqlite").write_bytes(b"broken")
    raw = (place / "incidents.json").read_bytes()
    (place / "incidents.json").write_bytes(raw[:-30])
    before = everything_in(place)
    to = tmp_path / "saved"
    code, output, complaint = run("recover", to, "--store", place)
    assert (code, complaint) == (0, "")
    assert "1 events" in output
    assert "desk.sqlite cannot be read at all" in output
    assert everything_in(place) == before
    assert tables(to)["events"][7]["title"] == "A burial"


def test_a_checkpoint_without_permission_to_write(tmp_path: Path) -> None:
    """A store that may only be read is not written: exit code 5."""
    place = tmp_path / "store"
    with a_store(place, builders.event(7, title="A burial")):
        pass
    place.chmod(0o500)
    code, _, complaint = run("checkpoint", "--store", place, as_user=without_privilege())
    assert code == 5
    assert is_sentence(complaint)
    assert "reading only" in complaint


def open_and_leave(*arguments: str | Path, said: str = "all events") -> int:
    """Open the desk, see that it is there, and quit; the exit code."""
    with Terminal([the_command(), *map(str, arguments)]) as terminal:
        terminal.wait_for(said)
        terminal.press("Q")
        return terminal.wait_for_end()


def test_leaving_the_desk_brings_the_file_up_to_date(tmp_path: Path) -> None:
    """At the end of a session incidents.json has every operation."""
    place = tmp_path / "store"
    with a_store(place, builders.event(7, title="A burial")):
        pass
    assert tables(place)["events"] == {}
    assert open_and_leave(place) == 0
    assert tables(place)["events"][7]["title"] == "A burial"


def test_looking_changes_nothing_in_the_file(tmp_path: Path) -> None:
    """A session in which nothing was changed leaves incidents.json as it was, to the byte."""
    place = tmp_path / "store"
    with a_store(place, builders.event(7, title="A burial")) as repository:
        repository.checkpoint()
    before = (place / "incidents.json").stat(), (place / "incidents.json").read_bytes()
    assert open_and_leave(place) == 0
    after = (place / "incidents.json").stat(), (place / "incidents.json").read_bytes()
    assert (after[0].st_ino, after[0].st_mtime_ns, after[1]) == (
        *(before[0].st_ino, before[0].st_mtime_ns),
        before[1],
    )


def test_a_file_that_is_not_ours_is_left_alone_on_leaving(tmp_path: Path) -> None:
    """The desk asks, and does not write on leaving while there is no answer."""
    place = tmp_path / "store"
    with a_store(place, builders.event(7, title="A burial")):
        pass
    (place / "incidents.json").write_text('{"events": {"1": {"title": "by hand"}}}', "utf-8")
    before = (place / "incidents.json").read_bytes()
    with Terminal([the_command(), str(place)]) as terminal:
        terminal.wait_for("belongs to another store")
        terminal.press("l")
        terminal.wait_for("is left as it is")
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
    assert (place / "incidents.json").read_bytes() == before


def test_a_store_that_may_only_be_read_opens_and_says_so(tmp_path: Path) -> None:
    """Somebody without permission to write sees the records; nothing is made in the folder."""
    place = tmp_path / "store"
    with a_store(place, builders.event(7, title="A burial")) as repository:
        repository.checkpoint()
    place.chmod(0o500)
    before = everything_in(place)
    with Terminal([*without_privilege(), the_command(), str(place)]) as terminal:
        terminal.wait_for("Open for reading only")
        terminal.wait_for("A burial")
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
    assert everything_in(place) == before


def copy_of_the_demonstration(home: Path) -> Path:
    """Where `demo` puts its copy."""
    return home / ".local" / "share" / "incident-desk" / "demo"


def test_the_demonstration_is_a_copy_that_stays(home: Path) -> None:
    """`demo` opens a copy of the seed; what is done in it is there the next time."""
    assert open_and_leave("demo", said="The dead of Baniyas") == 0
    place = copy_of_the_demonstration(home)
    seed = Path(seeds.__file__).parent / "demo" / "incidents.json"
    assert len(tables(place)["events"]) == len(json.loads(seed.read_bytes())["events"])
    repository = Repository.open(place)
    repository.run(WriteRecords([builders.event(99, title="Mine", start="2026-01-01")]))
    repository.close()
    assert open_and_leave("demo", said="Mine") == 0


def test_a_fresh_demonstration_keeps_the_old_copy(home: Path, tmp_path: Path) -> None:
    """`demo --fresh` puts the copy aside, says where, and begins anew; twice, nothing is lost."""
    place = tmp_path / "copy"
    for kept in ("copy.1", "copy.2"):
        assert open_and_leave("demo", place) == 0
        (place / "mark").write_text(kept)
        with Terminal([the_command(), "demo", "--fresh", place]) as terminal:
            terminal.wait_for("all events")
            terminal.press("Q")
            assert terminal.wait_for_end() == 0
            assert kept.encode() in terminal.output
        assert (tmp_path / kept / "mark").read_text() == kept
        assert not (place / "mark").exists()
    assert not copy_of_the_demonstration(home).exists()


def test_the_demonstration_does_not_go_over_other_files(tmp_path: Path) -> None:
    """A folder of something else is left as it is: exit code 5."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "letter.txt").write_text("Dear friend,")
    before = everything_in(root)
    ended = run_on_terminal("demo", root)
    assert ended.code == 5
    assert is_sentence(ended.complaint)
    assert everything_in(root) == before


def test_the_seed_itself_is_never_opened(home: Path) -> None:
    """The demonstration leaves no working copy beside the seed."""
    assert open_and_leave("demo") == 0
    seed = Path(seeds.__file__).parent / "demo"
    assert [path.name for path in seed.iterdir()] == ["incidents.json"]


def test_a_checkpoint_beside_an_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """While somebody writes in parts, the file is as before it, and that is said."""
    place = tmp_path / "store"
    monkeypatch.setattr(commit, "PART", -1)
    monkeypatch.setattr(commit, "sleep", lambda _: checkpoint(place))
    with a_store(place, builders.event(1, title="A burial")) as repository:
        repository.run_in_parts(WriteRecords([builders.event(n) for n in (2, 3, 4)]))
    assert set(tables(place)["events"]) == {1}
    said = "but for what somebody is still writing: it has all of that when it is done."
    assert said in capsys.readouterr().out
