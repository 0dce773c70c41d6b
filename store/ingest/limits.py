"""What reading may cost, and what it may reach."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """How much one document may cost; what exceeds it is told of, and the rest goes on."""

    memory: int = 512 << 20
    """Bytes of address space of the process that reads, with Python and its libraries."""
    processor: int = 10
    """Seconds of the processor."""
    seconds: float = 60
    """By the clock, for reading one document; a slow machine is none of its faults."""
    size: int = 64 << 20
    """Bytes of a document; of a mailbox, of each letter."""
    answer: int = 128 << 20
    """Bytes of what is made of one document."""
    fetching: float = 60
    """Seconds by the clock for fetching one address, redirects included."""
    silence: float = 15
    """Seconds in which a server must say something."""


class Allowed(NamedTuple):
    """What reading may reach and cost."""

    private: bool = False
    """Whether an address may be one of this machine or of the network around it."""
    limits: Limits = Limits()
