"""Two records side by side, what may be the same in the detail, and the question before a merge."""

from __future__ import annotations

import pytest

from store.derive.differences import differences
from store.derive.duplicates import Candidate, without_words
from store.ids import Kind, Ref
from tui.bindings import USUAL
from tui.render.compare import (
    Pair,
    Side,
    compare_boxes,
    compare_columns,
    compare_pictures,
)
from tui.render.likely import Twin, likely_lines, percent
from tui.render.line import Line
from tui.render.line import width_of as cells
from tui.render.merging import merge_question, moving

ONE = "At least 31 people were killed near Tuwaym on Friday."
OTHER = "At least 34 people were killed near Tuwaym on Friday."
CANDIDATE = Candidate(Ref("R1"), 0.93, "same words 93 %; published 2 h earlier", is_copy=True)
MINE = Side(Ref("R2"), "Toll rises", (("title", "Toll rises"), ("publisher", "AP")), ONE)
THEIRS = Side(
    Ref("R1"), "Toll\x1b", (("title", "Toll\x1b"), ("url", "https://example.org/" * 9)), OTHER
)
PAIR = Pair(CANDIDATE, MINE, THEIRS, differences(ONE, OTHER))


def drawn(pair: Pair, width: int, height: int, top: int = 0) -> dict[str, tuple[Line, ...]]:
    """The screen's parts."""
    boxes = compare_boxes(width, height)
    columns = compare_columns(pair, boxes)
    return compare_pictures(pair, columns, top, (0, 2), boxes, "", USUAL)


def marked(lines: tuple[Line, ...]) -> list[str]:
    """What is marked in a text."""
    return [piece.text for line in lines for piece in line.pieces if piece.style == "match"]


@pytest.mark.parametrize(("width", "height"), [(40, 12), (80, 24), (100, 24), (160, 45), (10, 4)])
def test_every_part_fills_its_box(width: int, height: int) -> None:
    """No line is wider than its box, and none is missing, at any size."""
    boxes = compare_boxes(width, height)
    for name, lines in drawn(PAIR, width, height).items():
        assert len(lines) <= boxes[name].height
        assert all(cells(line.text) <= boxes[name].width for line in lines)


def test_wide_the_same_field_stands_in_the_same_line() -> None:
    """Also where one of the two does not say it, or needs more lines."""
    wide = drawn(PAIR, 160, 45)
    mine, theirs = ([line.text.split()[:1] for line in wide[name]] for name in ("mine", "theirs"))
    assert mine[1:3] == theirs[1:3] == [["title"], ["publisher"]]
    assert mine.index(["At"]) == theirs.index(["At"])
    # What is known of a report besides stands below its text.
    assert mine.index(["url"]) == theirs.index(["url"]) > theirs.index(["At"])
    assert wide["theirs"][0].text.startswith(" R1  Toll␛")


def test_narrow_they_stand_one_below_the_other() -> None:
    """Each with its own fields alone; the title over them says the title."""
    narrow = drawn(PAIR, 80, 24)
    assert [line.text.split()[:1] for line in narrow["mine"][1:3]] == [["publisher"], []]
    assert marked(narrow["mine"])[-1] == "31"
    assert marked(narrow["theirs"])[0] == "34"
    assert "differences are marked" in narrow["header"][1].text
    assert narrow["footer"][0].text.startswith(" d duplicate of R1  w wire copy, kept  n N next")


def test_what_is_scrolled_is_scrolled_in_both() -> None:
    """Their names stay."""
    wide = drawn(PAIR, 160, 45, top=2)
    assert wide["mine"][0].text.startswith(" R2  Toll rises")
    assert [wide[name][2].text for name in ("mine", "theirs")] == [f" {ONE}", f" {OTHER}"]


def test_records_that_are_no_reports_are_merged() -> None:
    """The keys say so."""
    side = Side(Ref("S1"), "SOHR", ())
    pair = Pair(CANDIDATE._replace(ref=Ref("S2")), side, side._replace(ref=Ref("S2")), PAIR[3])
    assert drawn(pair, 80, 24)["footer"][0].text.startswith(" d merge with S2  n N")


def test_the_detail_tells_what_is_likely_the_same() -> None:
    """The reference, how likely, why, and what it is called as far as there is room."""
    twins = (Twin(CANDIDATE, "31 killed near Tuwaym"), Twin(CANDIDATE._replace(score=1.0), ""))
    lines = list(likely_lines(twins, 80, "D compares"))
    assert [line.ref for line in lines] == [None, None, "R1", "R1"]
    assert lines[1].line.text.split() == ["LIKELY", "THE", "SAME", "2", "D", "compares"]
    assert lines[2].line.text.startswith(
        " R1    93 %  same words 93 %; published 2 h earlier  31 killed near Tuwaym"
    )
    assert not list(likely_lines((), 80, ""))
    for width in (20, 40, 120):
        assert all(
            cells(one.line.text) <= width for one in likely_lines(twins, width, "D compares")
        )
    assert percent(1.0) == "99 %"


def test_a_reason_tells_no_words_of_what_is_covered() -> None:
    """What else speaks for it is told."""
    told = CANDIDATE._replace(reason="same day; both say ada, mother; 31 killed in both")
    assert without_words(told).reason == "same day; 31 killed in both"


def test_the_question_says_what_stays_and_what_moves() -> None:
    """In the words of who has to decide."""
    moves = {Kind.CLAIM: 3, Kind.QUOTE: 1, Kind.NOTE: 2}
    title, text = merge_question((Ref("E4"), "Baniyas"), (Ref("E5"), "Shelling"), moves)
    assert title == "Merge E5 into E4?"
    assert text.startswith("E5, Shelling, becomes one with E4, Baniyas, which stays.")
    assert "1 quote, 3 claims and 2 notes that name it will name E4." in text
    assert moving({}) == ""
    assert "Nothing names it." in merge_question((Ref("E4"), ""), (Ref("E5"), ""), {})[1]
