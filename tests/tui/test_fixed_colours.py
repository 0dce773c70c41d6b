"""The numbers of colours are those that terminals show them by."""

from __future__ import annotations

from itertools import product

from rich._palettes import EIGHT_BIT_PALETTE

from tui.fixed_colours import number_of


def test_a_colour_has_the_number_that_shows_it() -> None:
    """Each of the cube and of the greys is found, but the first six, which shells give away."""
    shown = {number: EIGHT_BIT_PALETTE[number] for number in range(22, 256)}
    assert {number: number_of(*colour) for number, colour in shown.items()} == {
        number: number for number in shown
    }


def test_a_colour_that_is_not_exactly_one_of_them_has_no_number() -> None:
    """None is rounded; nor has a number what is none at all."""
    sure = {tuple(EIGHT_BIT_PALETTE[number]) for number in range(22, 256)}
    values = (0, 1, 7, 8, 18, 94, 95, 96, 128, 175, 215, 238, 248, 255, 256, 999)
    found = {each for each in product(values, repeat=3) if number_of(*each) is not None}
    assert found == {each for each in product(values, repeat=3) if each in sure}
