"""What hostile people put into a store besides records: names, changes, files beside the file."""

from __future__ import annotations

import fcntl
import json
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from platformdirs import user_state_path

from seeds.hard.payloads import CONTROLS, INVISIBLE
from store import folder as folders
from store.codec import decode
from store.commands.notes import WriteNotes
from store.commands.records import WriteRecords
from store.drafts import Drafts
from store.ids import Kind, Ref
from store.repository import Repository
from tests.tui.hostile.marked import documents
from tests.tui.hostile.payloads import BRACKETS, ORDERS

#: A report's text is never edited, and words must stand in it.
_WRITTEN = (Kind.EVENT, Kind.LOCATION, Kind.SOURCE, Kind.ACTOR, Kind.NOTE, Kind.VIEW)
_SOME = "".join((*ORDERS.values(), INVISIBLE["bidi override"], BRACKETS["quit"]))

#: A name of each sort, its marker first: a name is cut early.
AUTHOR = "zq201\x1b[2J\u202e[/]" + _SOME
PRESENT = "zq203\x1b]52;c;eA==\x07\u2066[@click=app.quit]" + _SOME
DRAFT = "zq204" + _SOME + CONTROLS["CR"]
LOGIN = "zq205\x1b[2J\u202e[/]"
FOLDER = "zq206\x1b[2J\u202e[@click=app.quit]x"
FOREIGN = "zq209\x1b[2J\u202e[/]"
CALL = f"zq211{_SOME} @zq205␛[2J⇋[/] @zq205"

NAMES = {
    "zq201": "who changed records",
    "zq203": "who is here",
    "zq204": "a draft",
    "zq205": "the login name",
    "zq206": "the name of the store's folder",
    "zq209": "a foreign field",
    "zq211": "a note that calls",
}


def changes(place: Path) -> None:
    """Somebody with a hostile name changes, notes and undoes."""
    with closing(Repository.open(place, author=AUTHOR)) as repository:
        text = "zq212" + _SOME
        changed = documents([text])
        changed[Kind.EVENT][1][FOREIGN] = FOREIGN
        kept = [decode(kind, 1, table[1]) for kind, table in changed.items() if kind in _WRITTEN]
        repository.run(WriteRecords(kept))
        repository.run(WriteNotes([Ref("R1"), Ref("E1")], CALL))
        repository.run(WriteNotes([Ref("R2")], CALL))
        repository.undo()
        repository.checkpoint()


def draft(place: Path, who: str) -> None:
    """A note that this user typed, in an editor that takes anything."""
    drafts = Drafts(folders.find(place), who, user_state_path("incident-desk"))
    kept, _ = drafts.begin([Ref("E1"), Ref("R1")], None, 0, DRAFT)
    kept.keep()


@contextmanager
def present(place: Path) -> Iterator[None]:
    """Somebody on the same machine says in a file of their own that they are here."""
    folder = folders.find(place)
    folder.make(folder.presence)
    told = {"who": PRESENT, "since": "2025-03-09T14:05:00Z", "process": 1, "record": "R1"}
    path = folder.presence / str(uuid.uuid4())
    path.write_text(json.dumps(told | {"session": path.name}))
    with path.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    path.unlink()
