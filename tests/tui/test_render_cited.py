"""The sentence that tells what was made of words, and what of it was guessed."""

from __future__ import annotations

import pytest

from store.derive.guesses import PlaceGuess
from store.ids import Ref
from store.vocabulary import LocationRole
from tests.builders import claim, quote
from tui.bindings import USUAL
from tui.render.cited import claim_said, place_is_there, place_said, quote_said

LABELS = {Ref("S3"): "Syrian Observatory for Human Rights", Ref("S2"): "AP"}
BY = "guessed"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"speaker": "S3", "via": ["S2"], "events": ["E6"], "locations": ["L4"]},
            "Q37: said by Syrian Observatory for Human Rights (S3) via AP, about E6 and L4.",
        ),
        (
            {"speaker": "S3", "speaker_role": "its head", "form": "indirect"},
            "Q37: indirect, said by Syrian Observatory for Human Rights (S3), “its head”.",
        ),
        ({"speaker_role": "a {tall} man"}, "Q37: said by “a (tall) man”, who is no source here."),
        ({}, "Q37: said by nobody whom the sentences name."),
    ],
    ids=["named", "with a role", "no source", "nobody"],
)
def test_a_quote_tells_who_speaks(fields: dict[str, object], told: str) -> None:
    """Whom it was guessed to be, and what mends it."""
    said = USUAL.said(quote_said(Ref("Q37"), quote(0, **fields), LABELS))
    assert said.startswith(told)
    assert said.endswith("Guessed from the sentence: e edits it, u undoes it.")
    assert ("It has no event yet: L links one." in said) is ("events" not in fields)


def test_a_claim_tells_its_figure_and_who_claims_it() -> None:
    """With the event and the day; a denial is called one."""
    toll = {"measure": "killed", "low": 745, "high": 745, "group": "civilians"}
    made = claim(0, source="S3", via=["S2"], event="E6", as_of="2025-03-08", **toll)
    assert claim_said(Ref("C47"), made, "", LABELS).startswith(
        "C47 of E6: 745 civilians killed, claimed by Syrian Observatory for Human Rights (S3) "
        "via AP, as of 2025-03-08."
    )
    part = claim(0, event="E6", part_of="C18", part_kind="within", **toll)
    assert claim_said(Ref("C47"), part, "", LABELS).startswith("C47 of E6, part of C18: 745 ")
    denied = claim(0, about="happened", words="{x}", stance="denies")
    assert claim_said(None, denied, "a clerk", LABELS).startswith(
        "Claim: “(x)”, denied by “a clerk”, who is no source here. It has no event yet"
    )
    unknown = claim(0, low=3, high=3)
    assert "3 people, killed or what is not said" in claim_said(Ref("C1"), unknown, "", LABELS)


def test_a_place_tells_to_what_it_was_linked() -> None:
    """A new one says so; one that needs no link says that."""
    guess = PlaceGuess("Tuwaym", (), (), (Ref("Q9"),), LocationRole.FLED_TO)
    assert place_said(Ref("L18"), guess, Ref("E6"), is_new=True).startswith(
        "Tuwaym (L18) is a new place without coordinates, linked to E6 as fled to and Q9."
    )
    alone = guess._replace(quotes=())
    assert "linked to nothing yet: {link} links it" in place_said(
        Ref("L18"), alone, None, is_new=True
    )
    assert place_said(Ref("L4"), alone, Ref("E6"), is_new=False).startswith(
        "Tuwaym (L4) is linked to E6 as fled to."
    )
    assert place_is_there(alone, Ref("L4"), [Ref("E6"), Ref("E15")]).startswith(
        "Tuwaym (L4) is a place of E6 and E15 already."
    )
    assert "has no event to link it to" in place_is_there(alone, Ref("L4"), [])
