"""A form as lines: a row for each field, and below what is expected of the one with the cursor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from store.entering import written
from store.figures import Figure
from store.ids import Ref, is_provisional
from store.model import Event
from store.sheets import Entry, Sort, sheet
from store.text import clean
from store.values import Estimate, EventActor, EventLocation, Sealed, Translation
from store.vocabulary import EVENT_TYPES
from tui import form as forms
from tui.form import Form, Row
from tui.layout import LEAST_HEIGHT, Box
from tui.render.chrome import message_lines
from tui.render.line import Line, Piece, cut, fit, width_of, wrap
from tui.render.views import hints_line

#: The cells of the cursor's sign, the mark of an edited field, and the label.
SIGNS, LABEL = 3, 18
#: The lines below the rows that tell of the field with the cursor, the divider among them.
BELOW = 5
Names = Mapping[Ref, str]
Hints = Sequence[tuple[str, str]]


class Look(NamedTuple):
    """What the picture shows besides the form."""

    title: str
    names: Names
    hints: Hints
    message: str = ""
    is_typing: bool = False
    """Whether a line lies over the value of the field with the cursor."""
    problem: str = ""
    """What is wrong with what is being typed."""
    covered: Mapping[str, str] = {}
    """What stands in the place of covered words, by field."""


def room(look: Look, size: tuple[int, int]) -> int:
    """How many rows can be seen at once."""
    return max(size[1] - 1 - _below(size) - len(_footer(look, size[0])), 1)


def form_lines(form: Form, look: Look, top: int, size: tuple[int, int]) -> tuple[Line, ...]:
    """A box with the rows from `top` on."""
    width, height = size
    rows, here = forms.rows_of(form), form.here
    problems = forms.problems_of(form)
    seen = room(look, size)
    lines = [Line((Piece(fit(f" {clean(look.title)}", width)),), "title-active")]
    for at, row in list(enumerate(rows))[top : top + seen]:
        first = at == 0 or rows[at - 1].entry is not row.entry
        lines.append(_row(form, look, row, problems, width, is_first=first, has_cursor=row == here))
    blank = [Line()] * (1 + seen - len(lines))
    below = list(islice(_told(form, look, here, problems, width), _below(size)))
    below += [Line()] * (_below(size) - len(below))
    return (*lines, *blank, *below, *_footer(look, width))[:height]


def value_box(form: Form, top: int, size: tuple[int, int]) -> Box:
    """Where the value of the field with the cursor stands."""
    left = SIGNS + LABEL
    return Box(left, 1 + form.row - top, max(size[0] - left - 1, 4), 1)


def _below(size: tuple[int, int]) -> int:
    return BELOW if size[1] >= 14 else 4 if size[1] >= LEAST_HEIGHT else 2


def _footer(look: Look, width: int) -> list[Line]:
    if look.message:
        return list(message_lines(look.message, width))
    return [hints_line(look.hints, width)]


def _row(
    form: Form,
    look: Look,
    row: Row,
    problems: Mapping[str, str],
    width: int,
    *,
    is_first: bool,
    has_cursor: bool,
) -> Line:
    name = row.entry.name
    is_edited = forms.is_touched(form, name)
    pieces = [
        Piece(">" if has_cursor else " ", "cursor-sign"),
        Piece("* " if is_edited and is_first else "  ", "state-busy"),
        Piece(fit(row.entry.label if is_first else "", LABEL - 1) + " ", "label"),
    ]
    left = width - SIGNS - LABEL
    value, style = row_value(form, row, look)
    problem = problems.get(name, "") if is_first else ""
    if problem and not (has_cursor and look.is_typing):
        shown = cut(value, max(left // 3, 8))
        pieces += [Piece(shown), Piece("  ! ", "state-bad")]
        pieces.append(Piece(cut(problem, left - width_of(shown) - 4), "state-bad"))
    else:
        pieces.append(Piece(cut(value, left), style))
    return Line(tuple(pieces), "cursor" if has_cursor and not look.is_typing else "")


def row_value(form: Form, row: Row, look: Look) -> tuple[str, str]:
    """What a row shows as its value, and in which style."""
    entry, names = row.entry, look.names
    if row.is_adder:
        return f"+ {'add one' if forms.value_of(form, entry.name) else 'none yet'}", "dim"
    if entry.name in form.texts:
        return form.texts[entry.name], "state-bad"
    is_covered = entry.name in look.covered and not forms.is_touched(form, entry.name)
    if entry.name in forms.unreadable(form) and entry.name not in form.values:
        shown = look.covered[entry.name] if is_covered else forms.text_of(form, entry)
        return shown, "dim" if is_covered else "state-bad"
    value = forms.value_of(form, entry.name)
    if row.item is not None:
        item = value[row.item]
        if is_covered and isinstance(item, EventLocation):
            item = replace(item, words="")
        return item_text(item, form, names), "name"
    if is_covered:
        return look.covered[entry.name], "dim"
    text = plain_text(value, form, names)
    if not text:
        return "·", "dim"
    return text, "name" if entry.sort is Sort.REF else ""


def item_text(item: Any, form: Form, names: Names) -> str:
    """An item of a list in one line."""
    match item:
        case Ref():
            return named(item, form, names)
        case EventLocation():
            precision = f"precision {item.precision}" if item.precision else ""
            words = f"“{clean(item.words)}”" if item.words else ""
            return _with(named(item.location, form, names), item.role, precision, words)
        case EventActor():
            side = f"side {item.side}" if item.side else ""
            return _with(named(item.actor, form, names), item.role or "", side)
        case Estimate():
            best = f"best {item.best:,}" if item.best is not None else ""
            span = Figure(item.low, item.high)
            said = f"{item.measure} {clean(item.group)} {span}"
            return _with(said, best, clean(item.rule), clean(item.rationale))
        case _:
            return clean(str(item))


def _with(text: str, *remarks: str) -> str:
    said = ", ".join(remark for remark in remarks if remark)
    return f"{text} ({said})" if said else text


def plain_text(value: Any, form: Form, names: Names) -> str:
    """The value of a field that has one."""
    match value:
        case Ref():
            return named(value, form, names)
        case Sealed():
            return "sealed name, not to be edited here"
        case Translation():
            return f"{clean(value.text)} ({clean(value.language)})"
        case msgspec.Struct():
            return "set"
        case _:
            return clean(written(value))


def named(ref: Ref, form: Form, names: Names) -> str:
    """A record by its reference and its name; one that is to come by its name."""
    if ref in form.created:
        return f"new: {clean(form.created[ref].label)}"
    if is_provisional(ref):
        return "new"
    return f"{ref} {clean(names[ref])}" if ref in names else f"{ref} (not in the store)"


def _told(
    form: Form, look: Look, here: Row, problems: Mapping[str, str], width: int
) -> Iterator[Line]:
    """What is to be known of the field with the cursor, most important first."""
    yield Line((Piece("─" * width, "divider"),))
    entry = here.entry
    problem = look.problem if look.is_typing else problems.get(entry.name, "")
    if problem:
        yield from _wrapped(problem, width, "state-bad", 2)
    if entry.name in form.theirs:
        mine = forms.shown_value(form.values.get(entry.name)) or "empty"
        yield from _wrapped(f"Yours: {mine}.", width, "", 1)
        yield Line(
            (
                Piece("  m", "key"),
                Piece(" keep yours  "),
                Piece("t", "key"),
                Piece(f" take what {clean(form.by)} made it"),
            )
        )
        return
    choices = choices_of(form, here)
    if choices is not None:
        yield from _choices(*choices, width)
    expected = f" {_expected(entry)}" if not choices else ""
    yield from _wrapped(f"{entry.meaning}{expected}", width, "dim", 2)
    if not look.is_typing:
        value, _ = row_value(form, here, look)
        if width_of(value) > width - SIGNS - LABEL:
            yield from _wrapped(value, width, "", 3)


def _expected(entry: Entry) -> str:
    if entry.sort in (Sort.DATE, Sort.MOMENT, Sort.NUMBER, Sort.MAPPING, Sort.WORDS):
        return f"Expected: {entry.expected}."
    return ""


def choices_of(form: Form, row: Row) -> tuple[Entry, Any] | None:
    """The vocabulary that digits choose from in a row, and what holds there now."""
    entry = row.entry
    if entry.sort is Sort.FLAG:
        return entry, "yes" if forms.value_of(form, entry.name) else "no"
    if entry.sort is Sort.WORD:
        return entry, forms.value_of(form, entry.name)
    if form.of is Event and entry.name == "type":
        # The scheme's words are offered; another one can be typed.
        words = EVENT_TYPES.get(forms.value_of(form, "type_scheme"), ())
        typed = forms.value_of(form, entry.name)
        return (entry._replace(choices=words), typed) if words else None
    if entry.sort is Sort.PARTS and row.item is not None:
        role = role_entry(entry)
        item = forms.value_of(form, entry.name)[row.item]
        return (role, getattr(item, role.name)) if role else None
    return None


def role_entry(entry: Entry) -> Entry | None:
    """The role within a part, which digits choose at the item's own row."""
    parts = sheet(entry.part) if entry.part else ()
    return next((one for one in parts if one.name == "role"), None)


def words_of(entry: Entry) -> tuple[str, ...]:
    """The words that digits choose, from 1 on."""
    return ("yes", "no") if entry.sort is Sort.FLAG else entry.choices


def _choices(entry: Entry, now: Any, width: int) -> Iterator[Line]:
    """The words of a vocabulary with their digits, the one that holds marked."""
    shown = [(str(at), word) for at, word in enumerate(words_of(entry), 1)]
    if entry.default is None:
        shown.append(("0", "none"))
    is_number = all(word.isdigit() for word in entry.choices) and bool(entry.choices)
    pieces: list[Piece] = [Piece("  ")]
    left = width - 2
    for key, word in shown:
        holds = (word == str(now)) if key != "0" else now is None
        said = " " if is_number and key != "0" else f" {word}"
        size = len(key) + len(said) + 3
        if size > left:
            yield Line(tuple(pieces))
            pieces, left = [Piece("  ")], width - 2
        pieces += [Piece("•" if holds else " ", "cursor-sign"), Piece(key, "key")]
        pieces.append(Piece(f"{said} ", "heading" if holds else ""))
        left -= size
    yield Line(tuple(pieces))


def _wrapped(text: str, width: int, style: str, most: int) -> Iterator[Line]:
    safe = clean(text[:4000])
    for span in islice(wrap(safe, width - 4), most if safe.strip() else 0):
        yield Line((Piece(f"  {safe[span.start : span.end]}", style),))
