"""`note`, `tag`, `set` and `decide`: what each changes is one operation, and one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.changes import Command, Operation
from store.commands.notes import WriteNotes
from store.commands.records import SetFields
from store.commands.tags import TagRecords
from store.commands.triage import Decide
from store.dates import PartialDate
from store.ids import Ref
from store.repository import Repository
from store.text import clean
from store.vocabulary import NoteKind, TriageState
from tui.cli import complain
from tui.cli.codes import WRONG_ARGUMENTS
from tui.cli.leaving import leave
from tui.cli.opened import opened
from tui.cli.options import Options
from tui.cli.references import STDIN, known, read_input

#: What changes more records than this gives others their turn meanwhile.
AT_ONCE = 500

#: Of a word that is told back, so many characters are shown.
LONGEST = 60

STATES = {
    "relevant": TriageState.RELEVANT,
    "irrelevant": TriageState.NOT_RELEVANT,
    "later": TriageState.LATER,
    "duplicate": TriageState.DUPLICATE,
    "new": TriageState.NEW,
}


def write_notes(options: Options) -> int:
    """Write a note about each record, and print the new notes' references."""
    body = options.text
    if body == STDIN:
        if options.ref == STDIN:
            return complain("the standard input has either records or a text.", WRONG_ARGUMENTS)
        try:
            # A text that is written for good is as it came, or it is not written.
            body = read_input("strict").rstrip("\n")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            return complain(f"the text is not UTF-8 in line {line}.", WRONG_ARGUMENTS)
    if not body.strip():
        return complain("the note has no text.", WRONG_ARGUMENTS)
    kind = NoteKind(options.kind or "note")

    def written(repository: Repository, operation: Operation) -> None:
        with repository.history() as log:
            for version in log.versions(operation.sequence):
                print(clean(version.name))

    return _carry_out(
        options, [options.ref], lambda refs: WriteNotes(refs, body, kind, options.add), written
    )


def tag_records(options: Options) -> int:
    """Add tags and take tags away."""
    if not (options.add or options.remove):
        return complain("no tag was named; --add TAG adds one.", WRONG_ARGUMENTS)
    both = [tag for tag in options.add if tag in options.remove]
    if both:
        return complain(f"{both[0]} is to be added and to be taken away.", WRONG_ARGUMENTS)
    return _carry_out(
        options, options.words, lambda refs: TagRecords(refs, options.add, options.remove)
    )


def set_fields(options: Options) -> int:
    """Give fields new values."""
    pairs = [_pair(word) for word in options.words if "=" in word]
    values = dict(pairs)
    words = [word for word in options.words if "=" not in word]
    if not values or not words:
        missing = "no record was" if values else "no field was"
        sentence = f"{missing} named: `incident-desk set E412 status=completed` is how."
        return complain(sentence, WRONG_ARGUMENTS)
    if "" in values:
        return complain("no field stands before one of the =.", WRONG_ARGUMENTS)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        return complain(f"{twice[:LONGEST]} is to be set twice.", WRONG_ARGUMENTS)
    return _carry_out(options, words, lambda refs: SetFields(refs, values))


def _pair(word: str) -> tuple[str, str]:
    """The field and its value."""
    name, _, value = word.partition("=")
    return name.strip(), value


def decide(options: Options) -> int:
    """Decide on reports."""
    state = STATES[options.decision]
    if options.when and state is not TriageState.LATER:
        return complain("--when is for the decision later.", WRONG_ARGUMENTS)
    if bool(options.of) != (state is TriageState.DUPLICATE):
        sentence = "a duplicate wants --of REF, the report that it repeats; nothing else does."
        return complain(sentence, WRONG_ARGUMENTS)
    try:
        # No date and no reference is longer, and what is none is told back.
        when = PartialDate(options.when[:LONGEST]) if options.when else None
        of = Ref(options.of[:LONGEST]) if options.of else None
    except ValueError as error:
        return complain(f"{error}.", WRONG_ARGUMENTS)
    return _carry_out(
        options, options.words, lambda refs: Decide(refs, state, options.reason, when, of)
    )


def _carry_out(
    options: Options,
    words: Sequence[str],
    command_for: Callable[[list[Ref]], Command],
    tell_of: Callable[[Repository, Operation], None] | None = None,
) -> int:
    """Carry out what is to be done with the records that are named, or nothing of it."""
    with opened(options.place) as repository:
        refs, is_whole = known(repository, words)
        if not is_whole:
            return complain("nothing was changed.", WRONG_ARGUMENTS)
        if not refs:
            print("No record was named, and nothing was changed.")
            return 0
        command = command_for(refs)
        run = repository.run_in_parts if len(refs) > AT_ONCE else repository.run
        operation = run(command)
        if operation is None:
            print("Nothing had to be changed.")
            return 0
        if tell_of:
            tell_of(repository, operation)
        else:
            print(clean(_sentence(operation, len(refs))))
        return write_file(repository)


def _sentence(operation: Operation, asked: int) -> str:
    said = f"{operation.label[:1].upper()}{operation.label[1:]}"
    so_already = asked - operation.records
    if not so_already:
        return f"{said}."
    return f"{said}; {so_already:,} of them {'was' if so_already == 1 else 'were'} so already."


def write_file(repository: Repository) -> int:
    """Bring incidents.json up to date, unless somebody's desk does it."""
    return 0 if repository.others() else leave(repository)
