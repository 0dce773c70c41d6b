"""The terminal, and the line to it."""

from __future__ import annotations

import curses
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tui.cli.codes import NO_TERMINAL
from tui.doctor.answers import Answers
from tui.doctor.finding import Finding, bad, remark
from tui.layout import LEAST_HEIGHT, LEAST_WIDTH
from tui.lean import Choice, Judge, Lean, milliseconds
from tui.terminal import Terminal

ENTRY = (
    "`infocmp -x | ssh HOST tic -x -`, typed where your terminal is, brings it over; until then"
    " `TERM=xterm-256color` will mostly do"
)

#: What may tell the size in the terminal's place, and the size where nothing does.
_VARIABLES, _USUAL = ("COLUMNS", "LINES"), (80, 24)


class Entry(NamedTuple):
    """What this computer's terminal database knows of a terminal."""

    colours: int


def entry_of(name: str, sink: int) -> Entry | None:
    """The entry of that name; None where there is none."""
    try:
        curses.setupterm(name, sink)
    except (curses.error, ValueError):
        # The second is of a name that is no text.
        return None
    return Entry(curses.tigetnum("colors"))


class Shown(NamedTuple):
    """What the desk would be drawn on."""

    terminal: Terminal
    entry: Entry | None
    size: tuple[int, int] | None
    """Columns and lines as it tells them, 0 of which it does not; None where there is none."""
    answers: Answers


def findings(shown: Shown, environment: Mapping[str, str]) -> Iterator[Finding]:
    """What there is to say of the terminal."""
    terminal, answers = shown.terminal, shown.answers
    if shown.size is None:
        yield Finding("terminal", "none: input and output lead elsewhere")
        return
    yield _terminal(shown)
    yield _size(shown.size, environment)
    if terminal.can_move:
        yield Finding("colours", colours(shown, environment))
        if answers.is_answering:
            yield Finding("frames", _frames(has_frames=answers.has_frames))
            yield Finding("keys", _keys(has_keys=answers.has_keys))


def _terminal(shown: Shown) -> Finding:
    terminal = shown.terminal
    if not terminal.can_move:
        said = f"TERM is {terminal.name or 'empty'}: a cursor that cannot be moved draws no desk"
        mend = (
            "Set TERM to what the terminal is, mostly xterm-256color; `triage --plain` needs none"
        )
        return bad("terminal", said, mend, NO_TERMINAL)
    named = f"{terminal.name} ({shown.answers.name})" if shown.answers.name else terminal.name
    if shown.entry is None:
        said = f"{named}, of which this computer's terminal database has no entry"
        return remark("terminal", said, f"{ENTRY}.")
    return Finding("terminal", named)


def _size(told: tuple[int, int], environment: Mapping[str, str]) -> Finding:
    """The size that is drawn: variables come before what the terminal tells, as in shutil."""
    set_by = {name: value for name in _VARIABLES if (value := _number(environment.get(name, "")))}
    width, height = (
        set_by.get(name) or size or usual
        for name, size, usual in zip(_VARIABLES, told, _USUAL, strict=True)
    )
    drawn = f"{width}x{height}"
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        least = f"{LEAST_WIDTH}x{LEAST_HEIGHT}"
        return remark("size", drawn, f"The desk needs {least}: enlarge it.")
    if set_by and (width, height) != told:
        ask = "asks" if len(set_by) == 1 else "ask"
        said = f"{drawn}, as {' and '.join(set_by)} {ask}, whatever the terminal has"
        return remark("size", said, f"`unset {' '.join(set_by)}`, if that is not meant.")
    if not all(told):
        mend = "`stty rows 40 cols 120` tells it, with the right numbers."
        return remark("size", f"{drawn}, as the terminal tells none", mend)
    return Finding("size", drawn)


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() else 0


def colours(shown: Shown, environment: Mapping[str, str]) -> str:
    """How many colours there are, by whom, and which the ground is."""
    terminal = shown.terminal
    if terminal.is_plain:
        return "none, as NO_COLOR asks"
    ground = {None: "", True: ", on a light ground", False: ", on a dark ground"}[terminal.is_light]
    asked = environment.get("COLORTERM", "")
    if asked in ("truecolor", "24bit"):
        return f"24 bits (COLORTERM={asked}){ground}"
    known = shown.entry.colours if shown.entry else 0
    if known >= 1 << 24:
        return f"24 bits{ground}"
    many = max(known, 256 if terminal.name.endswith("256color") else 8)
    return f"{many}{ground}"


def _frames(*, has_frames: bool) -> str:
    return "shown whole (mode 2026)" if has_frames else "shown as they come (no mode 2026)"


def _keys(*, has_keys: bool) -> str:
    known = "has" if has_keys else "does not have"
    return f"the terminal {known} kitty's keys, which the desk does not need"


def reach_findings(*, mouse: str, has_mouse: bool, key: str, clipboard: str) -> Iterator[Finding]:
    """How the mouse is used at first, and the way to a clipboard in words."""
    why = "as the settings say"
    if mouse == "auto":
        why = "as no SSH is in between" if has_mouse else "as SSH is in between"
    yield Finding("mouse", f"{'on' if has_mouse else 'off'} at first, {why}: {key} switches it")
    yield Finding("clipboard", clipboard)


class Line(NamedTuple):
    """What is known of the line."""

    answers: Answers
    is_answered_here: bool
    """Whether tmux or screen answers in the terminal's place."""
    is_remote: bool
    kernel: float | None
    """The round trip that the kernel knows."""
    choice: Choice

    @property
    def trip(self) -> float | None:
        """The round trip that counts."""
        told = None if self.is_answered_here else self.answers.trip
        return told if told is not None else self.kernel


def line_findings(line: Line) -> Iterator[Finding]:
    """The round trip, and what is drawn by it."""
    yield Finding("connection", _connection(line))
    yield _round_trip(line)
    trip = line.trip
    lean = Lean(line.choice).judged(Judge.of(trip))
    drawn = "less is drawn" if lean.is_on else "all is drawn"
    why = f"lean is {line.choice.value}"
    if line.choice is Choice.AUTO and trip is not None:
        why = f"the line is {'slow' if lean.is_on else 'quick'} ({milliseconds(trip)})"
    yield Finding("lean", f"{drawn}: {why}")


def _connection(line: Line) -> str:
    if not line.is_remote:
        return "none: no SSH connection is told of"
    if line.kernel is None:
        return "SSH; of its round trip this computer's kernel says nothing"
    return f"SSH, with a round trip of {milliseconds(line.kernel)} by this computer's kernel"


def _round_trip(line: Line) -> Finding:
    answers = line.answers
    if answers.why_not:
        return Finding("round trip", f"not measured: {answers.why_not}")
    if answers.trip is None:
        said = "nothing answers"
        mend = "The desk works without; `--lean on` draws less where the line is slow."
        return remark("round trip", said, mend)
    said = milliseconds(answers.trip)
    if line.is_answered_here:
        return Finding("round trip", f"{said} to tmux or screen, which answers for the terminal")
    return Finding("round trip", said)
