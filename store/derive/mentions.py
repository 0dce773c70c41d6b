"""The notes that call a person by the name, as in `@ada, can you look at this`."""

from __future__ import annotations

from itertools import islice

from store.ids import Kind
from store.model import Note
from store.reader import Asker, Reader
from store.syntax import Asked, Query, Text
from store.words import key_of, words

#: So many notes that call one person are gone through, the newest first.
MOST = 500


def mentions_of(name: str) -> Query | None:
    """The query that finds them; None for a name without letters, which nothing can call."""
    # Of a name in two words the note has a dot, or any other sign, between them.
    said = ".".join(words(name))
    return Query(Asked("calls", Text(said))) if said else None


def calling(reader: Reader, name: str, asker: Asker) -> list[Note]:
    """The newest notes in which others call somebody of that name."""
    query = mentions_of(name)
    if query is None:
        return []
    numbers = list(islice(reader.search(query, Kind.NOTE, asker), MOST))
    found = (one for one in reader.listing(Kind.NOTE, numbers) if isinstance(one, Note))
    return [one for one in found if not is_by(one, name)]


def is_by(note: Note, name: str) -> bool:
    """Whether the person wrote it first."""
    return note.created is not None and key_of(note.created.by) == key_of(name)
