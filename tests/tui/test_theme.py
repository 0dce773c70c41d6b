"""The themes can be read: each text has contrast on each ground (WCAG 2.2, 1.4.3, 1.4.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from math import dist

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.app import App
from textual.color import Color as TextualColor
from textual.theme import Theme
from textual.widget import Widget

from tui.desk.dialogs.naming import Naming
from tui.desk.dialogs.note_editor import NoteEditor
from tui.desk.dialogs.palette import Palette
from tui.desk.theme import themes
from tui.fixed_colours import number_of
from tui.looks import FLAT, LOOKS, NAMES, TERMINAL, look
from tui.render.states import LEGEND, STATUS, TRIAGE, VERDICT
from tui.themes import THEMES

#: The least contrast of text: AA, and AAA for the theme that is made for it.
LEAST = {"desk-dark": 4.5, "desk-light": 4.5, "desk-contrast": 7.0, "desk-colourblind": 4.5}
#: The first colour that is the same for everybody.
FIRST = 22
#: What a line can have below its pieces; the bar and the resting cursor among them.
BASES = ("", "title", "title-active", "header", "footer", "tabs", "cursor", "cursor-resting")
#: Lines between columns are no text.
TEXTS = sorted(set(LOOKS) - {*BASES, "divider"} | {""})


def linear(red: int, green: int, blue: int) -> list[float]:
    """A colour in linear light."""
    return [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (red / 255, green / 255, blue / 255)
    ]


def luminance(red: int, green: int, blue: int) -> float:
    """The relative luminance of a colour in sRGB."""
    light = linear(red, green, blue)
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(style: Style) -> float:
    """The contrast ratio of a style's text on its ground."""
    assert style.color is not None
    assert style.bgcolor is not None
    pair = [luminance(*each.get_truecolor()) for each in (style.color, style.bgcolor)]
    return (max(pair) + 0.05) / (min(pair) + 0.05)


#: Textual's own widgets in dialogs: what they draw in another look than their text.
WIDGETS = {
    "input--cursor",
    "input--placeholder",
    "input--selection",
    "input--suggestion",
    "option-list--option-highlighted",
    "option-list--option-disabled",
    "option-list--option-hover",
    "text-area--cursor",
    "text-area--selection",
}
#: What somebody sees who has no cones for red, green or blue (Machado and others 2009), in linear
#: light.
SIGHTS = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
#: Oklab, from linear light to cones, and from their cube roots to lightness and two opponents.
CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
OPPONENTS = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
#: A difference of 0.02 in Oklab can just be seen.
APART = 0.1

Matrix = tuple[tuple[float, float, float], ...]


def times(matrix: Matrix, value: Sequence[float]) -> list[float]:
    """A matrix times a vector."""
    return [sum(a * b for a, b in zip(row, value, strict=True)) for row in matrix]


def seen(theme: str, state: str, sight: str) -> list[float]:
    """A state's colour in Oklab, as it is seen."""
    colour = look(theme, "", state).color
    assert colour is not None
    light = times(SIGHTS[sight], linear(*colour.get_truecolor()))
    cones = times(CONES, [min(max(one, 0.0), 1.0) for one in light])
    return times(OPPONENTS, [one ** (1 / 3) for one in cones])


@pytest.mark.parametrize("theme", LEAST)
def test_every_text_can_be_read_on_every_ground(theme: str) -> None:
    """No style has less contrast than asked for, on the ground, a bar or a cursor's line."""
    weak = {
        (base, text): round(found, 2)
        for base, text in product(BASES, TEXTS)
        if (found := contrast(look(theme, base, text))) < LEAST[theme]
    }
    assert weak == {}


@pytest.mark.parametrize("theme", LEAST)
def test_every_colour_is_the_same_in_256_colours(theme: str) -> None:
    """The same is sent as with 24 bits: numbers, and none of those that a person chooses."""
    for base, text in product(BASES, TEXTS):
        style = look(theme, base, text)
        rendered = style.render("x", color_system=ColorSystem.EIGHT_BIT)
        assert rendered == style.render("x", color_system=ColorSystem.TRUECOLOR)
        assert all(part.number and part.number >= FIRST for part in colours(style))


@pytest.mark.parametrize("theme", LEAST)
def test_every_text_can_be_read_in_256_colours(theme: str) -> None:
    """Where the terminal has 256 colours, each text has the contrast that it has with 24 bits."""
    for base, text in product(BASES, TEXTS):
        style = look(theme, base, text)
        assert contrast(style) == contrast(Style.from_color(*map(of_24_bits, colours(style))))


def colours(style: Style) -> tuple[Color, Color]:
    """Those of a style's text and of its ground."""
    assert style.color is not None
    assert style.bgcolor is not None
    return style.color, style.bgcolor


def of_24_bits(colour: Color) -> Color:
    """What a palette says of a colour, whatever its number."""
    assert colour.triplet is not None
    return Color.from_triplet(colour.triplet)


def test_textual_is_told_what_is_rounded_to_our_colours() -> None:
    """Its own widgets have the same colours as our rows, where Rich rounds them to 256."""
    for exact, told in zip(themes(are_rounded=False), themes(are_rounded=True), strict=True):
        if exact.name != TERMINAL:
            assert list(map(sent_to_256, values(told))) == list(map(number, values(exact)))


def values(theme: Theme) -> list[str]:
    """The colours of a theme."""
    own = (theme.primary, theme.secondary, theme.accent, theme.warning, theme.error, theme.success)
    grounds = (theme.foreground, theme.background, theme.surface, theme.panel, theme.boost)
    return [each for each in (*own, *grounds, *theme.variables.values()) if each]


def sent_to_256(value: str) -> int | None:
    """The number that Textual sends to a terminal with 256 colours."""
    return TextualColor.parse(value).rich_color.downgrade(ColorSystem.EIGHT_BIT).number


def number(value: str) -> int | None:
    """The number that a colour has."""
    return number_of(*TextualColor.parse(value).rgb)


@pytest.mark.parametrize("sight", SIGHTS)
def test_states_stay_apart_for_who_sees_fewer_colours(sight: str) -> None:
    """In the theme made for that, any two colours of states differ five times what can be seen."""
    states = [name for name in LOOKS if name.startswith("state-")]
    near = {
        (one, other): round(found, 3)
        for one, other in combinations(states, 2)
        if (found := dist(*(seen("desk-colourblind", each, sight) for each in (one, other))))
        < APART
    }
    assert near == {}


async def test_what_textual_draws_in_dialogs_can_be_read() -> None:
    """Hints, selections and cursors of lines, lists and texts, in every theme with own colours."""
    app = App[None]()
    for theme in themes(are_rounded=False):
        app.register_theme(theme)
    weak, looked_at = {}, set()
    async with app.run_test(size=(80, 24)) as pilot:
        for name, least in LEAST.items():
            app.theme = name
            for dialog in (
                Naming("Name", "What for.", "", 100),
                NoteEditor("Note", "text", lambda _: None, lambda _: ""),
                Palette(providers=[], placeholder="hint"),
            ):
                await app.push_screen(dialog)
                await pilot.pause()
                for widget in dialog.walk_children(Widget):
                    for part in WIDGETS.intersection(widget._get_component_classes()):
                        looked_at.add(part)
                        found = contrast(widget.get_component_rich_style(part))
                        if found < least:
                            weak[name, part] = round(found, 2)
                app.pop_screen()
    assert weak == {}
    assert looked_at == WIDGETS


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


@pytest.mark.parametrize("letters", [STATUS, TRIAGE, VERDICT], ids=["status", "triage", "verdict"])
def test_no_state_is_told_by_colour_alone(letters: Mapping[object, str]) -> None:
    """Each has a letter of its own among those of its list, and the help says what it means."""
    assert len(set(letters.values())) == len(letters)
    told = {pair for _, pairs in LEGEND for pair in pairs}
    assert {(letter, str(state)) for state, letter in letters.items()} <= told
