"""Quotes and claims: evidence that does not hold, figures that are odd, chains that turn round."""

from __future__ import annotations

from seeds.hard.payloads import CONTROLS, INVISIBLE, LETTERS, MARKUP
from seeds.hard.reports import ITSELF, MARKUP_TAGS, WIDE_TEXT
from seeds.originals import cited
from store.dates import PartialDate
from store.ids import Kind
from store.model import Claim, Quote
from store.values import Translation
from store.vocabulary import Measure, PartKind

HUGE = 10**15
EVENT = Kind.EVENT.ref(1)
SOURCE = Kind.SOURCE.ref(1)

QUOTES = (
    cited(
        WIDE_TEXT,
        Quote(
            id=1,
            words=LETTERS["Arabic"] + " — Test",
            speaker=SOURCE,
            via=(SOURCE, SOURCE),
            tags=("evidence behind wide characters", "a source that relays itself"),
        ),
    ),
    cited(
        WIDE_TEXT,
        Quote(
            id=2,
            words=CONTROLS["CSI"],
            speaker_role=CONTROLS["OSC 8, a link"],
            translation=Translation(
                language=CONTROLS["NUL"], text=INVISIBLE["bidi override"], by=CONTROLS["bell"]
            ),
            tags=("control characters in quoted words",),
        ),
    ),
    cited(
        MARKUP_TAGS,
        Quote(
            id=3,
            words=MARKUP["nested brackets"],
            speaker_role=MARKUP["an action"],
            tags=("markup in quoted words",),
        ),
    ),
    Quote(
        id=4,
        report=ITSELF.ref,
        start=0,
        end=4,
        words="other words",
        tags=("span that does not match the text",),
    ),
    Quote(
        id=5,
        report=ITSELF.ref,
        start=5,
        end=10**9,
        words="place.",
        tags=("span that ends behind the text",),
    ),
    Quote(
        id=6,
        report=Kind.REPORT.ref(9001),
        start=9,
        end=3,
        words="",
        speaker=Kind.SOURCE.ref(9002),
        via=(Kind.SOURCE.ref(9003),),
        events=(Kind.EVENT.ref(9004),),
        locations=(Kind.LOCATION.ref(9005),),
        tags=("dangling links", "span that ends before it starts"),
    ),
)
CLAIMS = (
    Claim(
        id=1,
        event=EVENT,
        source=SOURCE,
        via=(SOURCE,),
        measure=Measure.KILLED,
        low=HUGE,
        high=HUGE,
        as_of=PartialDate("9999-12"),
        covers_from=PartialDate("0001"),
        tags=("huge figure", "a source that relays itself"),
    ),
    Claim(
        id=2,
        event=EVENT,
        measure=Measure.INJURED,
        low=10,
        high=5,
        as_of=PartialDate("2025-03-07/2025-03-07"),
        tags=("bounds are crossed", "range of one day"),
    ),
    Claim(
        id=3,
        event=EVENT,
        measure=Measure.MISSING,
        low=0,
        high=0,
        part_of=Kind.CLAIM.ref(3),
        part_kind=PartKind.ADDS_UP,
        supersedes=Kind.CLAIM.ref(3),
        tags=("part of itself", "supersedes itself", "zero, which is known", "link cycle"),
    ),
    Claim(
        id=4,
        event=EVENT,
        measure=Measure.KILLED,
        low=1,
        supersedes=Kind.CLAIM.ref(5),
        tags=("supersede each other", "link cycle"),
    ),
    Claim(
        id=5,
        event=EVENT,
        measure=Measure.KILLED,
        low=2,
        supersedes=Kind.CLAIM.ref(4),
        part_of=Kind.CLAIM.ref(4),
        part_kind=PartKind.WITHIN,
        tags=("supersede each other", "link cycle", "a part greater than the whole"),
    ),
    Claim(
        id=6,
        event=Kind.EVENT.ref(9001),
        source=Kind.SOURCE.ref(9002),
        via=(Kind.SOURCE.ref(9003),),
        report=Kind.REPORT.ref(9004),
        start=0,
        end=1,
        words="T",
        part_of=Kind.CLAIM.ref(9005),
        supersedes=Kind.CLAIM.ref(9006),
        tags=("dangling links", "a toll without measure or figure"),
    ),
    cited(
        WIDE_TEXT,
        Claim(
            id=7,
            event=EVENT,
            words=LETTERS["emoji family"],
            value=CONTROLS["OSC 52, the clipboard"],
            group=MARKUP["a closing tag alone"],
            sex=CONTROLS["DEL"],
            age=INVISIBLE["zero width characters"],
            tags=("odd characters in every field",),
        ),
    ),
)
