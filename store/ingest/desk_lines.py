"""JSON lines of our own documents, as `export --to jsonl` writes them.

A record with the uid of one that is here is that one.  The file is read twice: a line may name
records that come later.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from store.changes import OWN_FORMAT
from store.ids import Ref
from store.ingest.importer import DataFile, Head, Importer, UnreadableSet
from store.ingest.own import KIND_OF_NOUN, Meant, proposals
from store.proposals import Proposal, Register, Rejected

#: So many bytes a line may have.
LONGEST_LINE = 64_000_000
_MOST_RAW = 10_000
_BEGINNING = '{"record":"'


class _Line(NamedTuple):
    line: int
    ref: Ref
    document: dict[str, Any]
    covered: tuple[str, ...]


def suits(head: Head) -> bool:
    """Whether the first line is a document of ours."""
    first = head.text.lstrip("\ufeff\r\n\t ").partition("\n")[0].replace(" ", "")
    return first.startswith(_BEGINNING) and '"ref":"' in first[:60]


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """A proposal for each line."""
    meant = Meant(register)
    count = 0
    for one in _lines(file._replace(seen=_unseen)):
        if isinstance(one, _Line):
            count += 1
            meant.learn(one.ref, _text(one.document.get("uid")), one.line)
    if not count:
        raise UnreadableSet("has no line that is a record of an incident desk")
    for one in _lines(file):
        if isinstance(one, Rejected):
            yield one
            continue
        yield from proposals(
            meant,
            line=one.line,
            ref=one.ref,
            document=one.document,
            covered=one.covered,
        )


def _unseen(count: int) -> None:
    """The first reading is no part of the progress."""


def _lines(file: DataFile) -> Iterator[_Line | Rejected]:
    number = 0
    with file.open() as lines:
        while raw := lines.readline(LONGEST_LINE):
            number += 1
            if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
                yield Rejected(number, "", f"the line has more than {LONGEST_LINE:,} bytes")
                while raw and not raw.endswith(b"\n"):
                    raw = lines.readline(LONGEST_LINE)
            elif raw.strip(b"\r\n\t \xef\xbb\xbf"):
                yield _understood(number, raw)


def _understood(number: int, raw: bytes) -> _Line | Rejected:
    kept = raw[:_MOST_RAW].decode(errors="replace").rstrip("\r\n")
    try:
        told = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Rejected(number, "", f"it is not JSON: {error}", kept)
    except RecursionError:
        return Rejected(number, "", "it has lists within lists without end", kept)
    if not isinstance(told, dict):
        return Rejected(number, "", "it is no object", kept)
    kind = KIND_OF_NOUN.get(_text(told.pop("record", "")))
    if kind is None:
        return Rejected(number, "record", "it names no kind of record", kept)
    try:
        ref = Ref(_text(told.pop("ref", "")))
    except ValueError:
        return Rejected(number, "ref", "it has no reference such as E412", kept)
    if ref.kind is not kind:
        return Rejected(number, "ref", f"{ref} is no {kind.noun}", kept)
    covered, taken = told.pop("covered", ()), told.pop("extra", {})
    document = told | (taken if isinstance(taken, dict) else {})
    hidden = tuple(map(_text, covered)) if isinstance(covered, list) else ()
    return _Line(number, ref, document, hidden)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


IMPORTER = Importer(OWN_FORMAT, "records of an incident desk, JSON lines", suits, read)
