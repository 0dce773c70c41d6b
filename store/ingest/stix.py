"""STIX 2.1 bundles.

Incidents and campaigns are events; threat actors and intrusion sets actors; locations places;
identities sources, and actors, too, where a relationship says that they took part; reports
reports; notes and opinions notes.  A relationship that our records bear is a reference, any other
a note that names both ends.  Markings become tags: `TLP:RED`.  Of several versions of an object
the newest is read.  A type without a record is rejected by name.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, NamedTuple

from store.ids import Kind, Ref
from store.ingest import countries
from store.ingest.importer import DataFile, Head, Importer
from store.ingest.json_items import items
from store.ingest.json_text import Item
from store.ingest.once import Once, title_of
from store.ingest.written import date_of, number_of, point_of, text_of, texts_of
from store.proposals import Flagged, Proposal, Register, Rejected
from store.values import EventActor, EventLocation
from store.vocabulary import ActorRole, ReportKind, Sensitivity

FORMAT = "stix"

NO_OBJECT = "an object has an id and a type"
OLDER = "a newer version of the object is in the file"
TWICE = "the object stands in the file before"
NOBODY_THERE = "it names an object that is not in the file, or of which no record is made"
NO_TWO_ENDS = "the relationship does not name two objects of the file of which records are made"
REVOKED = "the object has been revoked"

_KINDS = {
    "incident": Kind.EVENT,
    "campaign": Kind.EVENT,
    "threat-actor": Kind.ACTOR,
    "intrusion-set": Kind.ACTOR,
    "location": Kind.LOCATION,
    "identity": Kind.SOURCE,
    "report": Kind.REPORT,
    "note": Kind.NOTE,
    "opinion": Kind.NOTE,
}
#: What an actor is to an event, by the relationship's name.
_ROLES = {
    "attributed-to": ActorRole.PERPETRATOR,
    "targets": ActorRole.VICTIM,
    "impacts": ActorRole.VICTIM,
}
_PLACED = frozenset(["located-at", "originates-from", "occurred-at", "targets"])
#: TLP's markings have ids of their own, and need not be in the file (STIX 2.1, 7.2.1.4).
_TLP = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "TLP:WHITE",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "TLP:GREEN",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "TLP:AMBER",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "TLP:RED",
}
#: What every object has, and a record has in its own way or not at all.
_OF_ALL = ("type", "id", "object_marking_refs", "labels")


class _Link(NamedTuple):
    name: str
    other: str


class _Object(NamedTuple):
    line: int
    key: str
    fields: dict[str, Any]
    """What is left to be kept: who reads a member takes it out."""
    flags: list[Flagged]

    def text(self, name: str) -> str:
        """A member's text; what is none stays to be kept."""
        if not isinstance(self.fields.get(name), str):
            return ""
        return str(self.fields.pop(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """A member's texts."""
        return texts_of(self.fields.pop(name, None))

    def date(self, name: str) -> Any:
        """A member's date; what cannot be read stays to be kept."""
        written = date_of(self.fields.get(name))
        if written.odd:
            self.flags.append(Flagged(self.line, name, written.odd))
        if written.date is not None:
            del self.fields[name]
        return written.date


def suits(head: Head) -> bool:
    """Whether a file that begins so is a bundle."""
    begins = head.text.lstrip()
    return begins[:1] == "{" and '"bundle"' in begins[:2_000] and "bundle--" in begins


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """Read the objects; UnreadableSet, OSError."""
    reading = _Reading(file, register)
    for item in items(file, "objects"):
        if isinstance(item, Item):
            yield from reading.object(item)
        else:
            yield item


class _Reading:
    """The objects of one bundle, all of whose ids and relationships are known."""

    def __init__(self, file: DataFile, register: Register) -> None:
        self._once = Once(FORMAT, file.name, register)
        self._types: dict[str, str] = {}
        self._newest: dict[str, str] = {}
        self._markings = dict(_TLP)
        self._links: dict[str, list[_Link]] = {}
        self._acting: set[str] = set()
        for item in items(file._replace(seen=lambda _: None), "objects"):
            if isinstance(item, Item):
                self._note_down(item.value)

    def _note_down(self, value: Any) -> None:
        match value:
            case {"id": str(key), "type": str(type_)} if key.strip():
                modified = text_of(value.get("modified"))
                # Their moments are all in UTC, in one notation: they sort as text.
                if key not in self._types or modified > self._newest[key]:
                    self._types[key], self._newest[key] = type_, modified
        match value:
            case {"type": "relationship", "source_ref": str(first), "target_ref": str(second)}:
                name = text_of(value.get("relationship_type"))
                self._links.setdefault(first, []).append(_Link(name, second))
                if name in _ROLES:
                    self._acting.add(second)
            case {"type": "marking-definition", "id": str(key)}:
                named = value.get("name")
                tlp = value.get("definition")
                if isinstance(tlp, dict) and isinstance(tlp.get("tlp"), str):
                    self._markings[key] = f"TLP:{tlp['tlp'].upper()}"
                elif isinstance(named, str) and named.strip():
                    self._markings[key] = named.strip()

    def object(self, item: Item) -> Iterator[Proposal]:
        """What an object becomes."""
        value = item.value
        if not isinstance(value, dict) or not all(
            isinstance(value.get(name), str) and value[name].strip() for name in ("id", "type")
        ):
            yield Rejected(item.line, "", NO_OBJECT, item.raw)
            return
        key, type_ = value["id"], value["type"]
        if type_ == "marking-definition":
            return
        if self._newest[key] != text_of(value.get("modified")) or self._types[key] != type_:
            yield Rejected(item.line, "modified", OLDER, item.raw)
            return
        found = _Object(item.line, key, dict(value), [])
        found.flags.extend(Flagged(item.line, "", odd) for odd in item.odd)
        kind = Kind.NOTE if type_ == "relationship" else _KINDS.get(type_)
        if kind is None:
            named = type_ if type_.replace("-", "").isalnum() and len(type_) < 60 else "it"
            yield Rejected(item.line, "type", f"no record is made of {named}", item.raw)
        elif self._once.is_made(self._once.ref(kind, key)):
            yield Rejected(item.line, "id", TWICE, item.raw)
        elif type_ == "relationship":
            yield from self._relationship(found, item.raw)
        else:
            yield from self._record(kind, type_, found)

    def _record(self, kind: Kind, type_: str, found: _Object) -> Iterator[Proposal]:
        tags = self._tags(found)
        match kind:
            case Kind.EVENT:
                fields = self._event(type_, found)
            case Kind.ACTOR:
                fields = _actor(found)
            case Kind.LOCATION:
                fields = _place(found)
            case Kind.SOURCE:
                fields = yield from self._identity(found)
            case Kind.REPORT:
                fields = self._report(found)
            case _:
                fields = self._note(type_, found)
        yield from found.flags
        kept = {name: one for name, one in found.fields.items() if name not in _OF_ALL}
        whole = {"type": type_, **kept}
        yield from self._once.make(
            kind, found.key, found.line, tags=tags, extra={FORMAT: whole}, **fields
        )

    def _tags(self, found: _Object) -> tuple[str, ...]:
        marked = list(texts_of(found.fields.get("object_marking_refs")))
        granular = found.fields.get("granular_markings")
        marked += [
            text_of(one.get("marking_ref"))
            for one in (granular if isinstance(granular, list) else [])
            if isinstance(one, dict)
        ]
        tags = [self._markings[one] for one in marked if one in self._markings]
        unknown = [one for one in marked if one and one not in self._markings]
        if unknown:
            found.fields["markings"] = unknown
        if found.fields.get("revoked") is True:
            found.flags.append(Flagged(found.line, "revoked", REVOKED))
            tags.append("revoked")
        return tuple(dict.fromkeys([*tags, *texts_of(found.fields.get("labels"))]))

    def _ref(self, key: str, *kinds: Kind) -> Ref | None:
        """The record of an object of the file; None where it makes none of these kinds."""
        kind = _KINDS.get(self._types.get(key, ""))
        if kind is Kind.SOURCE and Kind.ACTOR in kinds and key in self._acting:
            kind = Kind.ACTOR
        if kind is None or (kinds and kind not in kinds):
            return None
        return self._once.ref(kind, key)

    def _refs(self, found: _Object, name: str, *kinds: Kind) -> list[Ref]:
        """The records that a member names; the others stay to be kept, and are told of."""
        refs, others = [], []
        for key in found.texts(name):
            ref = self._ref(key, *kinds)
            refs.append(ref) if ref else others.append(key)
        if others:
            found.fields[name] = others
            found.flags.append(Flagged(found.line, name, NOBODY_THERE))
        return refs

    def _event(self, type_: str, found: _Object) -> dict[str, Any]:
        actors: dict[EventActor, None] = {}
        places: dict[EventLocation, None] = {}
        for name, other in self._links.get(found.key, ()):
            if name in _ROLES and (actor := self._ref(other, Kind.ACTOR)):
                actors[EventActor(actor=actor, role=_ROLES[name])] = None
            if name in _PLACED and (place := self._ref(other, Kind.LOCATION)):
                places[EventLocation(location=place)] = None
        summary = found.text("description")
        start, end = found.date("first_seen"), found.date("last_seen")
        return {
            "title": found.text("name") or title_of(summary),
            "summary": summary,
            "type": type_ if type_ == "campaign" else "",
            "start": start,
            "end": None if end == start else end,
            "actors": tuple(actors),
            "locations": tuple(places),
        }

    def _identity(self, found: _Object) -> Generator[Proposal, None, dict[str, Any]]:
        name = found.text("name")
        is_person = found.fields.get("identity_class") == "individual"
        covered = Sensitivity.PERSONAL if is_person else Sensitivity.OPEN
        if found.key in self._acting:
            yield from self._once.make(
                Kind.ACTOR, found.key, found.line, name=name, sensitivity=covered
            )
        return {"name": name or found.key, "sensitivity": covered}

    def _report(self, found: _Object) -> dict[str, Any]:
        referenced = found.fields.get("external_references")
        urls = [
            text_of(one.get("url")).strip()
            for one in (referenced if isinstance(referenced, list) else [])
            if isinstance(one, dict)
        ]
        publisher = self._refs(found, "created_by_ref", Kind.SOURCE)
        text = found.text("description")
        return {
            "kind": ReportKind.BULLETIN,
            "title": found.text("name") or title_of(text),
            "text": text,
            "url": next(filter(None, urls), ""),
            "publisher": publisher[0] if publisher else None,
            "published_at": found.date("published"),
            "language": found.text("lang"),
        }

    def _note(self, type_: str, found: _Object) -> dict[str, Any]:
        refs = self._refs(found, "object_refs")
        parts = [found.text("abstract"), found.text("content"), found.text("explanation")]
        if type_ == "opinion":
            parts.insert(0, f"Opinion: {found.text('opinion').replace('-', ' ')}")
        parts += [f"By {', '.join(authors)}" if (authors := found.texts("authors")) else ""]
        if refs[1:]:
            parts.append(f"About {', '.join(f'[[{ref}]]' for ref in refs)}")
        body = "\n\n".join(part for part in parts if part)
        return {"target": refs[0] if refs else None, "body": body}

    def _relationship(self, found: _Object, raw: str) -> Iterator[Proposal]:
        name, first, second = (
            text_of(found.fields.get(one))
            for one in ("relationship_type", "source_ref", "target_ref")
        )
        is_event = _KINDS.get(self._types.get(first, "")) is Kind.EVENT
        is_borne = (name in _ROLES and self._ref(second, Kind.ACTOR)) or (
            name in _PLACED and self._ref(second, Kind.LOCATION)
        )
        if is_event and is_borne:
            # The event names its actor, or its place.
            yield from found.flags
            return
        ends = [self._ref(first), self._ref(second)]
        here, there = ([ref] if ref else [] for ref in ends)
        if not here or not there:
            yield Rejected(found.line, "", NO_TWO_ENDS, raw)
            return
        yield from found.flags
        words = name.replace("-", " ") or "relationship"
        about = text_of(found.fields.get("description")).strip()
        kept = {FORMAT: {key: one for key, one in found.fields.items() if key != "id"}}
        yield from self._once.relation(
            found.key, found.line, here, there, f"{words} ({about})" if about else words, kept
        )


def _actor(found: _Object) -> dict[str, Any]:
    return {
        "name": found.text("name"),
        "aliases": found.texts("aliases"),
        "scheme_ids": {FORMAT: found.key},
    }


def _place(found: _Object) -> dict[str, Any]:
    point = point_of(found.fields.get("latitude"), found.fields.get("longitude"))
    if point.odd:
        found.flags.append(Flagged(found.line, "latitude", point.odd))
    elif point.lat is not None:
        del found.fields["latitude"], found.fields["longitude"]
    radius = number_of(found.fields.get("precision"))
    if radius is not None and radius >= 0:
        del found.fields["precision"]
    country = text_of(found.fields.get("country")).strip()
    code = countries.code_of(country)
    if code and code == country.upper():
        del found.fields["country"]
    city, adm1 = found.text("city"), found.text("administrative_area")
    region = text_of(found.fields.get("region"))
    return {
        "name": found.text("name") or city or adm1 or country or region,
        "names": (city,) if city else (),
        "lat": point.lat,
        "lon": point.lon,
        "radius_m": float(radius) if radius is not None and radius >= 0 else None,
        "adm1": adm1,
        "country": code,
    }


IMPORTER = Importer(FORMAT, "STIX 2.1 bundle", suits, read)
