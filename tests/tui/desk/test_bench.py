"""What all parts that change records share: commands in their order, menus, prompts."""

from __future__ import annotations

from pathlib import Path

from store.commands.tags import TagRecords
from store.ids import Ref
from store.repository import Repository
from tests.tui.desk.pilot import at_desk
from tui.desk.prompt import Wish
from tui.render.menu import Answer
from tui.state import Pane

TWO = (Answer("1", "first"), Answer("2", "second"))


async def test_what_was_asked_for_is_done_in_its_order_before_the_desk_ends(demo: Path) -> None:
    """Twenty changes and Q at once: none is lost, none overtakes another."""
    async with at_desk(demo) as desk:
        bench = desk.workspace.acting.bench
        for at in range(20):
            bench.run(TagRecords([Ref("E1")], add=[f"t{at}"]), "Tagged.")
        await desk.press("Q")
    repository = Repository.open(demo)
    with repository.read() as reader:
        tags = reader.get(Ref("E1")).tags
    repository.close()
    assert [tag for tag in tags if tag.startswith("t")] == [f"t{at}" for at in range(20)]


async def test_a_menu_takes_the_key_of_an_answer(demo: Path) -> None:
    """Also one that was typed ahead; another key is told to be none, Esc leaves."""
    chosen: list[str] = []
    async with at_desk(demo) as desk:
        bench = desk.workspace.acting.bench
        bench.menu("Which", TWO, chosen.append)
        assert "Which" in desk.lines("footer")[0]
        await desk.press("j")
        assert desk.lines("footer")[0].strip() == "j is no answer here. Esc leaves."
        await desk.press("2")
        assert chosen == ["2"]
        assert "? help" in desk.lines("footer")[0]
        bench.menu("Which", TWO, chosen.append)
        await desk.press("escape", "j")
        assert chosen == ["2"]
        assert desk.view.lists[desk.view.active].cursor == 1


async def test_a_prompt_is_taken_when_nothing_is_wrong_with_it(demo: Path) -> None:
    """What is wrong is said, and the text stays; Tab completes; Esc gives back what was typed."""
    taken: list[str] = []
    left: list[str] = []
    async with at_desk(demo) as desk:
        bench = desk.workspace.acting.bench
        wish = Wish(
            "tag:",
            taken.append,
            problem=lambda text: "" if text else "Nothing is typed.",
            suggest=lambda text: [("convoy", "3")] if text and text != "convoy" else [],
            left=left.append,
        )
        bench.prompt(wish)
        await desk.press("enter")
        assert "Nothing is typed." in desk.screen
        await desk.press("c", "tab", "enter")
        assert taken == ["convoy"]
        bench.prompt(wish)
        await desk.press("j", "escape")
        assert left == ["j"]
        assert desk.view.lists[desk.view.active].cursor == 0


async def test_what_somebody_links_is_listed_at_once(demo: Path) -> None:
    """Only other people's changes wait behind `new, r`; an undo is shown as well."""
    async with at_desk(demo, (160, 45)) as desk:
        await desk.press("G")
        before = desk.title(Pane.NOTES)
        await desk.press("c", *"seen", "enter")
        await desk.until(lambda: "seen" in desk.screen)
        assert desk.title(Pane.NOTES) == before.replace("2 of", "3 of").replace("1 of", "2 of")
        await desk.press("u")
        await desk.until(lambda: desk.title(Pane.NOTES) == before)
