"""The controlled vocabularies, with the standard that each comes from."""

from __future__ import annotations

from enum import StrEnum


class Sensitivity(StrEnum):
    """What a record may expose, and so what is covered until asked for."""

    OPEN = "open"
    GRAPHIC = "graphic"
    PERSONAL = "personal"


class ReportKind(StrEnum):
    """What sort of document came in."""

    ARTICLE = "article"
    STATEMENT = "statement"
    POST = "post"
    BULLETIN = "bulletin"
    MESSAGE = "message"


class TriageState(StrEnum):
    """What has been decided on a report."""

    NEW = "new"
    RELEVANT = "relevant"
    NOT_RELEVANT = "not relevant"
    LATER = "later"
    DUPLICATE = "duplicate"


class Verdict(StrEnum):
    """What verification found of a report."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    FALSE = "false"
    MISLEADING = "misleading"


class TypeScheme(StrEnum):
    """Whose event types are used."""

    ACLED = "ACLED"
    UCDP = "UCDP"


class LocationRole(StrEnum):
    """What a place is to an event."""

    SITE = "site"
    ORIGIN = "origin"
    FLED_TO = "fled to"
    NAMED = "named"


class ActorRole(StrEnum):
    """What an actor is to an event (HURIDOCS)."""

    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    INTERVENING = "intervening"


class Side(StrEnum):
    """The side of a conflict dyad (UCDP)."""

    A = "A"
    B = "B"


class Status(StrEnum):
    """How far the work on an event is (Atlos)."""

    TO_DO = "to do"
    IN_PROGRESS = "in progress"
    HELP_NEEDED = "help needed"
    READY_FOR_REVIEW = "ready for review"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Assessment(StrEnum):
    """How well an event is established (Airwars)."""

    CONFIRMED = "confirmed"
    FAIR = "fair"
    WEAK = "weak"
    CONTESTED = "contested"
    DISCOUNTED = "discounted"


class SourceKind(StrEnum):
    """What sort of voice a source is."""

    AGENCY = "agency"
    OUTLET = "outlet"
    MONITOR = "monitor"
    OFFICIAL = "official"
    WITNESS = "witness"
    PARTY = "party"
    ACCOUNT = "account"


class Reliability(StrEnum):
    """How far a source has been right before (Admiralty); F cannot be judged, it is not worst."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class QuoteForm(StrEnum):
    """Whether the words are the speaker's own."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class About(StrEnum):
    """What a claim asserts something about."""

    TOLL = "toll"
    HAPPENED = "happened"
    WHO = "who"
    WHERE = "where"
    WHEN = "when"


class Measure(StrEnum):
    """What a toll counts."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    DETAINED = "detained"
    DISPLACED = "displaced"


class PartKind(StrEnum):
    """How a claim's figure stands to the whole it is part of."""

    ADDS_UP = "adds up"
    WITHIN = "within"


class Stance(StrEnum):
    """Whether a source asserts or denies."""

    ASSERTS = "asserts"
    DENIES = "denies"


class ActorKind(StrEnum):
    """What sort of body an actor is."""

    ARMED_GROUP = "armed group"
    STATE_FORCES = "state forces"
    COMMUNITY = "community"
    AUTHORITY = "authority"
    UNKNOWN = "unknown"


class NoteKind(StrEnum):
    """What an analyst's note is for."""

    NOTE = "note"
    QUESTION = "question"
    LEAD = "lead"
    DECISION = "decision"
