"""What a person means: plain values that panes and dialogs send up to the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tui.state import Pane


class Action(Enum):
    """Everything that a key, the palette or a click can ask for; the value is its config id."""

    DOWN = "down"
    UP = "up"
    FIRST = "first"
    LAST = "last"
    PAGE_DOWN = "page-down"
    PAGE_UP = "page-up"
    SCROLL_DOWN = "scroll-detail-down"
    SCROLL_UP = "scroll-detail-up"
    PAGE_DETAIL = "page-detail"
    NEXT_PANE = "next-pane"
    PREVIOUS_PANE = "previous-pane"
    EVENTS = "events"
    LOCATIONS = "locations"
    QUOTES = "quotes"
    SOURCES = "sources"
    REPORTS = "reports"
    CLAIMS = "claims"
    NOTES = "notes"
    DETAIL = "detail"
    FOLLOW = "follow"
    BACK = "back"
    ALL = "all"
    PIN = "pin"
    ZOOM = "zoom"
    REFRESH = "refresh"
    UNDO = "undo"
    REDO = "redo"
    HISTORY = "history"
    WHOLE_HISTORY = "whole-history"
    AS_OF = "as-of"
    TAKE_BACK = "take-back"
    MAKE_STORE = "make-store"
    SEARCH = "search"
    NEXT_MATCH = "next-match"
    PREVIOUS_MATCH = "previous-match"
    THIS_VALUE = "this-value"
    INBOX = "inbox"
    RELEVANT = "relevant"
    INTO_EVENT = "into-event"
    NOT_RELEVANT = "not-relevant"
    WITH_REASON = "not-relevant-because"
    LATER = "later"
    DUPLICATE = "duplicate"
    URGENT = "urgent"
    REPEAT = "repeat"
    COMPARE = "compare"
    MARK = "mark"
    MARK_RANGE = "mark-range"
    INVERT_MARKS = "invert-marks"
    EDIT = "edit"
    NEW = "new-record"
    ADD = "add-reports"
    LINK = "link"
    TAGS = "tags"
    STATUS = "status"
    GRADE = "grade"
    TAKE = "take"
    TOLL = "toll"
    CHECK = "check"
    NOTE = "note"
    LONG_NOTE = "long-note"
    DRAFTS = "drafts"
    SELECT_WORDS = "select-words"
    CITE_QUOTE = "quote-words"
    CITE_CLAIM = "claim-words"
    CITE_PLACE = "place-words"
    REVEAL = "reveal"
    SENSITIVITY = "sensitivity"
    COPY = "copy"
    COPY_ADDRESS = "copy-address"
    EXPORT = "export"
    DIGEST = "digest"
    CALLS = "notes-to-me"
    PRESENT = "who-is-here"
    VIEWS = "views"
    FACETS = "facets"
    HELP = "help"
    PALETTE = "palette"
    THEME = "theme"
    MOUSE = "mouse"
    LEAN = "lean"
    CLOSE = "close"
    QUIT = "quit"
    SUSPEND = "suspend"


#: The actions that enter a pane.
ENTERS = {Action(pane.name.lower()): pane for pane in Pane}


#: What is about more than the screen that shows the records.
OF_PROGRAM = frozenset(
    {
        Action.HELP,
        Action.PALETTE,
        Action.THEME,
        Action.MOUSE,
        Action.LEAN,
        Action.SUSPEND,
        Action.HISTORY,
        Action.MAKE_STORE,
        Action.VIEWS,
        Action.FACETS,
    }
)


@dataclass(frozen=True)
class Do:
    """Carry out an action."""

    action: Action


@dataclass(frozen=True)
class Point:
    """A line of a pane was pointed at, counted from its first."""

    pane: Pane
    line: int


@dataclass(frozen=True)
class Roll:
    """The wheel was turned over a pane: lines down, or up when negative."""

    pane: Pane
    lines: int


Intent = Do | Point | Roll
