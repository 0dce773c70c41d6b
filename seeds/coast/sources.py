"""Who says it.  The grades are examples: each desk sets its own."""

from __future__ import annotations

from store.model import Source
from store.vocabulary import Reliability, Sensitivity, SourceKind

SOHR = Source(
    id=1,
    name="Syrian Observatory for Human Rights",
    aliases=("SOHR", "the Observatory", "المرصد السوري لحقوق الإنسان"),
    kind=SourceKind.MONITOR,
    affiliation="based in Britain",
    reliability=Reliability.B,
)
AP = Source(
    id=2,
    name="Associated Press",
    aliases=("AP", "The Associated Press"),
    kind=SourceKind.AGENCY,
    reliability=Reliability.A,
)
SANA = Source(
    id=3,
    name="SANA",
    aliases=("Syrian Arab News Agency", "سانا"),
    kind=SourceKind.AGENCY,
    affiliation="Syrian government",
    reliability=Reliability.C,
)
MINISTRY = Source(
    id=4,
    name="Defence Ministry of Syria",
    aliases=("Ministry of Defence", "Defense Ministry"),
    kind=SourceKind.OFFICIAL,
    affiliation="Syrian government",
    reliability=Reliability.C,
)
MINISTRY_OFFICIAL = Source(
    id=5,
    name="a Defence Ministry official",
    kind=SourceKind.OFFICIAL,
    affiliation="Defence Ministry of Syria",
)
DAILY_MAIL = Source(
    id=6,
    name="Daily Mail",
    aliases=("dailymail",),
    reliability=Reliability.C,
)
FRANCE = Source(
    id=7,
    name="French foreign ministry",
    aliases=("France", "Quai d'Orsay"),
    kind=SourceKind.OFFICIAL,
    affiliation="French government",
    reliability=Reliability.B,
)
LEGISLATOR = Source(
    id=8,
    name="a Lebanese legislator",
    kind=SourceKind.OFFICIAL,
    affiliation="Lebanese parliament",
)
BANIYAS_RESIDENT = Source(
    id=9,
    name="a resident of Baniyas",
    kind=SourceKind.WITNESS,
)
TWO_RESIDENTS = Source(
    id=10,
    name="two residents in hiding",
    aliases=("two residents of the coast",),
    kind=SourceKind.WITNESS,
    sensitivity=Sensitivity.PERSONAL,
)
COMMISSION = Source(
    id=11,
    name="UN Commission of Inquiry on Syria",
    aliases=("Commission of Inquiry", "COI", "UN investigators"),
    kind=SourceKind.MONITOR,
    affiliation="United Nations Human Rights Council",
    reliability=Reliability.A,
)
COMMITTEE = Source(
    id=12,
    name="National Committee for Investigation and Fact-Finding",
    aliases=("the National Committee", "the fact-finding committee"),
    kind=SourceKind.OFFICIAL,
    affiliation="appointed by the Syrian presidency",
    reliability=Reliability.B,
)
RIGHTS_GROUPS = Source(
    id=13,
    name="rights groups",
    kind=SourceKind.MONITOR,
)
SNHR = Source(
    id=14,
    name="Syrian Network for Human Rights",
    aliases=("SNHR", "the Network"),
    kind=SourceKind.MONITOR,
    reliability=Reliability.B,
)
GOVERNMENT = Source(
    id=15,
    name="Government of Syria",
    aliases=("the government", "the authorities"),
    kind=SourceKind.OFFICIAL,
    reliability=Reliability.C,
)
REUTERS = Source(id=16, name="Reuters", kind=SourceKind.AGENCY, reliability=Reliability.A)
TWO_ACTIVISTS = Source(
    id=17,
    name="two Alawite activists",
    kind=SourceKind.WITNESS,
)
TUWAYM_RESIDENTS = Source(
    id=18,
    name="residents of Tuwaym",
    kind=SourceKind.WITNESS,
)
BANIYAS_RESIDENTS = Source(
    id=19,
    name="residents of Baniyas",
    kind=SourceKind.WITNESS,
)
CIVIL_DEFENCE = Source(
    id=20,
    name="Syrian Civil Defence",
    aliases=("the White Helmets",),
    kind=SourceKind.WITNESS,
    reliability=Reliability.B,
)
XINHUA = Source(
    id=21,
    name="Xinhua",
    kind=SourceKind.AGENCY,
    affiliation="Chinese government",
    reliability=Reliability.C,
)
EXAMPLE_WIRE = Source(
    id=22,
    name="Example Wire",
    aliases=("example.org",),
    affiliation="made up: stands for any outlet that relays others",
)
VOA = Source(
    id=23,
    name="Voice of America",
    aliases=("VOA",),
    affiliation="United States government",
    reliability=Reliability.B,
)
RIGHTS_OFFICE = Source(
    id=24,
    name="UN Human Rights Office",
    aliases=("OHCHR",),
    kind=SourceKind.MONITOR,
    affiliation="United Nations",
    reliability=Reliability.A,
)
REFUGEE_AGENCY = Source(
    id=25,
    name="UN Refugee Agency",
    aliases=("UNHCR",),
    kind=SourceKind.MONITOR,
    affiliation="United Nations",
    reliability=Reliability.A,
)
AMNESTY = Source(
    id=26,
    name="Amnesty International",
    aliases=("Amnesty",),
    kind=SourceKind.MONITOR,
    reliability=Reliability.B,
)
ORIENT = Source(id=27, name="L'Orient Today", reliability=Reliability.B)
LE_MONDE = Source(id=28, name="Le Monde", reliability=Reliability.B)
HRW = Source(
    id=29,
    name="Human Rights Watch",
    aliases=("HRW",),
    kind=SourceKind.MONITOR,
    reliability=Reliability.B,
)
READER = Source(id=30, name="a reader", kind=SourceKind.ACCOUNT, sensitivity=Sensitivity.PERSONAL)
BBC = Source(id=31, name="BBC", kind=SourceKind.OUTLET, reliability=Reliability.A)

SOURCES = (
    *(SOHR, AP, SANA, MINISTRY, MINISTRY_OFFICIAL, DAILY_MAIL, FRANCE, LEGISLATOR),
    *(BANIYAS_RESIDENT, TWO_RESIDENTS, COMMISSION, COMMITTEE, RIGHTS_GROUPS, SNHR, GOVERNMENT),
    *(REUTERS, TWO_ACTIVISTS, TUWAYM_RESIDENTS, BANIYAS_RESIDENTS, CIVIL_DEFENCE, XINHUA),
    *(EXAMPLE_WIRE, VOA, RIGHTS_OFFICE, REFUGEE_AGENCY, AMNESTY, ORIENT, LE_MONDE, HRW, READER),
    BBC,
)
