"""tmux or screen around the desk."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tui.doctor.finding import Finding, remark

#: Seconds: both answer at once, or never.
PATIENCE = 1.0
#: Milliseconds: for so long tmux may hold Esc back without anybody's feeling it.
LONGEST_ESCAPE = 50
#: What tmux is asked: its version, then what holds for the server and for all sessions.
_ASKED = ("display-message", "-p", "#{version}", ";", "show-options", "-s", ";", "show-options")
_SHOWN = ("set-clipboard", "mouse", "escape-time", "default-terminal")
_THEN = "in ~/.tmux.conf, then `tmux source ~/.tmux.conf`"


class Tmux(NamedTuple):
    """A tmux, and its settings by name."""

    version: str
    settings: Mapping[str, str]


def tmux(environment: Mapping[str, str]) -> Tmux | None:
    """The tmux that runs around this program; None where it does not answer."""
    told = _told(["tmux", *_ASKED, "-g"], environment)
    return understood(told) if told else None


def understood(told: str) -> Tmux:
    """A tmux by what it says: a line with its version, then a setting a line."""
    version, *settings = told.splitlines()
    parts = (one.partition(" ") for one in settings)
    return Tmux(version.strip(), {name: value.strip('"') for name, _, value in parts})


def tmux_findings(found: Tmux | None) -> Iterator[Finding]:
    """What there is to say of it."""
    if found is None:
        yield remark("tmux", "it is said to be around this, and does not answer", "Start it anew.")
        return
    named = (f"{name} {found.settings[name]}" for name in _SHOWN if found.settings.get(name))
    yield Finding("tmux", ", ".join((found.version, *named)))
    late = found.settings.get("escape-time", "")
    if late.isdecimal() and int(late) > LONGEST_ESCAPE:
        mend = f"`set -s escape-time 20` {_THEN}."
        yield remark("tmux Esc", f"it is held back for {late} ms", mend)
    name = found.settings.get("default-terminal", "")
    if name and not re.search(r"^tmux|256color|direct", name):
        mend = f"`set -s default-terminal tmux-256color` {_THEN}, for windows opened from then on."
        yield remark("tmux colours", f"programs in it see {name}, which has 8", mend)


def screen_findings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """What there is to say of a screen around this program."""
    found = re.search(r"[0-9][\w.]*", _told(["screen", "-v"], environment))
    yield Finding("screen", found[0] if found else "there, of an unknown version")


def _told(command: list[str], environment: Mapping[str, str]) -> str:
    """What a program says; "" where it says nothing in time."""
    try:
        done = subprocess.run(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
