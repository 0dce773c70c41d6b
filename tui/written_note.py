"""A note as it is typed: in one line, or as Markdown below a few lines that say its kind. Pure.

?: Who counted them? #baniyas        a question with a tag, in one line

---
kind: question
tags: baniyas, burial
---
Who counted them, and where?
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from store import entering
from store.errors import WrongValue
from store.ids import Kind, Ref
from store.text import clean
from store.vocabulary import NoteKind
from store.words import words
from tui.two_versions import parts

KINDS = ", ".join(NoteKind)
#: What may stand above the text.
FIELDS = ("kind", "tags")
_RULE = "---"
_SIGNS = {"?": NoteKind.QUESTION, "!": NoteKind.DECISION}
_SIGN = re.compile(r"\s*([?!])\s*:?\s*")
_WORD = re.compile(rf"\s*({'|'.join(NoteKind)})\s*:\s*", re.IGNORECASE)
_TAGS = re.compile(r"(?:(?:^|\s+)#([^\s#]*[^\W\d_][^\s#]*))+\s*$")


@dataclass(frozen=True)
class Written:
    """What is to be written."""

    body: str
    kind: NoteKind = NoteKind.NOTE
    tags: tuple[str, ...] = ()


class NotUnderstood(Exception):
    """What stands above a text cannot be understood; `str` is one sentence."""


def of_line(line: str) -> Written:
    """The note that one line means."""
    kind = NoteKind.NOTE
    sign, word = _SIGN.match(line), _WORD.match(line)
    if sign is not None:
        kind, line = _SIGNS[sign[1]], line[sign.end() :]
    elif word is not None:
        kind, line = NoteKind(word[1].lower()), line[word.end() :]
    tags: tuple[str, ...] = ()
    found = _TAGS.search(line)
    if found is not None:
        tags = tuple(one.removeprefix("#") for one in found[0].split())
        line = line[: found.start()]
    return Written(line.strip(), kind, tuple(dict.fromkeys(tags)))


def as_text(note: Written, remarks: tuple[str, ...] = ()) -> str:
    """The note as it is edited; the remarks stand above it and are no part of it."""
    lines = [
        _RULE,
        *(f"# {clean(remark)}" for remark in remarks),
        f"kind: {note.kind}",
        f"tags: {_tags(note.tags)}".rstrip(),
        _RULE,
        "",
    ]
    return "\n".join(lines) + note.body + ("\n" if note.body[-1:] not in ("", "\n") else "")


def _tags(tags: tuple[str, ...]) -> str:
    is_plain = not any("," in tag or tag != " ".join(tag.split()) for tag in tags)
    if is_plain and not "".join(tags[:1]).startswith("["):
        return ", ".join(tags)
    return json.dumps(tags, ensure_ascii=False)


def of_text(text: str) -> Written:
    """The note that a text means; NotUnderstood names the line that is wrong."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    if lines[0].rstrip() != _RULE:
        return Written(text.strip("\n").rstrip())
    end = next((at for at, one in enumerate(lines[1:], 1) if one.rstrip() == _RULE), None)
    if end is None:
        raise NotUnderstood(f"Line 1: the lines about the note have no end; {_RULE} ends them.")
    told = dict(_told(lines[1:end]))
    body = "\n".join(lines[end + 1 :]).strip("\n").rstrip()
    kind = cast("NoteKind", told.get("kind") or NoteKind.NOTE)
    tags = cast("tuple[str, ...]", told.get("tags", ()))
    return Written(body, kind, tuple(dict.fromkeys(filter(None, tags))))


def _told(lines: list[str]) -> Iterator[tuple[str, object]]:
    for number, line in enumerate(lines, 2):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, value = line.partition(":")
        field = name.strip().lower()
        if not colon or field not in FIELDS:
            said = f"only kind and tags stand above the text, not {clean(line.strip())[:40]!r}"
            raise NotUnderstood(f"Line {number}: {said}.")
        try:
            yield field, entering.value_of(Kind.NOTE, field, value.strip())
        except WrongValue:
            wrong = clean(value.strip())[:40]
            expected = f"one of {KINDS}" if field == "kind" else "words between commas"
            raise NotUnderstood(
                f"Line {number}: {field} expects {expected}, not {wrong!r}."
            ) from None


def both(theirs: Written, mine: Written, names: tuple[str, str]) -> Written:
    """Both versions in one: where they differ, theirs stands above mine, between marks."""
    one, other = theirs.body.split("\n"), mine.body.split("\n")
    lines: list[str] = []
    for part in parts(one, other):
        if part.is_same:
            lines += part.one
        else:
            lines += [f"<<<<<<< {clean(names[0])}", *part.one, "=======", *part.other]
            lines.append(f">>>>>>> {clean(names[1])}")
    tags = tuple(dict.fromkeys((*theirs.tags, *mine.tags)))
    return Written("\n".join(lines), mine.kind, tags)


def about(refs: tuple[Ref, ...], label: str = "") -> str:
    """What a note is about, in a few words: `E412 The dead of Baniyas`, `3 records`."""
    if len(refs) == 1:
        return f"{refs[0]} {clean(label)[:60]}".rstrip()
    return f"{len(refs):,} records"


#: So many records are offered for a mention.
MOST_OFFERED = 6


def offered(text: str, known: Iterable[tuple[Ref, str]]) -> list[tuple[str, str]]:
    """What a mention that is being typed at the end of a text may become: the text, and the record.

    Behind `[[` a record at hand is found by its reference or by the words of its label.
    """
    before, opened, begun = text.rpartition("[[")
    if not opened or "]" in begun or "\n" in begun:
        return []
    asked = words(begun)
    found: list[tuple[str, str]] = []
    for ref, label in known:
        is_meant = ref.startswith(begun.strip().upper())
        if is_meant or all(any(w.startswith(one) for w in words(label)) for one in asked):
            found.append((f"{before}[[{ref}]]", f"{ref} {clean(label)[:60]}"))
    return found[:MOST_OFFERED]
