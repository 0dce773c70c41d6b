"""What no record and no list of rejects may hold: passwords and the like."""

from __future__ import annotations

import re
from typing import Any

SECRET_LEFT_OUT = "a password or a key is left out"  # noqa: S105  it says that there was one

_NAMED = r"pass_?(?:word|wd|phrase)|secret|token|api_?key|private_?key|credential"
_NAME = re.compile(_NAMED, re.IGNORECASE)
_MEMBER = re.compile(
    rf'("[^"]*(?:{_NAMED})[^"]*"\s*:\s*)(?:\[[^\]]*\]?|\{{[^}}]*\}}?|"(?:[^"\\]|\\.)*"?|[^,}}\]]*)',
    re.IGNORECASE | re.DOTALL,
)


def without_secrets(value: Any) -> tuple[Any, bool]:
    """The value without members that are named as secrets, and whether there were any."""
    if isinstance(value, dict):
        kept = {name: without_secrets(one) for name, one in value.items() if not _NAME.search(name)}
        is_left_out = len(kept) < len(value) or any(found for _, found in kept.values())
        return {name: one for name, (one, _) in kept.items()}, is_left_out
    if isinstance(value, list):
        parts = [without_secrets(one) for one in value]
        return [one for one, _ in parts], any(found for _, found in parts)
    return value, False


def words_without_secrets(raw: str) -> str:
    """A row's text, be it JSON or not quite, with the values of such members left out."""
    return _MEMBER.sub(r'\1"left out"', raw)
