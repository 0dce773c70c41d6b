"""What somebody did in a stretch of time: decisions, events, notes and merges, from the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from store.changes import Act, Operation
from store.codec import Document
from store.dates import Instant
from store.derive.covers import sensitivity_now, version_seen
from store.history import Log, Version
from store.ids import Kind, Ref
from store.reader import Reader
from store.vocabulary import TriageState

#: So many operations are read at once: a read at length would hold the log of the database open.
PAGE = 100
#: An operation on more records is told by its own words.
LARGE = 2000
#: Of these the digest tells words that may be covered.
_TOLD_BY_WORDS = (Kind.NOTE.value, Kind.REPORT.value)


class Done(NamedTuple):
    """An operation that stands, and what it made of the records."""

    operation: Operation
    versions: tuple[Version, ...]


class Page(NamedTuple):
    """Some of the operations, newest first."""

    done: tuple[Done, ...]
    undone: int
    """How many are left out, being undone."""
    before: int | None
    """Where the next page begins; None where there is none."""


class Told(NamedTuple):
    """A record with what is told of it."""

    ref: Ref
    words: str
    by: str


@dataclass
class Digest:
    """What was done, by kind of work; in each the oldest first."""

    decisions: Counter[TriageState] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """Why reports are not relevant; "" for no reason."""
    relevant: list[Told] = field(default_factory=list)
    later: list[Told] = field(default_factory=list)
    events: list[Told] = field(default_factory=list)
    notes: list[Told] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    """As the history calls them; so the large ones."""
    large: list[str] = field(default_factory=list)
    written: Counter[Kind] = field(default_factory=Counter)
    """Other records that are new; that were changed; that were deleted."""
    changed: Counter[Kind] = field(default_factory=Counter)
    deleted: Counter[Kind] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    """Who did how many operations."""
    undone: int = 0

    @property
    def operations(self) -> int:
        """How many operations it tells of."""
        return self.people.total()


def page(log: Log, since: Instant, by: str, before: int | None = None) -> Page:
    """The newest operations before one, down to a moment; by one person, or for "" by everybody."""
    entries = log.entries(before, PAGE)
    late = [entry for entry in entries if entry.operation.at >= since]
    own = [
        entry
        for entry in late
        if entry.operation.act is Act.DO and (not by or entry.operation.author == by)
    ]
    done = tuple(
        # It is read by others too: what is covered stays so.
        Done(one, tuple(version_seen(version, ()) for version in _versions(log, one)))
        for one, undone_by, is_unfinished in own
        if undone_by is None and not is_unfinished
    )
    goes_on = len(entries) == PAGE and len(late) == PAGE
    undone = sum(entry.undone_by is not None for entry in own)
    return Page(done, undone, entries[-1].operation.sequence if goes_on else None)


def seen_now(shown: Page, reader: Reader) -> Page:
    """The page without the words of what was written openly, and is covered by now."""

    def seen(version: Version) -> Version:
        if not version.name.startswith(_TOLD_BY_WORDS):
            return version
        return version_seen(version, (), sensitivity_now(reader, version.name))

    done = (one._replace(versions=tuple(map(seen, one.versions))) for one in shown.done)
    return shown._replace(done=tuple(done))


def _versions(log: Log, operation: Operation) -> Iterator[Version]:
    if operation.records <= LARGE:
        yield from log.versions(operation.sequence)


def digest(pages: Iterable[Page]) -> Digest:
    """The digest of operations, of which the newest come first."""
    told, seen = Digest(), set[tuple[str, Ref]]()
    for one in pages:
        told.undone += one.undone
        for done in one.done:
            told.people[done.operation.author] += 1
            _add(told, done, seen)
    for found in (told.relevant, told.later, told.events, told.notes, told.merges, told.large):
        found.reverse()
    return told


def _add(told: Digest, done: Done, seen: set[tuple[str, Ref]]) -> None:
    operation = done.operation
    if operation.records > LARGE:
        told.large.append(operation.label)
        return
    if operation.label.startswith("merged "):
        # What a merge moved is part of it.
        told.merges.append(operation.label)
        return
    for version in done.versions[::-1]:
        try:
            ref = Ref(version.name)
        except ValueError:
            # Another program's document.
            continue
        act = _act(ref, version)
        if (act, ref) not in seen:
            # Of what was decided twice, the newest counts.
            seen.add((act, ref))
            _tell(told, act, ref, version, operation.author)


def _act(ref: Ref, version: Version) -> str:
    if version.before is None:
        return "written"
    if version.after is None:
        return "deleted"
    is_report = ref.kind is Kind.REPORT
    is_decision = is_report and version.before.get("triage") != version.after.get("triage")
    return "decided" if is_decision else "changed"


def _tell(told: Digest, act: str, ref: Ref, version: Version, by: str) -> None:
    document = version.after or {}
    match act, ref.kind:
        case "decided", _:
            _decided(told, ref, document, by)
        case "written", Kind.EVENT:
            told.events.append(Told(ref, _text(document, "title"), by))
        case "written", Kind.NOTE:
            told.notes.append(Told(ref, _note(document), by))
        case "written", kind:
            told.written[kind] += 1
        case "deleted", kind:
            told.deleted[kind] += 1
        case _, kind:
            told.changed[kind] += 1


def _decided(told: Digest, ref: Ref, document: Document, by: str) -> None:
    triage = document.get("triage")
    found = triage if isinstance(triage, dict) else {}
    try:
        state = TriageState(found.get("state", TriageState.NEW))
    except ValueError:
        # Another program's word.
        return
    title = _text(document, "title")
    told.decisions[state] += 1
    if state is TriageState.NOT_RELEVANT:
        told.reasons[_text(found, "reason")] += 1
    elif state is TriageState.RELEVANT:
        told.relevant.append(Told(ref, title, by))
    elif state is TriageState.LATER:
        when = _text(found, "when")
        told.later.append(Told(ref, f"{title}, until {when}" if when else title, by))


def _note(document: Document) -> str:
    """As `question about E4: Which village?`."""
    kind, target = _text(document, "kind") or "note", _text(document, "target")
    about = f" about {target}" if target else ""
    return f"{kind}{about}: {_text(document, 'body').strip().partition(chr(10))[0]}"


def _text(document: Document, name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""
