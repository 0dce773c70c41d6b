"""Processes that somebody else has started, and that have to end."""

from __future__ import annotations

import time
from collections.abc import Sequence

import psutil

from tests.tui.terminal import PATIENCE

#: So many seconds lie between two looks.
_ROUND = 0.02


def wait_until_gone(processes: Sequence[psutil.Process]) -> list[psutil.Process]:
    """Those that are still there long after they should have ended."""
    until = time.monotonic() + PATIENCE
    left = [one for one in processes if _goes_on(one)]
    while left and time.monotonic() < until:
        time.sleep(_ROUND)
        left = [one for one in left if _goes_on(one)]
    return left


def _goes_on(process: psutil.Process) -> bool:
    # Of one that has ended something is left until its parent has looked, who may be gone himself.
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
