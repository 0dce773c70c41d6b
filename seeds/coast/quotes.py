"""What was said: few spoken words, the rest in the reports' own.

`via` has everybody between the speaker and the reader, the publisher last.
"""

from __future__ import annotations

from seeds.coast import events, events_after, places, sources
from seeds.coast import reports_first_days as early
from seeds.coast import reports_months_after as late
from seeds.coast import reports_weeks_after as after
from seeds.originals import cited
from store.model import Quote
from store.values import Translation
from store.vocabulary import QuoteForm, Sensitivity

AP = (sources.AP.ref,)
BANIYAS = (places.BANIYAS.ref,)

MASSACRE = cited(
    early.BANIYAS_RESIDENT,
    Quote(
        id=1,
        words="It was a massacre",
        speaker=sources.BANIYAS_RESIDENT.ref,
        speaker_role="resident, by telephone",
        via=AP,
        events=(events.BANIYAS.ref, events_after.COLLECTED.ref),
        locations=BANIYAS,
    ),
)
DIRECT = (
    MASSACRE,
    cited(
        early.PAST_1000,
        Quote(
            id=2,
            words="individual actions",
            speaker=sources.GOVERNMENT.ref,
            speaker_role="government",
            via=AP,
            events=(events.COAST.ref, events.REVENGE.ref),
        ),
    ),
    cited(
        early.PARIS,
        Quote(
            id=3,
            words="deep concern",
            speaker=sources.FRANCE.ref,
            speaker_role="foreign ministry",
            events=(events.COAST.ref,),
            locations=(places.SYRIA.ref,),
        ),
    ),
    cited(
        late.COMMISSION_1400,
        Quote(
            id=4,
            words="widespread and systematic",
            speaker=sources.COMMISSION.ref,
            speaker_role="commission of inquiry",
            events=(events.COAST.ref,),
        ),
    ),
    cited(
        late.COMMISSION_1400,
        Quote(
            id=5,
            words="no evidence of a governmental policy or plan",
            speaker=sources.COMMISSION.ref,
            speaker_role="commission of inquiry",
            events=(events.COAST.ref,),
        ),
    ),
    cited(
        early.MUKHTARIYAH,
        Quote(
            id=6,
            words="rounded up the men",
            speaker=sources.SOHR.ref,
            speaker_role="head of the Observatory",
            via=(sources.REUTERS.ref,),
            events=(events.MUKHTARIYAH.ref,),
            locations=(places.MUKHTARIYAH.ref,),
        ),
    ),
)
FROM_MONITORS = (
    cited(
        early.PAST_1000,
        Quote(
            id=7,
            words="put the number of people killed at more than 1,000",
            form=QuoteForm.INDIRECT,
            speaker=sources.SOHR.ref,
            via=AP,
            events=(events.COAST.ref,),
        ),
    ),
    cited(
        early.PAST_1000,
        Quote(
            id=8,
            words="The killings in revenge stopped early on Saturday",
            form=QuoteForm.INDIRECT,
            speaker=sources.SOHR.ref,
            speaker_role="head of the Observatory",
            via=AP,
            events=(events.REVENGE.ref,),
        ),
    ),
    cited(
        early.POWER_CUT,
        Quote(
            id=9,
            words="التيار الكهربائي ومياه الشرب انقطعا عن مناطق واسعة في محيط مدينة اللاذقية",
            form=QuoteForm.INDIRECT,
            speaker=sources.SOHR.ref,
            events=(events.POWER_CUT.ref,),
            locations=(places.LATAKIA.ref,),
            translation=Translation(
                language="en",
                text="electricity and drinking water had failed in wide areas around Latakia",
                by="noor",
            ),
        ),
    ),
    cited(
        early.QARDAHA,
        Quote(
            id=10,
            words="Government forces began a large operation in Qardaha",
            form=QuoteForm.INDIRECT,
            speaker=sources.SOHR.ref,
            via=(sources.XINHUA.ref,),
            events=(events.QARDAHA.ref,),
            locations=(places.QARDAHA.ref,),
        ),
    ),
)
FROM_RESIDENTS = (
    cited(
        early.BANIYAS_RESIDENT,
        Quote(
            id=11,
            words="at least 20 of his neighbours had been killed",
            form=QuoteForm.INDIRECT,
            speaker=sources.BANIYAS_RESIDENT.ref,
            speaker_role="resident, by telephone",
            via=AP,
            events=(events.BANIYAS.ref,),
            locations=BANIYAS,
        ),
    ),
    cited(
        early.BANIYAS_RESIDENT,
        Quote(
            id=12,
            words="the dead lay in streets and houses, and that nobody dared to collect them",
            form=QuoteForm.INDIRECT,
            speaker=sources.BANIYAS_RESIDENTS.ref,
            speaker_role="residents",
            via=AP,
            events=(events_after.COLLECTED.ref, events.BANIYAS.ref),
            locations=BANIYAS,
        ),
    ),
    cited(
        early.BANIYAS_RESIDENT,
        Quote(
            id=13,
            words="thousands of people had fled into the mountains",
            form=QuoteForm.INDIRECT,
            speaker=sources.TWO_RESIDENTS.ref,
            speaker_role="residents in hiding",
            via=AP,
            events=(events_after.FLIGHT_MOUNTAINS.ref,),
            locations=(places.MOUNTAINS.ref,),
            sensitivity=Sensitivity.PERSONAL,
        ),
    ),
    cited(
        after.COLLECTED,
        Quote(
            id=14,
            words=(
                "government reinforcements did not step in while the killings were at their worst"
            ),
            form=QuoteForm.INDIRECT,
            speaker=sources.BANIYAS_RESIDENTS.ref,
            speaker_role="residents",
            via=AP,
            events=(events.BANIYAS.ref,),
            locations=BANIYAS,
        ),
    ),
)
FROM_OFFICIALS = (
    cited(
        early.BACK_IN_CONTROL,
        Quote(
            id=15,
            words="are back in the hands of government forces",
            form=QuoteForm.INDIRECT,
            speaker=sources.MINISTRY_OFFICIAL.ref,
            speaker_role="Defence Ministry official",
            via=(sources.SANA.ref,),
            events=(events_after.CONTROL.ref,),
        ),
    ),
    cited(
        early.ROUNDUP,
        Quote(
            id=16,
            words="government forces hold most of the coast again",
            form=QuoteForm.INDIRECT,
            speaker=sources.MINISTRY_OFFICIAL.ref,
            speaker_role="Defence Ministry official",
            via=(sources.SANA.ref, sources.EXAMPLE_WIRE.ref),
            events=(events_after.CONTROL.ref,),
        ),
    ),
    cited(
        early.SHELTER,
        Quote(
            id=17,
            words="Alawites leave the coast in great number",
            form=QuoteForm.INDIRECT,
            speaker=sources.LEGISLATOR.ref,
            speaker_role="legislator",
            via=AP,
            events=(events_after.FLIGHT_ABROAD.ref,),
            locations=(places.LEBANON.ref, places.HMEIMIM.ref),
        ),
    ),
    cited(
        early.SHELTER,
        Quote(
            id=18,
            words="an international intervention to keep Alawites safe",
            form=QuoteForm.INDIRECT,
            speaker=sources.LEGISLATOR.ref,
            speaker_role="legislator",
            via=AP,
            events=(events.COAST.ref,),
        ),
    ),
    cited(
        early.PARIS,
        Quote(
            id=19,
            words="independent investigations that shed full light on these crimes",
            form=QuoteForm.INDIRECT,
            speaker=sources.FRANCE.ref,
            speaker_role="foreign ministry",
            events=(events.COAST.ref,),
            locations=(places.SYRIA.ref,),
        ),
    ),
    cited(
        late.COMMITTEE_1426,
        Quote(
            id=20,
            words="it had confirmed by name 1,426 people killed, most of them civilians",
            form=QuoteForm.INDIRECT,
            speaker=sources.COMMITTEE.ref,
            speaker_role="committee",
            via=(sources.SANA.ref,),
            events=(events.COAST.ref,),
            locations=(places.DAMASCUS.ref,),
        ),
    ),
    cited(
        early.ROUNDUP,
        Quote(
            id=21,
            words="women were humiliated before they were killed",
            form=QuoteForm.INDIRECT,
            speaker_role="witnesses whom the paper does not name",
            via=(sources.DAILY_MAIL.ref, sources.EXAMPLE_WIRE.ref),
            events=(events.REVENGE.ref,),
            sensitivity=Sensitivity.GRAPHIC,
        ),
    ),
)

QUOTES = (*DIRECT, *FROM_MONITORS, *FROM_RESIDENTS, *FROM_OFFICIALS)
