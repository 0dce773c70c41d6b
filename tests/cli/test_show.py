"""`show`: records whole, for a person and for programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import builders
from tests.builders import a_store, evidence
from tests.cli.inside import carried_out, json_of

REPORT = builders.report(
    1, title="Nine dead", text="Nine people were killed.\x1b[2J", publisher="S1"
)
RECORDS = (
    REPORT,
    builders.event(1, title="Clash at the bridge", reports=["R1"]),
    builders.claim(1, event="E1", source="S1", low=9, **evidence(REPORT, "Nine people")),
    builders.source(1, name="SOHR"),
)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of a report and what it says; the environment names it."""
    with a_store(tmp_path / "store", *RECORDS):
        pass
    monkeypatch.setenv("INCIDENT_DESK_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def test_a_person_reads_the_record_and_what_is_linked_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As wide as the terminal, text safe to show, a blank line between two records."""
    monkeypatch.setenv("COLUMNS", "50")
    code, output, complaint = carried_out("show", "E1", "R1")
    assert (code, complaint) == (0, "")
    event, report = output.split("\n\n R1  Nine dead\n")
    assert event.startswith(" E1  Clash at the bridge\n")
    assert "SOURCES 1\n S1   SOHR" in event
    assert "TEXT\n Nine people were killed.␛[2J\n" in report
    assert max(map(len, output.splitlines())) <= 50


def test_a_program_reads_the_document_with_its_text() -> None:
    """One array, or one object a line."""
    for form in ("--json", "--jsonl"):
        report, source = json_of("show", "R1", "S1", form)
        assert (report["ref"], report["text"]) == ("R1", REPORT.text)
        assert (source["record"], source["name"]) == ("source", "SOHR")


def test_what_is_not_there_is_told_and_the_others_are_shown() -> None:
    """A sentence for each, and exit code 2."""
    code, output, complaint = carried_out("show", "E9", "S1", "nonsense\x1b", "--jsonl")
    assert code == 2
    assert output.startswith('{"ref":"S1",')
    assert complaint.splitlines() == [
        "incident-desk: 'nonsense\\x1b' is not a reference such as E412.",
        "incident-desk: There is no record E9.",
    ]
