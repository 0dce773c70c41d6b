"""Where it happened.  A place whose point is not known for certain has none."""

from __future__ import annotations

from store.model import Location

SYRIA = Location(id=1, name="Syria", names=("سوريا",), country="SY")
LATAKIA_GOVERNORATE = Location(
    id=2,
    name="Latakia Governorate",
    adm1="Latakia",
    country="SY",
    parent=SYRIA.ref,
)
TARTUS_GOVERNORATE = Location(
    id=3,
    name="Tartus Governorate",
    adm1="Tartus",
    country="SY",
    parent=SYRIA.ref,
)
BANIYAS = Location(
    id=4,
    name="Baniyas",
    names=("Banias", "Banyas", "بانياس"),
    lat=35.182,
    lon=35.949,
    adm1="Tartus",
    adm2="Baniyas",
    country="SY",
    parent=TARTUS_GOVERNORATE.ref,
)
QUSOUR = Location(
    id=5,
    name="al-Qusour, Baniyas",
    names=("Hai al-Qusour", "Al-Qusour", "حي القصور"),
    adm1="Tartus",
    adm2="Baniyas",
    country="SY",
    parent=BANIYAS.ref,
)
LATAKIA = Location(
    id=6,
    name="Latakia",
    names=("Lattakia", "اللاذقية"),
    lat=35.531,
    lon=35.791,
    adm1="Latakia",
    country="SY",
    parent=LATAKIA_GOVERNORATE.ref,
    gazetteer_id="geonames:173576",
)
JABLEH = Location(
    id=7,
    name="Jableh",
    names=("Jabla", "Jablah", "جبلة"),
    lat=35.361,
    lon=35.926,
    adm1="Latakia",
    adm2="Jableh",
    country="SY",
    parent=LATAKIA_GOVERNORATE.ref,
)
QARDAHA = Location(
    id=8,
    name="Qardaha",
    names=("Al-Qardahah", "القرداحة"),
    lat=35.457,
    lon=36.060,
    adm1="Latakia",
    country="SY",
    parent=LATAKIA_GOVERNORATE.ref,
)
HMEIMIM = Location(
    id=9,
    name="Hmeimim air base",
    names=("Khmeimim", "Hmeymim", "حميميم"),
    lat=35.41,
    lon=35.94,
    radius_m=2500.0,
    adm1="Latakia",
    country="SY",
    parent=LATAKIA_GOVERNORATE.ref,
)
TARTUS = Location(
    id=10,
    name="Tartus",
    names=("Tartous", "طرطوس"),
    lat=34.889,
    lon=35.887,
    adm1="Tartus",
    country="SY",
    parent=TARTUS_GOVERNORATE.ref,
)
DAMASCUS = Location(
    id=11,
    name="Damascus",
    names=("دمشق",),
    lat=33.513,
    lon=36.292,
    country="SY",
    parent=SYRIA.ref,
    gazetteer_id="geonames:170654",
)
TUWAYM = Location(
    id=12,
    name="Tuwaym",
    names=("al-Tuwaymah", "Al-Tuwaimah"),
    country="SY",
    parent=SYRIA.ref,
    tags=("no point",),
)
MUKHTARIYAH = Location(
    id=13,
    name="al-Mukhtariyah",
    names=("Al Mukhtareyah", "Al-Mukhtariya", "المختارية"),
    adm1="Latakia",
    country="SY",
    parent=LATAKIA_GOVERNORATE.ref,
    tags=("no point",),
)
SANOBAR = Location(
    id=14,
    name="al-Sanobar",
    names=("Al-Sanawbar", "الصنوبر"),
    adm1="Latakia",
    adm2="Jableh",
    country="SY",
    parent=LATAKIA_GOVERNORATE.ref,
    tags=("no point",),
)
MOUNTAINS = Location(
    id=15,
    name="the coastal mountains",
    names=("Coastal Mountain Range",),
    country="SY",
    parent=SYRIA.ref,
)
LEBANON = Location(id=16, name="Lebanon", names=("لبنان",), country="LB")
AKKAR = Location(
    id=17,
    name="Akkar",
    names=("عكار",),
    adm1="Akkar",
    country="LB",
    parent=LEBANON.ref,
)

LOCATIONS = (
    *(SYRIA, LATAKIA_GOVERNORATE, TARTUS_GOVERNORATE, BANIYAS, QUSOUR, LATAKIA, JABLEH, QARDAHA),
    *(HMEIMIM, TARTUS, DAMASCUS, TUWAYM, MUKHTARIYAH, SANOBAR, MOUNTAINS, LEBANON, AKKAR),
)
