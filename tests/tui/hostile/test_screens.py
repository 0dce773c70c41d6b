"""Every field of every kind holds every payload, every screen is opened: nothing acts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from store.ids import Kind
from store.text import clean
from tests.tui.hostile import marked, people, strict
from tests.tui.hostile.payloads import PAYLOADS
from tests.tui.hostile.walk import AT_EVENTS, AT_REPORTS, Scene, Walk
from tests.tui.stories.desk_terminal import DeskTerminal
from tests.tui.test_render_line import ACTING
from tui.state import Pane

#: Else three records of each list are read, half of all payloads: `show` has them all.
SOAK = bool(os.environ.get("SOAK"))


class Walked(NamedTuple):
    """What came of a walk."""

    output: bytes
    """All bytes that the desk has sent."""
    open: bytes
    """Those between its first screen and the key that ended it."""
    code: int
    title: str
    seen: dict[str, set[str]]
    awry: list[str]


def walk_of(
    place: Path, home: Path, driver: str, *, most: int, at_reports: tuple[Scene, ...] = AT_REPORTS
) -> Walked:
    """A walk through all screens of a store, at most so many records of each list."""
    around = {name: os.environ[name] for name in os.environ if name.startswith("XDG_")}
    around |= {"HOME": str(home), "LOGNAME": people.LOGIN}
    options = ("--driver", driver, "--lean", "off")
    with (
        people.present(place),
        DeskTerminal(place, *options, columns=100, rows=30, **around) as desk,
    ):
        desk.wait_for("A draft on E1")
        before = len(desk.output)
        walk = Walk(desk)
        walk.look("opened")
        walk.to_first_event()
        walk.play(AT_EVENTS if most > 1 else AT_EVENTS[:3])
        if most > 1:
            walk.press("1", "b")
            # It is read behind the screen, and comes without the answer to an earlier key.
            desk.press("i")
            desk.wait_for("in the inbox")
            walk.play(at_reports)
            # So high that most records are seen at once.
            desk.resize(160, 200)
            desk.wait_for(lambda: bool(desk.lines[-1].strip()))
            walk.to_first_event()
            walk.detail(Pane.EVENTS)
        walk.lists(most)
        desk.press("Q")
        after = len(desk.output)
        code = desk.wait_for_end()
        output = bytes(desk.output)
        return Walked(output, output[before:after], code, desk.title, walk.seen, walk.awry)


@pytest.fixture(scope="module")
def walked(place: Path, own_home: Path) -> Walked:
    """One walk through all of them."""
    return walk_of(place, own_home, "patching", most=12 if SOAK else 3)


def test_nothing_is_sent_but_drawing(walked: Walked) -> None:
    """Every sequence is one of those that draw, every character one that is drawn."""
    assert strict.faults(walked.output) == []


def test_no_setting_is_changed_while_the_desk_is_open(walked: Walked) -> None:
    """The screen, the mouse, the keyboard and the title are set at the two ends alone."""
    assert strict.settings(walked.open) == []
    assert (walked.code, walked.title) == (0, "")


def test_no_payload_passes_as_it_is(walked: Walked) -> None:
    """The bytes of none of them are among those that were sent."""
    acting = [text for text in PAYLOADS.values() if ACTING.search(text)]
    raw = [text.encode("utf-8", "surrogatepass") for text in acting]
    assert [each for each in raw if each in walked.output] == []


def test_every_field_was_shown(walked: Walked) -> None:
    """Each field's marker was on some screen: none was left out, so none is safe by accident."""
    shown = set().union(*walked.seen.values())
    hidden = {name for marker, name in (marked.NAMES | people.NAMES).items() if marker not in shown}
    # Kinds without a pane: what they are called is shown where they are linked, all of them by
    # `incident-desk show` and in their history.
    without = tuple(f"{kind.noun}: " for kind in (Kind.ACTOR, Kind.ATTACHMENT, Kind.VIEW))
    assert {name for name in hidden if not name.startswith(without)} == set()


def test_every_screen_showed_something(walked: Walked) -> None:
    """No screen of the walk was one without a foreign text."""
    assert {name for name, found in walked.seen.items() if not found} <= {"help"}


def test_columns_stay_aligned(walked: Walked) -> None:
    """In a terminal that measures each character by itself, every divider is straight."""
    assert walked.awry == []


def test_textuals_own_driver_sends_drawing_alone_too(place: Path, own_home: Path) -> None:
    """`--driver stock` sends frames as Textual makes them: of these a few are looked at."""
    walked = walk_of(place, own_home, "stock", most=1)
    assert strict.faults(walked.output) == []
    assert strict.settings(walked.open) == []
    assert (walked.code, walked.awry) == (0, [])


if SOAK:
    # Each alone takes an hour, all of them: a test of the long run, and none that others skip.
    @pytest.mark.parametrize("payload", PAYLOADS.values(), ids=ascii)
    def test_each_payload_alone_on_each_screen(
        payload: str, tmp_path: Path, own_home: Path
    ) -> None:
        """Every field of every record is that payload, so that it stands first in each row."""
        place = marked.store(tmp_path / "store", [payload, payload, payload])
        people.changes(place)
        people.draft(place, clean(people.LOGIN))
        # Of one word nothing is likely the same.
        scenes = tuple(one for one in AT_REPORTS if one.name != "compared")
        walked = walk_of(place, own_home, "patching", most=3, at_reports=scenes)
        assert strict.faults(walked.output) == []
        assert strict.settings(walked.open) == []
        assert (walked.code, walked.awry) == (0, [])
