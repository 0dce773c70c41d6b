"""What happened, continued: those who fled, the graves, the government's measures, the newest."""

from __future__ import annotations

from seeds.coast import actors, events, places
from seeds.coast import reports_first_days as early
from seeds.coast import reports_weeks_after as after
from store.dates import PartialDate
from store.model import Event
from store.values import EventActor, EventLocation
from store.vocabulary import (
    ActorRole,
    Assessment,
    LocationRole,
    Status,
    TypeScheme,
)

RUSSIANS = EventActor(actor=actors.RUSSIANS.ref)
RESCUERS = EventActor(actor=actors.RESCUERS.ref, role=ActorRole.INTERVENING)

FLIGHT_ABROAD = Event(
    id=9,
    title="Flight to Hmeimim and to Lebanon",
    summary="People seek safety at the air base and across the border.",
    type=events.DEVELOPMENTS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-07/.."),
    date_precision=2,
    clarity=2,
    locations=(
        EventLocation(
            location=places.LATAKIA_GOVERNORATE.ref, role=LocationRole.ORIGIN, precision=4
        ),
        EventLocation(
            location=places.HMEIMIM.ref,
            role=LocationRole.FLED_TO,
            precision=1,
            words="Hmeimim, the air base that Russia runs near Jableh",
        ),
        EventLocation(location=places.LEBANON.ref, role=LocationRole.FLED_TO, precision=6),
        EventLocation(location=places.AKKAR.ref, role=LocationRole.FLED_TO, precision=4),
    ),
    actors=(events.ALAWITES, RUSSIANS),
    reports=(early.SHELTER.ref,),
    status=Status.IN_PROGRESS,
    assessment=Assessment.CONFIRMED,
    assessment_scheme="Airwars",
    tags=("displacement",),
)
FLIGHT_MOUNTAINS = Event(
    id=10,
    title="Residents flee into the mountains",
    summary="Homes are looted and set on fire; thousands are said to have fled.",
    type=events.AGAINST_CIVILIANS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-07/2025-03-08"),
    date_precision=2,
    clarity=2,
    locations=(
        EventLocation(
            location=places.MOUNTAINS.ref,
            role=LocationRole.FLED_TO,
            precision=5,
            words="into the mountains",
        ),
    ),
    actors=(events.ALAWITES,),
    reports=(early.BANIYAS_RESIDENT.ref,),
    status=Status.TO_DO,
    assessment=Assessment.FAIR,
    assessment_scheme="Airwars",
    tags=("displacement",),
)
TUWAYM = Event(
    id=11,
    title="Mass burial of 31 people in Tuwaym",
    summary="Residents bury 31 victims on Saturday morning. On which day they were killed is open.",
    type=events.AGAINST_CIVILIANS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-08"),
    date_precision=1,
    clarity=1,
    part_of=events.COAST.ref,
    locations=(
        EventLocation(location=places.TUWAYM.ref, precision=1, words="the village of Tuwaym"),
    ),
    actors=(EventActor(actor=actors.ALAWITES.ref, role=ActorRole.VICTIM),),
    reports=(early.TUWAYM.ref, early.BY_PLACE.ref),
    status=Status.HELP_NEEDED,
    assessment=Assessment.FAIR,
    assessment_scheme="Airwars",
    assignee="noor",
    tags=("burial",),
)
SANOBAR = Event(
    id=12,
    title="Killings in al-Sanobar, near Jableh",
    summary="Women and children are reported among the dead; no figure was given.",
    type=events.AGAINST_CIVILIANS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-06/2025-03-08"),
    date_precision=2,
    clarity=1,
    part_of=events.COAST.ref,
    locations=(
        EventLocation(location=places.SANOBAR.ref, precision=1),
        EventLocation(
            location=places.JABLEH.ref,
            role=LocationRole.NAMED,
            words="in the countryside of Jableh",
        ),
    ),
    actors=(events.ALAWITES,),
    reports=(early.BY_PLACE.ref,),
    status=Status.HELP_NEEDED,
    assessment=Assessment.WEAK,
    assessment_scheme="Airwars",
)
ROADS = Event(
    id=13,
    title="Roads to the coast sealed",
    summary="The authorities close the roads that lead to the coastal region.",
    type=events.DEVELOPMENTS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-08"),
    date_precision=1,
    clarity=1,
    locations=(
        EventLocation(location=places.LATAKIA_GOVERNORATE.ref, precision=4),
        EventLocation(location=places.TARTUS_GOVERNORATE.ref, precision=4),
    ),
    actors=(events.AUTHORITIES,),
    reports=(early.BACK_IN_CONTROL.ref,),
    status=Status.COMPLETED,
    assessment=Assessment.FAIR,
    assessment_scheme="Airwars",
)
CONTROL = Event(
    id=14,
    title="Army regains most of the coast",
    summary="An official says that most areas seized by loyalists are under control again.",
    type=events.DEVELOPMENTS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-08"),
    date_precision=1,
    clarity=1,
    locations=(
        EventLocation(location=places.LATAKIA.ref, precision=4),
        EventLocation(location=places.JABLEH.ref, role=LocationRole.NAMED),
        EventLocation(location=places.BANIYAS.ref, role=LocationRole.NAMED),
    ),
    actors=(events.FORCES_SENT, events.LOYALISTS_FOUGHT),
    reports=(early.BACK_IN_CONTROL.ref, early.ROUNDUP.ref),
    status=Status.READY_FOR_REVIEW,
    assessment=Assessment.CONTESTED,
    assessment_scheme="Airwars",
    assignee="noor",
)
COLLECTED = Event(
    id=15,
    title="The dead of Baniyas are collected",
    summary=(
        "Residents had not dared to go near the dead who lay in streets and houses. On Sunday "
        "volunteers of Syrian Civil Defence collected them."
    ),
    type=events.DEVELOPMENTS,
    type_scheme=TypeScheme.ACLED,
    start=PartialDate("2025-03-09"),
    date_precision=1,
    clarity=1,
    locations=(
        EventLocation(location=places.BANIYAS.ref, precision=1, words="in Baniyas"),
        EventLocation(location=places.QUSOUR.ref, role=LocationRole.NAMED),
    ),
    actors=(RESCUERS, events.ALAWITES),
    reports=(after.COLLECTED.ref, early.BANIYAS_RESIDENT.ref, early.ROUNDUP.ref),
    status=Status.IN_PROGRESS,
    assessment=Assessment.CONFIRMED,
    assessment_scheme="Airwars",
    assignee="kim",
    tags=("Baniyas", "burial"),
)

EVENTS = (
    *(events.COAST, events.AMBUSH, events.CURFEW, events.REVENGE, events.MUKHTARIYAH),
    *(events.BANIYAS, events.QARDAHA, events.POWER_CUT, FLIGHT_ABROAD, FLIGHT_MOUNTAINS),
    *(TUWAYM, SANOBAR, ROADS, CONTROL, COLLECTED),
)
