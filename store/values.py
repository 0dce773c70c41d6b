"""The parts that records are made of: frozen, typed, each field with its own line."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from store.dates import Instant, PartialDate
from store.ids import Ref
from store.vocabulary import (
    ActorRole,
    LocationRole,
    Measure,
    Side,
    TriageState,
)

Count = Annotated[int, Meta(ge=0)]
Offset = Annotated[int, Meta(ge=0)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
DatePrecision = Annotated[int, Meta(ge=1, le=5)]
PlacePrecision = Annotated[int, Meta(ge=1, le=7)]
Clarity = Annotated[int, Meta(ge=1, le=2)]
Credibility = Annotated[int, Meta(ge=1, le=6)]


class Value(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A part of a record."""


class Stamp(Value, frozen=True):
    """Who did something, and when."""

    at: Instant
    """When."""
    by: str
    """Login name, or the name set in the config file."""


class Origin(Value, frozen=True):
    """Where an imported record stood before."""

    format: str = ""
    """The importer's format, such as `ucdp-ged`."""
    file: str = ""
    """The file's name."""
    row: int | None = None
    """The row or line, from 1."""
    id: str = ""
    """Its identifier there."""


class Sealed(Value, frozen=True):
    """A name that can be made to disappear: only its salted hash is kept in the log."""

    sealed: str
    """The salted hash, `sha256:` and hexadecimal digits."""


class Cover(str):
    """What is shown in the place of words that are covered; a record that has it is not written."""

    __slots__ = ()


class Translation(Value, frozen=True):
    """The same words in another language."""

    language: str
    """Language tag (BCP 47)."""
    text: str
    """The translated words."""
    by: str = ""
    """The translator, a person or a program."""


class Custody(Value, frozen=True):
    """One act in the keeping of a report's original."""

    at: Instant
    """When."""
    by: str
    """Who."""
    act: str
    """What was done: received, downloaded, exported."""
    method: str = ""
    """With what."""
    sha256: str = ""
    """The hash of the bytes after the act."""


class Triage(Value, frozen=True):
    """What has been decided on a report."""

    state: TriageState = TriageState.NEW
    """The decision."""
    reason: str = ""
    """Why it is not relevant."""
    when: PartialDate | None = None
    """When a report put off comes back."""
    of: Ref | None = None
    """The report that a duplicate repeats."""


class EventLocation(Value, frozen=True):
    """A place of an event."""

    location: Ref
    """The location."""
    role: LocationRole = LocationRole.SITE
    """What the place is to the event."""
    precision: PlacePrecision | None = None
    """How exactly the place is known, 1 exact to 7 (UCDP where_prec)."""
    words: str = ""
    """How the reports put it."""


class EventActor(Value, frozen=True):
    """Somebody who took part in an event."""

    actor: Ref
    """The actor."""
    side: Side | None = None
    """The side of the conflict (UCDP)."""
    role: ActorRole | None = None
    """What the actor was to the event (HURIDOCS)."""


class Estimate(Value, frozen=True):
    """An analyst's range for one measure of an event, set by a stated rule."""

    measure: Measure
    """What is counted."""
    group: str = "people"
    """Whom it counts."""
    low: Count | None = None
    """At least."""
    best: Count | None = None
    """Most likely."""
    high: Count | None = None
    """At most."""
    rule: str = ""
    """How the range follows from the claims."""
    rationale: str = ""
    """Why that rule fits here."""
    by: str = ""
    """Who set it."""
    at: Instant | None = None
    """When."""
