"""Changes, and taking them back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.changes import Change, invert
from store.ids import Ref
from store.record import Record
from tests.store.strategies import LINKED_RECORDS


@given(st.lists(st.tuples(LINKED_RECORDS, st.booleans()), max_size=8))
def test_what_is_taken_back_is_as_if_it_had_never_been(steps: list[tuple[Record, bool]]) -> None:
    """Changes and then their inversion leave every record as it was, whatever the order."""
    records: dict[Ref, Record] = {}
    changes = []
    for record, deleted in steps:
        after = None if deleted else record
        changes.append(Change(record.ref, records.get(record.ref), after))
        records[record.ref] = record
        if deleted:
            del records[record.ref]
    back = invert(changes)
    for ref, before, after in back:
        assert records.get(ref) == before
        records.pop(ref, None)
        if after is not None:
            records[ref] = after
    assert records == {}
    assert invert(back) == changes
