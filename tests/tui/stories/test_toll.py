"""Somebody asks how many were killed, and by whose count."""

from __future__ import annotations

from pathlib import Path

from store.ids import Ref
from store.model import Event
from store.repository import Repository
from tests.tui.stories.desk_terminal import DeskTerminal


def test_the_toll_is_read_on_one_screen_and_a_range_set(demo: Path) -> None:
    """All twelve claims with their sum, voices and ranges at 80x24; the range is kept."""
    with DeskTerminal(demo, columns=80, rows=24) as desk:
        desk.wait_until_open()
        desk.do("G")
        desk.press("=")
        desk.wait_for(lambda: "From 5 outlets, 4 independent." in desk.text)
        first = [line[1:].split(maxsplit=1)[0] for line in desk.lines[2:] if line[1:].strip()]
        assert {f"C{n}" for n in range(1, 13)} <= set(first)
        for told in (
            "745 + 125 + 148 = 1,018 fits more than 1,000",
            "lowest to highest of what each source said last",
            "803-1,426, best 1,400: low C6 SNHR, best C12 COI,",
        ):
            assert told in desk.text
        desk.do("4", "s")
        desk.press(*"two name them", "enter")
        desk.wait_for(lambda: "Set killed people of E1 to 1,400+. u undoes." in desk.text)
        desk.do("q")
        desk.press("Q")
        assert desk.wait_for_end() == 0
    repository = Repository.open(demo)
    try:
        with repository.read() as reader:
            whole = reader.get(Ref("E1"))
        assert isinstance(whole, Event)
        (people,) = (one for one in whole.estimates if one.group == "people")
        assert (people.low, people.best, people.high) == (1400, None, None)
        assert people.rationale == "two name them"
        assert people.rule.startswith("the most that two independent voices count")
    finally:
        repository.close()
