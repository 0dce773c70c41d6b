"""What leaves the desk of covered records: all but what would show what is covered.

More is kept back than on the screen: a file goes to people who cannot be asked to look away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from store.derive.covers import BAR, covered, masked
from store.ids import Ref
from store.model import (
    Actor,
    Attachment,
    Claim,
    Event,
    Location,
    Note,
    Quote,
    Report,
    Source,
    View,
)
from store.reader import Reader
from store.record import Record
from store.values import Cover, Sealed
from store.vocabulary import Sensitivity

#: What stands in the place of covered words where a person reads.
COVERED = "covered"


class Shown(NamedTuple):
    """A record as it may leave the desk."""

    record: Any
    hidden: tuple[str, ...] = ()
    """Fields of it that are kept back, and empty here."""


class Covering:
    """Which records are covered, and what of them is kept back."""

    def __init__(self, sensitive: Mapping[Ref, Sensitivity], *, shows_all: bool = False) -> None:
        self._sensitive = {} if shows_all else sensitive
        self._cited: dict[Ref, list[Quote | Claim]] | None = None

    def is_covered(self, ref: Ref | None) -> bool:
        """Whether the record behind a reference is covered."""
        return ref in self._sensitive

    def seen(self, reader: Reader, record: Record) -> Shown:
        """The record without what is covered."""
        if not self._sensitive:
            return Shown(record)
        if record.ref in self._sensitive or self._is_about_covered(record):
            return _without(record, self._sensitive.get(record.ref, Sensitivity.PERSONAL))
        if isinstance(record, Report):
            return self._masked(reader, record)
        if not any(one in self._sensitive for one in _reports_of(record)):
            return Shown(record)
        if not isinstance(record, Event):
            # Its words are the report's, and its id in a data set may have that of the report.
            return _without(record, Sensitivity.GRAPHIC)
        # What a data set said of it may be what the covered report says.
        return Shown(replace(record, extra={}), ("extra",)) if record.extra else Shown(record)

    def _is_about_covered(self, record: Record) -> bool:
        return isinstance(record, Note) and record.target in self._sensitive

    def _masked(self, reader: Reader, report: Report) -> Shown:
        cited = self._citing(reader).get(report.ref)
        if not cited:
            return Shown(report)
        hidden: dict[str, Any] = {"extra": {}} if report.extra else {}
        seen = masked(report, cited) if report.text else report
        # It may end where the words are: the title is what readers look at first.
        if any(one.words and one.words in report.title for one in cited):
            hidden["title"] = ""
        if seen.text == report.text and not hidden:
            return Shown(report)
        if report.translation:
            hidden["translation"] = None
        shown = replace(seen, **hidden)
        return Shown(shown, ("text", *hidden))

    def _citing(self, reader: Reader) -> dict[Ref, list[Quote | Claim]]:
        """By report: the covered quotes and claims that rest on it."""
        if self._cited is None:
            self._cited = {}
            for ref in self._sensitive:
                found = reader.find(ref) if ref[0] in "QC" else None
                if isinstance(found, Quote | Claim) and found.report:
                    self._cited.setdefault(found.report, []).append(found)
        return self._cited


def _reports_of(record: Record) -> tuple[Ref, ...]:
    match record:
        case Event():
            return record.reports
        case Quote() | Claim() | Attachment():
            return (record.report,) if record.report else ()
    return ()


def _without(record: Record, sensitivity: Sensitivity) -> Shown:
    """The record without its words, and what names or leads to them."""
    changed: dict[str, Any] = {}
    bare = covered(record, "")
    for name in record.__struct_fields__:
        value, before = getattr(bare, name), getattr(record, name)
        if isinstance(value, Cover) and before:
            changed[name] = ""
    if record.extra:
        changed["extra"] = {}
    if record.origin and (record.origin.id or record.origin.file):
        changed["origin"] = replace(record.origin, id="", file="", row=None)
    changed |= _leads(record, is_personal=sensitivity is Sensitivity.PERSONAL)
    return Shown(replace(record, **changed), tuple(changed))


def _leads(record: Record, *, is_personal: bool) -> dict[str, Any]:
    """What leads to the words, and names whom they are about: each field that is not empty."""
    names: tuple[str, ...] = ()
    match record:
        case Report():
            own: dict[str, Any] = {}
            if any(one.method for one in record.custody):
                # With what it was fetched may name where it stood.
                own["custody"] = tuple(replace(one, method="") for one in record.custody)
            names = ("url", "archive_url", "translation")
            names += ("title", "author") if is_personal else ()
            return own | _emptied(record, names)
        case Quote():
            names = ("translation", "speaker_role")
        case Event():
            places = tuple(replace(one, words="") for one in record.locations)
            ranges = tuple(replace(one, rationale="") for one in record.estimates)
            own = {"locations": places} if places != record.locations else {}
            own |= {"estimates": ranges} if ranges != record.estimates else {}
            return own | _emptied(record, ("title",) if is_personal else ())
        case Source() | Actor() if is_personal:
            names = ("name", "aliases", "affiliation", "scheme_ids")
        case Location() if is_personal:
            names = ("name", "names", "lat", "lon", "gazetteer_id", "adm2")
        case View():
            names = ("name", "query") if is_personal else ()
    return _emptied(record, names)


def _emptied(record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    """These fields as they are in a new record, where something stands in them."""
    return {
        name: type(record)().__getattribute__(name)
        for name in names
        if getattr(record, name, None) and not isinstance(getattr(record, name), Sealed)
    }


def is_masked(text: str) -> bool:
    """Whether some of a text's words are behind bars."""
    return BAR in text
