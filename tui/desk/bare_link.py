"""The desk's side of a bare file: what is read of it, and the store that is made of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tui.bindings import Bindings
from tui.desk.link import Link
from tui.render import bare


class BareLink(Link):
    """Reads a copy of a bare TinyDB file."""

    is_bare = True

    @property
    def store_name(self) -> str:
        file = self._repository.bare
        return file.name if file else super().store_name

    @property
    def inside(self) -> str:
        return self._repository.told

    def remark(self, bindings: Bindings) -> str:
        return bare.remark(self.only_reads, self.inside, bindings)

    @property
    def is_outdated(self) -> bool:
        """Whether the file was changed since it was opened."""
        return self._repository.is_outdated

    def as_of(self, sequence: int, progress: Callable[[int, int], None]) -> Link:
        return BareLink(self._repository.as_of(sequence, progress))

    def place_for_store(self) -> Path:
        """Where a store of it can be made; UnwritableStore where none can."""
        return self._repository.place_for_store()

    def adopt(self, to: Path, progress: Callable[[int, int], None], remark: str) -> Link:
        """Make a store of it there; `close` it.  What `progress` raises ends that."""
        return Link(self._repository.adopt_there(to, progress), remark)
