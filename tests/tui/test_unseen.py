"""What others have changed since this desk showed it last, and how the desk tells of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.changes import Operation
from store.dates import Instant
from store.history import Touched
from store.ids import Ref
from store.presence import Present
from store.reader import no_links
from tui.render.chrome import Around, header_line
from tui.render.company import about_record, call_words, opened_by, people
from tui.render.line import width_of
from tui.render.mending import local
from tui.render.present import present_rows
from tui.state import opening
from tui.unseen import Unseen

AT = Instant("2025-03-09T10:32:00Z")
#: The same on the clock of who runs the tests.
DAY, TIME = local(AT).split()


def touched(ref: str, by: str = "vera", session: str = "hers", *, is_new: bool = False) -> Touched:
    """Somebody has decided on a report."""
    operation = Operation(7, AT, by, session, f"decided {ref} relevant", "", "")
    return Touched(Ref(ref), operation, is_new)


def test_a_change_is_unseen_until_its_record_was_in_the_detail_and_left() -> None:
    """What happens to the record that is shown is told there, until another one is shown."""
    unseen = Unseen().show(Ref("R2")).hear([touched("R1"), touched("R2")], "mine")
    assert list(unseen.changes) == ["R1", "R2"]
    assert list(unseen.show(Ref("R2")).changes) == ["R1", "R2"]
    unseen = unseen.show(Ref("R1"))
    assert list(unseen.changes) == ["R1"]
    assert not unseen.show(None).changes


def test_neither_own_work_nor_a_new_record_is_marked() -> None:
    """Who writes last over a colleague's change has seen it; a new record waits in the title."""
    unseen = Unseen().hear([touched("R1"), touched("R2", is_new=True)], "mine")
    assert list(unseen.changes) == ["R1"]
    assert not unseen.hear([touched("R1", "ada", "mine")], "mine").changes
    assert Unseen().hear([touched("R1", "ada", "at another desk")], "mine").changes


def test_names_are_told_once_with_their_desks() -> None:
    """Two desks of one login are told apart, one's own with the desk that tells of it."""
    others = (("vera", "R1"), ("ada", "R2"), ("vera", ""), ("noor", "R1"))
    assert people(others, "ada") == ("vera (2 desks)", "ada (2 desks)", "noor")
    assert people((), "ada") == ()
    assert opened_by(others, Ref("R1"), "ada") == "vera and noor have it open"
    assert opened_by(others, Ref("R2"), "ada") == "open at another desk of yours"
    assert opened_by(others, Ref("R3"), "ada") == ""
    assert opened_by((("ve\x1b[2Jra", "R1"),), Ref("R1"), "ada").isprintable()


@given(st.integers(0, 120), st.booleans())
def test_a_title_tells_what_it_has_room_for(room: int, is_open: bool) -> None:
    """In one line; what was changed goes before who looks at it."""
    others = (("noor", "R1"),) if is_open else ()
    told = about_record(others, touched("R1"), Ref("R1"), "ada", room, "another day")
    assert told.startswith("R1 · ")
    assert width_of(told) <= max(room, len(f"R1 · vera {DAY} {TIME}"))
    assert room < 90 or told.endswith(f"vera {DAY} {TIME}: decided R1 relevant")


def test_the_time_of_today_stands_alone() -> None:
    """The day is told of what was done on another one."""
    told = about_record((), touched("R1"), Ref("R1"), "ada", 80, DAY)
    assert told == f"R1 · changed by vera {TIME}: decided R1 relevant"
    own = about_record((), touched("R1", "ada"), Ref("R1"), "ada", 80, DAY)
    assert own == f"R1 · changed by you elsewhere {TIME}: decided R1 relevant"


def test_who_is_here_is_told_desk_by_desk() -> None:
    """What another session says of itself is shown safely, and followed only where it is there."""
    found = [
        Present("vera", AT, 1, "E13"),
        Present("ve\x1b[2Jra", AT, 2, "no \x1b[2J reference"),
        Present("vera", AT, 3, "E99"),
        Present("ada", AT, 4),
    ]
    rows = present_rows(found, {"E13": "Roads \x1b[2J sealed"}, "ada", DAY)
    assert [row.ref for row in rows] == ["E13", None, None, None, None]
    assert rows[0].words.endswith(f"since {TIME}  at Roads ␛[2J sealed")
    assert rows[3].words.startswith("ada, another desk of yours")
    assert rows[4].words == "vera has 2 desks."
    assert all(row.words.isprintable() for row in rows)
    assert present_rows([], {}, "ada", DAY)[0].words == "Nobody else has this store open."


def test_the_header_says_that_notes_call() -> None:
    """A long name is cut; without a key for it only the number is told."""
    assert call_words("ada", 0) == ""
    assert call_words("ada", 1200) == "@ada 1,200, I"
    assert width_of(call_words("a" * 100, 2)) < 24
    view = opening(lambda kind, _: no_links(kind))
    for width in (40, 80, 160):
        line = header_line(view, Around("store", 3, ("vera",), calls="@ada 2, I"), width)
        assert width_of(line.text) == width
        assert "@ada 2, I" in line.text
