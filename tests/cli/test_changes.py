"""`note`, `tag`, `set`, `decide`, `undo`, `redo`: each line is one operation of the history."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.changes import Operation
from store.commands.records import WriteRecords
from store.dates import Instant
from store.ids import Ref
from store.repository import Repository
from tests import builders
from tests.builders import a_store
from tests.cli.inside import carried_out, json_of
from tests.cli.outside import is_sentence
from tests.store.strategies import REFS
from tui.cli import changing, undoing
from tui.cli.references import names_in


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of three reports and an event; the environment names it."""
    reports = [builders.report(n, title=f"report {n}") for n in (1, 2, 3)]
    with a_store(tmp_path / "store", *reports, builders.event(1, title="Clash")) as repository:
        repository.checkpoint()
    monkeypatch.setenv("INCIDENT_DESK_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def done(*arguments: str, given: str = "") -> str:
    """What a command says that is carried out."""
    code, output, complaint = carried_out(*arguments, given=given)
    assert (code, complaint) == (0, "")
    return output


def document(ref: str) -> dict[str, Any]:
    """A record as `show` prints it for programs."""
    found: dict[str, Any] = json_of("show", ref, "--json")[0]
    return found


def labels() -> list[str]:
    """What the history has, the newest first, but for the fixture's own."""
    return [one["label"] for one in json_of("history", "--jsonl")][:-2]


def test_a_decision_on_several_reports_is_one_operation(place: Path) -> None:
    """It is said, it is in the file, and one undo takes it back."""
    assert done("decide", "irrelevant", "R1", "R2", "--reason", "old") == (
        "Decided 2 reports not relevant.\n"
    )
    written = json.loads((place / "incidents.json").read_text("utf-8"))
    assert written["reports"]["2"]["triage"] == {"state": "not relevant", "reason": "old"}
    assert labels() == ["decided 2 reports not relevant"]
    assert done("undo") == "Undone: decided 2 reports not relevant.\n"
    assert "triage" not in document("R1")
    assert done("redo") == "Done again: decided 2 reports not relevant.\n"
    assert document("R1")["triage"]["reason"] == "old"


@pytest.mark.parametrize(
    ("arguments", "triage"),
    [
        (["relevant", "R1"], {"state": "relevant"}),
        (["later", "R1", "--when", "2025-04"], {"state": "later", "when": "2025-04"}),
        (["duplicate", "R1", "--of", "R2"], {"state": "duplicate", "of": "R2"}),
    ],
)
def test_decisions(arguments: list[str], triage: dict[str, str]) -> None:
    """With what belongs to each; `new` takes it back."""
    done("decide", *arguments)
    assert document("R1")["triage"] == triage
    done("decide", "new", "R1")
    assert "triage" not in document("R1")


def test_a_note_prints_its_reference() -> None:
    """A text may begin with a dash, or come from the standard input."""
    assert done("note", "E1", "-who?", "--kind", "question", "--tag", "a", "--tag", "b") == "N1\n"
    assert done("note", "R1", "-", given="a\nlong note\n") == "N2\n"
    note = document("N1")
    assert (note["target"], note["body"], note["kind"]) == ("E1", "-who?", "question")
    assert note["tags"] == ["a", "b"]
    assert document("N2")["body"] == "a\nlong note"
    assert done("note", "-", "seen", given="R1 R2") == "N3\nN4\n"


def test_a_note_is_written_as_it_came_or_not_at_all() -> None:
    """The line that is no text is named."""
    code, output, complaint = carried_out("note", "E1", "-", given="a\nlong \udcff note")
    assert (code, output) == (2, "")
    assert complaint == "incident-desk: the text is not UTF-8 in line 2.\n"
    assert labels() == []


def test_tags_are_added_and_taken_away() -> None:
    """What has a tag already is counted; without anything to do nothing is written."""
    assert done("tag", "R1", "--add", "dup", "--add", "x") == "Tagged R1 dup, x.\n"
    assert done("tag", "R1", "R2", "E1", "--add", "dup") == (
        "Tagged 3 records dup; 1 of them was so already.\n"
    )
    assert done("tag", "R1", "--remove", "x") == "Took the tag x from R1.\n"
    assert document("R1")["tags"] == ["dup"]
    assert done("tag", "R1", "--add", "dup") == "Nothing had to be changed.\n"
    assert len(labels()) == 3


def test_fields_are_set_of_records_of_any_kind() -> None:
    """As typed, those of each kind checked; words and records may be mixed."""
    assert done("set", "E1", "assignee=ada", "R1", "tags=a,b") == (
        "Set assignee, tags of 2 records.\n"
    )
    assert (document("E1")["assignee"], document("R1")["tags"]) == ("ada", ["a", "b"])
    done("set", "E1", "assignee=", "title=a=b")
    assert "assignee" not in document("E1")
    assert document("E1")["title"] == "a=b"


@pytest.mark.parametrize(
    "arguments",
    [
        ["decide", "relevant", "R1", "R99"],
        ["decide", "relevant", "R1", "r2"],
        ["decide", "relevant", "R1", "E1"],
        ["decide", "relevant", "R1", "--when", "2025"],
        ["decide", "relevant", "R1", "--of", "R2"],
        ["decide", "later", "R1", "--when", "soon"],
        ["decide", "duplicate", "R1"],
        ["decide", "duplicate", "R1", "--of", "R1"],
        ["decide", "duplicate", "R1", "--of", "R99"],
        ["decide", "duplicate", "R1", "--of", "it"],
        ["decide", "perhaps", "R1"],
        ["tag", "R1", "R99", "--add", "x"],
        ["tag", "R1"],
        ["tag", "R1", "--add", " "],
        ["tag", "R1", "--add", "x" * 101],
        ["tag", "R1", "--add", "a\x1bb"],
        ["note", "R1", "x", "--tag", "a\nb"],
        ["tag", "R1", "--add", "x", "--remove", "x"],
        ["note", "R1", " "],
        ["note", "R1"],
        ["note", "-", "-"],
        ["note", "R99", "x"],
        ["set", "R1", "R2"],
        ["set", "urgent=yes"],
        ["set", "R1", "urgent=perhaps"],
        ["set", "R1", "E1", "status=completed"],
        ["set", "R1", "text=other"],
        ["set", "R1", "publisher=S9"],
        ["set", "R1", "publisher=E1"],
        ["set", "R1", "title=\udcff"],
        ["set", "R1", " =x"],
        ["set", "R1", "title=x", "title=y"],
        ["set", "R1", "derived_from=R1"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_told_and_changes_nothing(place: Path, arguments: list[str]) -> None:
    """Exit code 2, sentences, and nothing in the history, also of what could have been done."""
    before = (place / "incidents.json").read_bytes()
    code, output, complaint = carried_out(*arguments)
    assert (code, output) == (2, "")
    assert complaint
    assert all(map(is_sentence, complaint.splitlines(keepends=True)))
    assert labels() == []
    assert (place / "incidents.json").read_bytes() == before


@pytest.mark.parametrize("form", ["--json", "--jsonl", "--fields=ref"])
def test_what_is_listed_can_be_decided_on(form: str) -> None:
    """`list | decide relevant -`, in each form; a list of nothing is no failure."""
    listed = done("list", "kind:report", '-"report 3"', form)
    assert done("decide", "relevant", "-", given=listed) == "Decided 2 reports relevant.\n"
    assert done("count", "triage:relevant") == "2\n"
    assert done("decide", "relevant", "-", given=f"\ufeff{listed}").startswith("Nothing")
    nothing = done("list", "kind:view", form)
    said = "No record was named, and nothing was changed.\n"
    assert done("decide", "relevant", "-", given=nothing) == said


@given(st.lists(REFS, max_size=5))
def test_references_are_read_in_every_form(refs: list[Ref]) -> None:
    """Between blanks, one a line, as JSON objects or texts, as an array of either."""
    objects = [json.dumps({"title": 'a "{[\n', "ref": ref}) for ref in refs]
    texts = [json.dumps(ref) for ref in refs]
    for text in (
        " ".join(refs),
        "\n".join(refs),
        "".join(f"{line}\r\n" for line in objects),
        "\n".join(texts),
        f"[{', '.join(objects)}]",
        f"\n[{','.join(texts)}]\n",
    ):
        assert list(names_in(text)) == refs


@given(st.text(max_size=30) | st.sampled_from(['{"ref": 3}', "[{}]", '{"a"', "[[1]]", '"R1']))
def test_what_is_no_reference_is_never_a_failure_of_the_program(text: str) -> None:
    """Each thing that stands there comes as it is, to be told of."""
    assert len(list(names_in(text))) <= len(text)


@pytest.mark.parametrize("option", ["--when", "--of"])
def test_a_long_word_is_not_told_at_length(option: str) -> None:
    """Its beginning is enough to find it."""
    decision = {"--when": "later", "--of": "duplicate"}[option]
    ended = carried_out("decide", decision, "R1", option, "x" * 999)
    assert ended.code == 2
    assert len(ended.complaint) < 200


def test_a_long_list_of_bad_references_is_told_in_short() -> None:
    """The first of them, and how many more."""
    code, _, complaint = carried_out(
        "tag", "-", "--add", "x", given="x y " * 3 + "\n".join("abcdefghijklmnopqrstuv")
    )
    assert code == 2
    *_, more, nothing = complaint.splitlines()
    assert more == "incident-desk: And 4 more are no records."
    assert nothing == "incident-desk: nothing was changed."


def test_many_records_are_one_operation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where they are written in parts, so that others get their turn."""
    monkeypatch.setattr(changing, "AT_ONCE", 1)
    assert done("tag", "R1", "R2", "R3", "--add", "x") == "Tagged 3 records x.\n"
    assert labels() == ["tagged 3 records x"]


def test_undo_says_what_stays(place: Path) -> None:
    """What somebody else changed since; where that is all of it, the exit code is 7."""
    for refs, code, said in (
        (["R1", "R2"], 0, "Undone: tagged 2 records x (R1 changed since by vera and stays).\n"),
        (["R1"], 7, "Not undone, for all of it stays: tagged R1 x (R1 changed since by vera"),
    ):
        done("tag", *refs, "--add", "x")
        vera = Repository.open(place, author="vera")
        vera.run(WriteRecords([builders.report(1, title=f"hers {code}")]))
        vera.close()
        ended = carried_out("undo")
        assert (ended.code, ended.complaint) == (code, "")
        assert ended.output.startswith(said)
        assert document("R1")["title"] == f"hers {code}"


def test_what_was_not_done_today_is_undone_with_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one, what it is and when it was done is said: exit code 7."""
    done("tag", "R1", "--add", "x")
    monkeypatch.setattr(undoing, "_is_recent", lambda _: False)
    ended = carried_out("undo")
    assert (ended.code, ended.output) == (7, "")
    assert is_sentence(ended.complaint)
    assert ended.complaint.startswith("incident-desk: not undone, for it is of 2")
    assert ended.complaint.endswith(": tagged R1 x; --yes undoes it.\n")
    assert done("undo", "--yes") == "Undone: tagged R1 x.\n"


@pytest.mark.parametrize(
    ("ago", "is_recent"),
    [({"hours": 0}, True), ({"hours": 13}, False), ({"days": 1}, False), ({"days": 900}, False)],
)
def test_today_is_recent(ago: dict[str, int], is_recent: bool) -> None:
    """Another day is not, nor half a day ago."""
    at = datetime.datetime.now(datetime.UTC) - datetime.timedelta(**ago)
    moment = Instant(at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    operation = Operation(1, moment, "ada", "s", "tagged", "", "")
    assert undoing._is_recent(operation) is is_recent


def test_nothing_to_undo_is_told(tmp_path: Path) -> None:
    """Exit code 7, which is no failure of the store."""
    with a_store(tmp_path / "other"):
        pass
    for act in ("undo", "redo"):
        ended = carried_out(act, "--store", tmp_path / "other")
        said = f"incident-desk: There is nothing of yours to {act}.\n"
        assert ended == (7, "", said)


def test_a_bare_file_is_not_changed(tmp_path: Path) -> None:
    """It is only looked at: exit code 5 and a sentence."""
    file = tmp_path / "some.json"
    file.write_text('{"events": {"3": {"title": "A burial"}}}', "utf-8")
    before = file.read_bytes()
    for command in (["tag", "E3", "--add", "x"], ["undo"], ["redo"]):
        ended = carried_out(*command, "--store", file)
        assert (ended.code, ended.output) == (5, "")
        assert f"{file} is open for reading only" in ended.complaint
    assert file.read_bytes() == before


@pytest.fixture
def beside(place: Path) -> Iterator[Repository]:
    """Somebody else has the store open."""
    repository = Repository.open(place, author="vera")
    repository.be_present()
    yield repository
    repository.close()


def test_where_a_desk_is_open_it_writes_the_file(place: Path, beside: Repository) -> None:
    """A command does not wait for that; what it changed is safe, and there at once."""
    before = (place / "incidents.json").read_bytes()
    done("tag", "R1", "--add", "x")
    assert (place / "incidents.json").read_bytes() == before
    with beside.read() as reader:
        assert reader.get(Ref("R1")).tags == ("x",)
