"""The configuration file: what it sets, and what is told of what is wrong in it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.screen import Screen

from store.ids import Kind
from tests.tui.strategies import TEXTS
from tui import config
from tui.bindings import USUAL, Bindings, clash, usual_keys
from tui.config import DEFAULTS, REASONS, Config, Confirm
from tui.config.document import BadDocument
from tui.config.document import parsed as parsed_document
from tui.config.sections import KINDS, NEEDED, parsed
from tui.config.template import template
from tui.desk.dialogs.palette import key_commands
from tui.intents import Action
from tui.key_names import BadKey, canonical
from tui.keys import KEYS
from tui.render.columns import COLUMNS, names_of
from tui.themes import THEMES


@pytest.fixture
def file(home: Path) -> Path:
    """Where the file lies."""
    del home
    place = config.place()
    place.parent.mkdir(parents=True)
    return place


def of(text: str) -> Config:
    """The configuration that a text makes."""
    return parsed(text.encode(), "config.toml")


def told(text: str) -> list[str]:
    """What is told of a text, without the name of the file."""
    return [problem.removeprefix("config.toml, ") for problem in of(text).problems]


def test_without_a_file_nothing_is_set(home: Path) -> None:
    """And nothing is made."""
    assert config.read() == DEFAULTS == Config()
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("written", "user"),
    [
        ('user = "Ada Lovelace"', "Ada Lovelace"),
        ("# a comment\r\n\r\nuser = 'ada'\r\n", "ada"),
        ('\ufeffuser = "آدا"', "آدا"),
        ('user = ""', ""),
        ("", ""),
    ],
)
def test_the_name_is_read(file: Path, written: str, user: str) -> None:
    """A name in quotes; an empty one is none."""
    file.write_text(written, "utf-8", newline="")
    assert config.read() == Config(user)


def test_every_section_is_read() -> None:
    """Colours, reasons, thresholds, keys and columns, each by its name."""
    found = of(
        """
        theme = "desk-light"
        reasons = ["out of area", " hoax "]
        [confirm]
        many = 5
        decided = false
        [keys]
        undo = "f"
        zoom = ["plus_sign", "$"]
        redo = []
        [columns]
        events = ["ref", "start", "title", "status"]
        """
    )
    assert found.problems == ()
    assert found.theme == "desk-light"
    assert found.reasons == ("out of area", "hoax")
    assert found.confirm == Confirm(5, decided=False, session=True)
    chosen = {Action.UNDO: ("f",), Action.ZOOM: ("+", "$"), Action.REDO: ()}
    assert found.bindings == Bindings(chosen)
    assert {kind: columns.names for kind, columns in found.columns.items()} == {
        Kind.EVENT: ("start", "title", "status")
    }


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("\nuser = 7\n", "line 2: user must be a name in quotes; your login name is used."),
        ('user = " "\n', "line 1: user must be a name in quotes; your"),
        (f'user = "{"a" * 101}"', "line 1: user has more than 100 characters"),
        ('\nuser = " outside"', "line 2: user cannot be 'outside', as what other programs"),
        ('user = "a\\u001bb"\n', "line 1: user must be a name in quotes"),
        ('\n\n\ncolour = "red"\n', "line 4: there is no setting 'colour'; did you mean 'columns'?"),
        ('theme = "desk-lite"', "line 1: there is no theme 'desk-lite'; did you mean 'desk-light"),
        ('lean = "of"', "line 1: lean cannot be 'of'; did you mean 'off'?"),
        ("lean = true", "line 1: lean cannot be True; there are auto, on, off."),
        ("theme = 3", "line 1: there is no theme 3; there are desk-dark, "),
        ('reasons = "rumour"', "line 1: reasons must be a list such as"),
        ("reasons = []", "line 1: reasons must be a list such as"),
        (f"reasons = {['a'] * 10}", "line 1: there are more than 9 reasons"),
        ('reasons = ["a\\tb"]', "line 1: the reason 'a\\tb' is no plain text; the usual"),
        (f'reasons = ["{"a" * 61}"]', "line 1: the reason 'aaa"),
        ("keys = 1", "line 1: keys is a section: [keys] on a line of its own"),
        ("[confirm]\nmany = true", "line 2: many must be a whole number from 1 to 1,000,000; it"),
        ("confirm.session = 1", "line 1: session must be true or false; it is true."),
        ("[confirm]\nmuch = 1", "line 2: there is no threshold 'much'; there are many, decided, s"),
        ('[keys]\n"undoo" = "u"', "line 2: there is no action 'undoo'; did you mean 'undo'?"),
        ('[keys]\nfly = "u"', "line 2: there is no action 'fly'; `incident-desk config` lists th"),
        ("[keys]\nundo = 1", 'line 2: undo: it must be a key such as "u", or a list of keys; undo'),
        ("[keys]\nquit = []", "line 2: quit: it must have a key; quit stays on Q Ctrl+q."),
        ("[keys]\nhelp = []", "line 2: help: it must have a key; help stays on ?."),
        ('[keys]\npin = "u"', "line 2: pin: 'u' would also be undo in a list; pin stays on p."),
        (
            '[keys]\npin = "ctrl+b"',
            "line 2: pin: 'ctrl+b' cannot be used: tmux takes it; pin stays on p.",
        ),
        ('[columns]\nevent = ["title"]', "line 2: there is no pane 'event'; did you mean 'events"),
        ('[columns]\nevents = "title"', "line 2: events must be a list such as"),
        ('[columns]\nevents = ["titel"]', "line 2: events have no column 'titel'; did you mean"),
        (
            '[columns]\nevents = ["ref"]',
            "line 2: events names no column; the usual columns are shown.",
        ),
        ('[columns]\nevents = ["title", "ref"]', "line 2: ref always stands first; the usual"),
        ('[columns]\nnotes = ["title", "title"]', "line 2: notes names a column twice"),
    ],
)
def test_a_bad_entry_is_named_with_its_line_and_only_it_is_left_out(
    written: str, said: str
) -> None:
    """One sentence says where it is and what is wrong; the default holds, all else is used."""
    assert [problem[: len(said)] for problem in told(written)] == [said]
    assert all(problem[-1] in ".?" and "\n" not in problem for problem in told(written))
    found = of(written)
    assert found._replace(problems=()) == DEFAULTS
    other = 'user = "Ada"\n' if "user" not in written else 'theme = "desk-light"\n'
    beside = of(other + written)
    assert (beside.user, beside.theme) in (("Ada", ""), ("", "desk-light"))
    assert len(beside.problems) == 1


def test_all_problems_are_told_in_the_order_of_the_lines() -> None:
    """One entry's fault keeps no other from being found."""
    text = '[keys]\nundoo = "u"\npin = "escape"\n[confirm]\nmany = 0\n[nothing]\n'
    assert [problem[:7] for problem in told(text)] == ["line 2:", "line 3:", "line 5:", "line 6:"]
    assert (
        of(text).remark == f"{of(text).problems[0]} And 3 more: `incident-desk config` lists them."
    )
    assert of("").remark == of(text).told.remark == ""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b'\n\nuser = "Ada\n', "line 3: "),
        (b'# \xff\nuser = "a"', "line 1 is not UTF-8"),
        (b"user", "line 1: "),
        (b"a = " + b"[" * 100_000, "its lists lie too deeply in each other"),
        (b"a = " + b"1" * 5_000, "a number or a date in it cannot be read"),
        (b"\na = 2025-02-30", "line 2: invalid date"),
    ],
)
def test_of_what_is_no_toml_nothing_is_used(written: bytes, said: str) -> None:
    """The sentence says where it stops being TOML."""
    found = parsed(written, "config.toml")
    assert found._replace(problems=()) == DEFAULTS
    (problem,) = found.problems
    assert problem.startswith(f"config.toml, {said}")
    assert problem.endswith("; nothing of the file is used.")


def test_a_folder_in_its_place_is_told(file: Path) -> None:
    """What cannot be read at all has a reason as well."""
    file.mkdir()
    assert config.read().problems == ("config.toml is not used: is a directory.",)


def test_a_file_of_no_end_is_not_read(file: Path) -> None:
    """Nobody wrote a configuration of more than 100 kB, and a pipe may never say anything."""
    file.write_bytes(b"#" * (config.MOST_BYTES + 1))
    assert config.read().problems == ("config.toml is not used: it has more than 100 kB.",)
    file.unlink()
    os.mkfifo(file)
    assert config.read().problems == ("config.toml is not used: it is no regular file.",)
    said = f"the configuration {file} cannot be used: it is no regular file."
    assert config.unreadable(file) == said


@given(st.one_of(st.binary(max_size=60), TEXTS.map(str.encode)))
def test_no_bytes_fail(raw: bytes) -> None:
    """Whatever the file holds, there is a configuration, and sentences about the rest."""
    found = parsed(raw, "config.toml")
    assert all(problem.startswith("config.toml, ") for problem in found.problems)


_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-1, 30), st.sampled_from(["u", "ctrl+a", "title", "é"])),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
_NAMES = st.sampled_from([*config.Config._fields, *(one.value for one in Action), *KINDS, "many"])


@given(st.dictionaries(_NAMES, st.one_of(_VALUES, st.dictionaries(_NAMES, _VALUES, max_size=4))))
def test_any_values_leave_a_desk_that_can_be_used(values: dict[str, object]) -> None:
    """No key has two meanings in one place, help and quit have keys, each problem has a line."""
    inline = [f"{name} = {_toml(value)}" for name, value in values.items()]
    found = of("\n".join(inline))
    assert all(one.startswith("config.toml, line ") for one in found.problems[:20])
    assert clash(found.bindings.chosen) is None
    assert all(found.bindings.of_action[action].keys for action in NEEDED)
    assert 1 <= len(found.reasons) <= 9


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value).lower() if isinstance(value, bool) else f"{value!r}"


def test_the_lines_of_a_document_are_those_on_which_it_names_its_entries() -> None:
    """Comments, long strings, lists over lines, quoted and dotted names, tables in a line."""
    document = parsed_document(
        b"""# [no] = 1
a = '''
b = 1
''' # c
list = [ # [d]
  "]", # x = 2
  '[',
]
long = \"\"\"
[keys]
\\\"\"\" e = 1\"\"\"
f.g = 1
[ h . "i.j" ] # [k]
'l' = { m = 1 }

[[n]]
o = 1
"""
    )
    assert document.lines == {
        ("a",): 2, ("list",): 5, ("long",): 9, ("f",): 12, ("f", "g"): 12,
        ("h", "i.j"): 13, ("h", "i.j", "l"): 14, ("n",): 16, ("n", "o"): 17,
    }  # fmt: skip
    assert document.line_of("h", "i.j", "l", "m") == 14
    assert document.line_of("nothing") == 1


@given(TEXTS)
def test_whatever_tomllib_reads_has_lines(text: str) -> None:
    """Each entry of the first level is found where the text is TOML."""
    written = f'a = "x"\n# {"".join(filter(str.isprintable, text))}\n{text}'
    try:
        document = parsed_document(written.encode())
    except BadDocument:
        return
    assert {path[0] for path in document.lines} >= set(document.values)
    assert document.line_of("a") == 1


# -- the template -------------------------------------------------------------------------


def test_the_template_sets_what_holds_anyway() -> None:
    """Every setting stands in it with its default, and nothing of it is told to be wrong."""
    assert of(template()) == Config()
    written = tomllib.loads(template())
    assert written.keys() == {
        "user",
        "theme",
        "keyboard",
        "mouse",
        "lean",
        "reasons",
        "confirm",
        "ingest",
        "keys",
        "columns",
    }
    assert written["confirm"].keys() == set(Confirm._fields)
    assert written["keys"].keys() == {action.value for action in Action}
    assert written["columns"].keys() == set(KINDS)


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=3))
def test_the_settings_of_a_person_are_written_so_that_they_can_be_read(
    user: str, reasons: list[str]
) -> None:
    """Quotes, backslashes, blanks and all other signs come back as they were."""
    found = Config(
        user.strip() if user.isprintable() else "",
        reasons=tuple({one.strip(): 0 for one in reasons if one.strip() and one.isprintable()})
        or REASONS,
        confirm=Confirm(3, session=False),
        bindings=Bindings({Action.CITE_QUOTE: (), Action.UNDO: ('"', "\\")}),
        theme="desk-light",
    )
    assert of(template(found)) == found


def test_the_document_names_every_setting() -> None:
    """Each action, pane, column, theme and threshold stands in docs/config.md."""
    document = (Path(__file__).parents[2] / "docs/config.md").read_text("utf-8")
    for name in (*THEMES, *Confirm._fields, *(one.value for one in Action), *KINDS):
        assert name in document
    for kind in COLUMNS:
        assert ", ".join(f"`{name}`" for name in names_of(kind)) in document


# -- keys ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("?", "?"), ("question_mark", "?"), ("plus", "+"), ("plus_sign", "+"), ("+", "+"),
        ("U", "U"), ("é", "é"), (" ", "space"), ("space", "space"), ("pagedown", "pagedown"),
        ("ctrl+e", "ctrl+e"), ("ctrl+E", "ctrl+e"), ("shift+ctrl+left", "ctrl+shift+left"),
        ("shift+tab", "shift+tab"), ("f5", "f5"), ("minus", "-"), ("full_stop", "."),
    ],
)  # fmt: skip
def test_a_key_has_one_name(written: str, name: str) -> None:
    """A character stands for itself, also by the terminal library's name for it."""
    assert canonical(written) == name


@pytest.mark.parametrize(
    "written",
    [
        *(f"ctrl+{letter}" for letter in "abcdhijmsuz"), "ctrl+enter", "ctrl+space", "escape",
        "shift+enter", "shift+a", "alt+x", "ctrl+1", "ctrl+shift+x", "super+x", "ctrl+tab",
        "", "\t", "\u200f", "\u0301", "nokey", "ctrl+", "+ctrl+x", "ctrl+ctrl+x", "Ctrl+x", "f25",
    ],
)  # fmt: skip
def test_a_key_that_never_arrives_is_refused(written: str) -> None:
    """What terminals, tmux and the shell keep, and what no key is called; with the reason."""
    with pytest.raises(BadKey, match=r"^(there is no key|.* is no key|.* cannot be used: )"):
        canonical(written)


def test_two_actions_may_change_their_keys() -> None:
    """A key that is given up is free for another action, in whatever order they stand."""
    swapped = of('[keys]\npin = "b"\nall = "p"\n')
    assert swapped.problems == ()
    assert swapped.bindings.chosen == {Action.PIN: ("b",), Action.ALL: ("p",)}


def test_an_entry_that_is_left_out_takes_its_key_back() -> None:
    """What had counted on that key is told as well."""
    text = '[keys]\npin = "b"\nall = "escape"\n'
    assert [problem[:12] for problem in told(text)] == ["line 2: pin:", "line 3: all:"]
    assert of(text).bindings == USUAL


def test_an_action_may_keep_a_key_that_no_other_may_have() -> None:
    """Ctrl+z is the shell's, and only puts the desk aside."""
    assert of('[keys]\nsuspend = ["ctrl+z", "f9"]').problems == ()
    assert "cannot be used" in told('[keys]\nundo = "ctrl+z"')[0]


@pytest.mark.parametrize("action", Action)
def test_a_new_key_takes_the_place_of_the_usual_ones(action: Action) -> None:
    """It alone has the meaning, and every word about the action names it."""
    bindings = Bindings({action: ("f9",)})
    assert clash(bindings.chosen) is None
    row = bindings.of_action[action]
    assert (row.keys, row.shown, bindings.first(action)) == (("f9",), "F9", "F9")
    for context in row.contexts:
        assert bindings.find(context, "f9") is row
        assert all(bindings.find(context, key) is None for key in usual_keys(action))


def test_the_sentences_of_the_table_name_the_keys_as_they_are_bound() -> None:
    """Also where one action's help names another's key, or where that has none."""
    bindings = Bindings({Action.BACK: ("B",), Action.CLOSE: ()})
    assert "; B comes back" in bindings.of_action[Action.ALL].help
    assert "; B and “close” come back" in bindings.of_action[Action.AS_OF].help
    offered = {name.partition(":")[0]: keys for name, keys, _ in key_commands(Screen(), bindings)}
    assert (offered["back"], offered["close"]) == ("key B", "without a key")
    assert "{" in "".join(row.help for row in KEYS)
    assert "{" not in "".join(row.help for row in USUAL.rows)
