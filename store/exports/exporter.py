"""What an export format is, and what it tells of the records that it writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from store.ids import Kind, Ref

if TYPE_CHECKING:
    from store.exports.found import Found

#: So many kinds are counted apart in the history.
_MOST_KINDS = 2
#: The formats that are made for events.
EVENTS_ONLY = frozenset({Kind.EVENT})
EVERY_KIND = frozenset(Kind)


@dataclass
class Written:
    """What has become of the records; the counts grow while they are written."""

    records: Counter[Kind] = field(default_factory=Counter)
    """Those that were found, and written."""
    named: Counter[Kind] = field(default_factory=Counter)
    """Those that came along, since others name them."""
    covered: set[Ref] = field(default_factory=set)
    """Records without their words."""
    left_out: Counter[Kind] = field(default_factory=Counter)
    """Those of kinds that the format does not hold."""


class Exporter(NamedTuple):
    """One format."""

    format: str
    """What `--to` takes: `geojson`."""
    title: str
    """As people know it: `GeoJSON`."""
    ending: str
    """What a file's name ends with, without the dot."""
    write: Callable[[Found], Iterator[str]]
    """The pieces of the text, in turn; they are whole lines."""
    holds: frozenset[Kind] = EVENTS_ONLY
    is_json: bool = False
    """Whether what a terminal acts on is written as escapes."""


def counted(counts: Counter[Kind]) -> str:
    """As `12 events and 1 report`; "" for none."""
    parts = [
        f"{counts[kind]:,} {kind.noun if counts[kind] == 1 else kind.table}"
        for kind in Kind
        if counts[kind]
    ]
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def deed(exporter: Exporter, written: Written, *, shows_covered: bool) -> str:
    """What the history calls it: `exported 12 events as GeoJSON`."""
    is_mixed = len(written.records) > _MOST_KINDS
    what = f"{written.records.total():,} records" if is_mixed else counted(written.records)
    whole = ", with what is covered" if shows_covered else ""
    return f"exported {what or 'nothing'} as {exporter.title}{whole}"


def remarks(exporter: Exporter, written: Written) -> Iterator[str]:
    """What a person should know of it, in sentences."""
    if named := counted(written.named):
        it = "it" if written.named.total() == 1 else "them"
        yield f"{named} came along, since what was found names {it}."
    if left := counted(written.left_out):
        kinds = _kinds_of(exporter)
        is_one = written.left_out.total() == 1
        were, have = ("was", "has") if is_one else ("were", "have")
        yield (
            f"The format {exporter.format} has entries for {kinds} alone, with what belongs to"
            f" them: {left} that {were} found {have} none."
        )
    if written.covered:
        count = len(written.covered)
        many = "1 record is" if count == 1 else f"{count:,} records are"
        it = "it" if count == 1 else "them"
        yield f"{many} covered; --covered writes {it} whole."


def _kinds_of(exporter: Exporter) -> str:
    return " and ".join(kind.table for kind in Kind if kind in exporter.holds)
