"""Comparing a record with those that may be the same, and what follows from having looked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from store.changes import Operation
from store.commands.deriving import Derive
from store.derive.covers import Covers
from store.derive.dossier import dossier
from store.derive.duplicates import COMPARABLE, Candidate, candidates
from store.errors import UnknownRecord
from store.ids import Kind, Ref
from store.model import Report
from store.reader import Asker, Reader
from store.values import Triage
from store.vocabulary import TriageState
from tui.decision import Decision
from tui.desk.bench import Bench, Said
from tui.desk.dialogs.comparing import Answer, CompareScreen, Deed
from tui.desk.kept import KeptReader
from tui.desk.workbench.advancing import Advancing
from tui.desk.workbench.merging import Merging
from tui.intents import Action
from tui.render.compare import Pair
from tui.sides import pair

MARKED = "Two records are compared with each other, and {count} are marked."
NOTHING_LIKE = (
    "Nothing in the store is likely the same as {ref}. Mark two records with {key} to compare them."
)
#: Why a record of another kind is not compared.
NO_KIND = "{ref} is {article} {noun}; reports, events, places, sources and actors can be compared."


class _Found(NamedTuple):
    """What is compared, and the versions that are seen then."""

    pairs: tuple[Pair, ...]
    versions: Mapping[Ref, int]
    triage: Triage
    """What has been decided on the first, if it is a report."""


class Comparing:
    """Opens the compare screen, and carries out what is answered there."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def begin(self, action: Action) -> None:
        """Compare the record under the cursor with its candidates, or two marked ones."""
        del action
        meant = self._bench.meant()
        if not meant:
            self._bench.say("Nothing is selected.")
        elif len(meant) > 2:
            self._bench.say(MARKED.format(count=len(meant)))
        elif meant[0].kind not in COMPARABLE:
            ref, kind = meant[0], meant[0].kind
            self._bench.say(NO_KIND.format(ref=ref, article=kind.article, noun=kind.noun))
        else:
            self._bench.say(f"Looking for what may be the same as {meant[0]} …")
            covers = self._bench.link.covers
            self._bench.read(lambda reader, asker: _found(reader, asker, meant, covers), self._open)

    def _open(self, found: _Found) -> None:
        if not found.pairs:
            ref = next(iter(found.versions))
            key = self._bench.bindings.first(Action.MARK)
            self._bench.say(NOTHING_LIKE.format(ref=ref, key=key))
            return
        self._bench.say("")
        screen = CompareScreen(found.pairs, self._bench.bindings)
        self._bench.ask(screen, lambda answer: self._answered(answer, found))

    def _answered(self, answer: Answer | None, found: _Found) -> None:
        if answer is None or (answer.deed is not Deed.OPEN and not self._bench.may_change()):
            return
        mine, other = answer.pair.mine.ref, answer.pair.theirs.ref
        seen = {ref: found.versions[ref] for ref in (mine, other)}
        undo = self._bench.bindings.first(Action.UNDO)
        if answer.deed is Deed.OPEN:
            self._bench.desk.follow(other)
        elif answer.deed is Deed.WIRE_COPY:
            said = f"{mine} is said to be a wire copy of {other}. {undo} takes it back."
            already = f"{mine} was said to be a wire copy of {other} already."
            self._bench.run(Derive([mine], other, seen=seen), _done(said, already))
        elif mine.kind is Kind.REPORT:
            is_copy = answer.pair.candidate.is_copy
            made = Decision(Action.COMPARE, TriageState.DUPLICATE, of=other, is_copy=is_copy)
            self._bench.last = made
            Advancing(self._bench).decide(made, (mine,), {mine: found.triage})
        else:
            Merging(self._bench).propose(mine, other)


def _done(said: str, already: str) -> Said:
    """What is said of a command that may have changed nothing."""

    def tell(operation: Operation | None) -> str:
        return said if operation is not None else already

    return tell


def _found(reader: Reader, asker: Asker, meant: tuple[Ref, ...], covers: Covers) -> _Found:
    """The pairs to be looked at: of two that are marked, or with each candidate."""
    first = meant[0]
    # What is covered on the desk is covered here.
    seen = KeptReader(covers)
    seen.begin(reader)
    mine = dossier(seen, first)
    if mine is None:
        raise UnknownRecord(first)
    found = candidates(reader, first, asker)
    if len(meant) == 2:
        told = next((one for one in found if one.ref == meant[1]), None)
        found = [told or Candidate(meant[1], 0.0, "", is_copy=False)]
    pairs = []
    for one in found:
        theirs = dossier(seen, one.ref)
        if theirs is not None:
            pairs.append(pair(one, mine, theirs))
    refs = (first, *(one.theirs.ref for one in pairs))
    triage = mine.record.triage if isinstance(mine.record, Report) else Triage()
    return _Found(tuple(pairs), {ref: reader.version(ref) for ref in refs}, triage)
