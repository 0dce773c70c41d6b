"""What is said of drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.drafts import Draft
from store.ids import Ref
from tui.bindings import USUAL
from tui.render.drafts import first_words, opening_sentence

NOON = 1_741_348_800.0


def draft(at: float = NOON) -> Draft:
    """A draft on E412."""
    return Draft(Path("/s/drafts"), "E412-00000000", "ada", (Ref("E412"),), None, 0, at, b"x")


def test_the_newest_draft_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """When, on which record, which key goes on; where its text lies if the record is gone."""
    said = opening_sentence([draft()], NOON + 60, USUAL, is_there=True)
    assert said.startswith("A draft on E412 from ")
    assert said.endswith(": C on E412 goes on with it.")
    said = opening_sentence([draft(), draft()], NOON + 9e5, USUAL, is_there=False)
    assert "2025-03-0" in said
    assert "which is not there any more: /s/drafts/E412-00000000.md has the text." in said
    assert said.endswith("1 more waits: O lists them.")


def test_a_draft_s_first_words_stand_below_its_heading() -> None:
    """And are safe to show."""
    assert first_words("---\nkind: note\n---\n\n  Who\x1b counted?\nMore", 40) == "Who␛ counted?"
    assert first_words("---\nno end", 40) == "---"
    assert first_words("", 40) == ""
