"""What is said, in lines for the ear: short ones, what matters first, no signs; pure."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from store.dates import Instant, PartialDate
from store.derive.inbox import back_words
from store.history import Entry
from store.ids import Ref
from store.model import Claim, Note, Quote, Report
from store.record import Record
from store.values import Triage
from store.vocabulary import QuoteForm, Stance, TriageState
from tui.cli.plain.pages import beside, counted
from tui.render.mending import what

if TYPE_CHECKING:
    from store.derive.dossier import Dossier
    from store.derive.toll import Row, Toll

#: So many characters of a name or a first line are said.
LONGEST = 160
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)[\d:.]*(Z|[+-]\d\d:\d\d)?)?)?)?")
Names = Mapping[Ref, str]


def short(text: str, most: int = LONGEST) -> str:
    """The beginning of a text, in one line, ended at a blank."""
    line = " ".join(text[: most * 4].split())
    if len(line) <= most:
        return line
    cut = line[:most].rpartition(" ")[0] or line[:most]
    return f"{cut.rstrip(' ,;:')}, and more"


# -- times --------------------------------------------------------------------------------


def day_words(date: PartialDate | None) -> str:
    """As `9 March 2025`, `March 2025`, `7 March 2025 to 9 March 2025`; "" of none."""
    return " to ".join(map(_day, date.split("/"))) if date else ""


def _day(text: str) -> str:
    found = _DATE.fullmatch(text)
    if not found or not 1 <= int(found[2] or 1) <= 12:
        return text
    year, month, day, clock, zone = found.groups()
    name = calendar.month_name[int(month)] if month else ""
    parts = [str(int(day)) if day else "", name, year, clock, "UTC" if zone == "Z" else zone]
    return " ".join(part for part in parts if part)


def moment_words(then: datetime, now: datetime) -> str:
    """As `14:05` of today, `9 March 14:05`, `9 March 2024 14:05`, on this machine's clock."""
    local = then.astimezone()
    clock = local.strftime("%H:%M")
    if local.date() == now.date():
        return clock
    year = "" if local.year == now.year else f" {local.year}"
    return f"{local.day} {calendar.month_name[local.month]}{year} {clock}"


def instant_words(at: Instant, now: datetime) -> str:
    """The same of a moment of the store."""
    return moment_words(datetime.fromisoformat(at), now)


# -- the inbox ----------------------------------------------------------------------------


def wait(many: int) -> str:
    """As `36 wait.`, `1 waits.`."""
    return {0: "None waits.", 1: "1 waits."}.get(many, f"{many:,} wait.")


def opening(many: int, oldest: datetime | None, now: datetime) -> str:
    """As `37 reports wait; the oldest since 9 March 14:05.`."""
    if not many:
        return "No report waits for a decision."
    said = "1 report waits" if many == 1 else f"{many:,} reports wait"
    which = "it has waited" if many == 1 else "the oldest"
    return f"{said}; {which} since {moment_words(oldest, now)}." if oldest else f"{said}."


def introduced(
    report: Report, publisher: str, place: tuple[int, int], lines: int, remarks: Sequence[str] = ()
) -> list[str]:
    """A report that is taken up: which one, what it is, its title, how much there is to read."""
    at, total = place
    first = f"Report {report.ref}" + (f", {at:,} of {total:,}." if at else ".")
    state = "" if report.triage.state is TriageState.NEW else f" {state_words(report.triage)}."
    kind = str(report.kind).capitalize()
    told = beside([kind, short(publisher), day_words(report.published_at)])
    first += f"{' Urgent.' if report.urgent else ''}{state}"
    text = f"{counted(lines)} of text; more reads on." if lines else "It has no text."
    return [f"{first} {told[0]}", *told[1:], short(report.label, 400), *remarks, text]


def state_words(triage: Triage) -> str:
    """As `Relevant`, `Not relevant: rumour`, `Put off until 2025-04`, `Duplicate of R5`."""
    match triage.state:
        case TriageState.NEW:
            return "Undecided"
        case TriageState.NOT_RELEVANT if triage.reason:
            return f"Not relevant: {short(triage.reason)}"
        case TriageState.LATER if triage.when:
            when = back_words(triage.when) if "T" in triage.when else day_words(triage.when)
            return f"Put off until {when}"
        case TriageState.DUPLICATE if triage.of:
            return f"Duplicate of {triage.of}"
    return str(triage.state).capitalize()


def decided(ref: Ref, triage: Triage, event: Ref | None = None, title: str = "") -> str:
    """As `R12 is relevant.`, `R12 is a duplicate of R5.`, `R12 is relevant, and in E5 Clash.`."""
    said = state_words(triage)
    said = f"{said[0].lower()}{said[1:]}"
    said = f"a {said}" if triage.state is TriageState.DUPLICATE else said
    behind = f", and in {event} {short(title, 60)}".rstrip() if event else ""
    return f"{ref} is {said}{behind}."


_PLURAL = {"decision": "decisions", "note": "notes", "citation": "citations", "change": "changes"}


def farewell(nouns: Iterable[str], waiting: int) -> str:
    """As `Done: 3 decisions, 1 note. 34 wait.`."""
    done = Counter(nouns)
    parts = [
        f"{many:,} {noun if many == 1 else plural}"
        for noun, plural in _PLURAL.items()
        if (many := done[noun])
    ]
    return f"Done: {', '.join(parts)}. {wait(waiting)}" if parts else "Nothing was changed."


# -- records ------------------------------------------------------------------------------


def told(record: Record, names: Names, now: datetime) -> list[str]:
    """A record in a line or two: its reference, then what matters most of its kind."""
    match record:
        case Note():
            stamp = record.created
            by = f"{stamp.by}, {instant_words(stamp.at, now)}" if stamp else ""
            head, words = beside([record.ref, record.kind, by]), short(record.label)
        case Quote():
            who = names.get(record.speaker, "") if record.speaker else record.speaker_role
            form = "said" if record.form is QuoteForm.DIRECT else "indirectly said"
            head = beside([record.ref, f"{form} by {who or 'nobody named'}"])
            words = short(record.words)
        case Claim():
            who = names.get(record.source, "") if record.source else "nobody named"
            verb = "denied by" if record.stance is Stance.DENIES else "says"
            when = f"up to {day_words(record.as_of)}" if record.as_of else ""
            head, words = beside([record.ref, f"{verb} {who}", when]), short(record.label)
        case _:
            head, words = [f"{record.ref}."], short(record.label)
    return [*head, words] if len(head) > 1 or len(words) > 60 else [f"{head[0]} {words}"]


def list_lines(
    noun: str, of: Ref, records: Sequence[Record], total: int, names: Names, now: datetime
) -> Iterator[str]:
    """The records of a kind that are linked to one, the number first."""
    if not records:
        yield f"{of} has no {noun}."
        return
    more = "" if total == len(records) else f", the first {len(records)}"
    yield f"{total:,} {noun if total != 1 else noun.removesuffix('s')}{more}."
    for record in records:
        yield from told(record, names, now)


def fields_lines(shown: Dossier) -> Iterator[str]:
    """A record's fields, each in a line of its own, and how much is linked to it."""
    from tui.render.fields import fields_of

    record = shown.record
    yield f"{record.ref}, {record.kind_of.noun}."
    yield short(record.label, 400)
    if isinstance(record, Note):
        yield from filter(str.strip, record.body.split("\n"))
    elif isinstance(record, Quote | Claim) and record.words and record.words != record.label:
        yield f"Words: {record.words}"
    for field in fields_of(shown):
        if not field.is_background:
            yield f"{field.label.capitalize()}: {' '.join(field.value.split())}"
    many = ((shown.claims_total, "claim"), (shown.notes_total, "note"))
    linked = ", ".join(f"{count:,} {noun}{'s' * (count > 1)}" for count, noun in many if count)
    if linked or shown.sections:
        yield f"{linked or 'Linked records'}: links {record.ref} tells them."


def links_lines(shown: Dossier) -> Iterator[str]:
    """What is linked to a record, by kind, each with what it is to it."""
    if not shown.sections:
        yield f"Nothing is linked to {shown.record.ref}."
    for section in shown.sections:
        yield f"{section.kind.table.capitalize()}, {section.total:,}."
        for linked in section.linked:
            roles = f", {', '.join(linked.roles)}" if linked.roles else ""
            yield from beside([f"{linked.record.ref}{roles}", short(linked.record.label)])


def toll_lines(shown: Toll) -> Iterator[str]:
    """The toll of an event: its claims by date, sums, ranges by each rule, what is in dispute."""
    from store.derive.ranges import RULES, Range
    from tui.render.sums import dispute_words, sum_words
    from tui.render.toll_ranges import said_of

    if not shown.rows:
        yield f"No claim counts the people of {shown.event.ref}."
    else:
        yield f"{len(shown.rows):,} claim{'' if len(shown.rows) == 1 else 's'}, the newest first."
    for row in shown.rows:
        yield from beside(_of_row(row))
        checked = shown.sums.get(row.claim.ref)
        for words in sum_words(checked) if checked else ():
            yield f"{row.claim.ref}: {words}."
    for count in shown.counts:
        yield f"{str(count.measure).capitalize()} {count.label}, from {count.voices}."
        made = ((rule.name, rule.made(count.said)) for rule in RULES)
        yield "; ".join(f"{name} {said_of(one)}" for name, one in made if one.is_known) + "."
        if (set_to := shown.estimate(count)) is not None:
            yield f"Set: {said_of(Range(set_to.low, set_to.best, set_to.high))}."
    names = {ref: source.label for ref, source in shown.names.items()}
    for dispute in shown.disputes:
        yield f"In dispute: {dispute_words(dispute, names)}."


def _of_row(row: Row) -> list[str]:
    source = row.source.short_label if row.source else "nobody named"
    day = day_words(row.date)
    part = f"part of {row.whole.ref}" if row.whole else ""
    gone = "replaced by a later one" if row.is_replaced else ""
    stance = "denied" if row.claim.stance is Stance.DENIES else ""
    return [f"{row.claim.ref}, {row.claim.label}", stance, source, row.grade, day, part, gone]


# -- the others ---------------------------------------------------------------------------


def history_lines(entries: Iterable[Entry], now: datetime) -> Iterator[str]:
    """Who did what and when, the newest first."""
    for operation, undone_by, _ in entries:
        at = instant_words(operation.at, now)
        undone = ", undone since" if undone_by is not None else ""
        yield f"{operation.author}, {at}: {what(operation)}{undone}."


def present_lines(others: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Who else has the store open, and what is on their screens."""
    found = list(others)
    if not found:
        yield "Nobody else is here."
    for who, record in found:
        yield f"{who} has {record or 'no record'} open."


def choices(options: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What can be chosen, each behind its digit or letter."""
    return (f"{key} {words}" for key, words in options)
