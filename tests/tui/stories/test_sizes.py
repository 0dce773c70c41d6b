"""The desk in a terminal that is resized again and again, and on those that show little."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import Random
from shutil import copytree

from tests.tui.conftest import CopyOf
from tests.tui.sequences import colours
from tests.tui.stories.desk_terminal import DeskTerminal

#: Two hundred resizings: half of them with something open, half with keys between.
WITH_DIALOGS, WITH_KEYS = 17, 100
#: What is pressed meanwhile: moves, panes, dialogs and typing; nothing that leaves or decides.
KEYS = ["j", "k", "tab", "J", "K", "3", "5", "0", "1", "+", "?", "H", "=", "/", "x", "escape", "e"]

#: What is open while the terminal is resized, and what is drawn of it last.
DIALOGS = {"": "? help", "?": "MOVE", "H": "clarity", "e": "s save", "=": "0 claims", "/": "Esc as"}

#: Storms over each of these, and how many sizes are in one; each ends on the next of these sizes.
STORMS, STORM, OVER, ENDS = 4, 8, ("", "H", "e"), ((90, 26), (80, 24))


def shows(desk: DeskTerminal, text: str) -> bool:
    """Whether the screen is that one."""
    return desk.text == text


def follow(desk: DeskTerminal, columns: int, rows: int) -> None:
    """Give the terminal another size, and wait until the desk has drawn for it."""
    before = len(desk.output)
    desk.resize(columns, rows)
    desk.wait_for(lambda: len(desk.output) > before)


def test_two_hundred_resizings_end_in_the_right_screen(demo: Path) -> None:
    """One after the other, keys between them, dialogs open: then each line is where it belongs."""
    random = Random(6)
    with DeskTerminal(demo) as desk:
        desk.wait_until_open()
        before = desk.text
        for dialog, drawn in DIALOGS.items():
            if dialog:
                desk.do(dialog)
            desk.wait_for(drawn)
            shown = desk.text
            for _ in range(WITH_DIALOGS):
                follow(desk, random.randint(20, 200), random.randint(5, 60))
            follow(desk, 90, 26)
            desk.wait_for(drawn)
            follow(desk, 80, 24)
            desk.wait_for(partial(shows, desk, shown))
            if dialog:
                desk.do("q" if dialog in "?H" else "escape")
        desk.wait_for(partial(shows, desk, before))
        for _ in range(WITH_KEYS):
            follow(desk, random.randint(20, 200), random.randint(5, 60))
            desk.press(random.choice(KEYS))
        follow(desk, 60, 20)
        desk.press("escape")
        desk.wait_for("E15")
        assert desk.process.poll() is None


def test_storms_of_resizings_end_in_the_right_screen(copy_of: CopyOf, tmp_path: Path) -> None:
    """Nobody waits for a size, keys come between, dialogs are open: what stays is the last size.

    Each cell is as on a terminal that has had that size from the beginning.
    """
    random = Random(6)
    demo = copy_of("demo")
    places = [copytree(demo, tmp_path / str(columns) / "demo") for columns, _ in ENDS]
    with (
        DeskTerminal(demo) as desk,
        DeskTerminal(places[0], columns=90, rows=26) as wide,
        DeskTerminal(places[1]) as usual,
    ):
        calm = [wide, usual]
        for one in (desk, *calm):
            one.wait_until_open()
        for dialog in OVER:
            closes = "q" if dialog in "?H" else "escape"
            for one in calm if dialog else ():
                one.do(dialog)
                one.wait_for(DIALOGS[dialog])
            desk.press(dialog)
            for one, size in zip(calm, ENDS, strict=True):
                desk.resize(*size)
                desk.wait_for_the_same(one)
            for at in range(STORMS):
                for _ in range(STORM):
                    desk.resize(random.randint(40, 200), random.randint(12, 60))
                    desk.press("j", "k")
                desk.resize(*ENDS[at % 2])
                # Of the calm ones all has come when every cell was the same once.
                desk.wait_for(partial(shows, desk, calm[at % 2].text))
            for one in calm if dialog else ():
                one.do(closes)
                one.wait_for("? help")
            desk.press(closes if dialog else "")
            desk.wait_for_the_same(usual)


def test_a_story_on_the_console_of_linux(demo: Path) -> None:
    """With eight colours and the kernel's font: no sign that it lacks, no colour that it lacks."""
    with DeskTerminal(demo, TERM="linux") as desk:
        desk.wait_until_open()
        desk.do("j", "i", "a")
        desk.wait_for("relevant")
        desk.do("u")
        desk.wait_for("Undone")
        desk.do(":")
        desk.wait_for("Move the cursor down")
        desk.press("escape")
        desk.wait_for("Move the cursor down", gone=True)
        desk.do("e")
        desk.wait_for("s save")
        desk.press("escape")
        desk.wait_for("s save", gone=True)
        desk.do("?")
        desk.wait_for("MOVE")
        desk.press("q", "Q")
        assert desk.wait_for_end() == 0
        sent = bytes(desk.output)
        assert not set("“”…–▯▔▁").intersection(sent.decode())
        assert not [one for one in colours(sent) if b"8;5;" in one or b"8;2;" in one]
