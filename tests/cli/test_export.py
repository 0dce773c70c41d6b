"""`export`: what a query finds, into a file or to a pipe, and what the history keeps of it."""

from __future__ import annotations

import json
import stat
from contextlib import closing
from pathlib import Path

import pytest

from store.changes import Operation
from store.repository import Repository
from tests import builders
from tests.builders import a_store
from tests.cli.inside import carried_out, json_of
from tui import config
from tui.cli import codes, exporting

RECORDS = (
    builders.event(1, title="Clash \x1b[31mred\x9b\u202e", start="2025-03-07", reports=["R1"]),
    builders.event(2, title="Burial", start="2025-03-09"),
    builders.report(1, title="Nine dead", text="Nine."),
    builders.report(2, title="Two", text="Two.", sensitivity="graphic"),
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a few records, which the environment names."""
    place = tmp_path / "store"
    with a_store(place, *RECORDS):
        pass
    monkeypatch.setenv("INCIDENT_DESK_STORE", str(place))
    monkeypatch.chdir(tmp_path)
    return place


def test_a_query_goes_into_a_file_of_ones_own(place: Path) -> None:
    """The file is new, whole, and for its owner alone; what was done is said."""
    ended = carried_out("export", "burial", "--to", "geojson", "-o", "coast.geojson")
    file = place.parent / "coast.geojson"
    assert ended == (0, "", "Exported 1 event as GeoJSON: coast.geojson\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (feature,) = json.loads(file.read_text())["features"]
    assert feature["properties"]["title"] == "Burial"
    assert not list(place.parent.glob(".coast*"))


def _undoable(place: Path) -> Operation | None:
    with closing(Repository.open(place, author=config.user(lambda _: None))) as repository:
        return repository.undoable()


def test_the_history_tells_of_it(place: Path) -> None:
    """Who exported what, by which query, to which file; undo takes back what was done before."""
    carried_out("tag", "E2", "--add", "grave")
    before = _undoable(place)
    assert before is not None
    carried_out("export", "kind:event", "--to", "csv", "-o", "events.csv")
    newest, *_ = json_of("history", "--jsonl")
    assert newest["label"] == "exported 2 events as CSV"
    assert newest["reason"] == "to events.csv; kind:event"
    assert _undoable(place) == before
    assert carried_out("verify").code == 0


def test_nothing_is_written_over(place: Path) -> None:
    """A file that is there stays, and so does what a link leads to; --force takes the place."""
    file, other = place.parent / "a.csv", place.parent / "b.csv"
    file.write_text("mine")
    other.symlink_to(file)
    for name, why in (("a.csv", "is there already"), ("b.csv", "is a link"), ("store", "a folder")):
        code, _, complaint = carried_out("export", "--to", "csv", "-o", name)
        assert code == codes.CANNOT_WRITE
        assert why in complaint
    assert file.read_text() == "mine"
    assert carried_out("export", "kind:event", "--to", "csv", "-o", "b.csv", "--force").code == 0
    assert not other.is_symlink()
    assert file.read_text() == "mine"


def test_what_is_covered_is_told(place: Path) -> None:
    """The words of a graphic report stay; --covered writes them, and the history says so."""
    _, output, complaint = carried_out("export", "kind:report", "--to", "jsonl")
    assert "Two." not in output
    assert "1 record is covered; --covered writes it whole." in complaint
    _, output, complaint = carried_out("export", "kind:report", "--to", "jsonl", "--covered")
    assert "Two." in output
    assert complaint == ""
    newest, *_ = json_of("history", "--jsonl")
    assert newest["label"] == "exported 2 reports as JSON lines, with what is covered"


def test_what_a_format_does_not_hold_is_told(place: Path) -> None:
    """A brief of events says how many reports were found and are not in it."""
    code, output, complaint = carried_out("export", "--to", "brief")
    assert code == 0
    assert output.count("## What happened") == 2
    assert "The format brief has entries for events alone" in complaint
    assert "2 reports that were found have none." in complaint


def test_what_an_event_names_comes_along(place: Path) -> None:
    """The report of an event is in the file, and said to be."""
    _, output, complaint = carried_out("export", "kind:event", "clash", "--to", "jsonl")
    assert [json.loads(line)["ref"] for line in output.splitlines()] == ["E1", "R1"]
    assert "1 report came along, since what was found names it." in complaint


@pytest.mark.parametrize("to", ["jsonl", "csv", "geojson", "ucdp", "acled", "timemap", "brief"])
def test_nothing_acts_on_a_terminal(place: Path, to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Printed to a terminal, no format brings a control character or turns the writing."""
    monkeypatch.setattr(exporting, "is_terminal", lambda: True)
    _, output, _ = carried_out("export", "--to", to)
    assert not [one for one in output if ord(one) < 32 and one != "\n"]
    assert not [one for one in output if 0x7F <= ord(one) < 0xA0 or one == "\u202e"]


def test_an_export_comes_in_again(place: Path) -> None:
    """Into a new store by the command that imports; into its own it brings nothing."""
    carried_out("export", "--to", "jsonl", "-o", "all.jsonl", "--covered")
    carried_out("new", place.parent / "other")
    ended = carried_out("import", "all.jsonl", "--store", place.parent / "other")
    assert "2 events, 2 reports new" in ended.output + ended.complaint
    ended = carried_out("import", "all.jsonl")
    assert "brought nothing new" in ended.output + ended.complaint


def test_a_store_that_is_only_read_is_exported(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bare file goes out as well, and it is said that no history tells of it."""
    carried_out("checkpoint")
    bare = place.parent / "bare.json"
    bare.write_bytes((place / "incidents.json").read_bytes())
    monkeypatch.setenv("INCIDENT_DESK_STORE", str(bare))
    code, output, complaint = carried_out("export", "kind:event", "--to", "jsonl")
    assert code == 0
    assert output
    assert "The history does not tell of it" in complaint


def test_an_unknown_format_is_refused(place: Path) -> None:
    """The formats that there are are named."""
    code, _, complaint = carried_out("export", "--to", "xls")
    assert code == codes.WRONG_ARGUMENTS
    assert "geojson" in complaint
