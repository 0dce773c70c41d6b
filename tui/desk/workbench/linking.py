"""`L`: link the record that is meant with another one, or take a link away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from store.changes import Operation
from store.commands.links import Bond, LinkRecords, bonds, instead_of, is_linked, linkable
from store.commands.newcomers import newcomer, provisional
from store.derive.picking import Offer, offer
from store.ids import Kind, Ref
from store.reader import Asker, Reader
from store.record import Record
from store.references import references
from store.text import clean
from tui.desk.bench import Bench
from tui.desk.dialogs.picker import Picked, Picker, Stop, Wanted
from tui.desk.workbench.filling import filling_of
from tui.intents import Action
from tui.render.line import cut
from tui.render.menu import Answer

#: So many records that are linked already are offered first.
MOST_LINKED = 30
#: The kinds that can be made by their name while they are linked.
_MADE = (Kind.LOCATION, Kind.SOURCE, Kind.ACTOR)
_KEYS = "123456789abcdefghijklmnop"


class Way(NamedTuple):
    """A way to link the records with another one, and what there is of it."""

    bond: Bond
    is_there: bool
    """Whether they are linked so: then it can be taken away."""
    instead: Ref | None = None
    """The record whose place the link would take."""


class Linking:
    """Asks with which record, then as what, and links or unlinks."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._filling = filling_of(bench)

    def begin(self, action: Action) -> None:
        """Ask which record the one that is meant is linked with."""
        del action
        refs = self._bench.meant()
        if not self._bench.may_change():
            return
        if not refs:
            self._bench.say("There is no record here to link.")
            return
        kinds = linkable(refs[0].kind)
        if not kinds:
            self._bench.say(f"{refs[0].kind.article} {refs[0].kind.noun} is linked to nothing.")
            return
        which = str(refs[0]) if len(refs) == 1 else f"{len(refs)} {refs[0].kind.table}"
        makes = tuple(kind for kind in _MADE if kind in kinds)
        wanted = Wanted(
            f"Link {which} with which record? One that is linked: take it to unlink.",
            partial(self._find, refs, kinds),
            makes,
        )
        self._bench.ask(Picker(wanted, self._bench.bindings), partial(self._picked, refs))

    def _find(
        self, refs: tuple[Ref, ...], kinds: Sequence[Kind], text: str, unwanted: Stop
    ) -> list[Offer]:
        found = self._filling.find(text, kinds, unwanted)
        with self._bench.link.asking(unwanted) as (reader, _):
            there = linked_with(refs[0], reader, self._bench.link.covers.seen)
        known = {one.ref: one for one in there}
        if not text.strip():
            return [*there, *(one for one in found if one.ref not in known)]
        return [known.get(one.ref, one) for one in found if one.ref not in refs]

    def _picked(self, refs: tuple[Ref, ...], picked: Picked | None) -> None:
        if picked is None:
            return
        if picked.ref is None and picked.making is not None:
            new = provisional(picked.making)
            ways = [Way(bond, is_there=False) for bond in bonds(refs[0].kind, new.kind)]
            self._ask(refs, new, picked.name, ways, {new: newcomer(new, picked.name)})
        elif picked.ref in refs:
            self._bench.say(f"{picked.ref} is not linked with itself.")
        elif picked.ref is not None:
            other = picked.ref

            def read(reader: Reader, asker: Asker) -> list[Way]:
                del asker
                return ways_to(refs, other, reader)

            self._bench.read(
                read, lambda ways: self._ask(refs, other, picked.name, ways, {}), group="link"
            )

    def _ask(
        self,
        refs: tuple[Ref, ...],
        other: Ref,
        name: str,
        ways: Sequence[Way],
        created: dict[Ref, Record],
    ) -> None:
        """As what they are linked; where there is one way, it is taken."""
        if not ways:
            self._bench.say(f"{refs[0]} and {other} are linked by no field of theirs.")
            return
        run = partial(self._run, refs, other, name, created)
        if len(ways) == 1 and ways[0].instead is None:
            run(ways[0])
            return
        shown = clean(name)[:30] if created else f"{other} {clean(name)[:30]}"
        answers = [
            Answer(_KEYS[at], _words(refs, shown, way), _meaning(way), is_now=way.is_there)
            for at, way in enumerate(ways)
        ]
        self._bench.menu(f"Link with {shown} as", answers, lambda key: run(ways[_KEYS.index(key)]))

    def _run(
        self,
        refs: tuple[Ref, ...],
        other: Ref,
        name: str,
        created: dict[Ref, Record],
        way: Way,
    ) -> None:
        command = LinkRecords(refs, other, way.bond, way.is_there, created)
        shown = cut(name, 40) if created else f"{other} {cut(name, 30)}"

        def done(operation: Operation | None) -> str:
            if operation is None:
                return "That is so already; nothing was changed."
            verb = "Unlinked" if way.is_there else "Linked"
            return self._bench.bindings.said(
                f"{verb}: {_words(refs, shown, way)}. {{undo}} undoes it."
            )

        self._bench.run(command, done)


def ways_to(refs: Sequence[Ref], other: Ref, reader: Reader) -> list[Way]:
    """Every way in which the records can be linked with the other one."""
    found = []
    to = reader.find(other)
    records = [one for ref in refs if (one := reader.find(ref)) is not None]
    if to is None or not records:
        return []
    for bond in bonds(records[0].kind_of, to.kind_of):
        pairs = [(to, one.ref) if bond.is_reversed else (one, to.ref) for one in records]
        is_there = all(is_linked(holder, bond, named) for holder, named in pairs)
        taken = (instead_of(holder, bond, named) for holder, named in pairs)
        found.append(Way(bond, is_there, next((ref for ref in taken if ref), None)))
    # What is there comes first: it is what a second look is for.
    return sorted(found, key=lambda way: not way.is_there)


def linked_with(ref: Ref, reader: Reader, seen: Callable[[Record], Record]) -> list[Offer]:
    """The records that name the one, or are named by it, each with how."""
    record = reader.find(ref)
    if record is None:
        return []
    found: dict[Ref, Offer] = {}
    for other, words in _held(record, reader):
        if other in found or len(found) >= MOST_LINKED:
            continue
        for one in reader.listing(other.kind, (other.number,)):
            found[other] = offer(seen(one), words)._replace(is_linked=True)
    return list(found.values())


def _held(record: Record, reader: Reader) -> Iterator[tuple[Ref, str]]:
    for reference in references(record):
        yield from _said(Bond(reference.edge, reference.role), reference.to, record.kind_of)
    for by, reference in reader.named_by(record.ref):
        bond = Bond(reference.edge, reference.role, is_reversed=True)
        yield from _said(bond, by, record.kind_of)


def _said(bond: Bond, other: Ref, kind: Kind) -> Iterator[tuple[Ref, str]]:
    if bond in bonds(kind, other.kind):
        yield other, bond.words


def _words(refs: Sequence[Ref], shown: str, way: Way) -> str:
    """The link as a person reads it."""
    which = str(refs[0]) if len(refs) == 1 else f"{len(refs)} {refs[0].kind.table}"
    one, other = (shown, which) if way.bond.is_reversed else (which, shown)
    return f"{one} {way.bond.words} {other}"


def _meaning(way: Way) -> str:
    if way.is_there:
        return "linked so: taking it unlinks"
    return f"instead of {way.instead}" if way.instead else ""
