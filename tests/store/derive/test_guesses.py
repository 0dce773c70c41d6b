"""The words of a report as a quote, a claim or a place: what is filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from store.derive.guesses import (
    cited_by,
    claim_from,
    events_by_nearness,
    place_from,
    quote_from,
)
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Claim, Location, Quote, Report
from store.reader import Asker
from store.record import Record
from store.spans import find
from store.vocabulary import About, LocationRole, QuoteForm, Sensitivity, Stance
from tests.builders import claim, event, evidence, location, quote, report, source

ASKER = Asker(date(2025, 3, 10), "ada")
TEXT = (
    "“It was a massacre,” a resident of Baniyas said. At least 20 people were killed there, "
    "the Observatory reported. Others fled to Lebanon."
)
REPORT = report(
    4,
    title="In Baniyas",
    text=TEXT,
    publisher="S2",
    published_at="2025-03-08T10:00",
    sensitivity="graphic",
)
SOURCES = (
    source(1, name="Syrian Observatory for Human Rights", aliases=["the Observatory"]),
    source(2, name="Associated Press"),
    source(3, name="a resident of Baniyas"),
)
PLACES = (location(4, name="Baniyas", names=["بانياس", "Banias"]), location(16, name="Lebanon"))


def place_in(words: str, of: Report = REPORT) -> Any:
    """Where the words stand."""
    found = find(of.text, words)
    assert found
    return found


def quoted(words: str, *others: Record) -> Quote:
    """The words of the report as a quote."""
    reader = MemoryReader([REPORT, *SOURCES, *PLACES, *others])
    return quote_from(reader, REPORT, place_in(words), ASKER)


def claimed(words: str, of: Report = REPORT) -> Claim:
    """The words of the report as a claim."""
    return claim_from(MemoryReader([of, *SOURCES, *PLACES]), of, place_in(words, of), ASKER)[0]


def test_a_quote_has_its_speaker_its_way_and_its_span() -> None:
    """Direct in quotation marks, else indirect; the publisher passed it on."""
    made = quoted("It was a massacre")
    assert (made.report, made.start, made.end, made.words) == ("R4", 1, 18, "It was a massacre")
    assert (made.form, made.speaker, made.via) == (QuoteForm.DIRECT, "S3", ("S2",))
    assert made.sensitivity is Sensitivity.GRAPHIC
    indirect = quoted("At least 20 people were killed there")
    assert (indirect.form, indirect.speaker) == (QuoteForm.INDIRECT, "S1")


def test_a_quote_is_about_the_one_event_of_its_report() -> None:
    """And about the place of it that the sentence names; of two events nothing is guessed."""
    one = event(6, reports=["R4"], places=["L4", "L16"])
    made = quoted("At least 20 people were killed there", one)
    assert (made.events, made.locations) == (("E6",), ())
    named = quoted("It was a massacre", one)
    assert named.locations == ("L4",)
    only = quoted("At least 20 people were killed there", event(6, reports=["R4"], places=["L4"]))
    assert only.locations == ("L4",)
    assert quoted("It was a massacre", one, event(7, reports=["R4"])).events == ()


def test_a_claim_of_a_figure_is_a_toll_as_of_the_day_it_was_published() -> None:
    """Source, way, measure, bounds and day; what counts nobody is said to have happened."""
    made = claimed("At least 20 people were killed")
    assert (made.about, made.source, made.via) == (About.TOLL, "S1", ("S2",))
    assert (made.low, made.high, made.measure, made.as_of) == (20, None, "killed", "2025-03-08")
    happened = claimed("It was a massacre")
    assert (happened.about, happened.source, happened.as_of) == (About.HAPPENED, "S3", None)


def test_a_claim_that_nobody_is_said_to_make_is_the_publishers() -> None:
    """One by somebody who is no source is not: that would put words into the publisher's mouth."""
    assert (
        claimed("fled to Lebanon", report(4, text="Others fled to Lebanon.", publisher="S2")).source
        == "S2"
    )
    other = report(
        4, text="Others fled to Lebanon, two drivers, Ali and Omar, said.", publisher="S2"
    )
    made = claimed(
        "fled to Lebanon", report(4, text=other.text.replace("drivers", "Drivers"), publisher="S2")
    )
    assert (made.source, made.via) == (None, ("S2",))


def test_a_claim_that_is_denied_says_so() -> None:
    """The stance follows the verb."""
    denied = report(4, text="The Observatory denied that 20 people were killed.")
    assert claimed("20 people were killed", denied).stance is Stance.DENIES


def test_a_place_is_found_by_any_of_its_names() -> None:
    """Those of the report's events first; with the quotes that have the words in them."""
    twin = location(5, name="Banias")
    said = quote(9, **evidence(REPORT, "a resident of Baniyas said"))
    reader = MemoryReader([REPORT, *PLACES, twin, said, event(6, reports=["R4"], places=["L5"])])
    found = place_from(reader, REPORT, place_in("Baniyas"), ASKER)
    assert [one.ref for one in found.locations] == ["L4"]
    assert (found.name, found.events, found.quotes) == ("Baniyas", ("E6",), ("Q9",))
    spelled = report(4, text="In BANIAS", publisher="S2")
    reader = MemoryReader([spelled, *PLACES, twin, event(6, reports=["R4"], places=["L5"])])
    both = place_from(reader, spelled, place_in("BANIAS", spelled), ASKER)
    assert [one.ref for one in both.locations] == ["L5", "L4"]


def test_a_place_that_people_fled_to_is_no_site() -> None:
    """The role follows the words before; a name that no place has is a new one."""
    reader = MemoryReader([REPORT, *PLACES])
    found = place_from(reader, REPORT, place_in("Lebanon"), ASKER)
    assert (found.locations, found.role) == ((PLACES[1],), LocationRole.FLED_TO)
    nowhere = place_from(reader, REPORT, place_in("massacre"), ASKER)
    assert (nowhere.locations, nowhere.role) == ((), LocationRole.SITE)
    assert isinstance(found.locations[0], Location)
    assert Ref("L16") == found.locations[0].ref


def test_the_likeliest_event_comes_first() -> None:
    """One of which the sentence names a place, else one whose evidence stands nearest."""
    events = (
        event(6, reports=["R4"]),
        event(7, reports=["R4"]),
        event(8, reports=["R4"], places=["L16"]),
    )
    near = (
        claim(1, event="E6", **evidence(REPORT, "a massacre")),
        quote(2, events=["E7"], **evidence(REPORT, "the Observatory")),
    )
    reader = MemoryReader([REPORT, *PLACES, *events, *near])

    def ordered(words: str) -> list[str]:
        return [str(one.ref) for one in events_by_nearness(reader, REPORT, place_in(words))]

    assert ordered("a resident") == ["E6", "E7", "E8"]
    assert ordered("reported") == ["E7", "E6", "E8"]
    assert ordered("Others fled") == ["E8", "E7", "E6"]
    assert cited_by(reader, Ref("R4"), place_in("a massacre"), Kind.CLAIM) == "C1"
    assert cited_by(reader, Ref("R4"), place_in("a massacre"), Kind.QUOTE) is None


def test_a_figure_within_another_is_its_part() -> None:
    """Of a claim of the same sentence that counts more of the same, and about its event."""
    told = report(
        4, text="They buried 31 people, including nine children. Later 12 were killed, 4 hurt."
    )
    whole = claim(1, event="E6", measure="killed", low=31, high=31, **evidence(told, "31 people"))
    reader = MemoryReader([told, whole, event(6, reports=["R4"]), event(7, reports=["R4"])])

    def of(words: str) -> tuple[str | None, str | None]:
        made = claim_from(reader, told, place_in(words, told), ASKER)[0]
        return made.part_of, made.event

    assert of("nine children") == ("C1", "E6")
    assert of("12 were killed") == (None, None)
    assert of("4 hurt") == (None, None)
