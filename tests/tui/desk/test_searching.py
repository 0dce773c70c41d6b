"""Searching at the open desk: the query line, and what it finds while one types."""

from __future__ import annotations

from pathlib import Path

from textual.events import Paste

from store.repository import Repository
from tests import builders
from tests.tui.desk.changes import write
from tests.tui.desk.pilot import SIZES, OpenDesk, at_desk
from tui.desk.message import Intended
from tui.desk.past import PastDesk
from tui.intents import Point
from tui.render.query import Suggestion
from tui.state import Pane


async def paste(desk: OpenDesk, text: str) -> None:
    """Put a text into the open line at once; most of these stories need no single keys."""
    before = line_of(desk)
    desk.app.post_message(Paste(text))
    await desk.until(lambda: line_of(desk) != before)
    await desk.settle()


def line_of(desk: OpenDesk) -> str:
    """What the query line has."""
    line = desk.workspace.searching._line
    return line.value if line is not None and line.display else "closed"


def said(desk: OpenDesk) -> str:
    """What stands in the footer's place, as one line."""
    return " ".join(" ".join(desk.lines("footer")).split())


def refs(desk: OpenDesk, pane: Pane = Pane.EVENTS) -> list[str]:
    """The references that a pane lists."""
    return [f"{pane.kind.value}{number}" for number in desk.view.lists[pane].rows.numbers]


@SIZES
async def test_a_query_narrows_the_list_as_one_types(demo: Path, size: tuple[int, int]) -> None:
    """Each letter shows what it finds; Enter keeps it, and the keys move in the hits again."""
    async with at_desk(demo, size) as desk:
        await desk.press("slash")
        assert said(desk).startswith("Enter keep Esc as before")
        await desk.press(*"baniyas")
        assert refs(desk) == ["E15", "E6"]
        assert line_of(desk) == "baniyas"
        await desk.press("enter", "j")
        assert line_of(desk) == "closed"
        assert desk.title(Pane.EVENTS) == "1 EVENTS 2 of 15 matching leads"
        assert desk.row(Pane.EVENTS).startswith("E6")
        assert desk.lines("header")[0].startswith(" all events /baniyas > E6 ")


async def test_a_word_that_is_only_begun_finds_what_begins_so(demo: Path) -> None:
    """Where no whole word is so: the query says it with a star, and goes on when one types on."""
    async with at_desk(demo) as desk:
        seen = []
        await desk.press("slash")
        for sign in ("b", "a", "n", "iya", "s"):
            await paste(desk, sign)
            seen.append(desk.workspace.searching.text)
        assert seen[1:] == ["ba*", "ban*", "baniya*", "baniyas"]
        await desk.press("backspace", "enter")
        assert refs(desk) == ["E15", "E6"]
        assert desk.workspace.searching.text == "baniya*"


@SIZES
async def test_escape_and_h_bring_back_what_was_there(demo: Path, size: tuple[int, int]) -> None:
    """Esc forgets what was typed; after Enter, h goes back: each to the same screen."""
    async with at_desk(demo, size) as desk:
        await desk.press("j", "j", "3", "1", "J")
        before = desk.screen
        await desk.press("slash")
        await paste(desk, "kind:report ap")
        assert desk.view.leading is Pane.REPORTS
        await desk.press("escape")
        assert desk.screen == before
        await desk.press("slash")
        await paste(desk, "flight")
        await desk.press("enter")
        assert desk.screen != before
        await desk.press("h")
        assert desk.screen == before


async def test_a_mistake_keeps_the_last_good_result(demo: Path) -> None:
    """It is said what is wrong, and marked where; Enter waits until that is mended."""
    async with at_desk(demo) as desk:
        await desk.press("slash")
        await paste(desk, "baniyas plac:x")
        sentence, mark, _ = desk.lines("footer")
        assert sentence == " Column 9: there is no field plac; did you mean place:?"
        assert mark == " " * len(" /baniyas ") + "▾"
        assert line_of(desk) == "baniyas plac:x"
        await desk.press("enter")
        assert line_of(desk) == "baniyas plac:x"
        await desk.press("ctrl+w", "ctrl+w")
        assert refs(desk) == ["E15", "E6"]
        assert said(desk).startswith("Enter keep")


async def test_the_line_begins_with_the_query_in_force(demo: Path) -> None:
    """`/` goes on from it; each kept query is a step; an emptied one lists all, on the same row."""
    async with at_desk(demo) as desk:
        await desk.press("slash")
        await paste(desk, "baniyas")
        await desk.press("enter", "slash")
        assert line_of(desk) == "baniyas "
        await paste(desk, "killings")
        await desk.press("enter")
        assert refs(desk) == ["E6"]
        await desk.press("slash", "ctrl+u", "enter")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 15 leads"
        assert desk.row(Pane.EVENTS).startswith("E6")
        await desk.press("h", "h")
        assert refs(desk) == ["E15", "E6"]


async def test_keys_edit_the_line_and_do_nothing_else(demo: Path) -> None:
    """Letters, arrows and deletions act on the text; Ctrl+c, Tab and F5 on nothing."""
    async with at_desk(demo) as desk:
        await desk.press("slash")
        await paste(desk, "Qxh")
        await desk.press(
            "left", "backspace", "delete", "home", "b", "end", "?", "ctrl+c", "tab", "f5"
        )
        assert line_of(desk) == "bQ?"
        assert desk.app.is_running
        assert desk.app.clipboard == ""
        await desk.press("ctrl+q")
        assert not desk.app.is_running


async def test_keys_that_were_typed_ahead_go_into_the_line(demo: Path) -> None:
    """`/flight`, Enter and j in one burst: all of it arrives, in its order."""
    async with at_desk(demo) as desk:
        for key in ("slash", *"flight", "enter"):
            desk.app.simulate_key(key)
        await desk.until(lambda: desk.view.lists[Pane.EVENTS].query == "flight")
        await desk.settle()
        assert line_of(desk) == "closed"
        assert refs(desk) == ["E9"]


async def test_recent_queries_are_recalled(demo: Path) -> None:
    """Up goes to the last one, Down back to what was typed; another session knows them too."""
    async with at_desk(demo) as desk:
        for query in ("flight", "baniyas"):
            await desk.press("slash", "ctrl+u")
            await paste(desk, query)
            await desk.press("enter")
        await desk.press("b", "slash")
        await paste(desk, "bur")
        seen = []
        for key in ("up", "up", "up", "down", "down", "down"):
            await desk.press(key)
            seen.append(line_of(desk))
        assert seen == ["baniyas", "flight", "flight", "baniyas", "bur", "bur"]
        assert refs(desk) != ["E9"]
    async with at_desk(demo) as desk:
        await desk.press("slash", "up")
        assert line_of(desk) == "baniyas"
        assert refs(desk) == ["E15", "E6"]


async def test_pasted_text_is_any_text(demo: Path) -> None:
    """Of several lines all is taken; what would act on the terminal is shown and does nothing."""
    async with at_desk(demo) as desk:
        await desk.press("slash")
        desk.app.post_message(Paste("\x1b]52;c;eA==\x07baniyas\n[@click=app.quit]x[/] \u202eabc"))
        await desk.until(lambda: line_of(desk) != "")
        await desk.settle()
        assert line_of(desk) == "␛]52;c;eA==␇baniyas [@click=app.quit]x[/] ⇋abc"
        assert "␛]52" in desk.screen
        assert not {sign for sign in desk.screen if sign in "\x1b\x07\u202e"}
        await desk.press("escape")
        assert desk.app.is_running
        await desk.press("slash")
        desk.app.post_message(Paste("x" * 100_000))
        await desk.until(lambda: "at most 10,000 characters" in said(desk))


async def test_the_mouse_leaves_the_line_and_keeps_the_result(demo: Path) -> None:
    """A click on a row is meant for the list: the query stays in force."""
    async with at_desk(demo, (120, 40)) as desk:
        await desk.press("slash")
        await paste(desk, "baniyas")
        desk.workspace.post_message(Intended(Point(Pane.EVENTS, 2)))
        await desk.settle()
        assert line_of(desk) == "closed"
        assert desk.row(Pane.EVENTS).startswith("E6")


async def test_n_shows_where_the_words_stand(demo: Path) -> None:
    """From the list the detail goes from match to match; past the last it is said."""
    async with at_desk(demo) as desk:
        await desk.press("n")
        assert said(desk).startswith("No query is in force")
        await desk.press("slash")
        await paste(desk, "volunteers")
        await desk.press("enter", "n")
        marked = [line for line in desk.lines("detail") if line.startswith("»")]
        assert [line.split()[-5:] for line in marked] == [
            ["Sunday", "volunteers", "of", "Syrian", "Civil"]
        ]
        await desk.press(*["n"] * 9)
        assert said(desk) == "This was the last match. N goes back up."
        await desk.press("1", *["N"] * 9)
        assert said(desk) == "This was the first match. n goes on down."


async def test_a_star_searches_for_the_value_under_the_cursor(demo: Path) -> None:
    """A linked row narrows the leading list to what it is linked to; a second one narrows more."""
    async with at_desk(demo, (120, 40)) as desk:
        await desk.press("2", "asterisk")
        assert desk.workspace.searching.text == "place:L5"
        assert refs(desk) == ["E15", "E6"]
        assert desk.view.active is Pane.EVENTS
        await desk.press("asterisk")
        assert desk.workspace.searching.text.startswith("place:L5 type:")
        await desk.press("asterisk")
        assert said(desk).endswith("is asked for already.")
        await desk.press("h", "h")
        assert desk.title(Pane.EVENTS) == "1 EVENTS all 15 leads"
        await desk.press("1", "0", "asterisk")
        assert desk.workspace.searching.text == "claim:C44"


async def test_others_may_apply_a_query_and_suggest(demo: Path) -> None:
    """`apply` is as typed and kept, `suggest` is asked while one types, and Tab takes the first."""
    async with at_desk(demo) as desk:
        searching = desk.workspace.searching
        searching.apply("place:baniyas")
        await desk.settle()
        assert (searching.text, refs(desk)) == ("place:baniyas", ["E15", "E14", "E6"])
        searching.apply("plac:x")
        assert said(desk).startswith("Column 1: there is no field plac")
        searching.apply("kind:actor")
        assert said(desk).startswith("No pane lists that kind")
        assert searching.text == "place:baniyas"
        asked = []

        def suggest(text: str, column: int) -> list[Suggestion]:
            asked.append((text, column))
            return [Suggestion(f"{text}light", f"{text}light (1)")]

        searching.completing.suggest = suggest
        await desk.press("slash", "ctrl+u", "f")
        assert asked[-1] == ("f", 1)
        assert " ".join(said(desk).split()).startswith("flight flight (1)")
        await desk.press("tab", "enter")
        assert searching.text == "flight"
        assert refs(desk) == ["E9"]


async def test_the_past_can_be_searched(demo: Path, noor: Repository) -> None:
    """The desk as of an operation finds what was there then."""
    write(noor, builders.event(15, title="Something else"), label="renamed E15")
    async with at_desk(demo) as desk:
        await desk.press("H", "j", "enter")
        await desk.until(lambda: isinstance(desk.app.screen, PastDesk))
        await desk.settle()
        past = desk.app.screen
        assert isinstance(past, PastDesk)
        await desk.press("slash")
        await desk.press(*"dead")
        await desk.press("enter")
        assert "E15" in [f"E{number}" for number in past.view.lists[Pane.EVENTS].rows.numbers]


async def test_news_are_told_of_hits_and_listed_by_r(demo: Path, noor: Repository) -> None:
    """A colleague's new hit is announced, not moved in; one that is no hit is not."""
    async with at_desk(demo) as desk:
        await desk.press("slash")
        await paste(desk, "baniyas")
        await desk.press("enter")
        write(noor, builders.event(90, title="Baniyas again", start="2025-03-20"), label="one more")
        await desk.until(lambda: "+1 new, r" in desk.title(Pane.EVENTS))
        assert refs(desk) == ["E15", "E6"]
        write(noor, builders.event(91, title="Elsewhere", start="2025-03-21"), label="another")
        await desk.press("r")
        assert refs(desk) == ["E90", "E15", "E6"]
        assert desk.title(Pane.EVENTS) == "1 EVENTS 3 of 17 matching leads"
        assert desk.row(Pane.EVENTS).startswith("E15")
