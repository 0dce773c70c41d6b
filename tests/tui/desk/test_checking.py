"""What looks wrong, at the desk: gone to, mended, said to be meant so, undone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from store.commands.edits import EditRecord
from store.commands.records import WriteRecords
from store.ids import Ref
from store.model import Location
from store.record import Record
from store.repository import Repository
from tests.builders import a_store, claim, event, location, quote, report, source
from tests.tui.desk.pilot import OpenDesk, at_desk
from tui.desk.dialogs import lint
from tui.state import Pane

RECORDS = (
    event(1, title="Clash", start="2025-03-09", end="2025-03-07", places=["L1"]),
    location(1, name="Sanaa", country="YE", lat=44.2, lon=15.35),
    location(2, name="Aden", country="YE", lat=45.0, lon=12.8),
    source(1, name="Red Wire"),
    source(2, name="Red Wire"),
    claim(1, event="E1", low=9, measure="killed", as_of="2025-03-10"),
    report(1, title="Nine dead", text="Nine people were killed."),
    quote(1, report="R1", words="Nine people", start=0, end=11, sensitivity="graphic"),
)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A store in which some things look wrong."""
    place = tmp_path / "store"
    with a_store(place) as repository:
        repository.run(WriteRecords(RECORDS, accepts_flaws=True))
    return place


def record(desk: OpenDesk, ref: str) -> Record | None:
    """A record as the store has it."""
    with desk.app.link.repository.read() as reader:
        return reader.find(Ref(ref))


def point(desk: OpenDesk, ref: str) -> tuple[float | None, float | None]:
    """Where a place lies."""
    place = record(desk, ref)
    assert isinstance(place, Location)
    return place.lat, place.lon


async def to(desk: OpenDesk, words: str) -> None:
    """Put the cursor on the row that has the words."""
    await desk.press("g")
    for _ in range(40):
        if any(line.lstrip().startswith("> ") and words in line for line in lines(desk)):
            return
        await desk.press("j")
    raise AssertionError(f"no row {words}\n{desk.screen}")


def lines(desk: OpenDesk) -> list[str]:
    """What can be seen."""
    return desk.screen.splitlines()


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 45)])
async def test_what_looks_wrong_is_listed_by_rule(odd: Path, size: tuple[int, int]) -> None:
    """Each rule with its count, the chosen finding below; Enter goes to its record."""
    async with at_desk(odd, size) as desk:
        await desk.press("E")
        assert "WHAT LOOKS WRONG" in desk.screen
        assert "The end is before the start" in desk.screen
        assert "E1 “Clash” ends 2025-03-07" in desk.screen
        await desk.press("G")
        assert "look the same" in desk.screen
        await to(desk, "Sanaa")
        await desk.press("enter")
        assert not desk.has_dialog
        assert desk.view.focus == "L1"


async def test_a_certain_mend_is_made_at_once_and_undone(odd: Path) -> None:
    """m swaps the coordinates, the finding goes; u brings both back."""
    async with at_desk(odd, (80, 24)) as desk:
        await desk.press("E")
        await to(desk, "Sanaa")
        await desk.press("m")
        assert point(desk, "L1") == (15.35, 44.2)
        assert "Mended L1: a place lies outside its country. u undoes." in desk.screen
        assert "* L1 “Sanaa”" not in desk.screen
        await desk.press("u")
        assert point(desk, "L1") == (44.2, 15.35)
        assert "* L1 “Sanaa”" in desk.screen


async def test_what_is_only_likely_is_asked_about(odd: Path) -> None:
    """The dates are put in the other order on y alone."""
    async with at_desk(odd, (80, 24)) as desk:
        await desk.press("E")
        await to(desk, "Clash")
        await desk.press("m", "n")
        assert "Left as it is." in desk.screen
        await desk.press("m", "y")
        clash = record(desk, "E1")
        assert (clash.start, clash.end) == ("2025-03-07", "2025-03-09")  # type: ignore[union-attr]
        assert "The end is before the start" not in desk.screen


async def test_a_rule_is_mended_as_a_whole_in_one_operation(odd: Path) -> None:
    """On its heading, after a question; one undo."""
    async with at_desk(odd, (80, 24)) as desk:
        await desk.press("E")
        await to(desk, "A place lies outside")
        await desk.press("m")
        assert "Mend 2 findings at once?" in desk.screen
        await desk.press("y")
        assert (point(desk, "L1"), point(desk, "L2")) == ((15.35, 44.2), (12.8, 45.0))
        await desk.press("u")
        assert (point(desk, "L1"), point(desk, "L2")) == ((44.2, 15.35), (45.0, 12.8))


async def test_two_that_are_one_are_merged_after_the_question(odd: Path) -> None:
    """Which stays is asked as everywhere; the panel stays open and tells it."""
    async with at_desk(odd, (80, 24)) as desk:
        await desk.press("E")
        await to(desk, "S1 “Red Wire”")
        await desk.press("m")
        assert "Merge S2 into S1?" in desk.screen
        await desk.press("y")
        assert record(desk, "S2") is None
        assert "S2 is merged into S1." in desk.screen
        assert "WHAT LOOKS WRONG" in desk.screen


async def test_what_is_meant_so_is_told_no_more(odd: Path) -> None:
    """x tags the record; an undo tells it again."""
    async with at_desk(odd, (80, 24)) as desk:
        await desk.press("E")
        await to(desk, "has no source")
        await desk.press("x")
        assert record(desk, "C1").tags == ("meant:claim-without-source",)  # type: ignore[union-attr]
        assert "A claim without a source" not in desk.screen
        await desk.press("u")
        assert "A claim without a source" in desk.screen


async def test_a_mend_that_is_refused_is_told_and_the_panel_stays(
    odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a large store, that is not looked at after each change: a colleague is not overruled."""
    monkeypatch.setattr(lint, "FEW", 0)
    async with at_desk(odd, (80, 24)) as desk:
        await desk.press("E")
        await to(desk, "Sanaa")
        with closing(Repository.open(odd, author="noor")) as noor:
            with noor.read() as reader:
                place = reader.get(Ref("L1"))
            noor.run(EditRecord(place, {"lat": 15.4}))
        await desk.until(lambda: "changed since: r looks again" in desk.screen)
        await desk.press("m")
        assert point(desk, "L1") == (15.4, 15.35)
        assert "noor" in desk.screen
        assert desk.has_dialog
        await desk.press("r")
        assert "changed since" not in desk.screen
        assert "L1 “Sanaa” lies at 15.4, 15.35" in desk.screen


async def test_what_no_key_mends_is_edited(odd: Path) -> None:
    """m says so; e opens the form of the record."""
    async with at_desk(odd, (80, 24)) as desk:
        await desk.press("E")
        await to(desk, "has no source")
        await desk.press("m")
        assert "Only a person can tell what is meant here" in desk.screen
        await desk.press("e")
        assert desk.view.focus == "C1"
        assert desk.has_dialog


async def test_tab_goes_from_rule_to_rule(odd: Path) -> None:
    """And behind the last to the first; on a rule only m means something."""
    async with at_desk(odd, (80, 24)) as desk:
        await desk.press("E", "tab")
        assert any("> A place lies outside its country" in line for line in lines(desk))
        await desk.press("shift+tab")
        assert any("> The end is before the start" in line for line in lines(desk))
        await desk.press("x")
        assert "This line is a rule" in desk.screen


async def test_nothing_looks_wrong(demo: Path) -> None:
    """It is said among how many records; keys that mean a finding say that there is none."""
    async with at_desk(demo, (80, 24)) as desk:
        await desk.press("E")
        assert "Nothing looks wrong in 15 events" in desk.screen
        await desk.press("m", "enter")
        assert "Nothing looks wrong here." in desk.screen
        await desk.press("escape")
        assert not desk.has_dialog
        assert desk.view.active is Pane.EVENTS


async def test_a_bare_file_is_looked_through_and_not_changed(tmp_path: Path) -> None:
    """What looks wrong is listed; keys that would change something say why they do not."""
    file = tmp_path / "some.json"
    place = '{"name": "Sanaa", "country": "YE", "lat": 44.2, "lon": 15.35}'
    file.write_text(f'{{"locations": {{"1": {place}}}}}', "utf-8")
    before = file.read_bytes()
    async with at_desk(file, (80, 24)) as desk:
        await desk.press("E")
        for key in ("m", "x", "e"):
            await desk.press(key)
            assert "Nothing can be changed here" in desk.screen
    assert file.read_bytes() == before


async def test_a_large_store_is_not_looked_through_after_each_mend(
    odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was mended goes from the list; more in the same record is mended without a new look."""
    monkeypatch.setattr(lint, "FEW", 0)
    with closing(Repository.open(odd)) as repository:
        gone = event(2, title="Burial", reports=["R8"], places=["L9"])
        repository.run(WriteRecords((gone,), accepts_flaws=True))
    async with at_desk(odd, (80, 24)) as desk:
        await desk.press("E")
        for missing in ("R8", "L9"):
            await to(desk, f"“Burial” names {missing}")
            await desk.press("m")
            assert "u undoes." in desk.screen
            assert f"names {missing}" not in desk.screen
        burial = record(desk, "E2")
        assert (burial.reports, burial.locations) == ((), ())  # type: ignore[union-attr]
        assert "changed since: r looks again" in desk.screen
        await to(desk, "has no source")
        await desk.press("x")
        assert "has no source" not in desk.screen
