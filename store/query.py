r"""The query language: text to tree, and back.

    convoy killed                  both words, anywhere in the record's text
    convoy OR killed               either; OR binds less than standing side by side
    "mass grave"                   words in a row
    kill*                          words that begin so, also the last one of "mass gr"*
    -convoy                        not: of a word, a field or a group
    (convoy OR bus) tuwaym         a group
    status:to-do  tag:dup*         a field of choice, by its words
    title:"mass grave"             words of one field
    place:baniyas  source:S5       the record, or one that is linked to it, by name or reference
    killed:>100   killed:600..1500   killed:745   best:..50
    on:2025-03    after:2w   before:yesterday   on:2025-03-06..2025-03-08   created:>2025-11-01
    E412                           the record, or one that is linked to it: event:E412
    near:L7~20km  near:35.18,35.94~20km
    similar:R12   has:quote   is:disputed
    sort:relevance   sort:killed   sort:-on      the order of the hits, - for descending
    sort:waiting                   urgent reports first, then as they came in

    parse("place:Baniyas -dup").node
        ->  Every((Asked("place", Text("Baniyas")), Without(Free(Text("dup")))))

`str(query)` is the query in one spelling, and `parse(str(query)) == query`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from store.errors import QueryError
from store.fields import FIELDS, Form, nearest
from store.ids import Ref
from store.query_values import VALUES, Token, text_of
from store.syntax import (
    NAME_OF,
    ORDERS,
    REFERENCE,
    Asked,
    Either,
    Every,
    Free,
    Node,
    Order,
    Query,
    Without,
)

#: So many characters a query may have, and so many groups within groups.
LONGEST = 10_000
DEEPEST = 50
_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    |(?P<open>-*\()
    |(?P<close>\))
    |(?P<word>
        (?P<minus>-*)
        (?:(?P<field>[A-Za-z][A-Za-z-]*):)?
        (?:
            "(?P<quoted>(?:[^"\\]|\\.)*)(?P<end>"\*?|\Z)
            |(?P<bare>[^\s"()]*)
        )
    )""",
    re.VERBOSE | re.DOTALL,
)


def parse(text: str) -> Query:
    """The query that the text means; QueryError with the column of what cannot be understood."""
    if len(text) > LONGEST:
        raise QueryError(LONGEST + 1, f"a query has at most {LONGEST:,} characters")
    return _Parser(_tokens(text)).query()


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.end() == at:
            raise QueryError(at + 1, "a quotation mark stands within a word", "a blank before it")
        token = _token(found, at + 1)
        if token:
            if tokens and tokens[-1].kind == "word" == token.kind and text[at - 1] == '"':
                raise QueryError(at + 1, "nothing may follow a quotation", "a blank")
            tokens.append(token)
        at = found.end()
    tokens.append(Token("end", len(text) + 1))
    return tokens


def _token(found: re.Match[str], column: int) -> Token | None:
    if found["blank"]:
        return None
    if found["open"]:
        return Token("open", column, minus=len(found["open"]) - 1)
    if found["close"]:
        return Token("close", column)
    minus, field = len(found["minus"]), found["field"] or ""
    if found["quoted"] is not None:
        if not found["end"]:
            raise QueryError(
                found.start("quoted"), "the quotation is not closed", 'another " at its end'
            )
        text = re.sub(r"\\(.)", r"\1", found["quoted"], flags=re.DOTALL)
        is_prefix = found["end"].endswith("*")
        return Token("word", column, minus, field, text, True, is_prefix, found.start("quoted") + 1)
    bare = found["bare"]
    is_prefix = bare.endswith("*")
    text = bare[:-1] if is_prefix else bare
    return Token("word", column, minus, field, text, False, is_prefix, found.start("bare") + 1)


class _Parser:
    """Reads tokens from the left: OR binds least, then standing side by side, then minus."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._order: Order | None = None

    def query(self) -> Query:
        node = self._either()
        left = self._tokens[self._at]
        if left.kind == "close":
            raise QueryError(left.column, "this parenthesis closes nothing", "a ( before it")
        return Query(node, self._order)

    def _either(self) -> Node | None:
        parts: list[Node] = []
        while True:
            begin = self._tokens[self._at]
            part = self._every()
            here = self._tokens[self._at]
            is_or = _is_operator(here, "OR")
            if part is None and (is_or or parts):
                raise QueryError(
                    begin.column, "something is missing beside OR", "a word or a field"
                )
            if part is not None:
                parts += part.parts if isinstance(part, Either) else (part,)
            if not is_or:
                return Either(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None
            self._at += 1

    def _every(self) -> Node | None:
        parts: list[Node] = []
        while True:
            token = self._tokens[self._at]
            if token.kind in ("close", "end") or _is_operator(token, "OR"):
                break
            if _is_operator(token, "AND"):
                self._and(token, is_first=not parts)
                continue
            part = self._one(token)
            if part is not None:
                parts += part.parts if isinstance(part, Every) else (part,)
        return Every(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None

    def _and(self, token: Token, *, is_first: bool) -> None:
        self._at += 1
        after = self._tokens[self._at]
        is_last = after.kind in ("close", "end") or _is_operator(after, "OR", "AND")
        if is_first or is_last:
            raise QueryError(token.column, "something is missing beside AND", "a word or a field")

    def _one(self, token: Token) -> Node | None:
        self._at += 1
        node = self._group(token) if token.kind == "open" else self._condition(token)
        if node is None or token.minus % 2 == 0:
            return node
        # Two of them take each other away.
        return node.part if isinstance(node, Without) else Without(node)

    def _group(self, token: Token) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(token.column, f"groups lie within each other more than {DEEPEST} deep")
        node = self._either()
        if self._tokens[self._at].kind != "close":
            raise QueryError(token.column, "this parenthesis is not closed", "a ) behind it")
        if node is None:
            raise QueryError(token.column, "there is nothing in these parentheses", "a word")
        self._at += 1
        self._depth -= 1
        return node

    def _condition(self, token: Token) -> Node | None:
        if _is_operator(token, "NOT"):
            raise QueryError(token.column, "NOT is written as a minus", "-word or -field:value")
        if not token.field:
            return _named(token) or Free(text_of(token))
        if token.field.lower() == "sort":
            self._take_order(token)
            return None
        name = token.field.lower()
        field = FIELDS.get(name)
        if field is None:
            near = nearest(name, (*FIELDS, "sort"))
            raise QueryError(
                token.column + token.minus,
                f"there is no field {token.field}",
                "" if near else "the name of a field, or quotation marks around it",
                f"{near}:" if near else "",
            )
        # South of the equator degrees have a minus of their own.
        is_turned = token.text.startswith("-") and not token.is_quoted
        if is_turned and field.form is not Form.NEAR:
            said = f"-{name}:{token.text.lstrip('-')}"
            raise QueryError(token.at, f"a minus stands before {name}:", "", said)
        if not token.text and self._tokens[self._at].kind == "open":
            raise QueryError(
                self._tokens[self._at].column,
                f"{name}: takes one value",
                f"{name}:one OR {name}:another",
            )
        return Asked(name, VALUES[field.form](token, field))

    def _take_order(self, token: Token) -> None:
        if self._depth or token.minus or self._order is not None:
            raise QueryError(token.column, "sort: stands once, and in no group")
        name = token.text.removeprefix("-").lower()
        name = "on" if name == "date" else name
        if name not in ORDERS and not (name in FIELDS and FIELDS[name].is_sortable):
            known = [n for n, field in FIELDS.items() if field.is_sortable]
            near = nearest(name, (*known, *ORDERS))
            wanted = "" if near else "relevance, or a field such as on, killed, title or updated"
            raise QueryError(token.at, f"hits are not sorted by {name or 'that'}", wanted, near)
        self._order = Order(name, token.text.startswith("-"))


def _named(token: Token) -> Asked | None:
    """A bare reference: the record, and what is linked to it; None for other words."""
    if token.is_quoted or token.is_prefix or not REFERENCE.fullmatch(token.text):
        return None
    ref = Ref(token.text)
    field = NAME_OF.get(ref.kind)
    return Asked(field, ref) if field else None


def _is_operator(token: Token, *names: str) -> bool:
    is_plain = token.kind == "word" and not (token.is_quoted or token.field or token.minus)
    return is_plain and token.text in names and not token.is_prefix
