"""What looking after a store is tested on."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.commands.records import DeleteRecords, WriteRecords
from store.ids import Ref
from tests.builders import (
    a_store,
    claim,
    event,
    evidence,
    location,
    note,
    quote,
    report,
    source,
)

TEXT = "Nine people were killed on Friday, the agency said."


@pytest.fixture
def store(place: Path) -> Path:
    """A closed store with a record of most kinds, a deletion and an undo."""
    said = report(1, title="Killings", text=TEXT, publisher="S1", published_at="2025-03-07")
    with a_store(
        place,
        said,
        source(1, name="Agency", reliability="B"),
        location(1, name="Baniyas"),
        event(1, title="A killing", start="2025-03-07", places=["L1"], reports=["R1"]),
        quote(1, speaker="S1", events=["E1"], **evidence(said, "Nine people")),
        claim(1, event="E1", source="S1", low=9, **evidence(said, "Nine people")),
        note(1, target="E1", body="Ask the agency."),
    ) as repository:
        repository.run(WriteRecords([event(2, title="Another")]))
        repository.run(DeleteRecords([Ref("E2")]))
        repository.undo()
        repository.checkpoint()
    return place
