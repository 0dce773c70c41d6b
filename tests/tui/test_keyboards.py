"""Keys typed on the layouts of other scripts stand for those in the same place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tui.bindings import USUAL
from tui.keyboard import ITSELF, Keyboard, Reading, keyboard, unreached
from tui.keyboards import LAYOUTS, PLAIN, SHIFTED, Layout

LAYOUT = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
BOUND = USUAL.names
DECIDING = USUAL.grave
LATIN = Keyboard()
#: What cannot be had by its key where a layout has another key's own sign in its place, or none.
ELSEWHERE = {
    "Arabic": "L",
    "Russian": "@",
    "Ukrainian": "@",
    "Belarusian": "@",
    "Serbian": "@",
    "Bulgarian": "#*@",
    "Hebrew": "q",
    "Greek": "QW",
}


def named(name: str) -> Layout:
    """A layout by its name."""
    return next(layout for layout in LAYOUTS if layout.name == name)


def on(name: str) -> Keyboard:
    """The keyboard of somebody who set a layout, and typed what only that has."""
    layout = named(name)
    return Keyboard((layout,), (layout,))


def read(typed: str, now: Keyboard = LATIN) -> list[Reading]:
    """What each of some characters is taken for, one typed after the other."""
    found = []
    for character in typed:
        now = now.hear(character)
        found.append(now.read(character, BOUND, DECIDING))
    return found


def stood_for(typed: str, now: Keyboard = LATIN) -> str:
    """The keys that they stand for; a dot in the middle for what stands for itself or nothing."""
    return "".join(one.key or "·" for one in read(typed, now))


def keys_at(layout: Layout) -> Iterator[tuple[str, str]]:
    """The character of each place, and the key that a Latin keyboard has there."""
    for own, latin in ((layout.plain, PLAIN), (layout.shifted, SHIFTED)):
        for row, places in zip(own, latin, strict=True):
            yield from zip(row, places, strict=True)


@LAYOUT
def test_each_letter_stands_for_the_key_in_its_place(layout: Layout) -> None:
    """Every character of a layout that is no Latin one is the key of its place, and no other."""
    for character, place in keys_at(layout):
        if character.isascii() or layout.places[character] != place:
            continue
        reading = Keyboard((layout,), (layout,)).hear(character).read(character, BOUND, DECIDING)
        wanted = character if character in BOUND else place
        assert (reading.key or character) == (
            str(int(character)) if character.isdecimal() else wanted
        )


@LAYOUT
def test_every_key_of_the_table_is_reached(layout: Layout) -> None:
    """On each layout every key is typed by itself or by its place, but for those that are told."""
    assert unreached(layout, BOUND, DECIDING) == set(ELSEWHERE.get(layout.name, ""))


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("офч", "jax"),
        ("іїєґ", "s]'\\"),
        ("ХФ", "{A"),
        ("שדגכ", "asdf"),
        ("ασδφ", "asdf"),
        ("ά", "a"),
        ("شسث", "ase"),
        ("٣۳३", "333"),
        ("№", "#"),
    ],
)
def test_a_letter_acts_as_the_key_in_the_same_place(typed: str, keys: str) -> None:
    """Russian, Ukrainian, Hebrew, Greek and Arabic letters, accents and digits of any script."""
    assert stood_for(typed) == keys


def test_a_letter_of_two_keyboards_is_refused_until_others_tell_which() -> None:
    """Arabic and Persian have ز elsewhere; a letter of one, or its digits, tells them apart."""
    (refused,) = read("ز")
    assert not refused.is_itself
    assert refused.key == ""
    assert refused.shown == "ز, which is . on an Arabic and c on a Persian keyboard,"
    assert stood_for("ىز") == "n."
    assert stood_for("گز") == "'c"
    assert stood_for("ش2ز") == "a·."
    assert stood_for("ش۲ز") == "a2c"


def test_a_latin_letter_ends_what_was_told() -> None:
    """Who has changed back to Latin and to another layout is not taken for the one before."""
    assert stood_for("ىjز") == "n··"
    assert stood_for("ىJز") == "n··"


def test_a_rare_layout_is_taken_where_something_speaks_for_it() -> None:
    """ф is Russian, unless a Serbian letter was typed, or the locale or a setting says so."""
    assert stood_for("ф") == "a"
    assert stood_for("љф") == "qf"
    assert stood_for("ф", keyboard("", "sr_RS.UTF-8")) == "f"
    assert stood_for("ф", keyboard("serbian", "ru_RU.UTF-8")) == "f"
    assert stood_for("ز", keyboard("", "fa_IR")) == "c"


def test_a_sign_is_what_it_says() -> None:
    """What is a key acts as itself wherever it lies; what is none, as the key in its place."""
    assert stood_for("ф:?") == "a··"
    assert stood_for("ф,", keyboard("russian", "")) == "a?"
    assert stood_for("ש'") == "aw"
    assert stood_for("'") == "·"


def test_a_sign_that_decides_is_never_taken_from_the_place_of_another_key() -> None:
    """On a Russian keyboard the key with / and . on it searches; ю is the place that repeats."""
    assert read(".") == [ITSELF]
    found = read("ф.")[1]
    assert (found.key, found.is_itself) == ("/", False)
    assert stood_for("ю") == "."


def test_a_key_that_somebody_has_bound_to_the_letter_wins() -> None:
    """A letter that is a key of its own has no other place."""
    assert Keyboard().hear("ф").read("ф", {*BOUND, "ф"}, DECIDING) == ITSELF


def test_what_has_no_ink_is_told_by_its_name() -> None:
    """A mark stands on a circle, a joiner by its name."""
    assert read("\u064e")[0].shown.startswith("◌\u064e, which is Q on an Arabic and U on")
    assert read("\u200c")[0].shown == "zero width non-joiner (B)"
