"""Letters (EML, and those of a mailbox): the text, the files that came with it, letters within."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses
from typing import NamedTuple

from store.arrivals import Arrival, Enclosure, Unread
from store.ingest.documents.encodings import decoded
from store.ingest.documents.markup import text_of_html
from store.ingest.documents.plain import with_date, with_dateline
from store.ingest.documents.task import Task, line, lines, too_long
from store.vocabulary import ReportKind

#: So deep the parts of a letter lie at most; so many files come with it, so many letters in it.
DEEPEST, MOST_ENCLOSURES, MOST_LETTERS = 20, 200, 50
#: What the library raises of headers and parts that keep to no standard.
_BROKEN = (MessageError, ValueError, LookupError, AttributeError, TypeError, OverflowError)


class _Parts(NamedTuple):
    texts: list[str]
    enclosures: list[Enclosure]
    letters: list[Message]
    remarks: list[str]


def letter(task: Task) -> Iterator[Arrival | Unread]:
    """Read a letter, and then each letter that is attached to it."""
    try:
        message = email.message_from_bytes(task.content, policy=policy.default)
    except RecursionError:
        yield Unread(task.place, "the letter is nested too deep")
        return
    yield from _read(task, message, task.content, depth=0)


def _read(task: Task, message: Message, original: bytes, depth: int) -> Iterator[Arrival | Unread]:
    parts = _taken_apart(message)
    text = lines("\n\n".join(parts.texts))
    subject = line(_header(message, "subject"))
    reason = too_long(text)
    if not text.strip() and not reason:
        if subject:
            parts.remarks.append("the letter has no text: its subject stands for it")
            text = subject
        elif not parts.letters:
            reason = "the letter is empty"
    if reason:
        yield Unread(task.place, reason)
    elif text.strip():
        yield _described(task, message, text, original, parts)
    for number, inner in enumerate(parts.letters, 1):
        place = f"{task.place}, letter {number} in it"
        if depth >= 3:
            yield Unread(place, "letters are attached to letters more than 3 deep")
            return
        try:
            content = inner.as_bytes()
        except (*_BROKEN, RecursionError):
            yield Unread(place, "it cannot be taken out of the letter")
            continue
        yield from _read(task._replace(place=place), inner, content, depth + 1)


def _described(task: Task, message: Message, text: str, original: bytes, parts: _Parts) -> Arrival:
    found = Arrival(
        task.place,
        original,
        "message/rfc822",
        text,
        title=line(_header(message, "subject")),
        author=_sender(message),
        publisher=line(_header(message, "organization")),
        url=task.url,
        language=line(_header(message, "content-language"))[:20],
        kind=ReportKind.MESSAGE,
        method="the letter's text",
        remarks=tuple(parts.remarks),
        enclosures=tuple(parts.enclosures),
    )
    date = line(_header(message, "date"))
    return with_date(found, date, "the letter's Date") if date else with_dateline(found)


def _header(message: Message, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except _BROKEN:
        raw = (value for key, value in message.raw_items() if key.lower() == name)
        return str(next(raw, ""))


def _sender(message: Message) -> str:
    given = _header(message, "from")
    try:
        name, address = next(iter(getaddresses([given])), ("", ""))
    except _BROKEN:
        return line(given)
    return line(name or address or given)


def _taken_apart(message: Message) -> _Parts:
    """The leaves of a letter in their order; of alternatives the plain one."""
    parts = _Parts([], [], [], [])
    waiting: list[tuple[Message, int]] = [(message, 0)]
    left_out = too_deep = 0
    while waiting:
        part, depth = waiting.pop()
        kind = part.get_content_type()
        inside = part.get_payload() if part.is_multipart() else None
        if depth and kind == "message/rfc822" and isinstance(inside, list):
            if len(parts.letters) < MOST_LETTERS:
                parts.letters.extend(one for one in inside[:1] if isinstance(one, Message))
            else:
                left_out += 1
        elif isinstance(inside, list):
            if depth >= DEEPEST:
                too_deep += 1
                continue
            within = [one for one in inside if isinstance(one, Message)]
            chosen = _alternatives(within) if kind == "multipart/alternative" else within
            waiting.extend((one, depth + 1) for one in reversed(chosen))
        elif _is_text(part):
            _add_text(parts, part)
        elif len(parts.enclosures) < MOST_ENCLOSURES:
            _enclose(parts, part, kind)
        else:
            left_out += 1
    if left_out:
        parts.remarks.append(f"{left_out:,} of its attachments are left out")
    if too_deep:
        parts.remarks.append(f"parts that are nested more than {DEEPEST} deep are left out")
    if parts.letters:
        count = len(parts.letters)
        told = (
            "a letter is attached: it comes"
            if count == 1
            else f"{count} letters are attached: they come"
        )
        parts.remarks.append(f"{told} in by itself" if count == 1 else f"{told} in by themselves")
    return parts


def _alternatives(inside: list[Message]) -> list[Message]:
    """The plain text of several forms of one text, else the last one; files stay."""
    for kind in ("text/plain", "text/html"):
        for one in inside:
            # An empty plain part stands for a page that its writer took to be enough.
            if one.get_content_type() == kind and not one.is_multipart() and _bytes_of(one).strip():
                return [one]
    return inside[-1:]


def _is_text(part: Message) -> bool:
    if part.get_content_type() not in {"text/plain", "text/html"}:
        return False
    return not (
        _header(part, "content-disposition").lower().startswith("attachment") or _name(part)
    )


def _name(part: Message) -> str:
    try:
        return line(part.get_filename() or "")
    except _BROKEN:
        return ""


def _bytes_of(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except _BROKEN:
        content = None
    if isinstance(content, bytes):
        return content
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _add_text(parts: _Parts, part: Message) -> None:
    try:
        charset = str(part.get_content_charset() or "")
    except _BROKEN:
        charset = ""
    read = decoded(_bytes_of(part), charset)
    text = read.text
    if part.get_content_type() == "text/html":
        text = text_of_html(text)
    if text.strip():
        parts.texts.append(text)
        parts.remarks.extend(read.remarks)


def _enclose(parts: _Parts, part: Message, kind: str) -> None:
    name = _name(part).replace("\\", "/").rpartition("/")[2]
    content = _bytes_of(part)
    if content:
        parts.enclosures.append(
            Enclosure(name or f"part {len(parts.enclosures) + 1}", kind, content)
        )
