"""Which reports are gone through."""

from __future__ import annotations

from store.ids import Ref
from tui.cli.plain import walk
from tui.cli.plain.walk import Walk

INBOX = walk.begun(Walk(), (5, 2, 9), (), "")


def refs(*names: str) -> list[Ref]:
    """References as they are written."""
    return [Ref(name) for name in names]


def test_the_next_ones() -> None:
    """Those behind the report in hand that wait, then those before it, and never itself."""
    heard = walk.heard(INBOX, {2: False}, 7)
    assert list(walk.ahead(heard, Ref("R9"), waiting=True)) == refs("R5")
    assert list(walk.ahead(heard, Ref("R5"), waiting=False)) == refs("R2", "R9")
    assert list(walk.ahead(heard, None, waiting=True)) == refs("R5", "R9")
    # What it was led to from elsewhere has no place: the first one is next.
    assert list(walk.ahead(heard, Ref("R1"), waiting=True)) == refs("R5", "R9")


def test_what_is_heard() -> None:
    """Decisions of anybody count, and what comes in; of a search only its own reports."""
    heard = walk.heard(INBOX, {5: False, 7: True}, 8)
    assert (heard.waiting, heard.fresh, heard.until) == (3, frozenset({7}), 8)
    assert walk.heard(heard, {5: True, 7: False}, 9).waiting == 3
    search = walk.begun(INBOX, (1, 2, 3), {2}, "dead")
    assert search.waiting == 1
    assert walk.heard(search, {7: True, 3: True}, 9).waiting == 2


def test_going_back() -> None:
    """The report before the one in hand, as often as there is one."""
    gone = walk.entered(walk.entered(walk.entered(INBOX, Ref("R5")), Ref("R2")), Ref("R2"))
    back, ref = walk.gone_back(gone)
    assert ref == "R5"
    assert walk.gone_back(walk.entered(back, Ref("R5")))[1] is None
