"""The values of a document as text, and two of them cut to where they differ."""

from __future__ import annotations

from typing import Any

from store.text import clean_lines

#: Longer texts are cut to what differs, with so much around it.
LONG = 160
AROUND = 60
#: What two lists have in common is left out when it is more than so many.
SAME = 3

NOTHING = "(nothing)"


def both_sides(before: Any, after: Any) -> tuple[str, str]:
    """Two values of a field as they stand beside each other; safe, in lines."""
    if isinstance(before, list | None) and isinstance(after, list | None):
        return _lists(before or [], after or [])
    first, second = value_text(before), value_text(after)
    if max(len(first), len(second)) > LONG:
        return _cut_to_difference(first, second)
    return first, second


def value_text(value: Any) -> str:
    """A value as text in lines: lists one item a line, objects as `name value, name value`."""
    match value:
        case None:
            return NOTHING
        case str():
            return clean_lines(value) if value else '""'
        case list():
            return "\n".join(_one_line(item) for item in value) or "(empty)"
        case _:
            return _one_line(value)


def _one_line(value: Any) -> str:
    match value:
        case None:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case dict():
            return ", ".join(f"{clean_lines(k)} {_one_line(v)}" for k, v in value.items()) or "{}"
        case list():
            return "; ".join(_one_line(item) for item in value) or "(empty)"
        case _:
            return clean_lines(str(value)).replace("\n", " ")


def _lists(before: list[Any], after: list[Any]) -> tuple[str, str]:
    """Two lists, long ones without what both have."""
    same = [item for item in before if item in after]
    if len(same) <= SAME or len(same) == len(before) == len(after):
        return value_text(before or None), value_text(after or None)
    also = f"({len(same)} more, the same)"
    left = [*map(_one_line, (item for item in before if item not in same)), also]
    right = [*map(_one_line, (item for item in after if item not in same)), also]
    return "\n".join(left), "\n".join(right)


def _cut_to_difference(before: str, after: str) -> tuple[str, str]:
    """Two long texts, without most of what they begin and end with alike."""
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return _middle(before, head, tail), _middle(after, head, tail)


def _middle(text: str, head: int, tail: int) -> str:
    """What differs, with some whole words around it."""
    start, end = max(0, head - AROUND), len(text) - max(0, tail - AROUND)
    if start:
        start = text.find(" ", start, head) + 1 or start
    if end < len(text):
        blank = text.rfind(" ", len(text) - tail, end)
        end = blank if blank > 0 else end
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
