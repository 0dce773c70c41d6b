"""FollowTheMoney entities, one a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from store.ingest.follow_the_money import IMPORTER, NO_TWO_ENDS, NOBODY_THERE
from store.ingest.formats import of_file
from store.ingest.importer import DataFile
from store.ingest.passwords import SECRET_LEFT_OUT
from store.model import Actor, Event, Location, Note, Report, Source
from tests.store.ingest.reading import fuzzed, oddities, of, read, rejects
from tests.store.strategies import JSON_VALUES


def entity(key: str, schema: str, **properties: Any) -> dict[str, Any]:
    """An entity; one value of a property may stand alone."""
    values = {name: one if isinstance(one, list) else [one] for name, one in properties.items()}
    return {"id": key, "schema": schema, "properties": values}


def lines(*entities: dict[str, Any]) -> str:
    """A file with these entities."""
    return "\n".join(json.dumps(one) for one in entities)


def test_entities_become_what_they_are_on_the_desk(tmp_path: Path) -> None:
    """An event with who took part, where, and the document that tells of it."""
    text = lines(
        entity("doc", "Article", title="Shelling", publisher="The Paper", publishedAt="2025-03-08"),
        entity(
            "ev",
            "Event",
            name="Shelling of Salem",
            startDate="2025-03",
            involved=["unit"],
            addressEntity="ad",
            location="Salem",
        ),
        entity("link", "Documentation", document="doc", entity="ev"),
        entity("unit", "Organization", name=["The Unit", "TU"], topics="military"),
        entity(
            "ad",
            "Address",
            full="Main Street, Salem",
            country="us",
            latitude="44.9",
            longitude="-123.0",
        ),
    )
    found = read(IMPORTER, tmp_path / "set.ftm.json", text)
    assert of_file(DataFile(tmp_path / "set.ftm.json")) is IMPORTER
    (event,), (report,), (actor,) = of(found, Event), of(found, Report), of(found, Actor)
    (place,), (source,) = of(found, Location), of(found, Source)
    assert (event.title, event.start) == ("Shelling of Salem", "2025-03")
    assert event.reports == (report.ref,)
    assert [one.actor for one in event.actors] == [actor.ref]
    assert [one.location for one in event.locations] == [place.ref]
    assert (report.published_at, report.publisher) == ("2025-03-08", source.ref)
    assert (actor.name, actor.aliases, actor.tags) == ("The Unit", ("TU",), ("military",))
    assert (place.country, place.lat) == ("US", 44.9)
    # The name of the place stays with the event, which has an address.
    assert event.extra["ftm"]["properties"] == {"location": ["Salem"]}
    assert not rejects(found)


def test_a_link_between_parties_becomes_a_note_that_names_both(tmp_path: Path) -> None:
    """What no field bears is kept in words; a link to nobody is rejected."""
    text = lines(
        entity("a", "Person", name="Somebody"),
        entity("b", "Company", name="Something Ltd"),
        entity("own", "Ownership", owner="a", asset="b", role="holder"),
        entity("lost", "Ownership", owner="a", asset="nobody"),
    )
    found = read(IMPORTER, tmp_path / "set.json", text)
    first, second = of(found, Actor)
    (note,) = of(found, Note)
    assert note.target == first.ref
    assert note.body == f"Ownership (holder): [[{first.ref}]] – [[{second.ref}]]"
    assert [(one.line, one.reason) for one in rejects(found)] == [(4, NO_TWO_ENDS)]


def test_a_password_comes_in_nowhere(tmp_path: Path) -> None:
    """Neither the record nor the list of rejects has it; that there was one is told."""
    text = (
        lines(
            entity("u", "UserAccount", username="somebody", service="forum", password="hunter2"),
            entity("v", "Vessel", name="Boat", accessToken="hunter2"),
        )
        + '\n{"id": "w", "schema": "UserAccount", "properties": {"password": ["hunter2"], '
    )
    found = read(IMPORTER, tmp_path / "set.json", text)
    (account,) = of(found, Source)
    assert (account.name, account.affiliation, account.kind) == ("somebody", "forum", "account")
    assert oddities(found) == {SECRET_LEFT_OUT: 1}
    assert len(rejects(found)) == 2
    assert "hunter2" not in repr(found)


def test_what_is_named_and_not_there_is_told(tmp_path: Path) -> None:
    """A note and an event that name absent entities come in, flagged."""
    text = lines(
        entity("n", "Note", description="Ask again", entity="gone"),
        entity("e", "Event", name="Rally", involved="gone"),
    )
    found = read(IMPORTER, tmp_path / "set.json", text)
    assert oddities(found) == {NOBODY_THERE: 2}
    assert of(found, Event)[0].extra["ftm"]["properties"] == {"involved": ["gone"]}


_SCHEMATA = ["Event", "Person", "Article", "Address", "Note", "UserAccount", "Documentation"]
_PROPERTIES = ["name", "document", "entity", "involved", "addressEntity", "startDate", "country"]
_PROPERTIES += ["latitude", "longitude", "password", "publisher", "sourceUrl", "bodyText"]


def test_a_country_is_known_by_its_name_too(tmp_path: Path) -> None:
    """What was written stays beside the code."""
    text = json.dumps(entity("ad", "Address", full="Salem", country="Syria"))
    found = read(IMPORTER, tmp_path / "set.ftm.json", text)
    (place,) = of(found, Location)
    assert place.country == "SY"
    assert place.extra["ftm"]["properties"] == {"country": ["Syria"]}


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "id": st.sampled_from(["a", "b", " a"]) | JSON_VALUES,
                "schema": st.sampled_from([*_SCHEMATA, "Ownership", "Vessel"]) | JSON_VALUES,
                "properties": JSON_VALUES
                | st.dictionaries(
                    st.sampled_from(_PROPERTIES),
                    st.lists(st.sampled_from(["a", "b", "c", "2025", "US"])) | JSON_VALUES,
                ),
            },
        )
        | JSON_VALUES,
        max_size=6,
    )
)
def test_anything_in_the_shape_of_entities_is_read(
    tmp_path_factory: Any, entities: list[Any]
) -> None:
    """Whatever stands where a value is expected, proposals come of it, or a named reason."""
    text = "\n".join(json.dumps(one) for one in entities)
    fuzzed(IMPORTER, tmp_path_factory.getbasetemp() / "fuzz.jsonl", text.encode())
