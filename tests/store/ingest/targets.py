"""What the soak fuzzes: each importer, any table, and each reader of documents, with seeds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from store import codec
from store.arrivals import Arrival, Unread
from store.changes import OWN_FORMAT
from store.ids import Kind, Ref
from store.ingest import any_table
from store.ingest.documents import kinds
from store.ingest.documents.task import Task
from store.ingest.formats import IMPORTERS
from store.ingest.importer import DataFile, Importer, UnreadableSet
from store.ingest.reader_process import READERS, encoded, read
from store.proposals import Proposal, Register, Rejected
from store.record import Record
from tests.store.ingest import reading
from tests.store.ingest.made import pdf_of_pages

#: Where a target may write, and the bytes that it is given; how many records or reports they make.
Tried = Callable[[Path, bytes], int]


class Target(NamedTuple):
    """What is given bytes, and small files that it reads well."""

    tried: Tried
    seeds: tuple[bytes, ...]


class _Known(reading.Numbers):
    """A register for files of our own, too: of an empty store."""

    def known(self, kind: Kind, key: str) -> Ref | None:
        """The reference of what the file brings; nothing else is there."""
        number = self.given.get((kind, key))
        return None if number is None else kind.ref(number)

    def withhold(self, ref: Ref, fields: object) -> None:
        """Nothing is there that would stay as it is."""


def _own(importer: Importer, folder: Path, content: bytes) -> int:
    """Records of ours come with or without an origin, and as odd as they were: but whole."""
    path, count = folder / "set", 0
    path.write_bytes(content)
    with suppress(UnreadableSet):
        for one in importer.read(DataFile(path), _Known()):
            if isinstance(one, Record):
                document = codec.encode_json(one).decode()
                assert codec.decode_json(one.kind_of, one.id, document) == one
                count += 1
            else:
                f"{one.column}{one.reason}{one.raw if isinstance(one, Rejected) else ''}".encode()
    return count


def _foreign(importer: Importer, folder: Path, content: bytes) -> int:
    return len(reading.of(reading.fuzzed(importer, folder / "set", content), Record))


def _table(format_: str, folder: Path, content: bytes) -> int:
    """By the mapping that is guessed, as somebody would who takes what is offered."""

    def read_table(file: DataFile, register: Register) -> Iterator[Proposal]:
        mapping = any_table.headed(file, format_).mapping
        return any_table.reader(mapping, format_)(file, register)

    return _foreign(Importer(format_, "", lambda _: True, read_table), folder, content)


def _document(kind: str, _: Path, content: bytes) -> int:
    count = 0
    # What is nested too deep ends as a sentence of the process; any other error is a fault.
    with suppress(RecursionError):
        for one in read(Task(kind, "place", content)):
            assert isinstance(one, Arrival | Unread)
            assert encoded(one)
            count += isinstance(one, Arrival)
    return count


def _json(*values: object) -> bytes:
    return "\n".join(map(json.dumps, values)).encode()


_UID = "01890000-0000-7000-8000-000000000001"
_POINT = {"type": "Point", "coordinates": [35.95, 35.18]}
_STIX = {"spec_version": "2.1", "modified": "2025-03-01T00:00:00.000Z"}
_ARTICLE = "<p>" + "Shells fell on the market in the morning. " * 12 + "</p>"

#: Small files that are read well, by the name of what reads them.
SEEDS: dict[str, tuple[bytes, ...]] = {
    OWN_FORMAT: (
        _json(
            {"record": "event", "ref": "E1", "uid": _UID, "title": "Raid", "part_of": "E2"},
            {"record": "note", "ref": "N1", "target": "E1", "body": "See [[E1]]."},
        ),
    ),
    f"{OWN_FORMAT}-csv": (
        f'record,ref,uid,title,start,extra\nevent,E1,{_UID},Raid,2025-03-07,"{{}}"\n'.encode(),
    ),
    f"{OWN_FORMAT}-file": (
        _json(
            {
                "_meta": {"1": {"schema": 1, "store": _UID}},
                "events": {"7": {"uid": _UID, "title": "Raid", "locations": [{"location": "L3"}]}},
                "locations": {"3": {"name": "Salem", "lat": 44.9, "lon": -123.0}},
            }
        ),
    ),
    "ucdp-ged": (
        (
            b"id,type_of_violence,side_a_new_id,side_a,side_b_new_id,side_b,source_article,"
            b"where_prec,where_coordinates,adm_1,latitude,longitude,country,country_id,date_prec,"
            b"date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high\n"
            b'9001,1,118,Army,4456,Front,"""Morning Post,2016-01-04,Shells""",2,Zenda,North,34,36,'
            b"Syria,652,2,2016-01-02,2016-01-04,1,2,0,,2,3,5\n"
        ),
    ),
    "acled": (
        (
            b"event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,inter1,"
            b"country,admin1,location,latitude,longitude,geo_precision,source,notes,fatalities\n"
            b'RUR1,07 March 2025,2025,2,Battles,Armed clash,Army,State forces,Syria,Zenda,"Bridge",'
            b'34.5,36.25,3,Morning Post; Wire,"both\nclashed",3\n'
        ),
    ),
    "2020pb": (
        _json(
            {
                "edit_at": "https://example.org",
                "data": [
                    {
                        "id": "or-1",
                        "name": "A push",
                        "date": "2020-06-01",
                        "tags": ["push"],
                        "state": "Oregon",
                        "city": "Salem",
                        "geolocation": "44.93, -123.03",
                        "links": [{"url": "https://example.org/a", "text": "A report"}],
                    }
                ],
            }
        ),
        (
            b"state,edit_at,city,name,date,date_text,id,Link 1\n"
            b"Oregon,https://example.org,Salem,A push,2020-06-01,June 1st,or-1,https://example.org/a\n"
        ),
    ),
    "geojson": (
        _json(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "id": 7,
                        "geometry": _POINT,
                        "properties": {"name": "Raid", "date": "2025-03-07", "fatalities": 5},
                    }
                ],
            }
        ),
    ),
    "stix": (
        _json(
            {
                "type": "bundle",
                "objects": [
                    {"type": "incident", "id": f"incident--{_UID}", "name": "Attack", **_STIX},
                    {"type": "note", "id": f"note--{_UID}", "content": "Odd.", **_STIX}
                    | {"object_refs": [f"incident--{_UID}"]},
                ],
            }
        ),
    ),
    "ftm": (
        _json(
            {"id": "a", "schema": "Article", "properties": {"title": ["Shells"]}},
            {"id": "e", "schema": "Event", "properties": {"name": ["Raid"], "date": ["2025-03"]}},
        ),
    ),
    "timemap": (
        _json(
            [
                {
                    "id": "CIV1",
                    "date": "02/24/2022",
                    "latitude": "49.98",
                    "longitude": "36.25",
                    "location": "Kharkiv",
                    "description": "A hit.",
                    "sources": [{"id": "S1", "path": "https://example.org/v", "description": "V"}],
                }
            ]
        ),
    ),
    "tinydb": (
        _json({"cases": {"1": {"headline": "Raid", "date": "2025-03-07", "location": "Salem"}}}),
    ),
    any_table.CSV: (
        (
            b"id;Date;City;Country;Lat;Lon;Killed;Source;Link;Notes\n"
            b"A1;7.3.2025;Baniyas;Syria;35,18;35,95;~12;SOHR;https://x.example/1;Raid\n"
        ),
    ),
    any_table.JSON_LINES: (
        _json({"title": "Raid", "date": "2025-03-07", "killed": 3, "place": {"name": "Salem"}}),
    ),
    kinds.TEXT: (b"BAGHDAD, 3 May 2009 (AFP) - Two bombs went off.\n",),
    kinds.MARKDOWN: (b"---\ntitle: Shells\ndate: 2025-03-07\n---\n# Shells\n\nThey *fell*.\n",),
    kinds.PAGE: (
        f"<html lang=en><head><title>Shells</title><meta name=date content='2025-03-07'></head>"
        f"<body><article><h1>Shells</h1>{_ARTICLE}</article></body></html>".encode(),
    ),
    kinds.PDF: (pdf_of_pages("Shells fell.", about="/Title (Shells) /CreationDate (D:2025)"),),
    kinds.LETTER: (
        (
            b"From: A <a@b.example>\nDate: Fri, 07 Mar 2025 23:30:00 -0500\n"
            b"Subject: =?utf-8?q?Shells?=\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
            b"Content-Type: text/html; charset=utf-8\n\n<p>They fell.</p>\n--b\n"
            b"Content-Type: image/png\nContent-Disposition: attachment; filename=a\n\nx\n--b--\n"
        ),
    ),
    kinds.FEED: (
        (
            b"<rss version='2.0'><channel><title>F</title><item><title>Shells</title>"
            b"<pubDate>Fri, 07 Mar 2025 23:30:00 GMT</pubDate><link>https://example.org/1</link>"
            b"<description>They &lt;b&gt;fell&lt;/b&gt;.</description></item></channel></rss>"
        ),
    ),
    kinds.JSON: (_json([{"text": "Shells fell.", "date": "2025-03-07", "title": "Shells"}]),),
}
SEEDS[kinds.MAILBOX] = SEEDS[kinds.LETTER]
SEEDS[kinds.LINES] = (SEEDS[kinds.JSON][0][1:-1],)


def _targets() -> Iterator[tuple[str, Tried]]:
    for importer in IMPORTERS:
        is_own = importer.format.startswith(OWN_FORMAT)
        yield importer.format, partial(_own if is_own else _foreign, importer)
    for format_ in (any_table.CSV, any_table.JSON_LINES):
        yield format_, partial(_table, format_)
    for kind in READERS:
        yield kind, partial(_document, kind)


#: By name; a format or a kind without seeds is none.
TARGETS: dict[str, Target] = {name: Target(tried, SEEDS[name]) for name, tried in _targets()}
