"""Building a damaged working copy anew from incidents.json; the damaged one is kept."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import apsw

from store import holder, presence
from store.care import damage, switch
from store.care.rescue import take_saved
from store.errors import DamagedFile, NotAStore, UnreadableStore
from store.folder import Folder, sync
from store.text import clean
from store.tiny import checkpoint, marks, replaced
from store.tiny.checkpoint import Progress

#: Moved in this order: a log without its database does no harm, the other way round it does.
_LOGS = ("-wal", "-shm", "-journal")


def rebuild(folder: Folder, reason: str, progress: Progress | None = None) -> Path:
    """Set the damaged working copy aside and build it anew; where the damaged one lies.

    Raises UnreadableStore where incidents.json cannot be read either, or others have the store
    open; nothing is changed then.
    """
    with switch.alone_in(folder) as is_alone:
        if not is_alone:
            raise UnreadableStore(
                folder.working_copy,
                f"{reason}; it is built anew when those who have the store open have left",
            )
        return _rebuild(folder, reason, progress)


def rebuild_noted(folder: Folder, progress: Progress | None = None) -> Path | None:
    """The same for a working copy that was found damaged before, unless others have it open.

    It is looked through first; None where it is whole, or others are at work in it.
    """
    with switch.alone_in(folder) as is_alone:
        if not is_alone:
            return None
        reason = damage.found(folder) if folder.working_copy.exists() else ""
        aside = _rebuild(folder, reason, progress) if reason else None
        damage.forget(folder)
        return aside


def bring_back(folder: Folder, progress: Progress | None = None) -> Path | None:
    """Put a working copy where there is none: one that was saved, which is returned, or a new one.

    Raises UnreadableStore where others have the store open: they have what was there, and go on.
    """
    with switch.alone_in(folder) as is_alone:
        if is_alone:
            # Somebody else may have done it since it was looked for.
            if folder.working_copy.exists():
                return None
            saved = take_saved(folder)
            if saved is None:
                checkpoint.build(folder, progress)
            return saved
    # Who builds it holds the folder alone, and is waited for here.
    held = switch.enter(folder)
    if held is not None:
        os.close(held)
    if folder.working_copy.exists():
        return None
    raise UnreadableStore(
        folder.working_copy,
        f"it was removed, and {_who(folder)} still has the store open; it is brought back when the "
        "store is opened after everybody has closed it",
    )


def _who(folder: Folder) -> str:
    names = sorted({clean(one.who) for one in presence.present(folder)})
    return ", ".join(names) or holder.of_lock(folder, folder.originals)


def _rebuild(folder: Folder, reason: str, progress: Progress | None) -> Path:
    aside = replaced.free_name(folder.working_copy, "damaged")

    def move() -> None:
        for end in _LOGS:
            log = folder.working_copy.with_name(f"desk.sqlite{end}")
            if log.exists():
                log.rename(aside.with_name(f"{aside.name}{end}"))
        sync(folder.path)
        folder.working_copy.rename(aside)

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
