"""The themes can be read: each text has contrast on each ground (WCAG 2.2, 1.4.3, 1.4.6)."""

from __future__ import annotations

from itertools import product

import pytest
from rich.style import Style

from tui.desk.theme import FLAT, LOOKS, NAMES, TERMINAL, look
from tui.themes import THEMES

#: The least contrast of text: AA, and AAA for the theme that is made for it.
LEAST = {"desk-dark": 4.5, "desk-light": 4.5, "desk-contrast": 7.0}
#: What a line can have below its pieces; the bar and the resting cursor among them.
BASES = ("", "title", "title-active", "header", "footer", "tabs", "cursor", "cursor-resting")
#: Lines between columns are no text.
TEXTS = sorted(set(LOOKS) - {*BASES, "divider"} | {""})


def luminance(red: int, green: int, blue: int) -> float:
    """The relative luminance of a colour in sRGB."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (red / 255, green / 255, blue / 255)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(style: Style) -> float:
    """The contrast ratio of a style's text on its ground."""
    assert style.color is not None
    assert style.bgcolor is not None
    pair = [luminance(*each.get_truecolor()) for each in (style.color, style.bgcolor)]
    return (max(pair) + 0.05) / (min(pair) + 0.05)


@pytest.mark.parametrize("theme", LEAST)
def test_every_text_can_be_read_on_every_ground(theme: str) -> None:
    """No style has less contrast than asked for, on the ground, a bar or a cursor's line."""
    weak = {
        (base, text): round(found, 2)
        for base, text in product(BASES, TEXTS)
        if (found := contrast(look(theme, base, text))) < LEAST[theme]
    }
    assert weak == {}


def test_every_theme_is_known_to_the_command_line() -> None:
    """What can be named is what there is; the terminal's own colours are not ours to measure."""
    assert tuple(THEMES) == NAMES
    assert set(LEAST) | {TERMINAL} == set(NAMES)


@pytest.mark.parametrize("text", TEXTS)
def test_the_terminals_own_theme_has_only_its_colours(text: str) -> None:
    """There every colour is one of the sixteen that the person has chosen, or the default."""
    for base in BASES:
        style = look(TERMINAL, base, text)
        assert style.color is None or style.color.is_system_defined or style.color.is_default
        assert style.bgcolor is None or style.bgcolor.is_system_defined or style.bgcolor.is_default


@pytest.mark.parametrize("theme", NAMES)
def test_without_colour_nothing_is_coloured(theme: str) -> None:
    """With NO_COLOR no style names a colour; attributes stay."""
    for base, text in product(BASES, TEXTS):
        style = look(theme, base, text, plain=True)
        assert style.color is style.bgcolor is None
    assert look(theme, "cursor", "", plain=True).reverse


def test_a_cursor_and_an_active_title_are_one_colour_from_edge_to_edge() -> None:
    """In reverse video the colours of the pieces would be their grounds."""
    for base in FLAT:
        styles = [look(NAMES[0], base, text) for text in TEXTS]
        assert {(one.color, one.bgcolor, one.reverse) for one in styles} == {
            (styles[0].color, styles[0].bgcolor, styles[0].reverse)
        }


@pytest.mark.parametrize("plain", [True, False])
def test_what_was_found_is_seen_on_every_line(plain: bool) -> None:
    """Words that a query asks for differ from those beside them, without colour too."""
    for base in BASES:
        assert look(NAMES[0], base, "found", plain) != look(NAMES[0], base, "", plain)
