"""`incident-desk check`: what looks wrong, by rule; and mending what is certain."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from store.commands.mending import MendRecords
from store.derive.lint.finding import RULE, Deed, Finding
from store.derive.lint.looking import Gathered, Wanted, gathered, lint
from store.ids import Kind
from store.reader import Asker, Reader
from store.repository import Repository
from store.text import clean
from tui.cli import complain, tell
from tui.cli.changing import AT_ONCE, write_file
from tui.cli.codes import NOT_DONE, WRONG_ARGUMENTS
from tui.cli.finding import search_for, understood
from tui.cli.opened import now, opened, searched
from tui.cli.options import Options
from tui.cli.printing import JsonArray, JsonLines, Plain, a_console
from tui.cli.progress import Progress

if TYPE_CHECKING:
    from store.syntax import Query

#: Of each rule so many are shown where nobody has said how many.
SHOWN = 50
#: What the closing sentence counts.
COUNTED = (Kind.EVENT, Kind.REPORT, Kind.CLAIM, Kind.QUOTE, Kind.LOCATION, Kind.SOURCE)
#: What is done about what can be mended.
_HOW = (
    "What has a * the desk mends by a key (E opens its list); "
    "`incident-desk check --rule NAME --mend` mends what is certain."
)


def check_store(options: Options) -> int:
    """Print what looks wrong in the records that a query finds; nothing of it is an error."""
    query = understood(options.words)
    if query is None:
        return WRONG_ARGUMENTS
    wrong = _wrong(options)
    if wrong:
        return complain(wrong, WRONG_ARGUMENTS)
    wanted = Wanted(query, frozenset(options.rules or RULE))
    with (searched if query.node else opened)(options.place) as repository:
        search_for(repository, query)
        if options.mend:
            return _mend(repository, wanted, options)
        with repository.read() as reader, Progress("Looking") as progress:
            found = lint(reader, _asker(repository), wanted, None, partial(progress.show, ""))
            if options.json or options.jsonl:
                _print_json(found, options)
                return 0
            told = gathered(found, _most(options), with_meant=options.all)
            counts = {kind: reader.count(kind) for kind in COUNTED}
        _print(told)
        tell(_closing(told, counts, query))
    return 0


def _wrong(options: Options) -> str:
    """Why the arguments cannot be meant; "" where they can."""
    unknown = next((name for name in options.rules if name not in RULE), "")
    if unknown:
        return f"there is no rule {unknown[:60]}; the rules are {', '.join(RULE)}."
    if options.mend and len(options.rules) != 1:
        return "--mend mends what one rule finds; --rule NAME says which."
    return ""


def _asker(repository: Repository) -> Asker:
    moment = now()
    return Asker(moment.date(), repository.author, moment)


def _most(options: Options) -> int:
    return SHOWN if options.limit is None else options.limit


def _print_json(found: Iterable[Finding], options: Options) -> None:
    """Each as it is found; for a person they are put in order first."""
    lines = JsonLines() if options.jsonl else JsonArray()
    counts: dict[str, int] = {}
    for one in found:
        counts[one.rule] = counts.get(one.rule, 0) + (options.all or not one.is_meant)
        is_shown = options.limit is None or counts[one.rule] <= options.limit
        if is_shown and (options.all or not one.is_meant):
            lines.add(document_of(one))
            sys.stdout.flush()
    lines.end()


def document_of(finding: Finding) -> dict[str, object]:
    """A finding for programs."""
    return {
        "rule": finding.rule,
        "ref": str(finding.ref),
        "refs": [str(ref) for ref in finding.refs],
        "field": finding.field,
        "finding": finding.sentence,
        "mending": finding.mending,
        "can_be_mended": finding.mend is not None,
        "mend": str(finding.mend.deed) if finding.mend else None,
        "is_asked": bool(finding.mend and finding.mend.is_asked),
        "meant_so": finding.is_meant,
        "tag": finding.tag,
    }


def _print(told: Gathered) -> None:
    for rule, findings in told.kept.items():
        if sys.stdout.isatty():
            _print_for_person(rule, told.counts[rule], findings)
        else:
            rows = [(rule, " ".join(one.refs), one.sentence, one.mending) for one in findings]
            Plain().add(rows)


def _print_for_person(rule: str, count: int, findings: list[Finding]) -> None:
    """A heading, and the sentences in full: a table would cut them where they say something."""
    console = a_console()
    console.print(f"{RULE[rule].heading} ({rule}): {count:,}", style="bold")
    for one in findings:
        sign = "*" if one.mend else "-"
        console.print(f"  {sign} {clean(one.sentence)}", soft_wrap=False)
        if one.mending:
            console.print(f"    {clean(one.mending)}", style="dim", soft_wrap=False)
    left = count - len(findings)
    if left:
        console.print(f"    and {left:,} more; --limit {count} shows all.", style="dim")
    console.print()


def _closing(told: Gathered, counts: dict[Kind, int], query: Query) -> str:
    """How many there are, among how many records; nothing looks wrong is said as well."""
    among = ", ".join(
        f"{number:,} {kind.table if number != 1 else kind.noun}"
        for kind, number in counts.items()
        if number
    )
    where = "what the query finds" if query.node else among or "an empty store"
    are = "1 more is" if told.meant == 1 else f"{told.meant:,} more are"
    meant = f" {are} said to be meant so: --all shows." if told.meant else ""
    if not told.total:
        return f"Nothing looks wrong in {where}.{meant}"
    things = "1 thing looks" if told.total == 1 else f"{told.total:,} things look"
    told_how = any(one.mend for findings in told.kept.values() for one in findings)
    how = f" {_HOW}" if told_how and sys.stdout.isatty() else ""
    return f"{things} wrong in {where}.{how}{meant}"


def _mend(repository: Repository, wanted: Wanted, options: Options) -> int:
    """Mend what the rule finds, in one operation; what is not certain only with --yes."""
    (rule,) = wanted.rules
    with repository.read() as reader:
        found = [one for one in _findings(reader, repository, wanted) if not one.is_meant]
    mends = [one.mend for one in found if one.mend and one.mend.deed is not Deed.MERGE]
    sure = [one for one in mends if options.yes or not one.is_asked]
    if not sure:
        asked = len(mends)
        if asked:
            told = f"{asked:,} can be mended that way, and are only likely meant so: --yes agrees."
            return complain(told, NOT_DONE)
        merged = sum(one.mend is not None for one in found)
        why = " Two records are merged in the desk, where both are seen." if merged else ""
        tell(f"Nothing that {rule} finds can be mended here.{why}")
        return 0
    run = repository.run_in_parts if len(sure) > AT_ONCE else repository.run
    operation = run(MendRecords(sure, rule))
    if operation is not None:
        print(clean(f"{operation.label[:1].upper()}{operation.label[1:]}."))
    return write_file(repository)


def _findings(reader: Reader, repository: Repository, wanted: Wanted) -> Iterator[Finding]:
    return lint(reader, _asker(repository), wanted)
