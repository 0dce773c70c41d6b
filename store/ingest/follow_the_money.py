"""Entities of FollowTheMoney, one a line, as Aleph and OpenSanctions give them out.

Who acts (people, companies, bodies) becomes an actor, whoever publishes a source; documents become
reports, addresses places, user accounts sources.  A link that our records bear (who took part in
an event, which document tells of it) is a reference; any other becomes a note on the first party
that names both.  A schema without a record is rejected by name.  What is secret is left out.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Any, NamedTuple

from store.dates import PartialDate
from store.ids import Kind, Ref
from store.ingest import countries
from store.ingest.importer import DataFile, Head, Importer
from store.ingest.json_items import items
from store.ingest.json_text import Item
from store.ingest.once import Making, Once, title_of
from store.ingest.passwords import SECRET_LEFT_OUT, without_secrets, words_without_secrets
from store.ingest.written import date_of, point_of, text_of, texts_of
from store.proposals import Flagged, Proposal, Register, Rejected
from store.values import EventActor, EventLocation
from store.vocabulary import ActorKind, NoteKind, ReportKind, Sensitivity, SourceKind

FORMAT = "ftm"

NO_ENTITY = "an entity is an object with an id and a schema"
ID_TWICE = "the entity stands in a line before"
MORE_NAMES = "an event has several names: the first is its title"
NOBODY_THERE = "it names an entity that is not in the file"
NO_TWO_ENDS = "the link does not name two entities of the file"

_ACTORS = {
    "Person": ActorKind.UNKNOWN,
    "LegalEntity": ActorKind.UNKNOWN,
    "Organization": ActorKind.UNKNOWN,
    "Company": ActorKind.UNKNOWN,
    "PublicBody": ActorKind.AUTHORITY,
}
_REPORTS = {
    **dict.fromkeys(
        ["Document", "Article", "HyperText", "PlainText", "Pages", "Page", "Workbook", "Table"],
        ReportKind.ARTICLE,
    ),
    **dict.fromkeys(["Image", "Video", "Audio", "Package"], ReportKind.ARTICLE),
    "Email": ReportKind.MESSAGE,
    "Message": ReportKind.MESSAGE,
}
_KINDS = {
    **dict.fromkeys(_ACTORS, Kind.ACTOR),
    **dict.fromkeys(_REPORTS, Kind.REPORT),
    **dict.fromkeys(["Event", "Trip"], Kind.EVENT),
    "Address": Kind.LOCATION,
    "Note": Kind.NOTE,
    "UserAccount": Kind.SOURCE,
}
#: The properties in which a link's schema names its two ends.
_LINKS = {
    "Documentation": ("document", "entity"),
    "Mention": ("document", "resolved"),
    "UnknownLink": ("subject", "object"),
    "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"),
    "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"),
    "Family": ("person", "relative"),
    "Associate": ("person", "associate"),
    "Representation": ("agent", "client"),
    "Succession": ("predecessor", "successor"),
    "Payment": ("payer", "beneficiary"),
    "Debt": ("debtor", "creditor"),
    "ProjectParticipant": ("participant", "project"),
    "Similar": ("candidate", "match"),
}
_URL = re.compile(r"https?://\S+")


class _Entity(NamedTuple):
    line: int
    key: str
    schema: str
    properties: dict[str, Any]
    """What is left to be kept: who reads a property takes it out."""
    flags: list[Flagged]

    def texts(self, name: str) -> tuple[str, ...]:
        """A property's values, once each."""
        return texts_of(self.properties.pop(name, None))

    def text(self, *names: str) -> str:
        """The first value of the first of these properties; the others stay to be kept."""
        for name in names:
            found = texts_of(self.properties.get(name))
            if found:
                if len(found) == 1:
                    del self.properties[name]
                return found[0]
        return ""

    def date(self, *names: str) -> PartialDate | None:
        """The first of these dates that can be read; what cannot be stays to be kept."""
        for name in names:
            for text in texts_of(self.properties.get(name)):
                written = date_of(text)
                if written.odd:
                    self.flags.append(Flagged(self.line, name, written.odd))
                if written.date is not None:
                    if len(texts_of(self.properties[name])) == 1:
                        del self.properties[name]
                    return written.date
        return None

    @property
    def extra(self) -> dict[str, Any]:
        """What no field has."""
        kept: dict[str, Any] = {"schema": self.schema}
        if self.properties:
            kept["properties"] = self.properties
        return {FORMAT: kept}


def suits(head: Head) -> bool:
    """Whether a file that begins so has entities."""
    first = head.text.lstrip().partition("\n")[0]
    return first[:1] == "{" and all(f'"{name}"' in first for name in ("schema", "properties", "id"))


def read(file: DataFile, register: Register) -> Iterator[Proposal]:
    """Read the entities; UnreadableSet, OSError."""
    reading = _Reading(file, register)
    for item in items(file):
        if isinstance(item, Item):
            yield from reading.entity(item)
        elif isinstance(item, Rejected):
            yield item._replace(raw=words_without_secrets(item.raw))
        else:
            yield item


class _Reading:
    """The entities of one file, all of whose ids are known."""

    def __init__(self, file: DataFile, register: Register) -> None:
        self._once = Once(FORMAT, file.name, register)
        self._kinds: dict[str, Kind] = {}
        self._documents: dict[str, dict[str, None]] = {}
        """By event, the documents that tell of it."""
        for item in items(file._replace(seen=lambda _: None)):
            if isinstance(item, Item):
                self._note_down(item.value)

    def _note_down(self, value: Any) -> None:
        match value:
            case {"schema": "Documentation" | "Mention", "properties": dict(found)}:
                document, entity = _LINKS[value["schema"]]
                for event in texts_of(found.get(entity)):
                    for one in texts_of(found.get(document)):
                        self._documents.setdefault(event, {})[one] = None
            case {"id": str(key), "schema": str(schema)} if schema.strip() in _KINDS:
                if key.strip():
                    self._kinds.setdefault(key.strip(), _KINDS[schema.strip()])

    def entity(self, item: Item) -> Iterator[Proposal]:
        """What an entity becomes."""
        raw = words_without_secrets(item.raw)
        value = item.value
        if not isinstance(value, dict) or not isinstance(value.get("schema"), str):
            yield Rejected(item.line, "", NO_ENTITY, raw)
            return
        key, schema = text_of(value.get("id")).strip(), value["schema"].strip()
        found = value.get("properties")
        properties, is_secret = without_secrets(found if isinstance(found, dict) else {})
        if not key or not isinstance(value.get("id"), str):
            yield Rejected(item.line, "id", NO_ENTITY, raw)
            return
        entity = _Entity(item.line, key, schema, properties, [])
        entity.flags.extend(Flagged(item.line, "", odd) for odd in item.odd)
        if is_secret:
            entity.flags.append(Flagged(item.line, "properties", SECRET_LEFT_OUT))
        if schema in _LINKS:
            yield from self._link(entity, raw)
            return
        kind = _KINDS.get(schema)
        if kind is None:
            named = schema if schema.isascii() and schema.isalpha() and len(schema) < 40 else "it"
            yield Rejected(item.line, "schema", f"no record is made of {named}", raw)
        elif self._kinds.get(key) is not kind or self._once.is_made(self._once.ref(kind, key)):
            yield Rejected(item.line, "id", ID_TWICE, raw)
        else:
            yield from self._record(kind, entity)

    def _record(self, kind: Kind, entity: _Entity) -> Iterator[Proposal]:
        match kind:
            case Kind.ACTOR:
                fields = _actor(entity)
            case Kind.LOCATION:
                fields = _place(entity)
            case Kind.SOURCE:
                fields = _account(entity)
            case Kind.NOTE:
                fields = self._note(entity)
            case Kind.REPORT:
                fields = yield from self._report(entity)
            case _:
                fields = yield from self._event(entity)
        topics = entity.texts("topics") + entity.texts("keywords")
        yield from entity.flags
        yield from self._once.make(
            kind,
            entity.key,
            entity.line,
            tags=tuple(dict.fromkeys(topics)),
            extra=entity.extra,
            **fields,
        )

    def _named(self, entity: _Entity, name: str, kind: Kind) -> Iterator[Ref]:
        """The records that a property names; others stay to be kept, and are told of."""
        others: list[str] = []
        for key in entity.texts(name):
            if self._kinds.get(key) is kind:
                yield self._once.ref(kind, key)
            else:
                others.append(key)
        if others:
            entity.properties[name] = others
            entity.flags.append(Flagged(entity.line, name, NOBODY_THERE))

    def _event(self, entity: _Entity) -> Generator[Proposal, None, dict[str, Any]]:
        names, words = entity.texts("name"), entity.text("summary", "description")
        if names[1:]:
            entity.properties["name"] = list(names[1:])
            entity.flags.append(Flagged(entity.line, "name", MORE_NAMES))
        start, end = entity.date("startDate", "date"), entity.date("endDate")
        places = [
            EventLocation(location=place)
            for place in dict.fromkeys(self._named(entity, "addressEntity", Kind.LOCATION))
        ]
        country = countries.code_of(next(iter(texts_of(entity.properties.get("country"))), ""))
        for name in () if places else entity.texts("location"):
            key = f"place:{country}/{name}"
            ref = yield from self._once.make(Kind.LOCATION, key, None, name=name, country=country)
            places.append(EventLocation(location=ref, words=name))
        actors = [
            EventActor(actor=actor)
            for name in ("involved", "organizer")
            for actor in self._named(entity, name, Kind.ACTOR)
        ]
        reports = {
            self._once.ref(Kind.REPORT, one): None
            for one in self._documents.get(entity.key, ())
            if self._kinds.get(one) is Kind.REPORT
        }
        for url in entity.texts("sourceUrl"):
            reports[(yield from self._once.report(url, entity.line))] = None
        return {
            "title": names[0] if names else title_of(words),
            "summary": words,
            "start": start,
            "end": None if end == start else end,
            "locations": tuple(places),
            "actors": tuple(dict.fromkeys(actors)),
            "reports": tuple(reports),
        }

    def _report(self, entity: _Entity) -> Generator[Proposal, None, dict[str, Any]]:
        publisher: Ref | None = None
        name = entity.text("publisher")
        if name:
            publisher = yield from self._source(name)
        url = entity.text("sourceUrl", "website")
        title = entity.text("title", "name", "subject", "fileName")
        text = entity.text("bodyText")
        return {
            "kind": _REPORTS[entity.schema],
            "title": title or title_of(text) or url,
            "publisher": publisher,
            "author": entity.text("author", "from"),
            "url": url,
            "published_at": entity.date("publishedAt", "date", "authoredAt", "modifiedAt"),
            "language": entity.text("language"),
            "text": text,
        }

    def _source(self, name: str) -> Making:
        return self._once.make(
            Kind.SOURCE, f"publisher:{' '.join(name.casefold().split())}", None, name=name
        )

    def _note(self, entity: _Entity) -> dict[str, Any]:
        target: Ref | None = None
        for key in texts_of(entity.properties.get("entity")):
            kind = self._kinds.get(key)
            if kind is not None and target is None:
                target = self._once.ref(kind, key)
        if target is None:
            entity.flags.append(Flagged(entity.line, "entity", NOBODY_THERE))
        name, words = entity.text("name"), entity.text("description", "summary")
        body = "\n\n".join(part for part in (name, words) if part)
        return {"body": body, "kind": NoteKind.NOTE, "target": target}

    def _link(self, entity: _Entity, raw: str) -> Iterator[Proposal]:
        first, second = (
            [
                self._once.ref(self._kinds[key], key)
                for key in texts_of(entity.properties.get(name))
                if key in self._kinds
            ]
            for name in _LINKS[entity.schema]
        )
        if not first or not second:
            yield Rejected(entity.line, "", NO_TWO_ENDS, raw)
            return
        if entity.schema in ("Documentation", "Mention") and all(
            ref.kind is Kind.EVENT for ref in second
        ):
            # The events name their reports.
            yield from entity.flags
            return
        key = f"link:{entity.key}"
        if self._once.is_made(self._once.ref(Kind.NOTE, key)):
            yield Rejected(entity.line, "id", ID_TWICE, raw)
            return
        yield from entity.flags
        role = entity.text("role", "status", "relationship")
        words = f"{entity.schema} ({role})" if role else entity.schema
        yield from self._once.relation(key, entity.line, first, second, words, entity.extra)


def _actor(entity: _Entity) -> dict[str, Any]:
    names = entity.texts("name")
    others = (*names[1:], *entity.texts("alias"), *entity.texts("weakAlias"))
    is_person = entity.schema == "Person"
    return {
        "name": names[0] if names else "",
        "aliases": tuple(name for name in dict.fromkeys(others) if name not in names[:1]),
        "kind": _ACTORS[entity.schema],
        "scheme_ids": {FORMAT: entity.key},
        "sensitivity": Sensitivity.PERSONAL if is_person else Sensitivity.OPEN,
    }


def _place(entity: _Entity) -> dict[str, Any]:
    north, east = (
        next(iter(texts_of(entity.properties.get(name))), "") for name in ("latitude", "longitude")
    )
    point = point_of(north, east)
    if point.odd:
        entity.flags.append(Flagged(entity.line, "latitude", point.odd))
    elif point.lat is not None:
        del entity.properties["latitude"], entity.properties["longitude"]
    names = entity.texts("name") + entity.texts("full")
    city = entity.text("city")
    country = entity.text("country")
    code = countries.code_of(country)
    if code != country.upper():
        entity.properties["country"] = [country]
    return {
        "name": names[0] if names else city,
        "names": tuple(dict.fromkeys(name for name in (*names[1:], city) if name))[:100],
        "lat": point.lat,
        "lon": point.lon,
        "adm1": entity.text("state", "region"),
        "country": code,
    }


def _account(entity: _Entity) -> dict[str, Any]:
    service = entity.text("service")
    names = entity.texts("username") + entity.texts("name")
    return {
        "name": names[0] if names else entity.key,
        "aliases": tuple(dict.fromkeys(names[1:])),
        "kind": SourceKind.ACCOUNT,
        "affiliation": service,
        "sensitivity": Sensitivity.PERSONAL,
    }


IMPORTER = Importer(FORMAT, "FollowTheMoney entities, JSON lines", suits, read)
