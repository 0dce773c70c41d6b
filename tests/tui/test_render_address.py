"""Which web addresses are links, and that a link leads where it says."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.strategies import TEXTS
from tui.render.address import has_links, link_id, openable, whole_links
from tui.render.line import Line, Piece
from tui.terminal import of_environment

NO_LINKS = {
    "javascript": "javascript:alert(1)",
    "file": "file:///etc/passwd",
    "data": "data:text/html,<script>alert(1)</script>",
    "no scheme": "example.org/a",
    "escape": "https://example.org/\x1b]52;c;AAAA\x07",
    "line feed": "https://example.org/a\nb",
    "blank": "https://example.org/a b",
    "bidi": "https://example.org/\u202egro.live",
    "zero width": "https://exam\u200bple.org/",
    "a user": "https://example.org@evil.example/",
    "a user with a password": "https://example.org:80@evil.example/",
    "backslash": "https://example.org\\@evil.example/",
    "mixed alphabets": "https://p\u0430ypal.com/",
    "another alphabet that looks the same": "https://\u0440\u0430\u0443\u0440\u0430.com/",
    "Greek that looks the same": "https://\u03bd\u03bf\u03bd\u03bf.com/",
    "a dot that looks like none": "https://example.org\u3002evil.example/",
    "wide letters": "https://ｅxample.org/",
    "a sign that is three": "https://example℀.org/",
    "no host": "https:///a",
    "a host of signs": "https://-.-/",
    "too long": "https://example.org/" + "a" * 2000,
    "a surrogate": "https://example.org/\ud800",
}


@pytest.mark.parametrize("address", NO_LINKS.values(), ids=NO_LINKS)
def test_what_could_fool_somebody_is_no_link(address: str) -> None:
    """Other schemes, what is not shown as it is, what hides or imitates a host."""
    assert openable(address) == ""


@pytest.mark.parametrize(
    ("address", "handed"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("HTTP://Example.ORG:8080", "http://example.org:8080"),
        ("https://bücher.example/ü?q=ñ", "https://xn--bcher-kva.example/%C3%BC?q=%C3%B1"),
        ("https://пример.рф/путь", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"),
        ("https://مثال.إختبار/", "https://xn--mgbh0fb.xn--kgbechtv/"),
        ("https://例え.jp/ページ", "https://xn--r8jz45g.jp/%E3%83%9A%E3%83%BC%E3%82%B8"),
        ("https://example.org/100%/%41", "https://example.org/100%25/%41"),
        ('https://example.org/"<b>"', "https://example.org/%22%3Cb%3E%22"),
    ],
)
def test_an_address_is_handed_over_in_ascii(address: str, handed: str) -> None:
    """Coded, so that a terminal takes all of it: hosts of other alphabets, letters, quotes."""
    assert openable(address) == handed


@given(TEXTS, TEXTS)
def test_an_openable_address_is_printable_and_keeps_its_host(host: str, rest: str) -> None:
    """Whatever stands in it, it is ASCII without blanks, and leads to a host as it is read."""
    handed = openable(f"https://{host}/{rest}")
    if not handed:
        return
    assert handed.isascii()
    assert handed.isprintable()
    assert " " not in handed
    parts = urlsplit(handed)
    assert parts.username is None
    assert (parts.hostname or "").encode("ascii").decode("idna") in host.lower()
    assert unquote(parts.path, errors="strict") is not None


ADDRESS = "https://example.org/abcdef"


@given(st.lists(st.integers(1, len(ADDRESS) - 1), max_size=4), st.integers(0, 8), st.integers(0, 8))
def test_a_link_of_which_a_part_is_out_of_sight_is_none(
    cuts: list[int], first: int, last: int
) -> None:
    """However it is wrapped: it is a link where all of its lines are there, else no line is."""
    ends = sorted({0, *cuts, len(ADDRESS)})
    parts = [ADDRESS[start:end] for start, end in pairwise(ends)]
    lines = [Line((Piece("url "), Piece(part, "dim", ADDRESS))) for part in parts]
    shown = lines[first : len(lines) - last]
    found = whole_links(shown)
    assert [line.text for line in found] == [line.text for line in shown]
    linked = [any(piece.link for piece in line.pieces) for line in found]
    assert linked == [first == last == 0] * len(shown)


def test_twice_the_same_address_is_one_link() -> None:
    """Where it was found and where the copy lies may be one place."""
    line = Line((Piece(ADDRESS, "", ADDRESS),))
    assert whole_links([line, line]) == (line, line)
    assert link_id(ADDRESS) == link_id(ADDRESS) != link_id(ADDRESS + "g")


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "vte-256color"}, True),
        ({"TERM": "tmux-256color", "TMUX": "x"}, True),
        ({"TERM": "screen-256color", "TMUX": "x"}, True),
        ({"TERM": "screen", "STY": "1.x"}, False),
        ({"TERM": "screen"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "vt100"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_terminals_that_would_show_the_address_twice_get_none(
    environment: dict[str, str], wanted: bool
) -> None:
    """The consoles and screen 4; tmux leaves out what it does not know."""
    assert has_links(of_environment(environment)) is wanted
