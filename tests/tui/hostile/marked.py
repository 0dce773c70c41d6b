"""A store whose every text holds payloads, and tells by a marker of which field it is.

`zq017` stands at the beginning of one field of one kind, in all records of that kind, and nowhere
else: what is on a screen says so which fields are shown there.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from store import folder as folders
from store.codec import SCHEMA, decode
from store.ids import Kind
from tests.tui import full_records
from tests.tui.hostile.payloads import MEGABYTE, PAYLOADS, WIDE_TITLE

MARKER = re.compile("zq[0-9]{3}")

Way = tuple[str | int, ...]
"""The names and places that lead from a document to one of its texts."""


def _texts(value: Any, way: Way = ()) -> Iterator[Way]:
    """The ways to all texts of a document."""
    if isinstance(value, str):
        yield way
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, (*way, name))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _texts(each, (*way, at))


def _put(document: dict[str, Any], way: Way, text: str) -> None:
    inner: Any = document
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = text


def _is_free(kind: Kind, way: Way) -> bool:
    """Whether any text may stand there; a name of a vocabulary, a date or a reference may not."""
    document = copy.deepcopy(full_records.document(kind))
    _put(document, way, "zq000")
    return not decode(kind, 1, document).flags


def _fields() -> dict[tuple[Kind, Way], str]:
    free = [(kind, way) for kind in Kind for way in _texts(full_records.document(kind))]
    free = [one for one in free if _is_free(*one) and one[1] != ("uid",)]
    # Foreign fields are shown as they came, their names too.
    return {one: f"zq{number:03}" for number, one in enumerate(free, 1)}


FIELDS = _fields()
"""The marker of each field that holds any text."""

NAMES = {
    marker: f"{kind.noun}: {'.'.join(map(str, way))}" for (kind, way), marker in FIELDS.items()
}
"""The field that a marker is of, in words."""


def documents(texts: Sequence[str], first: int = 1) -> dict[Kind, dict[int, dict[str, Any]]]:
    """A record of each kind for each text, every field of it the field's marker and that text."""
    made: dict[Kind, dict[int, dict[str, Any]]] = {kind: {} for kind in Kind}
    for number, text in enumerate(texts, first):
        for kind in Kind:
            document = copy.deepcopy(full_records.document(kind))
            for way in _texts(document):
                if (kind, way) in FIELDS:
                    _put(document, way, FIELDS[kind, way] + text)
            made[kind][number] = _own(kind, number, document)
    return made


def _own(kind: Kind, number: int, document: dict[str, Any]) -> dict[str, Any]:
    """The document, an identifier of its own in it, linked with others that are marked too."""
    del document["sensitivity"]
    document["uid"] = f"0198bbfa-4d80-7{list(Kind).index(kind):03}-8000-{number:012}"
    text = json.dumps(document)
    # Each links to the first of a kind: that one's lists have all of them.
    document = json.loads(re.sub(r'"([RELSQCA])[23]"', r'"\g<1>1"', text))
    for name in ("part_of", "derived_from", "parent", "supersedes"):
        if document.get(name) == kind.ref(number):
            del document[name]
    if kind is Kind.REPORT:
        # The inbox, so that decisions can be made; the other states are in the reports behind it.
        document["triage"]["state"] = ("new", "not relevant", "duplicate")[number % 3]
        document["triage"].pop("when", None)
        if document["triage"]["state"] != "duplicate":
            document["triage"].pop("of", None)
    if kind is Kind.NOTE:
        target = list(Kind)[number % 6]
        document["target"] = target.ref(1)
    return document


def store(place: Path, texts: Sequence[str]) -> Path:
    """A store of such records, as another program would have left its file."""
    tables = documents(texts)
    last = len(texts)
    tables[Kind.REPORT][last + 1] = {
        "title": WIDE_TITLE,
        "text": MEGABYTE,
        "tags": ["a line of a megabyte"],
    }
    # Two that are likely the same, so that they can be compared.
    tables[Kind.REPORT][last + 2] = tables[Kind.REPORT][3] | {
        "uid": f"0198bbfa-4d80-7777-8000-{last + 2:012}"
    }
    tables[Kind.EVENT][last + 1] = {"title": WIDE_TITLE, "summary": WIDE_TITLE, "start": "2020"}
    made = folders.create(place)
    meta = {
        "schema": SCHEMA,
        "store": "0198bbfa-4d80-7776-bc42-c4c2232434ea",
        "operation": 0,
        "hash": "",
        "highest": {kind.table: max(tables[kind]) for kind in Kind},
    }
    content = {"_meta": {"1": meta}} | {
        kind.table: {str(number): one for number, one in table.items()}
        for kind, table in tables.items()
    }
    made.document_file.write_text(json.dumps(content), "ascii")
    made.document_file.chmod(made.file_mode)
    return place


def packed(size: int) -> list[str]:
    """All payloads, so many in a text, one behind the other."""
    texts = list(PAYLOADS.values())
    # Each half of the list in turn: a text has payloads of several sorts.
    count = -(-len(texts) // size)
    return [" ".join(texts[at::count]) for at in range(count)]


def markers(text: str) -> set[str]:
    """The markers that stand in a text."""
    return set(MARKER.findall(text))
