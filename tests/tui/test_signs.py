"""What the desk draws can be shown by the font of the kernel's console."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import tui.key_names
import tui.keys
import tui.render
from store.text import clean
from tui.render.line import width_of
from tui.signs import stand_ins
from tui.terminal import of_environment

CONSOLE = stand_ins(of_environment({"TERM": "linux"}))
#: Arrows, bullets and the like have places among the controls, of which the codec knows nothing.
ALSO_CP437 = frozenset("☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼")


def drawn() -> Iterator[tuple[str, str]]:
    """Every text in the modules that draw, with the module."""
    folder = Path(tui.render.__path__[0])
    keys = [Path(str(module.__file__)) for module in (tui.keys, tui.key_names)]
    yield "what stands for what is hidden", clean("".join(map(chr, range(0xA0))) + "\u202e\u200b")
    desk = folder.parent / "desk"
    # What reads a terminal's bytes draws nothing.
    drawing = set(desk.rglob("*.py")) - set((desk / "terminal").glob("*.py"))
    for file in (*folder.glob("*.py"), *drawing, *keys):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield file.name, node.value


def is_in_the_font(sign: str) -> bool:
    """Whether code page 437 has it."""
    try:
        sign.encode("cp437")
    except UnicodeEncodeError:
        return sign in ALSO_CP437
    return True


def test_the_console_can_show_what_the_desk_draws() -> None:
    """Every sign of ours is in code page 437, or something that is stands in for it."""
    lacking = {
        (name, sign)
        for name, text in drawn()
        for sign in clean(text.translate(CONSOLE)).translate(CONSOLE)
        # Letters are of records, in tables of what is read.
        if width_of(sign) == 1 and not sign.isalnum() and not is_in_the_font(sign)
    }
    assert lacking == set()


def test_a_stand_in_is_as_wide_as_what_it_stands_for() -> None:
    """One sign for one, each of one cell: no line becomes longer."""
    for sign, other in CONSOLE.items():
        assert (width_of(chr(sign)), width_of(chr(other))) == (1, 1)
        assert is_in_the_font(chr(other))


def test_other_terminals_are_sent_what_is_meant() -> None:
    """In tmux on a console, too: tmux asks what its own terminal can show."""
    for environment in ({"TERM": "xterm-256color"}, {"TERM": "linux", "TMUX": "x"}):
        assert stand_ins(of_environment(environment)) == {}
