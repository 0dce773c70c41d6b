"""What undo and redo have to say, in plain words: pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from store.changes import WATCH, Act, Kept, Operation, Undone
from store.dates import Instant
from store.history import Version
from store.ids import Kind


def local(at: Instant, form: str = "%Y-%m-%d %H:%M") -> str:
    """A moment on this machine's clock."""
    moment = datetime.fromisoformat(at)
    try:
        return moment.astimezone().strftime(form)
    except OverflowError:
        # At an end of the calendar, which only an altered store holds: in UTC, as it stands there.
        return moment.strftime(form)


def what(operation: Operation) -> str:
    """What an operation did: `decided 500 reports`, `undid: decided 500 reports`."""
    if operation.act in (Act.DO, Act.BUILD, Act.EXPORT):
        return operation.label
    return f"{_ACTS[operation.act]}: {operation.label}"


_ACTS = {Act.UNDO: "undid", Act.REDO: "did again", Act.ROLL_BACK: "rolled back"}


def done_sentence(act: Act, done: Undone) -> str:
    """As `Undone: decided 500 reports (R12 and 2 more changed since by sami and stay)`."""
    said = "Undone" if act is Act.UNDO else "Done again"
    label = done.target.label
    if not done.kept_count:
        return f"{said}: {label}."
    reason = _reason(done)
    if not done.restored:
        return f"Not {said.lower()}, for all of it stays: {label} ({reason})."
    return f"{said}: {label} ({reason})."


def _reason(done: Undone) -> str:
    """Why records stay as they are."""
    used = [one for one in done.kept if one.is_used]
    changed = [one for one in done.kept if not one.is_used]
    # Those that are not listed are counted with what most of the listed are.
    unlisted = done.kept_count - len(done.kept)
    parts = []
    if changed:
        count = len(changed) + unlisted
        parts.append(f"{_named(changed, count)} changed since by {_people(changed)}")
    if used:
        count = len(used) + (0 if changed else unlisted)
        verb = "is" if count == 1 else "are"
        parts.append(f"{_named(used, count)} {verb} used since by {_people(used)}")
    return f"{'; '.join(parts)} and {'stays' if done.kept_count == 1 else 'stay'}"


def _named(kept: list[Kept], count: int) -> str:
    """`R12`, `R12 and R14`, `R12 and 2 more`."""
    if count == 2 and len(kept) == 2:
        return f"{kept[0].ref} and {kept[1].ref}"
    return kept[0].ref if count == 1 else f"{kept[0].ref} and {count - 1:,} more"


def _people(kept: list[Kept]) -> str:
    """`sami`, `sami and vera`, `sami, vera and 2 others`."""
    names = list(dict.fromkeys(one.by or "somebody" for one in kept))
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} others"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def earlier_question(act: Act, operation: Operation) -> str:
    """What to ask before an operation of another session is undone."""
    verb = "undo" if act is Act.UNDO else "do again"
    count = f", {operation.records:,} records" if operation.records > 1 else ""
    return (
        f"This was done in another session, {local(operation.at)}: "
        f"{what(operation)}{count}. {verb.capitalize()} it?"
    )


#: What such a note says before it names the fields.
CONFLICT_NOTE = "Changed outside."


def intake_sentence(taken: Operation, versions: Sequence[Version]) -> str:
    """What came in: `Another program changed incidents.json: 1 deleted; 1 conflict, N11`.

    A new note of the same operation keeps what both sides changed.  Where not all of its versions
    were read, its records are only counted.  What its reason has to say follows.
    """
    begin = "Another program changed incidents.json"
    told = taken.reason.partition("; ")[2]
    end = f"; {told}." if told else "."
    if len(versions) < taken.records or not versions:
        return f"{begin}: {taken.records:,} records came in{end}"
    conflicts = [one.name for one in versions if _is_conflict(one, taken)]
    rest = [one for one in versions if one.name not in conflicts]
    added = sum(one.before is None for one in rest)
    deleted = sum(one.after is None for one in rest)
    counts = ((added, "added"), (len(rest) - added - deleted, "changed"), (deleted, "deleted"))
    parts = [", ".join(f"{count:,} {word}" for count, word in counts if count)]
    if len(conflicts) == 1:
        parts.append(f"1 conflict, {conflicts[0]}")
    elif conflicts:
        more = len(conflicts) - 1
        parts.append(f"{len(conflicts):,} conflicts, {conflicts[0]} and {more:,} more")
    return f"{begin}: {'; '.join(part for part in parts if part)}{end}"


def _is_conflict(version: Version, taken: Operation) -> bool:
    """Whether it is a note that the desk itself wrote while it took the file in."""
    if not version.name.startswith(Kind.NOTE.value) or version.before is not None:
        return False
    note = version.after or {}
    created, body = note.get("created"), str(note.get("body", ""))
    is_own = isinstance(created, dict) and created.get("by") == taken.author
    return is_own and CONFLICT_NOTE in body


def outside_question(operation: Operation) -> tuple[str, str]:
    """What to ask before another program's changes are undone, or a watch's: title and text."""
    count = f"{operation.records:,} record{'' if operation.records == 1 else 's'}"
    if operation.author == WATCH:
        said = (
            f"This came in by itself {local(operation.at)}, from a place that is watched: {count}."
        )
        return "Undo what came in", f"{said} Undo it? It is not taken in again."
    return "Undo another program's changes", (
        f"Another program wrote this into incidents.json, and it came in {local(operation.at)}: "
        f"{count}. Undo it? What was changed since stays."
    )
