"""The question before something is done to many records, or to what is decided already: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from store.ids import Ref
from store.text import clean
from tui.config import Confirm
from tui.render.question import Choice

#: So many of the things that would be overruled are named.
MOST_NAMED = 3
#: So many characters of one of them.
LONGEST = 60
#: The keys that answer.
ALL, OTHERS, NOTHING = "y", "o", "n"


def is_asked(count: int, overruled: int, confirm: Confirm, *, alone: bool) -> bool:
    """Whether a question comes first; what is done to one record overrules only where `alone`."""
    if count > confirm.many:
        return True
    return bool(overruled) and confirm.decided and (alone or count > 1)


def counted(refs: Sequence[Ref]) -> str:
    """As `R12`, `3 reports`, or `3 records` of several kinds; `nothing` of none."""
    if not refs:
        return "nothing"
    if len(refs) == 1:
        return str(refs[0])
    # All marks are of one list; a million of them need not be looked through.
    first, last = refs[0].kind, refs[-1].kind
    return f"{len(refs):,} {first.table if first is last else 'records'}"


def question(refs: Sequence[Ref], deed: str, overruled: Iterable[str]) -> str:
    """As `Tag 25 reports dup? Of them 3 would be overruled: 2 relevant, 1 later.`."""
    found = Counter(clean(word)[:LONGEST] for word in overruled)
    asked = f"{deed}?"
    if not found:
        return asked
    total = found.total()
    named = [_of(word, count) for word, count in found.most_common(MOST_NAMED)]
    rest = total - sum(count for _, count in found.most_common(MOST_NAMED))
    if rest:
        named.append(f"{rest:,} others")
    if len(refs) == 1:
        return f"{asked} It is {named[0].removeprefix('1 ')}."
    return f"{asked} Of them {total:,} would be overruled: {', '.join(named)}."


def _of(word: str, count: int) -> str:
    return f"{count:,} {word}"


def choices(count: int, overruled: int) -> tuple[Choice, ...]:
    """All of them, only those that overrule nothing, or nothing at all."""
    others = count - overruled
    every = Choice(ALL, "yes" if count == 1 else f"all {count:,}")
    if overruled and others:
        only = Choice(OTHERS, f"only the other {others:,}" if others > 1 else "only the other one")
        return every, only, Choice(NOTHING, "nothing")
    return every, Choice(NOTHING, "nothing")
