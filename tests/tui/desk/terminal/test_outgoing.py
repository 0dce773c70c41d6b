"""What is sent makes the terminal show what was written; no more is sent than is needed."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.desk.terminal.emulated import Careful, Pyte
from tests.tui.desk.terminal.frames import Drawing
from tui.desk.terminal.clipboard import By, sequence
from tui.desk.terminal.grid import Grid
from tui.desk.terminal.outgoing import BEGINS, ENDS, QUESTION, Outgoing
from tui.desk.terminal.pace import Pace

_SIZES = ((1, 1), (2, 3), (17, 4), (40, 6))


class _Screens:
    """Terminals that are sent all as it is written, and others that are sent what is outgoing."""

    def __init__(self, seed: int, *, erases: bool) -> None:
        self.random = Random(seed)
        self.erases = erases
        self.now = 0.0
        self.outgoing = Outgoing(1, 1, Pace(), erases=erases)
        self.resize()

    def resize(self) -> None:
        size = self.random.choice(_SIZES)
        self.drawing = Drawing(self.random, *size)
        self.outgoing.resize(*size)
        careful = Careful(*size, erases=self.erases)
        self.stock: list[Careful | Pyte] = [
            Careful(*size, erases=self.erases),
            Pyte(*size, erases=self.erases),
        ]
        self.ours: list[Careful | Pyte] = [careful, Pyte(*size, erases=self.erases)]
        # What a terminal shows after it was resized, nobody knows.
        noise = self.drawing.part()
        for terminal in self.ours:
            terminal.feed(noise)
        careful.is_trusting = False
        # A program that died may have left them; and no frame is to be hurt by them.
        careful.has_margins = True
        self.write(self.drawing.whole())

    def write(self, frame: str) -> None:
        for terminal in self.stock:
            terminal.feed(frame)
        is_marked = self.random.random() < 0.5
        for data in (BEGINS, frame, ENDS) if is_marked else (frame,):
            self.outgoing.write(data)

    def send(self) -> str:
        self.now += self.random.random()
        sent = self.outgoing.next(self.now)
        for terminal in self.ours:
            terminal.feed(sent)
        for _ in range(sent.count(QUESTION)):
            if self.random.random() < 0.8:
                self.outgoing.pace.answered(self.now)
        return sent

    def settle(self) -> None:
        while (opens := self.outgoing.opens(self.now)) is not None:
            self.now = max(self.now, opens)
            self.send()

    def step(self) -> None:
        chance = self.random.random()
        if chance < 0.5:
            self.write(self.drawing.part())
        elif chance < 0.6:
            self.write(self.drawing.whole())
        elif chance < 0.65:
            self.resize()
        elif chance < 0.7:
            self.outgoing.write(QUESTION)
        elif chance < 0.75:
            # Somebody else has written, and left a pen of his own.
            for terminal in self.ours:
                terminal.feed("\x1b[1;1H\x1b[3;35;41m?")
            self.outgoing.forget()
        else:
            self.send()


@given(st.integers(0, 1 << 32), st.booleans())
def test_what_is_sent_shows_what_was_written(seed: int, erases: bool) -> None:
    """Whatever is drawn, held back, merged and resized: in the end the screens are the same.

    Cell by cell, attributes and links included, on terminals with and without the ground's
    colour for what is erased.
    """
    screens = _Screens(seed, erases=erases)
    for _ in range(screens.random.randint(1, 30)):
        screens.step()
    screens.settle()
    for stock, ours in zip(screens.stock, screens.ours, strict=True):
        assert ours.cells == stock.cells
    assert screens.ours[1].cursor == screens.stock[1].cursor
    # Nothing is left to be sent, and the same again is nothing.
    screens.write(screens.drawing.whole())
    screens.settle()
    screens.outgoing.forget()
    screens.settle()
    assert screens.send() == ""


def _drawn(frame: str, columns: int = 20, rows: int = 2, **how: bool) -> Outgoing:
    """A terminal that has been sent a frame, and has answered."""
    outgoing = Outgoing(columns, rows, Pace(), **how)
    outgoing.write(QUESTION)
    outgoing.next(0.0)
    outgoing.pace.answered(0.1)
    outgoing.write(frame)
    outgoing.next(0.1)
    outgoing.pace.answered(0.2)
    return outgoing


def _screen(*lines: str, columns: int = 20) -> str:
    """A frame of whole lines."""
    return (
        "\n".join(f"\x1b[{y};1H{line:<{columns}}" for y, line in enumerate(lines, 1)) + "\x1b[1;1H"
    )


def test_the_same_again_is_nothing() -> None:
    """A frame that changes nothing sends nothing, and asks nothing."""
    outgoing = _drawn(_screen("one", "two"))
    outgoing.write(_screen("one", "two"))
    assert (outgoing.next(1.0), outgoing.opens(1.0)) == ("", None)


def test_what_changed_is_all_that_is_sent() -> None:
    """One figure in a line: a move, the figure, the cursor's place, and the question."""
    outgoing = _drawn(_screen("E412 of 7", "two"))
    outgoing.write(_screen("E413 of 7", "two"))
    assert outgoing.next(1.0) == f"\x1b[1;4H3\x1b[H{QUESTION}"


@pytest.mark.parametrize(
    ("told", "sent"),
    [
        ("38;2;135;175;215", "38;5;110"),
        ("48;2;28;28;28", "48;5;234"),
        # Some shells give this number to another colour.
        ("38;2;0;0;95", "38;2;0;0;95"),
        ("38;2;135;175;216", "38;2;135;175;216"),
    ],
)
def test_a_colour_that_has_a_number_is_sent_by_it(told: str, sent: str) -> None:
    """In fewer bytes; told in the other way, the same colour is nothing new."""
    outgoing = _drawn(_screen("a", "b"))
    outgoing.write(_screen(f"\x1b[{told}ma\x1b[0m", "b"))
    assert outgoing.next(1.0) == f"\x1b[H\x1b[{sent}ma\x1b[H{QUESTION}"
    outgoing.write(_screen(f"\x1b[{sent}ma\x1b[0m", "b"))
    assert outgoing.next(2.0) == ""


def test_a_line_that_becomes_shorter_is_erased() -> None:
    """To the colour of the ground, where the terminal can; else it is written over."""
    ground = "\x1b[48;5;17m{}\x1b[0m".format
    for erases, sent in ((True, "\x1b[K"), (False, " " * 12)):
        outgoing = _drawn(_screen(ground(f"{'a':<8}{'b' * 12}")), rows=1, erases=erases)
        outgoing.write(_screen(ground(f"{'a':<20}")))
        assert outgoing.next(1.0) == f"\x1b[1;9H{sent}\x1b[H{QUESTION}"


@pytest.mark.parametrize(
    ("after", "sent"),
    [
        ("ten", "ten\x1b[K"),
        ("\x1b[1mten\x1b[0m            ", "\x1b[1mten\x1b[K"),
        ("ten, two       ", "ten\x1b[9G\x1b[K"),
        ("ten\x1b[44m            \x1b[0m", "ten\x1b[44m\x1b[K"),
        ("\x1b[7mten\x1b[0m            ", "\x1b[7mten\x1b[m\x1b[K"),
    ],
)
def test_the_end_of_a_line_is_erased_with_what_is_drawn_there(after: str, sent: str) -> None:
    """With its pen where that has the same ground; without a move where only blanks lie between."""
    outgoing = _drawn(_screen("one, two, three", columns=15), columns=15, rows=1)
    outgoing.write(_screen(after))
    assert outgoing.next(1.0) == f"\x1b[H{sent}\x1b[H{QUESTION}"


def test_the_cursor_takes_the_shortest_way() -> None:
    """To the next line, back, along a line and up: each in fewer bytes than by its place."""
    outgoing = _drawn(_screen(*["." * 20] * 4), rows=4)
    lines = ["." * 20] * 4
    lines[0] = "..a................."
    lines[1] = "..b.......c........."
    lines[2] = "d..................."
    outgoing.write(_screen(*lines))
    assert outgoing.next(1.0) == f"\x1b[1;3Ha\x1bD\bb\x1b[7Cc\x1bD\rd\x1b[H{QUESTION}"


def test_a_width_that_terminals_disagree_on_shifts_nothing() -> None:
    """Behind an emoji, the rest of the line is sent to its own column."""
    outgoing = _drawn(_screen("", ""))
    outgoing.write(_screen("a😀b c", "日本b", columns=18))
    assert outgoing.next(1.0).startswith("\x1b[Ha😀\x1b[4Gb c\x1bD\r日本b")


def test_half_a_wide_character_is_drawn_with_the_other_half() -> None:
    """What stands behind it is drawn in its place, though only the first half is another."""
    outgoing = _drawn("\x1b[1;1H.........日\x1b[31ma\x1b[0m\x1b[1;1H", columns=12, rows=1)
    outgoing.write("\x1b[1;1H.........本\x1b[31mb\x1b[0m\x1b[1;1H")
    assert outgoing.next(1.0) == f"\x1b[1;12Hb\x1b[10G\x1b[m本\x1b[H{QUESTION}"
    outgoing.write("\x1b[1;1H.........日\x1b[31ma\x1b[0m\x1b[1;1H")
    assert outgoing.next(1.1) == f"\x1b[1;10H日\x1b[31ma\x1b[H{QUESTION}"


def test_what_a_terminal_may_draw_too_wide_is_drawn_before_its_neighbour() -> None:
    """Also where the frame is sent by colours: the neighbour is whole in the end."""
    outgoing = _drawn(_screen("", ""))
    line = "\x1b[31me\u0301\x1b[0mb\x1b[31me\u0301\x1b[0mb"
    outgoing.write(_screen(line, line))
    sent = outgoing.next(1.0)
    assert sent.rfind("e\u0301") < sent.find("b")


def test_a_link_keeps_its_id() -> None:
    """A link that Textual gives another id in each frame is the same link, and not sent again."""
    link = "\x1b]8;id={};https://example.org\x1b\\there\x1b]8;;\x1b\\{}".format
    outgoing = _drawn(_screen("", ""))
    outgoing.write(_screen(link(1, " " * 15)))
    first = outgoing.next(1.0)
    assert first.count("https://example.org") == 1
    assert "there\x1b]8;;\x1b\\" in first
    outgoing.write(_screen(link(2, " " * 15)))
    assert outgoing.next(2.0) == ""


def test_frames_are_held_back_and_merged() -> None:
    """A terminal that is two frames behind is sent the newest picture when it answers."""
    outgoing = _drawn(_screen("0", ""))
    for number in range(1, 9):
        outgoing.write(_screen(str(number), ""))
        sent = outgoing.next(1.0)
        assert bool(sent) is (number <= 2)
    assert outgoing.next(1.5) == ""
    outgoing.pace.answered(1.6)
    assert outgoing.next(1.6) == f"\x1b[H8\x1b[H{QUESTION}"


def test_nothing_is_kept_when_the_terminal_is_given_back() -> None:
    """On leaving, what was held back is sent first, and nothing is asked any more."""
    outgoing = _drawn(_screen("0", ""))
    for number in range(1, 4):
        outgoing.write(_screen(str(number), ""))
        outgoing.next(1.0)
    outgoing.leave()
    outgoing.write("\x1b[?2004l")
    outgoing.write("\x1b[?1049l")
    assert outgoing.next(1.0) == "\x1b[?2004l\x1b[H3\x1b[H\x1b[?1049l"


def test_a_terminal_is_given_back_though_drawing_has_failed() -> None:
    """Nothing is drawn any more; what switches the terminal back is sent."""
    outgoing = _drawn(_screen("0", ""))
    outgoing.write(_screen("1", ""))
    outgoing.give_up()
    outgoing.write(_screen("2", ""))
    outgoing.write("\x1b[?1049l")
    assert outgoing.next(1.0) == "\x1b[r\x1b[m\x1b[?1049l"


def test_the_pen_is_kept_from_frame_to_frame() -> None:
    """And laid down before the terminal is given back, or somebody else's frame is sent."""
    blue = "\x1b[1;34m{}\x1b[0m".format
    outgoing = _drawn(_screen("0", "0"))
    outgoing.write(_screen(blue("1") + " " * 19, "0"))
    assert outgoing.next(1.0) == f"\x1b[H\x1b[1;34m1\x1b[H{QUESTION}"
    outgoing.write(_screen(blue("2") + " " * 19, "0"))
    assert outgoing.next(1.0) == f"\x1b[H2\x1b[H{QUESTION}"
    outgoing.write("\x1b[?1049l")
    assert outgoing.next(1.0) == "\x1b[m\x1b[?1049l"
    outgoing.write("\x1b[?1049h")
    outgoing.write(_screen(blue("3") + " " * 19, "0"))
    outgoing.pace.answered(1.1)
    assert outgoing.next(1.1).startswith("\x1b[?1049h\x1b[H\x1b[1;34m3")
    outgoing.write("\x1b[2J")
    assert outgoing.next(1.2) == "\x1b[m\x1b[2J"


def test_no_link_is_kept_from_frame_to_frame() -> None:
    """What somebody else writes between two frames is no part of it."""
    outgoing = _drawn(_screen("", ""))
    outgoing.write("\x1b[1;1H\x1b]8;id=1;https://example.org\x1b\\\x1b[4mhere\x1b[0m\x1b]8;;\x1b\\")
    assert outgoing.next(1.0).endswith(f"here\x1b]8;;\x1b\\\x1b[1;5H{QUESTION}")


def test_other_writes_do_not_wait_for_frames() -> None:
    """The clipboard, titles and modes pass at once, while a frame is held back."""
    outgoing = _drawn(_screen("0", ""))
    for number in range(1, 4):
        outgoing.write(_screen(str(number), ""))
        outgoing.next(1.0)
    for data in (
        "\x1b]52;c;aGk=\a",
        sequence("long enough for two pieces" * 20, By.SCREEN),
        "\x1b[?1000h\x1b[?1006h",
        "\x1b]2;desk\x1b\\",
        "\a",
        "\x1b[<u",
    ):
        outgoing.write(data)
        assert outgoing.next(1.0) == data
    outgoing.pace.answered(1.1)
    assert "3" in outgoing.next(1.1)


@pytest.mark.parametrize(
    "foreign",
    [
        "\x1b[2J",
        "\x1b[3;1Ha\x1b[2Cb",
        "\x1b[1Aup",
        "a\tb\b",
        "\x1bPq#0\x1b\\",
        "\x1b[38;2mx",
        "\x1b[4:3mx",
    ],
    ids=repr,
)
def test_what_is_not_understood_is_sent_as_it_is(foreign: str) -> None:
    """It comes behind what was held back; the next frame of the whole screen draws all of it."""
    outgoing = _drawn(_screen("0", "two"))
    for number in range(1, 4):
        outgoing.write(_screen(str(number), "two"))
        outgoing.next(1.0)
    outgoing.write(foreign)
    assert outgoing.next(1.0) == f"\x1b[H3\x1b[H{foreign}"
    part = "\x1b[1;2Hpart\x1b[1;1H"
    outgoing.write(part)
    assert outgoing.next(1.0) == part
    outgoing.write(_screen("3", "two"))
    outgoing.pace.answered(2.0)
    assert outgoing.next(2.0) == f"\x1b[H3\x1b[K\x1bD\rtwo\x1b[K\x1b[H{QUESTION}"


def test_what_is_on_the_screen_is_taken_over() -> None:
    """Rows that were drawn before are not drawn again; another size is drawn anew."""
    shown = Grid(20, 2)
    shown.write(_screen("one", "two"))
    outgoing = Outgoing(20, 2, Pace())
    outgoing.take_over(shown)
    outgoing.write(_screen("one", "two, more"))
    assert outgoing.next(0.0) == "\x1b[2;4H, more\x1b[H"
    outgoing = Outgoing(20, 3, Pace())
    outgoing.take_over(shown)
    outgoing.write(_screen("one", "two", "three"))
    assert outgoing.next(0.0).startswith("\x1b[Hone\x1b[K\x1bD\rtwo\x1b[K")


def test_a_cursor_that_moves_alone_is_moved() -> None:
    """Where nothing else changed, its new place is all that is sent."""
    outgoing = _drawn(_screen("one", "two"))
    outgoing.write("\x1b[2;3Ho\x1b[2;2H")
    assert outgoing.next(1.0) == f"\x1b[2;2H{QUESTION}"
