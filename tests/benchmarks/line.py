"""A slow line between a program and its terminal, one way: pure, fed with times in seconds."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

#: What lies in the buffers of a line before who writes has to wait: SSH's window and the kernel's.
ROOM = 1 << 16
#: Bytes that arrive together: a packet that a slow line carries.
PACKET = 512


class Speed(NamedTuple):
    """How slow a line is."""

    round_trip: float
    """Seconds to the other end and back, for a byte that finds the line free."""
    rate: float
    """Bytes a second."""


class Line:
    """Bytes on their way: each packet waits for those before it, then for the way itself."""

    def __init__(self, speed: Speed) -> None:
        self._speed = speed
        self._free = 0.0
        self._way: deque[tuple[float, bytes]] = deque()
        self._size = 0

    def put(self, now: float, sent: bytes) -> None:
        """Begin to carry bytes."""
        for at in range(0, len(sent), PACKET):
            packet = sent[at : at + PACKET]
            self._free = max(now, self._free) + len(packet) / self._speed.rate
            self._way.append((self._free + self._speed.round_trip / 2, packet))
            self._size += len(packet)

    def arrived(self, now: float) -> list[tuple[float, bytes]]:
        """What has come to the other end since it was asked last, each packet with its moment."""
        came = []
        while self._way and self._way[0][0] <= now:
            came.append(self._way.popleft())
            self._size -= len(came[-1][1])
        return came

    @property
    def next(self) -> float | None:
        """When the next packet arrives; None where nothing is on its way."""
        return self._way[0][0] if self._way else None

    @property
    def has_room(self) -> bool:
        """Whether who writes need not wait."""
        return self._size < ROOM
