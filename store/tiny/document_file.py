"""incidents.json: the store as a TinyDB database, one document per line, UTF-8.

Stock TinyDB, jq, ripgrep and git read it.  It is written whole to a new file, synced, and put
in place of the old one, so that a reader finds either the old or the new one and never a part.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.errors import DamagedFile, NotAStore, UnreadableStore, reason_of
from store.ids import HIGHEST, KIND_OF_TABLE, Kind

META = "_meta"
#: The order of the tables in the file; tables that are not ours follow.
TABLES = tuple(kind.table for kind in Kind)

#: A document id in a table of ours.
NUMBER = re.compile(r"[1-9][0-9]{0,13}", re.ASCII)
#: So many times its size reading a file whole takes, unless its documents are tiny.
_TIMES = 5
#: Deeper nesting is no record of ours, and would exhaust who walks through it.
DEEPEST = 100
_BRACKET = re.compile(rb"[][{}]")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
#: The name of a table or the id of a document, with all that is between it and the one before.
_KEY = re.compile(rb'(?P<before>[\s{},]*)(?P<key>"(?:[^"\\]|\\.)*")\s*:\s*')
_AT_BYTE = re.compile(r"\(byte (\d+)\)")
#: What Python and pandas write for what is not a number; and texts, which may hold the same.
_NOT_A_NUMBER = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b', re.DOTALL)
#: An escape in JSON, so read that no backslash is taken for the start of another one.  TinyDB
#: writes half of a surrogate pair as it comes; no text can hold one.
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB]X\\u[dD][c-fC-F]X|(?P<half>u[dD][89a-fA-F]X)|.)".replace(
        b"X", b"[0-9a-fA-F]{2}"
    ),
    re.DOTALL,
)


#: Documents by table and id; of what is not a table, its JSON.
Parsed = dict[str, "dict[str, msgspec.Raw] | msgspec.Raw"]


class Table(NamedTuple):
    """One table: its name and its documents as (document id, JSON)."""

    name: str
    documents: Iterable[tuple[str, bytes]]


class Odd(NamedTuple):
    """A document, or a whole table, that no store takes."""

    table: str
    number: str
    """Empty for a whole table."""
    reason: str


class Contents(NamedTuple):
    """A TinyDB file, read."""

    meta: dict[str, Any]
    """Our `_meta` document; empty in a file that another program began."""
    tables: dict[str, dict[str, bytes]]
    """Each document as JSON, by table and document id."""
    sha256: str
    """The hash of the file's bytes."""
    odd: tuple[Odd, ...] = ()
    """What was passed over; only of a file that was sifted."""


def read(path: Path) -> Contents:
    """The file's tables; NotAStore, DamagedFile or UnreadableStore."""
    try:
        return parsed(path, _bytes_of(path))
    except MemoryError as error:
        raise UnreadableStore(path, "there is not enough memory to read it") from error
    except OSError as error:
        raise UnreadableStore(path, reason_of(error)) from error


def check_size(path: Path) -> None:
    """Raise UnreadableStore for a file that this computer has no memory to read whole."""
    size, room = path.stat().st_size, _memory() // _TIMES
    if size > room:
        raise UnreadableStore(
            path,
            f"it has {size >> 20:,} MB, and of one that is not written a document per line this "
            f"computer's memory can hold {room >> 20:,} MB",
        )


def _bytes_of(path: Path) -> bytes:
    check_size(path)
    return path.read_bytes()


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def sifted(path: Path) -> Contents:
    """The same, with what no store takes passed over, and null for what is not a number.

    So the rest of what a program with habits of its own wrote can come in.
    """
    odd: list[Odd] = []
    try:
        contents = parsed(path, _bytes_of(path), odd)
    except OSError as error:
        raise UnreadableStore(path, reason_of(error)) from error
    return contents._replace(odd=tuple(odd))


def parsed(path: Path, raw: bytes, odd: list[Odd] | None = None) -> Contents:
    """The tables in a file's bytes; NotAStore or DamagedFile.

    With a list for them, documents that no store takes are passed over and put into it.
    """
    if not raw.strip():
        raise DamagedFile(path, 1, 1, "the file is empty")
    _check_encoding(path, raw)
    try:
        plain = _tables(path, raw, odd)
    except RecursionError:
        raise NotAStore(path, "its JSON has lists within lists without end") from None
    _check_numbers(path, plain, odd)
    meta = next(iter(plain.pop(META, {}).values()), b"{}")
    return Contents(msgspec.json.decode(meta), plain, hashlib.sha256(raw).hexdigest())


def highest_of(meta: dict[str, Any]) -> Iterator[tuple[Kind, int]]:
    """The highest ids that `_meta` names; what is not a table and a number is passed over."""
    named = meta.get("highest")
    for table, number in named.items() if isinstance(named, dict) else ():
        if table in KIND_OF_TABLE and isinstance(number, int) and 0 < number <= HIGHEST:
            yield KIND_OF_TABLE[table], number


def foreign_highest_of(meta: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """The same for tables that are not ours, by name."""
    named = meta.get("highest")
    for table, number in named.items() if isinstance(named, dict) else ():
        is_number = isinstance(number, int) and 0 < number <= HIGHEST
        if table not in KIND_OF_TABLE and table != META and is_number:
            yield table, number


def digest_of(path: Path) -> str:
    """The hash of the file's bytes, read in parts."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def written(meta: dict[str, Any], tables: Iterable[Table]) -> Iterator[bytes]:
    """The bytes of a file as this program writes them, piece by piece."""
    head = Table(META, [("1", msgspec.json.encode(meta))])
    opening = b"{\n"
    for name, documents in (head, *tables):
        yield opening + json.dumps(name, ensure_ascii=False).encode() + b": {"
        opening = b",\n"
        between = b"\n"
        for number, text in documents:
            yield between + json.dumps(number).encode() + b": " + text
            between = b",\n"
        yield b"}" if between == b"\n" else b"\n}"
    yield b"\n}\n"


def _check_encoding(path: Path, raw: bytes) -> None:
    if raw.startswith(b"\0") and not raw.strip(b"\0"):
        raise DamagedFile(path, 1, 1, "it holds nothing but zeros, as after a loss of power")
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) or b"\0\0" in raw[:4]:
        raise DamagedFile(path, 1, 1, "it is UTF-32; save it as UTF-8")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:2]:
        raise DamagedFile(path, 1, 1, "it is UTF-16; save it as UTF-8")
    if raw.startswith(codecs.BOM_UTF8):
        raise DamagedFile(path, 1, 1, "it begins with a byte order mark; save it without one")
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        line, column = _position(raw, error.start)
        raise DamagedFile(path, line, column, "the bytes there are not UTF-8") from None


def _check_numbers(path: Path, tables: dict[str, dict[str, bytes]], odd: list[Odd] | None) -> None:
    for name, rows in tables.items():
        if name not in KIND_OF_TABLE:
            continue
        for number in [number for number in rows if not NUMBER.fullmatch(number)]:
            if odd is None:
                raise NotAStore(path, f"the table {name} has a document id {number[:40]!r}")
            odd.append(Odd(name, number, "its id is not a number from 1 on"))
            del rows[number]


def _tables(path: Path, raw: bytes, odd: list[Odd] | None) -> dict[str, dict[str, bytes]]:
    read = raw
    try:
        tables = _parse(read, odd)
    except msgspec.ValidationError:
        raise NotAStore(
            path, "its JSON is not tables of documents, as TinyDB writes them"
        ) from None
    except msgspec.DecodeError:
        try:
            read = _ESCAPE.sub(_whole, raw)
            if odd is not None:
                odd.clear()
                read = _NOT_A_NUMBER.sub(_null, read)
            tables = _parse(read, odd)
        except msgspec.DecodeError as error:
            raise _damage(path, raw, error) from None
    _check_once(path, read, tables)
    return {
        name: dict(_documents(path, name, rows, odd))
        for name, rows in tables.items()
        if isinstance(rows, dict)
    }


def _parse(raw: bytes, odd: list[Odd] | None) -> Parsed:
    if odd is None:
        return dict(msgspec.json.decode(raw, type=dict[str, dict[str, msgspec.Raw]]))
    tables: Parsed = {}
    for name, text in msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).items():
        try:
            tables[name] = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        except msgspec.ValidationError:
            odd.append(Odd(name, "", "it is not a table"))
            tables[name] = text
    return tables


def _documents(
    path: Path, table: str, rows: dict[str, msgspec.Raw], odd: list[Odd] | None
) -> Iterator[tuple[str, bytes]]:
    for number, text in rows.items():
        try:
            yield number, _document(path, table, number, text)
        except NotAStore as error:
            if odd is None:
                raise
            why = error.reason.rpartition(f" {table[:40]!r} ")[2]
            odd.append(Odd(table, number, f"it {why}"))


def _check_once(path: Path, raw: bytes, tables: Parsed) -> None:
    """Refuse a name or id that is there twice: a parser would drop one of the two in silence.

    The bytes are walked along what was parsed: where one was dropped, they go apart.
    """
    at = 0
    for name, rows in tables.items():
        at = _step(path, raw, at, f"two tables {name[:40]!r}", name)
        if isinstance(rows, msgspec.Raw):
            at += len(bytes(rows))
            continue
        for number, text in rows.items():
            twice = f"two documents {number[:40]!r} in the table {name[:40]!r}"
            at = _step(path, raw, at, twice, number)
            document = bytes(text)
            if not raw.startswith(document, at):
                raise _twice(path, raw, at, twice)
            at += len(document)
        further = _KEY.match(raw, at)
        if further and b"}" not in further["before"]:
            raise _twice(path, raw, further.end(), f"a document {_text(further)[:40]!r} twice")
    further = _KEY.match(raw, at)
    if further:
        raise _twice(path, raw, further.end(), f"a table {_text(further)[:40]!r} twice")


def _step(path: Path, raw: bytes, at: int, twice: str, expected: str) -> int:
    """The place behind the next name and its colon, which must be the one expected."""
    found = _KEY.match(raw, at)
    if found is None or _text(found) != expected:
        raise _twice(path, raw, found.end() if found else at, twice)
    return found.end()


def _text(key: re.Match[bytes]) -> str:
    return msgspec.json.decode(key["key"], type=str)


def _twice(path: Path, raw: bytes, at: int, what: str) -> DamagedFile:
    line, column = _position(raw, at)
    return DamagedFile(path, line, column, f"it has {what}")


def _null(found: re.Match[bytes]) -> bytes:
    """A null for what is not a number; a text as it is."""
    return found[0] if found[0].startswith(b'"') else b"null"


def _whole(escape: re.Match[bytes]) -> bytes:
    """A replacement character for half of one, as long; any other escape as it is."""
    return rb"\ufffd" if escape["half"] else escape[0]


def _document(path: Path, table: str, number: str, text: msgspec.Raw) -> bytes:
    """The document's JSON on one line."""
    place = f"document {number[:40]!r} of the table {table[:40]!r}"
    try:
        value = msgspec.json.decode(text)
    except msgspec.ValidationError:
        raise NotAStore(path, f"{place} has a number that no computer can hold") from None
    if not isinstance(value, dict):
        raise NotAStore(path, f"{place} is not an object")
    if depth(bytes(text)) > DEEPEST:
        raise NotAStore(path, f"{place} is nested more than {DEEPEST} deep")
    return msgspec.json.encode(value)


def depth(text: bytes) -> int:
    """How deep a document may be nested, at the most: brackets in its texts count too."""
    if text.count(b"[") + text.count(b"{") <= DEEPEST:
        return 0
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", text)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _damage(path: Path, raw: bytes, error: Exception) -> DamagedFile:
    reason = str(error)
    at = _AT_BYTE.search(reason)
    offset = int(at[1]) if at else len(raw)
    line, column = _position(raw, offset)
    if "truncated" in reason:
        return DamagedFile(path, line, column, "the JSON breaks off there")
    return DamagedFile(path, line, column, "the JSON is not valid there")


def _position(raw: bytes, offset: int) -> tuple[int, int]:
    """Line and column of a byte, both from 1, the column in characters."""
    before = raw[:offset]
    line_start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[line_start:].decode(errors="replace")) + 1
