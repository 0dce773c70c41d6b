"""The few records among which one is picked: by reference, by name, by nearly that name.

Names of places, sources and actors are few: all of them are compared, so that another spelling
is found.  What else there is is found by its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from store.derive.lookup import begun
from store.ids import Kind, Ref
from store.model import Actor, Claim, Event, Location, Note, Quote, Report, Source
from store.order import BY_NAME
from store.properties import names
from store.reader import Asker, Reader
from store.record import Record
from store.syntax import REFERENCE
from store.text import fold

#: So many records are offered, of several kinds so many of each.
MOST, MOST_OF_A_KIND = 40, 12
#: So many records of a kind are compared by name; of more, only their words are looked up.
MOST_NAMED = 10_000
#: Names that are at least so much alike are offered, from 0 to 100.
ALIKE = 76
#: The kinds that are found by all of their names.
NAMED = frozenset({Kind.LOCATION, Kind.SOURCE, Kind.ACTOR})


class Offer(NamedTuple):
    """A record that may be meant."""

    ref: Ref
    label: str
    remark: str = ""
    """What tells it from others of that name, or why it is likely."""
    is_alike: bool = False
    """Whether it is only nearly what was typed."""
    is_linked: bool = False
    """Whether it is picked already."""


class Pool(NamedTuple):
    """Every name of the records that are compared by name."""

    folded: Sequence[str]
    offers: Sequence[Offer]
    """The record of each name."""


#: A record as it is shown: without its words, where they are covered.
Seen = Callable[[Record], Record]


def _same(record: Record) -> Record:
    return record


def pool(kinds: Sequence[Kind], reader: Reader) -> Pool:
    """The names of the kinds that have few records, read once."""
    folded, offers = [], []
    for kind in kinds:
        if kind not in NAMED or kind not in BY_NAME or reader.count(kind) > MOST_NAMED:
            continue
        for record in reader.listing(kind, reader.numbers(kind)):
            one = offer(record)
            for name in names_of(record):
                folded.append(fold(name))
                offers.append(one)
    return Pool(folded, offers)


def names_of(record: Record) -> Iterator[str]:
    """What the record is called, without what it lies in."""
    if isinstance(record, Location):
        yield from filter(None, (record.name, *record.names))
    else:
        yield from filter(None, names(record))


def offer(record: Record, remark: str = "") -> Offer:
    """A record with what tells it from others."""
    return Offer(record.ref, record.label[:200], remark or _remark(record))


def found(
    text: str, kinds: Sequence[Kind], known: Pool, reader: Reader, asker: Asker, seen: Seen = _same
) -> list[Offer]:
    """The records that may be meant by what is typed, the likeliest first.

    Nothing typed is the first of each kind; a record is offered as it is `seen`.  Interrupted
    when `stop` of the read says so.
    """
    asked = text.strip()
    if not asked:
        records = [one for kind in kinds for one in _firsts(kind, kinds, reader)]
        return [offer(seen(one)) for one in records]
    every = [offer(seen(one)) for one in _referred(asked, kinds, reader)]
    every += _named(asked, known)
    every += [offer(seen(one)) for one in _searched(asked, kinds, known, reader, asker)]
    best: dict[Ref, Offer] = {}
    for one in sorted(every, key=lambda one: one.is_alike):
        best.setdefault(one.ref, one)
    return list(best.values())[:MOST]


def _firsts(kind: Kind, kinds: Sequence[Kind], reader: Reader) -> list[Record]:
    most = MOST if len(kinds) == 1 else 3
    return reader.listing(kind, reader.numbers(kind, most))


def _referred(asked: str, kinds: Sequence[Kind], reader: Reader) -> Iterator[Record]:
    text = asked.upper()
    if REFERENCE.fullmatch(text) and Ref(text).kind in kinds:
        ref = Ref(text)
        yield from reader.listing(ref.kind, (ref.number,))


def _named(asked: str, known: Pool) -> Iterator[Offer]:
    """Those of that name, of one that begins so, that has such a word, and that is like it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  a form that picks nothing needs none

    wanted = fold(asked)
    sure = [(rank, at) for at, name in enumerate(known.folded) if (rank := _rank(wanted, name))]
    for _, at in sorted(sure, key=lambda pair: (-pair[0], len(known.folded[pair[1]]))):
        yield known.offers[at]
    alike = process.extract(wanted, known.folded, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST)
    for _, _, at in alike:
        yield known.offers[at]._replace(is_alike=True)


def _rank(wanted: str, name: str) -> int:
    """How surely a name is meant; 0 for not surely."""
    if name == wanted:
        return 4
    if name.startswith(wanted):
        return 3
    return 2 if f" {wanted}" in name or f"-{wanted}" in name else 0


def _searched(
    asked: str, kinds: Sequence[Kind], known: Pool, reader: Reader, asker: Asker
) -> Iterator[Record]:
    query = begun(asked)
    if query is None or query.node is None:
        return
    compared = {one.ref.kind for one in known.offers}
    most = MOST if len(kinds) == 1 else MOST_OF_A_KIND
    for kind in kinds:
        if kind not in compared:
            numbers = list(islice(reader.search(query, kind, asker), most))
            yield from reader.listing(kind, numbers)


def _remark(record: Record) -> str:
    """What tells a record from others of that name."""
    match record:
        case Event():
            return str(record.start or "no date")
        case Report():
            return str(record.published_at or "no date")
        case Location():
            return ", ".join(filter(None, (record.adm1, record.country)))
        case Source() | Actor():
            return str(record.kind)
        case Quote():
            return str(record.report or "")
        case Claim():
            return ", ".join(filter(None, (str(record.about), record.source)))
        case Note():
            return str(record.target or "")
        case _:
            return ""
