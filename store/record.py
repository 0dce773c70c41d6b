"""What every record has, of whatever kind."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import Struct

from store.ids import Kind, Ref
from store.values import Origin, Stamp
from store.vocabulary import Sensitivity


class Record(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    # No document has these names, so a foreign field called `id` or `extra` is an unknown one.
    rename={"id": "~id", "extra": "~extra"},
):
    """What every record has."""

    kind_of: ClassVar[Kind]

    id: int = 0
    """TinyDB's document id, never used twice; 0 before the store gives one."""
    uid: str = ""
    """UUIDv7, the same in every copy of the store."""
    tags: tuple[str, ...] = ()
    """Words to find it by."""
    sensitivity: Sensitivity = Sensitivity.OPEN
    """What it may expose."""
    created: Stamp | None = None
    """When it was first written, and by whom."""
    updated: Stamp | None = None
    """When it was last changed, and by whom."""
    origin: Origin | None = None
    """Where it was imported from."""
    extra: dict[str, Any] = {}
    """Fields that this version does not know, and values that it cannot read, as they came."""

    @property
    def ref(self) -> Ref:
        """The record's reference."""
        return self.kind_of.ref(self.id)

    @property
    def flags(self) -> tuple[str, ...]:
        """Known fields whose value cannot be read and is kept in `extra`."""
        if not self.extra:
            return ()
        known = set(self.__struct_encode_fields__) - {"~id", "~extra"}
        return tuple(name for name in self.extra if name in known)

    @property
    def label(self) -> str:
        """A few words that name the record."""
        return str(self.ref)
