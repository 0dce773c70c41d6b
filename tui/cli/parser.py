"""The arguments, their help, and nothing that takes time to load."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tui import __version__

COMMANDS = ("new", "demo", "checkpoint", "open")
THEMES = ("desk-dark", "desk-light", "desk-terminal", "desk-contrast")
#: Names the store where a command line does not.
STORE_VARIABLE = "INCIDENT_DESK_STORE"

_DESCRIPTION = """\
A keyboard-driven workbench for incident records: events, locations, quotes
and sources, linked, over a TinyDB store.

  incident-desk FOLDER                     open a store
  incident-desk new FOLDER                 make a new store
  incident-desk demo                       open a copy of the demonstration store
  incident-desk checkpoint --store FOLDER  write the store's TinyDB file
"""
_EPILOG = """\
A folder whose name is a command's is opened as ./NAME.
Exit codes: 0 done, 1 the program itself failed, 2 wrong arguments,
3 the store cannot be opened, 4 no terminal, 5 the store cannot be written,
130 ended by Ctrl+C.
"""


@dataclass(frozen=True)
class Options:
    """A command line, understood."""

    command: str
    folder: Path | None = None
    theme: str = ""
    team: bool = False
    fresh: bool = False

    @property
    def place(self) -> Path:
        """The folder, for a command that cannot do without one."""
        if self.folder is None:
            raise ValueError(f"{self.command} without a folder")
        return self.folder


def parse(arguments: Sequence[str]) -> Options:
    """Understand the arguments; SystemExit with help, version or a complaint."""
    parser = _parser()
    found = vars(parser.parse_args(_with_command_first(arguments)))
    options = Options(**{name: value for name, value in found.items() if value is not None})
    if "" in arguments:
        parser.exit(2, "incident-desk: the name of the folder is empty.\n")
    if options.folder is not None or options.command == "demo":
        return options
    named = os.environ.get(STORE_VARIABLE)
    if not named:
        parser.exit(
            2,
            "incident-desk: no store was named; `incident-desk FOLDER` opens one, "
            "`incident-desk demo` shows one.\n",
        )
    return replace(options, folder=Path(named))


def _with_command_first(arguments: Sequence[str]) -> list[str]:
    """The arguments, `open` before them when they begin with no command."""
    given = list(arguments)
    # `--theme NAME` may stand before the command, and NAME is none.
    words = [
        at
        for at, word in enumerate(given)
        if not word.startswith("-") and (at == 0 or given[at - 1] != "--theme")
    ]
    if words and given[words[0]] in COMMANDS:
        return [given.pop(words[0]), *given]
    asked = [word for word in given if word in ("-h", "--help", "--version")]
    return asked if asked and not words else ["open", *given]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="incident-desk",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="incident-desk [--theme NAME] FOLDER | COMMAND ...",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"incident-desk {__version__}")
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", prog=parser.prog, parser_class=_Parser
    )
    opened = commands.add_parser("open", help="open a store (the same as FOLDER alone)")
    opened.add_argument("folder", type=Path, nargs="?", metavar="FOLDER")
    made = commands.add_parser("new", help="make a new store")
    made.add_argument("folder", type=Path, metavar="FOLDER")
    made.add_argument("--team", action="store_true", help="share it with the folder's group")
    demo = commands.add_parser("demo", help="open a copy of the demonstration store")
    demo.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="where the copy lies")
    demo.add_argument("--fresh", action="store_true", help="put a new copy in place of the old")
    written = commands.add_parser("checkpoint", help="write the store's TinyDB file")
    written.add_argument(
        "--store", dest="folder", type=Path, metavar="FOLDER", help=f"default: ${STORE_VARIABLE}"
    )
    for command in (opened, demo):
        command.add_argument("--theme", choices=THEMES, help="colours of the desk")
    return parser


class _Parser(argparse.ArgumentParser):
    """Complains in one sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]
        from store.text import clean

        self.exit(2, f"incident-desk: {clean(message)}; `incident-desk --help` shows how.\n")
