"""Who did it, what happened, where and when, after whom."""

from __future__ import annotations

from seeds.coast import events, events_after, sources
from seeds.coast import reports_first_days as early
from seeds.coast import reports_months_after as late
from seeds.coast import reports_weeks_after as after
from seeds.originals import cited
from store.dates import PartialDate
from store.model import Claim
from store.vocabulary import About, Stance

AP = (sources.AP.ref,)

WHO = (
    cited(
        early.PAST_1000,
        Claim(
            id=27,
            event=events.COAST.ref,
            about=About.WHO,
            value="gunmen loyal to the new government killed Alawites in revenge",
            source=sources.AP.ref,
            words="gunmen loyal to the new government turned on the Alawite minority",
            credibility=2,
        ),
    ),
    cited(
        early.PAST_1000,
        Claim(
            id=28,
            event=events.COAST.ref,
            about=About.WHO,
            stance=Stance.DENIES,
            value="forces acting for the government killed civilians: it speaks of individuals",
            source=sources.GOVERNMENT.ref,
            via=AP,
            words="blames “individual actions” for the violence against civilians",
            credibility=4,
        ),
    ),
    cited(
        late.COMMISSION_1400,
        Claim(
            id=29,
            event=events.COAST.ref,
            about=About.WHO,
            value="members of the government's forces, people beside them, former government's men",
            source=sources.COMMISSION.ref,
            words=(
                "War crimes were likely committed by members of the interim government's forces, "
                "by people who fought beside them and by fighters of the former government"
            ),
            credibility=1,
        ),
    ),
    cited(
        late.COMMISSION_1400,
        Claim(
            id=30,
            event=events.COAST.ref,
            about=About.WHO,
            stance=Stance.DENIES,
            value="a policy or plan of the government was behind the killings",
            source=sources.COMMISSION.ref,
            words="“no evidence of a governmental policy or plan” to carry them out",
            credibility=2,
        ),
    ),
    cited(
        early.MUKHTARIYAH,
        Claim(
            id=31,
            event=events.MUKHTARIYAH.ref,
            about=About.WHO,
            value="gunmen on the side of the new government",
            source=sources.TWO_ACTIVISTS.ref,
            via=(sources.REUTERS.ref,),
            words="The activists blamed gunmen who side with the new government",
            credibility=3,
        ),
    ),
)
HAPPENED = (
    cited(
        early.PAST_1000,
        Claim(
            id=32,
            event=events.COAST.ref,
            about=About.HAPPENED,
            value="one of the deadliest episodes of the war",
            source=sources.SOHR.ref,
            via=AP,
            words="one of the deadliest episodes since the war began 14 years ago",
            credibility=2,
        ),
    ),
    cited(
        early.AMBUSH,
        Claim(
            id=33,
            event=events.AMBUSH.ref,
            about=About.HAPPENED,
            value="an attempt to detain a wanted person, then an ambush",
            source=sources.SOHR.ref,
            via=AP,
            words=(
                "set out to arrest a wanted person close to Jableh and fell into an ambush laid "
                "by loyalists of Assad"
            ),
            credibility=2,
        ),
    ),
    cited(
        early.POWER_CUT,
        Claim(
            id=34,
            event=events.POWER_CUT.ref,
            about=About.HAPPENED,
            value="electricity and drinking water failed in wide areas",
            source=sources.SOHR.ref,
            words="التيار الكهربائي ومياه الشرب انقطعا",
            credibility=3,
        ),
    ),
    cited(
        early.BACK_IN_CONTROL,
        Claim(
            id=35,
            event=events_after.CONTROL.ref,
            about=About.HAPPENED,
            value="government forces regained control of most areas",
            source=sources.MINISTRY_OFFICIAL.ref,
            via=(sources.SANA.ref,),
            words="are back in the hands of government forces",
            credibility=4,
        ),
    ),
    cited(
        early.ROUNDUP,
        Claim(
            id=36,
            event=events_after.CONTROL.ref,
            about=About.HAPPENED,
            value="government forces hold most of the coast",
            source=sources.MINISTRY_OFFICIAL.ref,
            via=(sources.SANA.ref, sources.EXAMPLE_WIRE.ref),
            words="government forces hold most of the coast again",
        ),
    ),
    cited(
        early.BACK_IN_CONTROL,
        Claim(
            id=37,
            event=events_after.ROADS.ref,
            about=About.HAPPENED,
            value="roads to the coast sealed",
            source=sources.MINISTRY_OFFICIAL.ref,
            via=(sources.SANA.ref,),
            words="The roads that lead to the coastal region have been sealed",
            credibility=3,
        ),
    ),
    cited(
        early.QARDAHA,
        Claim(
            id=38,
            event=events.QARDAHA.ref,
            about=About.HAPPENED,
            value="a large operation with tanks",
            source=sources.SOHR.ref,
            via=(sources.XINHUA.ref,),
            words="Government forces began a large operation in Qardaha on Friday",
            credibility=3,
        ),
    ),
    cited(
        early.BY_PLACE,
        Claim(
            id=39,
            event=events_after.SANOBAR.ref,
            about=About.HAPPENED,
            value="women and children among the dead, no figure",
            source=sources.SOHR.ref,
            words="it reports women and children among the dead, without a figure",
            credibility=3,
        ),
    ),
    cited(
        early.BANIYAS_RESIDENT,
        Claim(
            id=40,
            event=events_after.COLLECTED.ref,
            about=About.HAPPENED,
            value="the dead were left where they lay",
            source=sources.BANIYAS_RESIDENTS.ref,
            via=AP,
            words="the dead lay in streets and houses, and that nobody dared to collect them",
            credibility=2,
        ),
    ),
)
WHERE_AND_WHEN = (
    cited(
        early.MUKHTARIYAH,
        Claim(
            id=41,
            event=events.MUKHTARIYAH.ref,
            about=About.WHERE,
            value="in the town, close to the M4 road",
            source=sources.REUTERS.ref,
            words="it was filmed in the town, close to the M4 road",
            credibility=1,
        ),
    ),
    cited(
        early.ROUNDUP,
        Claim(
            id=46,
            event=events.BANIYAS.ref,
            about=About.WHERE,
            value="in the district of al-Qusour",
            source=sources.BANIYAS_RESIDENTS.ref,
            via=(sources.BBC.ref, sources.EXAMPLE_WIRE.ref),
            words="Residents of al-Qusour, a district of Baniyas",
            credibility=2,
        ),
    ),
    cited(
        early.SHELTER,
        Claim(
            id=42,
            event=events_after.FLIGHT_ABROAD.ref,
            about=About.WHERE,
            value="to Lebanon and to Hmeimim",
            source=sources.LEGISLATOR.ref,
            via=AP,
            words="some cross over to Lebanon, others make for Hmeimim",
            credibility=2,
        ),
    ),
    cited(
        early.PAST_1000,
        Claim(
            id=43,
            event=events.REVENGE.ref,
            about=About.WHEN,
            value="from Friday to early on Saturday, 8 March",
            source=sources.SOHR.ref,
            via=AP,
            words="The killings in revenge stopped early on Saturday",
            as_of=PartialDate("2025-03-08"),
            credibility=4,
        ),
    ),
    cited(
        after.COLLECTED,
        Claim(
            id=44,
            event=events_after.COLLECTED.ref,
            about=About.WHEN,
            value="Sunday, 9 March",
            source=sources.CIVIL_DEFENCE.ref,
            via=AP,
            words="collected bodies in Baniyas on Sunday, 9 March",
            credibility=1,
        ),
    ),
    cited(
        early.QARDAHA,
        Claim(
            id=45,
            event=events.CURFEW.ref,
            about=About.WHEN,
            value="from Thursday evening, extended on Friday",
            source=sources.GOVERNMENT.ref,
            via=(sources.XINHUA.ref,),
            words="extended the curfew that had been imposed on Thursday evening",
            credibility=2,
        ),
    ),
)

OTHER_CLAIMS = (*WHO, *HAPPENED, *WHERE_AND_WHEN)
