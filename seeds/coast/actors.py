"""Who took part."""

from __future__ import annotations

from store.model import Actor
from store.vocabulary import ActorKind

FORCES = Actor(
    id=1,
    name="Government security forces",
    aliases=("General Security", "Military forces of Syria"),
    kind=ActorKind.STATE_FORCES,
    scheme_ids={"UCDP": "118"},
)
LOYALISTS = Actor(
    id=2,
    name="Armed loyalists of the former government",
    aliases=("Assad loyalists", "remnants of the former government"),
    kind=ActorKind.ARMED_GROUP,
)
FACTIONS = Actor(
    id=3,
    name="Armed factions beside the government",
    aliases=("gunmen loyal to the government", "allied groups"),
    kind=ActorKind.ARMED_GROUP,
)
ALAWITES = Actor(
    id=4,
    name="Alawite residents of the coast",
    aliases=("Alawites", "Alawis"),
    kind=ActorKind.COMMUNITY,
)
AUTHORITIES = Actor(
    id=5,
    name="Syrian authorities",
    aliases=("the interim government", "the caretaker authorities"),
    kind=ActorKind.AUTHORITY,
)
RUSSIANS = Actor(
    id=6,
    name="Russian forces at Hmeimim",
    kind=ActorKind.STATE_FORCES,
)
RESCUERS = Actor(
    id=7,
    name="Syrian Civil Defence volunteers",
    aliases=("White Helmets",),
    kind=ActorKind.UNKNOWN,
)

ACTORS = (FORCES, LOYALISTS, FACTIONS, ALAWITES, AUTHORITIES, RUSSIANS, RESCUERS)
