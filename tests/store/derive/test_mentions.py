"""Who is called by a note, and which notes call a person."""

from __future__ import annotations

import pytest

from store.derive.mentions import calling
from store.memory_reader import MemoryReader
from store.reader import Asker
from store.words import called
from tests.builders import listed, note
from tests.store.queries import TODAY


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("@ada can you look? @Sami's list; @ADA!", ["ada", "sami"]),
        ("(@ada.lovelace), @vera-2.", ["ada.lovelace", "vera-2"]),
        ("ada@example.org and @ada@example.social", []),
        ("https://example.social/@ada, a/@ada, @", []),
        ("@سامي، انظر @José", ["سامي", "jose"]),
        ("@" + "a." * 20_000, [".".join("a" * 20_000)]),
    ],
    ids=["names", "with signs", "mail", "addresses", "scripts", "long"],
)
def test_a_note_calls_whole_names_by_an_at(body: str, names: list[str]) -> None:
    """Case and the signs behind a name make no difference; an address calls nobody."""
    assert list(called(body)) == names


def test_a_person_is_told_of_the_notes_of_others() -> None:
    """Whole names in any case; of a name in two words with a sign between; not one's own notes."""
    stamps = {
        who: {"at": "2025-03-09T10:30:00Z", "by": who} for who in ("ada", "Ada Lovelace", "vera")
    }
    notes = MemoryReader(
        [
            note(1, body="@Ada look", created=stamps["vera"]),
            note(2, body="@ada: mine", created=stamps["ada"]),
            note(3, body="@adam, ada, x@ada.org", created=stamps["vera"]),
            note(4, body="for @ada.lovelace", created=stamps["vera"]),
            note(5, body="@ada_lovelace", created=stamps["Ada Lovelace"]),
        ]
    )
    asker = Asker(TODAY, "ada")
    assert listed(calling(notes, "ada", asker)) == ["N1"]
    assert listed(calling(notes, "Ada Lovelace", asker)) == ["N4"]
    assert calling(notes, "!", asker) == []
