"""What somebody did in a stretch of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.commands.notes import WriteNotes
from store.commands.records import DeleteRecords, WriteRecords
from store.commands.triage import Decide
from store.commands.work import SetSensitivity
from store.dates import Instant
from store.derive import digest as digests
from store.derive.digest import Digest, Page, digest, page, seen_now
from store.ids import Kind, Ref
from store.repository import Repository
from store.sql import commit
from store.vocabulary import NoteKind, Sensitivity, TriageState
from tests.builders import a_store, event, report, source

MORNING = Instant("2025-03-09T08:00:00Z")


@pytest.fixture
def worked(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    """Yesterday ada decided; today she and vera did, and ada undid the last of it."""
    monkeypatch.setattr(commit, "now", lambda: Instant("2025-03-08T20:00:00Z"))
    reports = [report(number, title=f"report {number}") for number in range(1, 8)]
    with a_store(place, *reports, event(1, title="before")):
        pass
    ada, vera = (Repository.open(place, author=name) for name in ("ada", "vera"))

    def decide(who: Repository, *numbers: int, state: TriageState, reason: str = "") -> None:
        who.run(Decide([Kind.REPORT.ref(number) for number in numbers], state, reason=reason))

    decide(ada, 7, state=TriageState.RELEVANT)
    monkeypatch.setattr(commit, "now", lambda: Instant("2025-03-09T09:00:00Z"))
    decide(ada, 1, 2, 3, state=TriageState.RELEVANT)
    decide(ada, 2, state=TriageState.NOT_RELEVANT, reason="rumour")
    decide(ada, 4, state=TriageState.NOT_RELEVANT)
    decide(vera, 5, state=TriageState.RELEVANT)
    ada.run(WriteRecords([event(2, title="made"), source(1, name="new")]))
    ada.run(WriteRecords([event(1, title="after")]))
    ada.run(WriteNotes([Ref("E2")], "Which village?\nI ask.", NoteKind.QUESTION))
    ada.run(DeleteRecords([Ref("S1")]))
    decide(ada, 6, state=TriageState.RELEVANT)
    ada.undo()
    yield ada
    ada.close()
    vera.close()


def told(repository: Repository, by: str) -> Digest:
    """The digest of this morning."""
    pages: list[Page] = []
    before: int | None = None
    with repository.history() as log:
        while not pages or before is not None:
            pages.append(page(log, MORNING, by, before))
            before = pages[-1].before
    return digest(pages)


def test_a_digest_tells_what_one_person_did_since_then(worked: Repository) -> None:
    """Of what was decided twice the newest counts; what was undone is left out, and said to be."""
    found = told(worked, "ada")
    assert found.decisions == {TriageState.RELEVANT: 2, TriageState.NOT_RELEVANT: 2}
    assert found.reasons == {"rumour": 1, "": 1}
    assert [(one.ref, one.words) for one in found.relevant] == [
        ("R1", "report 1"),
        ("R3", "report 3"),
    ]
    assert [one.words for one in found.events] == ["made"]
    assert [one.words for one in found.notes] == ["question about E2: Which village?"]
    assert (found.written, found.changed, found.deleted) == (
        {Kind.SOURCE: 1},
        {Kind.EVENT: 1},
        {Kind.SOURCE: 1},
    )
    assert found.undone == 1


def test_a_digest_of_everybody_says_who_did_it(
    worked: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the same however many operations are read at once; a large one keeps its own words."""
    whole = told(worked, "")
    assert (whole.people["vera"], whole.decisions[TriageState.RELEVANT]) == (1, 3)
    monkeypatch.setattr(digests, "PAGE", 2)
    assert told(worked, "") == whole
    monkeypatch.setattr(digests, "LARGE", 2)
    assert told(worked, "").large == ["decided 3 reports relevant"]
    assert told(worked, "nobody") == Digest()
    assert Digest().decisions == Counter()


def test_a_digest_has_no_words_that_are_covered_by_now(worked: Repository) -> None:
    """Somebody else may have said so, after it was written."""
    (note,) = told(worked, "ada").notes
    worked.run(SetSensitivity([note.ref], Sensitivity.PERSONAL))
    with worked.history() as log:
        written = page(log, MORNING, "ada")
    with worked.read() as reader:
        shown = digest([seen_now(written, reader)])
    assert [one.words for one in shown.notes] == ["question about E2: ▒▒ personal"]
