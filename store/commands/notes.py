"""Writing notes, and writing them anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import changed, named, stamped
from store.errors import Refused, UnknownRecord, WrongValue
from store.ids import Kind, Ref
from store.model import Note
from store.reader import Reader
from store.rules import LONGEST_NOTE
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

    @property
    def refs(self) -> Sequence[Ref]:
        """The records that it is carried out on."""
        return self.targets

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One new note a record."""
        if not self.accepts_flaws:
            check_length(self.body)
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


@dataclass(frozen=True)
class RewriteNote:
    """Give a note another text, kind and tags; the old ones stay in the history."""

    ref: Ref
    body: str
    kind: NoteKind
    tags: Sequence[str] = ()
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    """The version that the text was begun from: another one now means Stale."""
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        """As `rewrote N4`."""
        return f"rewrote {self.ref}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change, or none where the note is so already."""
        before = reader.get(self.ref)
        if not isinstance(before, Note):
            kind = self.ref.kind
            raise Refused(self.ref, f"is {kind.article} {kind.noun}; only notes are rewritten")
        check_length(self.body, before.body)
        written = {"body": self.body, "kind": self.kind, "tags": tuple(dict.fromkeys(self.tags))}
        extra = {name: one for name, one in before.extra.items() if name not in written}
        after = replace(before, **written, extra=extra)
        if after != before:
            yield changed(before, after, context)


def check_length(body: str, before: str = "") -> None:
    """Raise WrongValue for a text that is too long for a note, unless it was so before."""
    if len(body) > max(LONGEST_NOTE, len(before)):
        sentence = (
            f"The text has {len(body):,} characters, and a note holds {LONGEST_NOTE:,}."
            " Keep it in a file, and say in the note where that lies."
        )
        raise WrongValue("body", sentence)
