"""One text that is being written, from its beginning to the command that writes it: pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from store.changes import Command
from store.commands.notes import RewriteNote, WriteNotes
from store.ids import Kind, Ref
from store.model import Note
from store.reader import Reader
from store.record import Record
from tui.written_note import KINDS, Written, about, as_text


@dataclass(frozen=True)
class Sheet:
    """A new note about some records, or a note that is written anew."""

    refs: tuple[Ref, ...]
    """What a new note is about; or the note itself."""
    label: str
    """What it is about, in words."""
    note: Note | None = None
    base: int = 0
    """The version of the note from which the text was begun."""

    @property
    def key(self) -> Ref:
        """The record on which its draft is offered."""
        return self.refs[0]

    @property
    def begun(self) -> Written:
        """What it begins with."""
        note = self.note
        return Written(note.body, note.kind, note.tags) if note is not None else Written("")

    @property
    def remarks(self) -> tuple[str, ...]:
        """What stands above the text, and is no part of it."""
        said = f"{self.note.ref}, about" if self.note is not None else "A note about"
        return f"{said} {self.label}", f"kind is one of {KINDS}; [[E412]] mentions a record"

    @property
    def title(self) -> str:
        """What stands over the text in the desk's own editor."""
        return f"{self.note.ref} on {self.label}" if self.note else f"Note on {self.label}"

    @property
    def text(self) -> str:
        """What an editor is given."""
        return as_text(self.begun, self.remarks)

    def command(self, written: Written) -> Command:
        """What writes it."""
        body, kind, tags = written.body, written.kind, written.tags
        if self.note is None:
            return WriteNotes(self.refs, body, kind, tags)
        return RewriteNote(self.key, body, kind, tags, seen={self.key: self.base})

    def done(self, written: Written) -> str:
        """What is said then, `{undo}` standing for its key."""
        if self.note is not None:
            return f"Rewrote {self.key}. {{undo}} undoes it."
        return f"Wrote a {written.kind} about {about(self.refs)}. {{undo}} undoes it."


def sheet_of(
    reader: Reader, refs: tuple[Ref, ...], seen: Callable[[Record], Record], *, rewrites: bool
) -> Sheet | None:
    """A sheet for what is meant, as the store has it now; None for a note that is gone.

    `seen` gives a record as it may be shown.
    """
    note, base = None, 0
    if rewrites:
        found = reader.find(refs[0])
        if not isinstance(found, Note):
            return None
        note, base = found, reader.version(refs[0])
    target = (note.target,) if note is not None and note.target else refs
    record = reader.find(target[0]) if len(target) == 1 else None
    return Sheet(refs, about(target, seen(record).label if record else ""), note, base)


def is_one_note(refs: tuple[Ref, ...]) -> bool:
    """Whether a single note is meant, which is then written anew."""
    return len(refs) == 1 and refs[0].kind is Kind.NOTE
