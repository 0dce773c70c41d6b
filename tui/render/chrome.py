"""What surrounds the panes: the trail above, the keys or a message below, the line of tabs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from typing import NamedTuple

from store.ids import Kind
from store.reader import UNKNOWN
from store.spans import Span
from store.text import clean
from tui.bindings import USUAL, Bindings
from tui.intents import Action
from tui.key import Context
from tui.render import bare
from tui.render.line import Line, Piece, cut, fit, line, width_of, wrap
from tui.state import LISTS, Pane, View
from tui.trail import trail

#: Who else has the store open, each with the record on their screen or "".
Others = tuple[tuple[str, str], ...]


class Past(NamedTuple):
    """The operation as of which a store is read."""

    sequence: int
    when: str
    """In local time, to the minute."""
    who: str


class Around(NamedTuple):
    """What the header tells besides the trail."""

    store: str
    undecided: int | None
    """How many reports wait; None when there are no reports."""
    others: tuple[str, ...] = ()
    """Who else has the store open."""
    past: Past | None = None
    is_bare: bool = False
    """Whether it is a bare file that is looked at."""
    indexed: float = 1.0
    """How much of the full-text index is built."""
    calls: str = ""
    """That notes call who works here; "" where none does."""
    inbox: str = ""
    """What is told of the inbox while it leads, in the place of how many are undecided."""


def header_line(view: View, around: Around, width: int, bindings: Bindings = USUAL) -> Line:
    """The trail at the left, cut at its start; the store and what waits at the right.

    A store of the past, and a bare file, says so before everything else.
    """
    calls = cut(f" {around.calls} ", width // 3) if around.calls else ""
    most = width - 2 * MOST_OF_A_REFERENCE - 4 if around.inbox else width // 2
    most -= width_of(calls)
    right = cut(f"{_at_the_right(around, most)} ", most)
    before = past_words(around.past, width * 3 // 4) if around.past else ""
    if around.is_bare and not before:
        before = bare.sign(width * 3 // 8, bindings)
    room = width - width_of(right) - width_of(before) - width_of(calls) - 2
    if room < MOST_OF_A_REFERENCE:
        room, right = width - width_of(before) - width_of(calls) - 2, ""
    # A long query must not hide what was followed from it.
    steps = [cut(step, max(room // 2, MOST_OF_A_REFERENCE)) for step in trail(view)]
    while len(steps) > 2 and width_of(" > ".join(steps)) > room:
        steps[:2] = ["…"]
    if around.past and len(steps) > 1 and width_of(" > ".join(steps)) > room:
        steps[:-1] = []
    path = Piece(fit(f" {' > '.join(steps)}", room + 2), "trail")
    pieces = (Piece(before, "past"), path, Piece(calls, "call"), Piece(right, "dim"))
    return Line(tuple(piece for piece in pieces if piece.text), "header")


#: A reference such as E123456 and the blanks around it.
MOST_OF_A_REFERENCE = 8


def past_words(past: Past, room: int) -> str:
    """As of when the store is read, in the longest words that there is room for."""
    said = (
        f" AS OF operation {past.sequence}, {past.when}, {past.who} ",
        f" AS OF {past.sequence}, {past.when}, {past.who} ",
        f" AS OF {past.sequence}, {past.when} ",
    )
    return cut(next((words for words in said if width_of(words) <= room), said[-1]), room)


def _at_the_right(around: Around, room: int) -> str:
    waits = f"{around.undecided:,} undecided" if around.undecided else "all decided"
    if around.undecided is None:
        waits = "no reports"
    own = f"{around.store} · {waits}"
    if around.inbox:
        waits = around.inbox
        own = next(
            (one for one in (f"{around.store} · {waits}", waits) if width_of(one) < room), waits
        )
    if around.indexed < 1:
        own = f"{bar(around.indexed)} indexing · {own}"
    if not around.others:
        return own
    few = f"with {len(around.others)}"
    said = [f"{_names(around.others, most)} · {own}" for most in (3, 2, 1)]
    said += [f"{few} · {own}", f"{few} · {waits}"]
    return next((words for words in said if width_of(words) < room), own)


def bar(share: float) -> str:
    """How much is done, as a bar and a number: `▰▰▱▱▱ 37 %`."""
    full = int(share * BAR)
    return f"{'▰' * full}{'▱' * (BAR - full)} {int(share * 100)} %"


#: Cells of a bar.
BAR = 5


def _names(others: tuple[str, ...], most: int) -> str:
    """`with sami, vera +2`."""
    more = f" +{len(others) - most}" if len(others) > most else ""
    return f"with {', '.join(others[:most])}{more}"


def footer_line(
    context: Context,
    width: int,
    without: Collection[Action] = (),
    first: Iterable[tuple[str, str]] = (),
    bindings: Bindings = USUAL,
    kind: Kind | None = None,
) -> Line:
    """The keys that matter now, as many as fit; that of the help is always there."""
    pieces: list[Piece] = []
    used = 0
    last = [(bindings.first(Action.HELP), "help")]
    hints = [
        *first,
        *bindings.hints(context),
        *(
            (key.shown, key.brief)
            for key in bindings.footer_keys(context, kind)
            if key.action is not Action.HELP and key.action not in without
        ),
    ]
    room = width - sum(width_of(k) + len(b) + 3 for k, b in last)
    for shown, brief in hints:
        size = width_of(shown) + 1 + width_of(brief) + 2
        if used + size > room:
            break
        pieces += [Piece(f" {shown}", "key"), Piece(f" {brief} ", "dim")]
        used += size
    for shown, brief in last:
        pieces += [Piece(f" {shown}", "key"), Piece(f" {brief} ", "dim")]
    return Line(tuple(pieces), "footer")


#: A message takes at most so many lines.
MOST_OF_A_MESSAGE = 3


def message_lines(text: str, width: int, most: int = MOST_OF_A_MESSAGE) -> tuple[Line, ...]:
    """A message in the footer's place, in as many lines as it needs and may have."""
    safe = clean(text)
    spans = list(islice(wrap(safe, width - 1), most))
    if len(spans) == most:
        spans[-1] = Span(spans[-1].start, len(safe))
    said = (fit(f" {safe[span.start : span.end]}", width) for span in spans)
    return tuple(Line((Piece(words, "message"),), "footer") for words in said)


def tabs_line(view: View, width: int, bindings: Bindings = USUAL) -> Line:
    """The lists with their counts, the active one marked, for a screen too narrow for panes."""
    for name, has_count in ((9, True), (3, True), (1, True), (0, True), (0, False)):
        tabs = [
            _tab(view, pane, bindings.of_pane(pane), name, has_count=has_count) for pane in LISTS
        ]
        if sum(width_of(tab.text) for tab in tabs) <= width:
            break
    return Line(tuple(tabs), "tabs")


def _tab(view: View, pane: Pane, key: str, letters: int, *, has_count: bool) -> Piece:
    """A tab with the first letters of its pane's name."""
    count = view.lists[pane].rows.total
    said = "…" if count == UNKNOWN else f"{count:,}"
    words = (key, pane.name.capitalize()[:letters], said if has_count else "")
    style = "tab-active" if pane is view.listed else "tab"
    return Piece(f" {' '.join(word for word in words if word)} ", style)


def too_small_lines(
    width: int, height: int, least: tuple[int, int], bindings: Bindings = USUAL
) -> tuple[Line, ...]:
    """What to say on a screen without room."""
    way_out = bindings.said("Enlarge it, or {quit} quits.")
    text = f"Needs {least[0]}x{least[1]}, has {width}x{height}. {way_out}"
    words = (text[span.start : span.end] for span in wrap(text, width))
    return tuple(line(Piece(cut(word, width), "message")) for word in words)[:height]
