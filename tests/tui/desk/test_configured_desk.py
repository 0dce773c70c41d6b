"""A desk as a person has set it up: their keys, their columns, and what was wrong in their file."""

from __future__ import annotations

from pathlib import Path

from tests.tui.desk.pilot import at_desk
from tui.config.sections import parsed
from tui.state import Pane

MINE = b"""
[keys]
pin = "u"
undo = "f"
quotes = "&"
help = "f1"
quit = "$"
[columns]
events = ["title", "end"]
"""


async def test_the_desk_speaks_of_the_keys_as_they_are_bound(demo: Path) -> None:
    """Footer, titles, help, history and refusals name the new keys, and they work."""
    config = parsed(MINE, "config.toml")
    assert config.problems == ()
    async with at_desk(demo, (160, 45), config=config) as desk:
        footer = desk.lines("footer")[0]
        assert " u pin " in footer
        assert " f undo " in footer
        assert footer.endswith(" F1 help")
        assert desk.title(Pane.QUOTES).startswith("& QUOTES")
        await desk.press("3")
        assert desk.lines("footer")[0] == " 3 does nothing here. F1 shows the keys."
        await desk.press("&", "u")
        assert desk.title(Pane.QUOTES).endswith("pinned")
        await desk.press("f")
        assert "undo" in desk.lines("footer")[0].lower()
        await desk.press("f1")
        assert " & " in desk.screen
        assert "k scroll · q closes" in desk.screen
        await desk.press("f1", "H")
        assert desk.screen.splitlines()[-1].endswith(" F1 help")
        await desk.press("$")
        assert not desk.app.is_running


async def test_the_rows_show_the_columns_that_were_chosen(demo: Path) -> None:
    """The words first where they were named first; panes without a choice are as usual."""
    async with at_desk(demo, (120, 40)) as usual:
        title = usual.lines("events")[1][1:].split(maxsplit=3)[3][:20]
        quotes = usual.lines("quotes")[1:]
    async with at_desk(demo, (120, 40), config=parsed(MINE, "config.toml")) as desk:
        assert desk.lines("events")[1][1:].split(maxsplit=1)[1].startswith(title)
        assert desk.lines("quotes")[1:] == quotes


async def test_a_bad_entry_is_told_when_the_desk_opens(demo: Path) -> None:
    """The first with its line, how many more, and where they are listed; what is right works."""
    config = parsed(b'[keys]\nundoo = "u"\npin = "ctrl+b"\nredo = "u"\nzoom = "f"', "config.toml")
    async with at_desk(demo, (160, 45), config=config) as desk:
        said = " ".join(" ".join(desk.lines("footer")).split())
        assert said == (
            "config.toml, line 2: there is no action 'undoo'; did you mean 'undo'? "
            "And 2 more: `incident-desk config` lists them."
        )
        await desk.press("f")
        assert set(desk.boxes) == {"header", "events", "footer"}
        assert "f zoom" in desk.lines("footer")[0]
