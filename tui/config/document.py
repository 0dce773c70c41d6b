"""A TOML file: its values, and the lines on which they stand, of which tomllib tells nothing."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from typing import Any, NamedTuple


class BadDocument(ValueError):
    """What keeps the file from being read, in a sentence that begins with its line."""


class Document(NamedTuple):
    """The values by name, and where they stand."""

    values: dict[str, Any]
    lines: dict[tuple[str, ...], int]

    def line_of(self, *path: str) -> int:
        """The line of an entry, or that of the one that holds it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1


def parsed(raw: bytes) -> Document:
    """The document; BadDocument where it is no TOML."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadDocument(f"line {line} is not UTF-8") from None
    # As tomllib has it: a line ends with either.
    text = text.replace("\r\n", "\n")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadDocument(_with_line(str(error), text)) from None
    except RecursionError:
        raise BadDocument("its lists lie too deeply in each other") from None
    except ValueError:
        # A number of thousands of digits, or a date that does not exist.
        raise BadDocument("a number or a date in it cannot be read") from None
    return Document(values, _lines(text))


def _with_line(reason: str, text: str) -> str:
    """tomllib's reason, its line first."""
    place = r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$"
    found = re.search(place, reason, re.DOTALL)
    if not found:
        return reason
    line = found[2] or str(len(text.splitlines()) or 1)
    twice = re.fullmatch(r"Cannot declare (\(.*\)) twice", found[1], re.DOTALL)
    if twice:
        # The names as Python writes them.
        return f"line {line}: [{'.'.join(ast.literal_eval(twice[1]))[:60]}] stands there again"
    return f"line {line}: {found[1][:1].lower()}{found[1][1:]}"


#: What can hold brackets and signs that mean nothing, or begins and ends a value.
_PART = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'|#[^\n]*|[\[\]{}\n=]|[^\"'#\[\]{}\n=]+",
    re.DOTALL,
)
_NAME = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*\.?""")


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Each table and entry of a text that is TOML, with the line on which it is named first."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    line, begun, depth = 1, 1, 0
    written, is_value = "", False
    for part in (*(match[0] for match in _PART.finditer(text)), "\n"):
        if part == "\n" and depth == 0:
            if written.strip().startswith("["):
                table = tuple(_names(written.strip().strip("[] \t")))
                found.setdefault(table, begun)
            written, is_value = "", False
        elif is_value:
            depth += (part in "[{") - (part in "]}")
        elif part == "=":
            path = (*table, *_names(written))
            for end in range(len(table) + 1, len(path) + 1):
                found.setdefault(path[:end], begun)
            written, is_value = "", True
        elif not part.startswith("#"):
            begun = begun if written.strip() else line
            written += part
        line += part.count("\n")
    return found


def _names(written: str) -> Iterator[str]:
    """The parts of a dotted name."""
    for match in _NAME.finditer(written):
        part = match[1]
        if part.startswith('"'):
            part = str(tomllib.loads(f"a = {part}")["a"])
        elif part.startswith("'"):
            part = part[1:-1]
        yield part
