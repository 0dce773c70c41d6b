"""An event for which a thread can wait together with files."""

from __future__ import annotations

import os
import select
import weakref
from threading import Event


class Bell(Event):
    """Can be waited for by `select`: there is something to read from it while it is set."""

    def __init__(self) -> None:
        super().__init__()
        self._heard, self._rung = os.pipe()
        weakref.finalize(self, _close, self._heard, self._rung)

    def fileno(self) -> int:
        """What `select` waits for."""
        return self._heard

    def set(self) -> None:
        """Set it."""
        is_new = not self.is_set()
        super().set()
        if is_new:
            os.write(self._rung, b".")

    def clear(self) -> None:
        """Set it back."""
        super().clear()
        while select.select((self,), (), (), 0)[0]:
            os.read(self._heard, 64)


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
