"""What the analysts added: notes, attachments, views."""

from __future__ import annotations

from seeds.coast import claims_tolls, events, events_after, places, quotes, sources
from seeds.coast import reports_first_days as early
from seeds.coast import reports_months_after as late
from seeds.coast import reports_weeks_after as after
from store.dates import Instant, PartialDate
from store.model import Attachment, Note, View
from store.values import Stamp
from store.vocabulary import NoteKind, Sensitivity


def _written(at: str, by: str) -> Stamp:
    return Stamp(at=Instant(at), by=by)


NOTES = (
    Note(
        id=1,
        target=events.COAST.ref,
        kind=NoteKind.DECISION,
        body=(
            "One event for the whole, parts below it. Figures for the whole stay here and are "
            "never summed from the parts: no source says which places its count covers."
        ),
        created=_written("2025-03-10T08:12:00Z", "kim"),
    ),
    Note(
        id=2,
        target=claims_tolls.OVER_1000.ref,
        body="745 + 125 + 148 is 1,018, which fits *more than 1,000*.",
        created=_written("2025-03-10T08:30:00Z", "kim"),
    ),
    Note(
        id=3,
        target=late.COMMITTEE_1426.ref,
        body=(
            "The committee's **238** are members of the forces killed by loyalists. They are a "
            "count of their own, beside the 1,426: see [[E1]] and [[C11]]."
        ),
        created=_written("2025-07-22T19:05:00Z", "kim"),
    ),
    Note(
        id=4,
        target=places.TUWAYM.ref,
        kind=NoteKind.QUESTION,
        body=(
            "Which village is it? Spellings found: Tuwaym, Tuwaymah, al-Tuwaimah. No point on the "
            "map until that is settled. See also [[R23]]."
        ),
        created=_written("2025-04-14T13:20:00Z", "noor"),
    ),
    Note(
        id=5,
        target=events.BANIYAS.ref,
        kind=NoteKind.LEAD,
        body=(
            "Dates differ: residents speak of Friday, [[R22]] of 8 and 9 March. Compare with the "
            "list of burials.\n\n- ask for the Civil Defence log of 9 March, see [[E15]]\n"
            "- look at [[R25]] once the full text is here"
        ),
        created=_written("2025-04-04T07:55:00Z", "kim"),
    ),
    Note(
        id=6,
        target=quotes.MASSACRE.ref,
        kind=NoteKind.DECISION,
        body="The speaker stays unnamed here, whatever other outlets print.",
        created=_written("2025-03-09T06:40:00Z", "kim"),
    ),
    Note(
        id=7,
        target=sources.MINISTRY_OFFICIAL.ref,
        kind=NoteKind.QUESTION,
        body="One official or several? SANA gives neither name nor rank.",
        created=_written("2025-03-09T17:02:00Z", "noor"),
    ),
    Note(
        id=8,
        target=events.MUKHTARIYAH.ref,
        kind=NoteKind.LEAD,
        body="The video was placed, not dated. Shadows could give the hour; the day is open.",
        created=_written("2025-03-20T14:10:00Z", "noor"),
    ),
    Note(
        id=9,
        target=after.COLLECTED.ref,
        body="*Nearly 200* is for [[L4]] and its surroundings as the agency puts it; no list.",
        created=_written("2025-03-13T09:00:00Z", "kim"),
    ),
    Note(
        id=10,
        target=events_after.COLLECTED.ref,
        body="The dates of the killings are in [[E6]]; this event is about the dead alone.",
        created=_written("2025-03-13T09:06:00Z", "kim"),
    ),
)

ATTACHMENTS = (
    Attachment(
        id=1,
        media_type="image/jpeg",
        captured_at=PartialDate("2025-03-08"),
        report=early.TUWAYM.ref,
        shows="The dead of Tuwaym wrapped in white cloth before the burial; not in our keeping",
        sensitivity=Sensitivity.GRAPHIC,
        tags=("seen, not obtained",),
    ),
    Attachment(
        id=2,
        media_type="image/jpeg",
        captured_at=PartialDate("2025-03-09"),
        report=after.COLLECTED.ref,
        shows="Volunteers of Syrian Civil Defence at work in Baniyas; not in our keeping",
        sensitivity=Sensitivity.GRAPHIC,
        tags=("seen, not obtained",),
    ),
    Attachment(
        id=3,
        media_type="video/mp4",
        captured_at=PartialDate("2025-03"),
        report=early.MUKHTARIYAH.ref,
        shows="The roadside in al-Mukhtariyah; place verified, day not; not in our keeping",
        sensitivity=Sensitivity.GRAPHIC,
        tags=("seen, not obtained",),
    ),
)

VIEWS = (
    View(
        id=1,
        name="Inbox",
        query="triage:new",
        order="-published_at",
        columns=("title", "publisher", "published_at", "urgent"),
    ),
    View(
        id=2,
        name="Baniyas",
        query="place:baniyas",
        order="-start",
        columns=("title", "start", "status", "assessment"),
    ),
    View(
        id=3,
        name="More than 100 killed",
        query="killed:>100 after:2025-03-06",
        order="-start",
        columns=("title", "start", "estimates", "assessment"),
    ),
    View(
        id=4,
        name="What was known on 9 March",
        query='known:2025-03-09 (source:"syrian observatory" OR place:latakia)',
        order="start",
        columns=("title", "start", "status"),
    ),
)
