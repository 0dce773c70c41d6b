"""The budgets of the code: sizes, names, and errors swallowed in silence.

`python -m tests.quality.budgets` names each violation as path:line: sentence, and exits with 1.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("store", "tui", "tests", "seeds")

#: Lines, counted as an editor counts them.  What is longer is more than one thing.
MODULE, FUNCTION, CLASS = 400, 50, 300

#: Names that say nothing, and so collect everything.
EMPTY_NAMES = {
    *("common", "data", "info", "types"),
    *("handler", "handlers", "helper", "helpers", "manager", "managers", "util", "utils"),
}


def violations(root: Path) -> Iterator[str]:
    """Every violation in the code below a root, in the order of the files."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            place = path.relative_to(root)
            for line, sentence in _in_module(place, path.read_text("utf-8")):
                yield f"{place}:{line}: {sentence}"


def _in_module(place: Path, source: str) -> Iterator[tuple[int, str]]:
    for name in (*place.parts[:-1], place.stem):
        if name.rpartition("_")[2].lower() in EMPTY_NAMES:
            yield 1, f"The name {name} does not say what is in it."
    lines = len(source.splitlines())
    if lines > MODULE:
        yield lines, f"The module has {lines} lines; {MODULE} are allowed."
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield error.lineno or 1, f"The module cannot be read: {error.msg}."
        return
    found = (violation for node in ast.walk(tree) for violation in _in_node(node))
    yield from sorted(found)


def _in_node(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from _size(node, "function", FUNCTION)
        case ast.ClassDef():
            yield from _size(node, "class", CLASS)
        case ast.ExceptHandler(type=None):
            yield node.lineno, "A bare except also catches the order to stop: name the exceptions."
        case ast.ExceptHandler(type=ast.expr() as caught) if _is_broad(caught) and _is_idle(node):
            yield node.lineno, "Every error is swallowed here: name the one that is expected."
        case ast.Call(func=function, args=caught) if _last_name(function) == "suppress":
            if any(_is_broad(each) for each in caught):
                yield node.lineno, "Every error is swallowed here: name the one that is expected."


def _size(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, what: str, limit: int
) -> Iterator[tuple[int, str]]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > limit:
        yield node.lineno, f"The {what} {node.name} has {lines} lines; {limit} are allowed."


def _is_broad(caught: ast.expr) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(each) for each in caught.elts)
    return _last_name(caught) in {"Exception", "BaseException"}


def _is_idle(handler: ast.ExceptHandler) -> bool:
    """Whether a handler does nothing at all with what it caught."""
    return all(
        isinstance(statement, ast.Pass | ast.Continue)
        or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        for statement in handler.body
    )


def _last_name(expression: ast.expr) -> str:
    match expression:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def main(root: Path) -> int:
    """Print the violations below a root; the exit code says whether there are any."""
    found = list(violations(root))
    for violation in found:
        print(violation)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path()))
