"""Our own documents, one a line: what was found, and what it names, so that nothing dangles.

    {"record":"event","ref":"E12","uid":"0195...","title":"Clash","locations":[{"location":"L3"}]}

References are those of the store that wrote the file; each record's line says which uid is meant.
`covered` lists the fields that are kept back, `extra` has foreign fields whose names are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from store import codec
from store.exports.covering import Shown
from store.exports.found import Found
from store.ids import Kind
from store.references import references
from store.text import escaped

#: What a line says besides the document's own fields.
OWN = ("record", "ref", "uid", "covered", "extra")


def write(found: Found) -> Iterator[str]:
    """A line for each record."""
    done: dict[Kind, set[int]] = {kind: set() for kind in Kind}
    # By number: in an empty store they are given out in this order, and most stay what they are.
    left = {kind: sorted(found.numbers(kind)) for kind in found.kinds}
    is_named = False
    while left:
        named: dict[Kind, dict[int, None]] = {}
        for kind, numbers in left.items():
            done[kind].update(numbers)
        for kind, numbers in left.items():
            for piece in found.slices(kind, numbers):
                for shown in piece.records:
                    found.count(shown, is_named=is_named)
                    for one in references(shown.record):
                        if one.to.number not in done[one.to.kind]:
                            named.setdefault(one.to.kind, {})[one.to.number] = None
                    yield line(shown)
        left = {kind: sorted(numbers) for kind, numbers in named.items()}
        is_named = True


def line(shown: Shown) -> str:
    """One record's line, with its end."""
    return escaped(codec.to_json(document(shown)).decode()) + "\n"


def document(shown: Shown) -> dict[str, Any]:
    """What a line says."""
    record = shown.record
    fields = codec.encode(record)
    uid = fields.pop("uid", "")
    told: dict[str, Any] = {"record": record.kind_of.noun, "ref": record.ref, "uid": uid}
    taken = {name: fields.pop(name) for name in OWN if name in fields}
    if not isinstance(uid, str) or not uid:
        del told["uid"]
        taken |= {"uid": uid} if uid else {}
    told |= fields
    if taken:
        told["extra"] = taken
    if shown.hidden:
        told["covered"] = list(shown.hidden)
    return told
