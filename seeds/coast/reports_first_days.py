"""Reports of 7 to 9 March 2025.  The texts are written for this project, after public facts."""

from __future__ import annotations

from seeds.coast import sources
from seeds.originals import kept, paragraphs
from store.dates import PartialDate
from store.model import Report
from store.values import Translation, Triage
from store.vocabulary import ReportKind, Sensitivity, TriageState, Verdict

RELEVANT = Triage(state=TriageState.RELEVANT)

MUKHTARIYAH = Report(
    id=1,
    title="Dozens of men killed in a town near Latakia",
    publisher=sources.REUTERS.ref,
    url="https://example.org/reuters/2025-03-07/mukhtariyah",
    published_at=PartialDate("2025-03-07"),
    language="en",
    text=paragraphs(
        (
            "At least two dozen men of the town of al-Mukhtariyah died on Friday at the hands of "
            "gunmen, according to two Alawite activists and a monitoring group. The activists "
            "blamed gunmen who side with the new government. Its spokesperson did not answer at "
            "once."
        ),
        (
            "Reuters compared a video with satellite pictures and found that it was filmed in the "
            "town, close to the M4 road. Who filmed it, and when, could not be established. It "
            "shows at least 20 men lying by the roadside."
        ),
        (
            "The Syrian Observatory for Human Rights spoke of 38 men. According to its head, the "
            "gunmen came at dawn from the direction of Idlib, told the women to stay at home and "
            "“rounded up the men”."
        ),
    ),
    triage=RELEVANT,
    verdict=Verdict.VERIFIED,
    assignee="noor",
    sensitivity=Sensitivity.GRAPHIC,
    tags=("video", "7 March"),
)
QARDAHA = Report(
    id=2,
    title="Army moves on Qardaha, curfew extended",
    publisher=sources.XINHUA.ref,
    url="https://example.org/xinhua/2025-03-07/qardaha",
    published_at=PartialDate("2025-03-07"),
    language="en",
    text=paragraphs(
        (
            "Government forces began a large operation in Qardaha on Friday, the Syrian "
            "Observatory for Human Rights said. Tanks and armoured vehicles took part. The town "
            "is the home of the ousted president's family."
        ),
        (
            "Before that, forces of the defence and interior ministries had searched Baniyas and "
            "its surroundings, using heavy weapons, and more units were on the way to the coast, "
            "the Observatory added."
        ),
        (
            "The authorities in Latakia and Tartus extended the curfew that had been imposed on "
            "Thursday evening. University exams were postponed."
        ),
    ),
    triage=RELEVANT,
    tags=("7 March",),
)
PAST_1000 = Report(
    id=3,
    title="Deaths on Syria's coast pass 1,000, monitor says",
    publisher=sources.AP.ref,
    author="AP staff",
    url="https://example.org/ap/2025-03-08/deaths-pass-1000",
    archive_url="https://example.org/archive/ap/2025-03-08/deaths-pass-1000",
    published_at=PartialDate("2025-03-08"),
    language="en",
    text=paragraphs(
        (
            "Three days into the fighting on Syria's Mediterranean coast, the Syrian Observatory "
            "for Human Rights put the number of people killed at more than 1,000. Earlier on "
            "Saturday its count had stood at over 600. It called these days one of the deadliest "
            "episodes since the war began 14 years ago."
        ),
        (
            "The Observatory, which is based in Britain, breaks its figure down: 745 civilians, "
            "most of them shot from close by; 125 members of the government's security forces; "
            "and 148 fighters tied to the ousted president, Bashar Assad."
        ),
        (
            "The fighting began on Thursday, 6 March. On Friday gunmen loyal to the new government "
            "turned on the Alawite minority, to which Assad belongs. The killings in revenge "
            "stopped early on Saturday, the head of the Observatory said."
        ),
        (
            "The government says that it answered attacks by what is left of Assad's forces, and "
            "blames “individual actions” for the violence against civilians."
        ),
    ),
    triage=RELEVANT,
    assignee="kim",
    tags=("toll",),
)
BANIYAS_RESIDENT = Report(
    id=4,
    title="A resident of Baniyas tells of neighbours killed",
    publisher=sources.AP.ref,
    author="AP staff",
    url="https://example.org/ap/2025-03-08/baniyas",
    published_at=PartialDate("2025-03-08"),
    language="en",
    text=paragraphs(
        (
            "Baniyas is among the towns that were hit hardest. Residents said that the dead lay in "
            "streets and houses, and that nobody dared to collect them."
        ),
        (
            "A resident of Baniyas, who left with his family on Friday, said by telephone that at "
            "least 20 of his neighbours had been killed, some in their homes and some in their "
            "shops. “It was a massacre,” he said. Gunmen had fired at houses close to his own. "
            "Other residents said that attackers asked people for papers, to learn which faith "
            "they belonged to."
        ),
        (
            "Two residents in hiding elsewhere on the coast said that many homes were looted and "
            "then set on fire, and that thousands of people had fled into the mountains. They did "
            "not want to be named, out of fear for their lives."
        ),
    ),
    triage=RELEVANT,
    assignee="kim",
    tags=("witness", "Baniyas"),
)
TUWAYM = Report(
    id=5,
    title="Village of Tuwaym buries 31",
    publisher=sources.AP.ref,
    url="https://example.org/ap/2025-03-08/tuwaym",
    published_at=PartialDate("2025-03-08"),
    language="en",
    text=paragraphs(
        (
            "In the village of Tuwaym residents laid 31 people to rest in one grave on Saturday "
            "morning. Nine of the dead were children and four were women, residents said."
        ),
        (
            "Photos that were shared with The Associated Press show the bodies wrapped in white "
            "cloth. They do not tell on which day the 31 were killed, nor by whom. The burial "
            "followed two days of violence in which families in many villages of the coast lost "
            "relatives."
        ),
    ),
    triage=RELEVANT,
    verdict=Verdict.VERIFIED,
    tags=("burial",),
)
AMBUSH = Report(
    id=6,
    title="How it began: an ambush near Jableh",
    publisher=sources.AP.ref,
    url="https://example.org/ap/2025-03-08/ambush",
    published_at=PartialDate("2025-03-08"),
    language="en",
    text=paragraphs(
        (
            "On Thursday, 6 March, members of the government's forces set out to arrest a wanted "
            "person close to Jableh and fell into an ambush laid by loyalists of Assad. With this, "
            "the Syrian Observatory for Human Rights reports, the violence on the coast began."
        ),
        (
            "Other attacks on posts and patrols followed in the provinces of Latakia and Tartus. "
            "The government sent reinforcements, and armed groups that are loyal to it set out "
            "for the coast as well. It is the gravest challenge to the authorities in Damascus "
            "since they took power three months ago."
        ),
    ),
    triage=RELEVANT,
    tags=("6 March",),
)
BACK_IN_CONTROL = Report(
    id=7,
    kind=ReportKind.STATEMENT,
    title="Official: most of the coast is under control again",
    publisher=sources.SANA.ref,
    url="https://example.org/sana/2025-03-08/control",
    published_at=PartialDate("2025-03-08"),
    language="en",
    text=paragraphs(
        (
            "Most of the places on the coast that loyalists of the former president had taken are "
            "back in the hands of government forces, a Defence Ministry official told SANA on "
            "Saturday."
        ),
        (
            "The roads that lead to the coastal region have been sealed, the official said, so "
            "that violations are prevented and calm returns step by step. Security forces have "
            "been sent to Latakia, Jableh and Baniyas to restore order."
        ),
    ),
    triage=RELEVANT,
    tags=("official",),
)
POWER_CUT = Report(
    id=8,
    kind=ReportKind.BULLETIN,
    title="انقطاع الكهرباء ومياه الشرب في محيط اللاذقية",
    publisher=sources.SOHR.ref,
    url="https://example.org/sohr/2025-03-08/latakia-power",
    published_at=PartialDate("2025-03-08"),
    language="ar",
    text=paragraphs(
        (
            "قال المرصد السوري لحقوق الإنسان يوم السبت إن التيار الكهربائي ومياه الشرب انقطعا عن "
            "مناطق واسعة في محيط مدينة اللاذقية، وذلك لليوم الثاني على التوالي."
        ),
        (
            "وأضاف أن كثيراً من الأفران والأسواق أغلقت أبوابها بسبب تدهور الوضع الأمني، بعد يومين "
            "من العنف الذي بدأ يوم الخميس السادس من آذار. وبحسب المرصد فقد تجاوز عدد القتلى في "
            "تلك الأيام ألف شخص، معظمهم من المدنيين."
        ),
    ),
    translation=Translation(
        language="en",
        by="noor",
        text=paragraphs(
            (
                "The Syrian Observatory for Human Rights said on Saturday that electricity and "
                "drinking water had failed in wide areas around the city of Latakia, for the "
                "second day in a row."
            ),
            (
                "It added that many bakeries and markets had closed because the security "
                "situation was getting worse, after two days of violence that began on Thursday, "
                "the sixth of March. According to the Observatory the number of people killed in "
                "those days has passed one thousand, most of them civilians."
            ),
        ),
    ),
    triage=RELEVANT,
    assignee="noor",
    tags=("Arabic", "services"),
)
BY_PLACE = Report(
    id=9,
    kind=ReportKind.BULLETIN,
    title="Observatory lists the dead by place",
    publisher=sources.SOHR.ref,
    url="https://example.org/sohr/2025-03-08/by-place",
    published_at=PartialDate("2025-03-08"),
    language="en",
    text=paragraphs(
        (
            "The Syrian Observatory for Human Rights lists places on the coast where civilians "
            "were killed. In Baniyas it counts 60 of them so far, ten women and five children "
            "among them. For the village of Tuwaym it gives 31 dead, nine of them children."
        ),
        (
            "From al-Sanobar, in the countryside of Jableh, it reports women and children among "
            "the dead, without a figure. The lists are not complete: the Observatory says that "
            "more killings come to its knowledge by the hour."
        ),
    ),
    triage=RELEVANT,
    assignee="kim",
    tags=("toll", "Baniyas"),
)
PARIS = Report(
    id=10,
    kind=ReportKind.STATEMENT,
    title="Paris on the violence in Syria",
    publisher=sources.FRANCE.ref,
    url="https://example.org/diplomatie/2025-03-08/syria",
    published_at=PartialDate("2025-03-08"),
    language="en",
    text=paragraphs(
        (
            "France has voiced its “deep concern” over the violence that has struck Syria in the "
            "past days. It condemns in the strongest terms that civilians were harmed because of "
            "their faith, and that prisoners were."
        ),
        (
            "The French foreign ministry calls on the Syrian authorities to see to independent "
            "investigations that shed full light on these crimes, and to have those responsible "
            "judged. It repeats its support for a peaceful transition that includes every "
            "community of the country."
        ),
    ),
    triage=RELEVANT,
    tags=("reaction",),
)
SHELTER = Report(
    id=11,
    title="Alawites seek shelter at an air base and abroad",
    publisher=sources.AP.ref,
    url="https://example.org/ap/2025-03-08/shelter",
    published_at=PartialDate("2025-03-08"),
    language="en",
    text=paragraphs(
        (
            "Alawites leave the coast in great number, a Lebanese legislator said on Saturday: "
            "some cross over to Lebanon, others make for Hmeimim, the air base that Russia runs "
            "near Jableh, and hope to be protected there."
        ),
        (
            "The legislator, who belongs to the same community, called for an international "
            "intervention to keep Alawites safe. Since the fall of Assad, he said, members of the "
            "community had lost their jobs, and some had been killed because of who they were. "
            "The authorities in Damascus have promised to protect every community of the country."
        ),
    ),
    triage=RELEVANT,
    tags=("displacement", "reaction"),
)
VOA_COPY = Report(
    id=12,
    title="More than 1,000 dead in Syrian clashes, monitor says",
    publisher=sources.VOA.ref,
    url="https://example.org/voa/2025-03-08/syria-clashes",
    published_at=PartialDate("2025-03-08"),
    language="en",
    text=paragraphs(
        (
            "Three days into the fighting on Syria's Mediterranean coast, the Syrian Observatory "
            "for Human Rights put the number of people killed at more than 1,000. Earlier on "
            "Saturday its count had stood at over 600."
        ),
        (
            "The Observatory, which is based in Britain, breaks its figure down: 745 civilians, "
            "most of them shot from close by; 125 members of the government's security forces; "
            "and 148 fighters tied to the ousted president, Bashar Assad. Electricity and drinking "
            "water failed around Latakia."
        ),
    ),
    tags=("toll",),
)
WIRE_COPY = Report(
    id=13,
    title="Deaths on Syria's coast pass 1,000, monitor says",
    publisher=sources.EXAMPLE_WIRE.ref,
    url="https://example.org/wire/2025-03-08/deaths-pass-1000",
    published_at=PartialDate("2025-03-08"),
    language="en",
    text=PAST_1000.text + "\n\nThis story came from an agency and was not changed by our editors.",
    derived_from=PAST_1000.ref,
    triage=Triage(state=TriageState.DUPLICATE, of=PAST_1000.ref),
)
ROUNDUP = Report(
    id=14,
    title="What is said about the Syrian coast, and by whom",
    publisher=sources.EXAMPLE_WIRE.ref,
    author="news desk",
    url="https://example.org/wire/2025-03-09/what-is-said",
    published_at=PartialDate("2025-03-09"),
    language="en",
    text=paragraphs(
        (
            "This page collects what others have published; we have verified none of it. The state "
            "agency SANA quotes a Defence Ministry official as saying that government forces hold "
            "most of the coast again. For the government, crimes against civilians were the work "
            "of individuals."
        ),
        (
            "The Daily Mail carries accounts by witnesses who say that women were humiliated "
            "before they were killed. The Associated Press speaks of gunmen loyal to the "
            "government, and of thousands who fled. Residents of al-Qusour, a district of Baniyas, "
            "told the BBC that the dead lay in the streets. In Damascus, the presidency announced "
            "on Sunday that a national committee would investigate the events."
        ),
    ),
    triage=RELEVANT,
    assignee="noor",
    tags=("second hand",),
)

FIRST_DAYS = (
    *(MUKHTARIYAH, QARDAHA, kept(PAST_1000, "2025-03-08T21:40:00Z", "kim", "saved as text")),
    kept(BANIYAS_RESIDENT, "2025-03-08T21:52:00Z", "kim", "saved as text"),
    kept(TUWAYM, "2025-03-08T22:05:00Z", "kim", "saved as text"),
    *(AMBUSH, BACK_IN_CONTROL, POWER_CUT, BY_PLACE, PARIS, SHELTER, VOA_COPY, WIRE_COPY, ROUNDUP),
)
