"""Adding documents as reports: each is read, its original kept, and then its records are written.

Reading takes as long as it takes, so it is done between the parts of the operation.  One document
is one part: when the next one is waited for, it is there for good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import PurePath
from typing import Any, NamedTuple

from msgspec.structs import replace

from store.arrivals import Arrival, Unread, without_secrets
from store.changes import ADDED, Change, Context, Pause
from store.commands.newcomers import newcomer
from store.commands.records import stamped
from store.dates import Instant, PartialDate, now
from store.derive.copies import Copy, copies, is_nearly_same
from store.derive.namesakes import names_of
from store.errors import StoreError
from store.ids import Kind, Ref
from store.model import Attachment, Report
from store.reader import Asker, Reader
from store.syntax import REFERENCE, Asked, Free, Query, Text
from store.values import Custody, Origin, Stamp
from store.vocabulary import ReportKind
from store.words import words

#: What is asked here does not go by who asks, or when.
_ASKER = Asker(date.min)
#: So many sources that have the words of a name are compared with it.
NAMESAKES = 300
#: What `origin.format` says of a document that came as a file.
FORMAT = "document"
WEB = ("http://", "https://")
#: In so many characters of a text its first line is looked for, which is cut there as a title.
LOOKED_AT, LONGEST_TITLE = 10_000, 120
#: What stands behind a file's path for a letter, a line, or an entry of it.
_WITHIN = re.compile(r", (?:letter \d+|line \d+|https?://.*)\Z", re.DOTALL)
#: So many characters of a place are told in the history.
LONGEST = 80
#: The place of what came on the standard input.
STDIN = "standard input"
#: The place of what was pasted.
PASTED = "pasted"


class Given(NamedTuple):
    """What a person says of the documents that are added together, in place of what they say."""

    published_at: PartialDate | None = None
    publisher: str = ""
    kind: ReportKind | None = None
    url: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    fields: Mapping[str, Any] = {}
    """Other fields of the report, by name."""


#: Nothing was said of them.
NOTHING = Given()


class Outcome(NamedTuple):
    """What has become of a document."""

    place: str
    ref: Ref
    """The report; of bytes that are known the one that has them."""
    title: str
    is_known: bool = False
    """Whether a report has the same bytes, so that nothing was written."""
    published_at: PartialDate | None = None
    date_from: str = ""
    """What the date rests on."""
    publisher: str = ""
    is_new_source: bool = False
    like: Copy | None = None
    """The report that has the most of its words, where they are so many that one was made of the
    other."""
    derived_from: Ref | None = None
    """The report that it is said to copy, as it has the same words but for a few."""
    enclosures: int = 0
    remarks: tuple[str, ...] = ()


@dataclass
class Intake:
    """What has become of the documents so far; the counts grow while they are added."""

    told: Callable[[Outcome | Unread], object] = lambda _: None
    """Told of each when it is there for good; no transaction is open then."""
    asks: Callable[[Arrival], PartialDate | None] | None = None
    """Asked when a document has no date; None where nobody can be asked."""
    added: int = 0
    known: int = 0
    unread: int = 0
    undated: int = 0
    derived: int = 0
    first_unread: Unread | None = None
    failure: StoreError | None = None
    """Why no more was read, where the originals could not be kept."""
    _written: list[Outcome] = field(default_factory=list)

    def wrote(self, outcome: Outcome) -> None:
        """Remember what is told as soon as it is committed."""
        self._written.append(outcome)

    def committed(self) -> None:
        """Count and tell what was written before."""
        written, self._written = self._written, []
        for one in written:
            if one.is_known:
                self.known += 1
            else:
                self.added += 1
                self.undated += one.published_at is None
                self.derived += one.derived_from is not None
            self.told(one)

    def skip(self, unread: Unread) -> None:
        """Count and tell what could not be read."""
        self.unread += 1
        self.first_unread = self.first_unread or unread
        self.told(unread)


class _Ready(NamedTuple):
    """A document whose bytes are on the disk."""

    arrival: Arrival
    sha256: str
    enclosed: tuple[str, ...]
    """The hashes of its enclosures."""


@dataclass(frozen=True)
class AddReports:
    """Add documents as reports that wait for a decision."""

    source: str
    """Where they come from, for the history: `news.eml`, `3 places`."""
    arrivals: Iterator[Arrival | Unread]
    keep: Callable[[bytes], str]
    """Has bytes on the disk when it returns, and answers their SHA-256."""
    given: Given = NOTHING
    intake: Intake = field(default_factory=Intake)
    by: str = ""
    """Whom the custody names, where that is not who acts."""
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = True

    @property
    def label(self) -> str:
        """As `added reports from news.eml`."""
        return f"{ADDED}{self.source}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change | Pause]:
        """The records of each document, and a pause before each."""
        ready: list[_Ready] = []

        def wait() -> None:
            self.intake.committed()
            ready.extend(islice(self._next(reader, context), 1))

        while True:
            yield Pause(wait)
            if not ready:
                return
            yield from self._written(ready.pop(), reader, context)

    # -- between two parts ----------------------------------------------------------------

    def _next(self, reader: Reader, context: Context) -> Iterator[_Ready]:
        for one in self.arrivals:
            if isinstance(one, Unread):
                self.intake.skip(one)
                continue
            try:
                digest = self.keep(one.original)
                enclosed = tuple(self.keep(enclosure.content) for enclosure in one.enclosures)
            except StoreError as error:
                # What was added before stays.
                self.intake.failure = error
                return
            yield _Ready(self._dated(one, digest, reader, context), digest, enclosed)

    def _dated(self, one: Arrival, digest: str, reader: Reader, context: Context) -> Arrival:
        """The document with the date that a person gives."""
        found = self.given.published_at
        if found is None and one.published_at is None and self.intake.asks is not None:
            found = None if same_bytes(reader, digest) else self.intake.asks(one)
        if found is None:
            return one
        return one._replace(published_at=found, date_from=f"given by {context.author}")

    # -- in a part ------------------------------------------------------------------------

    def _written(self, ready: _Ready, reader: Reader, context: Context) -> Iterator[Change]:
        one, digest = ready.arrival, ready.sha256
        known = same_bytes(reader, digest)
        if known is not None:
            self.intake.wrote(Outcome(one.place, known.ref, known.label, is_known=True))
            return
        stamp = Stamp(at=context.at, by=context.author)
        name = " ".join((self.given.publisher or one.publisher).split())
        publisher = source_named(reader, name)
        is_new = publisher is None and bool(words(name))
        if is_new:
            publisher = context.new(Kind.SOURCE)
            yield Change(publisher, None, stamped(newcomer(publisher, name), None, stamp))
        ref = context.new(Kind.REPORT)
        report = self._report(one, digest, context)
        report = replace(report, id=ref.number, publisher=publisher)
        like = nearest_copy(reader, report)
        derived_from = report.derived_from
        if derived_from is None and like is not None:
            derived_from = original(reader, report, like)
            report = replace(report, derived_from=derived_from)
        yield Change(ref, None, stamped(report, None, stamp))
        for enclosure, sha256 in zip(one.enclosures, ready.enclosed, strict=True):
            attachment = Attachment(
                id=context.new(Kind.ATTACHMENT).number,
                sha256=sha256,
                media_type=enclosure.media_type,
                report=ref,
                shows=enclosure.name,
            )
            yield Change(attachment.ref, None, stamped(attachment, None, stamp))
        self.intake.wrote(
            Outcome(
                one.place,
                ref,
                report.label,
                published_at=report.published_at,
                date_from=one.date_from,
                publisher=name if publisher else "",
                is_new_source=is_new,
                like=like,
                derived_from=derived_from,
                enclosures=len(one.enclosures),
                remarks=one.remarks,
            )
        )

    def _report(self, one: Arrival, digest: str, context: Context) -> Report:
        given = self.given
        at = one.retrieved_at or now()
        taken = Custody(
            at=at,
            by=self.by or context.author,
            act=act_of(one),
            method=method_of(one),
            sha256=digest,
        )
        is_file = act_of(one) == "received" and one.place != STDIN
        report = Report(
            kind=given.kind or one.kind,
            title=given.title or one.title or first_words(one.text),
            author=one.author,
            url=given.url or one.url,
            published_at=one.published_at,
            retrieved_at=Instant(at),
            language=one.language,
            text=one.text,
            sha256=digest,
            custody=(taken,),
            tags=given.tags,
            origin=Origin(format=FORMAT, file=file_of(one.place)) if is_file else None,
        )
        return replace(report, **given.fields)


def called(places: Sequence[str]) -> str:
    """What the history calls the places that documents come from."""
    if len(places) != 1:
        return f"{len(places):,} places"
    place = places[0]
    if place == "-":
        return STDIN
    if place.lower().startswith(WEB):
        # What stands behind may be a password.
        return without_secrets(place).partition("?")[0].partition("#")[0][:LONGEST]
    return PurePath(place).name[:LONGEST] or place[:LONGEST]


def first_words(text: str) -> str:
    """What a document without a title is called: its first line, or as much of it."""
    found = next((line for line in text[:LOOKED_AT].splitlines() if line.strip()), "")
    line = " ".join(found.split())
    if len(line) <= LONGEST_TITLE:
        return line
    return f"{line[:LONGEST_TITLE].rpartition(' ')[0] or line[:LONGEST_TITLE]} …"


def file_of(place: str) -> str:
    """The name of the file that a document stood in, without its folders."""
    return PurePath(_WITHIN.sub("", place)).name


def act_of(one: Arrival) -> str:
    """How a document came, in one word."""
    if one.place == PASTED:
        return "pasted"
    return "downloaded" if one.place.lower().startswith(WEB) else "received"


def method_of(one: Arrival) -> str:
    """With what a document was read, what its date rests on, and what is odd about it."""
    dated = f"date from {one.date_from}" if one.date_from else ""
    if one.date_from.startswith("given by "):
        dated = f"date {one.date_from}"
    return "; ".join(part for part in (one.method, dated, *one.remarks) if part)


def same_bytes(reader: Reader, digest: str) -> Report | None:
    """The oldest report that was made of these bytes."""
    query = Query(Asked("hash", Text(digest)))
    numbers = sorted(reader.search(query, Kind.REPORT, _ASKER))
    found = next(iter(reader.listing(Kind.REPORT, numbers[:1])), None)
    return found if isinstance(found, Report) else None


def source_named(reader: Reader, name: str) -> Ref | None:
    """The oldest source that has exactly this name or alias, folded; or that reference."""
    mine = words(name)
    if not mine:
        return None
    if REFERENCE.fullmatch(name) and Ref(name).kind is Kind.SOURCE and reader.version(Ref(name)):
        return Ref(name)
    query = Query(Free(Text(name)))
    numbers = sorted(islice(reader.search(query, Kind.SOURCE, _ASKER), NAMESAKES))
    for source in reader.listing(Kind.SOURCE, numbers):
        if any(words(one) == mine for one in names_of(source)):
            return source.ref
    return None


def nearest_copy(reader: Reader, report: Report) -> Copy | None:
    """The report that has the most of the words, where one was made of the other."""
    found = [one for one in copies(reader, report, _ASKER) if one.is_copy]
    # Of several with as many words the oldest: the others are copies as well.
    return min(found, key=lambda one: (-round(one.share, 2), one.report.id), default=None)


def original(reader: Reader, report: Report, like: Copy) -> Ref | None:
    """The report that this one copies; None where the other was published later, or differs."""
    other = reader.find(like.report.ref)
    if not isinstance(other, Report) or not is_nearly_same(report, other):
        return None
    mine, theirs = (one.published_at for one in (report, other))
    if mine and theirs and mine.day < theirs.day:
        return None
    return other.derived_from or other.ref
