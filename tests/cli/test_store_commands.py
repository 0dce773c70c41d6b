"""`new`, `checkpoint` and `demo`, and what leaving the desk writes."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

import seeds
from store.commands.records import WriteRecords
from store.repository import Repository
from tests import builders
from tests.builders import a_store
from tests.cli.outside import (
    everything_in,
    is_sentence,
    run,
    run_on_terminal,
    without_privilege,
)
from tests.conftest import the_command
from tests.tui.terminal import Terminal


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


def test_a_checkpoint_leaves_a_file_that_another_program_changed(tmp_path: Path) -> None:
    """What was changed outside is not overwritten: exit code 5, and the file stays."""
    place = tmp_path / "store"
    with a_store(place, builders.event(7, title="A burial")) as repository:
        repository.checkpoint()
        repository.run(WriteRecords([builders.event(8, title="Another")]))
    found = json.loads((place / "incidents.json").read_bytes())
    found["events"]["7"]["title"] = "changed by hand"
    (place / "incidents.json").write_text(json.dumps(found), "utf-8")
    before = (place / "incidents.json").read_bytes()
    code, output, complaint = run("checkpoint", "--store", place)
    assert (code, output) == (5, "")
    assert is_sentence(complaint)
    assert "changed by another program" in complaint
    assert (place / "incidents.json").read_bytes() == before


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


def test_a_file_that_another_program_changed_is_left_alone_on_leaving(tmp_path: Path) -> None:
    """The desk says so when it opens, and does not write on leaving."""
    place = tmp_path / "store"
    with a_store(place, builders.event(7, title="A burial")):
        pass
    (place / "incidents.json").write_text('{"events": {"1": {"title": "by hand"}}}', "utf-8")
    before = (place / "incidents.json").read_bytes()
    assert open_and_leave(place, said="left alone") == 0
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
