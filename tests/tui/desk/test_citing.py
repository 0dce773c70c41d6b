"""Quotes, claims and places made of a report's words by keys, at the desk."""

from __future__ import annotations

from pathlib import Path

from store.ids import Kind, Ref
from store.model import Claim, Event, Location, Quote
from store.record import Record
from tests.builders import a_store, event, evidence, location, quote, report, source
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.state import Pane

TEXT = (
    "“It was a massacre,” a resident said.\n\n"
    "The Observatory counts at least 745 civilians among the dead.\n\n"
    "In Jabal Zawiya ten men and 12 women were killed."
)
REPORT = report(1, title="Two days", text=TEXT, publisher="S2", published_at="2025-03-08")
SOURCES = (
    source(1, name="Syrian Observatory for Human Rights", aliases=["the Observatory"]),
    source(2, name="Associated Press"),
)


def store_at(place: Path, *records: Record) -> Path:
    """A store with the report, its sources, and these."""
    with a_store(place, REPORT, *SOURCES, *records):
        pass
    return place


def found(desk: OpenDesk, ref: str) -> Record | None:
    """A record of the desk's store."""
    with desk.app.link.repository.read() as reader:
        return reader.find(Ref(ref))


def count(desk: OpenDesk, kind: Kind) -> int:
    """How many records of a kind there are."""
    with desk.app.link.repository.read() as reader:
        return reader.count(kind)


def said(desk: OpenDesk) -> str:
    """What stands in the footer's place."""
    return " ".join(" ".join(desk.lines("footer")).split())


async def into_the_text(desk: OpenDesk) -> None:
    """The detail of the report, with the cursor on its first word."""
    desk.workspace.follow(Ref("R1"))
    await desk.press("0", "v")
    assert said(desk).startswith("←↓↑→ move v begin s sentence")


async def test_words_become_a_quote_a_claim_and_a_place(tmp_path: Path) -> None:
    """One key each, the cursor stays in the text; each is one undo."""
    place = store_at(tmp_path / "store", event(6, title="Killings", reports=["R1"]))
    async with at_desk(place, (120, 40)) as desk:
        await into_the_text(desk)
        await desk.press('"')
        assert said(desk).startswith("Q1: said by “resident”, who is no source here via Associated")
        made = found(desk, "Q1")
        assert isinstance(made, Quote)
        assert (made.words, made.events) == ("It was a massacre", ("E6",))

        await desk.press("down", "s", "#")
        assert said(desk).startswith(
            "C1 of E6: 745+ civilians killed, claimed by Syrian Observatory for Human Rights (S1)"
        )
        claim = found(desk, "C1")
        assert isinstance(claim, Claim)
        assert claim.words == TEXT.split("\n\n")[1]
        assert (claim.low, claim.high, claim.source) == (745, None, "S1")

        await desk.press("right", "@")
        assert said(desk).startswith("Jabal Zawiya (L1) is a new place without coordinates,")
        made_event = found(desk, "E6")
        assert isinstance(made_event, Event)
        assert [one.words for one in made_event.locations] == ["Jabal Zawiya"]
        assert isinstance(found(desk, "L1"), Location)

        # The newly made words are marked, and listed beside the report.
        assert desk.title(Pane.QUOTES).startswith("3 QUOTES 1 of R1")
        await desk.press("u")
        assert found(desk, "L1") is None
        await desk.press("u", "u")
        assert (count(desk, Kind.QUOTE), count(desk, Kind.CLAIM)) == (0, 0)


async def test_of_two_events_it_is_asked_which_one_is_meant(tmp_path: Path) -> None:
    """The one of which the sentence names a place comes first; Esc makes nothing."""
    events = (
        event(6, title="Shelling", reports=["R1"]),
        event(7, title="Killings", reports=["R1"], places=["L4"]),
    )
    place = store_at(tmp_path / "store", *events, location(4, name="Jabal Zawiya"))
    async with at_desk(place) as desk:
        await into_the_text(desk)
        await desk.press("G", "b", "b", "b", "#")
        assert said(desk) == "Claim of which event? 1 E7 Killings 2 E6 Shelling 0 of none of these"
        await desk.press("escape")
        assert count(desk, Kind.CLAIM) == 0
        assert said(desk).startswith("←↓↑→ move")
        await desk.press("#", "1")
        claim = found(desk, "C1")
        assert isinstance(claim, Claim)
        assert (claim.event, claim.words, claim.sex) == ("E7", "12 women", "female")
        # The same words make no second claim, and a place that is linked none.
        await desk.press("#")
        assert (
            said(desk) == "C1 rests on exactly these words already. Select others, or u undoes it."
        )
        await desk.press(*"bbbb", "@")
        assert said(desk) == (
            "Jabal Zawiya (L4) is a place of E7 already. L links it to others."
        ), desk.screen


async def test_the_cursor_stays_on_its_row(tmp_path: Path) -> None:
    """Claims that come in above the text do not move what is read."""
    async with at_desk(store_at(tmp_path / "store")) as desk:
        await into_the_text(desk)
        await desk.press("s")
        rows = [line for line in desk.lines("detail") if "massacre" in line]
        before = desk.lines("detail").index(rows[0])
        await desk.press("#")
        await desk.until(lambda: "CLAIMS" not in desk.screen or count(desk, Kind.CLAIM) == 1)
        await desk.press("right")
        assert desk.lines("detail").index(rows[0]) == before
        # Enter opens what was made.
        await desk.press("enter")
        assert desk.view.focus == "C1"
        assert desk.view.selection is None


async def test_nothing_to_select_is_said(tmp_path: Path) -> None:
    """On another record, in a report without text; a key without words says what is missing."""
    records = (report(2, title="Empty"), quote(3, **evidence(REPORT, "a resident")))
    async with at_desk(store_at(tmp_path / "store", *records)) as desk:
        desk.workspace.follow(Ref("Q3"))
        await desk.press("0", "v")
        assert said(desk).startswith("Words are selected in the text of a report. This is a quote.")
        desk.workspace.follow(Ref("R2"))
        await desk.press("0", "v")
        assert said(desk) == "R2 has no text in which words could be selected."
        desk.workspace.follow(Ref("R1"))
        await desk.press("0", "#")
        assert said(desk).startswith("Move to the words, v begins, moving selects")
        for key, missing in (
            ("#", "The cursor is on no figure."),
            ("@", "The cursor is on no name."),
            ("x", "x does nothing while words are selected."),
            ("?", "Arrows or h j k l go by word and line,"),
        ):
            await desk.press("w", key)
            assert said(desk).startswith(missing)
        await desk.press("escape")
        assert desk.view.selection is None
        assert count(desk, Kind.CLAIM) == 0


async def test_two_places_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """By where they lie; a quote that has the words is about the place too."""
    places = (
        location(4, name="Jabal Zawiya", adm1="Idlib"),
        location(5, name="jabal zawiya", adm1="Latakia"),
    )
    said_there = quote(3, **evidence(REPORT, "In Jabal Zawiya ten men"))
    async with at_desk(store_at(tmp_path / "store", *places, said_there)) as desk:
        await into_the_text(desk)
        await desk.press("G", *"bbbbbbb", "@")
        assert "Which place is meant?" in said(desk), desk.screen
        assert "Latakia" in said(desk)
        await desk.press("2")
        about = found(desk, "Q3")
        assert isinstance(about, Quote)
        assert about.locations == ("L5",)
        assert said(desk).startswith("Jabal Zawiya (L5) is linked to Q3.")


async def test_covered_words_are_selected_when_they_are_shown(tmp_path: Path) -> None:
    """A graphic report says which key shows it; what is made of it is graphic, and in sight."""
    graphic = report(2, title="Seen", text="Nine bodies lay there.", sensitivity="graphic")
    async with at_desk(store_at(tmp_path / "store", graphic)) as desk:
        desk.workspace.follow(Ref("R2"))
        await desk.press("0", "v")
        assert said(desk).startswith("The text of R2 is covered. R shows it, then v selects words.")
        await desk.press("R", "v", "#")
        claim = found(desk, "C1")
        assert isinstance(claim, Claim)
        assert (claim.words, claim.low, claim.sensitivity) == ("Nine bodies", 9, "graphic")
        assert "Nine bodies lay there." in desk.screen
