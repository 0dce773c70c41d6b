"""What is covered until a person asks for it: the words of graphic and personal records.

A covered record keeps its reference, its name and all that it is sorted and decided by.  Its
words are replaced by a sign; the name of a post or a message, which is its first words, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from store.codec import Document, decode
from store.ids import Kind, Ref
from store.model import Attachment, Claim, Event, Note, Quote, Report
from store.reader import Asker, Reader
from store.record import Record
from store.values import Cover, Translation
from store.vocabulary import About, ReportKind, Sensitivity

if TYPE_CHECKING:
    from store.history import Version

#: What covered words are shown as.
BAR = "▒"
#: Fields of a document that hold words.
_WORDS = ("text", "words", "value", "body", "shows", "summary", "translation")
#: Kinds of report whose name is the first words of the text.
_NAMELESS = frozenset({ReportKind.POST, ReportKind.MESSAGE})


def sign_of(sensitivity: Sensitivity, key: str) -> Cover:
    """As `▒▒ graphic, R shows it`; without a key only what it is."""
    return Cover(f"{BAR * 2} {sensitivity}{f', {key} shows it' if key else ''}")


def is_covered(record: Record, revealed: Collection[Ref] = ()) -> bool:
    """Whether its words are not to be shown."""
    return record.sensitivity is not Sensitivity.OPEN and record.ref not in revealed


def covered(record: Record, key: str) -> Record:
    """The record with a sign in the place of its words; it cannot be written."""
    sign = sign_of(record.sensitivity, key)
    changed: dict[str, Any] = {"extra": dict.fromkeys(record.extra, sign)} if record.extra else {}
    match record:
        case Report():
            changed |= {"text": sign, "translation": _translation(record.translation, sign)}
            if record.kind in _NAMELESS:
                changed["title"] = sign
        case Event():
            places = (replace(one, words=sign if one.words else "") for one in record.locations)
            changed |= {"summary": sign if record.summary else "", "locations": tuple(places)}
        case Quote():
            changed |= {"words": sign, "translation": _translation(record.translation, sign)}
        case Claim():
            # A toll is told by its figure; any other claim by its words.
            changed |= {"words": sign, "value": "" if record.about is About.TOLL else sign}
        case Note():
            changed["body"] = sign
        case Attachment():
            changed["shows"] = sign
    return replace(record, **changed)


def _translation(known: Translation | None, sign: Cover) -> Translation | None:
    return replace(known, text=sign) if known else None


def masked(report: Report, cited: Iterable[Record]) -> Report:
    """The report with bars over the words of covered quotes and claims that rest on it.

    Its translation is covered whole.
    """
    text = report.text
    for record in cited:
        if not isinstance(record, Quote | Claim) or record.report != report.ref:
            continue
        start, end = record.start, record.end
        if start is not None and end is not None and 0 <= start < end <= len(text):
            bars = "".join(one if one.isspace() else BAR for one in text[start:end])
            text = f"{text[:start]}{bars}{text[end:]}"
    if text is report.text:
        return report
    # Which words of another language say the same, nobody knows.
    sign = Cover(f"{BAR * 2} words of it are covered")
    translation = _translation(report.translation, sign)
    return replace(report, text=Masked(text), translation=translation)


class Masked(Cover):
    """A text with bars over some of its words."""


def is_hidden(report: Report, cited: Quote | Claim) -> bool:
    """Whether the report's words around the evidence are covered, or some of the evidence."""
    if isinstance(report.text, Masked):
        return BAR in report.text[cited.start or 0 : cited.end or 0]
    return isinstance(report.text, Cover)


def version_seen(
    version: Version, revealed: Collection[Ref], now: Sensitivity = Sensitivity.OPEN
) -> Version:
    """A change of the history, without the words of a record that was covered, or is `now`."""
    try:
        ref = Ref(version.name)
    except ValueError:
        # Another program's document has no such field.
        return version
    known = [document for document in (version.before, version.after) if document is not None]
    then = (_sensitivity(ref, one) for one in known)
    sensitivity = next((one for one in (*then, now) if one is not Sensitivity.OPEN), now)
    if ref in revealed or sensitivity is Sensitivity.OPEN:
        return version
    before, after = version.before, version.after
    sign = sign_of(sensitivity, "")
    return version._replace(
        before=_document_seen(ref, before, after or {}, f"{sign}, before"),
        after=_document_seen(ref, after, before or {}, str(sign)),
    )


def sensitivity_now(reader: Reader, name: str) -> Sensitivity:
    """How sensitive the record of a version is by now; open where it is no record, or gone."""
    try:
        ref = Ref(name)
    except ValueError:
        return Sensitivity.OPEN
    found = reader.listing(ref.kind, (ref.number,))
    return found[0].sensitivity if found else Sensitivity.OPEN


def sensitive(reader: Reader, asker: Asker) -> dict[Ref, Sensitivity]:
    """The records that are graphic or personal by now."""
    from store.syntax import Asked, Query, Text  # noqa: PLC0415  not before the first screen

    return {
        kind.ref(number): one
        for kind in Kind
        for one in (Sensitivity.GRAPHIC, Sensitivity.PERSONAL)
        for number in reader.search(Query(Asked("sensitivity", Text(one))), kind, asker)
    }


def _sensitivity(ref: Ref, document: Document) -> Sensitivity:
    if "sensitivity" not in document:
        return Sensitivity.OPEN
    return decode(ref.kind, ref.number, document).sensitivity


def _document_seen(
    ref: Ref, document: Document | None, other: Mapping[str, Any], sign: str
) -> Document | None:
    """The document with a sign for its words; where they are the same in the other, the same."""
    if document is None:
        return None
    # What came with it and is no field of ours may be the same words.
    known = decode(ref.kind, ref.number, document)
    hidden = {name for name in _WORDS if name in document} | set(known.extra)
    if isinstance(known, Report) and known.kind in _NAMELESS:
        hidden.add("title")
    shown = {
        name: (sign if value != other.get(name) else BAR) if name in hidden else value
        for name, value in document.items()
    }
    if isinstance(places := document.get("locations"), list):
        # How the reports put it; which place it is stays.
        shown["locations"] = [
            {**one, "words": BAR} if isinstance(one, dict) and one.get("words") else one
            for one in places
        ]
    return shown


class Covers:
    """What of the records one desk shows: all but the words that are covered."""

    def __init__(self) -> None:
        self.key = "R"
        """The key that reveals, as a person reads it."""
        self.revealed: frozenset[Ref] = frozenset()
        """The sensitive records whose words are shown."""
        self.since: Mapping[Ref, Sensitivity] = {}
        """Of the past: the records that are sensitive by now, and may have been open then."""

    def seen(self, record: Record) -> Record:
        """The record as it is shown."""
        since = self.since.get(record.ref)
        if since is not None and record.sensitivity is Sensitivity.OPEN:
            record = replace(record, sensitivity=since)
        return covered(record, self.key) if is_covered(record, self.revealed) else record

    def toggle(self, refs: Collection[Ref]) -> bool:
        """Show the words of these records, or cover them where all are shown; whether shown."""
        hidden = frozenset(refs) - self.revealed
        self.revealed = self.revealed | hidden if hidden else self.revealed - frozenset(refs)
        return bool(hidden)
