"""A form as it is drawn."""

from __future__ import annotations

import pytest

from store.codec import decode
from store.ids import Kind, Ref
from store.model import Claim, Event
from tests.builders import claim, event
from tui import form as forms
from tui.form import Form
from tui.render.form import Look, choices_of, form_lines, value_box, words_of
from tui.render.line import width_of

SIZE = (60, 20)


def drawn(form: Form, size: tuple[int, int] = SIZE, **look: object) -> list[str]:
    """The lines of a form."""
    names = {Ref("L1"): "Baniyas\x1b"}
    lines = form_lines(form, Look("E5 EVENT", names, (("s", "save"),), **look), 0, size)  # type: ignore[arg-type]  # of a test
    return [line.text.rstrip() for line in lines]


def row(lines: list[str], label: str) -> str:
    """The row of a field, its cells set apart by one blank."""
    return next(" ".join(line.split()) for line in lines if label in line)


def test_each_field_has_its_label_its_value_and_what_is_wrong() -> None:
    """Foreign text is safe; what was edited has a star, what is nothing a dot."""
    form = forms.begun(event(5, title="a\x1bb", places=["L1", "L9"]))
    form = forms.typed(forms.typed(form, "start", "2025-02-30"), "type", "Clash")
    lines = drawn(form)
    assert row(lines, "title") == "> title a␛b"
    assert row(lines, "* type") == "* type Clash"
    assert row(lines, "start") == "* start 2025-02-30 ! '2025-02-30' is not in t…"
    assert row(lines, "clarity") == "clarity ·"
    assert "L1 Baniyas␛ (site)" in row(lines, "L1")
    assert "L9 (not in the store) (site)" in row(lines, "L9")
    assert any("+ add one" in line for line in lines)


@pytest.mark.parametrize("size", [(60, 20), (40, 12), (30, 8), (100, 40)], ids=repr)
def test_a_form_fills_its_box(size: tuple[int, int]) -> None:
    """In any size, the keys last."""
    form = forms.begun(event(5, summary="x" * 500, title="好" * 80))
    lines = form_lines(form, Look("E5", {}, (("s", "save"),)), 0, size)
    assert len(lines) == size[1]
    assert all(width_of(line.text) <= size[0] for line in lines)
    assert "save" in lines[-1].text
    assert value_box(form, 0, size).width > 0


@pytest.mark.parametrize(
    ("form", "name", "words"),
    [
        (forms.begun(event(5, type_scheme="UCDP")), "type", "State-based conflict"),
        (forms.begun(event(5)), "type", None),
        (forms.begun(event(5)), "status", "to do"),
        (forms.begun(claim(5)), "credibility", "1"),
        (forms.begun(claim(5)), "approximate", "yes"),
        (forms.blank(Claim), "low", None),
        (forms.begun(event(5, places=["L1"])), "locations", "site"),
        (forms.blank(Event), "locations", None),
    ],
)
def test_digits_choose_where_there_is_a_vocabulary(
    form: Form, name: str, words: str | None
) -> None:
    """The scheme's types, grades, roles of a place at its own row."""
    at = forms.at(form, name, 0)
    found = choices_of(at, at.here)
    assert (words_of(found[0])[0] if found else None) == words


def test_somebody_else_s_value_stands_beside_ones_own() -> None:
    """With the keys that choose."""
    form = forms.typed(forms.begun(event(5, title="Clash")), "title", "A clash")
    lines = drawn(forms.collided(form, event(5, title="Clashes"), ("title",), "vera"))
    assert "  vera made it Clashes meanwhile." in lines
    assert "  Yours: A clash." in lines
    assert "  m keep yours  t take what vera made it" in lines


def test_covered_words_are_not_drawn() -> None:
    """Until the field is edited."""
    form = forms.begun(event(5, summary="Horrid"))
    covered = {"summary": "▒▒ graphic, Enter shows it"}
    assert row(drawn(form, covered=covered), "summary") == "summary ▒▒ graphic, Enter shows it"
    odd = forms.begun(decode(Kind.EVENT, 1, {"summary": ["Horrid words"]}))
    assert row(drawn(odd, covered=covered), "summary") == "summary ▒▒ graphic, Enter shows it"
    edited = forms.typed(form, "summary", "Horrid!")
    assert row(drawn(edited, covered=covered), "summary") == "* summary Horrid!"
