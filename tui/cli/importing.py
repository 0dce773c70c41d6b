"""`import`: a data set comes in as one operation; what cannot is written to a file of its own."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.changes import Change, ForeignChange, Prepared
from store.commands.importing import ImportRecords, Tally
from store.commands.register import StoreRegister
from store.errors import reason_of
from store.ids import Kind
from store.ingest.importer import DataFile, UnreadableSet
from store.proposals import Coming, Ready
from store.record import Record
from store.repository import Repository
from store.text import clean
from tui.cli import complain, ending, tell
from tui.cli.changing import write_file
from tui.cli.codes import NOT_ALL, WRONG_ARGUMENTS
from tui.cli.formats import Chosen, NoFormat, Read, chosen, listed
from tui.cli.opened import opened
from tui.cli.options import Options
from tui.cli.progress import Progress
from tui.cli.rejects import Rejects

#: So many records are told one by one by a dry run.
SHOWN = 20
#: So many reasons are told, the commonest first.
REASONS = 12


def import_file(options: Options) -> int:
    """Bring a data set in, or tell what it would become."""
    if options.format == "?":
        print("\n".join(listed()))  # safe: they are the program's own
        return 0
    if options.file is None:
        return complain("no data set was named: `incident-desk import FILE`.", WRONG_ARGUMENTS)
    path = options.file
    try:
        how = chosen(path, options.format, options.mapping, may_write=not options.dry_run)
    except NoFormat as error:
        return complain(str(error), WRONG_ARGUMENTS)
    except UnreadableSet as error:
        return complain(f"{path.name} {error.reason}.", WRONG_ARGUMENTS)
    except OSError as error:
        return complain(f"{path}: {reason_of(error)}.", WRONG_ARGUMENTS)
    for line in how.told:
        tell(line)
    with opened(options.place) as repository:
        try:
            if options.dry_run:
                return _rehearsed(repository, path, how)
            return _imported(repository, options, path, how)
        except UnreadableSet as error:
            return complain(f"{path.name} {error.reason}. Nothing came in.", WRONG_ARGUMENTS)


def _imported(repository: Repository, options: Options, path: Path, how: Chosen) -> int:
    rejects = Rejects(options.rejects or path.with_name(f"{path.name}.rejects.csv"))
    stopped = _Stopped()
    with Progress("Importing", 0.5) as progress, rejects, repository.bringing_in():
        how.save_mapping()
        size = path.stat().st_size
        tally = Tally(rejects.add)

        def seen(done: int) -> None:
            progress.show(_so_far(tally), done, size)

        read = stopped.before_the_end(how.reader(path, seen))
        command = ImportRecords(how.format, DataFile(path).name, read, tally)
        with stopped.heeding():
            operation = repository.run_in_parts(command)
    print(clean(_sentence(tally, path, how, is_written=operation is not None)))
    _tell_of_rows(tally, rejects)
    if stopped.number:
        tell(
            "stopped: what came in before is kept; the same command goes on, `undo` takes it back."
        )
    code = write_file(repository)
    if stopped.number:
        return ending.code_of(stopped.number)
    return code or (NOT_ALL if tally.rejects else 0)


class _Stopped:
    """Ctrl+C, which ends an import behind the row that it is at."""

    def __init__(self) -> None:
        self.number = 0

    def before_the_end(self, read: Read) -> Read:
        """The same proposals, up to the row at which it was stopped."""

        def until_stopped(register: StoreRegister) -> Iterator[Coming]:
            row = 0
            for proposal in read(register):
                at = proposal.row if isinstance(proposal, Ready) else row
                if self.number and at != row:
                    return
                row = at
                yield proposal

        return until_stopped

    @contextmanager
    def heeding(self) -> Iterator[None]:
        """Note what a signal asks for, in place of ending at once."""
        with ending.told(self._note):
            yield

    def _note(self, number: int) -> None:
        self.number = number or signal.SIGINT


def _rehearsed(repository: Repository, path: Path, how: Chosen) -> int:
    """Tell what the rows would become; nothing is written."""
    for line in how.mapping_lines():
        print(clean(line))
    how.save_mapping()
    tally = Tally()
    rejected: list[str] = []
    tally.rejected = lambda one: rejected.append(f"line {one.line}: {one.reason}")
    command = ImportRecords(how.format, DataFile(path).name, how.reader(path), tally)
    shown = 0
    with repository.rehearse(command) as changes:
        for change in changes:
            if shown < SHOWN:
                shown += 1
                print(clean(_told(change)))
    total = sum(tally.new.values()) + sum(tally.updated.values())
    if total > shown:
        print(f"... and {total - shown:,} more.")
    print(clean(_sentence(tally, path, how, would=True)))
    _tell_of_rows(tally, None)
    for line in rejected[:REASONS]:
        tell(line)
    return NOT_ALL if tally.rejects else 0


def _told(change: Change | ForeignChange | Prepared) -> str:
    """As `row 12  new event  2025-03-07  Clash near Baniyas`."""
    record = change.record if isinstance(change, Prepared) else getattr(change, "after", None)
    if not isinstance(record, Record):
        return ""
    row = f"row {record.origin.row}" if record.origin and record.origin.row else ""
    is_new = isinstance(change, Prepared)
    which = f"new {record.kind_of.noun}" if is_new else f"changes {record.ref}"
    day = getattr(record, "start", None) or getattr(record, "published_at", None) or ""
    return "  ".join(word for word in (f"{row:<9}", which, str(day), record.label) if word)


def _so_far(tally: Tally) -> str:
    return f"{sum(tally.new.values()) + sum(tally.updated.values()):,} records,"


def _counts(counts: Counter[Kind]) -> str:
    """As `12 events, 1 place`."""
    said = [
        f"{count:,} {kind.table if count > 1 else kind.noun}"
        for kind in (Kind.EVENT, Kind.REPORT, *Kind)
        if (count := counts[kind])
    ]
    return ", ".join(dict.fromkeys(said))


def _sentence(
    tally: Tally, path: Path, how: Chosen, *, would: bool = False, is_written: bool = True
) -> str:
    new, updated, same = map(_counts, (tally.new, tally.updated, tally.same))
    said = [f"{new} new" if new else "", f"{updated} changed" if updated else ""]
    said.append(f"{same} as they were" if same else "")
    what = "; ".join(one for one in said if one) or "no records"
    begin = "would come in" if would else "came in" if is_written else "brought nothing new"
    return f"{path.name} ({how.title}) {begin}: {what}."


def _tell_of_rows(tally: Tally, rejects: Rejects | None) -> None:
    """What is odd, what was left out, and what stays as somebody changed it."""
    if tally.flagged:
        odd = sum(tally.flagged.values())
        rows = "rows" if odd > 1 else "row"
        print(f"{odd:,} odd thing{'s' if odd > 1 else ''}; the {rows} came in all the same:")
        _tell_reasons(tally.flagged, tally)
    if tally.kept_count:
        named = ", ".join(f"{name} of {ref}" for ref, name in tally.kept[:5])
        more = f" and {tally.kept_count - 5:,} more" if tally.kept_count > 5 else ""
        print(clean(f"Kept as they were changed on the desk: {named}{more}."))
    if tally.rejects:
        count = sum(tally.rejects.values())
        they_are = "they are" if count > 1 else "it is"
        where = f"; {they_are} in {rejects.place}" if rejects and rejects.place else ""
        print(clean(f"{count:,} row{'s' if count > 1 else ''} could not come in{where}:"))
        _tell_reasons(tally.rejects, tally)


def _tell_reasons(reasons: Counter[str], tally: Tally) -> None:
    """As `12  date: is no day of the calendar (lines 4, 9, 31, ...)`."""
    for reason, count in reasons.most_common(REASONS):
        lines = [str(line) for line in tally.lines.get(reason, ()) if line]
        more = ", ..." if count > len(lines) else ""
        named = f" (line{'s' if count > 1 else ''} {', '.join(lines)}{more})" if lines else ""
        print(clean(f"{count:>9,}  {reason}{named}"))
    if len(reasons) > REASONS:
        print(f"           and {len(reasons) - REASONS:,} more reasons")
