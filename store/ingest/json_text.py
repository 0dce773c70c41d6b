"""JSON as a stream: one value after the other, of which a window alone is in memory.

RFC 8259 as far as the text keeps to it.  What a record cannot hold is replaced and said: half
characters, numbers that are none, whole numbers above 64 bits (kept as text).
"""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from store.ingest.importer import DataFile
from store.ingest.tables import MOST_RAW, encoding_of
from store.proposals import Rejected

#: So many signs one value may have.
LARGEST_VALUE = 16_000_000
#: So many a text in it.
LONGEST_TEXT = 1_000_000
#: So many lists and objects may lie within each other.
DEEPEST = 100

_CHUNK = 1 << 18
_OF_NUMBER = re.compile(r"[-+.eE0-9]*")
_BLANK = re.compile(r"[ \t\r\n\ufeff\x1e]*")
_PLAIN_END = re.compile(r"[,\]}\s]")
_BRACKET = re.compile(r'["{}\[\]]')
_IN_TEXT = re.compile(r'["\\]')
#: What has to be looked at closely.
_SUSPECT = ("\\u", "NaN", "Infinity")
_LONG = re.compile(r"[0-9](?:[0-9]{18}|[eE]\+?[0-9]{3})")
_HALF = re.compile("[\ud800-\udfff]")

TWICE = "a name stands twice in an object: the last one is read"
CONTROLS = "a text has control characters that are not escaped"
HALF = "a text has half a character, which is replaced"
NO_NUMBER = "a number is none (NaN or infinite), and is left empty"
LARGE = "a whole number has more than 64 bits, and is kept as text"

TOO_DEEP = f"it has more than {DEEPEST} lists and objects within each other"
TOO_LONG_A_NUMBER = "a number in it has more than 4,300 digits"


class Item(NamedTuple):
    """A value as it stands in the text."""

    line: int
    """Where it begins, from 1."""
    value: Any
    odd: tuple[str, ...] = ()
    """What is odd about the way it is written."""
    raw: str = ""
    """Its beginning as it stands there."""
    size: int = 0
    """How many signs it has."""


class JsonText:
    """A file's JSON, read from its beginning on."""

    def __init__(self, file: DataFile) -> None:
        self.encoding = encoding(file)
        self._text = io.TextIOWrapper(file.open(), self.encoding, "replace", newline="")
        self._window, self._at = "", 0
        self._line, self._column = 1, 1
        self._is_ended = False

    def break_off(self, what: str) -> Rejected:
        """Read no further, and say so."""
        line, raw = self._line, self._window[self._at : self._at + 200]
        self._go_to(len(self._window))
        self._is_ended = True
        return Rejected(
            line, "", f"the {what} breaks off here, and what comes after is not read", raw
        )

    def close(self) -> None:
        """Close the file."""
        self._text.close()

    @property
    def place(self) -> str:
        """As `line 3, column 7`."""
        return f"line {self._line}, column {self._column}"

    @property
    def line(self) -> int:
        """The line of the next sign, from 1."""
        return self._line

    def next_sign(self) -> str:
        """The next sign that is no blank, which stays where it is; "" at the end."""
        while True:
            found = _BLANK.match(self._window, self._at)
            self._go_to(found.end() if found else self._at)
            if self._at < len(self._window):
                return self._window[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> bool:
        """Go past a sign, if it is the next."""
        if self.next_sign() != sign:
            return False
        self._go_to(self._at + 1)
        return True

    def value(self) -> Item | Rejected:
        """The next value; what is behind one that cannot be read, is next afterwards."""
        self.next_sign()
        while True:
            read = Decoding()
            try:
                value, end = read.at(self._window, self._at)
            except json.JSONDecodeError as error:
                if self._may_end_here(error) and self._room() and self._more():
                    continue
                return self._rejected(f"it is not JSON at {self._where(error)}")
            except RecursionError:
                return self._rejected(TOO_DEEP)
            except ValueError:
                return self._rejected(TOO_LONG_A_NUMBER)
            # A number may go on behind the window: of `0.5` the `0.` reads as 0.
            of_number = _OF_NUMBER.match(self._window, end)
            is_cut = of_number is not None and of_number.end() == len(self._window)
            if is_cut and self._room() and self._more():
                continue
            raw, line = self._window[self._at : end], self._line
            self._go_to(end)
            return read.item(value, raw, line)

    def skip(self) -> str:
        """Go past the next value, whatever it is, by its brackets; its beginning comes back."""
        sign, kept = self.next_sign(), _Beginning()
        if sign not in ("{", "[", '"'):
            self._pass_plain(kept)
            return kept.text
        open_ = 0
        while True:
            found = self._search(_BRACKET, kept)
            if found == '"':
                self._pass_text(kept)
            elif found in ("{", "["):
                open_ += 1
            elif found:
                open_ -= 1
            if open_ <= 0 or not found:
                return kept.text

    def _pass_text(self, kept: _Beginning) -> None:
        while self._search(_IN_TEXT, kept) == "\\":
            if self._at < len(self._window) or self._more():
                kept.add(self._window[self._at])
                self._go_to(self._at + 1)

    def _pass_plain(self, kept: _Beginning) -> None:
        while True:
            found = _PLAIN_END.search(self._window, self._at)
            end = found.start() if found else len(self._window)
            kept.add(self._window[self._at : end])
            self._go_to(end)
            if found or not self._more():
                return

    def _search(self, wanted: re.Pattern[str], kept: _Beginning) -> str:
        """Go past the next of some signs; "" at the end."""
        while True:
            found = wanted.search(self._window, self._at)
            end = found.end() if found else len(self._window)
            kept.add(self._window[self._at : end])
            self._go_to(end)
            if found:
                return found[0]
            if not self._more():
                return ""

    def _rejected(self, reason: str) -> Rejected:
        line = self._line
        if not self._room():
            reason = f"it has more than {LARGEST_VALUE:,} signs, or does not end"
        return Rejected(line, "", reason, self.skip())

    def _may_end_here(self, error: json.JSONDecodeError) -> bool:
        """Whether more of the text could make it right."""
        return error.msg.startswith("Unterminated") or error.pos > len(self._window) - 16

    def _room(self) -> bool:
        return len(self._window) - self._at <= LARGEST_VALUE

    def _where(self, error: json.JSONDecodeError) -> str:
        before = self._window[self._at : error.pos]
        lines = before.count("\n")
        column = len(before) - before.rfind("\n") if lines else self._column + len(before)
        return f"line {self._line + lines}, column {column}: {plainly(error)}"

    def _go_to(self, at: int) -> None:
        lines = self._window.count("\n", self._at, at)
        if lines:
            self._line += lines
            self._column = at - self._window.rfind("\n", self._at, at)
        else:
            self._column += at - self._at
        self._at = at

    def _more(self) -> bool:
        if self._is_ended:
            return False
        rest = self._window[self._at :]
        chunk = self._text.read(max(_CHUNK, len(rest)))
        if not chunk:
            self._is_ended = True
            return False
        self._window, self._at = rest + chunk, 0
        return True


class Decoding:
    """One value's decoding, and what is odd about it."""

    def __init__(self, *, is_strict: bool = True) -> None:
        self._odd: dict[str, None] = {} if is_strict else {CONTROLS: None}

    def at(self, text: str, start: int) -> tuple[Any, int]:
        """The value that begins there, and where it ends; JSONDecodeError, RecursionError."""
        try:
            return self._decoder().raw_decode(text, start)
        except json.JSONDecodeError as error:
            if not error.msg.startswith("Invalid control character"):
                raise
        self._odd[CONTROLS] = None
        return self._decoder().raw_decode(text, start)

    def item(self, value: Any, raw: str, line: int) -> Item | Rejected:
        """The value as a record can hold it."""
        if len(raw) > LARGEST_VALUE:
            return Rejected(line, "", f"it has more than {LARGEST_VALUE:,} signs", raw[:MOST_RAW])
        if raw.count("[") + raw.count("{") > DEEPEST and _depth(value) > DEEPEST:
            return Rejected(line, "", TOO_DEEP, raw[:MOST_RAW])
        if len(raw) > LONGEST_TEXT and any(len(text) > LONGEST_TEXT for text in _texts(value)):
            reason = f"a text in it has more than {LONGEST_TEXT:,} signs"
            return Rejected(line, "", reason, raw[:MOST_RAW])
        # Each of these takes a part of the time of one pattern for all.
        if any(sign in raw for sign in _SUSPECT) or _LONG.search(raw):
            value = self._plain(value)
        return Item(line, value, tuple(self._odd), raw[:MOST_RAW], len(raw))

    def _decoder(self) -> json.JSONDecoder:
        return json.JSONDecoder(object_pairs_hook=self._object, strict=CONTROLS not in self._odd)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            self._odd[TWICE] = None
        return found

    def _plain(self, value: Any) -> Any:
        match value:
            case str():
                if not _HALF.search(value):
                    return value
                self._odd[HALF] = None
                return _HALF.sub("\ufffd", value)
            case bool() | None:
                return value
            case int() if not -(1 << 63) <= value < 1 << 64:
                self._odd[LARGE] = None
                return str(value)
            case float() if not math.isfinite(value):
                self._odd[NO_NUMBER] = None
                return None
            case list():
                return [self._plain(one) for one in value]
            case dict():
                return {self._plain(name): self._plain(one) for name, one in value.items()}
        return value


class _Beginning:
    """As much of a text as is kept of what is rejected."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, text: str) -> None:
        self.text += text[: MOST_RAW - len(self.text)]


def plainly(error: json.JSONDecodeError) -> str:
    """What a JSON text lacks, as it goes on in a sentence."""
    said = error.msg.removesuffix(" starting at").removesuffix(" at")
    return said[:1].lower() + said[1:]


def encoding(file: DataFile) -> str:
    """As of a table; UTF-16 and UTF-32 without a mark tell themselves by their zeros."""
    with file.path.open("rb") as bytes_:
        first = bytes_.read(4)
    if first[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    zeros: tuple[bool, ...] = tuple(byte == 0 for byte in first)
    by_zeros: dict[tuple[bool, ...], str] = {
        (True, True, True, False): "utf-32-be",
        (False, True, True, True): "utf-32-le",
        (True, False, True, False): "utf-16-be",
        (False, True, False, True): "utf-16-le",
    }
    return by_zeros.get(zeros) or encoding_of(file)


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level and deepest <= DEEPEST:
        level = [inner for one in level for inner in _inside(one)]
        deepest += bool(level)
    return deepest + 1


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _texts(value: Any) -> Iterator[str]:
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from one
            left += one.values()
        elif isinstance(one, list):
            left += one
