"""Somebody finds that two sources are one, in a terminal, and thinks better of it."""

from __future__ import annotations

from pathlib import Path

from store.ids import Kind, Ref
from store.record import Record
from store.repository import Repository
from tests.tui.stories.desk_terminal import DeskTerminal
from tui.state import Pane


def everything(place: Path) -> dict[Ref, Record]:
    """All records of a store."""
    repository = Repository.open(place)
    with repository.read() as reader:
        refs = [kind.ref(number) for kind in Kind for number in reader.numbers(kind)]
        found = {ref: reader.get(ref) for ref in refs}
    repository.close()
    return found


def test_two_sources_become_one_and_two_again(demo: Path) -> None:
    """Compared, merged with two keys and an answer; one undo gives all back."""
    before = everything(demo)
    with DeskTerminal(demo, columns=80, rows=24) as desk:
        desk.wait_until_open()
        desk.press("4b/residents baniyas")
        desk.wait_for(lambda: desk.cursor(Pane.SOURCES) == "S19")
        desk.press("enter")
        desk.wait_for("? help")
        desk.press("D")
        desk.wait_for("COMPARE S19 with S9")
        assert "d merge with S9" in desk.lines[-1]
        desk.press("d")
        desk.wait_for("Merge S9 into S19?")
        assert "2 quotes and 1 claim that name it" in desk.text
        # Enter answers nothing.
        desk.press("enter")
        desk.press("y")
        desk.wait_for("S9 is merged into S19. u takes it back.")
        merged = everything(demo)
        assert before.keys() - merged.keys() == {Ref("S9")}
        desk.press("u")
        desk.wait_for("Undone: merged S9")
        desk.press("Q")
        assert desk.wait_for_end() == 0
    assert everything(demo) == before
