"""`check`: what looks wrong, for a person and for programs, and mending by a command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.commands.records import WriteRecords
from tests.builders import a_store, claim, event, location, source
from tests.cli.inside import carried_out, json_of

RECORDS = (
    event(1, title="Clash", start="2025-03-09", end="2025-03-07", places=["L1"]),
    location(1, name="\x1b[31mSanaa", country="YE", lat=44.2, lon=15.35),
    location(2, name="Aden", country="YE", lat=45.0, lon=12.8),
    source(1, name="Red Wire"),
    source(2, name="Red Wire"),
    claim(1, event="E1", low=9, measure="killed", as_of="2025-03-10"),
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store in which some things look wrong, named by the environment."""
    place = tmp_path / "store"
    with a_store(place) as repository:
        repository.run(WriteRecords(RECORDS, accepts_flaws=True))
    monkeypatch.setenv("INCIDENT_DESK_STORE", str(place))
    return place


@pytest.mark.usefixtures("place")
def test_what_looks_wrong_is_told_by_rule() -> None:
    """Rule, records, sentence and what would mend it; finding something is no failure."""
    code, output, complaint = carried_out("check")
    assert code == 0
    rows = [line.split("\t") for line in output.splitlines()]
    assert [(row[0], row[1]) for row in rows] == [
        ("end-before-start", "E1"),
        ("outside-country", "L1"),
        ("outside-country", "L2"),
        ("claim-without-source", "C1"),
        ("same-source", "S1 S2"),
    ]
    assert all(len(row) == 4 for row in rows)
    assert "\x1b" not in output
    assert "5 things look wrong in 1 event, 1 claim, 2 locations, 2 sources" in complaint


@pytest.mark.usefixtures("place")
def test_a_program_reads_what_can_be_mended() -> None:
    """As the desk would offer it, one object a finding, the same in both forms."""
    findings = json_of("check", "--json")
    assert findings == json_of("check", "--jsonl")
    by_rule = {one["rule"]: one for one in findings}
    assert {rule: (one["can_be_mended"], one["mend"]) for rule, one in by_rule.items()} == {
        "end-before-start": (True, "set"),
        "outside-country": (True, "set"),
        "claim-without-source": (False, None),
        "same-source": (True, "merge"),
    }
    assert by_rule["same-source"]["refs"] == ["S1", "S2"]


@pytest.mark.usefixtures("place")
def test_a_query_a_rule_and_a_limit_narrow_it() -> None:
    """Records that are found; one rule; so many of each rule."""
    assert [one["ref"] for one in json_of("check", "kind:claim", "--json")] == ["C1"]
    one = json_of("check", "--rule", "outside-country", "--limit", "1", "--json")
    assert len(one) == 1
    assert carried_out("check", "--limit", "0").output == ""
    code, output, complaint = carried_out("check", "tag:none")
    assert (code, output) == (0, "")
    assert complaint == "incident-desk: Nothing looks wrong in what the query finds.\n"


@pytest.mark.usefixtures("place")
def test_a_rule_that_there_is_not() -> None:
    """The rules are told; so are they where a mend names none."""
    for arguments in (("--rule", "outside"), ("--rule", "outside", "--mend")):
        code, _, complaint = carried_out("check", *arguments)
        assert code == 2
        assert "outside-country" in complaint
    assert carried_out("check", "--mend").code == 2


@pytest.mark.usefixtures("place")
def test_what_is_certain_is_mended_in_one_operation() -> None:
    """And undone as any; what is only likely wants --yes, and a merge wants a desk."""
    code, output, _ = carried_out("check", "--rule", "outside-country", "--mend")
    assert (code, output) == (0, "Mended 2 records: a place lies outside its country.\n")
    assert json_of("check", "--rule", "outside-country", "--json") == []
    assert carried_out("undo").code == 0
    assert len(json_of("check", "--rule", "outside-country", "--json")) == 2
    code, _, complaint = carried_out("check", "--rule", "end-before-start", "--mend")
    assert code == 7
    assert "--yes" in complaint
    assert carried_out("check", "--rule", "end-before-start", "--mend", "--yes").code == 0
    assert json_of("check", "--rule", "end-before-start", "--json") == []
    code, output, complaint = carried_out("check", "--rule", "same-source", "--mend")
    assert (code, output) == (0, "")
    assert "merged in the desk" in complaint


@pytest.mark.usefixtures("place")
def test_what_is_meant_so_is_counted_and_not_told() -> None:
    """By the tag that the finding names; --all tells it all the same."""
    (one,) = json_of("check", "--rule", "claim-without-source", "--json")
    assert carried_out("tag", one["ref"], "--add", one["tag"]).code == 0
    assert json_of("check", "kind:claim", "--json") == []
    (one,) = json_of("check", "kind:claim", "--json", "--all")
    assert one["meant_so"]
    assert "1 more is said to be meant so" in carried_out("check", "kind:claim").complaint


def test_a_bare_file_is_checked_and_left_as_it_is(tmp_path: Path) -> None:
    """Read only: nothing is mended there."""
    file = tmp_path / "some.json"
    file.write_text('{"events": {"1": {"title": "A", "start": "soon"}}}', "utf-8")
    before = file.read_bytes()
    code, output, _ = carried_out("check", "--store", file)
    assert code == 0
    assert output.startswith("unreadable\tE1\t")
    assert file.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["some.json"]
