"""The whole store as a stream of documents, table by table: what a TinyDB file is written from."""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from store import codec
from store.ids import Kind
from store.sql import schema

Documents = Iterator[tuple[str, bytes]]


def tables(connection: apsw.Connection) -> Iterator[tuple[str, Documents]]:
    """Every table's name and documents, ours first; read each before the next."""
    for kind in Kind:
        yield kind.table, _documents(connection, kind)
    foreign = connection.execute("SELECT DISTINCT tiny_table FROM opaque ORDER BY tiny_table")
    for (name,) in foreign.fetchall():
        yield str(name), _opaque(connection, str(name))


def _documents(connection: apsw.Connection, kind: Kind) -> Documents:
    """The documents of a kind by id, report texts put back where they belong."""
    rows = connection.execute(
        f"SELECT record & {schema.MASK}, document, t.text FROM records r"
        " LEFT JOIN texts t ON t.sha256 = r.text WHERE record BETWEEN ? AND ? ORDER BY record",
        schema.bounds(kind),
    )
    for number, document, text in rows:
        if text is None:
            yield str(number), document.encode()
        else:
            # The document is an object without a field `text`: it comes in as the last one.
            comma = b"" if document == "{}" else b","
            yield (
                str(number),
                document[:-1].encode() + comma + b'"text":' + codec.to_json(text) + b"}",
            )


def _opaque(connection: apsw.Connection, name: str) -> Documents:
    rows = connection.execute(
        "SELECT document_id, document FROM opaque WHERE tiny_table = ? AND document_id != ''",
        (name,),
    )
    for number, text in rows:
        yield number, text.encode()
