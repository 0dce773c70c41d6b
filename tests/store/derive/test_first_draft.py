"""What a new record is filled in with before anybody types."""

from __future__ import annotations

import pytest

from store.derive.covers import Covers, masked
from store.derive.first_draft import beside, day_of, event_of, places_in
from store.ids import Kind, Ref
from store.memory_reader import MemoryReader
from store.model import Report
from tests.builders import evidence, location, quote, report

PLACES = MemoryReader(
    [
        location(1, name="Baniyas", names=["بانياس"]),
        location(2, name="al-Qusour, Baniyas", names=["al-Qusour"]),
        location(3, name="Tartus"),
        location(4, name="Ur"),
        location(5, name=""),
    ]
)


def test_a_report_fills_in_its_event() -> None:
    """Title, first sentence, day and places; what it says of figures stays a claim to be made."""
    told = report(
        7,
        title="  Nine killed\n in Tartus ",
        text="BANIYAS, March 7 (Agency) - Nine people were killed on Friday. More later.",
        published_at="2025-03-08T09:15",
    )
    values = event_of([told, report(8)], PLACES)
    assert values["title"] == "Nine killed in Tartus"
    assert values["summary"] == "BANIYAS, March 7 (Agency) - Nine people were killed on Friday."
    assert (values["start"], values["reports"]) == ("2025-03-07", ("R7", "R8"))
    assert [(one.location, one.role) for one in values["locations"]] == [
        ("L3", "site"),
        ("L1", "named"),
    ]
    assert "estimates" not in values


def test_covered_words_of_a_report_are_not_laid_open_in_its_event() -> None:
    """Neither all of them, nor those of a quote; its day and its places are found."""
    text = "Baniyas, 7 March 2025 - Men lay by the roadside. More later."
    post = report(7, kind="post", title=text, text=text, sensitivity="graphic")
    covered = Covers().seen(post)
    assert isinstance(covered, Report)
    values = event_of([post], PLACES, covered)
    assert (values["title"], values["summary"]) == ("", "")
    assert (values["start"], values["locations"][0].location) == ("2025-03-07", "L1")
    told = report(8, title="Found", text=text)
    lying = quote(1, **evidence(told, "Men lay"), sensitivity="graphic")
    values = event_of([told], PLACES, masked(told, [lying]))
    assert (values["title"], values["summary"]) == ("Found", "")


def test_words_that_were_covered_are_so_in_the_event_that_takes_them() -> None:
    """They were revealed where it was made; whoever opens it next has not asked for them."""
    shown = report(7, title="Found", text="Men lay by the roadside.", sensitivity="graphic")
    assert event_of([shown], PLACES)["sensitivity"] == "graphic"


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("Damascus, 6 March 2025 - x", "2025-03-08", "2025-03-06"),
        ("DAMASCUS, Dec. 30 (AP) - x", "2025-01-02", "2024-12-30"),
        ("no date", "2025-03-08T23:30-05:00", "2025-03-08"),
        ("no date", "2025-03", "2025-03"),
        ("no date", "2025-03-06/2025-03-08", "2025-03-06/2025-03-08"),
        ("June 31 x", None, None),
        ("دمشق، ٧ آذار/مارس (وكالة) - قال", "2025-03-09", "2025-03-07"),
        ("Damascus, 6 March 2025 - x", None, "2025-03-06"),
    ],
)
def test_the_day_is_that_of_the_dateline(text: str, published: str | None, day: str | None) -> None:
    """Else that of publication, as exactly as it is known; never a day behind it."""
    assert day_of(report(1, text=text, published_at=published)) == day


def test_places_are_found_in_any_script_and_not_within_longer_names() -> None:
    """A quarter is not the town of the same name; two letters are no name."""
    assert places_in("In al-Qusour, Baniyas, and then in Tartus. Ur.", PLACES) == ["L2", "L3"]
    assert places_in("مقتل تسعة في بانياس", PLACES) == ["L1"]
    assert places_in("Tartusi banked", PLACES) == []


def test_a_new_record_names_what_is_in_focus() -> None:
    """In the field that is for it; where there is none, nothing."""
    assert beside(Kind.CLAIM, Ref("E5")) == {"event": "E5"}
    assert beside(Kind.QUOTE, Ref("E5")) == {"events": ("E5",)}
    assert beside(Kind.EVENT, Ref("L5"))["locations"][0].location == "L5"
    assert beside(Kind.SOURCE, Ref("E5")) == {}
    assert beside(Kind.CLAIM, None) == {}
