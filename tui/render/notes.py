"""Notes in the detail: their text with what it mentions, and notes as rows with who and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from store.ids import Ref, mentioned, mentions
from store.model import Note
from store.spans import Span
from store.text import clean
from tui.render.line import Line, Piece, cut, fit, styled, width_of, wrap
from tui.state import PANE_OF

#: A line, and the record that it leads to.
Told = Iterator[tuple[Line, Ref | None]]
#: From so many cells on a row has its day.
_WITH_DAY = 56
_MISSING = "not in the store"


def body_lines(note: Note, names: Mapping[Ref, str], width: int) -> Told:
    """A note's text, then a row for each record that it mentions."""
    # Line by line, as far as it is looked at: a note may hold a megabyte.
    for line in note.body.split("\n"):
        safe = clean(line.removesuffix("\r"))
        coming, near = mentions(line), list[Span]()
        for span in wrap(safe, width - 2):
            near = [one for one in near if one.end > span.start]
            while not near or near[-1].start < span.end:
                one = next(coming, None)
                if one is None:
                    break
                near.append(Span(one.start, one.end))
            yield Line((Piece(" "), *styled(safe, span, near, "name"))), None
    refs = mentioned(note.body)
    if refs:
        yield from _title(f"MENTIONS {len(refs)}", width)
    for ref in refs:
        is_there = ref in names
        words = fit(names[ref] if is_there else _MISSING, max(width - 8, 0))
        pieces = (Piece(f" {ref:4} ", "dim"), Piece(words, "" if is_there else "state-bad"))
        yield Line(pieces), ref if is_there and ref.kind in PANE_OF else None


def note_row(note: Note, width: int, *, tells_target: bool = False) -> tuple[Line, Ref]:
    """A note in one line: reference, kind, its first words, who wrote it, and when."""
    name = f" {note.ref:4} "
    by = cut(note.created.by if note.created else "", 20)
    if note.created and width >= _WITH_DAY:
        by = f"{by} {note.created.at[:10]}"
    room = width - len(name) - 9 - width_of(by) - 2
    on = f"on {note.target}: " if tells_target and note.target else ""
    pieces = (
        Piece(name, "dim"),
        Piece(fit(note.kind, 9), "role"),
        Piece(fit(f"{on}{note.label}", max(room, 0))),
        Piece(f" {clean(by)} ", "dim"),
    )
    return Line(pieces), note.ref


def _title(text: str, width: int) -> Told:
    yield Line(), None
    yield Line((Piece(fit(f" {text}", width), "section"),)), None
