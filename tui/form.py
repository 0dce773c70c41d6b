"""A form that is being filled in: every change of it is a pure function.

begun(record)  ->  typed(form, "start", "7 March 2025")  ->  edited(form) == {"start": ...}

What was typed and is no value is kept with what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import msgspec

from store import rules, sheets
from store.commands.edits import merged
from store.commands.newcomers import newcomer, provisional, used
from store.entering import written
from store.errors import WrongValue
from store.ids import Kind, Ref
from store.record import Record
from store.sheets import Entry, Sort
from store.text import clean
from store.values import Sealed

#: The sorts whose value stands in several rows, one for each item and one to add another.
SEVERAL = frozenset({Sort.REFS, Sort.PARTS})


class Row(NamedTuple):
    """A line of the form: a field, or an item of one that has several."""

    entry: Entry
    item: int | None = None
    """Which item; None for a field of one value."""
    is_adder: bool = False
    """Whether it is the row that adds an item."""


@dataclass(frozen=True)
class Form:
    """The fields of a record, or of a part of one, with what was typed."""

    of: type[msgspec.Struct]
    base: msgspec.Struct | None
    """As it was when the form was opened; None for what is new."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What has been given to fields, as far as it is a value."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What was typed and is no value."""
    problems: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with it."""
    created: Mapping[Ref, Record] = field(default_factory=dict)
    """New records that come into being with it."""
    theirs: Mapping[str, Any] = field(default_factory=dict)
    """Fields that somebody else changed meanwhile, as they are now: to be decided."""
    by: str = ""
    """Who did."""
    row: int = 0
    """The row with the cursor."""
    offered: Mapping[str, Any] = field(default_factory=dict)
    """What a new record was filled in with when it was opened."""

    @property
    def record(self) -> Record | None:
        """The record that is edited; None for a part, and for what is new."""
        return self.base if isinstance(self.base, Record) else None

    @property
    def here(self) -> Row:
        """The row with the cursor."""
        rows = rows_of(self)
        return rows[min(self.row, len(rows) - 1)]


def begun(base: msgspec.Struct) -> Form:
    """The form of a record that is there, or of a part."""
    return Form(type(base), base)


def blank(of: type[msgspec.Struct], values: Mapping[str, Any] | None = None) -> Form:
    """The form of something new, with values that are likely."""
    known = {name: one for name, one in (values or {}).items() if one not in (None, "", ())}
    form = Form(of, None, known, offered=known)
    # What is known already is passed over.
    rows = rows_of(form)
    return replace(
        form, row=next((at for at, row in enumerate(rows) if row.entry.name not in known), 0)
    )


def value_of(form: Form, name: str) -> Any:
    """What a field has now."""
    if name in form.values:
        return form.values[name]
    return was(form, name)


def was(form: Form, name: str) -> Any:
    """What a field had when the form was opened."""
    if form.base is not None:
        return getattr(form.base, name)
    default = sheets.entry(form.of, name).default
    return None if default is msgspec.NODEFAULT else default


def is_locked(form: Form, entry: Entry) -> bool:
    """Whether the field cannot be edited here: a sealed name."""
    return isinstance(value_of(form, entry.name), Sealed)


def rows_of(form: Form) -> tuple[Row, ...]:
    """The form's rows, in their order."""
    found = []
    for entry in sheets.sheet(form.of):
        if entry.sort in SEVERAL:
            found += [Row(entry, at) for at in range(len(value_of(form, entry.name)))]
            found.append(Row(entry, None, is_adder=True))
        else:
            found.append(Row(entry))
    return tuple(found)


def edited(form: Form) -> dict[str, Any]:
    """The fields that are not as they were."""
    return {name: one for name, one in form.values.items() if _is_other(form, name, one)}


def _is_other(form: Form, name: str, value: Any) -> bool:
    return bool(value != was(form, name)) or name in unreadable(form)


def is_touched(form: Form, name: str) -> bool:
    """Whether a field has not what it had when the form was opened."""
    if form.base is not None:
        return name in form.texts or name in edited(form)
    first = form.offered.get(name, was(form, name))
    return name in form.texts or bool(value_of(form, name) != first)


def unreadable(form: Form) -> Mapping[str, Any]:
    """Fields of the record whose value cannot be read, as it came."""
    record = form.record
    return {name: record.extra[name] for name in record.flags} if record else {}


def is_dirty(form: Form) -> bool:
    """Whether leaving the form would lose something."""
    return any(is_touched(form, one.name) for one in sheets.sheet(form.of))


def problems_of(form: Form) -> dict[str, str]:
    """What is wrong, by field: what is no value, and values that do not go together."""
    found = dict(form.problems)
    for name, theirs in form.theirs.items():
        if name not in found:
            found[name] = f"{form.by} made it {shown_value(theirs) or 'empty'} meanwhile."
    made = _made(form)
    if made is None:
        return found
    before = set(rules.flaws_of(form.record)) if form.record else set()
    for name, reason in rules.flaws_of(made):
        if (name, reason) not in before:
            found.setdefault(name, f"{reason[:1].upper()}{reason[1:]}.")
    return found


def shown_value(value: Any) -> str:
    """A value in a sentence."""
    match value:
        case None | "" | ():
            return ""
        case tuple() if value and isinstance(value[0], msgspec.Struct):
            return f"{len(value)} of them"
        case msgspec.Struct():
            return "another one"
        case _:
            return clean(written(value))[:80]


def _made(form: Form) -> Record | None:
    """The record as it would be saved; None for a part."""
    base = form.base if form.base is not None else form.of() if _is_record(form.of) else None
    return msgspec.structs.replace(base, **form.values) if isinstance(base, Record) else None


def _is_record(of: type[msgspec.Struct]) -> bool:
    return issubclass(of, Record)


# -- moving -------------------------------------------------------------------------------


def moved(form: Form, steps: int) -> Form:
    """The cursor so many rows further."""
    most = len(rows_of(form)) - 1
    return replace(form, row=max(0, min(form.row + steps, most)))


def at(form: Form, name: str, item: int | None = None) -> Form:
    """The cursor at a field, or at an item of it."""
    rows = rows_of(form)
    same = [index for index, row in enumerate(rows) if row.entry.name == name]
    exact = [index for index in same if rows[index].item == item]
    found = exact or same
    return replace(form, row=found[0]) if found else form


# -- typing -------------------------------------------------------------------------------


def text_of(form: Form, entry: Entry) -> str:
    """What stands in the line when the field is edited: safe to show, one sign for one."""
    if entry.name in form.texts:
        return form.texts[entry.name]
    if entry.name in unreadable(form) and entry.name not in form.values:
        return clean(msgspec.json.encode(unreadable(form)[entry.name]).decode())
    return clean(written(value_of(form, entry.name)))


def typed(form: Form, name: str, text: str) -> Form:
    """The form after a text was typed in a field; one that is no value is kept, and says why."""
    entry = sheets.entry(form.of, name)
    if text == text_of(form, entry):
        return form
    exact = written(value_of(form, name))
    # Where foreign signs were shown by marks, those that nobody touched stay as they are.
    whole = laid_over(exact, clean(exact), text) if name not in form.texts else text
    try:
        value = entry.value(whole)
    except WrongValue as wrong:
        return refused(form, name, text, sentence(wrong.reason))
    return given(form, name, value)


def refused(form: Form, name: str, text: str, problem: str) -> Form:
    """The form with a text in a field that is no value of it, and why."""
    problems = {**form.problems, name: problem}
    return replace(form, texts={**form.texts, name: text}, problems=problems)


def sentence(text: str) -> str:
    """A sentence that begins as one."""
    return f"{text[:1].upper()}{text[1:]}".replace("_", " ")


def laid_over(exact: str, shown: str, text: str) -> str:
    """What was typed over `shown`, with what was not touched as it is in `exact`."""
    if exact == shown or len(exact) != len(shown):
        return text
    shorter = min(len(shown), len(text))
    head = next((at for at in range(shorter) if shown[at] != text[at]), shorter)
    tail = 0
    while tail < shorter - head and shown[-1 - tail] == text[-1 - tail]:
        tail += 1
    return exact[:head] + text[head : len(text) - tail] + exact[len(exact) - tail :]


def given(form: Form, name: str, value: Any) -> Form:
    """The form with another value in a field."""
    values = {**form.values, name: value}
    return replace(
        form,
        values=values,
        texts=_without(form.texts, name),
        problems=_without(form.problems, name),
    )


def put_back(form: Form, name: str) -> Form:
    """The form with a field as it was when it was opened."""
    values = _without(form.values, name)
    if name in form.offered:
        values[name] = form.offered[name]
    return replace(
        form,
        values=values,
        texts=_without(form.texts, name),
        problems=_without(form.problems, name),
    )


def _without(mapping: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: one for key, one in mapping.items() if key != name}


# -- items --------------------------------------------------------------------------------


def added(form: Form, name: str, item: Any) -> Form:
    """The form with an item more in a field, the cursor there; one that is there stays one."""
    items = value_of(form, name)
    if item in items:
        return at(form, name, items.index(item))
    return at(given(form, name, (*items, item)), name, len(items))


def changed_item(form: Form, name: str, index: int, item: Any) -> Form:
    """The form with another item in the place of one."""
    items = list(value_of(form, name))
    items[index] = item
    return given(form, name, tuple(items))


def removed(form: Form, name: str, index: int) -> Form:
    """The form without an item of a field."""
    items = value_of(form, name)
    return given(form, name, (*items[:index], *items[index + 1 :]))


# -- new records, other people ------------------------------------------------------------


def with_newcomer(form: Form, kind: Kind, name: str) -> tuple[Form, Ref]:
    """The form with a record that comes into being with it, and its provisional reference."""
    ref = provisional(kind, len(form.created))
    return replace(form, created={**form.created, ref: newcomer(ref, name)}), ref


def newcomers(form: Form) -> dict[Ref, Record]:
    """The new records that the fields name: others were put back, and do not come into being."""
    values = edited(form) if form.base is not None else form.values
    return used(form.created, values)


def collided(form: Form, now: Record, fields: tuple[str, ...], by: str) -> Form:
    """The form upon the record as it is now; fields that both sides changed are to be decided."""
    base = form.record
    values = dict(merged(base, now, form.values).values) if base else {}
    mine = {name: form.values[name] for name in fields}
    theirs = {name: getattr(now, name) for name in fields}
    fresh = replace(form, base=now, values={**values, **mine}, theirs=theirs, by=by)
    return at(fresh, fields[0]) if fields else fresh


def kept_mine(form: Form, name: str) -> Form:
    """The form with one's own value in a field that somebody else changed."""
    return replace(form, theirs=_without(form.theirs, name))


def taken_theirs(form: Form, name: str) -> Form:
    """The form with the other's value."""
    return put_back(replace(form, theirs=_without(form.theirs, name)), name)


def filled(form: Form, values: Mapping[str, Any]) -> tuple[Form, int]:
    """The form with values in those fields that say nothing yet, and how many that were."""
    count = 0
    for entry in sheets.sheet(form.of):
        now, likely = value_of(form, entry.name), values.get(entry.name)
        is_open = entry.name not in form.texts and now in (None, "", (), {}, entry.default)
        if is_open and likely not in (None, "", (), {}, now):
            form = given(form, entry.name, likely)
            count += 1
    return form, count
