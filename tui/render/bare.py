"""What is said of a bare file: a TinyDB database without a store, which is only looked at."""

from __future__ import annotations

from pathlib import Path

from tui.bindings import USUAL, Bindings
from tui.intents import Action
from tui.render.line import cut, width_of

# In these a desk's `Bindings` put the keys in their places.
#: Behind the sentence why nothing can be changed.
WAY_OUT = "On the desk, {make-store} makes a store of it."
REFUSED = "Nothing can be changed here: it is a bare TinyDB file."
OUTDATED = (
    "The file was changed since it was opened here. Leave and open it again to see that; "
    "{make-store} makes a store of it as it is now."
)
ALREADY = "This is a store already: {make-store} makes one of a bare TinyDB file."
FROM_THE_PAST = (
    "This is the past. {back} and {close} come back to the file, "
    "and {make-store} makes a store there."
)


def hint(bindings: Bindings) -> tuple[str, str]:
    """What the footer offers first."""
    return bindings.first(Action.MAKE_STORE), "make a store"


def remark(reason: str, inside: str, bindings: Bindings = USUAL) -> str:
    """What is told when the desk opens: that it is only read, what adopts it, what is in it."""
    way_out = bindings.said("{make-store} makes a store of it.")
    return f"Open for reading only: {reason}. {way_out} {inside}".rstrip()


def question(because: str, name: str, to: Path) -> str:
    """What a person says yes to."""
    asked = (
        f"A store is made in the new folder {to}, with a copy of {name} in it. "
        f"{name} stays as it is. The desk goes on in the store."
    )
    return f"{because} {asked}".lstrip()


def made(name: str, to: Path) -> str:
    """What was done."""
    return f"This is a store now, made of a copy of {name}, which stays as it is: {to}."


def made_of_newer(name: str, to: Path) -> str:
    """The same of a file that was changed since it was opened."""
    return (
        f"This is a store now, made of {name} as it is by now: it was changed since you opened it. "
        f"It lies in {to}."
    )


def sign(room: int, bindings: Bindings = USUAL) -> str:
    """That the header is that of a bare file, in the longest words that there is room for."""
    said = (
        bindings.said(" BARE FILE, FOR READING ONLY: {make-store} makes a store of it "),
        " BARE FILE, READING ONLY ",
        " ONLY READ ",
    )
    return cut(next((words for words in said if width_of(words) <= room), said[-1]), room)
