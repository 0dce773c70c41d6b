"""How many, after whom, in the smaller events; and how many fled."""

from __future__ import annotations

from seeds.coast import events, events_after, sources
from seeds.coast import reports_first_days as early
from seeds.originals import cited
from store.dates import PartialDate
from store.model import Claim
from store.vocabulary import Measure, PartKind, Sensitivity

AP = (sources.AP.ref,)
REUTERS = (sources.REUTERS.ref,)
FRIDAY = PartialDate("2025-03-07")
SATURDAY = PartialDate("2025-03-08")

TUWAYM_31 = cited(
    early.TUWAYM,
    Claim(
        id=18,
        event=events_after.TUWAYM.ref,
        source=sources.TUWAYM_RESIDENTS.ref,
        via=AP,
        words="residents laid 31 people to rest",
        measure=Measure.KILLED,
        low=31,
        high=31,
        as_of=SATURDAY,
        credibility=2,
    ),
)
TUWAYM_LISTED = cited(
    early.BY_PLACE,
    Claim(
        id=21,
        event=events_after.TUWAYM.ref,
        source=sources.SOHR.ref,
        words="31 dead",
        measure=Measure.KILLED,
        group="civilians",
        low=31,
        high=31,
        as_of=SATURDAY,
        credibility=2,
    ),
)


def _tuwaym_residents(number: int, words: str, count: int, sex: str, age: str) -> Claim:
    """A figure that the residents give within their 31."""
    return cited(
        early.TUWAYM,
        Claim(
            id=number,
            event=events_after.TUWAYM.ref,
            source=sources.TUWAYM_RESIDENTS.ref,
            via=AP,
            words=words,
            value=age if age == "children" else "women",
            measure=Measure.KILLED,
            sex=sex,
            age=age,
            low=count,
            high=count,
            as_of=SATURDAY,
            part_of=TUWAYM_31.ref,
            part_kind=PartKind.WITHIN,
            credibility=2,
        ),
    )


TUWAYM = (
    TUWAYM_31,
    _tuwaym_residents(19, "Nine of the dead were children", 9, "", "children"),
    _tuwaym_residents(20, "four were women", 4, "female", "adults"),
    TUWAYM_LISTED,
    cited(
        early.BY_PLACE,
        Claim(
            id=22,
            event=events_after.TUWAYM.ref,
            source=sources.SOHR.ref,
            words="nine of them children",
            value="children",
            measure=Measure.KILLED,
            group="civilians",
            age="children",
            low=9,
            high=9,
            as_of=SATURDAY,
            part_of=TUWAYM_LISTED.ref,
            part_kind=PartKind.WITHIN,
            credibility=2,
        ),
    ),
)
MUKHTARIYAH = (
    cited(
        early.MUKHTARIYAH,
        Claim(
            id=23,
            event=events.MUKHTARIYAH.ref,
            source=sources.TWO_ACTIVISTS.ref,
            via=REUTERS,
            words="At least two dozen men",
            measure=Measure.KILLED,
            sex="male",
            low=24,
            as_of=FRIDAY,
            credibility=3,
        ),
    ),
    cited(
        early.MUKHTARIYAH,
        Claim(
            id=24,
            event=events.MUKHTARIYAH.ref,
            source=sources.SOHR.ref,
            via=REUTERS,
            words="38 men",
            measure=Measure.KILLED,
            sex="male",
            low=38,
            high=38,
            as_of=FRIDAY,
            credibility=3,
        ),
    ),
)
DISPLACED = (
    cited(
        early.BANIYAS_RESIDENT,
        Claim(
            id=25,
            event=events_after.FLIGHT_MOUNTAINS.ref,
            source=sources.TWO_RESIDENTS.ref,
            via=AP,
            words="thousands of people had fled into the mountains",
            value="thousands",
            measure=Measure.DISPLACED,
            low=2000,
            approximate=True,
            as_of=SATURDAY,
            credibility=3,
            sensitivity=Sensitivity.PERSONAL,
        ),
    ),
    cited(
        early.ROUNDUP,
        Claim(
            id=26,
            event=events_after.FLIGHT_MOUNTAINS.ref,
            source=sources.AP.ref,
            via=(sources.EXAMPLE_WIRE.ref,),
            words="thousands who fled",
            value="thousands",
            measure=Measure.DISPLACED,
            credibility=6,
        ),
    ),
)

TOLLS_ELSEWHERE = (*TUWAYM, *MUKHTARIYAH, *DISPLACED)
