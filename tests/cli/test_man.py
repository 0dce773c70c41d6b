"""The manual page: made of the parser, and roff that `man` reads without complaint."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.conftest import where_present
from tui.cli import codes, parser
from tui.cli.man import page

PAGE = Path(__file__).parents[2] / "docs" / "incident-desk.1"


def test_the_page_has_every_command_option_and_exit_code() -> None:
    """What the command line understands is in the page."""
    text = page().replace("\\-", "-")
    for name, command in parser.parsers().items():
        assert re.search(rf'^\.SS "{name}[ "]', text, re.MULTILINE)
        for option in parser.options(command):
            long = option.option_strings[-1]
            assert long == "--help" or f"\\fB{long}\\fR" in text
    for code in codes.MEANINGS:
        assert f"\\fB{code}\\fR" in text


def test_the_page_has_nothing_but_known_requests() -> None:
    """A line that begins with a full stop is one; no text begins so by accident."""
    lines = page().splitlines()
    assert lines[1].startswith(".TH ")
    for line in lines[1:]:
        assert not line.startswith("'")
        assert line.isascii()
        if line.startswith("."):
            assert line.split()[0] in {".TH", ".SH", ".SS", ".TP", ".PP", ".nf", ".fi"}
        else:
            assert re.sub(r"\\(-|e|&|f[BIR]|\((aq|dq|ga|ha|ti))", "", line).count("\\") == 0


def test_man_has_no_complaint() -> None:
    """It is typeset without a warning."""
    done = subprocess.run(
        [where_present("man"), "--warnings", "-l", PAGE], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "incident-desk - a terminal workbench for incident records" in done.stdout
