"""The whole documents of a TinyDB file, wherever its JSON is broken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from store.codec import Document
from store.errors import StoreError
from store.folder import Folder
from store.ids import KIND_OF_TABLE
from store.tiny import lines
from store.tiny.document_file import META, NUMBER

Name = tuple[str, str]
"""A document's table and id."""
Rows = dict[Name, Document]

_KEY = re.compile(r'[\s{},]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_LINE = re.compile(r'\n[ \t]*"((?:[^"\\]|\\.)*)"\s*:\s*\{')
_JSON = json.JSONDecoder()


class Fragments:
    """What can be read of a store's TinyDB file."""

    def __init__(self, folder: Folder, damage: list[str]) -> None:
        self.meta: Document = {}
        self.documents: Rows = {}
        self.broken: dict[Name, str] = {}
        self.is_whole = False
        try:
            text = folder.document_file.read_bytes().decode(errors="surrogateescape")
            lines.read(folder.document_file)
            self.is_whole = True
        except OSError as error:
            damage.append(f"incidents.json cannot be read: {str(error.strerror).lower()}.")
            return
        except (StoreError, UnicodeError) as error:
            damage.append(str(error).removesuffix(" Nothing was changed."))
        for (table, number), document, line in _documents(text):
            if document is None:
                self.broken[table, number] = f"is no whole document in incidents.json, line {line}"
            elif table == META:
                self.meta = document
            elif table in KIND_OF_TABLE and not NUMBER.fullmatch(number):
                self.broken[table, number] = "has no id that is a number in incidents.json"
            else:
                # Another table's, where the line between them is broken.
                self.documents.setdefault((table, number), document)


def _documents(text: str) -> Iterator[tuple[Name, Document | None, int]]:
    """Every document with its table, its id and its line; None where it is broken."""
    table, at = "", 0
    while found := _KEY.match(text, at):
        at, name = found.end(), found[1].encode(errors="replace").decode()
        if not table or "}" in found[0].partition('"')[0] or name in KIND_OF_TABLE:
            table, at = name, at + text.startswith("{", at)
            if text[at - 1] == "{":
                continue
        try:
            end = _JSON.raw_decode(text, at)[1]
        except (ValueError, RecursionError):
            end = at
        whole = object_in(text[at:end])
        yield (table, name), whole, text.count("\n", 0, at) + 1 if whole is None else 0
        further = None if whole is not None else _LINE.search(text, at)
        if whole is None and further is None:
            return
        at = further.start() if further else end


def object_in(text: Any) -> Document | None:
    """The JSON object; None where it is none."""
    try:
        found = msgspec.json.decode(text.encode() if isinstance(text, str) else b"")
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
