"""What a program sends is cut right, wherever the reading was interrupted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.sequences import colours, kinds, text_of, units

PARTS = st.sampled_from(
    [
        *("plain", "事件 …", "\x1b[2J", "\x1b[38;2;1;2;3mred", "\x1b[?1049h", "\x1b[>1u", "\r\n"),
        *("\x1b]0;a title\x07", "\x1b]52;c;eA==\x1b\\", "\x1bP$q\x1b\\", "\x1b(B", "\x07"),
    ]
)


@given(st.lists(PARTS, max_size=8).map("".join), st.lists(st.integers(0, 200), max_size=5))
def test_where_the_output_is_interrupted_changes_nothing(output: str, cuts: list[int]) -> None:
    """Read in parts it has the same texts and the same orders as read at once."""
    raw = output.encode()
    edges = [0, *sorted(min(cut, len(raw)) for cut in cuts), len(raw)]
    found, rest = [], b""
    for start, end in pairwise(edges):
        more, rest = units(rest + raw[start:end])
        found += more
    assert rest == b""
    assert b"".join(unit.raw for unit in found) == raw
    whole, _ = units(raw)
    assert text_of(found) == text_of(whole)
    assert [u for u in found if u.sort != "text"] == [u for u in whole if u.sort != "text"]


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        (b"\x1b[31m", "CSI m"),
        (b"\x1b[12;3H", "CSI H"),
        (b"\x1b[?25l", "CSI ?25l"),
        (b"\x1b]52;c;eA==\x07", "OSC 52"),
        (b"\x1b]8;;http://example.org\x1b\\", "OSC 8"),
        (b"\x1bP+q\x1b\\", "ESC P"),
        (b"\x07", "C0 07"),
        ("\x9b31m".encode(), "C1 9b"),
    ],
)
def test_an_order_is_known_by_its_kind(output: bytes, kind: str) -> None:
    """Numbers are left out where they are only places or colours."""
    assert kinds(output) == {kind}


@pytest.mark.parametrize(
    ("output", "count"),
    [
        (b"\x1b[1;7m", 0),
        (b"\x1b[0m", 0),
        (b"\x1b[39;49m", 0),
        (b"\x1b[31m", 1),
        (b"\x1b[1;48;5;3m", 1),
        (b"\x1b[38;2;0;0;0m", 1),
        (b"\x1b[96m", 1),
        (b"\x1b[107m", 1),
        (b"\x1b[12;31H", 0),
    ],
)
def test_colours_are_told_from_attributes(output: bytes, count: int) -> None:
    """Bold and reverse are none; the terminal's default is none; any other is one."""
    assert len(list(colours(output))) == count
