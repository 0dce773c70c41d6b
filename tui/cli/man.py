"""The manual page, made from the parser: roff, for `man`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from tui.cli import codes, commands, parser
from tui.cli.commands.command import Command
from tui.cli.options import STORE_VARIABLE

_ENVIRONMENT = {
    STORE_VARIABLE: "Names the store where a command line does not.",
    "NO_COLOR": "Where it is set, nothing is coloured.",
    "COLUMNS": "How wide tables and records are printed; without it, as wide as the terminal.",
}
_FILES = {
    "config.toml": "In the folder incident-desk of the user's configuration folder: who acts, keys,"
    " colours.",
    "incidents.json": "In a store: its TinyDB database. It stands for the store.",
    "desk.sqlite": "In a store: the working copy, with the log.",
}


def page() -> str:
    """The whole page."""
    return "\n".join([*_lines(), ""])


def _lines() -> Iterator[str]:
    yield '.\\" Made from the parser by `make docs`: change that.'
    # No date and no version: the page is as old as the program it comes with.
    yield '.TH INCIDENT-DESK 1 "" "Incident Desk" "User Commands"'
    yield ".SH NAME"
    yield "incident-desk \\- a terminal workbench for incident records"
    yield ".SH SYNOPSIS"
    yield ".nf"
    for call in ("[--theme NAME] FOLDER", "COMMAND ..."):
        yield f"\\fBincident\\-desk\\fR {_text(call)}"
    yield ".fi"
    yield ".SH DESCRIPTION"
    yield from _paragraph(parser.INTRODUCTION)
    yield ".PP"
    yield from _paragraph(parser.PLACES)
    parsers = parser.parsers()
    for family, members in commands.FAMILIES.items():
        yield f".SH {_quoted(family.upper())}"
        for command in members:
            yield from _command(command, parsers[command.name])
    yield ".SH EXIT STATUS"
    yield from _terms(codes.MEANINGS)
    yield ".SH ENVIRONMENT"
    yield from _terms(_ENVIRONMENT)
    yield ".SH FILES"
    yield from _terms(_FILES)


def _command(command: Command, one: argparse.ArgumentParser) -> Iterator[str]:
    call = f"{command.name} {parser.synopsis(one)}".strip()
    yield f".SS {_quoted(call)}"
    yield from _paragraph(f"{command.help[:1].upper()}{command.help[1:]}.")
    for action in (*parser.positionals(one), *parser.options(one)):
        if action.help and "--help" not in action.option_strings:
            yield ".TP"
            yield _argument(action)
            yield from _paragraph(action.help)
    if command.examples:
        yield ".PP"
        yield ".nf"
        for example in command.examples:
            yield _text(example if "$(" in example else f"incident-desk {example}")
        yield ".fi"


def _argument(action: argparse.Action) -> str:
    value = action.metavar or "|".join(map(str, action.choices or ()))
    value = " ".join(value) if isinstance(value, tuple) else value
    if not action.option_strings:
        return f"\\fI{_text(value)}\\fR"
    names = ", ".join(f"\\fB{_text(name)}\\fR" for name in action.option_strings)
    return f"{names} \\fI{_text(value)}\\fR" if action.nargs != 0 else names


def _terms(terms: dict[str, str]) -> Iterator[str]:
    for name, meaning in terms.items():
        yield ".TP"
        yield f"\\fB{_text(name)}\\fR"
        yield from _paragraph(meaning)


def _paragraph(text: str) -> Iterator[str]:
    """Filled text; a sentence begins a line, as roff wants it."""
    for line in re.split(r"(?<=[.;:]) ", " ".join(text.split())):
        yield _text(line)


def _text(text: str) -> str:
    """Text in which roff sees nothing but text."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq")
    safe = safe.replace('"', "\\(dq").replace("^", "\\(ha").replace("~", "\\(ti")
    return f"\\&{safe}" if safe.startswith(".") else safe


def _quoted(text: str) -> str:
    return f'"{_text(text)}"'
