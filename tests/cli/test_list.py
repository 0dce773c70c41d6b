"""`list` and `count`: what a query finds, for a person and for programs."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.commands.records import WriteRecords
from tests import builders
from tests.builders import a_store
from tests.cli.inside import carried_out, json_of
from tests.cli.outside import run_on_terminal
from tests.conftest import the_command, where_present
from tests.unindexed import unindexed
from tui.cli import finding

RECORDS = (
    builders.event(1, title="Clash at the bridge", start="2025-03-07", places=["L1"]),
    builders.event(2, title="Burial", start="2025-03-09", status="completed", tags=["dup"]),
    builders.report(1, title="Nine dead", published_at="2025-03-08", publisher="S1", text="Nine."),
    builders.claim(1, event="E1", source="S1", low=9, measure="killed", stance="denies"),
    builders.location(1, name="بانیاس", country="SY"),
    builders.source(1, name="\x1b[31mRed Wire\u202e", kind="agency"),
    builders.note(1, target="E1", body="Who counted?\nAnd when?", kind="question"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a few records of most kinds."""
    place = tmp_path_factory.mktemp("list") / "store"
    with a_store(place, *RECORDS):
        pass
    return place


@pytest.fixture(autouse=True)
def named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names the store."""
    monkeypatch.setenv("INCIDENT_DESK_STORE", str(place))


def test_all_records_are_listed_kind_by_kind() -> None:
    """Tabs between cells, no heading, no colour, nothing cut, names for references."""
    code, output, complaint = carried_out("list")
    assert (code, complaint) == (0, "")
    (note,) = json_of("list", "kind:note", "--json")
    assert output.splitlines() == [
        "E2\t2025-03-09\tcompleted\t\tBurial",
        "E1\t2025-03-07\tto do\tبانیاس\tClash at the bridge",
        "R1\t2025-03-08\tnew\t␛[31mRed Wire⇋\tNine dead",
        "C1\t\tE1\t␛[31mRed Wire⇋\tdenies: 9+ people killed",
        "L1\tSY\t\tبانیاس",
        "S1\tF\tagency\t␛[31mRed Wire⇋",
        f"N1\tquestion\tE1\t{note['created']['by']}\tWho counted?",
    ]


def test_a_program_reads_documents() -> None:
    """As in incidents.json, with reference and kind, and without a report's text."""
    (event,) = json_of("list", "kind:event", "-tag:dup", "--json")
    assert event.pop("uid")
    assert event.pop("created")
    assert event == {
        "ref": "E1",
        "record": "event",
        "title": "Clash at the bridge",
        "start": "2025-03-07",
        "locations": [{"location": "L1"}],
    }
    (report,) = json_of("list", "--jsonl", "kind:report")
    assert "text" not in report
    assert json_of("list", "kind:report", "--json", "--fields", "text") == [{"text": "Nine."}]


def test_only_the_fields_that_are_asked_for() -> None:
    """In all three forms, at their defaults too; a path leads into lists; null for none."""
    asked = ("list", "kind:event", "--fields", "ref,record,status,locations.location,urgent")
    rows = json_of(*asked, "--json")
    assert rows == json_of(*asked, "--jsonl")
    assert [list(row.values()) for row in rows] == [
        ["E2", "event", "completed", [], None],
        ["E1", "event", "to do", ["L1"], None],
    ]
    assert carried_out(*asked).output.splitlines() == [
        "E2\tevent\tcompleted\t\t",
        "E1\tevent\tto do\tL1\t",
    ]
    both = carried_out("list", "kind:event", "OR", "kind:report", "--fields", "ref,triage.state")
    assert both.output.splitlines() == ["E2\t", "E1\t", "R1\tnew"]


@pytest.mark.parametrize(("form", "output"), [("", ""), ("--json", "[]\n"), ("--jsonl", "")])
def test_nothing_found_is_no_failure(form: str, output: str) -> None:
    """An empty list, exit code 0."""
    assert carried_out("list", "kind:view", *form.split()) == (0, output, "")


def test_what_is_printed_for_programs_does_nothing_to_a_terminal() -> None:
    """Of foreign text, controls come as escapes of the same value."""
    output = carried_out("list", "kind:source", "--json").output
    assert "\x1b" not in output
    assert "\u202e" not in output
    assert json.loads(output)[0]["name"] == "\x1b[31mRed Wire\u202e"


@pytest.mark.parametrize("command", ["list", "count"])
def test_a_bad_query_is_shown_where_it_is_bad(command: str) -> None:
    """One sentence, the query, and a caret under the column; exit code 2."""
    code, output, complaint = carried_out(command, "burial", "kind:evnt", "x")
    assert (code, output) == (2, "")
    sentence, query, caret = complaint.splitlines()
    assert sentence.startswith("incident-desk: Column 13: ")
    assert (query, caret) == ("  burial kind:evnt x", " " * 14 + "^")


@pytest.mark.parametrize(
    "query", ["near:L999~20km", "similar:R999", "event:E999", "-(event:E999 OR tag:x)"]
)
def test_a_record_that_a_query_names_and_that_is_not_there_is_told(query: str) -> None:
    """A remark; what is found is printed all the same."""
    missing = query.partition("~")[0].partition(":")[2].partition(" ")[0]
    for command in ("list", "count"):
        code, _, complaint = carried_out(command, query, "kind:event")
        assert (code, complaint) == (0, f"incident-desk: There is no record {missing}.\n")
    assert carried_out("count", "event:E1").complaint == ""


def test_the_caret_stands_under_wide_letters_and_in_long_queries() -> None:
    """Cells are counted, and of a long query its surroundings are shown."""
    complaint = carried_out("list", "事件 kind:evnt").complaint
    assert complaint.splitlines()[2] == " " * 12 + "^"
    _, query, caret = carried_out("list", "word " * 500 + "kind:evnt").complaint.splitlines()
    assert query[caret.index("^") :] == "evnt"
    assert len(query) < 100
    assert len(carried_out("list", f"{'x' * 999}:y").complaint) < 300


def test_a_field_that_no_record_has_is_told() -> None:
    """With the nearest one that there is; another program's documents may have any other."""
    asked = ("list", "kind:event", "--fields", "ref,titel,__class__")
    code, output, complaint = carried_out(*asked)
    assert (code, output.split()) == (0, ["E2", "E1"])
    assert complaint == "incident-desk: No record here has a field titel; is title meant?\n"


def test_foreign_fields_are_listed_by_their_names(tmp_path: Path) -> None:
    """As they stand in the document; null for a record that has none."""
    file = tmp_path / "some.json"
    documents = '{"1": {"titel": "x", "hurt": {"most": 3}}, "2": {"a.b": 1}}'
    file.write_text(f'{{"events": {documents}}}', "utf-8")
    asked = ("list", "--store", file, "--fields", "ref,titel,hurt.most,a.b", "--json")
    assert json_of(*asked) == [
        {"ref": "E2", "titel": None, "hurt.most": None, "a.b": 1},
        {"ref": "E1", "titel": "x", "hurt.most": 3, "a.b": None},
    ]


@given(limit=st.integers(0, 9), first=st.integers(1, 4), page=st.integers(1, 4))
def test_pages_of_any_size_make_the_same_list(
    place: Path, limit: int, first: int, page: int
) -> None:
    """However many are read at once, the first so many come, each once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "FIRST", first)
        patch.setattr(finding, "PAGE", page)
        listed = carried_out(
            *("list", "--limit", str(limit), "--fields", "ref", "--store", place)
        ).output.split()
    assert listed == ["E2", "E1", "R1", "C1", "L1", "S1", "N1"][:limit]


def test_a_bare_number_is_counted() -> None:
    """Of all records, or of those that a query finds."""
    assert carried_out("count").output == "7\n"
    assert json_of("count", "--json") == 7
    assert carried_out("count", "kind:event", "-tag:dup").output == "1\n"
    assert carried_out("count", "kind:view").output == "0\n"


def test_values_of_a_field_are_counted() -> None:
    """Each with its number, those of most records first; of records what they are called."""
    assert carried_out("count", "kind:event", "--by", "status").output.splitlines() == [
        "to do\t1",
        "completed\t1",
    ]
    assert carried_out("count", "kind:event", "--by", "place").output == "L1\t1\tبانیاس\n"
    assert json_of("count", "kind:event", "--by", "on", "--json") == [
        {"value": "2025-03", "query": "on:2025-03", "count": 2}
    ]
    assert carried_out("count", "kind:event", "--by", "month").output == "2025-03\t2\n"
    (place,) = json_of("count", "kind:event", "--by", "place", "--jsonl")
    assert place == {"value": "L1", "label": "بانیاس", "query": "place:L1", "count": 1}
    assert carried_out("count", "kind:view", "--by", "tag") == (0, "", "")


def test_a_field_that_cannot_be_counted_by_is_told() -> None:
    """With the nearest one that can; exit code 2."""
    assert carried_out("count", "--by", "").code == 2
    code, output, complaint = carried_out("count", "--by", "statsu")
    assert (code, output) == (2, "")
    assert complaint == "incident-desk: hits are not counted by statsu; is status meant?\n"


def test_a_bare_file_is_listed_too(place: Path, tmp_path: Path) -> None:
    """A TinyDB file that lies in no store is read as it is."""
    file = tmp_path / "some.json"
    file.write_text('{"events": {"3": {"title": "A burial"}}}', "utf-8")
    assert carried_out("list", "--store", file).output.split() == ["E3", "to", "do", "A", "burial"]


def test_who_reads_may_stop_reading(tmp_path: Path) -> None:
    """A pipe that breaks is silent."""
    with a_store(tmp_path / "store") as repository:
        events = [builders.event(0, title="long " * 200) for _ in range(1000)]
        repository.run(WriteRecords(events))
    command = f"{the_command()} list --store {tmp_path / 'store'} | head -n 1 | cut -c 1-5"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("E1000\n", "")


def test_jq_reads_what_is_listed(place: Path) -> None:
    """The records that a query finds, as one array."""
    jq = f"{where_present('jq')} -c 'map(.ref)'"
    command = f"{the_command()} list --json kind:event --store {place} | {jq}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ('["E2","E1"]\n', "")


def test_a_person_reads_tables(place: Path) -> None:
    """On a terminal each kind has headings and what does not fit is cut; NO_COLOR is heeded."""
    said = run_on_terminal("list", "--store", place, COLUMNS="40", NO_COLOR="1").complaint
    assert "\x1b[3" not in said
    events, reports, *_ = re.sub(r"\x1b\[[01]m", "", said).split("\n\n")
    assert [line.rstrip() for line in events.splitlines()] == [
        "ref date       status    place  title",
        "E2  2025-03-09 completed        Burial",
        "E1  2025-03-07 to do     بانیاس Clash a…",
    ]
    assert reports.startswith("ref date       triage publisher")


def test_a_search_builds_what_its_index_lacks(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where that takes too long, it is said, and the same is found."""
    unindexed(place)
    monkeypatch.setattr("tui.cli.opened.PATIENCE", -1)
    slow = carried_out("count", "kind:event")
    assert "`incident-desk index` builds it" in slow.complaint
    monkeypatch.setattr("tui.cli.opened.PATIENCE", 60)
    assert carried_out("count", "kind:event") == slow._replace(complaint="")
