"""The thread that writes to the terminal: it waits for a slow one, and nobody waits for it."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from threading import Condition, Thread

from rich.cells import cell_len

from tui.desk.terminal.outgoing import Outgoing
from tui.unread import throw_away

#: Bytes written at a time: how far a slow terminal has come can be seen.
SLICE = 2048
#: So often what a terminal does not read is thrown away, and each time so many seconds waited
#: until all is written: a large frame may wait there.
TRIES, TRY = 40, 0.02


class Sender(Thread):
    """Sends what is outgoing, when its time has come.

    What is outgoing is touched only by who holds `turn`, and notified when it may have changed.
    """

    def __init__(
        self,
        outgoing: Outgoing,
        turn: Condition,
        descriptor: int,
        encoding: str,
        lost: Callable[[], object],
    ) -> None:
        """`lost` is called when the terminal is gone; what is written then goes nowhere."""
        super().__init__(daemon=True, name="terminal-output")
        self._outgoing, self._turn, self._lost = outgoing, turn, lost
        self._descriptor = descriptor
        self._encoding = encoding
        self._is_ending = False
        self._is_lost = False
        self._sent = 0

    def run(self) -> None:
        while True:
            with self._turn:
                text = self._next()
            if not text:
                return
            self._send(encoded(text, self._encoding))

    def stop(self, patience: float) -> None:
        """End when all is sent; of a terminal that takes nothing for so many seconds, without.

        What such a one has not read is thrown away: it shall read, if ever, how it is given back.
        """
        with self._turn:
            self._is_ending = True
            self._turn.notify()
        sent = -1
        while self.is_alive() and self._sent != sent:
            sent = self._sent
            self.join(patience)
        for _ in range(TRIES):
            if not self.is_alive() or not throw_away(self._descriptor):
                return
            self.join(TRY)

    def _next(self) -> str:
        """What is to be sent, when there is something; "" at the end."""
        while True:
            now = time.monotonic()
            text = self._outgoing.next(now)
            if text or self._is_ending:
                return text
            opens = self._outgoing.opens(now)
            self._turn.wait(None if opens is None else opens - now)

    def _send(self, raw: bytes) -> None:
        at = 0
        while at < len(raw) and not self._is_lost:
            try:
                at += os.write(self._descriptor, raw[at : at + SLICE])
            except BlockingIOError:
                # Another program on this terminal has made it so.
                select.select([], [self._descriptor], [])
            except OSError:
                self._is_lost = True
                self._lost()
            self._sent += 1


def encoded(text: str, encoding: str) -> bytes:
    """The bytes of a text; of a character that the terminal does not know, as many signs as cells.

    So what stands behind it keeps its place.
    """
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b"".join(_encoded(each, encoding) for each in text)


def _encoded(character: str, encoding: str) -> bytes:
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        return b"?" * cell_len(character)
