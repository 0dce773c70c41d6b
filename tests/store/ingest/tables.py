"""What tests of importers share: a register without a store, files that are made, what is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from store import codec
from store.ids import Kind, Ref
from store.ingest.importer import DataFile, Importer
from store.model import Event
from store.proposals import Flagged, Proposal, Rejected
from store.record import Record

Of = TypeVar("Of", bound=Record)


class Numbered:
    """A register that numbers what it is asked for."""

    def __init__(self) -> None:
        self._known: dict[Kind, dict[str, int]] = {kind: {} for kind in Kind}

    def ref(self, kind: Kind, key: str) -> Ref:
        """The same reference for the same key."""
        known = self._known[kind]
        return kind.ref(known.setdefault(key, len(known) + 1))


class Read(NamedTuple):
    """What an importer made of a file."""

    proposals: list[Proposal]

    def records(self, of: type[Of]) -> list[Of]:
        """Those of one kind, in order."""
        return [one for one in self.proposals if isinstance(one, of)]

    @property
    def event(self) -> Event:
        """The first event."""
        return self.records(Event)[0]

    @property
    def flagged(self) -> list[str]:
        """What is odd, without where."""
        return [f"{o.column}: {o.reason}" for o in self.proposals if isinstance(o, Flagged)]

    @property
    def rejected(self) -> list[Rejected]:
        """The rows that do not come in."""
        return [one for one in self.proposals if isinstance(one, Rejected)]

    def name(self, ref: Ref | None) -> str:
        """What the record of a reference is called."""
        found = [o for o in self.proposals if isinstance(o, Record) and o.ref == ref]
        assert len(found) == 1, f"{ref} is proposed {len(found)} times"
        return found[0].label


def written(headings: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A CSV file of these rows; what a row lacks is empty, what has no heading is left out."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(headings), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def read_by(importer: Importer, content: bytes, folder: Path, register: Numbered) -> Read:
    """What the importer makes of a file; each record has what it names before it, and is once."""
    path = folder / "set.csv"
    path.write_bytes(content)
    found = Read(list(importer.read(DataFile(path), register)))
    met: set[Ref] = set()
    for one in found.proposals:
        if isinstance(one, Record):
            assert one.ref not in met
            met.add(one.ref)
            assert one.origin is not None
            assert one.origin.id
            codec.validate(one)
            assert codec.decode_json(one.kind_of, one.id, codec.encode_json(one).decode()) == one
        else:
            assert one.reason
    return found
