"""The records that a command line names: as its words, or on the standard input.

On the input there is one reference a line, or several between blanks; a JSON object a line with
its `ref`, as `list --jsonl` prints them; a JSON array of such, as `list --json` prints it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from store.ids import Ref
from store.repository import Repository
from tui.cli import tell

STDIN = "-"
#: So many that are wrong are told one by one.
MOST = 20


class _Line(msgspec.Struct):
    """A record as `list` prints it; its other fields are passed over."""

    ref: str


_LINE = msgspec.json.Decoder(_Line)
_ARRAY = msgspec.json.Decoder(list[_Line | str])


def known(repository: Repository, words: Sequence[str]) -> tuple[list[Ref], bool]:
    """Each record once, and whether all that was named is there; what is not is told."""
    refs: list[Ref] = []
    wrong: list[str] = []
    for name in dict.fromkeys(_names(words)):
        try:
            refs.append(Ref(name))
        except ValueError:
            wrong.append(f"{name[:60]!r} is not a reference such as E412.")
    found: list[Ref] = []
    with repository.read() as reader:
        for ref in refs:
            if reader.version(ref):
                found.append(ref)
            else:
                wrong.append(f"There is no record {ref}.")
    for sentence in wrong[:MOST]:
        tell(sentence)
    if len(wrong) > MOST:
        tell(f"And {len(wrong) - MOST:,} more are no records.")
    return found, not wrong


def _names(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word == STDIN:
            yield from names_in(read_input())
        else:
            yield word


def read_input(errors: str = "replace") -> str:
    """All that the standard input has; bytes that are no text become marks, or are errors."""
    # Some programs begin a text with a mark of the order of its bytes.
    return sys.stdin.buffer.read().decode("utf-8-sig", errors=errors)


def names_in(text: str) -> Iterator[str]:
    """The references that a text names; what is none comes as it stands."""
    if text.lstrip().startswith("["):
        try:
            for item in _ARRAY.decode(text):
                yield item if isinstance(item, str) else item.ref
        except msgspec.MsgspecError:
            yield text.strip()
        return
    # A line ends where JSON ends one: what else may end one stands inside of its texts.
    for line in text.replace("\r", "").split("\n"):
        line = line.lstrip()
        if not line.startswith(("{", '"')):
            yield from line.split()
            continue
        try:
            yield msgspec.json.decode(line, type=str) if line[0] == '"' else _LINE.decode(line).ref
        except msgspec.MsgspecError:
            yield line
