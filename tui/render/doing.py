"""What is said of a change that was made: pure."""

from __future__ import annotations

from store.changes import Operation


def done(asked: int, so_already: str, operation: Operation | None) -> str:
    """As `Tagged 25 reports dup; 3 of them were so already.`; `so_already` where all were."""
    if operation is None:
        return so_already
    said = f"{operation.label[:1].upper()}{operation.label[1:]}"
    rest = asked - operation.records
    if rest <= 0:
        return f"{said}."
    return f"{said}; {rest:,} of them {'was' if rest == 1 else 'were'} so already."
