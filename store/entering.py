"""What a person types for a field, as the value that the field holds.

status=in_progress         a word of a vocabulary; case, `_` and `-` are as good as blanks
start=2025-03              dates as in `store.dates`
low=9   urgent=yes         numbers; yes or no
publisher=S9               a reference
tags=dup,coast             a list, its parts between commas
names=["Baniyas, Syria"]   or as JSON, where a part has a comma
scheme_ids={"gw": "652"}   an object is always JSON
end=                       nothing: the field is as in a record that says nothing of it
"""

from __future__ import annotations

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
from store.record import Record

#: The store's own to fill in, or, as a report's text and what tells it apart, never edited.
_KEPT = frozenset({"id", "uid", "created", "updated", "origin", "extra", "text", "sha256"})
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
    return tuple(_types(kind))


def value_of(kind: Kind, field: str, text: str) -> Any:
    """The value that the text means; WrongValue says what is expected."""
    wanted = _types(kind).get(field)
    if wanted is None:
        fields = ", ".join(settable(kind))
        raise WrongValue(
            field, f"{field[:_TOLD]} cannot be set of {kind.article} {kind.noun}: {fields} can."
        )
    if not text:
        return _default(kind, field)
    item = _item(wanted)
    try:
        if item is not None:
            return tuple(_scalar(item, part) for part in _parts(text))
        if get_origin(wanted) is dict:
            return msgspec.json.decode(text, type=wanted)
        return _scalar(wanted, text)
    except (ValueError, msgspec.MsgspecError):
        sentence = f"{field} expects {_expected(wanted)}, not {text[:_TOLD]!r}."
        raise WrongValue(field, sentence) from None


@cache
def _types(kind: Kind) -> dict[str, Any]:
    """The type of each field that can be typed, nothing aside."""
    found = {}
    hints = get_type_hints(RECORDS[kind], include_extras=True)
    for name in RECORDS[kind].__struct_fields__:
        wanted = _bare(hints[name])
        if name not in _KEPT and not _is_struct(_item(wanted) or wanted):
            found[name] = wanted
    # What every record has comes last.
    return dict(sorted(found.items(), key=lambda pair: pair[0] in Record.__struct_fields__))


def _bare(hint: Any) -> Any:
    """Of `X | None`, and of a name that may be sealed, X."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(one for one in get_args(hint) if one is not types.NoneType)
    return hint


def _item(wanted: Any) -> Any:
    """What a list is of; None for what is no list."""
    return get_args(wanted)[0] if get_origin(wanted) is tuple else None


def _is_struct(wanted: Any) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, msgspec.Struct)


def _default(kind: Kind, field: str) -> Any:
    return getattr(RECORDS[kind](), field)


def _parts(text: str) -> Iterator[str]:
    if text.startswith("["):
        yield from msgspec.json.decode(text, type=list[str])
        return
    for part in text.split(","):
        if part.strip():
            yield part.strip()


def _scalar(wanted: Any, text: str) -> Any:
    """One value; ValueError or MsgspecError."""
    if wanted is str:
        return text
    text = text.strip()
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
    return scalar(wanted, text)


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _folded(word: str) -> str:
    return word.casefold().replace("_", " ").replace("-", " ")


def _plain(wanted: Any) -> Any:
    """The type behind the bounds that it is given."""
    return get_args(wanted)[0] if get_origin(wanted) is Annotated else wanted


def _expected(wanted: Any) -> str:
    item = _item(wanted)
    if item is not None:
        return "a list between commas" if item is str else f"{_expected(item)}, or several"
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
