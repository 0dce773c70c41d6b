"""Places, sources, actors, attachments, notes and views that are hard to show or to follow."""

from __future__ import annotations

from seeds.hard.payloads import CONTROLS, INVISIBLE, LETTERS, LONG_WORD, MARKUP, NEWLINES, together
from store.dates import PartialDate
from store.ids import Kind
from store.model import Actor, Attachment, Location, Note, Source, View
from store.values import Sealed
from store.vocabulary import NoteKind, SourceKind

EVERYTHING = (*CONTROLS.values(), *INVISIBLE.values(), *MARKUP.values(), *LETTERS.values())

LOCATIONS = (
    Location(
        id=1,
        name="Test place at the north pole, on the date line",
        names=EVERYTHING,
        lat=90.0,
        lon=180.0,
        radius_m=0.0,
        country=CONTROLS["CSI"],
        tags=("pole and date line", "odd characters in other names"),
    ),
    Location(
        id=2,
        name="Test place at the south pole, on the date line from the other side",
        lat=-90.0,
        lon=-180.0,
        radius_m=1e9,
        parent=Kind.LOCATION.ref(2),
        tags=("pole and date line", "contains itself", "link cycle", "radius beyond the earth"),
    ),
    Location(
        id=3,
        name="Test place",
        lat=0.0,
        lon=0.0,
        parent=Kind.LOCATION.ref(4),
        tags=("duplicate name", "zero coordinates", "contain each other", "link cycle"),
    ),
    Location(
        id=4,
        name="Test place",
        parent=Kind.LOCATION.ref(3),
        tags=("duplicate name", "contain each other", "link cycle"),
    ),
    Location(
        id=5,
        name=LETTERS["Thai"],
        adm1=MARKUP["an open tag"],
        adm2=CONTROLS["CR"],
        country="XX",
        gazetteer_id=CONTROLS["OSC 8, a link"],
        parent=Kind.LOCATION.ref(9001),
        tags=("Thai name", "dangling links"),
    ),
)
SOURCES = (
    Source(
        id=1,
        name=Sealed(sealed="sha256:" + "0" * 64),
        kind=SourceKind.WITNESS,
        tags=("sealed name",),
    ),
    Source(id=2, name="Test source", tags=("duplicate name",)),
    Source(id=3, name="Test source", aliases=("Test source",), tags=("duplicate name",)),
    Source(
        id=4,
        name=MARKUP["an action"] + CONTROLS["OSC 52, the clipboard"],
        aliases=EVERYTHING,
        affiliation=CONTROLS["CR"] + MARKUP["a closing tag alone"],
        tags=("odd characters in every field",),
    ),
)
ACTORS = (
    Actor(
        id=1,
        name=INVISIBLE["bidi isolate left open"],
        aliases=EVERYTHING,
        scheme_ids={MARKUP["an open tag"]: CONTROLS["ESC"], "": "", CONTROLS["NUL"]: NEWLINES},
        tags=("odd characters in every field", "empty name of a scheme"),
    ),
    Actor(id=2, name=LONG_WORD, tags=("very long word without blanks",)),
)
ATTACHMENTS = (
    Attachment(
        id=1,
        sha256="../../../etc/hostname",
        media_type="text/html; charset=[/nope]",
        captured_at=PartialDate("2025-03-06T23:59:60/.."),
        report=Kind.REPORT.ref(9001),
        shows=CONTROLS["OSC 0, the window's title"],
        tags=("a path instead of a hash", "dangling links", "leap second"),
    ),
    Attachment(
        id=2,
        sha256="0" * 64,
        media_type=CONTROLS["C1 control OSC"],
        report=Kind.REPORT.ref(1),
        shows=INVISIBLE["tag characters"],
        tags=("odd characters in every field",),
    ),
)
NOTES = (
    Note(
        id=1,
        target=Kind.NOTE.ref(1),
        body="A note about itself: [[N1]] [[E9001]] [[E0]] [[e1]] [[E1|Test]] [[]] [[[E1]]]",
        kind=NoteKind.LEAD,
        tags=("note about itself", "odd links", "link cycle"),
    ),
    Note(
        id=2,
        target=Kind.ACTOR.ref(9001),
        body=together(MARKUP),
        tags=("dangling links", "markup"),
    ),
    Note(
        id=3,
        target=Kind.EVENT.ref(1),
        body=together(CONTROLS) + "\n" + together(INVISIBLE),
        tags=("control and invisible characters",),
    ),
    Note(
        id=4,
        target=Kind.EVENT.ref(1),
        body=(
            "# " * 500
            + "\n"
            + "> " * 500
            + "\n"
            + "- " * 500
            + "\n```\nopen fence\n![picture](https://example.org/x.png)\n"
            + "[link](javascript:alert(1))\n<script>alert(1)</script>\n|a|b|\n|-|\n"
        ),
        tags=("Markdown that nests deeply", "HTML in Markdown"),
    ),
    Note(id=5, tags=("a note about nothing, without words",)),
)
VIEWS = (
    View(
        id=1,
        name=CONTROLS["CSI"],
        query='triage:new (place:"open quote OR -',
        order="-no such field",
        columns=("title", "title", "no such field", ""),
        tags=("a query that cannot be read", "unknown fields"),
    ),
    View(
        id=2,
        name=MARKUP["an action"],
        query=together(CONTROLS),
        order=CONTROLS["NUL"],
        columns=EVERYTHING,
        tags=("odd characters in every field",),
    ),
    View(id=3, query="(" * 2000, tags=("a query of open brackets", "no name")),
)
