"""Writing notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from store.changes import Change, Context
from store.commands.records import named, stamped
from store.errors import UnknownRecord
from store.ids import Kind, Ref
from store.model import Note
from store.reader import Reader
from store.values import Stamp
from store.vocabulary import NoteKind


@dataclass(frozen=True)
class WriteNotes:
    """Write the same note about each of the records."""

    targets: Sequence[Ref]
    body: str
    kind: NoteKind = NoteKind.NOTE
    tags: Sequence[str] = ()
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `wrote a question about E4`."""
        return f"wrote a {self.kind} about {named(self.targets)}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One new note a record."""
        stamp = Stamp(at=context.at, by=context.author)
        for target in self.targets:
            if not reader.version(target):
                raise UnknownRecord(target)
            ref = context.new(Kind.NOTE)
            note = Note(
                id=ref.number,
                target=target,
                body=self.body,
                kind=self.kind,
                tags=tuple(dict.fromkeys(self.tags)),
            )
            yield Change(ref, None, stamped(note, None, stamp))
