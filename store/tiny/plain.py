"""A script's document as JSON can hold it, checked before anything is written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from store.codec import Document
from store.errors import InvalidRecord
from store.tiny.document_file import DEEPEST

#: What fits into 64 bits, as far as JSON is read here.
LEAST, MOST = -(1 << 63), (1 << 64) - 1


def table_name(name: Any) -> str:
    """The name as a table can have it; InvalidRecord for what no file could hold as one."""
    if not isinstance(name, str):
        raise InvalidRecord(repr(name), "table", f"expected text, got {type(name).__name__}")
    return _text(name, repr(name), "table")


def plain(document: Mapping[Any, Any], name: str) -> Document:
    """The document as it will be read back; tuples become lists, keys become text.

    TypeError for what JSON has no form for, as stock TinyDB raises it; InvalidRecord for a number
    or a text that no file could hold.
    """
    return {_key(key, name): _value(value, name, str(key), 1) for key, value in document.items()}


def _value(value: Any, name: str, field: str, depth: int) -> Any:
    match value:
        case str():
            return _text(value, name, field)
        case None | bool():
            return value
        case int():
            if not LEAST <= value <= MOST:
                raise InvalidRecord(name, field, "expected a number of at most 64 bits")
            return int(value)
        case float():
            if not math.isfinite(value):
                raise InvalidRecord(name, field, f"expected a number, got {value}")
            return float(value)
        case dict() | list() | tuple():
            if depth >= DEEPEST:
                raise InvalidRecord(name, field, f"it is nested more than {DEEPEST} deep")
            if isinstance(value, dict):
                items = value.items()
                return {_key(k, name): _value(v, name, field, depth + 1) for k, v in items}
            return [_value(one, name, field, depth + 1) for one in value]
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _key(key: Any, name: str) -> str:
    """The key as `json` writes it."""
    match key:
        case str():
            return _text(key, name, "key")
        case None:
            return "null"
        case bool():
            return str(key).lower()
        case int() | float():
            return str(_value(key, name, "key", 1))
    raise TypeError(f"keys must be str, int, float, bool or None, not {type(key).__name__}")


def _text(text: str, name: str, field: str) -> str:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise InvalidRecord(name, field, "it has half a character") from None
    return str(text)
