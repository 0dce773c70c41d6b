"""What the full-text index can tell of a query: all that it asks for, and perhaps more.

A query becomes an expression of FTS5 over `words`, one over `bodies`, a range of days and a set of
document ids: a record that it asks for is in all of them.  Where these say all that the query
says, nothing need be looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import NamedTuple, Protocol, TypeVar

from store import properties
from store.dates import UNDATED
from store.derive.inbox import is_open
from store.derive.matching import centre, kinds_of, reach
from store.derive.search import may_be
from store.derive.similarity import runs
from store.fields import FIELDS, HAS, Form
from store.ids import Kind, Ref
from store.paths import paths
from store.reader import Asker, Reader
from store.references import EDGES
from store.sql.degrees import cells_around
from store.sql.schema import MASK
from store.syntax import (
    Around,
    Asked,
    Between,
    Days,
    Either,
    Every,
    Free,
    Node,
    Text,
    Without,
)
from store.terms import WORD_BY_WORD, choice, figures, word_of
from store.vocabulary import Sensitivity, TriageState
from store.words import Phrase

#: Expressions that lie deeper within each other are more than FTS5 can take.
DEEPEST = 12
#: An expression names so many records at most.
MOST_NAMED = 200
#: So many records that they lead to are listed; where there are more, each is looked at.
MOST_LINKED = 20_000
#: A square degree is asked for by itself; so many of them make an expression.
MOST_CELLS = 100
#: Kinds whose place in the list is the first day that `on:` goes by.
_DATED = frozenset({Kind.EVENT, Kind.REPORT, Kind.CLAIM, Kind.ATTACHMENT})
_BY_DAY = frozenset({"on", "before", "after", "published", "known"})
_Shape = TypeVar("_Shape")


class Superset(NamedTuple):
    """All that is asked for, and more where it is not exact; None restricts nothing."""

    words: str | None = None
    """Over the names, the rest and the terms of every kind but reports; of these, their terms."""
    bodies: str | None = None
    """Over the texts of reports."""
    days: tuple[int, int] | None = None
    """The last day is at least, and the first at most, one of these."""
    ids: frozenset[int] | None = None
    without: str | None = None
    """What `words` is without."""
    links: tuple[str, ...] = ()
    """Conditions in SQL on the links of a `record`, each of them necessary."""
    is_exact: bool = False
    less: frozenset[int] = frozenset()
    """Document ids of what is not asked for, whatever else says so."""

    def closed(self) -> Superset:
        """The same, `words` said without what it is without."""
        if self.without is None:
            return self
        return self._replace(
            words=f"({self.words or _UNIVERSE}) NOT ({self.without})", without=None
        )

    @property
    def is_of_words(self) -> bool:
        """Whether `words` says all that is said."""
        return bool(self.words) and self[1:6] == (None, None, None, None, ()) and not self.less


class Finder(Protocol):
    """A search in one kind."""

    def few(self, node: Node, asker: Asker) -> tuple[list[int], bool] | None:
        """Document ids of the hits, perhaps with others, and whether without; None for many."""


#: The document ids that are linked to some of another kind, at most so many.
LinkedTo = Callable[[Kind, Iterable[int], int], Iterable[int]]

EVERYTHING = Superset(is_exact=True)
UNTOLD = Superset()
_NOTHING = Superset(ids=frozenset(), is_exact=True)
#: Every record has one of these.
_UNIVERSE = " OR ".join(f'terms : "{choice("sensitivity", one)}"' for one in Sensitivity)


def both(parts: Iterable[Superset]) -> Superset:
    """What lies in all of them."""
    found = list(parts)
    days = [one.days for one in found if one.days]
    ids = [one.ids for one in found if one.ids is not None]
    return Superset(
        _joined("AND", (one.words for one in found)),
        _joined("AND", (one.bodies for one in found)),
        (max(low for low, _ in days), min(high for _, high in days)) if days else None,
        frozenset.intersection(*ids) if ids else None,
        _joined("OR", (one.without for one in found)),
        tuple(dict.fromkeys(link for one in found for link in one.links)),
        all(one.is_exact for one in found),
        frozenset[int]().union(*(one.less for one in found)),
    )


def either(parts: Iterable[Superset]) -> Superset:
    """What lies in any of them."""
    found = [one.closed() for one in parts if one != _NOTHING]
    if not found:
        return _NOTHING
    # What two tables say can be joined only within each of them.
    asked = {tuple(part is not None for part in one[:4]) for one in found}
    if len(asked) != 1:
        return UNTOLD
    (has_words, has_bodies, has_days, has_ids) = asked.pop()
    is_one = sum((has_words, has_bodies, has_days, has_ids)) == 1
    if has_days or any(one.links for one in found):
        return UNTOLD
    return Superset(
        _joined("OR", (one.words for one in found)) if has_words else None,
        _joined("OR", (one.bodies for one in found)) if has_bodies else None,
        ids=frozenset(chain.from_iterable(one.ids or () for one in found)) if has_ids else None,
        is_exact=is_one and all(one.is_exact and not one.less for one in found),
    )


def neither(part: Superset) -> Superset:
    """What does not lie in it."""
    closed = part.closed()
    is_told = closed.is_exact and closed.is_of_words
    return Superset(without=closed.words, is_exact=True) if is_told else UNTOLD


def _joined(operator: str, parts: Iterable[str | None]) -> str | None:
    found = list(dict.fromkeys(part for part in parts if part))
    if len(found) < 2:
        return found[0] if found else None
    return f" {operator} ".join(f"({part})" for part in found)


def said(phrase: Phrase) -> str:
    """A phrase as FTS5 takes it: of words that are folded already, none has a quotation mark."""
    return f'"{" ".join(phrase.words)}"{" *" if phrase.is_prefix else ""}'


class Compiler:
    """Compiles queries for records of one kind."""

    def __init__(
        self,
        reader: Reader,
        kind: Kind,
        asker: Asker,
        finder: Callable[[Kind], Finder],
        linked: LinkedTo,
    ) -> None:
        """`finder` searches another kind; `linked` walks to what is linked."""
        self._reader = reader
        self._kind = kind
        self._asker = asker
        self._finder = finder
        self._linked_to = linked
        self._forms: dict[Form, Callable[[Asked], Superset]] = {
            Form.CHOICE: self._choice,
            Form.TEXT: self._text,
            Form.NAME: self._name,
            Form.NAMED: self._named,
            Form.FIGURE: self._figure,
            Form.DATE: self._date,
            Form.NEAR: self._near,
            Form.SIMILAR: self._similar,
        }

    def compiled(self, node: Node | None, depth: int = 0) -> Superset:
        """What the index can tell of a part of a query."""
        match node:
            case None:
                return EVERYTHING
            case _ if depth > DEEPEST:
                return UNTOLD
            case Free(text):
                return self._texts(text.phrase, is_exact=True)
            case Asked("kind"):
                return EVERYTHING if may_be(node, self._kind) else _NOTHING
            case Asked("known"):
                return self._known(node)
            case Asked():
                is_own = self._kind in kinds_of(node)
                if is_own and not FIELDS[node.field].is_indexed:
                    return UNTOLD
                return self._forms[FIELDS[node.field].form](node) if is_own else self._linked(node)
            case Without(part):
                return neither(self.compiled(part, depth + 1))
            case Every(parts):
                return both(self.compiled(part, depth + 1) for part in dict.fromkeys(parts))
            case Either(parts):
                return either(self.compiled(part, depth + 1) for part in dict.fromkeys(parts))

    # -- free words -----------------------------------------------------------------------

    def _texts(self, phrase: Phrase, *, is_exact: bool, column: str = "") -> Superset:
        """Where the phrase stands in the texts of the kind, or in one column of them."""
        if self._kind is Kind.REPORT:
            where = f"{column} : " if column else ""
            return Superset(bodies=f"{where}{said(phrase)}", is_exact=is_exact)
        where = column or "{name rest}"
        return Superset(f"{where} : {said(phrase)}", is_exact=is_exact)

    # -- fields that the kind has itself --------------------------------------------------

    def _choice(self, asked: Asked) -> Superset:
        value = _value(asked, Text)
        if asked.field == "has" and value.key not in properties.PARTS:
            kind = HAS[value.key]
            return Superset(links=_linking(self._kind, kind)) if kind else UNTOLD
        if asked.field == "is":
            if value.key == "mine":
                user = self._asker.user
                return Superset(_term(choice("assignee", user))) if user else _NOTHING
            if value.key == "open":
                return self._open()
            if value.key in ("disputed", "denied"):
                return Superset(links=_linking(Kind.EVENT, Kind.CLAIM))
            if value.key not in ("flagged", "approximate", *properties.REPORT_FLAGS):
                return UNTOLD
        return Superset(_term(choice(asked.field, value.text), value.is_prefix), is_exact=True)

    def _open(self) -> Superset:
        """New reports, and those that were put off without those that are so still."""
        put_off = Asked("triage", Text(TriageState.LATER))
        waiting = (_term(choice("triage", one)) for one in (TriageState.NEW, TriageState.LATER))
        few = self._finder(self._kind).few(put_off, self._asker)
        if few is None:
            return Superset(_joined("OR", waiting))
        reports = self._reader.listing(self._kind, few[0])
        still = (one.id for one in reports if not is_open(one, self._asker))
        return Superset(_joined("OR", waiting), is_exact=True, less=frozenset(still))

    def _text(self, asked: Asked) -> Superset:
        phrase = _value(asked, Text).phrase
        if asked.field in WORD_BY_WORD:
            *firsts, last = (word_of(asked.field, word) for word in phrase.words)
            words = [*map(_term, firsts), _term(last, phrase.is_prefix)]
            return Superset(_joined("AND", words), is_exact=not firsts)
        is_name = asked.field == "title" or (asked.field == "body" and self._kind is Kind.NOTE)
        return self._texts(phrase, is_exact=is_name, column="name" if is_name else "")

    def _name(self, asked: Asked) -> Superset:
        if isinstance(asked.value, Ref):
            return Superset(ids=frozenset({asked.value.number}), is_exact=True)
        return self._texts(_value(asked, Text).phrase, is_exact=True, column="name")

    def _named(self, asked: Asked) -> Superset:
        if isinstance(asked.value, Ref):
            return Superset(_term(f"{asked.field}={asked.value}"), is_exact=True)
        named = FIELDS[asked.field].named
        # More than are called so: whatever else they say has the words, too.
        said = Free(_value(asked, Text))
        found = [
            (kind, self._finder(kind).few(said, self._asker)) for kind in Kind if kind in named
        ]
        if any(few is None for _, few in found):
            return UNTOLD
        refs = [kind.ref(number) for kind, few in found if few for number in few[0]]
        return _naming(asked.field, refs)

    def _figure(self, asked: Asked) -> Superset:
        wanted = _value(asked, Between)
        terms = figures(asked.field, wanted.low, wanted.high)
        return Superset(_joined("OR", map(_term, terms)))

    def _date(self, asked: Asked) -> Superset:
        if asked.field not in _BY_DAY or self._kind not in _DATED:
            return UNTOLD
        days = reach(asked.field, _value(asked, Days), self._asker)
        return Superset(days=days, is_exact=True)

    def _known(self, asked: Asked) -> Superset:
        """Of an event what is asked of its reports is left to be looked at."""
        if self._kind is Kind.REPORT:
            return self._date(asked)
        if self._kind not in _DATED:
            return UNTOLD
        _, most = reach(asked.field, _value(asked, Days), self._asker)
        # One without a date may have been known.
        return Superset(days=(UNDATED, most), links=_linking(self._kind, Kind.REPORT))

    def _near(self, asked: Asked) -> Superset:
        wanted = _value(asked, Around)
        center = centre(wanted, self._reader)
        if center is None:
            return _NOTHING
        cells = list(islice(cells_around(center, wanted.km), MOST_CELLS + 1))
        return Superset(_joined("OR", map(_term, cells))) if len(cells) <= MOST_CELLS else UNTOLD

    def _similar(self, asked: Asked) -> Superset:
        other = self._reader.find(_value(asked, Ref))
        found = sorted(runs(other)) if other else []
        if not found:
            return _NOTHING
        parts = [self._texts(Phrase(run), is_exact=False) for run in found]
        return either(parts)._replace(is_exact=False)

    # -- fields of what is linked ---------------------------------------------------------

    def _linked(self, asked: Asked) -> Superset:
        kinds = [kind for kind in Kind if kind in kinds_of(asked) and paths(self._kind, kind)]
        return either(self._by_links(asked, kind) for kind in kinds) if kinds else _NOTHING

    def _by_links(self, asked: Asked, kind: Kind) -> Superset:
        few = self._finder(kind).few(asked, self._asker)
        if few is None:
            return Superset(links=_linking(self._kind, kind))
        found, is_exact = few
        direct = _named_directly(self._kind, kind)
        if direct is not None and 0 < len(found) <= MOST_NAMED:
            naming = _naming("to", [kind.ref(number) for number in found])
            return naming._replace(is_exact=direct and is_exact)
        # Which record is linked to itself, by another or by its own name, is looked at.
        is_exact = is_exact and kind is not self._kind
        numbers = frozenset(self._linked_to(kind, found, MOST_LINKED + 1))
        if len(numbers) > MOST_LINKED:
            return Superset(links=_linking(self._kind, kind))
        return Superset(ids=numbers, is_exact=is_exact)


def _linking(kind: Kind, other: Kind) -> tuple[str, ...]:
    """The condition that a record has a link by which a way to another kind begins."""
    found = []
    for step in dict.fromkeys(way.steps[0] for way in paths(kind, other)):
        near = "holder" if step.forward else "named"
        found.append(
            f"EXISTS (SELECT 1 FROM links WHERE edge = {step.edge.code}"
            f" AND {near} = record & {MASK})"
        )
    return (" OR ".join(found),) if found else ()


def _named_directly(kind: Kind, other: Kind) -> bool | None:
    """Whether records of a kind themselves name all that is linked to them of another.

    None where they do not; False where they name others too.
    """
    ways = paths(kind, other)
    if not all(len(way.steps) == 1 and way.steps[0].forward for way in ways):
        return None
    linking = {way.steps[0].edge for way in ways}
    return all(e in linking for e in EDGES if (e.holder, e.named) == (kind, other))


def _naming(field: str, refs: Sequence[Ref]) -> Superset:
    """What names any of the records by the field, or with `to` by whichever."""
    if len(refs) > MOST_NAMED:
        return UNTOLD
    found = _joined("OR", (_term(f"{field}={ref}") for ref in refs))
    return Superset(found) if found else _NOTHING


def _term(term: str, is_prefix: bool = False) -> str:
    return f'terms : "{term}"{" *" if is_prefix else ""}'


def _value(asked: Asked, shape: type[_Shape]) -> _Shape:
    if not isinstance(asked.value, shape):
        raise TypeError(asked)
    return asked.value
