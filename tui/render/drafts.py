"""What is said of drafts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from store.drafts import Draft
from store.ids import is_provisional
from store.text import clean
from tui.bindings import Bindings
from tui.render.chrome import message_lines
from tui.render.line import Line, Piece, cut, fit
from tui.render.views import hints_line


def when(at: float, now: float) -> str:
    """`14:02` for today, else the day with it; on the user's own clock."""
    then, today = datetime.fromtimestamp(at).astimezone(), datetime.fromtimestamp(now).astimezone()
    return f"{then:%H:%M}" if then.date() == today.date() else f"{then:%Y-%m-%d %H:%M}"


def opening_sentence(
    drafts: Sequence[Draft], now: float, bindings: Bindings, *, is_there: bool
) -> str:
    """What is told when the desk opens, of the newest; `is_there` tells of its record."""
    newest, more = drafts[0], len(drafts) - 1
    others = f" {more} more wait{'s' * (more == 1)}: {bindings.said('{drafts}')} lists them."
    others *= more > 0
    said = f"A draft on {newest.key} from {when(newest.at, now)}"
    if not is_there:
        return f"{said}, which is not there any more: {newest.path} has the text.{others}"
    return f"{said}: {bindings.said('{long-note}')} on {newest.key} goes on with it.{others}"


def form_sentence(drafts: Sequence[Draft], now: float, bindings: Bindings) -> str:
    """What is told when the desk opens, of the newest form that was not saved."""
    newest, others = drafts[0], f" {len(drafts) - 1} more wait." if drafts[1:] else ""
    said = f"A form of {_of(newest)} from {when(newest.at, now)} was not saved"
    if len(newest.about) > 1:
        way = bindings.said(f"{{into-event}} on {newest.about[1]} goes on with it")
    elif is_provisional(newest.key):
        way = bindings.said(f"{{new-record}} in the {newest.key.kind.table} goes on with it")
    else:
        way = bindings.said(f"{{edit}} on {newest.key} goes on with it")
    return f"{said}: {way}.{others}"


def form_question(draft: Draft, now: float | None = None) -> tuple[str, str]:
    """What is asked when a form is opened that was not saved before: title and text."""
    at = when(draft.at, time.time() if now is None else now)
    said = f"What you typed in the form of {_of(draft)} was not saved; it is kept since {at}."
    return "Not saved yet", said


def _of(draft: Draft) -> str:
    kind = draft.key.kind
    return f"a new {kind.noun}" if is_provisional(draft.key) else str(draft.key)


def first_words(text: str, cells: int) -> str:
    """The first words of a draft, below the lines that say its kind."""
    lines = text.split("\n")
    if lines[0].rstrip() == "---" and "---" in (one.rstrip() for one in lines[1:]):
        lines = lines[[one.rstrip() for one in lines].index("---", 1) + 1 :]
    words = next((line.strip() for line in lines if line.strip()), "")
    return cut(clean(words), cells)


HINTS = (("Enter", "go on with it"), ("t", "throw it away"), ("Esc", "close"))
NONE = "No note is waiting: what you type and do not write is listed here."


def drafts_lines(
    drafts: Sequence[Draft],
    cursor: int,
    top: int,
    message: str,
    size: tuple[int, int],
    now: float,
    *,
    words: Callable[[Draft, int], str],
) -> tuple[Line, ...]:
    """A box with the drafts from `top` on, and where the chosen one's text lies."""
    width, height = size
    many = f"{len(drafts):,} " if drafts else ""
    title = (Piece(fit(" DRAFTS", width - len(many))), Piece(many))
    lines = [Line(title, "title-active")]
    footer = (
        list(message_lines(message, width))
        if message
        else [hints_line(HINTS if drafts else HINTS[-1:], width)]
    )
    below: list[Line] = []
    if drafts:
        path = str(drafts[cursor].path)
        below = [Line((Piece(fit(f" {path}", width), "dim"),))]
    else:
        lines += [Line((Piece(fit(f"  {NONE}", width), "dim"),))]
    room, room_for_words = drafts_room(message, size), max(width - 31, 0)
    for at, draft in list(enumerate(drafts))[top : top + room]:
        sign, base = (">", "cursor") if at == cursor else (" ", "")
        on = f"{draft.note}" if draft.note else ", ".join(draft.about[:3])
        pieces = (
            Piece(sign, "cursor-sign"),
            Piece(f"{fit(on, 12)} "),
            Piece(f"{fit(when(draft.at, now), 16)} ", "date"),
            Piece(fit(words(draft, room_for_words), room_for_words)),
        )
        lines.append(Line(pieces, base))
    blank = [Line()] * (height - len(lines) - len(below) - len(footer))
    return (*lines, *blank, *below, *footer)


def drafts_room(message: str, size: tuple[int, int]) -> int:
    """How many drafts can be seen at once."""
    width, height = size
    footer = len(message_lines(message, width)) if message else 1
    return max(height - 2 - footer, 1)
