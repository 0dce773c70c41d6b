"""One person's place at the store: what is in hand, what is read, and what is written."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from store.changes import Command, Operation
from store.derive.inbox import is_open
from store.derive.inbox import since as waits_since
from store.derive.picking import found, pool
from store.drafts import Drafts
from store.errors import DeskError
from store.ids import Kind, Ref
from store.model import Report
from store.query import parse
from store.reader import Asker, Reader
from store.syntax import REFERENCE
from store.values import Triage
from tui.cli.plain import pages, telling, walk
from tui.cli.plain.talk import Talk
from tui.cli.plain.walk import Walk
from tui.cli.plain.words import NAMES
from tui.config import Config
from tui.desk.kept import KeptReader
from tui.render.company import opened_by
from tui.render.drafts import when
from tui.search import INBOX

if TYPE_CHECKING:
    from tui.decision import Decision
    from tui.desk.link import Link

T = TypeVar("T")
#: So many of what is found for words can be chosen.
MOST = 9


class Unable(Exception):
    """Something cannot be done as it was asked; `str` is one sentence."""


class Seat:
    """What one person does at one store."""

    def __init__(self, link: Link, talk: Talk, config: Config) -> None:
        self.link = link
        self.talk = talk
        self.config = config
        self.walk = Walk()
        self.ref: Ref | None = None
        """The report in hand."""
        self.seen = Triage()
        """What was decided on it when it was told of."""
        self.read_to = 0
        """How far its text was read."""
        self.offered: tuple[tuple[Ref, bool], ...] = ()
        """What it may repeat, as it was told, each with whether it has the same words."""
        self.last: Decision | None = None
        self.done: dict[int, str] = {}
        """What each operation of this session was, that is not undone."""
        self.undone: dict[int, str] = {}
        self.known: dict[Ref, None] = {}
        """The records that were told of, to be completed."""

    # -- reading and writing --------------------------------------------------------------

    def read(self, work: Callable[[KeptReader, Asker], T]) -> T:
        """Read at one operation, covered words left out."""
        return self.read_whole(lambda _, kept, asker: work(kept, asker))

    def read_whole(
        self, work: Callable[[Reader, KeptReader, Asker], T], *, is_long: bool = False
    ) -> T:
        """The same with covered words, of which nothing may be said.

        What `is_long` can be stopped by Ctrl+C, and is Interrupted then.
        """
        with self.link.asking(lambda: is_long and self.talk.is_stopped) as (reader, asker):
            kept = KeptReader(self.link.covers)
            kept.begin(reader)
            return work(reader, kept, asker)

    def report(self) -> Report:
        """The report in hand, as it may be shown; Unable where there is none."""
        ref = self.ref
        record = self.read(lambda reader, _: reader.find(ref)) if ref else None
        if not isinstance(record, Report):
            gone = f"{ref} is not in the store any more" if ref else "No report is in hand"
            raise Unable(f"{gone}. next goes to one that waits.")
        return record

    def must_write(self) -> None:
        """Unable where nothing can be changed."""
        if self.link.only_reads:
            raise Unable(f"Nothing can be changed here: {self.link.only_reads}.")

    def run(self, command: Command, noun: str = "change") -> Operation | None:
        """Carry a command out, and hear what has changed."""
        self.must_write()
        operation = self.link.run(command)
        if operation is not None:
            self.done[operation.sequence] = noun
        self.hear()
        return operation

    def hear(self) -> None:
        """Know which reports wait, also what others have done."""
        news = self.link.news(self.walk.until, (), lambda: False)
        if news.changed is None:
            self.relist(self.walk.query)
            return
        numbers = [ref.number for ref in news.changed if ref.kind is Kind.REPORT]
        gone = dict.fromkeys(numbers, False)
        there = self.read(
            lambda reader, asker: {
                one.id: is_open(one, asker) for one in reader.listing(Kind.REPORT, numbers)
            }
        )
        self.walk = walk.heard(self.walk, gone | there, news.operation)

    def relist(self, query: str = "", *, is_long: bool = False) -> None:
        """Read the inbox, or what a query finds, anew; QueryError."""
        asked = parse(query or INBOX[0])

        def work(reader: Reader, _: object, asker: Asker) -> tuple[array[int], set[int], int]:
            numbers = array("q", reader.search(asked, Kind.REPORT, asker))
            waiting = reader.search(parse(INBOX[0]), Kind.REPORT, asker) if query else ()
            return numbers, set(waiting), reader.operation

        numbers, waiting, until = self.read_whole(work, is_long=is_long)
        fresh = walk.begun(self.walk, numbers, waiting, query)
        self.walk = walk.heard(fresh, {}, until)

    def oldest(self) -> datetime | None:
        """Since when the report waits that has waited longest."""
        first = min(self.walk.numbers, default=None)
        if first is None:
            return None
        (report,) = self.read(lambda reader, _: reader.listing(Kind.REPORT, (first,))) or (None,)
        return waits_since(report) if isinstance(report, Report) else None

    # -- going ----------------------------------------------------------------------------

    def advance(self, *, waiting: bool = True) -> None:
        """Take the next report up that nobody else has open; say where there is none."""
        ref = self._taken(waiting=waiting)
        if ref is None and not self.walk.query and self.walk.fresh:
            self.talk.say(f"{len(self.walk.fresh):,} came in meanwhile.")
            self.relist()
            ref = self._taken(waiting=waiting)
        if ref is not None:
            self.arrive(ref)
            return
        self.ref = self.ref if self.ref and self.walk.waits(self.ref) else None
        if self.ref:
            self.talk.say(f"No other report waits that nobody has open. {self.ref} is in hand.")
        elif self.walk.waiting:
            self.talk.say("What waits is open at other desks. next looks again.")
        else:
            self.talk.say("inbox goes back to the inbox." if self.walk.query else "All is done.")

    def _taken(self, *, waiting: bool) -> Ref | None:
        rows = walk.ahead(self.walk, self.ref, waiting=waiting)
        if self.link.only_reads:
            return next(rows, None)
        try:
            return self.link.take_next(rows)
        except DeskError:
            # That others cannot be told of it hinders nobody.
            return next(rows, None)

    def go(self, ref: Ref) -> None:
        """Take a report up, whoever has it open."""
        others = self.link.others()
        if not self.link.only_reads:
            self.link.repository.be_present(ref)
        said = opened_by(others, ref, self.link.author)
        if said:
            self.talk.say(f"{said}.")
        self.arrive(ref)

    def arrive(self, ref: Ref) -> None:
        """Tell of the report that is in hand now."""
        self.ref, self.offered, self.read_to = ref, (), 0
        self.walk = walk.entered(self.walk, ref)
        report = self.report()
        self.seen = report.triage
        publisher = self.labels(report.publisher).get(report.publisher or ref, "")
        lines = pages.count(report.text, 0, self.talk.width)
        place = (self.walk.place(ref), len(self.walk.numbers))
        drafts = [one for one in self.drafts().all() if one.key == ref]
        waits = [
            f"A note was begun on it, {when(one.at, time.time())}. note goes on with it."
            for one in drafts[:1]
        ]
        self.talk.say(*telling.introduced(report, publisher, place, lines, waits))

    # -- naming ---------------------------------------------------------------------------

    def drafts(self) -> Drafts:
        """This person's notes that were begun and not written."""
        from platformdirs import user_state_path

        repository = self.link.repository
        return Drafts(repository.folder, repository.author, user_state_path("incident-desk"))

    def labels(self, *refs: Ref | None) -> dict[Ref, str]:
        """What records are called, as they may be shown."""
        wanted = [ref for ref in refs if ref is not None]
        self.known |= dict.fromkeys(wanted)
        return self.read(
            lambda reader, _: {
                one.ref: telling.short(one.label, 60)
                for ref in wanted
                for one in reader.listing(ref.kind, (ref.number,))
            }
        )

    def said(self, template: str) -> str:
        """A sentence of ours with the words in place of the keys."""
        return template.format_map(NAMES)

    def pick(self, text: str, kind: Kind, prompt: str) -> Ref:
        """The record of a kind that a reference, a name or words mean; asked where several may be.

        Left where none is chosen.
        """
        while True:
            options = self.found_by(text, kind)
            asked = text.upper()
            if REFERENCE.fullmatch(asked) and options and options[0][0] == asked:
                return options[0][0]
            # Whoever answers something else, such as quit, must hear how to get out of here.
            leaves = "" if options else " Nothing typed leaves it."
            if not options:
                self.talk.say(f"No {kind.noun} was found for {telling.short(text, 40)}.")
            digits = {str(at): ref for at, (ref, _) in enumerate(options[:MOST], 1)}
            listed = [(key, " ".join(one)) for key, one in zip(digits, options, strict=False)]
            text = self.talk.choose(f"Which {kind.noun}?{leaves}", listed, prompt)
            if text in digits:
                return digits[text]

    def found_by(self, text: str, kind: Kind) -> list[tuple[Ref, str]]:
        def work(reader: KeptReader, asker: Asker) -> list[tuple[Ref, str]]:
            offers = found(text, (kind,), pool((kind,), reader), reader, asker)
            return [(one.ref, telling.short(f"{one.label}, {one.remark}", 90)) for one in offers]

        return self.read(work)
