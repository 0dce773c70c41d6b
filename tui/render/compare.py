"""Two records side by side, or one below the other: their fields, their texts, what is marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from store.derive.differences import Differences
from store.derive.duplicates import Candidate
from store.ids import Kind, Ref
from store.spans import Span
from store.text import clean_lines
from tui.bindings import Bindings
from tui.intents import Action
from tui.layout import LEAST_HEIGHT, LEAST_WIDTH, Box
from tui.render.chrome import message_lines, too_small_lines
from tui.render.likely import percent
from tui.render.line import Line, Piece, clipped, fit, highlighted, width_of, wrap

#: From so many cells on, the two stand side by side; else one below the other.
BESIDE_FROM = 100
LABEL_WIDTH = 13
#: What of a report is asked first.
OVER_THE_TEXT = frozenset({"title", "publisher", "published at", "derived from", "triage"})
#: So many characters of a text are shown; who wants the rest opens the record.
SHOWN = 20_000


class Side(NamedTuple):
    """One of two records, as it is compared."""

    ref: Ref
    label: str
    fields: tuple[tuple[str, str], ...]
    """Label and value, in the order in which they are shown."""
    text: str = ""
    is_covered: bool = False
    """Whether its words are covered: the text is what says so."""


class Pair(NamedTuple):
    """A record and one that may be the same."""

    candidate: Candidate
    mine: Side
    theirs: Side
    differences: Differences


class Columns(NamedTuple):
    """The lines of both, as long as they are."""

    mine: tuple[Line, ...]
    theirs: tuple[Line, ...]

    @property
    def height(self) -> int:
        """The lines of the longer one."""
        return max(len(self.mine), len(self.theirs))


def compare_boxes(width: int, height: int) -> Mapping[str, Box]:
    """Where the two stand on a screen."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return {"notice": Box(0, 0, width, height)}
    body, around = (
        height - 3,
        {"header": Box(0, 0, width, 2), "footer": Box(0, height - 1, width, 1)},
    )
    if width >= BESIDE_FROM:
        left = (width - 1) // 2
        return {
            **around,
            "mine": Box(0, 2, left, body),
            "divider": Box(left, 2, 1, body),
            "theirs": Box(left + 1, 2, width - left - 1, body),
        }
    above = (body + 1) // 2
    return {
        **around,
        "mine": Box(0, 2, width, above),
        "theirs": Box(0, 2 + above, width, body - above),
    }


def compare_pictures(
    pair: Pair,
    columns: Columns,
    top: int,
    place: tuple[int, int],
    boxes: Mapping[str, Box],
    message: str,
    bindings: Bindings,
) -> dict[str, tuple[Line, ...]]:
    """The lines of every part; `place` says which of how many candidates it is."""
    if "notice" in boxes:
        box = boxes["notice"]
        least = (LEAST_WIDTH, LEAST_HEIGHT)
        return {"notice": too_small_lines(box.width, box.height, least, bindings)}
    width = boxes["footer"].width
    footer = message_lines(message, width) if message else (_footer(pair, place, width, bindings),)
    pictures = {
        "header": _header(pair, place, width),
        "mine": _side(pair.mine, columns.mine, top, boxes["mine"]),
        "theirs": _side(pair.theirs, columns.theirs, top, boxes["theirs"]),
        "footer": footer,
    }
    if "divider" in boxes:
        pictures["divider"] = (Line((Piece("│", "divider"),)),) * boxes["divider"].height
    return pictures


def compare_columns(pair: Pair, boxes: Mapping[str, Box]) -> Columns:
    """The lines of both records; side by side the same field stands in the same line."""
    if "notice" in boxes:
        return Columns((), ())
    widths = boxes["mine"].width, boxes["theirs"].width
    is_report = pair.mine.ref.kind is Kind.REPORT
    first: list[tuple[str, str, str]] = []
    last: list[tuple[str, str, str]] = []
    for field in _fields(pair):
        # A report is judged by its text: what is known of it stands below that.
        (last if is_report and field[0] not in OVER_THE_TEXT else first).append(field)
    beside = "divider" in boxes
    above = _both(first, widths, beside=beside)
    texts = [
        list(_text(side, marks, width))
        for side, marks, width in zip(pair[1:3], pair.differences[:2], widths, strict=True)
    ]
    below = _both(last, widths, beside=beside)
    if beside:
        _level(texts)
    mine, theirs = (
        (*above[at], *texts[at], *((Line(), *below[at]) if below[at] else ())) for at in (0, 1)
    )
    return Columns(mine, theirs)


def _both(
    fields: Sequence[tuple[str, str, str]], widths: tuple[int, int], *, beside: bool
) -> list[list[Line]]:
    """The fields of both, each in its column; side by side in the same lines."""
    columns: list[list[Line]] = [[], []]
    for label, one, other in fields:
        if label in ("title", "name") and not beside:
            # It stands over the text already, and lines are few.
            continue
        style = "match" if one != other else ""
        both = [
            list(_field(label, value, style, width)) if value or beside else []
            for value, width in zip((one, other), widths, strict=True)
        ]
        if beside:
            _level(both)
        columns[0] += both[0]
        columns[1] += both[1]
    return columns


def _level(columns: list[list[Line]]) -> None:
    """Make both as long as the longer one."""
    longest = max(len(column) for column in columns)
    for column in columns:
        column += [Line()] * (longest - len(column))


def _fields(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """Each label that one of them has, with both values."""
    mine, theirs = _by_label(pair.mine), _by_label(pair.theirs)
    for label in dict.fromkeys((*mine, *theirs)):
        yield label, mine.get(label, ""), theirs.get(label, "")


def _by_label(side: Side) -> dict[str, str]:
    found: dict[str, str] = {}
    for label, value in side.fields:
        found[label] = f"{found[label]}; {value}" if label in found else value
    return found


def _field(label: str, value: str, style: str, width: int) -> Iterator[Line]:
    safe = clean_lines(value[:SHOWN])
    for first, span in enumerate(wrap(safe, width - LABEL_WIDTH - 2)):
        name = fit(f" {label if first == 0 else ''}", LABEL_WIDTH)
        yield Line((Piece(f"{name} ", "label"), Piece(safe[span.start : span.end], style)))


def _text(side: Side, marks: Sequence[Span], width: int) -> Iterator[Line]:
    if not side.text:
        return
    yield Line()
    text = clean_lines(side.text[:SHOWN])
    for span in wrap(text, width - 2):
        yield Line((Piece(" "), *highlighted(text, span, marks)))
    if len(side.text) > SHOWN:
        yield Line((Piece(" … and more: open the record to read it.", "dim"),))


def _side(side: Side, lines: Sequence[Line], top: int, box: Box) -> tuple[Line, ...]:
    """The record's name, and its lines from `top` on."""
    title = clean_lines(side.label).replace("\n", " ")
    name = f" {side.ref}  "
    head = Line((Piece(name, "title-name"), Piece(fit(title, box.width - width_of(name)))), "title")
    shown = list(lines[top : top + box.height - 1])
    return (head, *shown, *[Line()] * (box.height - 1 - len(shown)))


def _header(pair: Pair, place: tuple[int, int], width: int) -> tuple[Line, ...]:
    at, total = place
    head = f" COMPARE {pair.mine.ref} with {pair.theirs.ref}"
    behind = f"{at + 1} of {total} "
    first = Line(
        (Piece(fit(head, width - width_of(behind)), "trail"), Piece(behind)),
        "header",
    )
    what = "what both say is marked" if pair.differences.is_of_same else "differences are marked"
    is_shown = not (pair.mine.is_covered or pair.theirs.is_covered)
    mark = f"{what} " if is_shown else ""
    score = percent(pair.candidate.score) if pair.candidate.score else ""
    reason = "  ".join(filter(None, (score, pair.candidate.reason)))
    room = max(width - width_of(mark) - 2, 0)
    second = Line((Piece(f" {fit(reason, room)} ", "figure"), Piece(mark, "match")), "header")
    return first, second


def _footer(pair: Pair, place: tuple[int, int], width: int, bindings: Bindings) -> Line:
    """The keys, what decides first."""
    first = bindings.first
    is_report = pair.mine.ref.kind is Kind.REPORT
    same = f"{'duplicate of' if is_report else 'merge with'} {pair.theirs.ref}"
    offers = [(first(Action.DUPLICATE), same)]
    if is_report:
        offers.append((WIRE_COPY, "wire copy, kept"))
    if place[1] > 1:
        keys = f"{first(Action.NEXT_MATCH)} {first(Action.PREVIOUS_MATCH)}"
        offers.append((keys, "next, previous"))
    offers.append((f"{first(Action.DOWN)} {first(Action.UP)}", "scroll"))
    offers.append((OPEN, "open"))
    offers.append((first(Action.CLOSE), "close"))
    pieces = tuple(
        piece for key, words in offers for piece in (Piece(f" {key} ", "key"), Piece(f"{words} "))
    )
    return Line(clipped(pieces, width), "footer")


#: Keys that have their meaning only here.
WIRE_COPY, OPEN = "w", "o"
