"""A store, at a quick look."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from store.care.health import Document, Health, Inside
from store.text import clean
from tui.cli.codes import DAMAGED
from tui.doctor.finding import Finding, bad, remark

#: So many of those at work are named.
MOST_NAMES = 5


def findings(health: Health, drafts: int) -> Iterator[Finding]:
    """What there is to say of it; `drafts` is how many of this user were left."""
    yield _store(health)
    yield from _disk(health)
    if health.open_to:
        mode = f"{health.folder.folder_mode:o}"
        said = f"more people can look into it than share it: {', '.join(health.open_to)}"
        yield remark("modes", said, f"`chmod {mode} {_quoted(health.folder.path)}`.")
    else:
        yield Finding("modes", f"{health.folder.folder_mode:o} and {health.folder.file_mode:o}")
    if health.inside is not None:
        yield from _inside(health.inside, health)
    yield Finding("at work", _present(health))
    if drafts:
        yield Finding("drafts", f"{drafts} left of yours: the desk offers them")
    else:
        yield Finding("drafts", "none left of yours")
    command = f"incident-desk verify --store {_quoted(health.folder.path)}"
    yield Finding("all of it", f"`{command}` looks through every record, which takes longer")


def _quoted(path: Path) -> str:
    name = str(path)
    # A name that cannot be shown cannot be copied either.
    return shlex.quote(name) if clean(name) == name else "FOLDER"


def _store(health: Health) -> Finding:
    path, verify = str(health.folder.path), "`incident-desk verify` lists what is wrong"
    if health.is_damaged:
        said = f"{path} is damaged{f' ({health.problem})' if health.problem else ''}"
        return bad(
            "store", said, f"{verify}; a backup, `restore` and `recover` bring it back.", DAMAGED
        )
    if health.is_interrupted:
        return remark(
            "store", f"{path}, of which a restore was broken off", "Open it: that ends it."
        )
    if health.inside is None and not health.network:
        return remark("store", f"{path} was not looked into: {health.problem}", "Open it once.")
    if health.only_reads:
        mend = "Who may write there can change it; you can read all of it."
        return remark("store", f"{path}, for reading only: {health.only_reads}", mend)
    return Finding("store", f"{path}, to be read and written")


def _disk(health: Health) -> Iterator[Finding]:
    free = f"{_size(health.free)} free"
    if health.free < health.needed:
        mend = (
            f"Make room: {_size(health.needed)} should be free, as incidents.json is written anew."
        )
        yield remark("disk", free, mend)
    else:
        where = "of a network" if health.network else "of this computer"
        yield Finding("disk", f"{where}, {free}")


def _inside(inside: Inside, health: Health) -> Iterator[Finding]:
    if inside.is_older:
        said = f"schema {inside.schema}, of an older Incident Desk"
        yield remark("schema", said, "Opening it where you may write brings it up to date.")
    else:
        yield Finding("schema", str(inside.schema))
    newest = f", the newest at {inside.at} by {inside.author}" if inside.at else ""
    yield Finding("operations", f"{inside.operations:,}{newest}")
    if inside.is_older:
        return
    if inside.indexed < 1:
        said = f"{int(inside.indexed * 100)} % of the full-text index is built"
        yield remark("index", said, "An open desk goes on with it, and so does a search.")
    else:
        yield Finding("index", "the full-text index is whole")
    yield _document(inside, health)


def _document(inside: Inside, health: Health) -> Finding:
    name, write = "incidents.json", "`incident-desk checkpoint` writes it."
    match inside.document:
        case Document.IN_STEP:
            return Finding(name, "in step")
        case Document.BEHIND if health.present:
            return Finding(name, f"{_operations(inside.behind)} behind: it follows those at work")
        case Document.BEHIND:
            return remark(name, f"{_operations(inside.behind)} behind, and nobody at work", write)
        case Document.MISSING:
            return remark(name, "missing; all of it is in desk.sqlite", write)
    said = "another program has written it, or touched it"
    return remark(name, said, "The desk takes in what that changed, or asks.")


def _operations(count: int) -> str:
    return "one operation" if count == 1 else f"{count:,} operations"


def _present(health: Health) -> str:
    named = [f"{one.who} on {one.record}" if one.record else one.who for one in health.present]
    more = f" and {len(named) - MOST_NAMES} more" if len(named) > MOST_NAMES else ""
    return ", ".join(named[:MOST_NAMES]) + more if named else "nobody"


def _size(count: int) -> str:
    """Bytes as a person reads them: `1.2 GB`."""
    size = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if size >= 10 or unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} TB"
