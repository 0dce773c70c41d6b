"""The doors to the screen: what is handed to a widget, or printed, is made safe there.

`python -m tests.quality.doors` names each plain text that is, as path:line: sentence, and exits
with 1.  It follows names within their function and attributes within their class, no further: what
it cannot follow has to go through `clean` at the door itself.

A text is safe when it is written in the program, or comes from one of `CLEANERS`, or consists of
such texts and of numbers.  A record's title, a path, an error's sentence are none of these.  Where
somebody knows better, `# safe: why` stands at the end of the line.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

#: What makes a text safe, or says something about one that is none.
CLEANERS = {
    *("clean", "clean_lines", "inert", "escaped", "cut", "fit", "fit_right"),
    *("len", "int", "float", "round", "sum"),
}
#: Methods that keep a safe text safe, and those whose arguments have to be safe too.
KEEPS = {"strip", "rstrip", "lstrip", "upper", "lower", "capitalize", "ljust", "rjust"}
JOINS = {"join", "format", "replace", "removeprefix", "removesuffix"}
#: Attributes that the program itself gives: names of kinds, keys, grades, references.
OWN = {"ref", "noun", "plural", "shown", "value", "operation", "sequence", "__name__"}
#: The modules whose names draw what they are given.
DRAWS = (
    *("textual.widgets", "textual.content", "textual.command"),
    *("rich.text", "rich.table", "rich.panel", "rich.segment"),
)
#: Methods of widgets and consoles that draw what they are given, whoever's they are.
DRAWING = {"notify", "add_option", "set_options", "add_row", "add_column", "write_line"}
#: Attributes of widgets that are drawn.
DRAWN = {
    *("border_title", "border_subtitle", "tooltip", "placeholder", "sub_title", "suggester"),
    *("title", "label", "prompt"),
}
#: Of these only some arguments are texts; of all others every one may be.
TEXTS = {"Segment": (0,), "Hit": (1,), "DiscoveryHit": (0,), "add_column": (0,)}
KEYWORDS = {
    "help",
    "text",
    "value",
    "label",
    "title",
    "prompt",
    "placeholder",
    "header",
    "end",
    "sep",
}
#: Says that a line is safe, and why.
KNOWN = re.compile(r"# safe: \w+")
#: What reads markup: a text of ours has none, a foreign one must not be read.
MARKUP = {"from_markup", "render_markup", "markup", "from_ansi"}

Found = Iterator[tuple[int, str]]


def violations(root: Path) -> Iterator[str]:
    """Every unsafe door below a root, in the order of the files."""
    for path in sorted((root / "tui").rglob("*.py")):
        place = path.relative_to(root)
        is_command = place.parts[:2] == ("tui", "cli") or place.name == "__main__.py"
        for line, sentence in in_module(path.read_text("utf-8"), is_command):
            yield f"{place}:{line}: {sentence}"


def in_module(source: str, is_command: bool = False) -> Found:
    """The unsafe doors of one module; in commands what is printed goes to a terminal as well."""
    tree = ast.parse(source)
    lines = source.splitlines()
    drawing = set(_drawing_names(tree))
    found: set[tuple[int, str]] = set()
    for scope in _scopes(tree):
        found.update(_in_scope(scope, drawing, is_command))
    yield from sorted(one for one in found if not KNOWN.search(lines[one[0] - 1]))


def _drawing_names(tree: ast.AST) -> Iterator[str]:
    """The names in a module that stand for what draws: Static, Content, Text ..."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(DRAWS):
            yield from (alias.asname or alias.name for alias in node.names)


class _Module:
    """What all functions of a module share."""

    def __init__(self, tree: ast.Module) -> None:
        self.values = [
            given
            for statement in tree.body
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None
            for given in _values_of(statement)
        ]
        self.returned: dict[str, list[tuple[ast.expr, _Scope]]] = {}
        """What each function that returns something returns, and where."""
        for one in tree.body:
            if isinstance(one, ast.FunctionDef):
                scope = _Scope(one, None, self)
                for each in _own_nodes(one):
                    if isinstance(each, ast.Return) and each.value is not None:
                        self.returned.setdefault(one.name, []).append((each.value, scope))


class _Scope:
    """A function and what surrounds it: where its names get their values."""

    def __init__(self, node: ast.AST, owner: ast.ClassDef | None, module: _Module) -> None:
        self.node = node
        self.module = module
        self._owner = owner

    @cached_property
    def _values(self) -> list[tuple[str, ast.expr | None]]:
        return list(_values_of(self.node))

    def values(self, name: str) -> list[ast.expr | None]:
        """Everything that a name is given here; None for what no expression says."""
        own = [value for target, value in self._values if target == name]
        return own or [value for target, value in self.module.values if target == name]

    def fields(self, name: str) -> list[ast.expr | None]:
        """Everything that `self.name` is given in its class."""
        given = _values_of(self._owner) if self._owner else ()
        return [value for target, value in given if target == f"self.{name}"]


def _scopes(tree: ast.Module) -> Iterator[_Scope]:
    module = _Module(tree)
    outside = ast.Module([one for one in tree.body if not _is_scope(one)], [])
    yield _Scope(outside, None, module)
    yield from _inner_scopes(tree, None, module)


def _inner_scopes(node: ast.AST, owner: ast.ClassDef | None, module: _Module) -> Iterator[_Scope]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield _Scope(child, owner, module)
        inner = child if isinstance(child, ast.ClassDef) else owner
        yield from _inner_scopes(child, inner, module)


def _is_scope(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def _values_of(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Names and fields, with what each assignment below a node gives them."""
    for each in ast.walk(node):
        match each:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _given(target, value)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                yield from _given(target, value)
            case ast.AugAssign(target=target, value=value):
                yield from _given(target, value)
            case ast.NamedExpr(target=target, value=value):
                yield from _given(target, value)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                yield from _given(target, _each_of(target, value))
            case ast.arg(arg=name, annotation=kind):
                yield name, _typed(kind)


def _given(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | None]]:
    match target:
        case ast.Name(id=name):
            yield name, value
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            yield f"self.{name}", value
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            values = value.elts if isinstance(value, ast.Tuple) else [None] * len(parts)
            for part, one in zip(parts, values, strict=False):
                yield from _given(part, one)
        case ast.Starred(value=inner):
            yield from _given(inner, None)


def _each_of(target: ast.expr, value: ast.expr) -> ast.expr | None:
    """What stands for an element of an iterable: its elements all of one sort, or nothing known."""
    match value:
        case ast.Call(func=ast.Name(id="range")):
            return ast.Constant(0)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) if not isinstance(target, ast.Tuple):
            return ast.Tuple(parts, ast.Load())
        case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id=name), *_]) if name in CLEANERS:
            return ast.Constant("")
        case ast.Name() | ast.GeneratorExp() | ast.ListComp() if isinstance(target, ast.Name):
            return value
    return None


#: Annotations of what is no text, or one of the program's own words.
_NUMBERS = {"int", "float", "bool", "Ref", "Kind", "Content", "Text", "Line", "Safe", "Path|None"}


def _typed(kind: ast.expr | None) -> ast.expr | None:
    """What stands for a parameter: a number is safe, anything else is not known to be."""
    return ast.Constant(0) if isinstance(kind, ast.Name) and kind.id in _NUMBERS else None


def _in_scope(scope: _Scope, drawing: set[str], is_command: bool) -> Found:
    for node in _own_nodes(scope.node):
        match node:
            case ast.Attribute(attr=name) if name in MARKUP:
                yield node.lineno, f"{name} reads markup, which a record's words may hold."
            case ast.keyword(arg="markup" | "highlight" | "emoji", value=ast.Constant(value=True)):
                yield node.value.lineno, "Markup is switched on: a record's words may hold some."
            case ast.Call() if _draws(node, drawing, is_command):
                for argument in _texts_of(node):
                    if not is_safe(argument, scope):
                        yield argument.lineno, _said(node.func, argument)
            case ast.Assign(targets=[ast.Attribute(attr=name) as target], value=value):
                if name in DRAWN and drawing and not is_safe(value, scope):
                    yield value.lineno, _said(target, value)


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function, those of functions within it left out."""
    for child in ast.iter_child_nodes(node):
        if not _is_scope(child):
            yield child
            yield from _own_nodes(child)


def _said(door: ast.expr, argument: ast.expr) -> str:
    return f"{ast.unparse(door)} is handed {ast.unparse(argument)[:60]}, which was not made safe."


def _texts_of(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments that are drawn."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    places = TEXTS.get(name, range(len(call.args)))
    yield from (one for at, one in enumerate(call.args) if at in places)
    yield from (one.value for one in call.keywords if one.arg is None or one.arg in KEYWORDS)


def _draws(call: ast.Call, drawing: set[str], is_command: bool) -> bool:
    match call.func:
        case ast.Name(id="print"):
            return is_command
        case ast.Name(id=name):
            return name in drawing
        case ast.Attribute(value=ast.Name(id=name), attr=_) if name in drawing:
            return True
        case ast.Attribute(attr="update") if "Static" in drawing:
            return True
        case ast.Attribute(attr="write", value=ast.Attribute(value=ast.Name(id="sys"))):
            return is_command
        case ast.Attribute(attr=name):
            return name in DRAWING
    return False


def is_safe(node: ast.expr, scope: _Scope, seen: frozenset[str] = frozenset()) -> bool:
    """Whether an expression can only be a text that is safe, or no text at all."""
    match node:
        case ast.Constant() | ast.Lambda() | ast.Compare():
            return True
        case ast.Name(id=name):
            return _is_safe_name(name, scope, seen)
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return _are_safe(scope.fields(name), f"self.{name}", scope, seen)
        case ast.Attribute(attr=name):
            return name in OWN or name.isupper()
        case ast.Call():
            return _is_safe_call(node, scope, seen)
        case ast.FormattedValue(format_spec=spec) if _is_number(spec):
            return True
    parts = _parts(node)
    return bool(parts) and all(is_safe(part, scope, seen) for part in parts)


def _parts(node: ast.expr) -> list[ast.expr]:
    """What an expression consists of, so that it is safe when all of it is; none: nobody knows."""
    match node:
        case ast.JoinedStr(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return parts or [ast.Constant("")]
        case ast.BinOp(op=ast.Sub() | ast.Div() | ast.FloorDiv()):
            return [ast.Constant(0)]  # of numbers alone
        case ast.BinOp(left=ast.Constant() as left, op=ast.Mult()):
            return [left]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.IfExp(body=first, orelse=second):
            return [first, second]
        case ast.BoolOp(values=parts):
            return parts
        case ast.Subscript(value=inner) | ast.Starred(value=inner) | ast.UnaryOp(operand=inner):
            return [inner]
        case (
            ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner) | ast.FormattedValue(value=inner)
        ):
            return [inner]
    return []


def _is_safe_name(name: str, scope: _Scope, seen: frozenset[str]) -> bool:
    # A constant of the program, from whichever module; a function or a class is no text.
    if name.strip("_").isupper() or name in ("sys", "True", "False"):
        return True
    return _are_safe(scope.values(name), name, scope, seen)


def _are_safe(
    values: list[ast.expr | None], name: str, scope: _Scope, seen: frozenset[str]
) -> bool:
    if name in seen:
        # Given itself, with something added: the others tell.
        return True
    inner = seen | {name}
    return bool(values) and all(one is not None and is_safe(one, scope, inner) for one in values)


def _is_safe_call(call: ast.Call, scope: _Scope, seen: frozenset[str]) -> bool:
    arguments = [*call.args, *(each.value for each in call.keywords)]
    match call.func:
        case ast.Name(id="map"):
            first = call.args[0]
            return isinstance(first, ast.Name) and first.id in CLEANERS
        case ast.Name(id=name) if name in CLEANERS:
            return True
        case ast.Name(id=name) if name in scope.module.returned:
            returned = scope.module.returned[name]
            return name in seen or all(
                is_safe(one, inner, seen | {name}) for one, inner in returned
            )
        case ast.Name(id="str" | "Content" | "Text" | "next" | "list" | "tuple"):
            return all(is_safe(one, scope, seen) for one in arguments)
        case ast.Attribute(value=ast.Name(id=name), attr="get") if name.isupper():
            return True  # from a table of the program's own
        case ast.Attribute(value=inner, attr=name) if name in KEEPS:
            return is_safe(inner, scope, seen)
        case ast.Attribute(value=inner, attr=name) if name in JOINS:
            return is_safe(inner, scope, seen) and all(is_safe(o, scope, seen) for o in arguments)
        case ast.Attribute(value=ast.Name(id="Text" | "Content"), attr="assemble"):
            return all(is_safe(one, scope, seen) for one in arguments)
    return False


def _is_number(spec: ast.expr | None) -> bool:
    """Whether a value is written as a number: no text has such a format."""
    if not (isinstance(spec, ast.JoinedStr) and len(spec.values) == 1):
        return False
    only = spec.values[0]
    return isinstance(only, ast.Constant) and str(only.value)[-1:] in {*"d,f%exX"}


def main(root: Path) -> int:
    """Print the violations below a root; the exit code says whether there are any."""
    found = list(violations(root))
    for violation in found:
        print(violation)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path()))
