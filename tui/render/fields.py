"""A record's fields as labelled values: every field that is set, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from store.derive.dossier import Dossier
from store.derive.inbox import back_words
from store.figures import range_words
from store.ids import Kind, Ref
from store.model import Claim, Quote
from store.record import Record
from store.references import misfits
from store.values import (
    Custody,
    Estimate,
    EventActor,
    EventLocation,
    Origin,
    Sealed,
    Stamp,
    Translation,
    Triage,
)
from store.vocabulary import About, Sensitivity
from tui.render.address import openable
from tui.render.states import style_of
from tui.state import PANE_OF


class Field(NamedTuple):
    """One label and value; one that names a record can be entered."""

    label: str
    value: str
    style: str = ""
    ref: Ref | None = None
    is_background: bool = False
    """Whether it is about the record's keeping, not about what happened."""
    is_of_store: bool = False
    """Whether it is about the record in this store: nothing outside tells of it."""
    link: str = ""
    """The value, where it is a web address that may be opened."""


#: Drawn elsewhere in the detail, or in its heading.
_ELSEWHERE = frozenset({"id", "text", "body", "extra", "title", "name", "words"})
#: References that the sections of linked records show with their roles, when they lead anywhere.
_LINKED = {
    Kind.REPORT: frozenset({"publisher"}),
    Kind.EVENT: frozenset({"part_of", "reports"}),
    Kind.QUOTE: frozenset({"report", "speaker", "via", "events", "locations"}),
    Kind.CLAIM: frozenset({"event", "source", "via", "report"}),
    Kind.ATTACHMENT: frozenset({"report"}),
}
_ADDRESSES = ("url", "archive_url")
#: So many characters of a value are shown that no field has, and of its name.
_LONGEST, _WIDEST = 2_000, 24
_OF_STORE = ("uid", "created", "updated", "origin")
_BACKGROUND = (*_OF_STORE, "sha256", "custody", "url", "archive_url")


def fields_of(dossier: Dossier) -> Iterator[Field]:
    """Every field of the record that is set, those of its keeping last."""
    record = dossier.record
    yield from _remarks(dossier)
    linked = _LINKED.get(record.kind_of, frozenset())
    for name in record.__struct_fields__:
        if name in _ELSEWHERE or name in record.flags or _says_nothing(record, name):
            continue
        value = getattr(record, name)
        if name in linked:
            value = _not_found(value, dossier.names)
        for text, ref, style in _values(value, dossier):
            if text:
                link = text if name in _ADDRESSES and openable(text) else ""
                is_background = _is_background(record, name)
                is_of_store = name in _OF_STORE
                yield Field(label_of(name), text, style, ref, is_background, is_of_store, link)
    for name, value in record.extra.items():
        if record.origin and name == record.origin.format and isinstance(value, dict):
            yield from _of_data_set(name, value)
            continue
        style = "state-bad" if name in record.flags else "dim"
        yield Field(name, _as_json(value), style, None, is_background=True)


def _of_data_set(name: str, values: dict[str, Any]) -> Iterator[Field]:
    """What a data set says that no field has: how much, and where there is room each value."""
    told = {label: value for label, value in values.items() if value not in ("", None, [], {})}
    if not told:
        return
    many = f"{len(told)} value{'s' if len(told) > 1 else ''} of its own"
    as_came = "as they came" if len(told) > 1 else "as it came"
    yield Field(name, f"{many}, kept {as_came}", "dim", is_background=True)
    for label, value in told.items():
        shown = value[:_LONGEST] if isinstance(value, str) else _as_json(value)
        yield Field(f"· {label[:_WIDEST]}", shown, "dim", is_background=True, is_of_store=True)


def _as_json(value: Any) -> str:
    import json  # noqa: PLC0415  not before the first screen: few records have any

    return json.dumps(value, ensure_ascii=False)[:_LONGEST]


def _remarks(dossier: Dossier) -> Iterator[Field]:
    """What the record's own fields do not say, or say wrongly."""
    for ref in dossier.replaced_by:
        yield Field("replaced by", _named(ref, dossier.names), "state-bad", ref)
    for name, to, expected in misfits(dossier.record):
        yield Field(label_of(name), f"{to} is not a {expected.noun}", "state-bad")


def _says_nothing(record: Record, name: str) -> bool:
    """Fields at a default that is no statement."""
    if name == "sensitivity":
        return record.sensitivity is Sensitivity.OPEN
    is_toll = isinstance(record, Claim) and record.about is About.TOLL
    return isinstance(record, Claim) and not is_toll and name == "group"


def _is_background(record: Record, name: str) -> bool:
    is_offset = isinstance(record, Claim | Quote) and name in ("start", "end")
    return is_offset or name in _BACKGROUND


def _not_found(value: Ref | tuple[Ref, ...] | None, names: Mapping[Ref, str]) -> tuple[Ref, ...]:
    """The references that lead nowhere; the others stand among the linked records."""
    refs = value if isinstance(value, tuple) else (value,)
    return tuple(ref for ref in refs if ref is not None and ref not in names)


def label_of(name: str) -> str:
    """What stands before the value of the field with this name."""
    return name.replace("_", " ")


Shown = Iterator[tuple[str, Ref | None, str]]


def _values(value: Any, dossier: Dossier) -> Shown:
    """One value as lines of text, each with the record that it names and its style."""
    names = dossier.names
    match value:
        case None | "" | () | False:
            return
        case True:
            yield "yes", None, ""
        case Ref():
            yield _named(value, names), _enterable(value), "name"
        case tuple():
            yield from _many(value, dossier)
        case dict():
            yield ", ".join(f"{scheme} {number}" for scheme, number in value.items()), None, ""
        case Triage():
            yield _triage(value, names), _enterable(value.of), style_of(value.state)
        case Stamp():
            yield f"{value.at} by {value.by}", None, "dim"
        case Origin():
            parts = (value.format, value.file, f"row {value.row}" if value.row else "", value.id)
            yield ", ".join(part for part in parts if part), None, "dim"
        case Sealed():
            yield f"sealed ({value.sealed[:20]}…)", None, "dim"
        case Translation():
            by = f", by {value.by}" if value.by else ""
            yield f"{value.text} ({value.language}{by})", None, ""
        case _:
            yield str(value), None, style_of(str(value))


def _many(values: tuple[Any, ...], dossier: Dossier) -> Shown:
    if all(type(value) is str for value in values):
        yield ", ".join(values), None, ""
        return
    for value in values:
        match value:
            case EventLocation():
                yield _place(value, dossier.names), _enterable(value.location), "name"
            case EventActor():
                yield _actor(value, dossier), None, ""
            case Estimate():
                yield _estimate(value), None, ""
            case Custody():
                method = f" with {value.method}" if value.method else ""
                yield (
                    f"{value.at} {value.act} by {value.by}{method} {value.sha256}",
                    None,
                    "dim",
                )
            case _:
                yield from _values(value, dossier)


def _named(ref: Ref, names: Mapping[Ref, str]) -> str:
    return f"{ref} {names[ref]}" if ref in names else f"{ref} (not in the store)"


def _enterable(ref: Ref | None) -> Ref | None:
    return ref if ref is not None and ref.kind in PANE_OF else None


def _with(text: str, *remarks: str) -> str:
    said = ", ".join(remark for remark in remarks if remark)
    return f"{text} ({said})" if said else text


def _actor(value: EventActor, dossier: Dossier) -> str:
    """An actor with all that is known of it: it has no list of its own to be looked up in."""
    side = f"side {value.side}" if value.side else ""
    actor = dossier.actors.get(value.actor)
    if actor is None:
        return _with(_named(value.actor, dossier.names), value.role or "", side)
    aliases = f"also {', '.join(actor.aliases)}" if actor.aliases else ""
    ids = ", ".join(f"{scheme} {number}" for scheme, number in actor.scheme_ids.items())
    named = _named(value.actor, dossier.names)
    return _with(named, value.role or "", side, str(actor.kind), aliases, ids)


def _place(value: EventLocation, names: Mapping[Ref, str]) -> str:
    precision = f"precision {value.precision}" if value.precision else ""
    words = f"“{value.words}”" if value.words else ""
    return _with(_named(value.location, names), value.role, precision, words)


def _triage(value: Triage, names: Mapping[Ref, str]) -> str:
    of = f"of {_named(value.of, names)}" if value.of else ""
    return _with(
        value.state, value.reason, f"back {back_words(value.when)}" if value.when else "", of
    )


def _estimate(value: Estimate) -> str:
    by = f"{value.by} {value.at or ''}".strip()
    said = f"{value.measure} {value.group} {range_words(value.low, value.best, value.high)}"
    return _with(said, value.rule, value.rationale, by)
