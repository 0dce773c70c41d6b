"""`import`: tables come in; what cannot is named, and nothing is written that was not asked for."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from store import folder
from store.repository import Repository
from tests.cli.inside import carried_out, json_of
from tests.cli.outside import everything_in
from tui.cli.progress import Progress

SHEET = (
    "Date,Location,What happened,Killed,Source,Link,Checked by\n"
    "2025-03-07,Baniyas,Market shelled,11,Coast Daily,https://example.org/1,AB\n"
    "2025-03-09,Latakia,Checkpoint attacked,about 3,Coast Daily,https://example.org/2,CD\n"
    "someday,Baniyas,Bridge closed,,,,\n"
)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store, which the environment names; the test works in a folder beside it."""
    Repository.create(tmp_path / "store").close()
    monkeypatch.setenv("INCIDENT_DESK_STORE", str(tmp_path / "store"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "store"


def sheet(text: str = SHEET, name: str = "sheet.csv") -> Path:
    """A table in the folder of the test."""
    path = Path(name)
    path.write_text(text, "utf-8")
    return path


def lying() -> list[str]:
    """What lies in the folder of the test."""
    return sorted(path.name for path in Path().iterdir())


def events() -> list[dict[str, Any]]:
    """Every event as `list` prints it for programs, the oldest first."""
    return sorted(json_of("list", "kind:event", "--json"), key=lambda one: str(one["ref"]))


def test_a_spreadsheet_becomes_events() -> None:
    """Its rows come in as one operation, and what is odd is told."""
    code, output, _ = carried_out("import", sheet())
    assert code == 0
    first = output.splitlines()[0]
    assert first.startswith("sheet.csv (any table, CSV) came in: 3 events, ")
    assert "1 odd thing; the row came in all the same:" in output
    assert [one["title"] for one in events()] == [
        "Market shelled",
        "Checkpoint attacked",
        "Bridge closed",
    ]


def test_the_same_file_again_changes_nothing() -> None:
    """A second import says so, and writes no operation."""
    carried_out("import", sheet())
    before = carried_out("history").output
    code, output, _ = carried_out("import", "sheet.csv")
    assert code == 0
    assert "brought nothing new" in output
    assert carried_out("history").output == before


def test_a_dry_run_writes_nothing_but_the_mapping(place: Path) -> None:
    """What the rows would become is told; the store is as it was, and the guess can be changed."""
    sheet()
    before = everything_in(place)
    code, output, _ = carried_out("import", "sheet.csv", "--dry-run")
    assert code == 0
    assert "sheet.csv (any table, CSV) would come in: 3 events" in output
    assert "row 2      new event  2025-03-07  Market shelled" in output
    assert lying() == ["sheet.csv", "sheet.csv.mapping.toml"]
    assert everything_in(place) == before
    assert events() == []


def test_the_formats_are_listed() -> None:
    """`--as ?` prints each with its title."""
    code, output, _ = carried_out("import", "nothing.csv", "--as", "?")
    assert code == 0
    assert "ucdp-ged" in output
    assert "any table, CSV" in output


def test_a_mapping_is_written_once_and_used_when_it_is_changed() -> None:
    """It lies beside the data for its owner alone; what a person changed in it counts."""
    carried_out("import", sheet())
    mapping = Path("sheet.csv.mapping.toml")
    assert mapping.stat().st_mode & 0o777 == 0o600
    changed = mapping.read_text("utf-8").replace('"Checked by" = "-"', '"Checked by" = "tags"')
    mapping.write_text(changed, "utf-8")
    code, output, complaint = carried_out("import", "sheet.csv")
    assert code == 0
    assert "sheet.csv.mapping.toml says what the columns become." in complaint
    assert "changed" in output
    assert mapping.read_text("utf-8") == changed
    assert [one["tags"] for one in events()[:2]] == [["AB"], ["CD"]]


def test_rows_that_cannot_come_in_lie_in_a_file_of_their_own() -> None:
    """The others come in; the same rejects make no second file, other ones do."""
    sheet(SHEET + "2025-03-10,Jableh,Road closed,,,,,too,many\n")
    rejects = Path("sheet.csv.rejects.csv")
    for _ in range(2):
        code, output, _ = carried_out("import", "sheet.csv")
        assert code == 8
        assert "1 row could not come in; it is in sheet.csv.rejects.csv:" in output
    assert rejects.stat().st_mode & 0o777 == 0o600
    first = rejects.read_text("utf-8")
    assert "9 cells stand under 7 headings" in first
    sheet(SHEET + "2025-03-11,Jableh,Road open,,,,,too,many\n")
    carried_out("import", "sheet.csv")
    assert rejects.read_text("utf-8") == first
    assert lying() == [
        *("sheet.csv", "sheet.csv.mapping.toml", "sheet.csv.rejects-2.csv"),
        "sheet.csv.rejects.csv",
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("article.txt", b"Shelling hit the market, residents said.\n", "is a document"),
        ("prose", b"Shelling hit the market, residents said.\nNo more.\n", "no column of prose"),
        ("paper.pdf", b"%PDF-1.4\n", "is a document"),
        ("sheet.csv", b"", "sheet.csv is empty."),
        ("sheet.csv", b"\xef\xbb\xbf\r\n", "sheet.csv is empty."),
        ("sheet.xls", b"\xd0\xcf\x11\xe0\0\0", "is no text"),
        ("page", b"<html><p>a, b", "is in no format"),
    ],
)
def test_what_is_no_data_set_is_refused_in_a_sentence(
    place: Path, name: str, content: bytes, said: str
) -> None:
    """One sentence says what it is; nothing is written anywhere."""
    Path(name).write_bytes(content)
    before = everything_in(place)
    code, output, complaint = carried_out("import", name)
    assert (code, output) == (2, "")
    assert said in complaint
    assert complaint.count("\n") == 1
    assert lying() == [name]
    assert everything_in(place) == before


def test_what_is_no_file_is_refused_in_a_sentence() -> None:
    """A folder, a named pipe, a missing file and a dead link."""
    Path("folder").mkdir()
    os.mkfifo("pipe")
    Path("link").symlink_to("nowhere")
    for name, said in (
        ("folder", "folder is a folder"),
        ("pipe", "pipe is no file"),
        ("missing", "missing: "),
        ("link", "link: "),
    ):
        code, output, complaint = carried_out("import", name)
        assert (code, output) == (2, "")
        assert said in complaint
        assert complaint.count("\n") == 1


def test_the_stores_own_file_brings_nothing_twice(place: Path) -> None:
    """Its records are known by their uids."""
    carried_out("import", sheet())
    code, output, _ = carried_out("import", place / "incidents.json")
    assert code == 0
    assert "brought nothing new" in output
    assert len(events()) == 3


def test_ctrl_c_keeps_the_rows_before_it_and_the_next_run_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The command ends as by Ctrl+C; the same one again brings the others."""
    lines = [f"2025-03-07,Baniyas,Shelling {number},1\n" for number in range(50)]
    sheet("Date,Location,Title,Killed\n" + "".join(lines))
    seen = [0]

    def interrupted(self: Progress, *_: object) -> None:
        seen[0] += 1
        if seen[0] == 1:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Progress, "show", interrupted)
    code, _, complaint = carried_out("import", "sheet.csv")
    assert code == 130
    assert "stopped: what came in before is kept" in complaint
    monkeypatch.setattr(Progress, "show", lambda *_: None)
    assert carried_out("import", "sheet.csv").code == 0
    assert len(events()) == 50


def test_of_two_imports_at_once_the_second_says_who_imports(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits a little, and names the colleague; nothing of it comes in."""
    monkeypatch.setattr(folder, "IMPORT_PATIENCE", 0.01)
    sheet()
    with closing(Repository.open(place, author="ada")) as ada, ada.bringing_in():
        code, output, complaint = carried_out("import", "sheet.csv")
    assert (code, output) == (3, "")
    assert complaint.startswith("incident-desk: ada (at work since ")
    assert " has been importing into " in complaint
    assert events() == []


def test_a_store_that_cannot_be_written_is_rehearsed_upon(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dry run only reads; the import itself says that nothing can be written."""
    sheet()
    opening = Repository.open

    def reading(*given: Any, **named: Any) -> Repository:
        return opening(*given, **named, only_reads="it is kept for reading only")

    monkeypatch.setattr(Repository, "open", reading)
    code, output, _ = carried_out("import", "sheet.csv", "--dry-run")
    assert (code, "would come in: 3 events" in output) == (0, True)
    before = everything_in(place)
    code, output, complaint = carried_out("import", "sheet.csv")
    assert (code, output) == (5, "")
    assert "kept for reading only" in complaint
    assert everything_in(place) == before
    assert lying() == ["sheet.csv", "sheet.csv.mapping.toml"]


def test_a_bare_file_is_rehearsed_upon() -> None:
    """A dry run tells what would come in; the import says how to make a store of the file."""
    sheet()
    bare = Path("mine.json")
    bare.write_text('{"events": {"1": {"title": "A burial"}}}')
    code, output, _ = carried_out("import", "sheet.csv", "--dry-run", "--store", bare)
    assert (code, "would come in: 3 events" in output) == (0, True)
    code, output, complaint = carried_out("import", "sheet.csv", "--store", bare)
    assert output == ""
    assert code == 5
    assert "it is a bare TinyDB file" in complaint
    assert bare.read_text() == '{"events": {"1": {"title": "A burial"}}}'
    assert lying() == ["mine.json", "sheet.csv", "sheet.csv.mapping.toml"]


def test_a_mapping_that_cannot_be_written_hinders_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a folder that cannot be written the rows come in all the same, and that is told."""
    sheet(SHEET + "2025-03-10,Jableh,Road closed,,,,,too,many\n")
    opened = os.open

    def refused(path: Any, flags: int, *given: Any, **named: Any) -> int:
        if flags & os.O_EXCL and str(path).startswith("sheet.csv."):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags, *given, **named)

    monkeypatch.setattr(os, "open", refused)
    code, _, complaint = carried_out("import", "sheet.csv")
    assert code == 8
    assert "sheet.csv.mapping.toml could not be written" in complaint
    assert "the rows that could not come in are not in sheet.csv.rejects.csv" in complaint
    assert len(events()) == 3


def test_a_name_that_is_no_utf_8_is_imported() -> None:
    """A file from an old disk, whose name has a byte of Windows-1252 in it."""
    name = os.fsdecode(b"caf\xe9.csv")
    Path(name).write_text(SHEET, "utf-8")
    code, output, complaint = carried_out("import", name)
    assert code == 0, complaint
    assert "came in: 3 events" in output
    assert "brought nothing new" in carried_out("import", name).output
