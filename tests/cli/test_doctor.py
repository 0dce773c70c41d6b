"""`doctor`, as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import a_store, event
from tests.cli.inside import carried_out, json_of
from tests.cli.outside import everything_in, run
from tui.cli.codes import CANNOT_OPEN
from tui.cli.options import STORE_VARIABLE


def test_without_a_terminal_it_tells_all_that_can_be_told(tmp_path: Path) -> None:
    """Over a pipe, each finding on a line of its own, and the store is as it was."""
    with a_store(tmp_path / "store", event(1)) as repository:
        repository.checkpoint()
    before = everything_in(tmp_path / "store")
    code, output, complaint = run("doctor", tmp_path / "store")
    assert (code, complaint) == (0, "")
    named = [line[2:].partition("  ")[0] for line in output.splitlines()]
    for name in ("terminal", "round trip", "locale", "SQLite", "editor", "store", "incidents.json"):
        assert name in named
    assert "none: input and output lead elsewhere" in output
    assert everything_in(tmp_path / "store") == before


def test_programs_get_an_array(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each finding with its grade; the environment names the store."""
    with a_store(tmp_path / "store", event(1)):
        pass
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    found = {one["name"]: one for one in json_of("doctor", "--json")}
    assert found["SQLite"]["grade"] == "good"
    assert found["incidents.json"] == {
        "name": "incidents.json",
        "grade": "remark",
        "said": "one operation behind, and nobody at work",
        "mend": "`incident-desk checkpoint` writes it.",
    }


def test_a_store_that_cannot_be_opened_gives_its_code(tmp_path: Path) -> None:
    """All else is told, too."""
    code, output, complaint = carried_out("doctor", tmp_path / "none")
    assert (code, complaint) == (CANNOT_OPEN, "")
    assert f"! store          {tmp_path / 'none'} is not an incident store: " in output
    assert "One thing must be mended (!)" in output


def test_nothing_around_it_makes_it_fail() -> None:
    """Neither a locale without letters nor names that are no text, or act on a terminal."""
    code, output, complaint = run(
        "doctor", TERM="x\udc80é", TEXTUAL_X="\udcff\x1b[2J", PYTHONIOENCODING="ascii"
    )
    assert (code, complaint) == (0, "")
    assert "~ variable       TEXTUAL_X=??[2J: " in output


def test_a_bare_file_is_told_to_be_one(tmp_path: Path) -> None:
    """It is not looked into."""
    (tmp_path / "db.json").write_text("{}")
    code, output, _ = carried_out("doctor", tmp_path / "db.json")
    assert code == 0
    assert f"{tmp_path / 'db.json'} is a bare file" in output
