"""Reports from May 2025 on, and an old one.  The texts are written for this project."""

from __future__ import annotations

from seeds.coast import sources
from seeds.coast.reports_first_days import RELEVANT
from seeds.originals import kept, paragraphs
from store.dates import PartialDate
from store.model import Report
from store.values import Triage
from store.vocabulary import ReportKind, TriageState

ALMOST_900 = Report(
    id=24,
    title="Two months later: Syria's minorities between fear and waiting",
    publisher=sources.EXAMPLE_WIRE.ref,
    author="news desk",
    url="https://example.org/wire/2025-05-04/minorities",
    published_at=PartialDate("2025-05-04"),
    language="en",
    text=paragraphs(
        (
            "Clashes near Damascus, in which members of the Druze minority died, have brought back "
            "the question of who protects Syria's communities. Two months ago it was the Alawites "
            "of the coast."
        ),
        (
            "Rights groups say that almost 900 civilians were killed there in March, when forces "
            "and factions on the government's side took revenge for attacks by loyalists of the "
            "former president. The committee that was to report within a month has been given "
            "three months more. Families still wait for the names of those responsible."
        ),
    ),
    triage=RELEVANT,
    tags=("toll",),
)
GRAVES = Report(
    id=25,
    title="Baniyas: the task of gathering testimony",
    publisher=sources.LE_MONDE.ref,
    url="https://example.org/lemonde/2025/baniyas",
    published_at=PartialDate("2025"),
    language="en",
    text=paragraphs(
        (
            "In the cemetery of Sheikh Hilal in Baniyas 275 people lie buried beneath slabs of "
            "concrete beside the railway, most of them without a name, Le Monde reports. They were "
            "killed in the town and its surroundings between 6 and 9 March."
        ),
        (
            "Only the beginning of the article is free to read. What the paper writes about the "
            "search for witnesses, and about how the graves were counted, is in the part that is "
            "sold to subscribers."
        ),
    ),
    triage=Triage(state=TriageState.LATER, when=PartialDate("2025-09-15")),
    assignee="noor",
    tags=("Baniyas", "burial"),
)
SITES_40 = Report(
    id=26,
    title="An agency's inquiry into the killings of March",
    publisher=sources.REUTERS.ref,
    url="https://example.org/reuters/2025-06-30/inquiry",
    published_at=PartialDate("2025-06-30"),
    language="en",
    text=paragraphs(
        (
            "Reuters has published the results of an inquiry of its own into the killings of "
            "Alawites in March. It counts nearly 1,500 dead and names about 40 places on the coast "
            "where people were killed in revenge, looted or driven out."
        ),
        (
            "The inquiry rests on interviews with relatives and survivors, on lists of names kept "
            "by villages and on messages that fighters exchanged. It follows the chain of command "
            "as far as Damascus. The text is long, and each place in it deserves an event of its "
            "own."
        ),
    ),
    triage=Triage(state=TriageState.LATER, when=PartialDate("2025-10")),
    tags=("toll", "long"),
)
COMMITTEE_1426 = Report(
    id=27,
    kind=ReportKind.STATEMENT,
    title="National Committee presents its findings",
    publisher=sources.SANA.ref,
    url="https://example.org/sana/2025-07-22/committee",
    published_at=PartialDate("2025-07-22"),
    language="en",
    text=paragraphs(
        (
            "The National Committee for Investigation and Fact-Finding said in Damascus on Tuesday "
            "that it had confirmed by name 1,426 people killed, most of them civilians, 90 of them "
            "women, away from the fighting or after its end. Apart from these, it recorded "
            "238 members of the army and the security forces who were killed by armed remnants of "
            "the former government."
        ),
        (
            "The committee visited 33 places and took 938 testimonies. It handed the judiciary "
            "lists of suspects from both sides. Its members see the motive of the attacks on "
            "civilians in revenge rather than in an order."
        ),
    ),
    triage=RELEVANT,
    assignee="kim",
    tags=("toll", "inquiry"),
)
COMMITTEE_COPY = Report(
    id=28,
    title="National Committee presents its findings",
    publisher=sources.EXAMPLE_WIRE.ref,
    url="https://example.org/wire/2025-07-22/committee",
    published_at=PartialDate("2025-07-22"),
    language="en",
    text=COMMITTEE_1426.text + "\n\nSource: state agency. Not edited.",
    derived_from=COMMITTEE_1426.ref,
    triage=Triage(state=TriageState.DUPLICATE, of=COMMITTEE_1426.ref),
)
SWEIDA = Report(
    id=29,
    title="Fighting in the south: what is known",
    publisher=sources.EXAMPLE_WIRE.ref,
    author="news desk",
    url="https://example.org/wire/2025-07-22/south",
    published_at=PartialDate("2025-07-22"),
    language="en",
    text=paragraphs(
        (
            "In the southern province of Sweida armed groups of Druze and of tribes have fought "
            "since the middle of July; government forces were sent in between. Hundreds of people "
            "are reported killed, and many families have left their homes."
        ),
        (
            "The fighting lies far from the coast, and other groups are involved. Commentators "
            "compare it with the violence of March nevertheless, because there too armed men from "
            "elsewhere came to the aid of one side."
        ),
    ),
    triage=Triage(state=TriageState.NOT_RELEVANT, reason="another place: Sweida, July 2025"),
)
COMMISSION_1400 = Report(
    id=30,
    kind=ReportKind.STATEMENT,
    title="UN Commission of Inquiry reports on the coast",
    publisher=sources.COMMISSION.ref,
    url="https://example.org/un/2025-08-14/coi",
    published_at=PartialDate("2025-08-14"),
    language="en",
    text=paragraphs(
        (
            "About 1,400 people, most of them civilians, are reported to have died in the violence "
            "on the coast that came to its height in early March. The UN Commission of Inquiry on "
            "Syria says so in the report it published today. Most were grown men, but women, old "
            "people, people with disabilities and children died too. War crimes were likely "
            "committed by members of the interim government's forces, by people who fought beside "
            "them and by fighters of the former government."
        ),
        (
            "In many places the killings were “widespread and systematic”. The Commission found "
            "“no evidence of a governmental policy or plan” to carry them out. In places the dead "
            "lay in the streets for days, and families could not bury them as their faith asks. "
            "The findings rest on more than 200 interviews and on visits to the places concerned."
        ),
    ),
    triage=RELEVANT,
    assignee="kim",
    tags=("toll", "inquiry"),
)
YEAR_2013 = Report(
    id=31,
    title="Report on killings in al-Bayda and Baniyas in May 2013",
    publisher=sources.HRW.ref,
    url="https://example.org/hrw/2013-09-13/baniyas",
    published_at=PartialDate("2013-09-13"),
    language="en",
    text=paragraphs(
        (
            "On 2 May 2013 forces of the government of that time and militias beside it entered "
            "the village of al-Bayda, ten kilometres from Baniyas, after a clash with opposition "
            "fighters. Human Rights Watch lists the names of 167 people who were killed there that "
            "day."
        ),
        (
            "A day later people were killed in a quarter of Baniyas as well. The report came in "
            "through a search for the name of the town. It shows that the town has been through "
            "this before, from another side."
        ),
    ),
    triage=Triage(state=TriageState.NOT_RELEVANT, reason="another time: May 2013"),
)

MONTHS_AFTER = (
    *(ALMOST_900, GRAVES, SITES_40),
    kept(COMMITTEE_1426, "2025-07-22T18:30:00Z", "kim", "saved as text"),
    *(COMMITTEE_COPY, SWEIDA),
    kept(COMMISSION_1400, "2025-08-14T10:15:00Z", "kim", "saved as text"),
    YEAR_2013,
)
