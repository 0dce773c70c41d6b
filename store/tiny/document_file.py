"""incidents.json: the store as a TinyDB database, one document per line, UTF-8.

Stock TinyDB, jq, ripgrep and git read it.  It is written whole to a new file, synced, and put
in place of the old one, so that a reader finds either the old or the new one and never a part.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.errors import DamagedFile, NotAStore, UnreadableStore
from store.ids import KIND_OF_TABLE, Kind

META = "_meta"
#: The order of the tables in the file; tables that are not ours follow.
TABLES = tuple(kind.table for kind in Kind)

_AT_BYTE = re.compile(r"\(byte (\d+)\)")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Table(NamedTuple):
    """One table: its name and its documents as (document id, JSON)."""

    name: str
    documents: Iterable[tuple[str, bytes]]


class Contents(NamedTuple):
    """A TinyDB file, read."""

    meta: dict[str, Any]
    """Our `_meta` document; empty in a file that another program began."""
    tables: dict[str, dict[str, bytes]]
    """Each document as JSON, by table and document id."""
    sha256: str
    """The hash of the file's bytes."""


def read(path: Path) -> Contents:
    """The file's tables; NotAStore, DamagedFile or UnreadableStore."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableStore(path, (error.strerror or str(error)).lower()) from error
    if not raw.strip():
        raise DamagedFile(path, 1, 1, "the file is empty")
    _check_encoding(path, raw)
    try:
        tables = msgspec.json.decode(raw, type=dict[str, dict[str, msgspec.Raw]])
    except msgspec.ValidationError:
        raise NotAStore(
            path, "its JSON is not tables of documents, as TinyDB writes them"
        ) from None
    except msgspec.DecodeError as error:
        raise _damage(path, raw, error) from None
    plain = {
        name: {number: _document(path, name, number, text) for number, text in rows.items()}
        for name, rows in tables.items()
    }
    _check_numbers(path, plain)
    meta = next(iter(plain.pop(META, {}).values()), b"{}")
    return Contents(msgspec.json.decode(meta), plain, hashlib.sha256(raw).hexdigest())


def write(path: Path, meta: dict[str, Any], tables: Iterable[Table], mode: int) -> str:
    """Put a new file in place of the old one, durably; the hash of its bytes."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    digest = hashlib.sha256()
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            os.fchmod(file.fileno(), mode)
            for chunk in _chunks(meta, tables):
                file.write(chunk)
                digest.update(chunk)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync(path.parent)
    finally:
        fresh.unlink(missing_ok=True)
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Make a file's bytes, or a rename in a folder, survive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest_of(path: Path) -> str:
    """The hash of the file's bytes, read in parts."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _chunks(meta: dict[str, Any], tables: Iterable[Table]) -> Iterator[bytes]:
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
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DamagedFile(path, 1, 1, "it is UTF-16; save it as UTF-8")
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        line, column = _position(raw, error.start)
        raise DamagedFile(path, line, column, "the bytes there are not UTF-8") from None


def _check_numbers(path: Path, tables: dict[str, dict[str, bytes]]) -> None:
    for name, rows in tables.items():
        if name not in KIND_OF_TABLE:
            continue
        for number in rows:
            if not re.fullmatch(r"[1-9][0-9]{0,13}", number, re.ASCII):
                raise NotAStore(path, f"the table {name} has a document id {number[:40]!r}")


def _document(path: Path, table: str, number: str, text: msgspec.Raw) -> bytes:
    """The document's JSON on one line, with no half characters in it."""
    try:
        value = msgspec.json.decode(text)
    except msgspec.DecodeError:
        # A lone surrogate: JSON may hold one, Unicode text may not.
        value = _whole(json.loads(bytes(text)))
    if not isinstance(value, dict):
        raise NotAStore(path, f"document {number[:40]} of the table {table} is not an object")
    return msgspec.json.encode(value)


def _whole(value: Any) -> Any:
    match value:
        case str():
            return _LONE_SURROGATE.sub("\ufffd", value)
        case list():
            return [_whole(part) for part in value]
        case dict():
            return {_whole(name): _whole(part) for name, part in value.items()}
        case _:
            return value


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
