"""Frames as Textual writes them, at random: whole screens and parts, in any style, with links."""

from __future__ import annotations

from random import Random

from rich.cells import cell_len

#: On the width of these, terminals and we agree.
LETTERS = (
    *("a", "b", "Z", "7", " ", " ", " ", ".", "é", "…", "│", "─", "ж", "ש", "م", "日", "本", "한"),
    *("e\u0301", "\U0001f600", "क"),
)
PARAMETERS = (
    *("", "", "1", "2", "3", "4", "7", "9", "1;31", "32;44", "38;5;120", "48;5;17", "53", "21"),
    *("1;38;2;200;100;50;48;2;1;2;3", "38;2;200;100;50;48;2;1;2;3", "48;2;1;2;3", "97;101", "5;7"),
    *("4;38;2;0;0;0;48;2;250;250;250", "38;2;0;0;95;48;2;255;255;255", "1;38;5;110;48;2;48;48;48"),
)
LINKS = ("", "", "", "", "https://example.org/a", "http://b.example/?q=1;2")


class Drawing:
    """Draws frames for a screen of a size, as a number makes them."""

    def __init__(self, random: Random, columns: int, rows: int) -> None:
        self.random = random
        self.columns, self.rows = columns, rows

    def whole(self) -> str:
        """A frame that draws the whole screen."""
        lines = [f"\x1b[{y + 1};1H{self.line(self.columns)}" for y in range(self.rows)]
        return "\n".join(lines) + self.cursor()

    def part(self) -> str:
        """A frame that draws some spans."""
        drawn: list[str] = []
        for _ in range(self.random.randint(1, 4)):
            x, y = self.random.randrange(self.columns), self.random.randrange(self.rows)
            width = self.random.randint(1, self.columns - x)
            drawn.append(f"\x1b[{y + 1};{x + 1}H{self.line(width)}")
        return "".join(drawn) + self.cursor()

    def cursor(self) -> str:
        """Where Textual leaves the cursor."""
        if self.random.random() < 0.6:
            return "\x1b[1;1H"
        return f"\x1b[{self.random.randint(1, self.rows)};{self.random.randint(1, self.columns)}H"

    def line(self, width: int) -> str:
        """Segments that fill so many cells."""
        line = ""
        while width:
            text = self.text(min(width, self.random.choice((1, 3, 8, 20))))
            width -= cell_len(text)
            line += self.styled(text)
        return line

    def text(self, width: int) -> str:
        """A text of so many cells; often blanks alone."""
        if self.random.random() < 0.3:
            return " " * width
        text = ""
        while width:
            letter = self.random.choice(LETTERS)
            if cell_len(letter) <= width:
                text += letter
                width -= cell_len(letter)
        return text

    def styled(self, text: str) -> str:
        """The text as Rich renders it in some style."""
        parameters, link = self.random.choice(PARAMETERS), self.random.choice(LINKS)
        if parameters:
            text = f"\x1b[{parameters}m{text}\x1b[0m"
        if link:
            number = self.random.randrange(10**6)
            text = f"\x1b]8;id={number};{link}\x1b\\{text}\x1b]8;;\x1b\\"
        return text
