"""What a terminal can show, as its environment tells it, and what suits it."""

from __future__ import annotations

import pytest

from tui.looks import suited
from tui.terminal import ALL, Around, of_environment, prepared, why_not

TRUE = {"COLORTERM": "truecolor"}


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm-256color"} | TRUE, ALL),
        ({"TERM": "tmux-256color", "TMUX": "x"} | TRUE, ALL),
        ({"TERM": "xterm-kitty"}, 256),
        ({"TERM": "alacritty"}, 256),
        ({"TERM": "xterm-direct"}, ALL),
        ({"TERM": "xterm"}, 8),
        ({"TERM": "xterm-16color"}, 16),
        ({"TERM": "screen", "STY": "1"} | TRUE, 8),
        ({"TERM": "screen.xterm-256color", "STY": "1"} | TRUE, 256),
        ({"TERM": "screen-256color", "TMUX": "x"} | TRUE, ALL),
        ({"TERM": "linux"} | TRUE, 8),
        ({"TERM": "vt100"}, 0),
        ({"TERM": "vt220"} | TRUE, 0),
        ({"TERM": "vte-256color"}, 256),
        ({"TERM": "xterm-mono"}, 0),
        ({"TERM": "linux", "TEXTUAL_COLOR_SYSTEM": "256"}, 256),
        ({}, 8),
    ],
    ids=str,
)
def test_how_many_colours_a_terminal_has(environment: dict[str, str], colours: int) -> None:
    """By its name, and by COLORTERM where that can be its own: screen and a console inherit it."""
    assert of_environment(environment).colours == colours


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        ({"TERM": "xterm-256color"}, "desk-dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, "desk-dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "desk-light"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;default;15"}, "desk-light"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;default"}, "desk-dark"),
        ({"TERM": "linux", "COLORFGBG": "0;15"}, "desk-terminal"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "desk-terminal"),
        ({"TERM": "vt100"}, "desk-terminal"),
    ],
    ids=str,
)
def test_who_has_chosen_no_theme_gets_one_that_suits(
    environment: dict[str, str], theme: str
) -> None:
    """Light on a light ground; the terminal's own colours where there are few, or none."""
    assert suited(of_environment(environment)) == theme


def test_no_colour_is_a_wish_only_when_it_says_something() -> None:
    """NO_COLOR= asks for nothing, and Textual is not told of it; vt100 has none anyway."""
    empty = {"TERM": "xterm-256color", "NO_COLOR": ""}
    assert not prepared(empty).is_plain
    assert "NO_COLOR" not in empty
    assert empty["TEXTUAL_COLOR_SYSTEM"] == "256"
    for environment in ({"TERM": "vt100"}, {"TERM": "xterm", "NO_COLOR": "0"}):
        assert prepared(environment).is_plain
        assert environment["NO_COLOR"] == "1"
        assert environment["TEXTUAL_THEME"] == "ansi-dark"


def test_what_somebody_asked_of_textual_holds() -> None:
    """Variables that are set already are left as they are."""
    asked = {"TERM": "linux", "TEXTUAL_COLOR_SYSTEM": "truecolor", "TEXTUAL_THEME": "nord"}
    assert prepared(asked | {"NO_COLOR": "1"}).colours == ALL
    prepared(asked)
    assert asked["TEXTUAL_COLOR_SYSTEM"] == "truecolor"
    assert asked["TEXTUAL_THEME"] == "nord"


@pytest.mark.parametrize("name", ["dumb", "", "unknown"])
def test_a_terminal_that_cannot_move_is_told_of_the_plain_mode(name: str) -> None:
    """The sentence says what is missing, and which command does without."""
    said = why_not(of_environment({"TERM": name} if name else {}), "utf-8")
    assert "`incident-desk triage --plain`" in said
    assert ("TERM names none" in said) is (name == "")


def test_a_locale_without_utf_8_is_told_of() -> None:
    """Its letters would stand beside their columns, and what is typed would be lost."""
    terminal = of_environment({"TERM": "xterm"})
    assert why_not(terminal, "utf-8") == why_not(terminal, "UTF8") == ""
    assert "says iso8859-1. " in why_not(terminal, "iso8859-1")


def test_a_program_around_is_known() -> None:
    """By the variable that it sets, and screen by the name that it gives its terminal."""
    assert of_environment({"TERM": "screen", "TMUX": "x"}).around is Around.TMUX
    assert of_environment({"TERM": "screen"}).around is Around.SCREEN
    assert of_environment({"TERM": "linux", "TMUX": "x"}).is_console is False
    assert of_environment({"TERM": "linux"}).is_console
