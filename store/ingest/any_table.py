"""Any CSV or JSON lines, by a mapping: what has no format of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from store.ingest.importer import DataFile, UnreadableSet
from store.ingest.mapped import Cells, Mapped
from store.ingest.mapping import KEPT, Mapping, guessed
from store.ingest.tables import LONGEST_LINE, MOST_RAW, raw_of, table
from store.proposals import Flagged, Proposal, Register, Rejected

CSV, JSON_LINES = "csv", "jsonl"
#: So many rows are looked at for a guess.
SAMPLE = 1_000
#: So many levels of objects are told apart as `place.name`; what lies deeper stays JSON.
_DEEPEST = 3


class Headed(NamedTuple):
    """The headings of a file, and what a person should know of how it is read."""

    mapping: Mapping
    """What its headings most likely mean."""
    sample: list[list[str]]
    told: str

    def cells(self) -> tuple[str, ...]:
        """The first cell of each column that has any."""
        columns = range(len(self.mapping.columns))
        return tuple(next((row[at] for row in self.sample if row[at]), "") for at in columns)


def looks_like_json(text: str) -> bool:
    """Whether the beginning of a file is that of JSON lines."""
    first = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    return first.startswith("{") and '"' in first


def headed(file: DataFile, format_: str) -> Headed:
    """A file's headings, guessed upon; UnreadableSet, OSError."""
    sample: list[list[str]] = []
    if format_ == CSV:
        found = table(file)
        for row in found.rows:
            if isinstance(row, Rejected):
                continue
            sample.append(row.cells)
            if len(sample) == SAMPLE:
                break
        found.close()
        mapping = guessed(found.headings, sample)
        if found.told:
            mapping = mapping._replace(encoding=found.encoding)
        return Headed(mapping, sample, found.told)
    rows: list[dict[str, str]] = []
    for one in _objects(file):
        if isinstance(one, Cells):
            rows.append(one.values)
        if len(rows) == SAMPLE:
            break
    headings = list(dict.fromkeys(name for row in rows for name in row))
    if not headings:
        raise UnreadableSet("has no JSON object in any line")
    sample = [[row.get(name, "") for name in headings] for row in rows]
    return Headed(guessed(headings, sample), sample, "")


def reader(mapping: Mapping, format_: str) -> Callable[[DataFile, Register], Iterator[Proposal]]:
    """What reads a file by the mapping."""

    def read(file: DataFile, register: Register) -> Iterator[Proposal]:
        mapped = Mapped(mapping, format_, file.name, register)
        if format_ == JSON_LINES:
            yield from mapped.proposals(_objects(file))
            return
        found = table(file, mapping.encoding)
        missing = [
            name
            for name, to in mapping.columns.items()
            if to != KEPT and name not in found.headings
        ]
        if missing:
            found.close()
            raise UnreadableSet(f"has no column {missing[0][:100]!r}, which its mapping names")
        for row in found.rows:
            if isinstance(row, Rejected):
                yield row
                continue
            if row.is_short:
                yield Flagged(row.line, "", "the last cells are missing")
            values = dict(zip(found.headings, row.cells, strict=True))
            for proposal in mapped.of(Cells(row.line, values, "")):
                if isinstance(proposal, Rejected):
                    # Put together only here: few rows are.
                    yield proposal._replace(raw=raw_of(row.cells, found.delimiter))
                else:
                    yield proposal

    return read


def _objects(file: DataFile) -> Iterator[Cells | Rejected]:
    """Each line's object, its values as texts."""
    with file.open() as lines:
        number = 0
        while line := lines.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = lines.readline(LONGEST_LINE)
                yield Rejected(number, "", f"the line has more than {LONGEST_LINE:,} bytes")
                continue
            if not line.strip():
                continue
            raw = line[:MOST_RAW].decode("utf-8", "replace").rstrip("\r\n")
            try:
                found = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield Rejected(number, "", f"it is no JSON: {error}", raw)
                continue
            except RecursionError:
                yield Rejected(number, "", "it has lists within lists without end", raw)
                continue
            if not isinstance(found, dict):
                yield Rejected(number, "", "it is no JSON object", raw)
                continue
            yield Cells(number, dict(flat(found)), raw)


def flat(found: dict[str, Any], before: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    """An object's values as cells, those of objects in it as `place.name`."""
    for name, value in found.items():
        path = f"{before}{name}"
        if isinstance(value, dict) and value and depth < _DEEPEST:
            yield from flat(value, f"{path}.", depth + 1)
        else:
            yield path, _text_of(value)


def _text_of(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool() | int() | float():
            return json.dumps(value)
        case list() if all(isinstance(one, str) for one in value):
            return ", ".join(value)
    return msgspec.json.encode(value).decode()
