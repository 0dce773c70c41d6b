"""What a feature says in the words of the desk, as its own export writes it.

Tables have no such columns: a measure with its bounds, who took part, the addresses of reports,
how far the work is.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

from msgspec.structs import replace

from store.ids import Kind, Ref
from store.ingest.mapped import RULE
from store.ingest.once import Once, host_of
from store.ingest.written import count_of, texts_of
from store.model import Event
from store.proposals import Proposal
from store.values import Estimate, EventActor
from store.vocabulary import Assessment, Measure, Status

#: The properties of a measure: low, best, high.
_BOUNDS = {
    measure: tuple(f"{measure}_{bound}" for bound in ("low", "best", "high")) for measure in Measure
}
_WORDS = frozenset(
    ["status", "assessment", "tags", "actors", "sources"]
    + [name for names in _BOUNDS.values() for name in names]
)


class Understood(NamedTuple):
    """An event with more of its fields, and the properties that they have."""

    event: Event
    names: frozenset[str]


def understood(
    once: Once, line: int, event: Event, properties: dict[str, Any]
) -> Generator[Proposal, None, Understood]:
    """The event with what these properties say; a property that cannot be read stays."""
    if _WORDS.isdisjoint(properties):
        # As in most files of others.
        return Understood(event, frozenset())
    names: set[str] = set()
    fields: dict[str, Any] = {}
    for name, words in (("status", Status), ("assessment", Assessment)):
        if properties.get(name) in list(words):
            fields[name] = words(properties[name])
            names.add(name)
    tags = properties.get("tags")
    if isinstance(tags, list) and _are_texts(tags):
        fields["tags"] = texts_of(tags)
        names.add("tags")
    estimates = {one.measure: one for one in event.estimates}
    for measure in Measure:
        found = _estimate(measure, properties, names)
        if found is not None:
            estimates[measure] = found
    fields["estimates"] = tuple(estimates.values())
    if _are_texts(properties.get("actors")) and not event.actors:
        fields["actors"] = yield from _actors(once, line, texts_of(properties["actors"]))
        names.add("actors")
    urls = properties.get("sources")
    if _are_texts(urls) and all(host_of(url) for url in texts_of(urls)):
        reports = dict.fromkeys(event.reports)
        for url in texts_of(urls):
            reports[(yield from once.report(url, line, key=f"url:{url}"))] = None
        fields["reports"] = tuple(reports)
        names.add("sources")
    return Understood(replace(event, **fields), frozenset(names))


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _estimate(measure: Measure, properties: dict[str, Any], names: set[str]) -> Estimate | None:
    told = [properties.get(name) for name in _BOUNDS[measure]]
    counts = [None if one is None else count_of(one) for one in told]
    if not any(one is not None for one in told) or any(
        count is None and one is not None for one, count in zip(told, counts, strict=True)
    ):
        return None
    names.update(name for name, one in zip(_BOUNDS[measure], told, strict=True) if one is not None)
    low, best, high = counts
    return Estimate(measure=measure, rule=RULE, low=low, best=best, high=high)


def _actors(
    once: Once, line: int, called: tuple[str, ...]
) -> Generator[Proposal, None, tuple[EventActor, ...]]:
    refs: dict[Ref, None] = {}
    for name in called:
        key = f"actor:{' '.join(name.casefold().split())}"
        refs[(yield from once.make(Kind.ACTOR, key, line, name=name))] = None
    return tuple(EventActor(actor=ref) for ref in refs)
