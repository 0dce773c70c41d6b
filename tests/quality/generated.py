"""The documents that are written by the code, so that they cannot say something else.

`python -m tests.quality.generated` writes them; with `--check` it names those that are out of
date and exits with 1.  A document whose source or place does not exist yet is left alone.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

BEGIN, END = "<!-- generated:fields -->", "<!-- /generated -->"
BEGIN_SETTINGS = "<!-- generated:settings -->"
BEGIN_QUERY = "<!-- generated:query -->"

#: Where the fields stand, in the order in which somebody wants to read of them.
FIELDS = ("store/record.py", "store/model.py", "store/values.py")

#: Fields that no document has: TinyDB's key, and what is written as the fields that it holds.
UNWRITTEN = {("Record", "id"), ("Record", "extra")}


class Document(NamedTuple):
    """A generated document: what it is made of, and how its text comes about."""

    path: str
    source: str
    text: Callable[[Path], str | None]


def keys(root: Path) -> str | None:
    """The key table, whole."""
    if not (root / "tui/keys.py").exists():
        return None
    write = getattr(importlib.import_module("tui.bindings"), "keys_markdown", None)
    return str(write()) if write else None


def file_format(root: Path) -> str | None:
    """The document on the file format, with the records' fields between the two marks."""
    sources, document = [root / name for name in FIELDS], root / "docs/file-format.md"
    if not all(path.exists() for path in (*sources, document)):
        return None
    tables = "\n".join(
        line for source in sources for line in field_tables(source.read_text("utf-8"))
    )
    return _between(document, BEGIN, tables)


def settings(root: Path) -> str | None:
    """The document on the configuration, with every setting between the two marks."""
    document = root / "docs/config.md"
    if not document.exists():
        return None
    write = importlib.import_module("tui.config.template").config_markdown
    return _between(document, BEGIN_SETTINGS, str(write()))


def query_fields(root: Path) -> str | None:
    """The document on the query language, with every field between the two marks."""
    document = root / "docs/query.md"
    if not document.exists():
        return None
    fields = importlib.import_module("store.fields").FIELDS.values()
    rows = ["| field | asks for | of | what it is |", "|---|---|---|---|"]
    for field in fields:
        every = len(field.kinds) == len(importlib.import_module("store.ids").Kind)
        kinds = "every kind" if every else ", ".join(sorted(one.table for one in field.kinds))
        values = ", ".join(f"`{value}`" for value in field.vocabulary)
        rows.append(
            f"| `{field.name}:` | {values or field.form.value} | {kinds} | {field.meaning} |"
        )
    found = importlib.import_module("store.fields").IS.items()
    rows += ["", "| `is:` | of | what it is found to be |", "|---|---|---|"]
    for name, (kinds, meaning) in found:
        every = len(kinds) == len(importlib.import_module("store.ids").Kind)
        of = "every kind" if every else ", ".join(sorted(one.table for one in kinds))
        rows.append(f"| `{name}` | {of} | {meaning} |")
    return _between(document, BEGIN_QUERY, "\n".join(rows) + "\n")


def _between(document: Path, mark: str, text: str) -> str:
    """A document with the text between its marks."""
    before, begin, rest = document.read_text("utf-8").partition(mark)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(
            f"{document.parent.name}/{document.name} lacks the marks {mark} and {END}."
        )
    return f"{before}{begin}\n\n{text}\n{end}{after}"


def manual(root: Path) -> str | None:
    """The manual page, whole."""
    if not (root / "tui/cli/man.py").exists():
        return None
    return str(importlib.import_module("tui.cli.man").page())


DOCUMENTS = (
    Document("docs/keys.md", "tui/keys.py", keys),
    Document("docs/incident-desk.1", "tui/cli/commands", manual),
    Document("docs/config.md", "tui/config", settings),
    Document("docs/query.md", "store/fields.py", query_fields),
    Document("docs/file-format.md", ", ".join(FIELDS), file_format),
)


def field_tables(source: str) -> Iterator[str]:
    """Markdown: for each class with fields its name, what it is, and a table of the fields."""
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ClassDef):
            continue
        fields = list(_fields(node))
        if not fields:
            continue
        yield from (f"### {node.name}", "", ast.get_docstring(node) or "", "")
        yield from ("| field | type | meaning |", "|---|---|---|")
        yield from (f"| `{name}` | {kind} | {meaning} |" for name, kind, meaning in fields)
        yield ""


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    for field, behind in zip(node.body, [*node.body[1:], None], strict=True):
        match field, behind:
            case ast.AnnAssign(target=ast.Name(id=name)), _ if _is_class_variable(field):
                continue
            case (
                ast.AnnAssign(target=ast.Name(id=name), annotation=annotation),
                ast.Expr(value=ast.Constant(value=str(meaning))),
            ):
                if (node.name, name) not in UNWRITTEN:
                    meaning = " ".join(meaning.split()).replace("|", "\\|")
                    yield name, kind_in_words(annotation), meaning
            case ast.AnnAssign(target=ast.Name(id=name)), _:
                raise SystemExit(
                    f"line {field.lineno}: {node.name}.{name} does not say what it is."
                )


def _is_class_variable(field: ast.AnnAssign) -> bool:
    return "ClassVar" in ast.unparse(field.annotation)


def kind_in_words(annotation: ast.expr) -> str:
    """A field's type as somebody reads it who does not write Python: every field may be missing."""
    match annotation:
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return kind_in_words(left)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return f"{kind_in_words(left)} or {kind_in_words(right)}"
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=[item, _])):
            return f"list of {kind_in_words(item)}"
        case ast.Subscript(value=ast.Name(id="dict")):
            return "object"
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[bare, *_])):
            return kind_in_words(bare)
        case ast.Name(id="str"):
            return "text"
        case ast.Name(id="int"):
            return "whole number"
        case ast.Name(id="float"):
            return "number"
        case ast.Name(id="bool"):
            return "true or false"
        case ast.Name(id="Ref"):
            return "reference"
    # The project's own types: PartialDate is a partial date.
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", ast.unparse(annotation)).lower()


def main(root: Path, arguments: list[str]) -> int:
    """Write the documents or, asked to check, name those that differ from what would be written."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.generated")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if stale")
    check = parser.parse_args(arguments).check
    stale = 0
    for document in DOCUMENTS:
        text, path = document.text(root), root / document.path
        if text is None:
            continue
        if path.exists() and path.read_text("utf-8") == text:
            continue
        if check:
            print(f"{document.path} is older than {document.source}: run `make docs`.")
            stale = 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(f"{document.path}: written.")
    return stale


if __name__ == "__main__":
    sys.exit(main(Path(), sys.argv[1:]))
