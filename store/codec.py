"""Record <-> document: the only place that knows how a record lies in TinyDB.

A document is a JSON object without the id, which TinyDB keeps beside it.  Fields at their
default are left out.  Reading never refuses and never repairs: a field that this version does
not know, and a value that it cannot read, stay in `extra` as they came and are written back.

`SCHEMA` is the version of the documents; a newer one is refused when the store is opened.
A `Sealed` name has room in the documents already: `{"sealed": "sha256:..."}` for a name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from store.dates import Instant, PartialDate
from store.errors import InvalidRecord
from store.ids import HIGHEST, Kind, Ref
from store.model import RECORDS, Report
from store.record import Record

SCHEMA = 1

Document = dict[str, Any]

_OURS = ("~id", "~extra")
_PATH = re.compile(r"^(?P<reason>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_KNOWN = {
    kind: frozenset(record.__struct_encode_fields__).difference(_OURS)
    for kind, record in RECORDS.items()
}


@lru_cache(maxsize=8192)
def _made(wanted: type, text: str) -> Any:
    """One of our own string types; the same few places, people and days come again and again."""
    return wanted(text)


def scalar(wanted: type, value: Any) -> Any:
    """Build our own string types; msgspec calls this for a type it does not know."""
    if wanted in (Ref, PartialDate, Instant):
        if not isinstance(value, str):
            raise ValueError(f"Expected text, got {type(value).__name__}")
        return _made(wanted, value)
    raise TypeError(f"no decoder for {wanted}")


def _plain(value: Any) -> Any:
    """Turn our own string types into str."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"no encoder for {type(value)}")


_DECODERS = {
    kind: msgspec.json.Decoder(record, dec_hook=scalar) for kind, record in RECORDS.items()
}
_ENCODER = msgspec.json.Encoder(enc_hook=_plain)


def decode(kind: Kind, number: int, document: Mapping[str, Any]) -> Record:
    """The record that a document holds; what cannot be read is in `extra`."""
    known = _KNOWN[kind]
    fields = {name: value for name, value in document.items() if name in known}
    extra = {name: value for name, value in document.items() if name not in known}
    while True:
        try:
            record = _convert(kind, number, fields)
        except InvalidRecord as error:
            name = re.split(r"[.\[]", error.field)[0]
            extra[name] = fields.pop(name)
        else:
            return msgspec.structs.replace(record, extra=extra) if extra else record


def decode_json(kind: Kind, number: int, text: str) -> Record:
    """The same from the document's JSON, by the fast way where it is a plain one.

    Raises msgspec.DecodeError where that is not JSON, in a damaged store.
    """
    if not isinstance(text, str):
        raise msgspec.DecodeError("a document is not text")
    try:
        # A foreign field may bear one of our own two names, which the decoder would obey.
        record = None if '"~' in text else _DECODERS[kind].decode(text)
    except msgspec.MsgspecError:
        record = None
    except RecursionError:
        raise msgspec.DecodeError("a document has lists within lists without end") from None
    if record is None:
        return decode(kind, number, msgspec.json.decode(text, type=dict[str, Any]))
    return msgspec.structs.replace(record, id=number)


def encode(record: Record) -> Document:
    """The document of a record; a field set since it could not be read wins over `extra`."""
    document: Document = msgspec.json.decode(_ENCODER.encode(record))
    for ours in _OURS:
        document.pop(ours, None)
    return document | {k: v for k, v in record.extra.items() if k not in document}


def encode_json(record: Record) -> bytes:
    """The same as JSON, in one line."""
    if not record.extra:
        return _ENCODER.encode(msgspec.structs.replace(record, id=0))
    return _ENCODER.encode(encode(record))


def validate(record: Record, known: Record | None = None) -> bytes | None:
    """Raise InvalidRecord when a field does not hold what its type says.

    What came from outside and cannot be read is kept in `extra` and keeps nobody from changing
    the other fields.  A value that is the very one of `known`, which was read from a document, is
    right.  The document comes back, without a report's text, where the record has no `extra`.
    """
    if not 0 < record.id <= HIGHEST:
        raise InvalidRecord(record.ref, "id", f"expected 1 to {HIGHEST}, got {record.id}")
    try:
        written = _encoded(record, known)
        if record.extra:
            _ENCODER.encode(record.extra)
    except UnicodeEncodeError:
        raise InvalidRecord(record.ref, _broken_text(record), "it has half a character") from None
    if b"null" in written:
        _check_numbers(record)
    try:
        _DECODERS[record.kind_of].decode(written if known is None else _changed(record, known))
    except msgspec.MsgspecError:
        # The slower way knows which field it is.
        _convert(record.kind_of, record.id, msgspec.json.decode(written))
        raise
    return None if record.extra else written


def _encoded(record: Record, known: Record | None) -> bytes:
    """The document of the known fields, without a report's text; UnicodeEncodeError."""
    if isinstance(record, Report) and isinstance(record.text, str):
        # It may be long: what there is to know of it is quickly known.
        if not isinstance(known, Report) or known.text != record.text:
            record.text.encode()
        return _ENCODER.encode(msgspec.structs.replace(record, id=0, text="", extra={}))
    return _ENCODER.encode(msgspec.structs.replace(record, id=0, extra={}))


def _changed(record: Record, known: Record) -> bytes:
    """The document of the fields that are not the very same; a report's text aside."""
    # Equal is not enough: True is equal to 1, and no whole number.
    return _ENCODER.encode(
        {
            name: value
            for name in _KNOWN[record.kind_of]
            if (value := getattr(record, name)) is not getattr(known, name) and name != "text"
        }
    )


def _check_numbers(record: Record) -> None:
    """Raise InvalidRecord for what is no number: in JSON it would be nothing."""
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, float) and not math.isfinite(value):
            raise InvalidRecord(record.ref, name, f"expected a number, got {value}")


def _broken_text(record: Record) -> str:
    """The first field with a lone surrogate, which UTF-8 cannot hold."""
    for name in record.__struct_fields__:
        try:
            _ENCODER.encode(getattr(record, name))
        except UnicodeEncodeError:
            return name
    return "extra"


def _convert(kind: Kind, number: int, fields: Document) -> Record:
    try:
        return msgspec.convert({**fields, _OURS[0]: number}, RECORDS[kind], dec_hook=scalar)
    except msgspec.ValidationError as error:
        found = _PATH.match(str(error))
        path = (found["path"] or "") if found else ""
        reason = found["reason"] if found else str(error)
        field = path.removeprefix("$").lstrip(".") or "id"
        raise InvalidRecord(f"{kind.value}{number}", field, _plainly(reason)) from None


_TYPES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "nothing",
}


def _plainly(reason: str) -> str:
    """msgspec's reason in words for somebody who edits JSON by hand."""
    reason = re.sub(
        r"`([^`]*)`",
        lambda found: " or ".join(_TYPES.get(part, part) for part in found[1].split(" | ")),
        reason,
    )
    return reason[:1].lower() + reason[1:]


def to_json(value: object) -> bytes:
    """Any plain value as JSON in one line, for hashing and for heads of files."""
    return _ENCODER.encode(value)
