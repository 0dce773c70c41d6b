"""Every field of the query language once: what it asks, of which kinds, and its values.

A record that does not have the field itself is asked through what is linked to it: an event has
the `speaker:` of a quote about it, a report the `type:` of an event that it tells of.

    CHOICE   one of several short values, compared by their words: `status:to-do`, `tag:dup*`
    TEXT     words that stand in a text: `title:"mass grave"`
    NAME     the record itself, by its names or its reference: `place:baniyas`, `event:E412`
    NAMED    a record that this one names, likewise: `speaker:ministry`
    FIGURE   whole numbers: `killed:>100`, `killed:600..1500`
    DATE     days: `on:2025-03`, `after:2w`, `published:2025-03-06..2025-03-08`
    NEAR     a distance from a place: `near:L7~20km`, `near:35.18,35.94~20km`
    SIMILAR  the same words as another record: `similar:R12`
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from store import properties as own
from store.ids import Kind
from store.references import EDGES, Edge
from store.vocabulary import (
    About,
    ActorKind,
    ActorRole,
    Assessment,
    LocationRole,
    Measure,
    NoteKind,
    PartKind,
    QuoteForm,
    Reliability,
    ReportKind,
    Sensitivity,
    Side,
    SourceKind,
    Stance,
    Status,
    TriageState,
    Verdict,
)


class Form(Enum):
    """What a field asks for; the value is what is expected behind the colon."""

    CHOICE = "a word"
    TEXT = "words"
    NAME = "a name, or a reference such as L7"
    NAMED = "a name, or a reference such as S5"
    FIGURE = "a number, such as 100, >100 or 600..1500"
    DATE = "a date, such as 2025-03-07, 2025-03, today, 2w or 2025-03-06..2025-03-08"
    NEAR = "a place and a distance, such as L7~20km or 35.18,35.94~20km"
    SIMILAR = "a reference, such as R12"


@dataclass(frozen=True, eq=False)
class Field:
    """A field of the query language."""

    name: str
    form: Form
    kinds: frozenset[Kind]
    """The kinds of record that have it themselves."""
    meaning: str
    """One line for the documents and for completion."""
    values: Callable[[Any], Iterable[Any]] = lambda _: ()
    """A record's own values: texts, bounds of figures, days."""
    vocabulary: tuple[str, ...] = ()
    """All the values that there are; empty where they are free."""
    edges: tuple[str, ...] = ()
    """For NAMED: the fields of the record that hold the reference."""
    is_indexed: bool = True
    """Whether its values are terms of the full-text index; those that few ask for are not."""

    @property
    def named(self) -> frozenset[Kind]:
        """For NAMED: the kinds of record that it names."""
        return frozenset(edge.named for edge in EDGES if self._holds(edge))

    def _holds(self, edge: Edge) -> bool:
        return edge.holder in self.kinds and edge.field in self.edges

    @property
    def is_sortable(self) -> bool:
        """Whether hits can be ordered by it."""
        forms = (Form.CHOICE, Form.TEXT, Form.FIGURE, Form.DATE)
        return self.form in forms and self.name not in ("has", "is", "before", "after", "known")


ALL = frozenset(Kind)
R, E, L, S, Q, C, A, M, N, V = (
    frozenset({kind})
    for kind in (
        Kind.REPORT,
        Kind.EVENT,
        Kind.LOCATION,
        Kind.SOURCE,
        Kind.QUOTE,
        Kind.CLAIM,
        Kind.ACTOR,
        Kind.ATTACHMENT,
        Kind.NOTE,
        Kind.VIEW,
    )
)

#: What `has:` can ask: the kind that must be linked, or None for a part of the record itself.
HAS: dict[str, Kind | None] = {
    **{kind.noun: kind for kind in Kind if kind not in (Kind.VIEW, Kind.ACTOR)},
    **dict.fromkeys(own.PARTS),
}
#: What `is:` can ask, and of which kinds.
IS: dict[str, tuple[frozenset[Kind], str]] = {
    "disputed": (E, "a source denies it, or two standing figures cannot both be true"),
    "denied": (E, "a source denies it"),
    "superseded": (C, "a later claim takes its place"),
    "approximate": (C, "its figure is said to be about right"),
    "cumulative": (C, "its toll counts more than one day"),
    "mine": (R | E, "it is assigned to you"),
    "open": (R, "it waits for a decision: new, or put off until now"),
    "flagged": (ALL, "a value of it cannot be read"),
    **{name: (R, meaning) for name, meaning in own.REPORT_FLAGS.items()},
}


def _words(*vocabularies: type[Enum]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.value for words in vocabularies for one in words))


def _choices() -> Iterator[Field]:
    def one(
        name: str,
        kinds: frozenset[Kind],
        meaning: str,
        values: Callable[[Any], Iterable[Any]],
        *vocabularies: type[Enum],
    ) -> Field:
        return Field(name, Form.CHOICE, kinds, meaning, values, _words(*vocabularies))

    kinds = tuple(kind.noun for kind in Kind)
    yield Field(
        "kind",
        Form.CHOICE,
        ALL,
        "the kind of record",
        lambda r: (r.kind_of.noun,),
        vocabulary=kinds,
    )
    forms = (ReportKind, SourceKind, QuoteForm, NoteKind, ActorKind)
    yield one(
        "form", R | S | Q | N | A, "what sort of report, source, quote, note", own.form, *forms
    )
    yield one("tag", ALL, "a tag", lambda r: r.tags)
    yield one("by", ALL, "who wrote it first or last", own.stamped_by)
    yield one("origin", ALL, "where it was imported from: format, file or id", own.origin)
    yield one(
        "sensitivity", ALL, "what it may expose", lambda r: (str(r.sensitivity),), Sensitivity
    )
    yield one("triage", R, "what was decided", lambda r: (str(r.triage.state),), TriageState)
    yield one("verdict", R, "what verification found", lambda r: (str(r.verdict),), Verdict)
    yield one("hash", R | M, "hash of the bytes", lambda r: own.text(r.sha256))
    yield one("language", R, "language tag of a report", lambda r: own.text(r.language))
    yield one("assignee", R | E, "who works on it", own.assignee)
    yield one("status", E, "how far the work is", lambda r: (str(r.status),), Status)
    yield one("assessment", E, "how well established", lambda r: own.text(r.assessment), Assessment)
    yield one("calls", N, "whom a note calls by an @ and the name", own.called_by)
    yield one("country", L, "country code of a place", lambda r: own.text(r.country))
    yield one("reliability", S, "grade A to F", lambda r: (str(r.reliability),), Reliability)
    yield one("about", C, "what is asserted", lambda r: (str(r.about),), About)
    yield one("measure", C, "what a toll counts", lambda r: own.text(r.measure), Measure)
    yield one("group", C, "whom a toll counts", lambda r: own.text(r.group))
    yield one("stance", C, "asserts or denies", lambda r: (str(r.stance),), Stance)
    yield one("credibility", C, "grade 1 to 6", lambda r: (str(r.credibility),))
    yield Field("has", Form.CHOICE, ALL, "what it has, or is linked to", own.parts, tuple(HAS))
    yield Field("is", Form.CHOICE, ALL, "what it is found to be", own.flags, tuple(IS))


def _texts() -> Iterator[Field]:
    def one(
        name: str, kinds: frozenset[Kind], meaning: str, values: Callable[[Any], Iterable[str]]
    ) -> Field:
        return Field(name, Form.TEXT, kinds, meaning, values)

    yield one("title", R | E, "words of the title", lambda r: own.text(r.title))
    yield one("type", E, "words of the event type", lambda r: own.text(r.type))
    yield one("summary", E, "words of the summary", lambda r: own.text(r.summary))
    yield one("author", R, "words of the byline", lambda r: own.text(r.author))
    yield one("url", R, "words of the addresses", lambda r: (r.url, r.archive_url))
    yield one("reason", R, "why a report is not relevant", lambda r: own.text(r.triage.reason))
    yield one("text", R, "words of a report's text", lambda r: own.text(r.text))
    yield one("words", Q | C, "words that are cited", lambda r: own.text(r.words))
    yield one("role", Q, "as whom the speaker is presented", lambda r: own.text(r.speaker_role))
    yield one("affiliation", S, "to whom a source belongs", lambda r: own.text(r.affiliation))
    yield one("region", L, "administrative division", lambda r: (r.adm1, r.adm2))
    yield one("body", N, "words of a note", lambda r: own.text(r.body))


def _names() -> Iterator[Field]:
    named = {
        "place": (L, "a place, by its names or division"),
        "source": (S, "a source, by its names"),
        "event": (E, "an event, by its title"),
        "report": (R, "a report, by its title"),
        "quote": (Q, "a quote, by its words"),
        "claim": (C, "a claim, by its words"),
        "note": (N, "a note, by its words"),
        "attachment": (M, "an attachment, by what it shows"),
    }
    for name, (kinds, meaning) in named.items():
        yield Field(name, Form.NAME, kinds, meaning, own.names)

    def one(name: str, kinds: frozenset[Kind], meaning: str, *edges: str) -> Field:
        return Field(name, Form.NAMED, kinds, meaning, edges=edges)

    yield one("speaker", Q, "who speaks", "speaker")
    yield one("claimant", C, "who asserts it", "source")
    yield one("via", Q | C, "who passed it on", "via")
    yield one("publisher", R, "who published it", "publisher")
    yield one("actor", E, "an armed group, a force, a community", "actors")
    yield one("copies", R, "the report that it copies or repeats", "derived_from", "triage.of")
    yield one("part", E | C, "the event or claim whose part it is", "part_of")
    yield one("parent", L, "the location that contains it", "parent")
    yield one("supersedes", C, "the claim that it replaces", "supersedes")
    yield one("target", N, "what it is about", "target")
    yield one("mentions", N, "a record that its text mentions as [[E412]]", "body")


def _measures() -> Iterator[Field]:
    for measure in Measure:

        def toll(claim: Any, measure: Measure = measure) -> Iterable[own.Bounds]:
            return own.toll(claim, measure)

        yield Field(
            measure.value, Form.FIGURE, C, f"how many {measure}, by a claim that stands", toll
        )
    yield Field("best", Form.FIGURE, E, "the desk's own estimate", own.best)
    yield Field(
        "precision",
        Form.FIGURE,
        E,
        "how exactly the date is known, 1 to 5",
        lambda r: own.number(r.date_precision),
        is_indexed=False,
    )

    def one(
        name: str, kinds: frozenset[Kind], meaning: str, values: Callable[[Any], Iterable[own.Days]]
    ) -> Field:
        return Field(name, Form.DATE, kinds, meaning, values)

    dated = R | E | C | M | N
    yield one("on", dated, "it happened, was published, counted on such a day", own.when)
    yield one("before", dated, "earlier than the day", own.when)
    yield one("after", dated, "later than the day", own.when)
    yield one("published", R, "when it was published", lambda r: own.days_of(r.published_at))
    yield one(
        "known",
        R,
        "published by then: what the world knew on that day",
        lambda r: own.days_of(r.published_at),
    )
    yield one("created", ALL, "when it was entered", lambda r: own.days_of(_at(r.created)))
    yield one("updated", ALL, "when it was changed last", lambda r: own.days_of(_at(r.updated)))
    yield Field("near", Form.NEAR, L, "not farther than so many km from a place")
    yield Field("similar", Form.SIMILAR, ALL, "shares runs of three words with a record")


def _at(stamp: Any) -> Any:
    return stamp.at if stamp else None


def _seldom_asked() -> Iterator[Field]:
    """What is left of the model: found by looking at the records."""

    def one(
        name: str,
        form: Form,
        kinds: frozenset[Kind],
        meaning: str,
        values: Callable[[Any], Iterable[Any]],
        *vocabularies: type[Enum],
    ) -> Field:
        words = _words(*vocabularies)
        return Field(name, form, kinds, meaning, values, words, is_indexed=False)

    choice, text, date = Form.CHOICE, Form.TEXT, Form.DATE
    yield one("uid", choice, ALL, "its identity in every copy", lambda r: own.text(r.uid))
    yield one("custody", choice, R, "an act in its keeping", lambda r: (c.act for c in r.custody))
    yield one("scheme", choice, E, "whose types or grades are used", own.schemes)
    yield one(
        "location-role",
        choice,
        E,
        "what a place is to it",
        lambda r: (str(place.role) for place in r.locations),
        LocationRole,
    )
    yield one("actor-role", choice, E, "what an actor is to it", own.actor_roles, ActorRole)
    yield one("side", choice, E, "the side of an actor", own.sides, Side)
    yield one("part-kind", choice, C, "how it is part", lambda r: own.text(r.part_kind), PartKind)
    yield one("sex", choice, C, "of which sex they were", lambda r: own.text(r.sex))
    yield one("age", choice, C, "of which age they were", lambda r: own.text(r.age))
    yield one("value", text, C, "the assertion in words", lambda r: own.text(r.value))
    yield one("rule", text, E, "how an estimate was made", lambda r: (e.rule for e in r.estimates))
    yield one("media", text, M, "media type", lambda r: own.text(r.media_type))
    yield one("gazetteer", text, L, "identifier in a gazetteer", lambda r: (r.gazetteer_id,))
    yield one("scheme-id", text, A, "identifiers in schemes", lambda r: r.scheme_ids.values())
    yield one("query", text, V, "words of a saved query", lambda r: own.text(r.query))
    yield one("clarity", Form.FIGURE, E, "1 or 2 (UCDP)", lambda r: own.number(r.clarity))
    yield one("radius", Form.FIGURE, L, "metres that a place covers", own.radius)
    yield one("start", date, E, "the first day", lambda r: own.days_of(r.start))
    yield one("end", date, E, "the last day", lambda r: own.days_of(r.end))
    yield one("covers", date, C, "the first day counted", lambda r: own.days_of(r.covers_from))
    yield one("retrieved", date, R, "when it was fetched", lambda r: own.days_of(r.retrieved_at))
    yield one("returns", date, R, "when it comes back", lambda r: own.days_of(r.triage.when))


_ALL = (*_choices(), *_texts(), *_names(), *_measures(), *_seldom_asked())
FIELDS = {field.name: field for field in _ALL}


def nearest(word: str, known: Iterable[str]) -> str:
    """The one of these words that is spelt most alike; "" where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  only a mistake needs it

    return next(iter(get_close_matches(word, list(known), 1, 0.6)), "")
