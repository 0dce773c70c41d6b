"""`add`: documents become reports; what was added stays, however the command ends."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from store import entering
from store.arrivals import Arrival, Unread
from store.commands.arriving import AddReports, Given, Intake, Outcome, called
from store.dates import PartialDate
from store.errors import WrongValue
from store.ids import Kind
from store.ingest import formats, reading
from store.ingest.importer import DataFile
from store.ingest.limits import Allowed
from store.repository import Repository
from store.text import clean
from store.vocabulary import ReportKind
from tui import config
from tui.cli import complain, ending, tell
from tui.cli.changing import write_file
from tui.cli.codes import CANNOT_WRITE, NOT_ALL, WRONG_ARGUMENTS
from tui.cli.opened import opened
from tui.cli.options import Options
from tui.cli.progress import Progress
from tui.cli.references import STDIN
from tui.render import arriving

#: What ends so is a data set, unless a person says that it is not.
DATA_SETS = (".csv", ".tsv", ".geojson")
LONGEST = 60


def add(options: Options) -> int:
    """Add the documents that are named, or those that are watched."""
    if options.watched:
        if options.words:
            return complain("--watched adds what the configuration names.", WRONG_ARGUMENTS)
        from tui.cli.watched import add_watched

        return add_watched(options)
    if not options.words:
        return complain("no document was named; - is for the standard input.", WRONG_ARGUMENTS)
    try:
        given = _given(options)
    except WrongValue as error:
        where = "--date: " if error.field == "published_at" else ""
        return complain(f"{where}{error.reason}", WRONG_ARGUMENTS)
    if not options.format:
        told = next(filter(None, map(_told_of_data_set, options.words)), "")
        if told:
            return complain(told, WRONG_ARGUMENTS)
    with opened(options.place) as repository:
        return Adding(repository, options, given).run(options.words)


def _given(options: Options) -> Given:
    """What is said of all of them; WrongValue."""
    single = {"--url": options.url, "--title": options.title}
    for name, value in single.items():
        if value and len(options.words) > 1:
            raise WrongValue(
                name, f"{name} is of one document, and {len(options.words)} are named."
            )
    return Given(
        published_at=_date(options.date) if options.date else None,
        publisher=options.publisher,
        kind=ReportKind(options.kind) if options.kind else None,
        url=options.url,
        title=options.title,
        tags=tuple(dict.fromkeys(options.add)),
    )


def _date(text: str) -> PartialDate:
    """The date that was typed; WrongValue."""
    found = entering.value_of(Kind.REPORT, "published_at", text.strip()[:LONGEST])
    if not isinstance(found, PartialDate):
        raise WrongValue("published_at", "The date is empty.")
    return found


def _told_of_data_set(word: str) -> str:
    """What is said of a file that is no document; "" for a document."""
    path = Path(word)
    try:
        if not path.is_file():
            return ""
        found = formats.of_file(DataFile(path))
    except OSError:
        # Whoever reads it says why that cannot be.
        return ""
    if found is None and path.suffix.lower() not in DATA_SETS:
        return ""
    what = f"looks like a data set ({found.title})" if found else "looks like a data set"
    way = f"`incident-desk import {word}` is for those, `add --as text` adds it as a document"
    return f"{word} {what}: {way}. Nothing was added."


@dataclass
class _Stopped:
    """Which signal has asked to end; 0 for none."""

    number: int = 0
    is_asking: bool = False

    def come(self, number: int) -> None:
        """Read no more; who is asked a question answers it so."""
        self.number = number
        if self.is_asking:
            raise ending.Asked(number)


class Adding:
    """Adds documents, and tells of each."""

    def __init__(self, repository: Repository, options: Options, given: Given) -> None:
        self._repository = repository
        self._is_trial = options.dry_run
        self._given = given
        self._is_text = bool(options.format)
        self._progress = Progress("Adding")
        self._stopped = _Stopped()
        self._may_ask = not (options.no_ask or options.dry_run or options.date)

    def run(self, words: Sequence[str]) -> int:
        """Add what is named; the exit code."""
        may_ask = self._may_ask and STDIN not in words and _is_attended()
        intake = Intake(told=self._tell, asks=self._ask if may_ask else None)
        allowed = Allowed(private=config.read().ingest.private_addresses)
        with ending.told(self._stopped.come), self._progress:

            def stop() -> bool:
                return bool(self._stopped.number)

            arrivals = reading.arrivals(
                words,
                given=lambda: reading.standard_input(sys.stdin.buffer, allowed.limits, stop),
                allowed=allowed,
                stop=stop,
                by_looks=self._is_text,
            )
            try:
                if self._is_trial:
                    self._try_out(arrivals, intake)
                else:
                    self._add(called(words), arrivals, intake)
            except ending.Asked as asked:
                # At a question: what was added before is there.
                self._stopped.number = asked.number
        print(clean(arriving.counts(intake, is_trial=self._is_trial)))
        code = 0 if self._is_trial or not intake.added else write_file(self._repository)
        return code or self._code(intake)

    def _add(self, source: str, arrivals: Iterator[Arrival | Unread], intake: Intake) -> None:
        command = AddReports(source, arrivals, self._repository.keep, self._given, intake)
        self._repository.run_in_parts(command)

    def _try_out(self, arrivals: Iterator[Arrival | Unread], intake: Intake) -> None:
        """Say of each what it would become."""
        for one in arrivals:
            command = AddReports("", iter([one]), _digest, self._given, intake)
            with self._repository.rehearse(command) as changes:
                for _ in changes:
                    pass

    def _code(self, intake: Intake) -> int:
        if self._stopped.number:
            stays = "nothing was changed" if self._is_trial else "what was added stays"
            return complain(f"stopped; {stays}.", ending.code_of(self._stopped.number))
        if intake.failure is not None:
            return complain(str(intake.failure), CANNOT_WRITE)
        return NOT_ALL if intake.unread else 0

    def _tell(self, one: Outcome | Unread) -> None:
        self._progress.clear()
        if isinstance(one, Unread):
            tell(arriving.left_out(one))
        else:
            print(clean(arriving.told(one, is_trial=self._is_trial)), flush=True)

    def _ask(self, one: Arrival) -> PartialDate | None:
        """The date that a person gives; None where it stays unknown."""
        self._progress.clear()
        title = f" ({one.title[:LONGEST]})" if one.title else ""
        print(clean(f"{one.place}{title} has no date."), file=sys.stderr)
        self._stopped.is_asking = True
        try:
            while text := _answer():
                try:
                    return _date(text)
                except WrongValue as error:
                    print(clean(error.reason), file=sys.stderr)
        finally:
            self._stopped.is_asking = False
        return None


def _is_attended() -> bool:
    """Whether somebody is there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _answer() -> str:
    """What is typed; "" at the end of the input."""
    print(
        "When was it published (as 2025-03-09)? Enter leaves it unknown: ",
        end="",
        file=sys.stderr,
        flush=True,
    )
    return sys.stdin.readline().strip()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
