"""What two records of a kind say together: the one's values, and of the other what it lacks."""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec.structs import fields as fields_of
from msgspec.structs import replace

from store import codec, rules
from store.errors import InvalidRecord
from store.model import Actor, Location, Source
from store.record import Record
from store.values import EventActor, EventLocation, Sealed
from store.vocabulary import Sensitivity

#: Fields that say one thing together: the first tells whether any of it is said.
_TOGETHER = (
    ("start", "end", "date_precision"),
    ("type", "type_scheme"),
    ("assessment", "assessment_scheme"),
    ("lat", "lon", "radius_m"),
)
#: The store's own.
_KEPT = frozenset({"id", "uid", "created", "updated", "extra", "sensitivity"})
#: What a record is by default, and may have been said to be.
_SAID = {(Source, "kind")}
_STRICTER = (Sensitivity.OPEN, Sensitivity.GRAPHIC, Sensitivity.PERSONAL)
_Any = TypeVar("_Any", bound=Record)


def united(kept: _Any, merged: Record) -> tuple[_Any, list[str]]:
    """The kept record with all that it lacked, and what the other says otherwise, in lines."""
    # A field that cannot be read lies in `extra`, and is not lacking.
    names = [
        one.name
        for one in fields_of(type(kept))
        if one.name not in _KEPT and one.name not in kept.extra
    ]
    whole, lost = kept, list[str]()
    for group in _groups(names):
        taken, told = _taken(kept, merged, group)
        if taken and not _is_sound(kept, after := replace(whole, **taken)):
            # What is odd in the other would be odd in the kept one: it is told, and not taken.
            told = [_told(name, getattr(merged, name)) for name in taken]
        elif taken:
            whole = after
        lost += told
    extra = {**merged.extra, **kept.extra}
    extra = {name: one for name, one in extra.items() if name in kept.extra or name not in names}
    lost += [_told(name, one) for name, one in merged.extra.items() if extra.get(name) != one]
    sensitivity = max(kept.sensitivity, merged.sensitivity, key=_STRICTER.index)
    whole = replace(whole, **_names(kept, merged, whole), sensitivity=sensitivity, extra=extra)
    return whole, lost


def _taken(
    kept: Record, merged: Record, group: tuple[str, ...]
) -> tuple[dict[str, Any], list[str]]:
    """What the kept record gets in these fields, and what the other says otherwise."""
    taken: dict[str, Any] = {}
    told: list[str] = []
    lead = group[0]
    is_open = _is_unsaid(kept, lead) or getattr(kept, lead) == getattr(merged, lead)
    for name in group:
        mine, theirs = getattr(kept, name), getattr(merged, name)
        if mine == theirs or _is_unsaid(merged, name):
            continue
        if isinstance(mine, tuple):
            taken[name] = _union(mine, theirs)
        elif isinstance(mine, dict):
            taken[name] = {**theirs, **mine}
            told += [
                _told(f"{name} {key}", one)
                for key, one in theirs.items()
                if mine.get(key, one) != one
            ]
        elif is_open and _is_unsaid(kept, name) and (type(kept), name) not in _SAID:
            taken[name] = theirs
        elif name != "name":
            told.append(_told(name, theirs))
    return taken, told


def _is_sound(kept: Record, whole: Record) -> bool:
    """Whether it breaks no rule that the kept record does not break already."""
    try:
        rules.check(whole, kept)
    except InvalidRecord:
        return False
    return True


def _told(name: str, value: Any) -> str:
    return f"{name.replace('_', ' ')}: {_said(value)}"


def _groups(names: list[str]) -> list[tuple[str, ...]]:
    """The fields, those that belong together in one."""
    together = [group for group in _TOGETHER if group[0] in names]
    inside = {name for group in together for name in group}
    alone = [(name,) for name in names if name not in inside]
    return [*(tuple(name for name in group if name in names) for group in together), *alone]


def _is_unsaid(record: Record, name: str) -> bool:
    """Whether the field is as in a record that says nothing of it."""
    return bool(getattr(record, name) == getattr(type(record)(), name))


def _union(mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    known = {identity(one) for one in mine}
    return (*mine, *(one for one in theirs if identity(one) not in known))


def identity(value: Any) -> Any:
    """What tells one item of a list from another: a place is listed once in a role."""
    match value:
        case EventLocation():
            return value.location, value.role
        case EventActor():
            return value.actor, value.side, value.role
    return repr(value)


def _names(kept: Record, merged: Record, whole: Record) -> dict[str, Any]:
    """The merged one's name among the other names of the kept one."""
    field = {Source: "aliases", Actor: "aliases", Location: "names"}.get(type(kept))
    if field is None or not isinstance(kept, Source | Actor | Location):
        return {}
    name = merged.name if isinstance(merged, Source | Actor | Location) else ""
    if isinstance(name, Sealed) or not name or _is_unsaid(kept, "name"):
        return {}
    known = getattr(whole, field)
    return {field: known if name in (kept.name, *known) else (*known, name)}


def _said(value: Any) -> str:
    """A value as its document has it, in one line."""
    if isinstance(value, str):
        return " ".join(value.split())
    return codec.to_json(value).decode()
