"""Who changed a record last, how and when: by the log."""

from __future__ import annotations

import apsw
from msgspec import json

from store.errors import Deed
from store.ids import Ref
from store.sql import schema
from store.sql.rows import rows, shaped

#: So many versions of a record are looked through for the one that set a field.
_FAR_ENOUGH = 200


def deed(connection: apsw.Connection, ref: Ref, field: str = "") -> Deed | None:
    """The newest change of a record, or the one that gave the field the value that it has."""
    found: Deed | None = None
    newest: object = None
    for row in rows(
        connection,
        "SELECT document, author, label, at FROM versions JOIN operations ON sequence = operation"
        " WHERE record = ? ORDER BY version DESC LIMIT ?",
        *(schema.key(ref), _FAR_ENOUGH),
    ):
        document, *told = shaped(tuple[str | None, str, str, str], row)
        value = json.decode(document).get(field) if document and field else None
        if found is None:
            newest = value
        elif value != newest:
            break
        found = Deed(*told)
        if not field:
            break
    return found
