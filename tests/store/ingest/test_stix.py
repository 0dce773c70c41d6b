"""STIX 2.1 bundles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from store.ingest.formats import of_file
from store.ingest.importer import DataFile
from store.ingest.stix import IMPORTER, NO_TWO_ENDS, NOBODY_THERE, OLDER
from store.model import Actor, Event, Location, Note, Report, Source
from tests.store.ingest.reading import fuzzed, oddities, of, read, rejects
from tests.store.strategies import JSON_VALUES

RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"


def object_(type_: str, number: int = 1, **fields: Any) -> dict[str, Any]:
    """An object with what every one has."""
    return {
        "type": type_,
        "spec_version": "2.1",
        "id": f"{type_}--00000000-0000-4000-8000-{number:012}",
        "modified": "2025-03-01T00:00:00.000Z",
        **fields,
    }


def bundle(*objects: Any) -> str:
    """A file with these objects."""
    whole = {"type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000000"}
    return json.dumps(whole | {"objects": list(objects)}, indent=1)


def link(name: str, first: dict[str, Any], second: dict[str, Any], number: int) -> dict[str, Any]:
    """A relationship of two objects."""
    ends = {"source_ref": first["id"], "target_ref": second["id"]}
    return object_("relationship", number, relationship_type=name, **ends)


def test_a_bundle_becomes_records_and_their_links(tmp_path: Path) -> None:
    """An incident with its actors and its place; a report with its publisher and markings."""
    incident = object_("incident", name="Attack", description="What happened.")
    group = object_("threat-actor", name="A Group", aliases=["AG"])
    victim = object_("identity", name="A Hospital", identity_class="organization")
    place = object_("location", name="Salem", latitude=44.9, longitude=-123.0, country="us")
    desk = object_("identity", 2, name="A Desk")
    text = bundle(
        link("attributed-to", incident, group, 1),
        link("targets", incident, victim, 2),
        link("located-at", incident, place, 3),
        link("located-at", group, place, 4),
        *(incident, group, victim, place, desk),
        object_(
            "report",
            name="Weekly",
            published="2025-03-02T00:00:00Z",
            labels=["weekly"],
            created_by_ref=desk["id"],
            object_marking_refs=[RED],
        ),
        object_("note", content="Odd.", object_refs=[incident["id"], group["id"]]),
        object_("malware", name="Bad"),
    )
    found = read(IMPORTER, tmp_path / "bundle.json", text)
    assert of_file(DataFile(tmp_path / "bundle.json")) is IMPORTER
    (event,), (site,), (report,) = of(found, Event), of(found, Location), of(found, Report)
    names = {one.ref: one.name for one in of(found, Actor)}
    assert [(names[one.actor], one.role) for one in event.actors] == [
        ("A Group", "perpetrator"),
        ("A Hospital", "victim"),
    ]
    assert [one.location for one in event.locations] == [site.ref]
    assert {one.ref: one.name for one in of(found, Source)}[report.publisher or site.ref] == (
        "A Desk"
    )
    assert (report.tags, report.published_at) == (("TLP:RED", "weekly"), "2025-03-02T00:00:00Z")
    located, odd = of(found, Note)
    assert located.body.startswith("located at: [[A")
    assert (odd.target, odd.body.partition("\n")[0]) == (event.ref, "Odd.")
    assert [one.reason for one in rejects(found)] == ["no record is made of malware"]


def test_the_newest_version_is_read(tmp_path: Path) -> None:
    """Of two versions of an object the older one is named and left out."""
    old = object_("incident", name="Old")
    new = {**old, "name": "New", "modified": "2025-03-05T00:00:00.000Z"}
    found = read(IMPORTER, tmp_path / "bundle.json", bundle(new, old))
    assert [event.title for event in of(found, Event)] == ["New"]
    assert [one.reason for one in rejects(found)] == [OLDER]


def test_what_is_named_and_not_there_is_told(tmp_path: Path) -> None:
    """An opinion on nothing comes in flagged, a relationship to nothing is rejected."""
    group = object_("threat-actor", name="A Group")
    opinion = object_("opinion", opinion="strongly-disagree", object_refs=["incident--x"])
    text = bundle(group, opinion, link("uses", group, {"id": "tool--x"}, 1))
    found = read(IMPORTER, tmp_path / "bundle.json", text)
    (note,) = of(found, Note)
    assert note.body == "Opinion: strongly disagree"
    assert oddities(found) == {NOBODY_THERE: 1}
    assert [one.reason for one in rejects(found)] == [NO_TWO_ENDS]


_TYPES = ["incident", "identity", "threat-actor", "location", "report", "note", "opinion"]
_TYPES += ["relationship", "marking-definition", "campaign", "malware"]
_IDS = st.sampled_from(["a", "b", "c"])
_MEMBERS = ["name", "modified", "latitude", "longitude", "precision", "country", "published"]
_MEMBERS += ["first_seen", "aliases", "labels", "object_refs", "external_references", "definition"]
_MEMBERS += ["object_marking_refs", "granular_markings", "created_by_ref", "relationship_type"]


def test_a_country_is_known_by_its_name_too(tmp_path: Path) -> None:
    """As STIX should not have it and files do; what was written stays beside the code."""
    place = object_("location", name="Salem", country="Syria")
    found = read(IMPORTER, tmp_path / "bundle.json", bundle(place))
    (site,) = of(found, Location)
    assert site.country == "SY"
    assert site.extra["stix"]["country"] == "Syria"


@given(
    st.lists(
        st.builds(
            lambda own, more: {**more, **own},
            st.fixed_dictionaries(
                {"id": _IDS | JSON_VALUES, "type": st.sampled_from(_TYPES) | JSON_VALUES},
                optional={
                    "source_ref": _IDS | JSON_VALUES,
                    "target_ref": _IDS | JSON_VALUES,
                    "relationship_type": st.sampled_from(["targets", "located-at", "uses"]),
                    "object_refs": st.lists(_IDS),
                },
            ),
            st.dictionaries(st.sampled_from(_MEMBERS), JSON_VALUES | st.lists(JSON_VALUES)),
        )
        | JSON_VALUES,
        max_size=6,
    )
)
def test_anything_in_the_shape_of_a_bundle_is_read(
    tmp_path_factory: Any, objects: list[Any]
) -> None:
    """Whatever stands where a value is expected, proposals come of it, or a named reason."""
    fuzzed(IMPORTER, tmp_path_factory.getbasetemp() / "fuzz.json", bundle(*objects).encode())
