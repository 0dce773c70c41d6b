"""What "linked" means: each row of the design's table as a story, and nothing else."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from store.ids import Kind, Ref
from store.paths import PATHS, paths
from store.record import Record
from tests.builders import (
    actor,
    attachment,
    claim,
    event,
    location,
    note,
    quote,
    report,
    source,
    view,
)
from tests.store.readers import MakeReader


class Story(NamedTuple):
    """Two records that are linked, through which others, and what each is to the other."""

    one: Record
    other: Record
    through: tuple[Record, ...]
    role: str
    """What the other is to the one."""
    back: str = ""
    """What the one is to the other, where that is something else."""


STORIES = {
    "event, location: the event's place": Story(event(places=["L1"]), location(), (), "site"),
    "event, location: with its own role": Story(
        event(locations=[{"location": "L1", "role": "fled to"}]), location(), (), "fled to"
    ),
    "event, quote: the quote is about the event": Story(
        event(), quote(events=["E1"]), (), "about it"
    ),
    "event, source: the source of a claim": Story(
        event(), source(), (claim(event="E1", source="S1"),), "claims"
    ),
    "event, source: who relays a claim": Story(
        event(), source(), (claim(event="E1", via=["S2", "S1"]),), "relays"
    ),
    "event, source: the speaker of a quote": Story(
        event(), source(), (quote(events=["E1"], speaker="S1"),), "speaks"
    ),
    "event, source: who relays a quote": Story(
        event(), source(), (quote(events=["E1"], via=["S1"]),), "relays"
    ),
    "event, source: the publisher of the event's report": Story(
        event(reports=["R1"]), source(), (report(publisher="S1"),), "publishes"
    ),
    "event, source: the publisher of a quote's report": Story(
        event(),
        source(),
        (report(publisher="S1"), quote(report="R1", events=["E1"])),
        "publishes",
    ),
    "event, source: the publisher of a claim's report": Story(
        event(), source(), (report(publisher="S1"), claim(report="R1", event="E1")), "publishes"
    ),
    "event, report: the event's report": Story(event(reports=["R1"]), report(), (), "tells of it"),
    "event, report: the report of a quote": Story(
        event(), report(), (quote(report="R1", events=["E1"]),), "quoted"
    ),
    "event, report: the report of a claim": Story(
        event(), report(), (claim(report="R1", event="E1"),), "claimed"
    ),
    "event, event: the whole and its part": Story(
        event(1, part_of="E2"), event(2), (), "whole", "part"
    ),
    "location, quote: the quote is about the place": Story(
        location(), quote(locations=["L1"]), (), "about it"
    ),
    "location, source: through an event's claim": Story(
        location(), source(), (event(places=["L1"]), claim(event="E1", source="S1")), "claims"
    ),
    "location, source: through an event's report": Story(
        location(),
        source(),
        (event(places=["L1"], reports=["R1"]), report(publisher="S1")),
        "publishes",
    ),
    "location, source: through an event's quote": Story(
        location(), source(), (event(places=["L1"]), quote(events=["E1"], speaker="S1")), "speaks"
    ),
    "location, source: through a quote": Story(
        location(), source(), (quote(locations=["L1"], speaker="S1"),), "speaks"
    ),
    "location, source: the publisher of a quote's report": Story(
        location(),
        source(),
        (quote(locations=["L1"], report="R1"), report(publisher="S1")),
        "publishes",
    ),
    "location, report: through an event": Story(
        location(), report(), (event(places=["L1"], reports=["R1"]),), "tells of it"
    ),
    "location, report: through an event's claim": Story(
        location(), report(), (event(places=["L1"]), claim(event="E1", report="R1")), "claimed"
    ),
    "location, report: through a quote": Story(
        location(), report(), (quote(locations=["L1"], report="R1"),), "quoted"
    ),
    "quote, source: the speaker": Story(quote(speaker="S1"), source(), (), "speaks"),
    "quote, source: via": Story(quote(via=["S1"]), source(), (), "relays"),
    "quote, source: the report's publisher": Story(
        quote(report="R1"), source(), (report(publisher="S1"),), "publishes"
    ),
    "quote, report: the report that has the words": Story(
        quote(report="R1"), report(), (), "quoted"
    ),
    "source, report: the publisher": Story(source(), report(publisher="S1"), (), "publishes"),
    "source, source: who relays whom, in a quote": Story(
        source(1), source(2), (quote(speaker="S1", via=["S2"]),), "relays it", "relayed"
    ),
    "source, source: who relays whom, in a claim": Story(
        source(1), source(2), (claim(source="S1", via=["S2"]),), "relays it", "relayed"
    ),
    "claim: its event": Story(claim(event="E1"), event(), (), "claimed"),
    "claim: its source": Story(claim(source="S1"), source(), (), "claims"),
    "claim: its report": Story(claim(report="R1"), report(), (), "claimed"),
    "attachment: its report": Story(attachment(report="R1"), report(), (), "attached"),
    "attachment: its report's event": Story(
        attachment(report="R1"), event(reports=["R1"]), (report(),), "attached"
    ),
    "attachment: the event that its report is quoted on": Story(
        attachment(report="R1"), event(), (report(), quote(report="R1", events=["E1"])), "attached"
    ),
    **{
        f"note: about {other.kind_of.noun}": Story(
            note(2, target=str(other.ref)), other, (), "note"
        )
        for other in (
            *(report(), event(), location(), source(), quote()),
            *(claim(), actor(), attachment(), note(1), view()),
        )
    },
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_records_are_linked_both_ways(story: Story, make_reader: MakeReader) -> None:
    """Each of the two is in the other's list, once, with what it is to the other."""
    reader = make_reader([story.one, *story.through, story.other])
    there = reader.linked(story.one.ref, story.other.kind_of)
    assert list(there.numbers) == [story.other.id]
    assert dict(there.roles) == {story.other.id: (story.role,)}
    back = reader.linked(story.other.ref, story.one.kind_of)
    assert list(back.numbers) == [story.one.id]
    assert dict(back.roles) == {story.one.id: (story.back or story.role,)}


def test_being_in_the_same_report_is_no_link(make_reader: MakeReader) -> None:
    """One report tells of two events, at two places, with a quote and a claim on the first."""
    reader = make_reader(
        [
            report(publisher="S1"),
            *(event(1, places=["L1"], reports=["R1"]), event(2, places=["L2"], reports=["R1"])),
            *(location(1), location(2)),
            *(source(1), source(2), source(3)),
            quote(report="R1", events=["E1"], speaker="S2"),
            claim(report="R1", event="E1", source="S3"),
        ]
    )

    def linked(ref: str, kind: Kind) -> list[int]:
        return sorted(reader.linked(Ref(ref), kind).numbers)

    assert linked("E2", Kind.EVENT) == []
    assert linked("E2", Kind.LOCATION) == [2]
    assert linked("E2", Kind.QUOTE) == []
    assert linked("E2", Kind.CLAIM) == []
    assert linked("E2", Kind.SOURCE) == [1]
    assert linked("L2", Kind.SOURCE) == [1]
    assert linked("S2", Kind.EVENT) == [1]
    assert linked("S2", Kind.SOURCE) == []
    assert linked("Q1", Kind.CLAIM) == []
    assert linked("Q1", Kind.LOCATION) == []


def test_no_other_kinds_are_linked() -> None:
    """The pairs of kinds that any path joins are those of the table."""
    joined = {frozenset({path.start.value, path.end.value}) for path in PATHS}
    assert joined == {
        *map(frozenset, ("EL", "EQ", "ES", "ER", "E", "LQ", "LS", "LR", "QS", "QR", "SR", "S")),
        *map(frozenset, ("CE", "CS", "CR", "MR", "ME", "N")),
        *(frozenset({"N", kind.value}) for kind in Kind),
    }


def test_every_path_can_be_walked_back() -> None:
    """Linked is symmetric: each path has its mirror, the same edges the other way round."""
    walked = {path.steps for path in PATHS}
    for path in PATHS:
        back = tuple(step._replace(forward=not step.forward) for step in reversed(path.steps))
        assert back in walked


def test_every_path_holds_together() -> None:
    """Each step begins at the kind where the one before it ends."""
    for path in PATHS:
        assert path in paths(path.start, path.end)
        for step, following in zip(path.steps, path.steps[1:], strict=False):
            assert step.end is following.start


def test_one_record_may_be_several_things_to_another(make_reader: MakeReader) -> None:
    """Who publishes, speaks and claims is listed once, with all three, in the paths' order."""
    reader = make_reader(
        [
            event(reports=["R1"]),
            source(),
            report(publisher="S1"),
            quote(report="R1", events=["E1"], speaker="S1"),
            claim(report="R1", event="E1", source="S1"),
        ]
    )
    assert reader.linked(Ref("E1"), Kind.SOURCE).roles == {1: ("claims", "speaks", "publishes")}
    assert reader.linked(Ref("E1"), Kind.REPORT).roles == {1: ("tells of it", "quoted", "claimed")}


def test_a_place_may_have_several_roles_in_one_event(make_reader: MakeReader) -> None:
    """A place that people fled from and to has both roles, in the same order everywhere."""
    places = [{"location": "L1", "role": role} for role in ("site", "origin", "fled to", "site")]
    reader = make_reader([event(locations=places), location()])
    roles = ("fled to", "origin", "site")
    assert reader.linked(Ref("E1"), Kind.LOCATION).roles == {1: roles}
    assert reader.linked(Ref("L1"), Kind.EVENT).roles == {1: roles}


def test_nothing_is_linked_to_itself(make_reader: MakeReader) -> None:
    """An event that is part of itself, and a source that relays itself, have no such link."""
    reader = make_reader(
        [event(part_of="E1"), source(), quote(speaker="S1", via=["S1"]), note(target="N1")]
    )
    assert list(reader.linked(Ref("E1"), Kind.EVENT).numbers) == []
    assert list(reader.linked(Ref("S1"), Kind.SOURCE).numbers) == []
    assert list(reader.linked(Ref("N1"), Kind.NOTE).numbers) == []
