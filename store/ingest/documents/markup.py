"""HTML as a tree, and the text of one: blocks apart, nothing that is not shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: So deep the parser goes; what lies deeper it leaves out.
DEEPEST = 255

#: Names of elements, so that a line of them can be read.
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(
    ("head", "script", "style", "template", "noscript", "title", "svg", "math", "object", "iframe")
)
_SPACE = re.compile(r"[ \t\n\f\r\u00a0]+")


class Tree(NamedTuple):
    """A page as a tree, and what was left out of it."""

    root: HtmlElement
    remarks: tuple[str, ...]


def tree_of(html: str) -> Tree | None:
    """The tree of a page; None where there is nothing in it."""
    # It takes a while to load, and only pages want it.
    from lxml import etree  # noqa: PLC0415
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415

    # As bytes: of a text that says what encoding it has, lxml takes none. A NUL would end it.
    content = html.replace("\x00", "\ufffd").encode("utf-8", "replace")
    parser = HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    if any(depth > DEEPEST - 2 for depth in _depths(root)):
        remark = f"it is nested more than {DEEPEST} deep: what lies deeper is left out"
        return Tree(root, (remark,))
    return Tree(root, ())


def _depths(root: HtmlElement) -> list[int]:
    from lxml import etree  # noqa: PLC0415  as above

    depths, depth = [0], 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        depths[0] = max(depths[0], depth)
    return depths


def text_of(root: HtmlElement) -> str:
    """All text of a tree that a reader would see: a line for each block."""
    from lxml import etree  # noqa: PLC0415  as above

    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _UNSEEN:
            hidden += 1 if event == "start" else -1
        elif name in _BLOCKS or (name == "br" and event == "start"):
            pieces.append("\n")
        elif name in {"td", "th"} and event == "end":
            pieces.append(" ")
        text = element.text if event == "start" else element.tail
        # The tail of the outermost hidden element is seen.
        if text and not hidden:
            pieces.append(_SPACE.sub(" ", text))
    shown = (_SPACE.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in shown if line)


def text_of_html(html: str) -> str:
    """The text of a piece of HTML."""
    if "<" not in html and "&" not in html:
        return html.strip()
    tree = tree_of(html)
    return text_of(tree.root) if tree else ""
