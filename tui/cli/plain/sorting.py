"""Tags, status, grades, who does the work, and single fields."""

from __future__ import annotations

from store.changes import Command
from store.commands.grading import GRADED, Grade
from store.commands.records import SetFields
from store.commands.tags import TagRecords
from store.commands.work import WORKED_ON, Assign, SetStatus
from store.ids import Kind, Ref
from store.model import Event, Report
from tui.cli.plain import telling
from tui.cli.plain.looking import meant
from tui.cli.plain.seat import Seat, Unable
from tui.cli.plain.words import Answer, either, reference_first
from tui.grades import answers_for, grade_of, title_of
from tui.render.doing import done
from tui.statuses import MEANINGS, STATUSES
from tui.tag_line import wished


def tags(seat: Seat, answer: Answer) -> None:
    """Add tags, take those behind a minus away; without any, tell them."""
    ref, line = _of(seat, answer)
    held = ", ".join(seat.read(lambda reader, _: reader.get(ref)).tags)
    if not line:
        seat.talk.say(f"Tags of {ref}: {held or 'none'}. A tag adds it, -tag takes it away.")
        line = seat.talk.ask("tags> ").strip()
    add, remove = wished(line)
    if add or remove:
        _change(seat, TagRecords((ref,), add, remove), f"The tags of {ref} are so already.")
    else:
        seat.talk.say("Left as it is.")


def status(seat: Seat, answer: Answer) -> None:
    """Say how far the work on an event is."""
    ref, text = _of(seat, answer)
    if ref.kind is not Kind.EVENT:
        raise Unable(f"{ref} is {ref.kind.article} {ref.kind.noun}; events have a status.")
    seat.must_write()
    if not text:
        options = [(key, f"{one}: {MEANINGS[one]}") for key, one in STATUSES.items()]
        text = seat.talk.choose(f"Status of {ref}:", options, "status")
    wanted = text.casefold().replace("_", " ")
    found = STATUSES.get(text) or next((one for one in STATUSES.values() if one == wanted), None)
    if found is None:
        raise Unable(f"There is no status {telling.short(text, 40)}: {either(MEANINGS)} are.")
    _change(seat, SetStatus((ref,), found), f"{ref} is {found} already.")


def grade(seat: Seat, answer: Answer) -> None:
    """Grade a source or a claim, assess an event, give a verdict on a report."""
    ref, text = _of(seat, answer)
    if ref.kind not in GRADED:
        said = f"{ref.kind.article} {ref.kind.noun}"
        raise Unable(f"Sources, claims, events and reports are graded, not {said}.")
    seat.must_write()
    record, version = seat.read(lambda reader, _: (reader.get(ref), reader.version(ref)))
    options = answers_for(ref.kind, (record,))
    if not text:
        told = [(one.key, f"{one.words} {one.meaning}".strip()) for one in options]
        text = seat.talk.choose(f"{title_of(ref.kind, str(ref))}:", told, "grade")
    named = {one.words.casefold(): one.key for one in options if one.words}
    key = named.get(text.casefold(), text.casefold())
    if key not in {one.key for one in options}:
        raise Unable(f"There is no grade {telling.short(text, 40)} of {ref}.")
    given = grade_of(ref.kind, key)
    _change(seat, Grade((ref,), given, seen={ref: version}), f"{ref} has that grade already.")


def take(seat: Seat, answer: Answer) -> None:
    """Take the work on a record, or give it back; from somebody else after a question."""
    ref = meant(seat, answer.text)
    if ref.kind not in WORKED_ON:
        raise Unable(f"Events and reports are taken, not {ref.kind.article} {ref.kind.noun}.")
    seat.must_write()
    record = seat.read(lambda reader, _: reader.get(ref))
    whose = record.assignee if isinstance(record, Event | Report) else ""
    me = seat.link.author
    if whose == me:
        _change(seat, Assign((ref,), "", over=(me,)), f"{ref} had nobody already.")
        return
    asks = seat.config.confirm.decided
    if whose and asks and not seat.talk.agreed(f"{whose} works on {ref}. Take it?"):
        seat.talk.say("Left as it is.")
        return
    _change(seat, Assign((ref,), me, over=(whose,) if asks else None), f"{ref} is yours already.")


def edit(seat: Seat, answer: Answer) -> None:
    """Give a field of a record a value, as it is typed on the command line."""
    ref, text = _of(seat, answer)
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise Unable("A field and its value are needed: edit E412 status=completed.")
    fields = {name.strip().replace(" ", "_"): value.strip()}
    _change(seat, SetFields((ref,), fields), f"{ref} is so already.")


def _of(seat: Seat, answer: Answer) -> tuple[Ref, str]:
    """The record that stands before the rest, or the report in hand."""
    ref, rest = reference_first(answer.text)
    return (meant(seat, str(ref)), rest) if ref else (seat.report().ref, rest)


def _change(seat: Seat, command: Command, so_already: str) -> None:
    seat.talk.say(done(1, so_already, seat.run(command)))
