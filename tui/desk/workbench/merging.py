"""Merging events, places, sources and actors that are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from store.changes import Operation
from store.commands.merge import MERGEABLE, Merge, check, moved
from store.derive.covers import Covers
from store.errors import DeskError, RecordError
from store.ids import Kind, Ref
from store.reader import Asker, Reader
from store.text import clean
from tui.desk.bench import Bench
from tui.desk.dialogs.question import Question
from tui.desk.prompt import Wish
from tui.desk.twins import Twins, twins
from tui.intents import Action
from tui.render.likely import percent
from tui.render.line import cut
from tui.render.menu import Answer
from tui.render.merging import NAMED, merge_choices, merge_question

NO_KIND = "{ref} is {article} {noun}; events, places, sources and actors can be merged."
MARKED = "Two records are merged at a time, and {count} are marked."
#: The answer that asks for a reference.
ANOTHER = "0"
#: So many candidates have a digit.
MOST = 8


class _Two(NamedTuple):
    """Two records that may be merged, as they were when that was asked."""

    kept: tuple[Ref, str]
    merged: tuple[Ref, str]
    moves: Counter[Kind]
    """What names the one that goes."""
    seen: dict[Ref, int]


class Merging:
    """Asks with which record, then which stays, and merges on `y`."""

    def __init__(self, bench: Bench, told: Callable[[str], None] | None = None) -> None:
        """`told` is given what is said, where something lies over the desk."""
        self._bench = bench
        self._told = told or bench.say

    def begin(self, action: Action) -> None:
        """Merge the record under the cursor with another, or two marked ones."""
        del action
        meant = self._bench.meant()
        if not meant or not self._bench.may_change():
            return
        ref = meant[0]
        if ref.kind not in MERGEABLE:
            kind = ref.kind
            self._bench.say(NO_KIND.format(ref=ref, article=kind.article, noun=kind.noun))
        elif len(meant) > 2:
            self._bench.say(MARKED.format(count=len(meant)))
        elif len(meant) == 2:
            self.propose(*meant)
        else:
            self._bench.say(f"Looking for what may be the same as {ref} …")
            self._bench.read(
                lambda reader, asker: twins(reader, ref, asker, self._bench.link.covers),
                lambda found: self._offer(ref, found),
            )

    def _offer(self, ref: Ref, found: Twins) -> None:
        """Have one of the candidates chosen, or another one named."""
        if not found:
            self._name(ref, f"Nothing is likely the same as {ref}.")
            return
        answers = [
            Answer(
                str(at),
                f"{one.candidate.ref} {one.title}",
                f"{percent(one.candidate.score)}  {one.candidate.reason}",
            )
            for at, one in enumerate(found[:MOST], start=1)
        ]
        answers.append(Answer(ANOTHER, "another one", "named by its reference"))

        def chosen(key: str) -> None:
            if key == ANOTHER:
                self._name(ref, "")
            else:
                self.propose(ref, found[int(key) - 1].candidate.ref)

        self._bench.menu(f"Merge {ref} with", answers, chosen)

    def _name(self, ref: Ref, said: str) -> None:
        """Ask for the other one's reference."""
        letter = ref.kind.value
        wish = Wish(
            f"Merge {ref} with",
            lambda text: self.propose(ref, Ref(text.strip().upper())),
            hint=f"{said} The reference of the other {ref.kind.noun}, such as {letter}12".strip(),
            problem=lambda text: _problem(ref, text) or self._no_record(text),
        )
        self._bench.prompt(wish)

    def _no_record(self, text: str) -> str:
        """Said before the prompt closes: what was typed can be mended there."""
        other = Ref(text.strip().upper())
        with self._bench.link.reading():
            return "" if self._bench.link.has(other) else f"There is no record {other}."

    def propose(self, one: Ref, other: Ref, *, is_turned: bool = False) -> None:
        """Ask which of the two stays, and merge them when a person says so."""
        if not self._bench.may_change():
            return

        def work(reader: Reader, asker: Asker) -> _Two | RecordError:
            del asker
            try:
                return _two(reader, one, other, self._bench.link.covers, is_turned=is_turned)
            except RecordError as error:
                # It is told where the question was asked.
                return error

        self._bench.read(work, self._ask)

    def _ask(self, two: _Two | RecordError) -> None:
        if isinstance(two, RecordError):
            self._told(str(two))
            return
        kept, merged = two.kept[0], two.merged[0]
        self._bench.say("")
        question = Question(
            *merge_question(two.kept, two.merged, two.moves),
            merge_choices(kept, merged),
            self._bench.bindings,
        )

        def answered(key: str | None) -> None:
            if key == "y":
                self._merge(two)
            elif key == "o":
                self.propose(merged, kept, is_turned=True)

        self._bench.ask(question, answered)

    def _merge(self, two: _Two) -> None:
        (kept, _), (merged, name) = two.kept, two.merged
        undo = self._bench.bindings.first(Action.UNDO)
        said = f"{merged} is merged into {kept}. {undo} takes it back."

        def leave(operation: Operation | None) -> None:
            """Go from the record that is gone to the one that has all of it."""
            del operation
            if self._bench.view.shown == merged:
                self._bench.desk.follow(kept)
            self._told(said)

        def refused(error: DeskError) -> None:
            self._told(str(error))

        command = Merge(kept, merged, name=cut(clean(name), NAMED), seen=two.seen)
        self._bench.run(command, said, leave, refused)


def _problem(ref: Ref, text: str) -> str:
    """What is wrong with a reference that was typed."""
    try:
        other = Ref(text.strip().upper())
    except ValueError:
        return f"That is no reference such as {ref.kind.value}12."
    if other == ref:
        return f"{ref} cannot be merged with itself."
    if other.kind is not ref.kind:
        return f"{other} is {other.kind.article} {other.kind.noun}; {ref} is none."
    return ""


def _two(reader: Reader, one: Ref, other: Ref, covers: Covers, *, is_turned: bool) -> _Two:
    """The two records: that which more name stays, else the elder; for a turn the first named."""
    names = {ref: moved(reader, ref) for ref in (one, other)}

    def weight(ref: Ref) -> tuple[int, int]:
        return names[ref].total(), -ref.number

    kept = max(one, other, key=weight)
    if is_turned:
        kept = one
    merged = other if kept == one else one
    records = {ref: reader.get(ref) for ref in (kept, merged)}
    check(reader, records[kept], records[merged])
    return _Two(
        (kept, covers.seen(records[kept]).label),
        (merged, covers.seen(records[merged]).label),
        names[merged],
        {ref: reader.version(ref) for ref in records},
    )
