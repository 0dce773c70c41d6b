"""Reports of the weeks after the first days.  The texts are written for this project."""

from __future__ import annotations

from seeds.coast import sources
from seeds.coast.reports_first_days import RELEVANT
from seeds.originals import paragraphs
from store.dates import PartialDate
from store.model import Report
from store.vocabulary import ReportKind, Sensitivity

OPERATION_OVER = Report(
    id=15,
    kind=ReportKind.POST,
    title="Ministry: the operation on the coast is over",
    publisher=sources.MINISTRY.ref,
    url="https://example.org/posts/ministry/2025-03-10",
    published_at=PartialDate("2025-03-10"),
    language="en",
    text=paragraphs(
        (
            "The Defence Ministry announces the end of its military operation in the provinces of "
            "Latakia and Tartus. In a series of posts on Monday its spokesperson said that armed "
            "cells of the former government had been driven out of several towns, al-Mukhtariyah "
            "and Qadmus among them, and that the main roads were safe."
        ),
        (
            "Public offices can return to work and serve the citizens, the spokesperson said. "
            "Security forces stay on the coast in order to protect residents."
        ),
    ),
    tags=("official",),
)
NETWORK_803 = Report(
    id=16,
    kind=ReportKind.BULLETIN,
    title="Network: 803 people killed between 6 and 10 March",
    publisher=sources.SNHR.ref,
    url="https://example.org/snhr/2025-03-11/preliminary",
    published_at=PartialDate("2025-03-11"),
    language="en",
    text=paragraphs(
        (
            "In a first report on the coast, the Syrian Network for Human Rights documents the "
            "killing of 803 people between 6 and 10 March 2025. Women and children are among them."
        ),
        (
            "About half of the victims died at the hands of armed remnants of the former "
            "government, the Network says. To forces that took part in the government's operation "
            "it ascribes 420 unlawful killings. It does not count loyalists who were killed in "
            "combat. Dozens of people, members of the forces and civilians, are missing."
        ),
    ),
    triage=RELEVANT,
    assignee="kim",
    tags=("toll",),
)
RIGHTS_OFFICE_111 = Report(
    id=17,
    kind=ReportKind.STATEMENT,
    title="UN office has documented 111 killings so far",
    publisher=sources.RIGHTS_OFFICE.ref,
    url="https://example.org/un/2025-03-11/briefing",
    published_at=PartialDate("2025-03-11"),
    language="en",
    text=paragraphs(
        (
            "The UN Human Rights Office has documented the killing of 111 civilians on the Syrian "
            "coast so far. Its spokesperson told the press in Geneva that the work of verifying "
            "went on and that the real number was believed to be “significantly higher”."
        ),
        (
            "In some cases whole families were killed, mostly in Alawite towns and villages. "
            "Survivors told the office that armed men came into houses and asked whether those "
            "who lived there were Alawite or Sunni. The office welcomes that an independent "
            "committee is to investigate, and asks that it be impartial."
        ),
    ),
    tags=("toll",),
)
COLLECTED = Report(
    id=18,
    title="In Baniyas, rescuers gather the dead",
    publisher=sources.AP.ref,
    url="https://example.org/ap/2025-03-12/baniyas",
    published_at=PartialDate("2025-03-12"),
    language="en",
    text=paragraphs(
        (
            "Volunteers of Syrian Civil Defence, known as the White Helmets, collected bodies in "
            "Baniyas on Sunday, 9 March. Photos that the group published show them at work. The "
            "day before, residents had said that nobody dared to go near the dead."
        ),
        (
            "According to the Syrian Observatory for Human Rights, nearly 200 of the civilians "
            "killed on the coast died in Baniyas. Residents of Baniyas said that government "
            "reinforcements did not step in while the killings were at their worst; later they "
            "were sent to restore order, and by late Monday calm seemed to hold."
        ),
    ),
    triage=RELEVANT,
    assignee="kim",
    tags=("Baniyas", "burial"),
)
OBSERVATORY_1383 = Report(
    id=19,
    kind=ReportKind.BULLETIN,
    title="Observatory: at least 1,383 civilians killed",
    publisher=sources.SOHR.ref,
    url="https://example.org/sohr/2025-03-12/toll",
    published_at=PartialDate("2025-03-12"),
    language="en",
    text=paragraphs(
        (
            "The Syrian Observatory for Human Rights now counts at least 1,383 civilians killed in "
            "the violence on the coast, most of them Alawites. It attributes their deaths to "
            "security forces and groups allied with them."
        ),
        (
            "The count still rises although the violence has ebbed, it said on Wednesday, because "
            "people continue to be found dead in houses and on farmland. The latest entries come "
            "from the provinces of Latakia, Tartus and Hama."
        ),
    ),
    urgent=True,
    tags=("toll",),
)
ARRIVALS = Report(
    id=20,
    title="At least 8,500 people have come to northern Lebanon",
    publisher=sources.ORIENT.ref,
    url="https://example.org/orient/2025-03-12/arrivals",
    published_at=PartialDate("2025-03-12"),
    language="en",
    text=paragraphs(
        (
            "About 8,500 people have crossed from Syria into northern Lebanon since the violence "
            "on the coast began, Lebanese authorities and the UN Refugee Agency found at a "
            "meeting in Tripoli on Wednesday. That makes 1,791 families, 63 of them Lebanese who "
            "had been living in Syria."
        ),
        (
            "Most of the newcomers stay in 17 towns of Akkar. Many waded through the river that "
            "marks the border. Officials said that the figures are first ones and still being "
            "checked."
        ),
    ),
    tags=("displacement",),
)
REFUGEES_MARCH = Report(
    id=21,
    kind=ReportKind.BULLETIN,
    title="UNHCR: 21,637 new arrivals in Lebanon in March",
    publisher=sources.REFUGEE_AGENCY.ref,
    url="https://example.org/unhcr/2025-03/lebanon",
    published_at=PartialDate("2025-03"),
    language="en",
    text=paragraphs(
        (
            "The hostilities of early March still drive people from Syria to northern Lebanon day "
            "by day, the UN Refugee Agency writes. Lebanese authorities and the Lebanese Red Cross "
            "have recorded the arrival of 21,637 people this month."
        ),
        (
            "Many wade through rivers, away from the official crossings; they reach Lebanon with "
            "nothing to eat and at the end of their strength. About 390 Lebanese families are "
            "among those who came. The agency adds that fear for their safety keeps others from "
            "setting out."
        ),
    ),
    tags=("displacement",),
)
AMNESTY_BANIYAS = Report(
    id=22,
    kind=ReportKind.STATEMENT,
    title="Amnesty: investigate Baniyas killings as war crimes",
    publisher=sources.AMNESTY.ref,
    url="https://example.org/amnesty/2025-04-03/baniyas",
    published_at=PartialDate("2025-04-03"),
    language="en",
    text=paragraphs(
        (
            "More than 100 people in Baniyas lost their lives to militias on the government's side "
            "on 8 and 9 March, Amnesty International has been told. It looked into 32 of these "
            "deaths, most of them in the district of al-Qusour: these people, it concludes, were "
            "killed on purpose, against the law, and because they were Alawites."
        ),
        (
            "It spoke with 16 people and verified nine videos and photos. Armed men asked people "
            "whether they were Alawite, witnesses said. Families had to bury their relatives in "
            "mass burial sites, without rites."
        ),
    ),
    urgent=True,
    tags=("Baniyas",),
)
SPELLING = Report(
    id=23,
    kind=ReportKind.MESSAGE,
    title="A question about a place name",
    publisher=sources.READER.ref,
    published_at=PartialDate("2025-04-14"),
    language="en",
    text=paragraphs(
        (
            "Good morning. In your list I find the village of Tuwaym, where 31 people were buried "
            "on 8 March. Elsewhere I have read Tuwaymah and al-Tuwaimah, and I am not sure that "
            "all of these are the same village. Could you say on which map you found it, and "
            "whether the two lists count the same people?"
        ),
        (
            "I have no knowledge of the events of my own and do not want to be named. Thank you "
            "for the care you take with the spelling of names."
        ),
    ),
    sensitivity=Sensitivity.PERSONAL,
)
WEEKS_AFTER = (
    *(OPERATION_OVER, NETWORK_803, RIGHTS_OFFICE_111, COLLECTED, OBSERVATORY_1383, ARRIVALS),
    *(REFUGEES_MARCH, AMNESTY_BANIYAS, SPELLING),
)
