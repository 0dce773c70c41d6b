"""The help screen as lines: the keys by group, and what the letters in the lists mean."""

from __future__ import annotations

from collections.abc import Iterator

from tui.bindings import USUAL, Bindings
from tui.key import DESK, EVERYWHERE, Context, where
from tui.keys import GROUPS
from tui.render.line import Line, Piece, fit, wrap
from tui.render.states import LEGEND

KEY_WIDTH = 13


def help_lines(context: Context, width: int, bindings: Bindings = USUAL) -> tuple[Line, ...]:
    """The whole help, the keys that work only where the keyboard is marked."""
    return tuple(_lines(context, width, bindings))


def _lines(context: Context, width: int, bindings: Bindings) -> Iterator[Line]:
    for group in GROUPS:
        yield Line((Piece(f" {group.upper()}", "section"),))
        for key in bindings.rows:
            if key.group == group:
                yield from _entry(key.shown, key.help + _only(key.contexts, context), width)
        yield Line()
    yield Line((Piece(" LETTERS", "section"),))
    for heading, meanings in LEGEND:
        text = bindings.said(", ".join(f"{letter} {meaning}" for letter, meaning in meanings))
        yield from _entry("", f"{heading}: {text}", width)
    yield Line()
    yield Line((Piece(" MARKS IN TEXT", "section"),))
    yield from _entry(
        "␀ ␛ ␦ ⇋ ▯", "a character that would act or hide: control, bidi, invisible", width
    )


def _only(contexts: frozenset[Context], here: Context) -> str:
    """Where else than anywhere a key works; most of them work on all of the desk."""
    if contexts == EVERYWHERE or (contexts == DESK and here in DESK):
        return ""
    return f" (only {where(contexts)})" if here not in contexts else f" ({where(contexts)})"


def _entry(key: str, text: str, width: int) -> Iterator[Line]:
    for first, span in enumerate(wrap(text, width - KEY_WIDTH - 2)):
        shown = key if first == 0 else ""
        yield Line(
            (Piece(fit(f"  {shown}", KEY_WIDTH + 1), "key"), Piece(text[span.start : span.end]))
        )
