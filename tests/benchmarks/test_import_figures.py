"""The figures of bringing in, at a size at which they say nothing: they can be taken."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.benchmarks import data_sets
from tests.benchmarks.import_figures import OWN, Sizes, figures
from tests.cli.inside import carried_out


def test_every_figure_of_bringing_in_can_be_taken(tmp_path: Path) -> None:
    """A generated data set, plain rows and their undo; what is not there is said and left out."""
    said: list[str] = []
    found = list(figures(Sizes(1, (30,), 20, 2), tmp_path / "own", said.append, ()))
    told = [figure.what for figure in found]
    assert "import, UCDP GED, generated" in told
    assert "its events out as ucdp, UCDP GED, generated" in told
    assert "undo of the import, 30 plain rows" in told
    assert all(figure.value > 0 for figure in found)
    assert any("2020PB is left out" in line for line in said)
    for place, left in ("ged-0", "0"), ("plain-30", str(OWN)):
        assert carried_out("count", "--store", tmp_path / "own" / place).output.split()[0] == left


@pytest.mark.parametrize("shape", ["ged", "plain"])
def test_all_rows_of_a_generated_data_set_come_in(tmp_path: Path, shape: str) -> None:
    """The files that are measured are read and no row of them is left out."""
    path, place = tmp_path / f"{shape}.csv", tmp_path / "store"
    {"ged": data_sets.write_ged, "plain": data_sets.write_plain}[shape](path, 40)
    carried_out("new", place)
    ended = carried_out("import", path, "--store", place)
    assert ended.code == 0, ended.complaint
    assert "40 events" in ended.output
    assert "could not come in" not in ended.output


def test_a_generated_data_set_has_the_size_of_the_real_one(tmp_path: Path) -> None:
    """Some 600 bytes a row in 41 columns, and 215 of a plain one."""
    data_sets.write_ged(tmp_path / "ged.csv", 500)
    data_sets.write_plain(tmp_path / "plain.csv", 500)
    with (tmp_path / "ged.csv").open(encoding="utf-8", newline="") as file:
        assert {len(row) for row in csv.reader(file)} == {41}
    assert 500 < (tmp_path / "ged.csv").stat().st_size / 500 < 700
    assert 190 < (tmp_path / "plain.csv").stat().st_size / 500 < 240
