"""Somebody who opens every screen of the desk there is, and reads each to its end."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle
from typing import NamedTuple

from tests.tui.hostile import marked
from tests.tui.stories.desk_terminal import DeskTerminal
from tui.state import LISTS, Pane

ENTER, TAB, LEAVE = "enter", "tab", "escape"


class Scene(NamedTuple):
    """A screen: the keys that open it from the desk, what tells that it is open, and the way out.

    Each step is what is pressed and what is then waited for.
    """

    name: str
    steps: tuple[tuple[str, str], ...]
    leave: tuple[str, ...] = (LEAVE,)
    back: str = ""
    """What tells that it is left; "" where the texts of the steps tell it by going."""


def scene(name: str, *steps: str, leave: tuple[str, ...] = (LEAVE,), back: str = "") -> Scene:
    """A scene of keys and what they bring, in turn."""
    return Scene(name, tuple(zip(steps[::2], steps[1::2], strict=True)), leave, back)


#: Begun at the first event, its pane leading.
AT_EVENTS = (
    scene("toll", "=", "TOLL of E1", "G", "set the range"),
    scene("views", "F", "SAVED VIEWS"),
    scene("a view renamed", "F", "SAVED VIEWS", "e", "Rename the view", leave=(LEAVE, LEAVE)),
    scene("facets", "B", "FACETS of events"),
    scene("what looks wrong", "E", "WHAT LOOKS WRONG", "j", "e edits it: "),
    scene("form of an event", "e", "E1 EVENT"),
    scene("form, typing", "e", "E1 EVENT", ENTER, "Esc leave field", leave=(LEAVE, LEAVE)),
    scene("picker in a form", "o", "NEW EVENT", leave=(LEAVE, LEAVE)),
    scene("link", "L", "Link E1 with which record?"),
    scene("tags", "t", "Tags of E1:"),
    scene("tags, completed", "t", "Tags of E1:", " zq0", "E1:  zq0", leave=(LEAVE, LEAVE)),
    scene("grade", "z", "Assessment of E1:"),
    scene("status", "w", "Status of E1:"),
    scene("sensitivity", "S", "E1 is:"),
    scene("merge", "d", "Merge E1 with"),
    scene("taken", "m", "Take E1?"),
    scene("who is here", "P", "WHO IS HERE"),
    scene("digest", "W", "DIGEST of"),
    scene("drafts", "O", "DRAFTS"),
    scene("a draft", "O", "DRAFTS", ENTER, "Ctrl+S writes it"),
    scene("a note's menu", "c", "A draft on E1 from"),
    scene("history of a record", "H", "title          zq031", leave=("q",), back=" 1 EVENTS all"),
    scene("history of all", "H", "HISTORY of E1", TAB, "HISTORY of the", leave=("q",)),
    scene("the past", "H", "HISTORY of E1", ENTER, "AS OF 2", leave=("q", "q")),
    scene("palette", ":", "Esc closes", "zq03", "Enter follows it"),
    scene("palette, a view", ":", "Esc closes", "zq126", "saved view, key F"),
    scene("help", "?", "MOVE", leave=("q",)),
    scene("search", "/", "Enter keep", "zq03", "/zq03", leave=(LEAVE,)),
    scene("zoom", "+", "…) zq048", leave=("+",), back="2 LOCATIONS"),
    scene("narrowed", "*", "all events /type:", leave=("h",)),
    scene("calls", "I", "calls:", leave=("h",)),
)
#: Begun in the inbox.
AT_REPORTS = (
    scene("into an event", "A", "into which event?"),
    scene("a reason", "X", "not relevant:"),
    scene("later", "s", "later:"),
    scene("duplicate", "d", "is a duplicate of"),
    scene("compared", "D", "COMPARE", leave=("q",)),
    scene("decided", "x", "not relevant. u undoes.", leave=("u",), back="Undone:"),
    scene("form of a report", "e", "REPORT  zq"),
    scene("taken", "m", "Take R"),
    scene("verdict", "z", "Verdict on"),
)


class Walk:
    """A desk that is walked through, and what was seen where."""

    def __init__(self, desk: DeskTerminal) -> None:
        self.desk = desk
        self.seen: dict[str, set[str]] = {}
        """The markers of each screen."""
        self.awry: list[str] = []
        """Lines in which a divider stands elsewhere than in the line above."""
        # Keys without a meaning: the answer tells that the one pressed before has been drawn.
        self._marks = cycle("öü")

    def press(self, *keys: str) -> None:
        """Press keys, and wait until what they show has been drawn."""
        mark = next(self._marks)
        self.desk.press(*keys, mark)
        self.desk.wait_for(lambda: f" {mark} does nothing here" in self.desk.text)

    def to_first_event(self) -> None:
        """Put the cursor on E1, which all other records are linked to."""
        self.press("1", "b", "G", "k")

    def look(self, name: str) -> None:
        """Remember what is on the screen."""
        self.seen.setdefault(name, set()).update(marked.markers(self.desk.text))

    def play(self, scenes: Iterable[Scene]) -> None:
        """Open screens, look at each, and leave it."""
        for one in scenes:
            for keys, wanted in one.steps:
                self.desk.press(keys)
                self.desk.wait_for(wanted)
                self.look(one.name)
            *first, last = one.leave
            for key in first:
                before = self.desk.text
                self.desk.press(key)
                # Escape and the key after it, sent together, would be one of them with Alt.
                self.desk.wait_for(lambda: self.desk.text != before)  # noqa: B023  at once
            self.desk.press(last)
            if one.back:
                self.desk.wait_for(one.back)
            for _, wanted in () if one.back else one.steps:
                self.desk.wait_for(wanted, gone=True)

    def lists(self, most: int) -> None:
        """Go through every list, and through each record's detail to its end."""
        for pane in LISTS:
            self.press(pane.value, "b", "g")
            for _ in range(most):
                ref = self.desk.cursor(pane)
                self.detail(pane)
                self.press("j")
                if self.desk.cursor(pane) == ref:
                    break

    def detail(self, pane: Pane) -> None:
        """Read the detail beside the panes and by itself: two pages more, and its end."""
        name = f"detail of {pane.name.lower()}"
        self.look(name)
        self._look_at_dividers()
        self.press("0", "+")
        self.look(name)
        for page in ("space", "space", "G"):
            if "J" not in self.desk.title_of(Pane.DETAIL):
                break
            self.press(page)
            self.look(name)
        self.press("+", pane.value)

    def _look_at_dividers(self) -> None:
        grid = self.desk.grid
        for x in [at for at, sign in enumerate(grid[1]) if sign == "│"]:
            # Below stand the tabs, and a message of two lines at most.
            self.awry += [line for line in grid[1:-3] if line[x] != "│"]
