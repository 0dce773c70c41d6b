"""Events with cycles, dangling links, odd dates and odd titles."""

from __future__ import annotations

from seeds.hard.payloads import CONTROLS, INVISIBLE, LETTERS, LONG_WORD, MARKUP, NEWLINES, together
from store.dates import Instant, PartialDate
from store.ids import Kind
from store.model import Event
from store.values import Estimate, EventActor, EventLocation
from store.vocabulary import LocationRole, Measure

EVENTS = (
    Event(
        id=1,
        title="An event that is part of itself",
        part_of=Kind.EVENT.ref(1),
        start=PartialDate("2025-03"),
        tags=("part of itself", "link cycle", "date: a month"),
    ),
    Event(
        id=2,
        title="One of two events that are part of each other",
        part_of=Kind.EVENT.ref(3),
        start=PartialDate("2025-03-06/.."),
        tags=("part of each other", "link cycle", "date: open at the end"),
    ),
    Event(
        id=3,
        title="The other of two events that are part of each other",
        part_of=Kind.EVENT.ref(2),
        start=PartialDate("2025-03-07T09:15"),
        end=PartialDate("2025-03-06"),
        tags=("part of each other", "link cycle", "date with a time", "ends before it starts"),
    ),
    Event(
        id=4,
        title="An event whose links lead nowhere",
        part_of=Kind.EVENT.ref(9001),
        locations=(EventLocation(location=Kind.LOCATION.ref(9002), role=LocationRole.FLED_TO),),
        actors=(EventActor(actor=Kind.ACTOR.ref(9003)),),
        reports=(Kind.REPORT.ref(9004), Kind.REPORT.ref(9004), Kind.EVENT.ref(1)),
        tags=("dangling links", "the same link twice", "a link to the wrong kind"),
    ),
    Event(
        id=5,
        title=LETTERS["Hebrew"] + " (Test) " + INVISIBLE["bidi override"],
        summary=together(LETTERS),
        start=PartialDate("0001-01-01"),
        tags=("Hebrew title with a bidi override", "year 0001"),
    ),
    Event(
        id=6,
        title=LETTERS["Japanese"] + LETTERS["Chinese"] + LETTERS["Thai"],
        start=PartialDate("9999-12-31"),
        end=PartialDate("9999"),
        tags=("double width title", "year 9999"),
    ),
    Event(
        id=7,
        title=LETTERS["emoji family"] + LETTERS["flags"] + LETTERS["skin tones"] + LETTERS["VS16"],
        start=PartialDate("2025-03-07T09:15:30+02:00"),
        estimates=(
            Estimate(
                measure=Measure.KILLED,
                group=CONTROLS["ESC"],
                low=10**15,
                best=0,
                high=1,
                rule=MARKUP["an action"],
                rationale=NEWLINES,
                by=CONTROLS["OSC 52, the clipboard"],
                at=Instant("9999-12-31T23:59:59Z"),
            ),
        ),
        tags=("emoji title", "huge figure", "estimate whose bounds are crossed"),
    ),
    Event(
        id=8,
        title=LETTERS["combining marks"] + " Test place",
        summary=LETTERS["combining marks"] * 3,
        type=LETTERS["combining mark first"],
        start=PartialDate("../0001-12-31"),
        tags=("500 combining marks on one letter", "date: open at the start"),
    ),
    Event(
        id=9,
        title=MARKUP["an action"],
        summary=together(MARKUP),
        type=MARKUP["an open tag"],
        assignee=MARKUP["nested brackets"],
        assessment_scheme=MARKUP["a closing tag alone"],
        locations=(EventLocation(location=Kind.LOCATION.ref(1), words=MARKUP["a link"]),),
        tags=("markup in every field", *MARKUP.values()),
    ),
    Event(
        id=10,
        title=CONTROLS["OSC 0, the window's title"] + CONTROLS["NUL"],
        summary=together(CONTROLS),
        type=CONTROLS["CR"],
        assignee=CONTROLS["BS"],
        assessment_scheme=CONTROLS["C1 control CSI"],
        locations=(EventLocation(location=Kind.LOCATION.ref(1), words=CONTROLS["DCS"]),),
        tags=("control characters in every field", *CONTROLS.values()),
    ),
    Event(
        id=11,
        title=LONG_WORD,
        summary=NEWLINES,
        start=PartialDate("2024-02-29"),
        tags=("very long word without blanks", "leap day"),
    ),
    Event(
        id=12,
        title="The same title twice",
        start=PartialDate("2025-03-07"),
        tags=("duplicate name",),
    ),
    Event(
        id=13,
        title="The same title twice",
        start=PartialDate("2025-03-07"),
        tags=("duplicate name",),
    ),
)
