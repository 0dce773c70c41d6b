"""A digest in words: as Markdown for a file or a letter, and as rows for the desk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from store.derive.digest import Digest, Told
from store.ids import Kind
from store.text import clean
from store.vocabulary import TriageState
from tui.render.told import Row

#: What a person may have done is said in this order.
_STATES = (
    (TriageState.RELEVANT, "relevant"),
    (TriageState.NOT_RELEVANT, "not relevant"),
    (TriageState.DUPLICATE, "duplicate"),
    (TriageState.LATER, "put off"),
    (TriageState.NEW, "open again"),
)
NOTHING = "Nothing was decided, written or changed."
#: What Markdown would read as more than a character; a colon and a dot only in addresses.
_SIGNS = re.compile(r"[\\`*_\[\]<>~&$]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def rows_of(digest: Digest, *, with_names: bool = False) -> list[Row]:
    """The digest line by line; `with_names` each line says who did it."""
    found = [Row(sentence) for sentence in _sentences(digest, with_names=with_names)]
    told = (
        ("Relevant", digest.relevant),
        ("Put off", digest.later),
        ("Events made", digest.events),
        ("Notes", digest.notes),
    )
    for heading, records in told:
        if records:
            found.append(Row(heading, is_heading=True))
            found += [Row(_words(one, with_names=with_names), one.ref) for one in records]
    for heading, labels in (("Merged", digest.merges), ("At once", digest.large)):
        if labels:
            found.append(Row(heading, is_heading=True))
            found += [Row(clean(label)) for label in labels]
    return found


def _words(one: Told, *, with_names: bool) -> str:
    words = clean(one.words) or "without a title"
    return f"{words} ({clean(one.by)})" if with_names else words


def _sentences(digest: Digest, *, with_names: bool) -> Iterator[str]:
    if not digest.operations:
        yield NOTHING
    if with_names and digest.people:
        people = digest.people.most_common()
        yield f"Changes: {', '.join(f'{clean(who)} {count:,}' for who, count in people)}."
    decided = digest.decisions
    if decided:
        total = decided.total()
        parts = [f"{decided[state]:,} {word}" for state, word in _STATES if decided[state]]
        yield f"{total:,} report{'' if total == 1 else 's'} decided: {', '.join(parts)}."
    if digest.reasons:
        reasons = [
            f"{count:,} {clean(reason) or 'without a reason'}"
            for reason, count in digest.reasons.most_common()
        ]
        yield f"Not relevant: {', '.join(reasons)}."
    for word, counted in (
        ("written", digest.written),
        ("changed", digest.changed),
        ("deleted", digest.deleted),
    ):
        if counted:
            yield f"Also {word}: {_counts(counted)}."
    if digest.undone:
        was = "change that was" if digest.undone == 1 else "changes that were"
        yield f"Left out: {digest.undone:,} {was} undone."


def _counts(counted: Counter[Kind]) -> str:
    return ", ".join(
        f"{counted[kind]:,} {kind.noun if counted[kind] == 1 else kind.table}"
        for kind in Kind
        if counted[kind]
    )


def markdown(digest: Digest, heading: str, *, with_names: bool = False) -> Iterator[str]:
    """The lines of a document; no title of a record can be more than text in it."""
    yield f"# {escaped(heading)}"
    was_told = True
    for row in rows_of(digest, with_names=with_names):
        is_item = row.ref is not None
        if row.is_heading or was_told:
            yield ""
        if row.is_heading:
            yield f"## {row.words}"
            yield ""
            was_told = False
        elif was_told:
            yield escaped(row.words)
        else:
            yield f"- {row.ref} {escaped(row.words)}" if is_item else f"- {escaped(row.words)}"


def escaped(text: str) -> str:
    """The text as Markdown shows it letter for letter."""
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", text)
