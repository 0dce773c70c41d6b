"""`incident-desk config`: where the configuration lies, what is wrong in it, and what holds."""

from __future__ import annotations

from store.text import clean, clean_lines
from tui import config
from tui.config.template import template


def show_config() -> int:
    """Print it as a configuration file, which can be copied and changed."""
    place = config.place()
    found = config.read()
    is_there = "" if place.exists() else " There is no such file yet."
    print(f"# The configuration is {clean(str(place))}.{is_there}")
    for problem in found.problems:
        print(f"# {clean(problem)}")
    print(clean_lines(f"# These settings hold:\n\n{template(found)}"), end="")
    return 0
