"""Terminals as tests have them: pyte's, and one that keeps what pyte does not know of.

Both show their cells as the same thing, so that what two of them show can be compared: what can
be seen, a blank's letters have no colour.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyte
from rich._palettes import EIGHT_BIT_PALETTE
from wcwidth import wcwidth

#: Attributes that are seen where there is no letter.
_LINES = {"underscore", "strikethrough", "reverse", "blink", "4", "5", "7", "9", "21", "53"}


class Seen(NamedTuple):
    """What is seen of a cell."""

    text: str
    looks: frozenset[str]


def _seen(text: str, looks: frozenset[str]) -> Seen:
    text = unicodedata.normalize("NFC", text)
    if text == " " and not any(look in _LINES or look.startswith("link") for look in looks):
        looks = frozenset(look for look in looks if look.startswith("bg"))
    return Seen(text, looks)


def _colour(rest: Iterator[str]) -> str:
    """A colour of 24 bits or a number, as xterm shows it; the first 22 are the person's own."""
    if next(rest) == "2":
        return ";".join([next(rest), next(rest), next(rest)])
    number = int(next(rest))
    return f"5;{number}" if number < 22 else ";".join(map(str, EIGHT_BIT_PALETTE[number]))


def _whole(row: list[Seen]) -> list[Seen]:
    """A row in which half a wide character is a blank, as terminals show it."""
    shown = row[:]
    for at, cell in enumerate(row):
        is_wide = bool(cell.text) and wcwidth(cell.text[0]) == 2
        after = row[at + 1].text if at + 1 < len(row) else None
        before = row[at - 1].text[:1] if at else ""
        if (is_wide and after != "") or (not cell.text and not (before and wcwidth(before) == 2)):
            shown[at] = _seen(" ", cell.looks)
    return shown


class Pyte:
    """pyte's terminal; `erases`: whether it erases with the colour of the ground."""

    def __init__(self, columns: int, rows: int, *, erases: bool = True) -> None:
        self._screen = (pyte.Screen if erases else _Uncoloured)(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self.feed("\x1b[?7l")

    def feed(self, sent: str) -> None:
        """Take what is sent; what pyte would show as text is left out."""
        sent = re.sub(r"\x1b\[\?[\d;]*\$p|\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[<>][\d;]*u", "", sent)
        self._stream.feed(sent.replace("\n", "\r\n"))

    @property
    def cells(self) -> list[list[Seen]]:
        """What is seen."""
        return seen_of(self._screen)

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the cursor is."""
        return self._screen.cursor.x, self._screen.cursor.y


class _Uncoloured(pyte.Screen):
    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        before = self.cursor.attrs
        self.cursor.attrs = self.default_char
        super().erase_in_line(how, private)
        self.cursor.attrs = before


def seen_of(screen: pyte.Screen) -> list[list[Seen]]:
    """What is seen of a screen of pyte's."""
    return [
        _whole([_of_pyte(screen.buffer[y][x]) for x in range(screen.columns)])
        for y in range(screen.lines)
    ]


def _of_pyte(cell: Any) -> Seen:
    looks = {f"fg{cell.fg}", f"bg{cell.bg}"} - {"fgdefault", "bgdefault"}
    flags = ("bold", "italics", "underscore", "strikethrough", "reverse", "blink")
    return _seen(cell.data, frozenset(looks | {flag for flag in flags if getattr(cell, flag)}))


_TOKEN = re.compile(
    r"\x1b\[(?P<move>\d*(?:;\d*)?)H|\x1b\[(?P<column>\d+)G|(?P<erase>\x1b\[K)"
    r"|\x1b\[(?P<blanks>\d+)X|\x1b\[(?P<count>\d*)(?P<way>[ABCD])"
    r"|(?P<next>\x1bD)|(?P<before>\x1bM)|(?P<first>\r)|(?P<back>\x08)"
    r"|\x1b\[(?P<look>[\d;]*)m|\x1b\]8;[^;]*;(?P<link>[^\x1b]*)\x1b\\|(?P<line>\n)"
    r"|(?P<whole>\x1b\[r)|(?P<mode>\x1b\[\?[\d;]*(?:[hl]|\$p))|(?P<text>[^\x00-\x1f])"
)
_OFF = {"22": "12", "24": ("4", "21"), "23": "3", "25": "5", "27": "7", "29": "9", "55": ("53",)}


#: What terminals may draw in another number of cells than we count, of what tests draw.
_UNSURE = frozenset("\u0301\U0001f600क")


class Careful:
    """A terminal that keeps every attribute, and links; it fails where it is sent anything else.

    It fails, too, where it is told to scroll, or to go on from a place that others do not share.
    """

    def __init__(self, columns: int, rows: int, *, erases: bool = True) -> None:
        self._erases = erases
        self._columns = columns
        self._rows = [[Seen(" ", frozenset())] * columns for _ in range(rows)]
        self._looks: frozenset[str] = frozenset()
        self._x = self._y = 0
        self.is_trusting = True
        """Whether all terminals are taken to draw what is unsure as it does."""
        self.has_margins = False
        """Whether a part of it scrolls: nobody comes out of it by steps."""
        self._is_shared = True

    @property
    def cells(self) -> list[list[Seen]]:
        """What is seen."""
        return [_whole(row) for row in self._rows]

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the cursor is."""
        return self._x, self._y

    def feed(self, sent: str) -> None:
        """Take what is sent."""
        at = 0
        while at < len(sent):
            found = _TOKEN.match(sent, at)
            assert found, f"not understood: {sent[at : at + 20]!r}"
            at = found.end()
            match found.lastgroup:
                case "look":
                    self._look(found["look"].split(";"))
                case "link":
                    self._be("link", found["link"])
                case "erase":
                    self._erase(self._columns - self._x)
                case "blanks":
                    self._erase(int(found["blanks"]))
                case "text":
                    self._draw(found["text"])
                case sort if sort != "mode":
                    self._move(found)

    def _move(self, found: re.Match[str]) -> None:
        match found.lastgroup:
            case "move":
                row, _, column = found["move"].partition(";")
                self._y = int(row or 1) - 1
                self._go_to(int(column or 1) - 1)
            case "column":
                self._go_to(int(found["column"]) - 1)
            case "first":
                self._go_to(0)
            case "whole":
                self.has_margins = False
                self._y = 0
                self._go_to(0)
            case "line":
                self._go_down(1)
                self._go_to(0)
            case "next" | "before":
                self._go_down(1 if found["next"] else -1)
            case "back":
                self._go("D", 1)
            case "way":
                self._go(found["way"], int(found["count"] or 1))

    @property
    def _is_known(self) -> bool:
        """Whether others have it there, too: behind the last column, some have it on that."""
        return self._is_shared and self._x < self._columns

    def _go_to(self, column: int) -> None:
        assert 0 <= column < self._columns, "moved over the edge"
        self._x = column
        self._is_shared = True

    def _go_down(self, rows: int) -> None:
        assert not self.has_margins, "went where a part of the screen may scroll"
        assert 0 <= self._y + rows < len(self._rows), "scrolled"
        self._y += rows

    def _go(self, way: str, count: int) -> None:
        assert self._is_known, "moved from nobody knows where"
        if way in "AB":
            self._go_down(count if way == "B" else -count)
        else:
            self._go_to(self._x + (count if way == "C" else -count))

    def _erase(self, count: int) -> None:
        assert self._is_known, "erased nobody knows where"
        ground = frozenset(look for look in self._looks if look.startswith("bg"))
        blank = Seen(" ", ground if self._erases else frozenset())
        self._rows[self._y][self._x : self._x + count] = [blank] * count

    def _draw(self, character: str) -> None:
        row = self._rows[self._y]
        width = max(0, wcwidth(character))
        if width == 0:
            at = self._x - 1
            at -= row[at].text == ""
            row[at] = _seen(row[at].text + character, row[at].looks)
            self._is_shared = self.is_trusting or character not in _UNSURE
            return
        assert self._is_shared, "drawn nobody knows where"
        assert self._x + width <= self._columns, "written over the edge"
        row[self._x] = _seen(character, self._looks)
        if width == 2:
            row[self._x + 1] = Seen("", self._looks)
        self._x += width
        self._is_shared = self.is_trusting or character not in _UNSURE

    def _be(self, kind: str, value: str) -> None:
        kept = {look for look in self._looks if not look.startswith(kind)}
        self._looks = frozenset(kept | ({kind + value} if value else set()))

    def _look(self, codes: list[str]) -> None:
        rest = iter(codes)
        for code in rest:
            number = int(code or 0)
            if number == 0:
                self._looks = frozenset(look for look in self._looks if look.startswith("link"))
            elif number in (38, 48):
                self._be("fg" if number == 38 else "bg", _colour(rest))
            elif number in (39, 49):
                self._be("fg" if number == 39 else "bg", "")
            elif number // 10 in (3, 9):
                self._be("fg", code)
            elif number // 10 in (4, 10):
                self._be("bg", code)
            elif code in _OFF:
                self._looks = self._looks - frozenset(_OFF[code])
            else:
                self._looks = self._looks | {code}
