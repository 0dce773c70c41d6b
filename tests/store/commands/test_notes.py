"""Writing notes."""

from __future__ import annotations

import pytest

from store.commands.notes import RewriteNote, WriteNotes
from store.errors import Refused, UnknownRecord, WrongValue
from store.ids import Ref
from store.model import Note
from store.rules import LONGEST_NOTE
from store.vocabulary import NoteKind
from tests.builders import event, note, report
from tests.store.commands.desk import ADA, made_of


def test_each_record_gets_a_note_of_its_own() -> None:
    """With a number, a uid and who wrote it; the label says about what."""
    targets = [Ref("E1"), Ref("R2")]
    command = WriteNotes(targets, "Who counted?", NoteKind.QUESTION, ("a", "a"))
    notes = made_of(command, event(1), report(2))
    assert list(notes) == ["N101", "N102"]
    for made, target in zip(notes.values(), targets, strict=True):
        assert isinstance(made, Note)
        assert (made.target, made.body, made.kind) == (target, "Who counted?", "question")
        assert (made.tags, made.created, made.updated) == (("a",), ADA, None)
        assert made.uid
    assert command.label == "wrote a question about 2 records"
    assert WriteNotes([Ref("E1")], "x").label == "wrote a note about E1"


def test_a_record_that_is_not_there_gets_none() -> None:
    """The command says which."""
    with pytest.raises(UnknownRecord):
        made_of(WriteNotes([Ref("E1"), Ref("E2")], "x"), event(1))


def test_a_note_that_is_too_long_is_refused_in_a_sentence() -> None:
    """It says how long it is, what a note holds, and what to do."""
    with pytest.raises(
        WrongValue, match=r"5,242,880 characters, and a note holds 1,000,000\. Keep"
    ):
        made_of(WriteNotes([Ref("E1")], "x" * (5 << 20)), event(1))


def test_a_note_gets_another_text() -> None:
    """With kind and tags, one change; the same ones again change nothing."""
    before = note(3, target="E1", body="Who counted?")
    command = RewriteNote(Ref("N3"), "Nobody.", NoteKind.DECISION, ("a",))
    after = made_of(command, before)["N3"]
    assert isinstance(after, Note)
    assert (after.body, after.kind, after.tags, after.target) == (
        "Nobody.",
        "decision",
        ("a",),
        "E1",
    )
    assert (after.updated, command.label) == (ADA, "rewrote N3")
    assert made_of(command, after) == {}
    with pytest.raises(Refused, match="E1 is an event; only notes are rewritten"):
        made_of(RewriteNote(Ref("E1"), "x", NoteKind.NOTE), event(1))


def test_a_long_note_of_an_importer_can_be_shortened() -> None:
    """One that came in too long may be rewritten as long as it does not grow."""
    before = note(3, body="x" * (LONGEST_NOTE + 10))
    shorter = RewriteNote(Ref("N3"), "x" * (LONGEST_NOTE + 5), NoteKind.NOTE)
    assert "N3" in made_of(shorter, before)
    with pytest.raises(WrongValue):
        made_of(RewriteNote(Ref("N3"), "x" * (LONGEST_NOTE + 11), NoteKind.NOTE), before)
