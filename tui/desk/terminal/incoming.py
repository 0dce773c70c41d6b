"""What comes from a terminal, cut into what it means: text, keys, pastes, answers.

Chunks end anywhere: in a character, in a sequence, in a paste.  What is not understood is left
out, and never acts as keys.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class Sort(Enum):
    """What a part of the input is."""

    TEXT = "text"
    """Characters, each of them a key."""
    SEQUENCE = "sequence"
    """One whole sequence, of a key or of the terminal itself."""
    ESCAPE = "escape"
    """The key Escape."""
    PASTE = "paste"
    """What was pasted, in whole, whatever stands in it."""
    ANSWER = "answer"
    """Whether the terminal knows synchronized output."""


class Part(NamedTuple):
    """A part of the input."""

    sort: Sort
    text: str


#: So many seconds Escape is waited with: it may begin a sequence that a slow line has cut.
ESCAPE_WAIT = 0.1
#: A sequence that has begun beyond doubt comes to its end, or is noise.
SEQUENCE_WAIT = 1.0
#: A paste that stops for so long is given on, as far as it has come.
PASTE_WAIT = 5.0
#: What comes behind such a stop is typed when it is no longer than a key's sequence, else pasted.
TYPED = 8
#: An answer that is longer than this is none.
LONGEST = 4096

_ESCAPE = Part(Sort.ESCAPE, "\x1b")
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
#: What stands for bytes that are no UTF-8.
_NOISE = "\ufffd"

# Alt with a letter is Escape and the letter, which come together over a slow line: no key of ours
# has Alt, but those that move by words and delete them.
_PART = re.compile(
    r"(?P<answer>\x1b\[\?2026;\d\$y)"
    r"|(?P<sequence>\x1b\[(?:\[[A-E]|M[^\x1b]{3}|(?!\[|M)[0-?\ufffd]*[ -/]*[@-~]|[0-9;]+\$)"
    r"|\x1bO[!-~]|\x1b[bf\x7f])"
    r"|(?P<string>\x1b[\]P_][^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|(?P<text>[^\x1b]+)",
    re.DOTALL,
)
#: A sequence that has begun, and may yet come to its end.
_BEGUN = re.compile(
    r"\x1b(?:\[(?:\[|M[^\x1b]{0,2}|[0-?\ufffd]*[ -/]*)|O|[\]P_][^\x07\x1b]*\x1b?)?", re.DOTALL
)
#: One that cannot: nobody has typed the numbers in it.
_BROKEN = re.compile(r"\x1b\[[0-?\ufffd]+[ -/]*")


class Incoming:
    """The input of a terminal, as it comes in."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self._rests_since = 0.0
        self._heard = 0.0
        self._pasted: list[str] | None = None
        self._is_stopped = False

    def take(self, raw: bytes, now: float) -> Iterator[Part]:
        """The parts that are whole with what has come now."""
        text = self._decode(raw)
        if self._is_stopped and len(text) <= TYPED and _PASTE_ENDS not in text:
            # The end of the paste was lost, and somebody is at the keys again.
            self._pasted, self._rest = None, ""
        self._is_stopped = False
        self._heard = now
        had_rest = bool(self._rest)
        text, self._rest = self._rest + text, ""
        yield from self._cut(text)
        if self._rest and not had_rest:
            self._rests_since = now

    def until(self) -> float | None:
        """When to look again, if nothing comes; None when nothing is waited for."""
        if self._pasted is not None:
            return None if self._is_stopped else self._heard + PASTE_WAIT
        if not self._rest:
            return None
        return self._rests_since + (ESCAPE_WAIT if self._rest == "\x1b" else SEQUENCE_WAIT)

    def lapse(self) -> Iterator[Part]:
        """The parts that are whole because nothing came until then."""
        if self._pasted is not None:
            self._is_stopped = True
            yield from self._give_paste()
            return
        rest, self._rest = self._rest, ""
        if rest and len(rest) <= 2:
            # Two keys of somebody quick.  What is longer is the half of something.
            yield _ESCAPE
            if rest[1:]:
                yield Part(Sort.TEXT, rest[1:])

    def _cut(self, text: str) -> Iterator[Part]:
        at = 0
        while at < len(text):
            if self._pasted is not None:
                end = text.find(_PASTE_ENDS, at)
                if end < 0:
                    kept = _begun_end(text)
                    self._pasted.append(text[at : len(text) - kept])
                    self._rest = text[len(text) - kept :]
                    return
                self._pasted.append(text[at:end])
                yield from self._give_paste()
                self._pasted = None
                at = end + len(_PASTE_ENDS)
                continue
            found = _PART.match(text, at)
            if found:
                at = found.end()
                yield from self._found(found)
            elif len(text) - at < LONGEST and _BEGUN.fullmatch(text, at):
                self._rest = text[at:]
                return
            elif broken := _BROKEN.match(text, at):
                at = broken.end()
            else:
                at += 1
                yield _ESCAPE

    def _found(self, found: re.Match[str]) -> Iterator[Part]:
        """What has been found, where it means something."""
        match found.lastgroup:
            case "text":
                text = found[0].replace(_NOISE, "")
                if text:
                    yield Part(Sort.TEXT, text)
            case "answer":
                yield Part(Sort.ANSWER, found[0])
            case "sequence" if found[0] == _PASTE_BEGINS:
                self._pasted = []
            case "sequence" if found[0] != _PASTE_ENDS and _NOISE not in found[0]:
                yield Part(Sort.SEQUENCE, found[0])

    def _give_paste(self) -> Iterator[Part]:
        pasted = "".join(self._pasted or ())
        self._pasted = []
        if pasted:
            yield Part(Sort.PASTE, pasted)


def _begun_end(text: str) -> int:
    """How many characters at the end of a paste may belong to the sequence that ends it."""
    longest = min(len(text), len(_PASTE_ENDS) - 1)
    return next((size for size in range(longest, 0, -1) if _PASTE_ENDS.startswith(text[-size:])), 0)
