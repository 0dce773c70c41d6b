"""A menu and a prompt as lines in the footer's place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.config import DEFAULTS
from tui.layout import LEAST_HEIGHT, LEAST_WIDTH
from tui.render.line import width_of
from tui.render.menu import Answer, menu_lines
from tui.render.prompt import prompt_lines

_WIDTHS = st.integers(LEAST_WIDTH, 90)
FEW = (Answer("1", "out of area"), Answer("2", "rumour", is_now=True))


def test_a_short_menu_is_one_line() -> None:
    """Its title and every answer with its key; what holds now has a sign."""
    (line,) = menu_lines("Not relevant, as", FEW, "", 80, 12)
    assert " ".join(line.text.split()) == ("Not relevant, as 1 out of area •2 rumour Esc leaves")


def test_answers_that_are_explained_stand_below_each_other() -> None:
    """One line each, the title above; a message takes the title's place."""
    answers = (Answer("A", "reliable", "has been right before"), Answer("F", "cannot be judged"))
    title, first, second = (one.text for one in menu_lines("Reliability", answers, "", 60, 12))
    assert title.strip() == "Reliability"
    assert first.split() == ["A", "reliable", "has", "been", "right", "before"]
    assert second.split() == ["F", "cannot", "be", "judged"]
    assert menu_lines("Reliability", answers, "No answer", 60, 12)[0].text.strip() == "No answer"


def test_all_answers_are_to_be_seen_on_a_small_screen() -> None:
    """Beside each other, where there is no line for each of them."""
    answers = [Answer(str(at % 10), reason) for at, reason in enumerate(DEFAULTS.reasons, 1)]
    answers.append(Answer("0", "in your own words"))
    lines = menu_lines("R19 · not relevant:", answers, "", LEAST_WIDTH, LEAST_HEIGHT // 2)
    shown = "\n".join(line.text for line in lines)
    assert all(f"{answer.key} {answer.words}" in shown for answer in answers)


@given(
    st.text(max_size=12), st.lists(st.text(max_size=20), max_size=12), st.integers(LEAST_WIDTH, 90)
)
def test_a_menu_keeps_to_its_room(title: str, words: list[str], width: int) -> None:
    """Whatever the answers are called, no line is wider than the screen, nor the menu higher."""
    answers = [Answer(str(at % 10), word, word[::-1]) for at, word in enumerate(words)]
    lines = menu_lines(title, answers, "", width, 6)
    assert 1 <= len(lines) <= 6
    assert all(width_of(line.text) <= width for line in lines)


def test_what_is_wrong_stands_over_a_prompt() -> None:
    """In the place of the keys and the hint; suggestions stand above."""
    wanted = ("2d, 1w, a date", "", (), None, 60, 5)
    assert "2d, 1w, a date" in prompt_lines(" until: ", *wanted)[0].text
    wrong = ("2d, 1w, a date", "There is no 31 June.", [("2d", "")], None, 60, 5)
    offered, said, line = prompt_lines(" until: ", *wrong)
    assert offered.text.split() == ["2d"]
    assert said.text.strip() == "There is no 31 June."
    assert line.text == " until: "
