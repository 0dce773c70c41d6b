"""`add`: files become reports that wait; what is known, copied or left out is said."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from store.arrivals import Arrival
from store.commands.records import DeleteRecords
from store.ids import Ref
from store.ingest import reading
from store.ingest.limits import Allowed, Limits
from store.repository import Repository
from tests.cli.inside import carried_out, json_of
from tests.cli.outside import everything_in
from tui import config
from tui.cli import adding

TEXT = (
    "Shelling hit the market of Baniyas on Friday morning, residents told reporters there.\n\n"
    "Eleven people were killed and thirty injured, the hospital said, most of them children who"
    " had come with their mothers to buy bread before the road to the hills was closed again."
)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store, which the environment names; the test works in a folder beside it."""
    Repository.create(tmp_path / "store").close()
    monkeypatch.setenv("INCIDENT_DESK_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "store"


def reports() -> list[dict[str, Any]]:
    """Every report as `list` prints it for programs, the oldest first."""
    return sorted(json_of("list", "kind:report", "--json"), key=lambda one: str(one["ref"]))


def test_a_file_becomes_a_report(tmp_path: Path, place: Path) -> None:
    """It is told with its reference, it waits in the inbox, and its bytes lie in reports/."""
    (tmp_path / "a.txt").write_text(TEXT)
    code, output, complaint = carried_out("add", "a.txt", "--tag", "coast")
    assert (code, complaint) == (0, "")
    first, last = output.splitlines()
    assert first.startswith("R1  Shelling hit the market")
    assert last == "1 report added, without a date."
    written = json.loads((place / "incidents.json").read_text("utf-8"))["reports"]["1"]
    assert written["text"] == TEXT
    assert written["tags"] == ["coast"]
    assert (place / "reports" / written["sha256"]).read_text() == TEXT


def test_the_same_file_again_is_known(tmp_path: Path) -> None:
    """Nothing is written, and the report that has its bytes is named."""
    (tmp_path / "a.txt").write_text(TEXT)
    carried_out("add", "a.txt")
    code, output, _ = carried_out("add", "a.txt")
    assert code == 0
    assert output == (
        "R1  has the same bytes as a.txt; nothing was written\nNo reports added; 1 known already.\n"
    )
    assert len(reports()) == 1


def test_what_is_said_of_it_stands_in_the_record(tmp_path: Path) -> None:
    """Date, publisher, kind, title and address; the date's origin is in its custody."""
    (tmp_path / "a.txt").write_text(TEXT)
    carried_out(
        *("add", "a.txt", "--date", "7 March 2025", "--publisher", "Coast Daily"),
        *("--kind", "statement", "--title", "Market hit", "--url", "https://example.org/1"),
    )
    (report,) = json_of("show", "R1", "--json")
    assert report["published_at"] == "2025-03-07"
    assert (report["kind"], report["title"]) == ("statement", "Market hit")
    assert report["url"] == "https://example.org/1"
    assert "date given by" in report["custody"][0]["method"]
    assert json_of("show", "S1", "--json")[0]["name"] == "Coast Daily"


def test_the_standard_input_is_a_document() -> None:
    """A dash reads it."""
    code, output, _ = carried_out("add", "-", given=TEXT)
    assert (code, output.splitlines()[-1]) == (0, "1 report added, without a date.")
    assert json_of("show", "R1", "--json")[0]["text"] == TEXT


def test_what_cannot_be_read_is_named_and_the_rest_comes_in(tmp_path: Path) -> None:
    """The reason is on stderr, the exit code says that something was left out."""
    (tmp_path / "a.txt").write_text(TEXT)
    code, output, complaint = carried_out("add", "missing.txt", "a.txt")
    assert code == 8
    assert complaint.startswith("incident-desk: missing.txt was not read: ")
    assert output.splitlines()[-1] == "1 report added, without a date; 1 not read."


def test_a_trial_changes_nothing(tmp_path: Path, place: Path) -> None:
    """--dry-run says of each what it would become, and the store's files are as they were."""
    (tmp_path / "a.txt").write_text(TEXT)
    carried_out("add", "a.txt")
    (tmp_path / "b.txt").write_text(TEXT.replace("Friday", "Saturday"))
    before = everything_in(place)
    code, output, _ = carried_out(
        *("add", "a.txt", "b.txt", "--dry-run", "--publisher", "Coast Daily")
    )
    assert code == 0
    known, new, counts = output.splitlines()
    assert known.startswith("R1  has the same bytes as a.txt")
    assert new.startswith("new  Shelling hit")
    assert "new source: Coast Daily" in new
    assert "copies R1" in new
    assert counts.startswith("1 report would be added")
    assert everything_in(place).keys() == before.keys()
    assert len(reports()) == 1


def test_a_data_set_is_for_import(tmp_path: Path) -> None:
    """A CSV file is not taken for a document, unless a person says that it is one."""
    (tmp_path / "rows.csv").write_text("event,date\nClash,2025-03-07\n")
    code, _, complaint = carried_out("add", "rows.csv")
    assert code == 2
    assert "`incident-desk import rows.csv` is for those" in complaint
    assert complaint.endswith("Nothing was added.\n")
    assert carried_out("add", "rows.csv", "--as", "text").code == 0
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "map.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    code, _, complaint = carried_out("add", "folder")
    assert code == 8
    assert "map.geojson was not read: it is a map's data: `incident-desk import`" in complaint


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "no document was named"),
        (["a.txt", "--date", "soon"], "a date such as 2025"),
        (["a.txt", "b.txt", "--title", "x"], "is of one document"),
        (["a.txt", "--watched"], "--watched adds what the configuration names"),
    ],
)
def test_what_does_not_go_together_is_said(arguments: list[str], part: str) -> None:
    """One sentence, and nothing is done."""
    code, output, complaint = carried_out("add", *arguments)
    assert (code, output) == (2, "")
    assert part in complaint


def test_one_undo_takes_a_whole_folder_back(tmp_path: Path) -> None:
    """All documents of one `add` are one operation."""
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_text(f"Report number {number} of the coast.")
    carried_out("add", "in")
    assert len(reports()) == 3
    assert carried_out("undo").output == "Undone: added reports from in.\n"
    assert reports() == []


def watch(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A configuration that watches a folder."""
    settings = folder.parent / "config.toml"
    settings.write_text(f'[[watch]]\npath = "{folder}"\n')
    monkeypatch.setattr(config, "_NAMED", ContextVar("named", default=settings))


def lay(path: Path, text: str) -> None:
    """Put a file there that was not touched for a minute."""
    path.write_text(text)
    minute = time.time() - 60
    os.utime(path, (minute, minute))


def test_what_is_watched_comes_in_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New files at rest are added in the name of the watch; they are not looked at again."""
    folder = tmp_path / "in"
    folder.mkdir()
    watch(monkeypatch, folder)
    lay(folder / "a.txt", TEXT)
    (folder / "half.txt").write_text("It is still being wr")
    code, output, complaint = carried_out("add", "--watched")
    assert (code, complaint) == (0, "")
    assert output.splitlines()[-1] == "1 report added, without a date."
    assert carried_out("add", "--watched").output == "No reports added.\n"
    assert json_of("history", "--jsonl")[0]["author"] == "watch"
    lay(folder / "half.txt", "It is written whole by now.")
    assert carried_out("add", "--watched").output.endswith("1 report added, without a date.\n")


def test_what_was_thrown_away_does_not_come_back(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An item whose report is gone again is not taken in a second time."""
    folder = tmp_path / "in"
    folder.mkdir()
    watch(monkeypatch, folder)
    lay(folder / "a.txt", TEXT)
    carried_out("add", "--watched")
    with closing(Repository.open(place, author="ada")) as repository:
        repository.run(DeleteRecords([Ref("R1")]))
    lay(folder / "a.txt", TEXT)
    os.utime(folder / "a.txt", (1.0, 1.0))
    assert carried_out("add", "--watched").output == "No reports added.\n"


def test_nothing_watched_is_said() -> None:
    """Without a [[watch]] for the store it is told where one is written."""
    code, _, complaint = carried_out("add", "--watched")
    assert code == 2
    assert "watches nothing for this store" in complaint


def test_a_stop_keeps_what_was_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C behind the second document: both are there, it is said, and the exit code tells."""

    def arrivals(places: Sequence[str], **how: Any) -> Iterator[Arrival]:
        for number in range(9):
            if how["stop"]():
                return
            if number == 2:
                os.kill(os.getpid(), signal.SIGINT)
                continue
            text = f"Report number {number} of the coast."
            yield Arrival(f"{number}.txt", text.encode(), "text/plain", text, method="plain text")

    monkeypatch.setattr(reading, "arrivals", arrivals)
    code, output, complaint = carried_out("add", "in")
    assert code == 130
    assert output.splitlines()[-1] == "2 reports added, without a date."
    assert complaint == "incident-desk: stopped; what was added stays.\n"
    assert len(reports()) == 2


def test_a_date_is_asked_for_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Again where it is no date; Enter leaves it unknown, and --no-ask asks nothing."""
    monkeypatch.setattr(adding, "_is_attended", lambda: True)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"{name} tells of something else than the others do.")
    code, _, complaint = carried_out("add", "a.txt", "b.txt", given="soon\n7 March 2025\n\n")
    assert code == 0
    assert complaint.count("has no date") == 2
    assert "'soon' is not a date such as 2025" in complaint
    dates = [json_of("show", ref, "--json")[0].get("published_at") for ref in ("R1", "R2")]
    assert dates == ["2025-03-07", None]
    assert "has no date" not in carried_out("add", "c.txt", "--no-ask").complaint


def test_waiting_for_a_pipe_ends_by_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """What never says anything keeps nobody waiting."""
    reading_end, writing_end = os.pipe()
    asked = []

    def select(*_: object) -> tuple[list[int], list[int], list[int]]:
        asked.append(True)
        os.kill(os.getpid(), signal.SIGINT)
        return [], [], []

    monkeypatch.setattr("select.select", select)
    with open(reading_end, "rb") as pipe, open(writing_end, "wb"):
        code, _, complaint = carried_out("add", "-", given_by=pipe)
    assert (code, asked) == (130, [True])
    assert complaint == "incident-desk: stopped; what was added stays.\n"


def test_a_standard_input_without_an_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read as far as a document may go, and not into the memory of the machine."""
    allowed = partial(Allowed, limits=Limits(size=1 << 20))
    monkeypatch.setattr(adding, "Allowed", allowed)
    with open("/dev/zero", "rb") as endless:
        code, _, complaint = carried_out("add", "-", given_by=endless)
    assert code == 8
    assert "more than 1 MB come by it" in complaint


def test_a_pipe_is_no_document_of_its_looks_either(tmp_path: Path) -> None:
    """`--as text` waits for no writer, and goes through a folder as `add` does."""
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "a.csv")
    (folder / "b.csv").write_text("town,killed\nHoms,3\n")
    code, output, complaint = carried_out("add", "in", "--as", "text")
    assert code == 8
    assert "R1  town,killed" in output
    assert "in/a.csv was not read: it is no file: a device or a pipe." in complaint


def test_an_empty_name_is_not_the_folder_one_works_in(tmp_path: Path) -> None:
    """A script whose variable is empty adds nothing by it."""
    (tmp_path / "a.txt").write_text(TEXT)
    code, output, complaint = carried_out("add", "")
    assert code == 8
    assert output == "No reports added; 1 not read.\n"
    assert "names nothing" in complaint
