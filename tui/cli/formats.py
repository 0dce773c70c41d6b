"""Which format a data set's file has, and what its columns become."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from store.commands.register import StoreRegister
from store.errors import reason_of
from store.ingest import any_table, apart, formats
from store.ingest.importer import DataFile, UnreadableSet
from store.ingest.mapping import EVENTS, KEPT, Mapping, as_toml, of_toml
from store.proposals import Coming
from tui.cli import tell

#: What is a document, and no data set: by how its name ends.
DOCUMENTS = (".txt", ".md", ".html", ".htm", ".pdf", ".eml", ".mbox", ".rss", ".atom", ".xml")
#: What is a table, whatever its headings are called.
TABLES_END = (".csv", ".tsv", ".tab")
TABLES = {any_table.CSV: "any table, CSV", any_table.JSON_LINES: "any objects, JSON lines"}


#: What a file proposes, for the command that writes it.
Read = Callable[[StoreRegister], Iterator[Coming]]


class NoFormat(Exception):
    """A file that is no data set, or of a format that is not known; one sentence."""


class Chosen(NamedTuple):
    """How a file is read."""

    format: str
    title: str
    told: tuple[str, ...] = ()
    mapping: Mapping | None = None
    mapping_file: Path | None = None
    is_guessed: bool = False
    """Whether nobody has seen the mapping yet."""
    shown: tuple[str, ...] = ()
    """A cell of each column, for who reads the mapping."""

    def reader(self, path: Path, seen: Callable[[int], None] = lambda _: None) -> Read:
        """What reads the file."""
        mapping = as_toml(self.mapping, DataFile(path).name) if self.mapping else ""
        return apart.reader(str(path.absolute()), self.format, mapping, seen)

    def mapping_lines(self) -> Iterator[str]:
        """What each column becomes, a line each."""
        if self.mapping is None:
            return
        rows = self.mapping.records
        yield f"Each row becomes {'an event' if rows == EVENTS else 'a report'}. Of its columns"
        for name, to in self.mapping.columns.items():
            if to != KEPT:
                yield f"  {name:<28} is {to}"
        kept = [name for name, to in self.mapping.columns.items() if to == KEPT]
        if kept:
            named = ", ".join(kept[:5])
            more = f" and {len(kept) - 5} more" if len(kept) > 5 else ""
            yield f"  {named}{more}: kept as they came"

    def save_mapping(self) -> None:
        """Write a guessed mapping beside the data, where none lies; tell what it says."""
        if not self.is_guessed or self.mapping is None or self.mapping_file is None:
            return
        for line in self.mapping_lines():
            tell(line)
        if write_mapping(self.mapping_file, self.mapping, self.shown):
            tell(
                f"{self.mapping_file.name} says so: change it where it is wrong, and import again."
            )
        else:
            tell("`--mapping FILE` takes one from elsewhere.")


def listed() -> Iterator[str]:
    """The formats that `--as` takes."""
    for one in formats.IMPORTERS:
        yield f"{one.format:<18} {one.title}"
    for name, title in TABLES.items():
        yield f"{name:<18} {title}"


def chosen(path: Path, named: str, mapping: Path | None, *, may_write: bool = True) -> Chosen:
    """How to read a file; NoFormat, UnreadableSet, OSError.

    `may_write`: a table of whose columns too few are known gets a mapping to be changed.
    """
    file = DataFile(path)
    if path.is_dir():
        raise NoFormat(
            f"{path} is a folder; `import` reads one file, `add` all reports of a folder."
        )
    if not path.is_file():
        # As opening it would say: it is not there, or is a device that might never end.
        path.stat()
        raise NoFormat(f"{path} is no file.")
    if named and named not in TABLES:
        importer = formats.of_name(named)
        if importer is None:
            raise NoFormat(f"there is no format {named[:40]!r}; `import {path} --as ?` lists them.")
        return Chosen(importer.format, importer.title)
    importer = None if named or mapping else formats.of_file(file)
    if importer is not None:
        return Chosen(importer.format, importer.title)
    return _by_mapping(file, named or _table_format(file), mapping, may_write=may_write)


def _table_format(file: DataFile) -> str:
    """CSV or JSON lines; NoFormat for what is neither."""
    head = file.head()
    name = file.name.lower()
    if not head.text.strip("\ufeff \t\r\n"):
        raise NoFormat(f"{file.name} is empty.")
    if name.endswith(DOCUMENTS) or head.text.startswith("%PDF-"):
        raise NoFormat(
            f"{file.name} is a document: `incident-desk add {file.name}` makes a report of it."
        )
    if "\0" in head.text:
        raise NoFormat(f"{file.name} is no text; save it as CSV or JSON, and import that.")
    if any_table.looks_like_json(head.text):
        return any_table.JSON_LINES
    first = next((line for line in head.text.splitlines() if line.strip()), "")
    if head.text.lstrip("\ufeff \t\r\n").startswith("["):
        raise NoFormat(
            f"{file.name} is a JSON list of no format that `import` knows; written with one object"
            " a line it comes in as JSON lines."
        )
    if head.text.lstrip().startswith("<") or not any(sign in first for sign in ",;\t|"):
        raise NoFormat(
            f"{file.name} is in no format that `import` knows; `--as ?` lists them. A text comes in"
            f" by `incident-desk add {file.name}`."
        )
    return any_table.CSV


def _by_mapping(file: DataFile, format_: str, named: Path | None, *, may_write: bool) -> Chosen:
    found = any_table.headed(file, format_)
    place = named or file.path.with_name(f"{file.name}.mapping.toml")
    told: tuple[str, ...] = ()
    mapping, is_guessed = found.mapping, True
    if named or place.exists():
        mapping, is_guessed = _mapping_in(place), False
        told = (f"{place.name} says what the columns become.",)
    if found.told and (is_guessed or not mapping.encoding):
        told = (f"{file.name} {found.told}.", *told)
    if not mapping.is_enough:
        if not is_guessed:
            raise NoFormat(f"{place.name} has no column for a title, a day or a place.")
        raise NoFormat(_not_enough(file, format_, place, found, may_write=may_write))
    title = TABLES[format_]
    return Chosen(format_, title, told, mapping, place, is_guessed, found.cells())


def _not_enough(
    file: DataFile, format_: str, place: Path, found: any_table.Headed, *, may_write: bool
) -> str:
    """What to do with a file of whose columns none says what happened."""
    as_text = "" if format_ == any_table.JSON_LINES else " --as text"
    text = f"Documents come in by `incident-desk add{as_text} {file.name}`."
    nothing = f"no column of {file.name} says by its heading what happened, where or when"
    # Where not a single heading is known it may be no table at all, and nothing is written.
    is_table = format_ == any_table.JSON_LINES or file.name.lower().endswith(TABLES_END)
    is_table = is_table or any(to != KEPT for to in found.mapping.columns.values())
    if not (is_table and may_write and write_mapping(place, found.mapping, found.cells())):
        return f"{nothing}. If it is a data set, `--mapping FILE` says what its columns are. {text}"
    return f"{nothing}. {place.name} lists them: say there what each is, and import again. {text}"


def _mapping_in(place: Path) -> Mapping:
    try:
        return of_toml(place.read_text("utf-8"))
    except UnreadableSet as error:
        raise NoFormat(f"{place.name} {error.reason}.") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "it is not UTF-8"
        raise NoFormat(f"{place}: {reason}.") from None


def write_mapping(place: Path, mapping: Mapping, shown: Sequence[str] = ()) -> bool:
    """Write it where nothing lies; whether it lies there now. What goes wrong is told."""
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as out:
            name = DataFile(place).name.removesuffix(".mapping.toml")
            out.write(as_toml(mapping, name, shown))
    except OSError as error:
        tell(f"{place} could not be written: {reason_of(error)}.")
        return False
    return True
