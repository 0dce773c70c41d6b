"""Reading a data set in a test: a register without a store, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from store import codec
from store.ids import Kind, Ref
from store.ingest.importer import DataFile, Importer, UnreadableSet
from store.proposals import Flagged, Proposal, Rejected
from store.record import Record
from store.references import references

R = TypeVar("R", bound=Record)

#: Public data sets, beside or above the checkout on machines that have them.
SHARED = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents]


class Numbers:
    """A register that counts, as that of an empty store does."""

    def __init__(self) -> None:
        self.given: dict[tuple[Kind, str], int] = {}
        self._highest: Counter[Kind] = Counter()

    def ref(self, kind: Kind, key: str) -> Ref:
        """The reference of a key, the same one each time."""
        if (kind, key) not in self.given:
            self._highest[kind] += 1
            self.given[kind, key] = self._highest[kind]
        return kind.ref(self.given[kind, key])


def beside(name: str) -> Path | None:
    """A public data set, where it lies beside the checkout."""
    return next((folder / name for folder in SHARED if (folder / name).exists()), None)


def read(
    importer: Importer, path: Path, content: str | bytes = b"", register: Numbers | None = None
) -> list[Proposal]:
    """What the importer proposes, each record one that a store can hold and finds whole."""
    if content:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = list(importer.read(DataFile(path), register or Numbers()))
    check(found)
    return found


def check(found: Iterable[Proposal]) -> None:
    """Records come once, can be written, come back the same and name only what came, too."""
    refs: Counter[Ref] = Counter()
    named: set[Ref] = set()
    for one in found:
        if isinstance(one, Record):
            codec.validate(one)
            document = codec.encode_json(one).decode()
            assert codec.decode_json(one.kind_of, one.id, document) == one
            assert one.origin is not None
            assert one.origin.id
            refs[one.ref] += 1
            named.update(reference.to for reference in references(one))
        else:
            assert isinstance(one, Flagged | Rejected)
            assert one.line >= 1
            assert one.reason
            f"{one.column}{one.reason}{one.raw if isinstance(one, Rejected) else ''}".encode()
    assert set(refs.values()) <= {1}
    assert named <= set(refs)


def fuzzed(importer: Importer, path: Path, content: bytes) -> list[Proposal]:
    """Whatever the bytes are: proposals come, or the file is said to be unreadable."""
    path.write_bytes(content)
    found: list[Proposal] = []
    with suppress(UnreadableSet):
        found.extend(importer.read(DataFile(path), Numbers()))
    check(found)
    return found


def of(found: Iterable[Proposal], kind: type[R]) -> list[R]:
    """The records of one kind."""
    return [one for one in found if isinstance(one, kind)]


def oddities(found: Iterable[Proposal]) -> Counter[str]:
    """What is odd about the rows that came in, and how often."""
    return Counter(one.reason for one in found if isinstance(one, Flagged))


def rejects(found: Iterable[Proposal]) -> list[Rejected]:
    """The rows that did not."""
    return [one for one in found if isinstance(one, Rejected)]
