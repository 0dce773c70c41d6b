"""What undo and redo have to say, in plain words: pure."""

from __future__ import annotations

from datetime import datetime

from store.changes import Act, Kept, Operation, Undone
from store.dates import Instant


def local(at: Instant, form: str = "%Y-%m-%d %H:%M") -> str:
    """A moment on this machine's clock."""
    return datetime.fromisoformat(at).astimezone().strftime(form)


def what(operation: Operation) -> str:
    """What an operation did: `decided 500 reports`, `undid: decided 500 reports`."""
    if operation.act is Act.DO or operation.act is Act.BUILD:
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
    """What to ask before an operation of an earlier session is undone."""
    verb = "undo" if act is Act.UNDO else "do again"
    count = f", {operation.records:,} records" if operation.records > 1 else ""
    return (
        f"This was done in an earlier session, {local(operation.at)}: "
        f"{what(operation)}{count}. {verb.capitalize()} it?"
    )
