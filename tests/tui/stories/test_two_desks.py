"""Two people in one store, each at a desk in a terminal of their own."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from store.commands.records import WriteRecords
from store.ids import Ref
from store.repository import Repository
from tests import builders
from tests.cli.outside import without_privilege
from tests.conftest import the_command
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.terminal import Terminal
from tui.state import Pane


def desk_of(who: str, place: Path, tmp_path: Path, *options: str) -> DeskTerminal:
    """A desk of somebody of that name."""
    config = tmp_path / who / "incident-desk" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'user = "{who}"\n')
    return DeskTerminal(place, *options, XDG_CONFIG_HOME=str(tmp_path / who))


def rename(place: Path, who: str, title: str) -> None:
    """Somebody renames the newest event."""
    repository = Repository.open(place, author=who)
    with repository.read() as reader:
        newest = reader.get(Ref("E15"))
    repository.run(WriteRecords([replace(newest, title=title)], label="renamed E15"))
    repository.close()


def test_an_undo_at_one_desk_is_seen_at_the_other(demo: Path, tmp_path: Path) -> None:
    """Ada undoes and does again what she did before a restart; vera's desk shows it in place."""
    rename(demo, "ada", "Renamed by ada")
    with desk_of("ada", demo, tmp_path) as ada, desk_of("vera", demo, tmp_path) as vera:
        ada.wait_until_open()
        vera.wait_until_open()
        vera.wait_for("with ada")
        ada.wait_for("with vera")
        vera.do("5", "j")
        cursor = vera.cursor(Pane.REPORTS)
        vera.do("1")
        ada.press("u")
        ada.wait_for("another session")
        ada.press("y")
        ada.wait_for("Undone: renamed E15.")
        vera.wait_for("Renamed by ada", gone=True)
        ada.press("U")
        ada.wait_for("Done again: renamed E15.")
        vera.wait_for("Renamed by ada")
        vera.do("5")
        assert vera.cursor(Pane.REPORTS) == cursor
        ada.press("Q")
        assert ada.wait_for_end() == 0
        vera.wait_for("with ada", gone=True)
        assert vera.process.poll() is None


def test_new_events_wait_at_the_desk(demo: Path, tmp_path: Path) -> None:
    """An import of another is counted in the title; r lists it; the focus stays."""
    with desk_of("ada", demo, tmp_path) as ada:
        ada.wait_until_open()
        ada.do("j")
        importing = Repository.open(demo, author="vera")
        events = [builders.event(0, title="imported", start="2025-12-01") for _ in range(12)]
        importing.run_in_parts(WriteRecords(events, label="imported 12 events"))
        importing.close()
        ada.wait_for("+12 new, r")
        assert "imported" not in ada.text
        ada.press("r")
        ada.wait_for("1 EVENTS all 27")
        assert ada.trail == "all events > E14"


def test_a_way_through_the_history_and_back(demo: Path, tmp_path: Path) -> None:
    """H, the operation before, Enter: the desk of then; h goes back to both."""
    rename(demo, "ada", "first name")
    rename(demo, "vera", "second name")
    with desk_of("ada", demo, tmp_path) as ada:
        ada.wait_until_open()
        before = ada.text
        ada.press("H")
        ada.wait_for("HISTORY of E15")
        # The heading is there before the rows.
        ada.wait_for("renamed E15")
        ada.press("j")
        ada.wait_for("The dead of Baniyas")
        ada.press("enter")
        ada.wait_for("AS OF operation")
        ada.wait_for("E15  first name")
        ada.press("h")
        ada.wait_for("HISTORY of E15")
        ada.press("h")
        ada.wait_for(lambda: ada.text == before)
        ada.press("Q")
        assert ada.wait_for_end() == 0


def test_a_store_that_is_only_read_has_a_history(demo: Path, tmp_path: Path) -> None:
    """As of its newest operation nothing can be undone, and the desk says why."""
    rename(demo, "ada", "first name")
    with desk_of("ada", demo, tmp_path, "--as-of", "2099-01-01") as ada:
        ada.wait_for("AS OF operation")
        for key, said in (("u", "Nothing can be changed here"), ("H", "This is the past already")):
            ada.press(key)
            ada.wait_for(said)
        ada.press("q")
        assert ada.wait_for_end() == 0


def test_who_may_not_write_can_look_back(demo: Path) -> None:
    """Without permission: u says why it does nothing, the history opens, and the past as well."""
    rename(demo, "ada", "first name")
    for path in (*demo.rglob("*"), demo):
        path.chmod(0o500 if path.is_dir() else 0o400)
    command = [*without_privilege(), the_command(), str(demo)]
    with Terminal(command, columns=120, rows=30) as desk:
        desk.wait_for("Open for reading only: you have no permission to write there.")
        desk.press("u")
        desk.wait_for("Nothing can be changed here: you have no permission to write there.")
        desk.press("H")
        desk.wait_for("renamed E15")
        desk.press("enter")
        desk.wait_for("AS OF operation")
        desk.press("Q")
        assert desk.wait_for_end() == 0
    for path in (demo, *demo.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def decide(desk: DeskTerminal, key: str, done: str) -> str:
    """Decide on the report that is shown; which one it was, once the decision is told."""
    report = desk.shown
    desk.press(key)
    desk.wait_for(f"{report}: {done}")
    return report


def test_two_people_triage_one_inbox(demo: Path, tmp_path: Path) -> None:
    """They are never led to the same report, and each sees what the other decided."""
    with desk_of("ada", demo, tmp_path) as ada, desk_of("vera", demo, tmp_path) as vera:
        for desk in (ada, vera):
            desk.wait_until_open()
            desk.press("i")
            desk.wait_for(lambda: desk.shown.startswith("R"))  # noqa: B023  at once
        decided = []
        for _ in range(2):
            assert ada.shown != vera.shown
            decided.append(decide(ada, "a", "relevant"))
            assert ada.shown != vera.shown
            decided.append(decide(vera, "x", "not relevant"))
        assert len(set(decided)) == 4
        ada.wait_for(lambda: any(line.startswith(f"~{decided[3]} ") for line in ada.lines))
