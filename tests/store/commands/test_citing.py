"""Words of a report as quotes, claims and places, each one operation."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.commands.citing import Cite, CitePlace
from store.errors import InvalidRecord, Refused, UnknownRecord
from store.ids import Ref
from store.model import Event, Location, Quote
from store.spans import Span, find
from store.vocabulary import LocationRole
from tests.builders import a_store, claim, event, evidence, location, quote, report
from tests.store.commands.desk import ADA, made_of

REPORT = report(4, text="In  Tuwaym 31 people were killed.")


def where(words: str) -> Span:
    """Where the words stand in the report."""
    found = find(REPORT.text, words)
    assert found
    return found


def test_a_quote_and_a_claim_are_new_records() -> None:
    """With who made them and when; the history says from which report."""
    for made in (quote(0, **evidence(REPORT, "31 people")), claim(0, **evidence(REPORT, "31"))):
        command = Cite(made)
        (record,) = made_of(command, REPORT).values()
        assert record is not None
        assert (record.id, record.created) == (101, ADA)
        assert command.label == f"took a {made.kind_of.noun} from R4"


def test_what_a_quote_names_must_be_there() -> None:
    """A speaker that somebody deleted meanwhile is told."""
    with pytest.raises(UnknownRecord, match="S9"):
        made_of(Cite(quote(0, speaker="S9", **evidence(REPORT, "31"))), REPORT)


def test_words_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """The span and the words are checked by the store; an undo takes one citation back."""
    with a_store(tmp_path / "store", REPORT) as store:
        with pytest.raises(InvalidRecord, match="the report has"):
            store.run(Cite(quote(0, report="R4", start=0, end=2, words="At")))
        store.run(Cite(quote(0, **evidence(REPORT, "31 people"))))
        with store.read() as reader:
            assert reader.get(Ref("Q1")).label == "31 people"
        store.undo(store.undoable())
        with store.read() as reader:
            assert reader.find(Ref("Q1")) is None


def test_a_new_place_is_linked_to_the_event_and_to_the_quotes_of_the_words() -> None:
    """By its name and without coordinates; the event keeps how the report puts it."""
    said = quote(9, **evidence(REPORT, "In  Tuwaym"))
    command = CitePlace(Ref("R4"), where("Tuwaym"), event=Ref("E6"), quotes=[Ref("Q9")])
    made = made_of(command, REPORT, event(6), said)
    place, of, by = made["L101"], made["E6"], made["Q9"]
    assert isinstance(place, Location)
    assert isinstance(of, Event)
    assert isinstance(by, Quote)
    assert (place.name, place.lat) == ("Tuwaym", None)
    assert [(one.location, one.role, one.words) for one in of.locations] == [
        ("L101", LocationRole.SITE, "Tuwaym")
    ]
    assert by.locations == ("L101",)
    assert command.label == "took a new place from R4 for E6"


def test_what_is_linked_already_stays_as_it_is() -> None:
    """The same place is linked once; nothing else is written."""
    command = CitePlace(Ref("R4"), where("Tuwaym"), Ref("L4"), Ref("E6"))
    assert command.label == "took the place L4 from R4 for E6"
    assert made_of(command, REPORT, event(6, places=["L4"]), location(4)) == {}


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (CitePlace(Ref("E6"), Span(0, 2)), "words are taken from reports"),
        (CitePlace(Ref("R4"), Span(90, 95)), "has no words at 90:95"),
        (CitePlace(Ref("R4"), Span(2, 4)), "has no words at 2:4"),
        (CitePlace(Ref("R4"), Span(4, 10), event=Ref("R4")), "places belong to events"),
    ],
    ids=["an event", "behind the end", "blanks", "a report as event"],
)
def test_what_cannot_be_a_place_is_refused(command: CitePlace, reason: str) -> None:
    """With the reason, and nothing is made."""
    with pytest.raises(Refused, match=reason):
        made_of(command, REPORT, event(6))


def test_a_place_that_is_gone_is_told() -> None:
    """Somebody deleted it meanwhile."""
    with pytest.raises(UnknownRecord, match="L4"):
        made_of(CitePlace(Ref("R4"), where("Tuwaym"), Ref("L4")), REPORT)
