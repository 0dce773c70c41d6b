"""Which record of the store is the one that a data set means."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from store.changes import Context
from store.ids import Kind, Ref


class StoreRegister:
    """References of a data set's records, those that are there already among them.

    What is there is read once, in the beginning: one import at a time.
    """

    def __init__(self, format_: str, context: Context) -> None:
        self.format = format_
        self.context = context
        self._withheld: dict[Ref, Collection[str]] = {}
        self._highest: dict[Kind, int] = dict.fromkeys(Kind, 0)

    @cached_property
    def _numbers(self) -> dict[Kind, dict[str, int]]:
        numbers: dict[Kind, dict[str, int]] = {kind: {} for kind in Kind}
        for ref, key in self.context.of_format(self.format):
            known = numbers[ref.kind]
            # Of two with one origin the older is meant.
            known[key] = min(ref.number, known.get(key, ref.number))
            self._highest[ref.kind] = max(ref.number, self._highest[ref.kind])
        return numbers

    def ref(self, kind: Kind, key: str) -> Ref:
        """The reference of the record that the data set knows by the key."""
        known = self._numbers[kind]
        number = known.get(key)
        if number is None:
            number = known[key] = self.context.new(kind).number
        return kind.ref(number)

    def known(self, kind: Kind, key: str) -> Ref | None:
        """The same where there is one already; None gives nothing out."""
        number = self._numbers[kind].get(key)
        return None if number is None else kind.ref(number)

    def withhold(self, ref: Ref, fields: Collection[str]) -> None:
        """Say which fields of a record the data set keeps back."""
        self._withheld[ref] = fields

    def withheld(self, ref: Ref) -> Collection[str]:
        """The fields that were said to be kept back; asked for once."""
        return self._withheld.pop(ref, ())

    def is_there(self, ref: Ref) -> bool:
        """Whether the store had the record before; a number given out later is a higher one."""
        return ref.number <= self._highest[ref.kind]
