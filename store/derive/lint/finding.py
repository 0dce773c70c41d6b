"""What is found: a rule, the records that it is about, a sentence, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from store.ids import Ref
from store.record import Record

#: With this begins the tag by which somebody says that what was found is meant so.
MEANT = "meant"


class Rule(NamedTuple):
    """One thing that is looked for."""

    name: str
    """What the command line calls it; a tag that says `meant so` has it, so it stays."""
    heading: str
    """What all findings of it have in common."""


RULES = tuple(
    Rule(*one)
    for one in (
        ("low-above-high", "The low figure is above the high one"),
        ("best-above-high", "The best figure is above the high one"),
        ("low-above-best", "The low figure is above the best one"),
        ("part-above-whole", "Parts are more than their whole"),
        ("parts-below-whole", "Parts that add up make less than their whole"),
        ("end-before-start", "The end is before the start"),
        ("counted-backwards", "The first day counted is after the last"),
        ("counted-before-event", "A toll counts up to a day before the event"),
        ("published-before-event", "A report is older than the event that it tells of"),
        ("in-the-future", "A date that is still to come"),
        ("outside-country", "A place lies outside its country"),
        ("zero-coordinates", "A place lies at 0, 0"),
        ("half-a-point", "A place has only one coordinate"),
        ("words-not-there", "Words that the report does not have"),
        ("quote-without-report", "A quote of no report"),
        ("quote-about-nothing", "A quote without a speaker, an event or a place"),
        ("claim-without-source", "A claim without a source"),
        ("claim-without-event", "A claim without an event"),
        ("gone", "A record that is named and is not there"),
        ("wrong-kind", "A record of another kind than the field names"),
        ("unreadable", "A value that cannot be read"),
        ("same-event", "Events that look the same"),
        ("same-place", "Places that look the same"),
        ("same-source", "Sources that look the same"),
        ("same-actor", "Actors that look the same"),
    )
)
RULE = {rule.name: rule for rule in RULES}


class Deed(StrEnum):
    """What a mend does."""

    SET = "set"
    """Gives fields of a record the values that are plainly meant."""
    UNLINK = "unlink"
    """Takes a reference out of a record that names what is not there."""
    MERGE = "merge"
    """Makes one record of two."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A change that would mend what was found."""

    deed: Deed
    ref: Ref
    """The record that changes."""
    versions: tuple[tuple[Ref, int], ...]
    """The records by which it was found, as they were."""
    values: tuple[tuple[str, Any], ...] = ()
    """Fields with their new values."""
    other: Ref | None = None
    """What is unlinked, or merged."""
    is_asked: bool = False
    """Whether a person is asked before: it is likely, and not certain."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that looks wrong; it is told, and nothing is refused for it."""

    rule: str
    refs: tuple[Ref, ...]
    """The record that it stands on, then the others that it is about."""
    field: str
    """Where it stands in the first; "" where it is no single field."""
    sentence: str
    """What looks wrong, with the names of the records; foreign text is not made safe yet."""
    mending: str
    """What would mend it."""
    mend: Mend | None = None
    is_meant: bool = False
    """Whether somebody has said that it is meant so."""

    @property
    def ref(self) -> Ref:
        """The record that it stands on."""
        return self.refs[0]

    @property
    def tag(self) -> str:
        """The tag that says of its record: this is meant so."""
        return tag_of(self.rule, self.refs)


def tag_of(rule: str, refs: tuple[Ref, ...]) -> str:
    """As `meant:claim-without-source`; of two records with the other: `meant:same-event:E5`."""
    return f"{MEANT}:{rule}:{refs[1]}" if len(refs) == 2 else f"{MEANT}:{rule}"


def is_meant(rule: str, refs: tuple[Ref, ...], records: Iterable[Record]) -> bool:
    """Whether one of the records has the tag, in whichever order the two are named."""
    turned = (refs, refs[::-1]) if len(refs) == 2 else (refs,)
    wanted = {(one[0], tag_of(rule, one)) for one in turned}
    return any((record.ref, tag) in wanted for record in records for tag in record.tags)
