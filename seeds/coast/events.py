"""What happened: one event for the killings as a whole, its parts, and what went with them."""

from __future__ import annotations

from seeds.coast import actors, places
from seeds.coast import reports_first_days as early
from seeds.coast import reports_months_after as late
from seeds.coast import reports_weeks_after as after
from store.dates import Instant, PartialDate
from store.model import Event
from store.values import Estimate, EventActor, EventLocation
from store.vocabulary import (
    ActorRole,
    Assessment,
    LocationRole,
    Measure,
    Side,
    Status,
    TypeScheme,
)

AGAINST_CIVILIANS = "Violence against civilians"
BATTLES = "Battles"
DEVELOPMENTS = "Strategic developments"

FORCES = EventActor(actor=actors.FORCES.ref, side=Side.A, role=ActorRole.PERPETRATOR)
FORCES_HIT = EventActor(actor=actors.FORCES.ref, side=Side.A, role=ActorRole.VICTIM)
FORCES_SENT = EventActor(actor=actors.FORCES.ref, side=Side.A, role=ActorRole.INTERVENING)
LOYALISTS = EventActor(actor=actors.LOYALISTS.ref, side=Side.B, role=ActorRole.PERPETRATOR)
LOYALISTS_FOUGHT = EventActor(actor=actors.LOYALISTS.ref, side=Side.B)
FACTIONS = EventActor(actor=actors.FACTIONS.ref, side=Side.A, role=ActorRole.PERPETRATOR)
ALAWITES = EventActor(actor=actors.ALAWITES.ref, role=ActorRole.VICTIM)
AUTHORITIES = EventActor(actor=actors.AUTHORITIES.ref, side=Side.A, role=ActorRole.INTERVENING)

COAST = Event(
    id=1,
    title="Killings on the coast, 6-10 March 2025",
    summary=(
        "Attacks by loyalists of the former government on 6 March, fighting, and killings of "
        "civilians in revenge, most of them Alawites, in many towns and villages of the provinces "
        "of Latakia and Tartus. Sources count different people over different days: see the claims."
    ),
    type=AGAINST_CIVILIANS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-06"),
    end=PartialDate("2025-03-10"),
    date_precision=1,
    clarity=2,
    locations=(
        EventLocation(location=places.LATAKIA_GOVERNORATE.ref, precision=4),
        EventLocation(location=places.TARTUS_GOVERNORATE.ref, precision=4),
        EventLocation(location=places.DAMASCUS.ref, role=LocationRole.NAMED),
    ),
    actors=(LOYALISTS, FORCES, FACTIONS, ALAWITES),
    reports=(
        *(early.PAST_1000.ref, early.PARIS.ref, early.ROUNDUP.ref, after.NETWORK_803.ref),
        *(late.ALMOST_900.ref, late.COMMITTEE_1426.ref, late.COMMISSION_1400.ref),
    ),
    estimates=(
        Estimate(
            measure=Measure.KILLED,
            low=1400,
            best=1426,
            rule="the two inquiries; the one that has names is the best figure",
            rationale=(
                "Both inquiries had months and could visit the places; the counts of March were "
                "made while people were still being found. The 238 members of the forces are "
                "counted apart and are not added."
            ),
            by="kim",
            at=Instant("2025-08-15T09:20:00Z"),
        ),
        Estimate(
            measure=Measure.KILLED,
            group="civilians",
            low=745,
            rule="the lowest of the claims that count civilians; no upper bound",
            rationale="Neither inquiry says how many of its dead were civilians.",
            by="kim",
            at=Instant("2025-08-15T09:24:00Z"),
        ),
    ),
    status=Status.IN_PROGRESS,
    assessment=Assessment.CONFIRMED,
    assessment_scheme="Airwars",
    assignee="kim",
    tags=("aggregate", "coast"),
)
AMBUSH = Event(
    id=2,
    title="Ambush of security forces near Jableh",
    summary="Forces who came to detain a wanted person were ambushed; so the fighting began.",
    type=BATTLES,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-06"),
    date_precision=1,
    clarity=1,
    part_of=COAST.ref,
    locations=(EventLocation(location=places.JABLEH.ref, precision=2, words="close to Jableh"),),
    actors=(FORCES_HIT, LOYALISTS),
    reports=(early.AMBUSH.ref, early.PAST_1000.ref),
    status=Status.READY_FOR_REVIEW,
    assessment=Assessment.FAIR,
    assessment_scheme="Airwars",
    assignee="noor",
)
CURFEW = Event(
    id=3,
    title="Curfew in Latakia and Tartus",
    summary="Imposed on Thursday evening and extended on Friday.",
    type=DEVELOPMENTS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-06"),
    date_precision=1,
    clarity=1,
    locations=(
        EventLocation(location=places.LATAKIA.ref, precision=1),
        EventLocation(location=places.TARTUS.ref, precision=1),
    ),
    actors=(AUTHORITIES,),
    reports=(early.QARDAHA.ref,),
    status=Status.COMPLETED,
    assessment=Assessment.FAIR,
    assessment_scheme="Airwars",
)
REVENGE = Event(
    id=4,
    title="Revenge attacks on Alawites begin",
    summary="Gunmen loyal to the government attack Alawite communities. When it ended is disputed.",
    type=AGAINST_CIVILIANS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-07"),
    end=PartialDate("2025-03-08"),
    date_precision=1,
    clarity=2,
    part_of=COAST.ref,
    locations=(
        EventLocation(location=places.LATAKIA_GOVERNORATE.ref, precision=4),
        EventLocation(location=places.TARTUS_GOVERNORATE.ref, precision=4),
    ),
    actors=(FACTIONS, ALAWITES),
    reports=(early.PAST_1000.ref, early.BANIYAS_RESIDENT.ref),
    status=Status.IN_PROGRESS,
    assessment=Assessment.CONFIRMED,
    assessment_scheme="Airwars",
    assignee="kim",
)
MUKHTARIYAH = Event(
    id=5,
    title="Men killed in al-Mukhtariyah",
    summary="Men of the town are reported rounded up and killed; a video was placed there.",
    type=AGAINST_CIVILIANS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-07"),
    date_precision=1,
    clarity=1,
    part_of=COAST.ref,
    locations=(
        EventLocation(
            location=places.MUKHTARIYAH.ref, precision=1, words="the town of al-Mukhtariyah"
        ),
        EventLocation(location=places.LATAKIA.ref, role=LocationRole.NAMED),
    ),
    actors=(FACTIONS, ALAWITES),
    reports=(early.MUKHTARIYAH.ref,),
    estimates=(
        Estimate(
            measure=Measure.KILLED,
            low=20,
            high=38,
            rule="from what the video shows to the highest figure claimed",
            rationale="The video shows at least 20; nobody has counted all of the dead on site.",
            by="noor",
            at=Instant("2025-03-20T14:02:00Z"),
        ),
    ),
    status=Status.HELP_NEEDED,
    assessment=Assessment.FAIR,
    assessment_scheme="Airwars",
    assignee="noor",
    tags=("video",),
)
BANIYAS = Event(
    id=6,
    title="Killings in al-Qusour, Baniyas",
    summary="Residents are killed in their homes and shops, over more than one day.",
    type=AGAINST_CIVILIANS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-07"),
    end=PartialDate("2025-03-09"),
    date_precision=2,
    clarity=1,
    part_of=COAST.ref,
    locations=(
        EventLocation(location=places.BANIYAS.ref, precision=1),
        EventLocation(
            location=places.QUSOUR.ref, precision=1, words="al-Qusour, a district of Baniyas"
        ),
    ),
    actors=(FACTIONS, ALAWITES),
    reports=(
        *(early.BANIYAS_RESIDENT.ref, early.BY_PLACE.ref, early.ROUNDUP.ref),
        after.COLLECTED.ref,
    ),
    estimates=(
        Estimate(
            measure=Measure.KILLED,
            group="civilians",
            low=60,
            high=200,
            rule="the two counts of one monitor, four days apart",
            rationale="No best value before the lists of names are compared.",
            by="kim",
            at=Instant("2025-04-02T08:45:00Z"),
        ),
    ),
    status=Status.IN_PROGRESS,
    assessment=Assessment.CONFIRMED,
    assessment_scheme="Airwars",
    assignee="kim",
    tags=("Baniyas",),
)
QARDAHA = Event(
    id=7,
    title="Army moves into Qardaha",
    summary="A large operation with tanks and armoured vehicles.",
    type=BATTLES,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-07"),
    date_precision=1,
    clarity=1,
    part_of=COAST.ref,
    locations=(EventLocation(location=places.QARDAHA.ref, precision=1),),
    actors=(FORCES_SENT, LOYALISTS_FOUGHT),
    reports=(early.QARDAHA.ref,),
    status=Status.TO_DO,
    assessment=Assessment.WEAK,
    assessment_scheme="Airwars",
)
POWER_CUT = Event(
    id=8,
    title="Power and water fail around Latakia",
    summary="Electricity and drinking water fail for a second day; bakeries and markets close.",
    type=DEVELOPMENTS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-07"),
    end=PartialDate("2025-03-08"),
    date_precision=1,
    clarity=1,
    locations=(
        EventLocation(location=places.LATAKIA.ref, precision=2, words="محيط مدينة اللاذقية"),
    ),
    reports=(early.POWER_CUT.ref,),
    status=Status.READY_FOR_REVIEW,
    assessment=Assessment.FAIR,
    assessment_scheme="Airwars",
)
