"""Notes in the detail: what they mention, and who wrote them when."""

from __future__ import annotations

from store.ids import Ref
from store.rules import LONGEST_NOTE
from tests.builders import note
from tui.render.notes import body_lines, note_row

ADA = {"at": "2025-03-13T09:06:00Z", "by": "ada\x1b[2J"}


def test_what_a_note_mentions_can_be_followed() -> None:
    """Its text has the mentions marked; below stands a row for each record, the missing too."""
    about = note(1, body="See [[E1]],\tand [[Q9]]: \x1b[31m[[e1]]\n[[A2]]")
    names = {Ref("E1"): "The dead\nof Baniyas", Ref("A2"): "A group"}
    told = list(body_lines(about, names, 60))
    marked = [piece.text for line, _ in told for piece in line.pieces if piece.style == "name"]
    assert marked == ["[[E1]]", "[[Q9]]", "[[e1]]", "[[A2]]"]
    assert [(line.text.rstrip(), ref) for line, ref in told] == [
        (" See [[E1]], and [[Q9]]: ␛[31m[[e1]]", None),
        (" [[A2]]", None),
        ("", None),
        (" MENTIONS 3", None),
        (" E1   The dead␊of Baniyas", "E1"),
        (" Q9   not in the store", None),
        # An actor has no list to be looked at in.
        (" A2   A group", None),
    ]


def test_a_note_s_row_says_who_and_when() -> None:
    """Where there is room; of a note on another record also on which."""
    row, ref = note_row(note(4, target="E6", body="Dates differ:\nsee", created=ADA), 70)
    assert (row.text, ref) == (
        " N4   note     Dates differ:" + " " * 22 + " ada␛[2J 2025-03-13 ",
        "N4",
    )
    row, _ = note_row(note(4, target="E6", body="x", created=ADA), 40, tells_target=True)
    assert row.text == " N4   note     on E6: x" + " " * 8 + " ada␛[2J "


def test_a_note_of_a_megabyte_is_drawn_as_far_as_it_is_seen() -> None:
    """Its label looks at its beginning alone, and its picture is made line by line."""
    long = note(1, body="word [[E1]] " * (LONGEST_NOTE // 12))
    assert len(long.label) <= 500
    lines = body_lines(long, {}, 80)
    assert next(lines)[0].text.startswith(" word [[E1]] word")
