"""The contract: what can be asked of a store.  `sql.read` and `memory` both keep it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from store.ids import Kind, Ref
from store.record import Record
from store.references import Edge, Reference

if TYPE_CHECKING:
    from store.syntax import Query

#: The total of a list that is still being read.
UNKNOWN = -1


class Links(NamedTuple):
    """The records of one kind that are linked to a record, in list order."""

    kind: Kind
    numbers: Sequence[int]
    """Document ids."""
    roles: Mapping[int, tuple[str, ...]]
    """What each of them is to the record, in the order of the paths, then by role."""
    total: int
    """How many there are; more than the numbers where only the first were asked for.

    UNKNOWN while they are still being read.
    """


class Asker(NamedTuple):
    """Who asks, and when: what `after:2w` and `is:mine` mean."""

    today: date
    user: str = ""
    now: datetime | None = None
    """This moment, for what goes by the time of day; None for by the day alone."""


def no_links(kind: Kind) -> Links:
    """Nothing of that kind."""
    return Links(kind, (), {}, 0)


class Reader(Protocol):
    """A view of the store at one operation."""

    @property
    def operation(self) -> int:
        """The sequence number of the newest operation seen; 0 before the first."""

    def find(self, ref: Ref) -> Record | None:
        """The record, a report with its text; None when there is none."""

    def get(self, ref: Ref) -> Record:
        """The same; UnknownRecord when there is none."""

    def version(self, ref: Ref) -> int:
        """The operation that wrote the record last; 0 when there is none."""

    def listing(self, kind: Kind, numbers: Iterable[int]) -> list[Record]:
        """Those records in that order, reports without their text; missing ones are left out."""

    def numbers(self, kind: Kind, limit: int | None = None) -> Sequence[int]:
        """Document ids of the kind in list order: the first `limit`, all, or for -n the last n."""

    def count(self, kind: Kind) -> int:
        """How many records there are."""

    def counts(self, kind: Kind) -> dict[str, int]:
        """How many there are in each state (`order.state_of`)."""

    def linked(self, ref: Ref, kind: Kind) -> Links:
        """What is linked to the record by `paths`, never the record itself.

        The one question that may take long; Interrupted when `stop` of the read says so.
        """

    def neighbours(self, ref: Ref, kind: Kind) -> Collection[int]:
        """Document ids of what is linked to the record, in no order: quicker than `linked`.

        Records that are named but do not exist may be among them.
        """

    def named_by(self, ref: Ref, by: Edge | None = None) -> list[tuple[Ref, Reference]]:
        """Every record that names this one, or by that edge, with the reference it holds."""

    def search(self, query: Query, kind: Kind, asker: Asker) -> Iterator[int]:
        """Document ids of the hits of a kind, in list order or in the query's, as they are found.

        What is found first comes first: take as many as are wanted.  Interrupted when `stop` of
        the read says so.
        """
