"""Saved views: save, rename, delete, and put them in order.  All users of the store have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from store.changes import Change, Context
from store.commands.records import stamped
from store.derive.views import ordered_views
from store.errors import InvalidRecord
from store.ids import Kind, Ref
from store.model import View
from store.query import parse
from store.reader import Reader
from store.text import fold
from store.values import Stamp


@dataclass(frozen=True)
class SaveView:
    """Save a query under a name: a new view, or a new query for the one of that name.

    Raises QueryError for a text that is no query, InvalidRecord for a name without a letter.
    """

    name: str
    query: str
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        return f"saved the view {self.name.strip()}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change, or none where the view is so already."""
        query = str(parse(self.query))
        views = ordered_views(reader)
        before = _named(views, self.name)
        if before is None:
            number = context.new(Kind.VIEW).number
            _check_name(Kind.VIEW.ref(number), self.name, views)
            last = max((view.position for view in views), default=0)
            after = View(id=number, name=self.name.strip(), query=query, position=last + 1)
        else:
            # The query has its own order; columns are what they were.
            after = replace(before, query=query, order="")
        yield from _changed(before, after, context)


@dataclass(frozen=True)
class RenameView:
    """Give a view another name; InvalidRecord for one that is empty or taken."""

    ref: Ref
    name: str
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        return f"renamed a view to {self.name.strip()}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change."""
        before = _view(reader, self.ref)
        others = [view for view in ordered_views(reader) if view.ref != self.ref]
        _check_name(self.ref, self.name, others)
        yield from _changed(before, replace(before, name=self.name.strip()), context)


@dataclass(frozen=True)
class DeleteView:
    """Delete a view; what it finds is not touched."""

    ref: Ref
    name: str = ""
    """What it is called, for the history."""
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        return f"deleted the view {self.name or self.ref}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change."""
        del context
        yield Change(self.ref, _view(reader, self.ref), None)


@dataclass(frozen=True)
class MoveView:
    """Move a view so many places down in the list, or up for a negative number."""

    ref: Ref
    by: int
    name: str = ""
    """What it is called, for the history."""
    reason: str = ""
    seen: Mapping[Ref, int] = field(default_factory=dict)
    accepts_flaws: bool = False

    @property
    def label(self) -> str:
        return f"moved the view {self.name or self.ref}"

    def changes(self, reader: Reader, context: Context) -> Iterator[Change]:
        """One change for each view that has to have another position; none at the list's ends."""
        _view(reader, self.ref)
        before = ordered_views(reader)
        at = next(at for at, view in enumerate(before) if view.ref == self.ref)
        after = [view for view in before if view.ref != self.ref]
        to = max(0, min(at + self.by, len(after)))
        after.insert(to, before[at])
        if to == at:
            return
        positions = [view.position for view in before]
        if len(set(positions)) < len(positions):
            # Some were never moved: from now on each has its own.
            positions = list(range(1, len(before) + 1))
        for view, position in zip(after, positions, strict=True):
            yield from _changed(view, replace(view, position=position), context)


def _view(reader: Reader, ref: Ref) -> View:
    found = reader.get(ref)
    if not isinstance(found, View):
        raise InvalidRecord(ref, "name", "it is no saved view")
    return found


def _named(views: list[View], name: str) -> View | None:
    wanted = fold(name.strip())
    return next((view for view in views if fold(view.name.strip()) == wanted), None)


def _check_name(ref: Ref, name: str, others: list[View]) -> None:
    if not name.strip():
        raise InvalidRecord(ref, "name", "a view needs a name")
    taken = _named(others, name)
    if taken is not None:
        raise InvalidRecord(ref, "name", f"{taken.ref} has this name already")


def _changed(before: View | None, after: View, context: Context) -> Iterator[Change]:
    if after != before:
        stamp = Stamp(at=context.at, by=context.author)
        yield Change(after.ref, before, stamped(after, before, stamp))
