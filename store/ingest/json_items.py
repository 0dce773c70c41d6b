"""The items of a JSON file: those of a list, wherever it stands, or one a line."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterator
from contextlib import closing
from typing import Any, NamedTuple

from store.ingest.importer import DataFile, UnreadableSet
from store.ingest.json_text import (
    LARGEST_VALUE,
    TOO_DEEP,
    TOO_LONG_A_NUMBER,
    Decoding,
    Item,
    JsonText,
    encoding,
    plainly,
)
from store.ingest.tables import MOST_RAW
from store.proposals import Flagged, Rejected

#: What may stand around a line's value.
_BLANK = " \t\r\n\ufeff\x1e"

BEHIND = "something stands behind the end, and is not read"


class Member(NamedTuple):
    """A value of an object within the file's object: a document of a table."""

    table: str
    name: str
    item: Item


def items(
    file: DataFile, *lists: str, aside: dict[str, Any] | None = None
) -> Iterator[Item | Rejected | Flagged]:
    """The items of the file's list, of the lists with these names in its object, or of its lines.

    An object without such a list is one item.  `aside` is given what else stands beside the
    lists.  A broken item is rejected, and where it can be told where the next one begins that one
    is read; else it is said that the list breaks off.  Raises UnreadableSet where nothing can be
    read, OSError.
    """
    if _is_lines(file):
        yield from _lines(file)
        return
    with closing(JsonText(file)) as text:
        yield from told(text.encoding)
        if text.take("["):
            yield from _list(text)
        elif text.next_sign() == "{":
            yield from _object(text, lists, {} if aside is None else aside)
        elif text.next_sign():
            raise UnreadableSet(f"is not JSON at {text.place}", text.line)
        else:
            raise UnreadableSet("is empty")
        if text.next_sign():
            yield Rejected(text.line, "", BEHIND)


def members(file: DataFile) -> Iterator[Member | Rejected | Flagged]:
    """The members of the objects and lists in the file's object, in their order.

    A value that is neither is told of.  Raises UnreadableSet, OSError.
    """
    with closing(JsonText(file)) as text:
        yield from told(text.encoding)
        if not text.take("{"):
            raise UnreadableSet(f"is no JSON object at {text.place}", text.line)
        for name in _names(text):
            if isinstance(name, Rejected):
                yield name
                return
            yield from _of_table(text, name)
        if text.next_sign():
            yield Rejected(text.line, "", BEHIND)


def _of_table(text: JsonText, table: str) -> Iterator[Member | Rejected]:
    if text.take("["):
        for number, one in enumerate(_list(text), start=1):
            yield one if isinstance(one, Rejected) else Member(table, str(number), one)
    elif text.take("{"):
        for name in _names(text):
            if isinstance(name, Rejected):
                yield name
                return
            item = text.value()
            yield Member(table, name, item) if isinstance(item, Item) else item
    else:
        item = text.value()
        reason = "it is neither an object nor a list"
        yield item if isinstance(item, Rejected) else Rejected(item.line, table, reason, item.raw)


def told(name: str) -> Iterator[Flagged]:
    """What a person should know of how a file is read."""
    if not name.startswith("utf"):
        yield Flagged(1, "", f"the file is not UTF-8, and is read as {name}")


def _list(text: JsonText) -> Iterator[Item | Rejected]:
    """The items of a list that has begun."""
    if text.take("]"):
        return
    while True:
        if text.next_sign() == "":
            yield text.break_off("list")
            return
        yield text.value()
        if text.take("]"):
            return
        if not text.take(","):
            yield text.break_off("list")
            return


def _object(
    text: JsonText, lists: Collection[str], aside: dict[str, Any]
) -> Iterator[Item | Rejected]:
    line, is_found = text.line, False
    text.take("{")
    odd: tuple[str, ...] = ()
    size = 0
    for name in _names(text):
        if isinstance(name, Rejected):
            yield name
            return
        if name in lists and text.take("["):
            is_found = True
            yield from _list(text)
            continue
        item = text.value()
        if isinstance(item, Rejected):
            yield item._replace(column=name)
            continue
        size += item.size
        if size > LARGEST_VALUE:
            reason = f"what stands beside the list has more than {LARGEST_VALUE:,} signs"
            yield Rejected(item.line, name, reason, item.raw)
            return
        aside[name] = item.value
        odd += item.odd
    if not is_found:
        yield Item(line, aside, odd, json.dumps(aside)[:MOST_RAW], size)


def _names(text: JsonText) -> Iterator[str | Rejected]:
    """The names in an object that has begun, each in front of its value."""
    if text.take("}"):
        return
    while True:
        name = text.value() if text.next_sign() == '"' else None
        if not isinstance(name, Item) or not text.take(":"):
            yield text.break_off("object")
            return
        yield str(name.value)
        if text.take("}"):
            return
        if not text.take(","):
            yield text.break_off("object")
            return


def _is_lines(file: DataFile) -> bool:
    """Whether each line is a value by itself; the first one may be broken."""
    with _open(file) as text:
        lines = (
            line for line in iter(lambda: text.readline(LARGEST_VALUE), "") if line.strip(_BLANK)
        )
        first, second = next(lines, ""), next(lines, "")
    if not second or first[-1] not in "\r\n":
        return False
    if _is_value(first):
        return True
    return first.lstrip(_BLANK)[:1] == "{" and first.rstrip()[-1:] == "}" and _is_value(second)


def _is_value(line: str) -> bool:
    try:
        json.loads(line.strip(_BLANK))
    except (ValueError, RecursionError):
        return False
    return True


def _lines(file: DataFile) -> Iterator[Item | Rejected | Flagged]:
    yield from told(encoding(file))
    with _open(file) as text:
        for number, line in enumerate(iter(lambda: text.readline(LARGEST_VALUE), ""), start=1):
            raw = line.strip(_BLANK)
            if not raw:
                continue
            if len(line) == LARGEST_VALUE and line[-1] not in "\r\n":
                while line and line[-1] not in "\r\n":
                    line = text.readline(LARGEST_VALUE)
                reason = f"it has more than {LARGEST_VALUE:,} signs"
                yield Rejected(number, "", reason, raw[:MOST_RAW])
            else:
                yield _line(number, line.index(raw[0]), raw)


def _line(number: int, column: int, raw: str) -> Item | Rejected:
    read = Decoding()
    try:
        value, end = read.at(raw, 0)
    except json.JSONDecodeError as error:
        reason = f"it is not JSON at column {column + error.pos + 1}: {plainly(error)}"
        return Rejected(number, "", reason, raw[:MOST_RAW])
    except RecursionError:
        return Rejected(number, "", TOO_DEEP, raw[:MOST_RAW])
    except ValueError:
        return Rejected(number, "", TOO_LONG_A_NUMBER, raw[:MOST_RAW])
    if end < len(raw):
        return Rejected(number, "", "something stands behind its end", raw[:MOST_RAW])
    return read.item(value, raw, number)


def _open(file: DataFile) -> io.TextIOWrapper:
    return io.TextIOWrapper(file.open(), encoding(file), "replace")
