"""Places, sources, actors and events that look the same, and those that do not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import actor, claim, event, location, source
from tests.store.derive.lint.looked import found, rules


def places(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What is told of two places."""
    return rules(location(1, **one), location(2, **other))


AT = {"country": "SY", "lat": 35.18, "lon": 35.95}
NEAR = {"country": "SY", "lat": 35.19, "lon": 35.95}
FAR = {"country": "SY", "lat": 36.9, "lon": 41.2}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Baniyas", **AT}, {"name": "baniyas", **NEAR}),
        ({"name": "Baniyas", **AT}, {"name": "Banyas", "names": ["Baniyas"], **NEAR}),
        ({"name": "Al-Qadmous", **AT}, {"name": "Al Qadmus", "names": ["al-Qadmous"], **NEAR}),
        ({"name": "Maarat al-Numan", **AT}, {"name": "Maarat al-Numaan", **NEAR}),
        ({"name": "Baniyas", "country": "SY"}, {"name": "Baniyas", "country": "SY"}),
    ],
)
def test_places_that_look_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    """One name or one spelling, near each other, or not known to be elsewhere."""
    assert places(one, other) == ["same-place"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Baniyas", **AT}, {"name": "Baniyas", **FAR}),
        ({"name": "Tripoli", "country": "LB"}, {"name": "Tripoli", "country": "LY"}),
        ({"name": "Baniyas", **AT}, {"name": "Baniyas", "parent": "L1", **AT}),
        ({"name": "Camp Area 12", **AT}, {"name": "Camp Area 13", **AT}),
        ({"name": "Northern Tartus district", **AT}, {"name": "Southern Tartus district", **AT}),
        ({"name": "Maarat al-Numan", "country": "SY"}, {"name": "Maarat al-Numaan"}),
        (
            {"name": "Kafr", "country": "SY", "adm1": "Homs"},
            {"name": "Kafr", "country": "SY", "adm1": "Idlib"},
        ),
    ],
)
def test_places_that_are_two(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Elsewhere, another country, the whole of the other, another number, another side."""
    assert places(one, other) == []


def test_places_without_coordinates_are_told_softly() -> None:
    """Whether they are one is said to be open; the mend asks."""
    (one,) = found(location(1, name="Baniyas"), location(2, name="Baniyas"))
    assert "they may be two all the same" in one.sentence
    assert one.mend is not None
    assert one.mend.is_asked


def test_ten_places_that_are_one_are_nine_findings() -> None:
    """Each is told once, beside one that was told before."""
    many = [location(number, name="Baniyas", **AT) for number in range(1, 11)]
    assert rules(*many) == ["same-place"] * 9


def test_sources_and_actors_by_name_and_alias() -> None:
    """Witnesses are called alike and are many; another affiliation is another source."""
    one, other = source(1, name="Red Wire"), source(2, name="RW", aliases=["Red Wire"])
    assert rules(one, other) == ["same-source"]
    assert rules(source(1, name="a resident", kind="witness"), source(2, name="a resident")) == []
    ministries = [
        source(number, name="Health ministry", affiliation=whose)
        for number, whose in enumerate(("Syria", "Lebanon"), 1)
    ]
    assert rules(*ministries) == []
    assert rules(actor(1, name="North Brigade"), actor(2, name="North brigade")) == ["same-actor"]
    allied = actor(1, name="Islamic Front, Mujahideen Army")
    assert rules(allied, actor(2, name="Islamic Front, Mujahideen Army, SRF")) == []
    coded = [actor(n, name="Gunmen", scheme_ids={"ucdp": str(n)}) for n in (1, 2)]
    assert rules(*coded) == []


L1 = location(1, name="Baniyas", **AT)


def clash(number: int, **fields: Any) -> Any:
    """An event of one day at one place."""
    given = {"title": "Clash at the bridge", "start": "2025-03-07", "places": ["L1"], **fields}
    return event(number, **given)


def test_events_of_one_day_and_place_with_one_title() -> None:
    """Merging them is offered; a part, another day and another title are other events."""
    (one,) = found(L1, clash(1), clash(2))
    assert (one.rule, one.refs) == ("same-event", ("E1", "E2"))
    assert one.mend is not None
    for other in (
        {"part_of": "E1"},
        {"start": "2025-04-07"},
        {"title": "Burial of the nine"},
        {"places": ["L2"]},
    ):
        second = location(2, name="Homs", **FAR)
        assert rules(L1, second, clash(1), clash(2, **other)) == []


def test_a_data_set_that_tells_events_apart_is_believed() -> None:
    """Each has an id of its own there; of two data sets they may be one."""
    ucdp = {"format": "ucdp-ged", "file": "a.csv"}
    apart = [clash(n, origin={**ucdp, "id": str(n)}) for n in (1, 2)]
    assert rules(L1, *apart) == []
    elsewhere = clash(2, origin={"format": "acled", "file": "b.csv", "id": "2"})
    assert rules(L1, apart[0], elsewhere) == ["same-event"]


def test_figures_speak_for_one_event_and_against() -> None:
    """A day apart, the same toll."""
    records = [L1, source(1, name="Red Wire"), clash(1), clash(2, start="2025-03-08")]
    assert rules(*records) == []
    tolls = [
        claim(n, event=f"E{n}", source="S1", measure="killed", low=31, high=31) for n in (1, 2)
    ]
    assert rules(*records, *tolls) == ["same-event"]


def test_what_is_said_to_be_meant_so() -> None:
    """By a tag of either; another pair is told all the same."""
    one, other, third = (source(n, name="Red Wire") for n in (1, 2, 3))
    (finding,) = found(one, other)
    assert finding.tag == "meant:same-source:S2"
    tagged = source(1, name="Red Wire", tags=[finding.tag])
    assert [one.is_meant for one in found(tagged, other)] == [True]
    turned = source(2, name="Red Wire", tags=["meant:same-source:S1"])
    assert [one.is_meant for one in found(one, turned)] == [True]
    assert [one.is_meant for one in found(tagged, other, third)] == [True, False, False]


def test_a_query_that_finds_one_of_two() -> None:
    """Is enough for the pair."""
    one, other = source(1, name="Red Wire", tags=["x"]), source(2, name="Red Wire")
    assert rules(one, other, query="tag:x") == ["same-source"]
    assert rules(one, other, query="tag:y") == []
