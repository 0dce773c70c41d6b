"""What the doctor says of what it was shown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.care.health import Document, Engine, Health, Inside
from store.dates import Instant
from store.folder import Folder
from store.presence import Present
from tui.cli.codes import CANNOT_OPEN, DAMAGED, NO_TERMINAL
from tui.config import Config
from tui.doctor import around, program, screen, store
from tui.doctor.answers import Answers, understood
from tui.doctor.finding import Finding, Grade, bad, code, lines, remark, summary
from tui.doctor.screen import Entry, Line, Shown
from tui.lean import Choice
from tui.terminal import of_environment

XTERM = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLORFGBG": "0;15"}
ANSWERED = Answers(is_answering=True, trips=(0.18, 0.2, 0.16), name="xterm(388)", has_frames=True)
KNOWN = Entry(256)


def told(findings: Iterable[Finding]) -> dict[str, Finding]:
    """The findings by their names."""
    return {one.name: one for one in findings}


def of_terminal(
    environment: dict[str, str],
    *,
    entry: Entry | None = KNOWN,
    size: tuple[int, int] | None = (120, 40),
    answers: Answers = ANSWERED,
) -> dict[str, Finding]:
    """What is said of a terminal."""
    shown = Shown(of_environment(environment), entry, size, answers)
    return told(screen.findings(shown, environment))


def test_each_finding_is_one_aligned_line_and_the_worst_gives_the_code() -> None:
    """Signs tell what to look at; the last line says what it comes to."""
    found = [
        Finding("Python", "3.13"),
        remark("locale", "C", "Set it."),
        bad("store", "gone\x1b[2J", "", CANNOT_OPEN),
    ]
    assert list(lines(found)) == [
        "  Python  3.13",
        "~ locale  C. Set it.",
        "! store   gone␛[2J",
        "",
        "One thing must be mended (!), and one thing could be better (~).",
    ]
    assert code(found) == CANNOT_OPEN
    assert code(found[:2]) == 0
    assert summary(found[:1]) == "All is well."


@given(st.lists(st.sampled_from(Grade)))
def test_the_sum_never_says_that_all_is_well_when_it_is_not(grades: list[Grade]) -> None:
    """And says so when it is."""
    findings = [Finding("one", "is so", grade=grade) for grade in grades]
    assert (summary(findings) == "All is well.") == (set(grades) <= {Grade.GOOD})


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_answers_are_found_among_what_else_comes(before: bytes, after: bytes) -> None:
    """Keys that are typed meanwhile, noise; each answer by itself."""
    named = understood(before + b"\x1bP>|kitty(0.35)\x1b\\\x1b[?2026;2$y\x1b[?0u\x1b[?62c" + after)
    assert named.is_answering
    assert (named.has_frames, named.has_keys) == (True, True)


@pytest.mark.parametrize(
    ("raw", "has_frames"),
    [(b"\x1b[?2026;0$y\x1b[?6c", False), (b"\x1b[?2026;4$y\x1b[?6c", False), (b"\x1b[?6c", False)],
    ids=["unknown", "never", "not answered"],
)
def test_a_terminal_without_whole_frames_is_known(raw: bytes, *, has_frames: bool) -> None:
    """By its answer, or by none before the last."""
    assert understood(raw) == Answers(is_answering=True, has_frames=has_frames)
    assert not understood(b"").is_answering


def test_a_good_terminal_is_told_in_a_few_lines() -> None:
    """Name, size, colours, frames, keys."""
    found = of_terminal(XTERM)
    assert {name: one.said for name, one in found.items()} == {
        "terminal": "xterm-256color (xterm(388))",
        "size": "120x40",
        "colours": "24 bits (COLORTERM=truecolor), on a light ground",
        "frames": "shown whole (mode 2026)",
        "keys": "the terminal does not have kitty's keys, which the desk does not need",
    }
    assert all(one.grade is Grade.GOOD for one in found.values())


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none, as NO_COLOR asks"),
        ({"TERM": "linux"}, "8"),
        ({"TERM": "screen-256color", "COLORFGBG": "15;0"}, "256, on a dark ground"),
    ],
    ids=["NO_COLOR", "linux", "screen"],
)
def test_colours_are_told_by_what_says_so(environment: dict[str, str], said: str) -> None:
    """The environment comes before the terminal database."""
    assert of_terminal(environment, entry=Entry(8))["colours"].said == said


@pytest.mark.parametrize(
    ("environment", "size", "said"),
    [
        ({"COLUMNS": "60"}, (120, 40), "60x40, as COLUMNS asks"),
        ({"COLUMNS": "120", "LINES": "40"}, (120, 40), "120x40"),
        ({"COLUMNS": "none"}, (0, 0), "80x24, as the terminal tells none"),
    ],
    ids=["a variable", "the same", "a serial line"],
)
def test_the_size_is_that_which_is_drawn(
    environment: dict[str, str], size: tuple[int, int], said: str
) -> None:
    """A variable that a shell exports comes before the terminal; some terminals tell nothing."""
    found = of_terminal(XTERM | environment, size=size)["size"]
    assert found.said.startswith(said)
    assert (found.grade is Grade.GOOD) is (said == "120x40")


def test_terminals_on_which_no_desk_can_be_drawn() -> None:
    """A dumb one stops the desk; a small and an unknown one are remarks; none is no fault."""
    dumb = of_terminal({"TERM": "dumb"})["terminal"]
    assert (dumb.grade, dumb.code) == (Grade.BAD, NO_TERMINAL)
    assert of_terminal(XTERM, size=(30, 10))["size"].grade is Grade.REMARK
    unknown = of_terminal(XTERM, entry=None)["terminal"]
    assert unknown.grade is Grade.REMARK
    assert "tic -x -" in unknown.mend
    assert of_terminal(XTERM, size=None) == {
        "terminal": Finding("terminal", "none: input and output lead elsewhere")
    }


@pytest.mark.parametrize(
    ("mouse", "has_mouse", "said"),
    [
        ("auto", False, "off at first, as SSH is in between: % switches it"),
        ("auto", True, "on at first, as no SSH is in between: % switches it"),
        ("on", True, "on at first, as the settings say: % switches it"),
    ],
    ids=["SSH", "here", "set"],
)
def test_mouse_and_clipboard_are_told(mouse: str, *, has_mouse: bool, said: str) -> None:
    """With the reason, and the key."""
    found = told(screen.reach_findings(mouse=mouse, has_mouse=has_mouse, key="%", clipboard="none"))
    assert {name: one.said for name, one in found.items()} == {"mouse": said, "clipboard": "none"}


def of_line(answers: Answers, **known: Any) -> dict[str, str]:
    """What is said of a line."""
    usual: dict[str, Any] = {
        "is_answered_here": False,
        "is_remote": False,
        "kernel": None,
        "choice": Choice.AUTO,
    }
    line = Line(answers, **{**usual, **known})
    return {one.name: one.sentence for one in screen.line_findings(line)}


def test_the_round_trip_is_told_with_what_follows_from_it() -> None:
    """By the terminal's own answers, in the middle of them."""
    assert of_line(ANSWERED) == {
        "connection": "none: no SSH connection is told of",
        "round trip": "180 ms",
        "lean": "less is drawn: the line is slow (180 ms)",
    }


def test_inside_tmux_the_kernel_is_believed() -> None:
    """What answers there is tmux itself, and that is said."""
    found = of_line(
        ANSWERED._replace(trips=(0.0002,)), is_answered_here=True, is_remote=True, kernel=0.25
    )
    assert found["round trip"] == "0.2 ms to tmux or screen, which answers for the terminal"
    assert found["lean"] == "less is drawn: the line is slow (250 ms)"


def test_a_terminal_that_does_not_answer_is_a_remark() -> None:
    """What was not measured decides nothing."""
    found = of_line(Answers())
    assert found["round trip"].startswith("nothing answers. ")
    assert found["lean"] == "all is drawn: lean is auto"
    assert of_line(Answers("no terminal"))["round trip"] == "not measured: no terminal"


TMUX = '3.3a\nescape-time 500\ndefault-terminal "screen"\nset-clipboard external\nmouse off\n'


def test_tmux_is_told_what_to_set() -> None:
    """Esc that is held back, and a terminal without colours; with the very line to write."""
    found = told(around.tmux_findings(around.understood(TMUX)))
    assert found["tmux"].said == (
        "3.3a, set-clipboard external, mouse off, escape-time 500, default-terminal screen"
    )
    assert "`set -s escape-time 20` in ~/.tmux.conf" in found["tmux Esc"].mend
    assert "default-terminal tmux-256color" in found["tmux colours"].mend
    fine = TMUX.replace("500", "20").replace('"screen"', "tmux-256color")
    assert list(told(around.tmux_findings(around.understood(fine)))) == ["tmux"]
    assert told(around.tmux_findings(None))["tmux"].grade is Grade.REMARK


@pytest.mark.parametrize(
    ("environment", "charset", "is_good"),
    [
        ({"LANG": "de_DE.UTF-8"}, "UTF-8", True),
        ({"LANG": "C.UTF-8"}, "utf8", True),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, "UTF-8", False),
        ({}, "UTF-8", False),
        ({"LANG": "de_DE"}, "ISO-8859-1", False),
        ({"LANG": "xx_XX.UTF-8"}, "", False),
    ],
    ids=["UTF-8", "C.UTF-8", "LC_ALL=C", "none", "latin", "not there"],
)
def test_a_locale_that_breaks_text_is_told(
    environment: dict[str, str], charset: str, *, is_good: bool
) -> None:
    """With what sets it right."""
    found = program.locale_finding(environment, charset)
    assert (found.grade is Grade.GOOD) == is_good
    assert is_good or "export LANG=C.UTF-8" in found.mend


def test_what_the_desk_runs_on_is_told_with_versions() -> None:
    """A SQLite without full-text search stops it."""
    found = told(program.versions(Engine("3.54.1", "3.54.1", True, True)))
    assert found["libraries"].said.startswith("Textual ")
    assert found["SQLite"].grade is Grade.GOOD
    without = told(program.versions(Engine("3.54.1", "3.54.1", False, True)))
    assert without["SQLite"].code == CANNOT_OPEN


def test_variables_editor_and_configuration_are_remarks() -> None:
    """Where they are not as they should be."""
    found = told(program.variable_findings({"TEXTUAL_DRIVER": "x:Y", "TEXTUAL_FPS": "", "A": "b"}))
    assert list(found) == ["variable"]
    assert found["variable"].said.startswith("TEXTUAL_DRIVER=x:Y: ")
    gone = program.editor_finding({"VISUAL": "no-such-editor", "PATH": "/nowhere"})
    assert gone.sentence.startswith("There is no program 'no-such-editor', which VISUAL names.")
    assert program.editor_finding({}).grade is Grade.GOOD
    wrong = Config(problems=("config.toml, line 1: no.", "config.toml, line 2: nor this."))
    (found_wrong,) = program.configuration_findings(wrong, "config.toml", is_there=True)
    assert found_wrong.said == "config.toml, line 1: no, and 1 more"


def test_a_fault_of_the_program_is_told_by_its_report() -> None:
    """Where it lies."""
    assert "none" in program.fault_finding(None).said
    assert "/state/fault-1.txt" in program.fault_finding(Path("/state/fault-1.txt")).said


def a_health(**fields: Any) -> Health:
    """A store in good health, but for these."""
    inside = Inside(4, 1200, "2025-03-09T10:00:00Z", "ada", 1.0, Document.IN_STEP, 0)
    usual = Health(Folder(Path("/tmp")), "", "", inside, "", False, False, (), 10**10, 10**8, ())
    return usual._replace(**fields)


def of_store(**fields: Any) -> dict[str, Finding]:
    """What is said of a store."""
    return told(store.findings(a_health(**fields), 2))


def test_a_store_in_good_health_is_all_good() -> None:
    """And the long look is named."""
    found = of_store()
    assert all(one.grade is Grade.GOOD for one in found.values())
    assert found["store"].said == "/tmp, to be read and written"
    assert found["operations"].said == "1,200, the newest at 2025-03-09T10:00:00Z by ada"
    assert found["drafts"].said == "2 left of yours: the desk offers them"
    assert "verify --store /tmp" in found["all of it"].said


@pytest.mark.parametrize(
    ("fields", "name", "begins"),
    [
        ({"only_reads": "you may not"}, "store", "/tmp, for reading only: you may not"),
        ({"inside": None, "problem": "no copy"}, "store", "/tmp was not looked into: no copy"),
        ({"is_interrupted": True}, "store", "/tmp, of which a restore was broken off"),
        ({"free": 5_000_000}, "disk", "5.0 MB free. Make room: 100 MB should be free"),
        ({"open_to": ("the folder (755)",)}, "modes", "more people can look into it"),
    ],
    ids=["read-only", "not opened yet", "restore", "full disk", "modes"],
)
def test_what_is_amiss_with_a_store_is_a_remark(
    fields: dict[str, Any], name: str, begins: str
) -> None:
    """With what to do."""
    found = of_store(**fields)[name]
    assert found.grade is Grade.REMARK
    assert found.sentence.startswith(begins)
    assert found.mend


@pytest.mark.parametrize(
    ("document", "present", "grade"),
    [
        (Document.BEHIND, (), Grade.REMARK),
        (Document.BEHIND, (Present("ada", Instant("2025-03-09T10:00:00Z"), 1, "E4"),), Grade.GOOD),
        (Document.MISSING, (), Grade.REMARK),
        (Document.CHANGED, (), Grade.REMARK),
    ],
    ids=["behind", "behind while somebody works", "missing", "changed"],
)
def test_a_file_out_of_step_matters_when_nobody_is_at_work(
    document: Document, present: tuple[Present, ...], grade: Grade
) -> None:
    """A desk that is open writes it when it rests."""
    inside = a_health().inside
    assert inside is not None
    found = of_store(inside=inside._replace(document=document, behind=3), present=present)
    assert found["incidents.json"].grade is grade
    assert found["at work"].said == ("ada on E4" if present else "nobody")


def test_a_damaged_store_has_its_own_code() -> None:
    """And is told with what brings it back."""
    found = of_store(is_damaged=True, inside=None, problem="it is no database")["store"]
    assert (found.grade, found.code) == (Grade.BAD, DAMAGED)
    assert "restore" in found.mend
