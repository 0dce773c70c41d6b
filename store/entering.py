"""What a person types for a field, as the value that the field holds.

status=in_progress         a word of a vocabulary; case, `_` and `-` are as good as blanks
start=2025-03              dates as in `store.dates`, or in words: `7 March 2025`
low=9   urgent=yes         numbers; yes or no
publisher=S9               a reference
tags=dup,coast             a list, its parts between commas
names=["Baniyas, Syria"]   or as JSON, where a part has a comma
scheme_ids={"gw": "652"}   an object is always JSON
end=                       nothing: the field is as in a record that says nothing of it
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from store.codec import scalar
from store.dates import Instant, PartialDate
from store.errors import WrongValue
from store.ids import Kind, Ref
from store.model import RECORDS
from store.moments import date_of, with_plain_digits
from store.record import Record

#: The store's own to fill in, or, as a report's text and what tells it apart, never edited.
_KEPT = frozenset({"id", "uid", "created", "updated", "origin", "extra", "text", "sha256"})
#: Between the parts of a list: the keyboards of Arabic and Persian have no other.
_COMMA = re.compile("[,،]")
#: Of what was typed, so many characters are told back.
_TOLD = 60
_YES = {"yes": True, "true": True, "no": False, "false": False}
_WORDS = {
    Ref: "a reference such as E412",
    PartialDate: "a date such as 2025, 2025-03, 2025-03-07 or 2025-03-06/2025-03-08",
    Instant: "a moment such as 2025-03-09T10:30:00Z",
    int: "a whole number",
    float: "a number",
    bool: "yes or no",
}


def settable(kind: Kind) -> tuple[str, ...]:
    """The fields of a kind that can be typed."""
    return tuple(types_of(RECORDS[kind]))


def value_of(kind: Kind, field: str, text: str) -> Any:
    """The value that the text means; WrongValue says what is expected."""
    wanted = types_of(RECORDS[kind]).get(field)
    if wanted is None:
        fields = ", ".join(settable(kind))
        raise WrongValue(
            field, f"{field[:_TOLD]} cannot be set of {kind.article} {kind.noun}: {fields} can."
        )
    if not text:
        return _default(kind, field)
    return meant(wanted, field, text)


def meant(wanted: Any, field: str, text: str) -> Any:
    """The value of that type that a text means, which is not empty; WrongValue."""
    item = item_of(wanted)
    try:
        if item is not None:
            return tuple(_scalar(item, part) for part in _parts(text))
        if get_origin(wanted) is dict:
            return msgspec.json.decode(text, type=wanted)
        return _scalar(wanted, text)
    except _NotADay as error:
        sentence = f"{field} expects {expected(wanted)}; {error}."
        raise WrongValue(field, sentence, f"{error}.") from None
    except (ValueError, msgspec.MsgspecError):
        sentence = f"{field} expects {expected(wanted)}, not {text[:_TOLD]!r}."
        reason = f"{text[:_TOLD]!r} is not {expected(wanted)}."
        raise WrongValue(field, sentence, reason) from None


def written(value: Any) -> str:
    """A value as it is typed: `meant` makes the same of it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            parts = [str(part) for part in value]
            is_plain = all(
                part and part == part.strip() and not _COMMA.search(part) for part in parts
            )
            if is_plain and not (parts and parts[0].startswith("[")):
                return ", ".join(parts)
            return msgspec.json.encode(parts).decode()
        case dict():
            return msgspec.json.encode(value).decode() if value else ""
        case _:
            return str(value)


@cache
def types_of(record: type[msgspec.Struct]) -> dict[str, Any]:
    """The type of each field of a record, or of a part of one, that can be typed."""
    found = {}
    hints = get_type_hints(record, include_extras=True)
    kept = _KEPT if issubclass(record, Record) else frozenset[str]()
    for name in record.__struct_fields__:
        wanted = bare(hints[name])
        if name not in kept and not is_struct(item_of(wanted) or wanted):
            found[name] = wanted
    # What every record has comes last.
    return dict(sorted(found.items(), key=lambda pair: pair[0] in Record.__struct_fields__))


class _NotADay(ValueError):
    """What looks like a date and is none; the words say why."""


def bare(hint: Any) -> Any:
    """Of `X | None`, and of a name that may be sealed, X."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(one for one in get_args(hint) if one is not types.NoneType)
    return hint


def item_of(wanted: Any) -> Any:
    """What a list is of; None for what is no list."""
    return get_args(wanted)[0] if get_origin(wanted) is tuple else None


def is_struct(wanted: Any) -> bool:
    """Whether it is made of fields of its own."""
    return isinstance(wanted, type) and issubclass(wanted, msgspec.Struct)


def _default(kind: Kind, field: str) -> Any:
    return getattr(RECORDS[kind](), field)


def _parts(text: str) -> Iterator[str]:
    if text.startswith("["):
        yield from msgspec.json.decode(text, type=list[str])
        return
    for part in _COMMA.split(text):
        if part.strip():
            yield part.strip()


def _scalar(wanted: Any, text: str) -> Any:
    """One value; ValueError or MsgspecError."""
    if wanted is str:
        return text
    text = with_plain_digits(text.strip())
    if wanted is bool:
        return _YES[text.lower()] if text.lower() in _YES else _refuse(text)
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        meant = _folded(text)
        return next((word for word in wanted if _folded(word) == meant), None) or _refuse(text)
    if _plain(wanted) in (int, float):
        # Not what Python takes for a number besides: 1_000, infinity.
        if not text.isascii() or not any(digit.isdigit() for digit in text) or "_" in text:
            return _refuse(text)
        return msgspec.convert(text, wanted, strict=False)
    if wanted is PartialDate:
        return _date(text)
    return scalar(wanted, text)


def _date(text: str) -> PartialDate:
    try:
        return date_of(text)
    except ValueError as error:
        if "is not a date" in str(error):
            raise
        raise _NotADay(str(error)) from None


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _folded(word: str) -> str:
    return word.casefold().replace("_", " ").replace("-", " ")


def _plain(wanted: Any) -> Any:
    """The type behind the bounds that it is given."""
    return get_args(wanted)[0] if get_origin(wanted) is Annotated else wanted


def expected(wanted: Any) -> str:
    """What may be typed for a value of that type, in a few words."""
    item = item_of(wanted)
    if item is not None:
        return "a list between commas" if item is str else f"{expected(item)}, or several"
    if get_origin(wanted) is dict:
        return 'an object such as {"scheme": "id"}'
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return f"one of {', '.join(wanted)}"
    return _WORDS.get(_plain(wanted), "text") + _bounds(wanted)


def _bounds(wanted: Any) -> str:
    """As ` from 1 to 5`; "" where there are none."""
    meta = next((one for one in get_args(wanted)[1:] if isinstance(one, msgspec.Meta)), None)
    if meta is None:
        return ""
    least = "" if meta.ge is None else f" from {meta.ge}"
    return least + ("" if meta.le is None else f" to {meta.le}")
