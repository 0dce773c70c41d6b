"""`import` of tables with headings that nobody has seen before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.inside import carried_out
from tests.cli.outside import Ended
from tui.cli.commands.changing import DATA_SETS
from tui.cli.formats import listed

ROWS = """\
Nummer;Tag;Ort;Tote;Was geschah
1;07.03.2025;Dschabla;12;Beschuss
2;??;Banias;3;Überfall
"""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of whose headings none is known, and a store."""
    monkeypatch.setenv("INCIDENT_DESK_STORE", str(tmp_path / "store"))
    assert carried_out("new", tmp_path / "store").code == 0
    file = tmp_path / "fälle.csv"
    file.write_text(ROWS, "utf-8")
    return file


def mapping_of(table: Path) -> Path:
    """The file beside the table."""
    return table.with_name(f"{table.name}.mapping.toml")


def filled(table: Path, **fields: str) -> Ended:
    """A dry run after somebody has said what some columns are."""
    place = mapping_of(table)
    text = place.read_text("utf-8")
    for column, to in fields.items():
        text = text.replace(f'"{column.replace("_", " ")}" = "-"', f'"{column}" = "{to}"')
    place.write_text(text.replace('"Was_geschah"', '"Was geschah"'), "utf-8")
    return carried_out("import", table, "--dry-run")


def test_a_table_with_unknown_headings_gets_a_mapping_to_be_filled_in(table: Path) -> None:
    """Its columns are written down with a cell of each, and the table comes in by what is said."""
    code, output, complaint = carried_out("import", table)
    assert (code, output) == (2, "")
    assert "fälle.csv.mapping.toml lists them: say there what each is" in complaint
    written = mapping_of(table).read_text("utf-8")
    assert '"Tag" = "-"  # 07.03.2025' in written
    assert "#   start      the day, or the first day" in written
    code, output, _ = filled(
        table, Nummer="id", Tag="start d/m/y", Ort="place", Was_geschah="title"
    )
    assert code == 0
    assert "would come in: 2 events, 2 locations new" in output
    assert carried_out("import", table).code == 0


def test_a_wrong_word_in_a_mapping_is_told_of_the_mapping(table: Path) -> None:
    """Who mistypes a field reads which file has it, and which fields there are."""
    carried_out("import", table)
    code, _, complaint = filled(table, Tag="start", Was_geschah="titel")
    assert code == 2
    assert "fälle.csv.mapping.toml has 'titel' for the column 'Was geschah'" in complaint
    assert "there are id, title, summary" in complaint


def test_a_dry_run_leaves_the_guess_to_be_changed_before_anything_comes_in(table: Path) -> None:
    """The mapping lies beside the table, the store has no record, and the next run goes by it."""
    table.write_text("title,date,place\nShelling,2025-03-07,Jableh\n", "utf-8")
    code, output, complaint = carried_out("import", table, "--dry-run")
    assert code == 0
    assert "  place                        is place" in output
    assert "change it where it is wrong" in complaint
    assert mapping_of(table).exists()
    assert carried_out("count").output == "0\n"
    assert "says what the columns become" in carried_out("import", table).complaint


def test_what_is_odd_is_told_with_its_lines(table: Path) -> None:
    """Who reads that a date is none can go to it in the file."""
    carried_out("import", table)
    _, output, _ = filled(table, Tag="start d/m/y", Was_geschah="title")
    assert "1 odd thing; the row came in all the same:" in output
    assert "(line 3)" in output


def test_rows_that_cannot_come_in_lie_in_one_file_however_often_they_are_tried(table: Path) -> None:
    """The same rejects again are in the file of the first time, which says what is missing."""
    table.write_text("id,title,date,place\n1,Shelling,2025-03-07,Jableh\n2,,2025-02-31,\n", "utf-8")
    for _ in range(2):
        code, output, _ = carried_out("import", table)
        assert code == 8
        assert f"1 row could not come in; it is in {table}.rejects.csv:" in output
        assert "no title, summary, place, figure or date that can be read (line 3)" in output
    assert len(list(table.parent.glob("*.rejects*"))) == 1


def test_the_help_names_every_format_of_a_data_set() -> None:
    """`import --help` has the formats that `import --as ?` tells of."""
    assert [line.split()[0] for line in listed()] == list(DATA_SETS)


def test_a_table_comes_in_whatever_its_name_is(table: Path) -> None:
    """A name need not be text: the table and what says of its columns are written and read."""
    name = os.fsdecode(b"a\xff.csv")
    table.with_name(name).write_text("title,place\nRaid,Baniyas\n")
    ended = carried_out("import", table.with_name(name))
    assert ended.code == 0
    assert "came in: 1 event" in ended.output
