"""What surrounds the panes: the trail above, the keys or a message below, the line of tabs."""

from __future__ import annotations

from collections.abc import Sequence

from tui.keys import footer_keys
from tui.render.line import Line, Piece, cut, fit, line, width_of
from tui.state import LISTS, View, trail


def header_line(view: View, store: str, undecided: int, width: int) -> Line:
    """The trail at the left, cut at its start; the store and what waits at the right."""
    waits = f"{undecided:,} undecided" if undecided else "all decided"
    right = cut(f"{store} · {waits} ", width // 2)
    room = width - width_of(right) - 2
    steps = list(trail(view))
    while len(steps) > 2 and width_of(" > ".join(steps)) > room:
        steps[:2] = ["…"] if steps[0] == "…" else ["…", *steps[2:2]]
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
    full = [_tab(view, index, brief=False) for index in range(len(LISTS))]
    brief = [_tab(view, index, brief=True) for index in range(len(LISTS))]
    fits = sum(width_of(piece.text) for piece in full) <= width
    return Line(tuple(full if fits else brief), "tabs")


def _tab(view: View, index: int, *, brief: bool) -> Piece:
    pane = LISTS[index]
    count = view.lists[pane].rows.total
    name = pane.name.capitalize()[: 3 if brief else None]
    style = "tab-active" if pane is view.listed else "tab"
    return Piece(f" {pane.value} {name} {count:,} ", style)


def too_small_lines(width: int, height: int, least: tuple[int, int]) -> tuple[Line, ...]:
    """What to say on a screen without room."""
    text = f"Needs {least[0]}x{least[1]}, has {width}x{height}."
    words: Sequence[str] = (text, "Enlarge it, or Q quits.")
    return tuple(line(Piece(cut(word, width), "message")) for word in words[:height])
