"""The key table: one meaning for a key in one place, and a word for everything that it says."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from textual.screen import Screen

from store.record import Record
from tests import builders
from tests.tui.paper_desk import PaperDesk
from tests.tui.strategies import stores, walks
from tui.bindings import USUAL
from tui.desk.dialogs.palette import key_commands
from tui.intents import ENTERS, Action, Intent
from tui.key import DESK, Context, Key, context_of
from tui.keys import GROUPS, KEYS
from tui.render.help import help_lines
from tui.render.line import width_of
from tui.state import LISTS, Pane


def test_a_key_has_one_meaning_in_one_place() -> None:
    """No key stands twice for a list, nor twice for the detail."""
    meanings = Counter(
        (context, name) for key in KEYS for name in key.keys for context in key.contexts
    )
    assert [where for where, count in meanings.items() if count > 1] == []


@pytest.mark.parametrize("action", Action)
def test_every_action_has_a_row(action: Action) -> None:
    """What can be done can be done by a key, and the table says in a line what it is."""
    key = USUAL.of_action[action]
    assert key.keys
    assert key.shown
    assert key.help
    assert not key.help.endswith(".")
    assert len(key.help) <= 90


def test_no_action_has_two_rows() -> None:
    """Each row of the table is about something else."""
    assert len({key.action for key in KEYS}) == len(KEYS)


def test_keys_that_no_terminal_or_other_program_takes_away() -> None:
    """None of the keys that tmux, a shell or the terminal itself uses, and no Escape."""
    taken = {f"ctrl+{letter}" for letter in "abdhimsu"} | {"escape", "ctrl+space", "ctrl+enter"}
    assert not taken & {name for key in KEYS for name in key.keys}


@pytest.mark.parametrize(("context", "key"), product(Context, USUAL.rows))
def test_a_row_is_found_by_its_keys(context: Context, key: Key) -> None:
    """A key press means its row where the row is meant, and nothing of it elsewhere."""
    for name in key.keys:
        assert (USUAL.find(context, name) is key) is (context in key.contexts)


@pytest.mark.parametrize("pane", Pane)
def test_digits_enter_the_panes(pane: Pane) -> None:
    """The digit that a pane's title shows enters it, from lists and from the detail."""
    for context in DESK:
        key = USUAL.find(context, pane.value)
        assert key is not None
        assert ENTERS[key.action] is pane


def test_a_key_without_a_meaning_says_so() -> None:
    """One that works elsewhere names where; both say where the keys are told."""
    assert USUAL.unknown(("f",), "f", Context.LIST) == "f does nothing here. ? shows the keys."
    assert USUAL.unknown(("@",), "@", Context.LIST) == (
        "@ works only in the detail. ? shows the keys."
    )
    assert USUAL.unknown(("p",), "p", Context.DETAIL) == "p works only in a list. ? shows the keys."


@given(stores(), walks())
def test_an_action_that_can_do_nothing_says_why(records: list[Record], walk: list[Intent]) -> None:
    """Wherever somebody has come to, each refusal is a sentence, or two, for a person."""
    desk = PaperDesk(*records)
    desk.do(*walk)
    for action in Action:
        reason = USUAL.why_not(action, desk.view)
        assert reason == "" or (reason.endswith(".") and reason[0] != " " and len(reason) <= 90)


@pytest.mark.parametrize("pane", LISTS)
def test_nothing_can_be_done_to_an_empty_list_and_the_desk_says_so(pane: Pane) -> None:
    """In an empty pane moving, following and pinning are refused, with a way out."""
    desk = PaperDesk()
    desk.do(Action(pane.name.lower()))
    for action in (Action.DOWN, Action.UP, Action.FIRST, Action.LAST, Action.FOLLOW):
        assert USUAL.why_not(action, desk.view).startswith(f"There are no {pane.kind.table} here")
    assert USUAL.why_not(Action.PIN, desk.view)


def test_at_the_start_of_the_trail_there_is_no_way_back() -> None:
    """Back is refused until a record was followed."""
    desk = PaperDesk(builders.event(1))
    assert "start of the trail" in USUAL.why_not(Action.BACK, desk.view)
    desk.do(Action.FOLLOW)
    assert USUAL.why_not(Action.BACK, desk.view) == ""


def test_what_belongs_to_a_list_is_refused_in_the_detail() -> None:
    """The palette offers every action everywhere: one that has no meaning there says so."""
    desk = PaperDesk(builders.event(1))
    assert USUAL.why_not(Action.PAGE_DETAIL, desk.view).startswith("Space works only in the detail")
    desk.do(Action.DETAIL)
    assert USUAL.why_not(Action.PIN, desk.view).startswith("p works only in a list")


@pytest.mark.parametrize("context", Context)
def test_the_help_has_every_key(context: Context) -> None:
    """Each row of the table stands in the help with its key, under the heading of its group."""
    lines = [" ".join(line.text.split()) for line in help_lines(context, 200)]
    for key in USUAL.rows:
        said = f"{key.shown} {key.help}"
        assert any(line == said or line.startswith(f"{said} (") for line in lines)
    assert [line for line in lines if line.isupper()] == [
        *(group.upper() for group in GROUPS),
        "LETTERS",
        "MARKS IN TEXT",
    ]


def test_the_help_tells_what_works_only_elsewhere() -> None:
    """A key of the detail is told to be one, as one that does nothing here or as one that does."""
    lines = [line.text for line in help_lines(Context.LIST, 200) if " Space " in line.text]
    assert any(line.endswith("(only in the detail or in the history)") for line in lines)


def test_the_palette_has_every_action() -> None:
    """Each row of the table but the palette's own is a command of that name."""
    offered = {name.partition(": ")[2] for name, _, _ in key_commands(Screen())}
    assert {key.help for key in USUAL.rows if key.action is not Action.PALETTE} <= offered


@pytest.mark.parametrize("pane", [Pane.EVENTS, Pane.DETAIL])
def test_the_footer_shows_what_works_there(pane: Pane) -> None:
    """Its keys come from the table, only those that work where the keyboard is."""
    desk = PaperDesk(builders.event(1))
    desk.do(Action(pane.name.lower()))
    context = context_of(desk.view)
    (footer,) = desk.picture()["footer"]
    hints = USUAL.footer_keys(context)
    assert all(context in key.contexts and key.brief for key in hints)
    assert {key for key in USUAL.rows if key.brief and key.contexts >= DESK} <= set(hints)
    assert "? help" in footer.text


@pytest.mark.parametrize("width", range(40, 200, 7))
def test_the_footer_always_shows_the_way_to_help(width: int) -> None:
    """As many keys as fit, and `?` is among them at any width."""
    desk = PaperDesk(builders.event(1), width=width, height=24)
    (footer,) = desk.picture()["footer"]
    assert footer.text.rstrip().endswith("? help")
    assert width_of(footer.text) <= width
