"""Writing notes."""

from __future__ import annotations

import pytest

from store.commands.notes import WriteNotes
from store.errors import UnknownRecord
from store.ids import Ref
from store.model import Note
from store.vocabulary import NoteKind
from tests.builders import event, report
from tests.store.commands.desk import ADA, made_of


def test_each_record_gets_a_note_of_its_own() -> None:
    """With a number, a uid and who wrote it; the label says about what."""
    targets = [Ref("E1"), Ref("R2")]
    command = WriteNotes(targets, "Who counted?", NoteKind.QUESTION, ("a", "a"))
    notes = made_of(command, event(1), report(2))
    assert list(notes) == ["N101", "N102"]
    for note, target in zip(notes.values(), targets, strict=True):
        assert isinstance(note, Note)
        assert (note.target, note.body, note.kind) == (target, "Who counted?", "question")
        assert (note.tags, note.created, note.updated) == (("a",), ADA, None)
        assert note.uid
    assert command.label == "wrote a question about 2 records"
    assert WriteNotes([Ref("E1")], "x").label == "wrote a note about E1"


def test_a_record_that_is_not_there_gets_none() -> None:
    """The command says which."""
    with pytest.raises(UnknownRecord):
        made_of(WriteNotes([Ref("E1"), Ref("E2")], "x"), event(1))
