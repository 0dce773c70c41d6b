"""The history screen: operations in a list, and what one of them changed, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from store.codec import decode
from store.history import Entry, Version, field_changes
from store.ids import Ref
from store.text import clean, clean_lines
from tui.bindings import USUAL, Bindings
from tui.history import MOST_VERSIONS, PAGE, History
from tui.intents import Action
from tui.key import Context
from tui.layout import LEAST_HEIGHT, LEAST_WIDTH, Box
from tui.render.chrome import Past, footer_line, message_lines, too_small_lines
from tui.render.detail import DetailLine
from tui.render.line import Line, Piece, cut, fit, fit_right, width_of, wrap
from tui.render.mending import local, what
from tui.render.picture import DetailPicture
from tui.render.values import both_sides, value_text

#: From so many cells on, the changes stand beside the list; else below it.
BESIDE_FROM = 100
#: From so many cells on, before and after stand beside each other; else below each other.
SIDES_FROM = 56
FIELD_WIDTH = 14
#: From so many cells on, an operation's row has the year and a wide column for who did it.
LONG_FROM = 60
#: The cells of such a row besides who and what.
LONG_BESIDE = 1 + 16 + 5 + 7

Pictures = dict[str, tuple[Line, ...]]


class HistoryPlan(NamedTuple):
    """Where the parts of the history screen stand; none where there is no room."""

    boxes: Mapping[str, Box]

    @property
    def list_height(self) -> int:
        """The operations that can be seen at once."""
        return self.boxes["operations"].height - 1 if "operations" in self.boxes else 1

    @property
    def changes_height(self) -> int:
        """The lines of changes that can be seen at once."""
        return self.boxes["changes"].height - 1 if "changes" in self.boxes else 1

    @property
    def changes_width(self) -> int:
        """How wide the changes are drawn."""
        return self.boxes["changes"].width if "changes" in self.boxes else LEAST_WIDTH


def past_of(entry: Entry) -> Past:
    """What the header of a desk says that is opened as of an operation."""
    operation = entry.operation
    return Past(operation.sequence, local(operation.at), operation.author)


def history_plan(width: int, height: int) -> HistoryPlan:
    """The boxes of the history on a screen."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return HistoryPlan({"notice": Box(0, 0, width, height)})
    body, footer = height - 1, Box(0, height - 1, width, 1)
    if width >= BESIDE_FROM:
        left = width * 42 // 100
        boxes = {
            "operations": Box(0, 0, left, body),
            "divider": Box(left, 0, 1, body),
            "changes": Box(left + 1, 0, width - left - 1, body),
        }
    else:
        above = max(4, body * 2 // 5)
        boxes = {
            "operations": Box(0, 0, width, above),
            "changes": Box(0, above, width, body - above),
        }
    return HistoryPlan({**boxes, "footer": footer})


def history_pictures(
    history: History,
    changes: DetailPicture,
    plan: HistoryPlan,
    message: str,
    bindings: Bindings = USUAL,
) -> Pictures:
    """The lines of every part."""
    boxes = plan.boxes
    if "notice" in boxes:
        box = boxes["notice"]
        least = (LEAST_WIDTH, LEAST_HEIGHT)
        return {"notice": too_small_lines(box.width, box.height, least, bindings)}
    footer = boxes["footer"].width
    pictures = {
        "operations": _operations(history, boxes["operations"]),
        "changes": _changes_pane(history, changes, boxes["changes"], bindings),
        "footer": (
            message_lines(message, footer)
            if message
            else (footer_line(Context.HISTORY, footer, bindings=bindings),)
        ),
    }
    if "divider" in boxes:
        pictures["divider"] = (Line((Piece("│", "divider"),)),) * boxes["divider"].height
    return pictures


def _operations(history: History, box: Box) -> tuple[Line, ...]:
    of = f"of {history.of}" if history.of else "of the store"
    known = f"{len(history.entries):,}{'' if history.is_whole else ' …'}"
    if history.newer:
        more = " …" if history.newer == PAGE else ""
        known = f"+{history.newer}{more} new, r · {known}"
    name = f" HISTORY {of} "
    title = Line(
        (Piece(name, "title-name"), Piece(fit_right(f"{known} ", box.width - width_of(name)))),
        "title-active",
    )
    lines = [title]
    if not history.entries:
        said = "Nothing has been changed yet." if history.is_whole else "Being read …"
        lines.append(Line((Piece(fit(f"  {said}", box.width), "dim"),)))
    who = _who_width(history, box.width)
    rows = history.entries[history.top : history.top + box.height - 1]
    for at, entry in enumerate(rows, start=history.top):
        has_cursor = at == history.cursor
        lines.append(entry_line(entry, box.width, who, has_cursor=has_cursor))
    lines += [Line()] * (box.height - len(lines))
    return tuple(lines[: box.height])


def _who_width(history: History, width: int) -> int:
    """The cells for who did it: a quarter, or more where the labels leave blanks.

    It goes by the first page, so that no column moves while the list is scrolled.
    """
    if width < LONG_FROM:
        return 7
    first = [entry.operation for entry in history.entries[:PAGE]]
    longest = max((width_of(operation.author) for operation in first), default=0)
    label = max((width_of(what(operation)) for operation in first), default=0)
    blank = width - LONG_BESIDE - 9 - label
    return max(9, min(longest, max(9 + blank, width // 4)))


@lru_cache(maxsize=1024)
def entry_line(entry: Entry, width: int, who: int, *, has_cursor: bool = False) -> Line:
    """An operation as a row: when, who, whether it stands, what, and how many records."""
    operation = entry.operation
    form, many = ("%Y-%m-%d %H:%M", 7) if width >= LONG_FROM else ("%m-%d %H:%M", 5)
    when = local(operation.at, form)
    mark, style = "", ""
    if entry.undone_by is not None:
        mark, style = "U", "struck"
    elif entry.is_unfinished:
        mark, style = "…", "state-busy"
    left = width - 1 - len(when) - who - many - 5
    pieces = (
        Piece(">" if has_cursor else " ", "cursor-sign"),
        Piece(when, "date"),
        Piece(f" {fit(operation.author, who)} ", "name"),
        Piece(f"{fit(mark, 1)} ", "state-bad"),
        Piece(fit(what(operation), left), style),
        Piece(f" {fit_right(short_count(operation.records, many), many)}", "figure"),
    )
    return Line(pieces, "cursor" if has_cursor else "")


def short_count(count: int, width: int) -> str:
    """A count in so many cells: whole, or in thousands or millions."""
    said = (f"{count:,}", f"{count // 1000:,}k", f"{count // 1_000_000:,}M")
    return next((words for words in said if len(words) <= width), said[-1])


def _changes_pane(
    history: History, changes: DetailPicture, box: Box, bindings: Bindings
) -> tuple[Line, ...]:
    height = box.height - 1
    top = changes.clamped(history.changes_top, height)
    lines = [one.line for one in changes.upto(top + height + 1)[top:]]
    above, below = top > 0, len(lines) > height
    ways = ((Action.SCROLL_DOWN, below), (Action.SCROLL_UP, above))
    mark = " ".join(bindings.first(action) for action, more in ways if more)
    entry = history.entry
    name = f" OPERATION {entry.operation.sequence} " if entry else " OPERATION "
    right = f"{mark} more " if mark else ""
    title = Line(
        (
            Piece(name, "title-name"),
            Piece(fit("", box.width - width_of(name) - width_of(right))),
            Piece(right, "title-mark"),
        ),
        "title",
    )
    shown = lines[:height]
    return (title, *shown, *([Line()] * (height - len(shown))))


def changes_lines(history: History, width: int) -> Iterator[DetailLine]:
    """What the operation under the cursor changed, line by line."""
    return map(DetailLine, _changes(history, width))


def _changes(history: History, width: int) -> Iterator[Line]:
    entry = history.entry
    if entry is None:
        return
    yield from _about(entry, width)
    if history.versions is None:
        yield Line((Piece(fit("  Being read …", width), "dim"),))
        return
    for version in history.versions:
        yield Line()
        yield from _version(version, width)
    rest = entry.operation.records - len(history.versions)
    if history.of is None and rest > 0 and len(history.versions) == MOST_VERSIONS:
        yield Line()
        yield Line((Piece(cut(f" … and {rest:,} more records", width), "dim"),))
    yield Line()
    yield Line((Piece(cut(f" hash {entry.operation.hash}", width), "dim"),))


def _about(entry: Entry, width: int) -> Iterator[Line]:
    operation = entry.operation
    yield from _wrapped(what(operation), width, "heading")
    # A name that runs from right to left, before a figure, would take it along.
    count = f"{operation.records:,} record{'' if operation.records == 1 else 's'}"
    at = local(operation.at, "%Y-%m-%d %H:%M:%S")
    yield Line((Piece(cut(f" {at} · {count} · {operation.author}", width), "dim"),))
    if operation.reason:
        yield from _wrapped(f"Reason: {operation.reason}", width)
    if operation.target is not None:
        yield from _wrapped(f"It is about operation {operation.target}.", width, "dim")
    if entry.undone_by is not None:
        yield from _wrapped(f"Undone by operation {entry.undone_by}.", width, "state-bad")
    if entry.is_unfinished:
        yield from _wrapped("It is still being written.", width, "state-busy")


def _wrapped(text: str, width: int, style: str = "") -> Iterator[Line]:
    safe = clean_lines(text)
    for span in wrap(safe, width - 2):
        yield Line((Piece(f" {safe[span.start : span.end]}", style),))


def _version(version: Version, width: int) -> Iterator[Line]:
    state = "changed"
    if version.before is None:
        state = "new"
    elif version.after is None:
        state = "deleted"
    name = clean(version.name)
    room = width - width_of(name) - len(state) - 5
    label = fit(_label(version), max(room, 0))
    yield Line(
        (Piece(f" {name}  ", "section"), Piece(label, "heading"), Piece(f" {state}", "role"))
    )
    if state == "changed" and width >= SIDES_FROM:
        left, right = _sides(width)
        pieces = (Piece(f" {fit('', FIELD_WIDTH)} "), Piece(fit("before", left), "dim"))
        yield Line((*pieces, Piece("  "), Piece(fit("after", right), "dim")))
    for field, before, after in field_changes(version):
        if state == "changed":
            yield from _change(field, before, after, width)
        else:
            yield from _value(field, after if version.before is None else before, width)


def _label(version: Version) -> str:
    """What the record was called behind the operation, or before it was deleted."""
    document = version.after if version.after is not None else version.before
    try:
        ref = Ref(version.name)
    except ValueError:
        # A document of another program's table.
        return ""
    label = decode(ref.kind, ref.number, document or {}).label
    return "" if label == ref else label


def _sides(width: int) -> tuple[int, int]:
    room = width - FIELD_WIDTH - 2 - 2 - 1
    return room // 2, room - room // 2


def _change(field: str, before: Any, after: Any, width: int) -> Iterator[Line]:
    """One field: the value before and after, beside each other where there is room."""
    first, second = both_sides(before, after)
    name = clean(field)
    if width < SIDES_FROM:
        yield Line((Piece(cut(f" {name}", width), "label"),))
        for sign, text, style in (("-", first, "state-bad"), ("+", second, "state-good")):
            for at, span in enumerate(wrap(text, width - 6)):
                words = text[span.start : span.end]
                yield Line((Piece(f"   {sign if at == 0 else ' '} ", style), Piece(words)))
        return
    left, right = _sides(width)
    for at, (one, other) in enumerate(zip_longest(wrap(first, left), wrap(second, right))):
        pieces = (
            Piece(f" {fit(name if at == 0 else '', FIELD_WIDTH)} ", "label"),
            Piece(fit(first[one.start : one.end] if one else "", left), "state-off"),
            Piece("  "),
            Piece(fit(second[other.start : other.end] if other else "", right)),
        )
        yield Line(pieces)


def _value(field: str, value: Any, width: int) -> Iterator[Line]:
    """A field of a record that came or went."""
    text = value_text(value)
    for at, span in enumerate(wrap(text, max(width - FIELD_WIDTH - 3, 2))):
        name = fit(field if at == 0 else "", FIELD_WIDTH)
        yield Line((Piece(f" {name} ", "label"), Piece(text[span.start : span.end])))
