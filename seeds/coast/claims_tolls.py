"""How many, after whom.  Figures are never added up across sources."""

from __future__ import annotations

from seeds.coast import events, sources
from seeds.coast import reports_first_days as early
from seeds.coast import reports_months_after as late
from seeds.coast import reports_weeks_after as after
from seeds.originals import cited
from store.dates import PartialDate
from store.model import Claim
from store.vocabulary import Measure, PartKind

AP = (sources.AP.ref,)
BEGAN = PartialDate("2025-03-06")
SATURDAY = PartialDate("2025-03-08")

OVER_600 = cited(
    early.PAST_1000,
    Claim(
        id=1,
        event=events.COAST.ref,
        source=sources.SOHR.ref,
        via=AP,
        words="over 600",
        measure=Measure.KILLED,
        low=600,
        cumulative=True,
        covers_from=BEGAN,
        as_of=SATURDAY,
        credibility=3,
    ),
)
OVER_1000 = cited(
    early.PAST_1000,
    Claim(
        id=2,
        event=events.COAST.ref,
        source=sources.SOHR.ref,
        via=AP,
        words="more than 1,000",
        measure=Measure.KILLED,
        low=1000,
        cumulative=True,
        covers_from=BEGAN,
        as_of=SATURDAY,
        supersedes=OVER_600.ref,
        credibility=2,
    ),
)


def _part_of_1000(number: int, words: str, group: str, count: int) -> Claim:
    """One of the three figures into which the Observatory divides its more than 1,000."""
    return cited(
        early.PAST_1000,
        Claim(
            id=number,
            event=events.COAST.ref,
            source=sources.SOHR.ref,
            via=AP,
            words=words,
            measure=Measure.KILLED,
            group=group,
            low=count,
            high=count,
            cumulative=True,
            covers_from=BEGAN,
            as_of=SATURDAY,
            part_of=OVER_1000.ref,
            part_kind=PartKind.ADDS_UP,
            credibility=2,
        ),
    )


NETWORK_803 = cited(
    after.NETWORK_803,
    Claim(
        id=6,
        event=events.COAST.ref,
        source=sources.SNHR.ref,
        words="803 people between 6 and 10 March 2025",
        measure=Measure.KILLED,
        low=803,
        high=803,
        cumulative=True,
        covers_from=BEGAN,
        as_of=PartialDate("2025-03-10"),
        credibility=2,
    ),
)
COMMITTEE_1426 = cited(
    late.COMMITTEE_1426,
    Claim(
        id=9,
        event=events.COAST.ref,
        source=sources.COMMITTEE.ref,
        via=(sources.SANA.ref,),
        words="1,426 people killed, most of them civilians",
        measure=Measure.KILLED,
        low=1426,
        high=1426,
        cumulative=True,
        covers_from=BEGAN,
        as_of=PartialDate("2025-07-22"),
        credibility=1,
    ),
)
COMMISSION_1400 = cited(
    late.COMMISSION_1400,
    Claim(
        id=12,
        event=events.COAST.ref,
        source=sources.COMMISSION.ref,
        words="About 1,400 people, most of them civilians",
        measure=Measure.KILLED,
        low=1400,
        high=1400,
        approximate=True,
        cumulative=True,
        as_of=PartialDate("2025-08-14"),
        credibility=1,
    ),
)
LATER_ON = (
    NETWORK_803,
    cited(
        after.NETWORK_803,
        Claim(
            id=7,
            event=events.COAST.ref,
            source=sources.SNHR.ref,
            words="420 unlawful killings",
            value="killed by forces that took part in the government's operation",
            measure=Measure.KILLED,
            low=420,
            high=420,
            cumulative=True,
            covers_from=BEGAN,
            as_of=PartialDate("2025-03-10"),
            part_of=NETWORK_803.ref,
            part_kind=PartKind.WITHIN,
            credibility=2,
        ),
    ),
    cited(
        late.ALMOST_900,
        Claim(
            id=8,
            event=events.COAST.ref,
            source=sources.RIGHTS_GROUPS.ref,
            via=(sources.EXAMPLE_WIRE.ref,),
            words="almost 900 civilians were killed there in March",
            measure=Measure.KILLED,
            group="civilians",
            low=900,
            high=900,
            approximate=True,
            cumulative=True,
            covers_from=PartialDate("2025-03"),
            as_of=PartialDate("2025-05-04"),
            credibility=3,
        ),
    ),
    COMMITTEE_1426,
    cited(
        late.COMMITTEE_1426,
        Claim(
            id=10,
            event=events.COAST.ref,
            source=sources.COMMITTEE.ref,
            via=(sources.SANA.ref,),
            words="90 of them women",
            measure=Measure.KILLED,
            sex="female",
            age="adults",
            low=90,
            high=90,
            cumulative=True,
            covers_from=BEGAN,
            as_of=PartialDate("2025-07-22"),
            part_of=COMMITTEE_1426.ref,
            part_kind=PartKind.WITHIN,
            credibility=1,
        ),
    ),
    cited(
        late.COMMITTEE_1426,
        Claim(
            id=11,
            event=events.COAST.ref,
            source=sources.COMMITTEE.ref,
            via=(sources.SANA.ref,),
            words="238 members of the army and the security forces",
            value="counted apart from the 1,426",
            measure=Measure.KILLED,
            group="security forces",
            low=238,
            high=238,
            cumulative=True,
            covers_from=BEGAN,
            as_of=PartialDate("2025-07-22"),
            credibility=1,
        ),
    ),
    COMMISSION_1400,
)
BANIYAS_60 = cited(
    early.BY_PLACE,
    Claim(
        id=14,
        event=events.BANIYAS.ref,
        source=sources.SOHR.ref,
        words="In Baniyas it counts 60 of them so far",
        measure=Measure.KILLED,
        group="civilians",
        low=60,
        cumulative=True,
        as_of=SATURDAY,
        credibility=2,
    ),
)
BANIYAS = (
    cited(
        early.BANIYAS_RESIDENT,
        Claim(
            id=13,
            event=events.BANIYAS.ref,
            source=sources.BANIYAS_RESIDENT.ref,
            via=AP,
            words="at least 20 of his neighbours had been killed",
            measure=Measure.KILLED,
            group="civilians",
            low=20,
            credibility=3,
        ),
    ),
    BANIYAS_60,
    cited(
        early.BY_PLACE,
        Claim(
            id=15,
            event=events.BANIYAS.ref,
            source=sources.SOHR.ref,
            words="ten women and five children",
            value="women",
            measure=Measure.KILLED,
            group="civilians",
            sex="female",
            age="adults",
            low=10,
            high=10,
            as_of=SATURDAY,
            part_of=BANIYAS_60.ref,
            part_kind=PartKind.WITHIN,
            credibility=2,
        ),
    ),
    cited(
        early.BY_PLACE,
        Claim(
            id=16,
            event=events.BANIYAS.ref,
            source=sources.SOHR.ref,
            words="five children among them",
            value="children",
            measure=Measure.KILLED,
            group="civilians",
            age="children",
            low=5,
            high=5,
            as_of=SATURDAY,
            part_of=BANIYAS_60.ref,
            part_kind=PartKind.WITHIN,
            credibility=2,
        ),
    ),
    cited(
        after.COLLECTED,
        Claim(
            id=17,
            event=events.BANIYAS.ref,
            source=sources.SOHR.ref,
            via=AP,
            words="nearly 200 of the civilians killed on the coast died in Baniyas",
            measure=Measure.KILLED,
            group="civilians",
            low=200,
            high=200,
            approximate=True,
            cumulative=True,
            as_of=PartialDate("2025-03-12"),
            supersedes=BANIYAS_60.ref,
            credibility=3,
        ),
    ),
)
PARTS_OF_1000 = (
    _part_of_1000(3, "745 civilians", "civilians", 745),
    _part_of_1000(4, "125 members of the government's security forces", "security forces", 125),
    _part_of_1000(5, "148 fighters tied to the ousted president", "fighters", 148),
)

TOLLS = (OVER_600, OVER_1000, *PARTS_OF_1000, *LATER_ON, *BANIYAS)
