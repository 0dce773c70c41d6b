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


#: The event types of each scheme: ACLED's event_type, UCDP's type_of_violence.
EVENT_TYPES: dict[TypeScheme, tuple[str, ...]] = {
    TypeScheme.ACLED: (
        "Battles",
        "Explosions/Remote violence",
        "Violence against civilians",
        "Protests",
        "Riots",
        "Strategic developments",
    ),
    TypeScheme.UCDP: ("State-based conflict", "Non-state conflict", "One-sided violence"),
}


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


RELIABILITY = {
    Reliability.A: "has always been right: no doubt about it",
    Reliability.B: "has mostly been right: little doubt",
    Reliability.C: "has been right, and wrong: some doubt",
    Reliability.D: "has more often been wrong: much doubt",
    Reliability.E: "has been wrong, or invents: not to be relied on",
    Reliability.F: "cannot be judged: new, or not known well enough",
}
"""What each grade of a source means, in our words (Admiralty)."""

CREDIBILITY = {
    1: "confirmed by other, independent sources",
    2: "probably true: fits what is known, not confirmed",
    3: "possibly true: fits in part, not confirmed",
    4: "doubtful: possible, and nothing else speaks for it",
    5: "improbable: contradicts what is known",
    6: "cannot be judged: nothing to hold it against",
}
"""What each grade of a claim means, in our words (Admiralty)."""

ASSESSMENT = {
    Assessment.CONFIRMED: "those responsible, or proof beyond doubt, confirm it",
    Assessment.FAIR: "two or more credible, independent sources agree",
    Assessment.WEAK: "one source only, if a credible one",
    Assessment.CONTESTED: "sources contradict each other on what happened, or who did it",
    Assessment.DISCOUNTED: "shown to be wrong, or to be about something else",
}
"""What each assessment of an event means, in our words (Airwars)."""

VERDICT = {
    Verdict.UNVERIFIED: "nobody has checked it yet, or it could not be done",
    Verdict.VERIFIED: "checked: it is what it says it is",
    Verdict.FALSE: "checked: it did not happen so, or is made up",
    Verdict.MISLEADING: "true in itself, shown as something else: old, cut, elsewhere",
}
"""What each verdict on a report means."""
