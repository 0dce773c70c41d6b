"""The tables of the working copy.

    meta        name -> value: the store's uid, what the TinyDB file covers
    operations  the log's heads: who, when, what, chained by hash.  One written in parts has a row
                for each part, and `whole` is the first one's sequence.  `act` is do, undo, redo
                or roll back; `target` the operation undone.  `first` is its first version, and
                `records` says how many it has
    unfinished  operations that are still being written in parts, and the session that writes
    undone      operations that are undone now, and the one that undid them
    versions    the log: a row for each record that an operation wrote; NULL: deleted
    records     each record as it is now; `place` orders its kind, `state` is what it is counted by.
                Where only places are wanted, `places_of_records` has them on few pages
    links       every reference, walked from holder to named by the key and back by the index
    counts      records by kind, day and state: a change of state is written in one place
    texts       report texts, once by SHA-256 of their UTF-8; a document never holds its text
    highest     the highest document id of each kind, never given out again
    tables      TinyDB tables that are not ours, by number
    words, bodies    the full-text index: see `index`
    slots       what stands for document ids that are too large for its rows: see `rowids`

A record's key is its kind's rank << 48 | document id.  The ranks of our kinds are their places in
`Kind`; the rank of a document that is not ours is FOREIGN + its table's number.  A foreign table
whose ids are not whole numbers is one document, with the id 0.
"""

from __future__ import annotations

import string

import msgspec

from store.ids import Kind, Ref

SCHEMA = 4
#: The version of the words and terms in the full-text index: another one, and it is built anew.
INDEX = 3
#: "InDk": tells our database from any other.
APPLICATION_ID = 0x496E446B

KINDS = tuple(Kind)
_RANK = {kind: rank for rank, kind in enumerate(KINDS, start=1)}
SHIFT = 48
MASK = (1 << SHIFT) - 1
#: Ranks from here on are tables that are not ours; 15 bits remain for them.
FOREIGN = 32
MOST_TABLES = (1 << 15) - 1 - FOREIGN

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE operations (
    sequence INTEGER PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, session TEXT NOT NULL,
    label TEXT NOT NULL, reason TEXT NOT NULL, hash TEXT NOT NULL, act TEXT NOT NULL,
    target INTEGER, whole INTEGER, first INTEGER NOT NULL, records INTEGER NOT NULL);
CREATE INDEX operations_of_author ON operations (author, sequence);
CREATE INDEX operations_in_parts ON operations (whole, sequence) WHERE whole IS NOT NULL;
CREATE INDEX operations_of_target ON operations (target) WHERE target IS NOT NULL;
CREATE TABLE unfinished (operation INTEGER PRIMARY KEY, session TEXT NOT NULL);
CREATE TABLE undone (operation INTEGER PRIMARY KEY, undoing INTEGER NOT NULL);
CREATE TABLE versions (
    version INTEGER PRIMARY KEY, operation INTEGER NOT NULL, record INTEGER NOT NULL,
    document TEXT, text BLOB);
CREATE INDEX versions_of_record ON versions (record, version);
CREATE TABLE records (
    record INTEGER PRIMARY KEY, kind INTEGER NOT NULL, place NOT NULL, state TEXT NOT NULL,
    operation INTEGER NOT NULL, document TEXT NOT NULL, text BLOB);
CREATE INDEX records_in_order ON records (kind, place, record);
CREATE INDEX places_of_records ON records (record, place);
CREATE TABLE links (
    edge INTEGER NOT NULL, holder INTEGER NOT NULL, named INTEGER NOT NULL, role TEXT NOT NULL,
    PRIMARY KEY (edge, holder, named, role)) WITHOUT ROWID;
CREATE INDEX links_back ON links (edge, named, holder, role);
CREATE TABLE counts (
    kind INTEGER NOT NULL, day INTEGER NOT NULL, state TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (kind, day, state)) WITHOUT ROWID;
CREATE TABLE texts (sha256 BLOB PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE highest (kind INTEGER PRIMARY KEY, number INTEGER NOT NULL);
CREATE TABLE tables (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
"""

#: What is given to FTS5 are words and terms with blanks between them: nothing else parts them.
_IN_WORDS = string.punctuation.replace("'", "''").replace('"', '""')
_FTS5 = (
    "content='', contentless_delete=1,"
    f""" tokenize="ascii tokenchars '{_IN_WORDS}'\""""
)
INDEX_TABLES = f"""
CREATE TABLE slots (
    slot INTEGER PRIMARY KEY, kind INTEGER NOT NULL, number INTEGER NOT NULL,
    UNIQUE (kind, number));
CREATE VIRTUAL TABLE words USING fts5 (name, rest, terms, {_FTS5});
CREATE VIRTUAL TABLE bodies USING fts5 (name, rest, body, {_FTS5});
INSERT INTO words (words, rank) VALUES ('pgsz', 2000);
"""
TABLES += INDEX_TABLES


def rank(kind: Kind) -> int:
    """The number that stands for the kind on disk."""
    return _RANK[kind]


def key(ref: Ref) -> int:
    """The integer that stands for the record on disk."""
    return _RANK[ref.kind] << SHIFT | ref.number


def is_ours(record_key: int) -> bool:
    """Whether the key stands for a record of ours, not for a document of another table."""
    return record_key >> SHIFT < FOREIGN


def ref(record_key: int) -> Ref:
    """The reference that the integer stands for; msgspec.ValidationError where it is not ours."""
    at = record_key >> SHIFT
    if not 0 < at <= len(KINDS):
        raise msgspec.ValidationError(f"{record_key} is the key of no record")
    return KINDS[at - 1].ref(record_key & MASK)


def bounds(kind: Kind) -> tuple[int, int]:
    """The least and the greatest key of a kind."""
    return _bounds(_RANK[kind])


def foreign_key(table: int, number: int) -> int:
    """The integer that stands for a document of a table that is not ours."""
    return FOREIGN + table << SHIFT | number


def table_number(found: object) -> int:
    """The number of a table that is not ours; msgspec.ValidationError where it is none."""
    if isinstance(found, int) and 0 < found <= MOST_TABLES:
        return found
    raise msgspec.ValidationError(f"{found!r} is the number of no table")


def foreign_bounds(table: int) -> tuple[int, int]:
    """The least and the greatest key of a table that is not ours."""
    return _bounds(FOREIGN + table)


def _bounds(kind_rank: int) -> tuple[int, int]:
    return kind_rank << SHIFT, kind_rank << SHIFT | MASK
