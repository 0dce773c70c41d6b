"""What "linked" means: the paths between kinds, each with its role, and nothing else.

Being in the same report is no link.  Each path is written once and walked both ways; the SQL
reader compiles it to joins, the memory reader follows it through dictionaries.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from store.ids import Kind
from store.references import Edge, edge


class Step(NamedTuple):
    """One edge of a path, walked from holder to named, or back."""

    edge: Edge
    forward: bool = True

    @property
    def start(self) -> Kind:
        return self.edge.holder if self.forward else self.edge.named

    @property
    def end(self) -> Kind:
        return self.edge.named if self.forward else self.edge.holder


class Path(NamedTuple):
    """A way from one record to another; `role` is what the one at the end is to the first."""

    steps: tuple[Step, ...]
    role: str

    @property
    def start(self) -> Kind:
        return self.steps[0].start

    @property
    def end(self) -> Kind:
        return self.steps[-1].end

    def __add__(self, other: Path) -> Path:  # type: ignore[override]
        return Path(self.steps + other.steps, other.role)


def _to(holder: Kind, field: str, named: Kind | None = None) -> tuple[Step, ...]:
    return (Step(edge(holder, field, named)),)


def _from(holder: Kind, field: str, named: Kind | None = None) -> tuple[Step, ...]:
    return (Step(edge(holder, field, named), forward=False),)


def _mirror(path: Path, role: str) -> Path:
    return Path(tuple(Step(s.edge, not s.forward) for s in reversed(path.steps)), role)


R, E, L, S, Q, C = (
    Kind.REPORT,
    Kind.EVENT,
    Kind.LOCATION,
    Kind.SOURCE,
    Kind.QUOTE,
    Kind.CLAIM,
)

#: An empty role stands for the role that the link itself carries.
_EVENT_LOCATION = [Path(_to(E, "locations"), "")]
_EVENT_QUOTE = [Path(_from(Q, "events"), "about it")]
_LOCATION_QUOTE = [Path(_from(Q, "locations"), "about it")]
_EVENT_REPORT = [
    Path(_to(E, "reports"), "tells of it"),
    Path(_from(Q, "events") + _to(Q, "report"), "quoted"),
    Path(_from(C, "event") + _to(C, "report"), "claimed"),
]
_QUOTE_SOURCE = [
    Path(_to(Q, "speaker"), "speaks"),
    Path(_to(Q, "via"), "relays"),
    Path(_to(Q, "report") + _to(R, "publisher"), "publishes"),
]
_EVENT_SOURCE = [
    Path(_from(C, "event") + _to(C, "source"), "claims"),
    Path(_from(C, "event") + _to(C, "via"), "relays"),
    Path(_from(Q, "events") + _to(Q, "speaker"), "speaks"),
    Path(_from(Q, "events") + _to(Q, "via"), "relays"),
    *(Path(path.steps + _to(R, "publisher"), "publishes") for path in _EVENT_REPORT),
]
_THROUGH_EVENTS = Path(_from(E, "locations"), "")
_THROUGH_QUOTES = Path(_from(Q, "locations"), "")
_LOCATION_SOURCE = [
    *(_THROUGH_EVENTS + path for path in _EVENT_SOURCE),
    *(_THROUGH_QUOTES + path for path in _QUOTE_SOURCE),
]
_LOCATION_REPORT = [
    *(_THROUGH_EVENTS + path for path in _EVENT_REPORT),
    Path(_THROUGH_QUOTES.steps + _to(Q, "report"), "quoted"),
]
_CLAIM = [
    Path(_to(C, "event"), "claimed"),
    Path(_to(C, "source"), "claims"),
    Path(_to(C, "via"), "relays"),
    Path(_to(C, "report"), "claimed"),
]
_ATTACHMENT_REPORT = Path(_to(Kind.ATTACHMENT, "report"), "attached")

#: Walked both ways; the role is the same whichever end is looked at.
_SYMMETRIC: list[Path] = [
    *_EVENT_LOCATION,
    *_EVENT_QUOTE,
    *_EVENT_SOURCE,
    *_EVENT_REPORT,
    *_LOCATION_QUOTE,
    *_LOCATION_SOURCE,
    *_LOCATION_REPORT,
    *_QUOTE_SOURCE,
    Path(_to(Q, "report"), "quoted"),
    Path(_to(R, "publisher"), "publishes"),
    *_CLAIM,
    _ATTACHMENT_REPORT,
    *(_ATTACHMENT_REPORT + _mirror(path, "attached") for path in _EVENT_REPORT),
    *(Path(_to(Kind.NOTE, "target", kind), "note") for kind in Kind),
]

#: The two ends have different roles: the path, its role, the role seen from the other end.
_DIRECTED: list[tuple[Path, str]] = [
    (Path(_to(E, "part_of"), "whole"), "part"),
    (Path(_from(Q, "speaker") + _to(Q, "via"), "relays it"), "relayed"),
    (Path(_from(C, "source") + _to(C, "via"), "relays it"), "relayed"),
]


def _all() -> tuple[Path, ...]:
    both = [(path, path.role) for path in _SYMMETRIC] + _DIRECTED
    ways = [way for path, back in both for way in (path, _mirror(path, back))]
    # A note about a note is its own mirror's twin: keep both, they walk different ways.
    return tuple(dict.fromkeys(ways))


PATHS = _all()


@cache
def paths(start: Kind, end: Kind) -> tuple[Path, ...]:
    """Every path between two kinds, in the direction asked for."""
    return tuple(path for path in PATHS if path.start is start and path.end is end)
