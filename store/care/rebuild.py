"""Building a damaged working copy anew from incidents.json; the damaged one is kept."""

from __future__ import annotations

import shlex
from pathlib import Path

import apsw

from store.care import switch
from store.errors import DamagedFile, NotAStore, UnreadableStore
from store.folder import Folder, sync
from store.tiny import checkpoint, marks, replaced
from store.tiny.checkpoint import Progress

#: Moved in this order: a log without its database does no harm, the other way round it does.
_LOGS = ("-wal", "-shm", "-journal")


def rebuild(folder: Folder, reason: str, progress: Progress | None = None) -> Path:
    """Set the damaged working copy aside and build it anew; where the damaged one lies.

    Raises UnreadableStore where incidents.json cannot be read either, or others have the store
    open; nothing is changed then.
    """
    aside = replaced.free_name(folder.working_copy, "damaged")

    def move() -> None:
        for end in _LOGS:
            log = folder.working_copy.with_name(f"desk.sqlite{end}")
            if log.exists():
                log.rename(aside.with_name(f"{aside.name}{end}"))
        sync(folder.path)
        folder.working_copy.rename(aside)

    with switch.alone_in(folder) as is_alone:
        if not is_alone:
            raise UnreadableStore(
                folder.working_copy,
                f"{reason}; it is built anew when those who have the store open have left",
            )
        if not folder.document_file.exists():
            raise _lost(folder, f"{reason}, and there is no incidents.json")
        try:
            checkpoint.build(folder, progress, aside=move)
        except (DamagedFile, NotAStore) as error:
            told = str(error).removesuffix(" Nothing was changed.").removesuffix(".")
            raise _lost(folder, f"{reason}, and {told}") from error
    return aside


def what_is_missing(connection: apsw.Connection, aside: Path | None) -> str:
    """What a person is told when a working copy was built; "" where nothing can be missing."""
    built = marks.read(connection).built
    covered = built.lineage[1] if built else None
    if aside is None and covered in (None, 0):
        return ""
    what = f"was damaged and is kept as {aside.name}" if aside else "was not there"
    if isinstance(covered, int) and covered:
        source = f"incidents.json, which covers operation {covered}"
    else:
        source = "incidents.json, which says not what it covers"
    return (
        f"desk.sqlite {what}; it was built from {source}. The history before is missing, and so is "
        "what was changed after that file was written."
    )


def _lost(folder: Folder, reason: str) -> UnreadableStore:
    place = shlex.quote(str(folder.path))
    return UnreadableStore(
        folder.working_copy,
        f"{reason}; `incident-desk recover NEW --store {place}` saves what can still be read into "
        "a new store",
    )
