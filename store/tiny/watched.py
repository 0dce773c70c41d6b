"""Which files are looked at for what another program writes, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from store.folder import Folder
from store.tiny.marks import NOT_KNOWN, NOTHING, Marks, Replaced
from store.tiny.replaced import path_of


def files(folder: Folder, known: Marks) -> Iterator[tuple[Path, str]]:
    """The file and those that were replaced, each with the stamp that it had."""
    yield folder.document_file, known.stamp
    for one in known.replaced:
        yield path_of(folder, one), one.stamp


def unknown(folder: Folder, known: Marks) -> Iterator[tuple[Path, str]]:
    """The file, and those that other programs put in place in the moment in which it was written.

    Of the other ones it is known what they held.
    """
    yield folder.document_file, known.stamp
    for one in known.replaced:
        if one.sha256 == NOT_KNOWN:
            yield path_of(folder, one), one.stamp


def is_replaced(folder: Folder, known: Marks, path: Path) -> bool:
    """Whether it is one of ours that somebody has written into since it was replaced."""
    return any(one.sha256 != NOT_KNOWN for one in _lying(folder, known, path))


def covered(folder: Folder, known: Marks, path: Path, digest: str) -> int | None:
    """The operation that a file of these bytes covers; None where they are not known."""
    if path != folder.document_file:
        # Ours, where a crash came before the two changed places.
        is_known = digest in known.ours or any(
            one.sha256 == digest for one in _lying(folder, known, path)
        )
        return known.operation if is_known else None
    if digest == known.sha256:
        return known.operation
    # A crash came before the new one was in its place.
    return NOTHING if digest == known.before else None


def _lying(folder: Folder, known: Marks, path: Path) -> Iterator[Replaced]:
    return (one for one in known.replaced if path_of(folder, one) == path)
