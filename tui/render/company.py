"""Who else is at work in the store, and what they do, in a few words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from store.dates import Instant
from store.history import Touched
from store.ids import Ref
from store.text import clean
from tui.bindings import USUAL, Bindings
from tui.intents import Action
from tui.render.chrome import Others
from tui.render.line import cut, width_of
from tui.render.mending import local, what

#: So many cells of one's own name stand in the header.
LONGEST_NAME = 16


def people(others: Others, own: str) -> tuple[str, ...]:
    """Their names; of somebody with several desks also how many, one's own with this one."""
    desks = Counter(who for who, _ in others)
    desks.update([own] if own in desks else ())
    return tuple(
        f"{clean(who)} ({count} desks)" if count > 1 else clean(who) for who, count in desks.items()
    )


def call_words(own: str, count: int, bindings: Bindings = USUAL) -> str:
    """As `@ada 2, I`: so many notes call who works here, and the key that lists them."""
    if not count:
        return ""
    key = bindings.of_action[Action.CALLS]
    return f"@{cut(own, LONGEST_NAME)} {count:,}{f', {key.shown}' if key.keys else ''}"


def opened_by(others: Others, ref: Ref | None, own: str) -> str:
    """As `vera has it open`; "" for nobody."""
    names = list(dict.fromkeys(clean(who) for who, record in others if record == ref and ref))
    if not names:
        return ""
    if names == [clean(own)]:
        return "open at another desk of yours"
    said = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{said} {'has' if len(names) == 1 else 'have'} it open"


def change_words(change: Touched, own: str, room: int, today: str) -> str:
    """As `changed by vera 10:32: decided R12 relevant`, shorter where that has no room.

    The time stands there and not how long ago it was: a screen that rests would tell that wrong.
    """
    operation = change.operation
    who = "you elsewhere" if operation.author == own else clean(operation.author)
    did, at = clean(what(operation)), moment(operation.at, today)
    said: tuple[Callable[[], str], ...] = (
        lambda: f"changed by {who} {at}: {did}",
        lambda: f"{who} {at}: {did}",
        lambda: f"changed by {who} {at}",
    )
    return next((words() for words in said if width_of(words()) <= room), f"{who} {at}")


def about_record(
    others: Others, change: Touched | None, ref: Ref, own: str, room: int, today: str
) -> str:
    """As `E412 · vera has it open · changed by noor 10:32: renamed E412`, as far as there is room.

    What was changed goes before who looks at it.
    """
    opened = opened_by(others, ref, own)
    parts = [str(ref), opened] if opened else [str(ref)]
    if change is None:
        return " · ".join(parts)
    left = room - width_of(" · ".join(parts)) - 3
    told = change_words(change, own, left, today)
    if width_of(told) > left:
        parts = [str(ref)]
        told = change_words(change, own, room - width_of(ref) - 3, today)
    return " · ".join([*parts, told])


def moment(at: Instant, today: str) -> str:
    """The time of a moment of today, else also the day, on this machine's clock."""
    said = local(at)
    return said[11:] if said[:10] == today else said
