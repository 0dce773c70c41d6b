"""What surrounds the panes: the trail above, the keys or a message below, the line of tabs."""

from __future__ import annotations

from store.reader import UNKNOWN
from tui.keys import footer_keys
from tui.render.line import Line, Piece, cut, fit, line, width_of, wrap
from tui.state import LISTS, Pane, View, trail


def header_line(view: View, store: str, undecided: int | None, width: int) -> Line:
    """The trail at the left, cut at its start; the store and what waits at the right."""
    waits = f"{undecided:,} undecided" if undecided else "all decided"
    if undecided is None:
        waits = "no reports"
    right = cut(f"{store} · {waits} ", width // 2)
    room = width - width_of(right) - 2
    steps = list(trail(view))
    while len(steps) > 2 and width_of(" > ".join(steps)) > room:
        steps[:2] = ["…"]
    path = " > ".join(steps)
    return Line((Piece(fit(f" {path}", room + 2), "trail"), Piece(right, "dim")), "header")


def footer_line(view: View, width: int) -> Line:
    """The keys that matter now, as many as fit; `?` is always there."""
    pieces: list[Piece] = []
    used = 0
    last = [("?", "help")]
    hints = [
        *(("1-7 0", "panes"), ("j k", "move")),
        *((key.shown, key.brief) for key in footer_keys(view) if key.shown != "?"),
    ]
    room = width - sum(len(k) + len(b) + 3 for k, b in last)
    for shown, brief in hints:
        size = width_of(shown) + 1 + width_of(brief) + 2
        if used + size > room:
            break
        pieces += [Piece(f" {shown}", "key"), Piece(f" {brief} ", "dim")]
        used += size
    for shown, brief in last:
        pieces += [Piece(f" {shown}", "key"), Piece(f" {brief} ", "dim")]
    return Line(tuple(pieces), "footer")


def message_line(text: str, width: int) -> Line:
    """A message in the footer's place."""
    return Line((Piece(fit(f" {text}", width), "message"),), "footer")


def tabs_line(view: View, width: int) -> Line:
    """The lists with their counts, the active one marked, for a screen too narrow for panes."""
    for name, has_count in ((9, True), (3, True), (1, True), (0, True), (0, False)):
        tabs = [_tab(view, pane, name, has_count=has_count) for pane in LISTS]
        if sum(width_of(tab.text) for tab in tabs) <= width:
            break
    return Line(tuple(tabs), "tabs")


def _tab(view: View, pane: Pane, letters: int, *, has_count: bool) -> Piece:
    """A tab with the first letters of its pane's name."""
    count = view.lists[pane].rows.total
    said = "…" if count == UNKNOWN else f"{count:,}"
    words = (pane.value, pane.name.capitalize()[:letters], said if has_count else "")
    style = "tab-active" if pane is view.listed else "tab"
    return Piece(f" {' '.join(word for word in words if word)} ", style)


def too_small_lines(width: int, height: int, least: tuple[int, int]) -> tuple[Line, ...]:
    """What to say on a screen without room."""
    text = f"Needs {least[0]}x{least[1]}, has {width}x{height}. Enlarge it, or Q quits."
    words = (text[span.start : span.end] for span in wrap(text, width))
    return tuple(line(Piece(cut(word, width), "message")) for word in words)[:height]
