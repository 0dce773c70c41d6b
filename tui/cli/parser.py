"""The arguments, their help, and nothing that takes time to load."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from tui import __version__

COMMANDS = (
    "new",
    "demo",
    "checkpoint",
    "history",
    "verify",
    "backup",
    "restore",
    "recover",
    "open",
)
THEMES = ("desk-dark", "desk-light", "desk-terminal", "desk-contrast")
#: Names the store where a command line does not.
STORE_VARIABLE = "INCIDENT_DESK_STORE"

_DESCRIPTION = """\
A keyboard-driven workbench for incident records: events, locations, quotes
and sources, linked, over a TinyDB store.

  incident-desk FOLDER                     open a store
  incident-desk FILE                       look at a bare TinyDB file; M makes a
                                           store of it
  incident-desk new FOLDER                 make a new store
  incident-desk demo                       open a copy of the demonstration store
  incident-desk checkpoint --store FOLDER  write the store's TinyDB file
  incident-desk history [REF] --store FOLDER
                                           tell who changed what, when and how
  incident-desk verify --store FOLDER      look for what was lost or altered
  incident-desk backup TO --store FOLDER   copy a store while others write
  incident-desk restore FROM --store FOLDER
                                           put a backup in a store's place
  incident-desk recover TO --store FOLDER  save what can be read of a damaged store
"""
_EPILOG = """\
A folder whose name is a command's is opened as ./NAME. A store's
incidents.json stands for the store.
Exit codes: 0 done, 1 the program itself failed, 2 wrong arguments,
3 the store cannot be opened, 4 no terminal, 5 the store cannot be written,
6 the store is damaged, 130 ended by Ctrl+C, 129 and 143 by SIGHUP and
SIGTERM.
"""


@dataclass(frozen=True)
class Options:
    """A command line, understood."""

    command: str
    folder: Path | None = None
    theme: str = ""
    team: bool = False
    fresh: bool = False
    as_of: str = ""
    """The operation or the time as of which the desk is opened; "" for the present."""
    ref: str = ""
    jsonl: bool = False
    limit: int | None = None
    other: Path | None = None
    """The folder to back up to, or to restore from, or to recover into; a file to adopt."""
    take: bool = False
    replace: bool = False
    head: bool = False
    noted: tuple[int, str] | None = None

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
    # `--theme NAME` and `--as-of TIME` may stand before the command; these words are none.
    words = [
        at
        for at, word in enumerate(given)
        if not word.startswith("-") and (at == 0 or given[at - 1] not in ("--theme", "--as-of"))
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
    opened.add_argument(
        "folder", type=Path, nargs="?", metavar="FOLDER", help="or a TinyDB file, to look at it"
    )
    made = commands.add_parser("new", help="make a new store")
    made.add_argument("folder", type=Path, metavar="FOLDER")
    made.add_argument("--team", action="store_true", help="share it with the folder's group")
    made.add_argument(
        "--from", dest="other", type=Path, metavar="FILE", help="with a copy of a TinyDB file in it"
    )
    demo = commands.add_parser("demo", help="open a copy of the demonstration store")
    demo.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="where the copy lies")
    demo.add_argument("--fresh", action="store_true", help="put a new copy in place of the old")
    written = commands.add_parser("checkpoint", help="write the store's TinyDB file")
    written.add_argument(
        "--store", dest="folder", type=Path, metavar="FOLDER", help=f"default: ${STORE_VARIABLE}"
    )
    decided = written.add_mutually_exclusive_group()
    decided.add_argument(
        "--take", action="store_true", help="take a file in that another program has written"
    )
    decided.add_argument(
        "--replace", action="store_true", help="set such a file aside and write the desk's own"
    )
    _add_history(commands)
    _add_care(commands)
    opened.add_argument(
        "--as-of",
        metavar="OPERATION|TIME",
        help="as it was then, for reading: 412, 2025-03-09 or '2025-03-09 10:30'",
    )
    for command in (opened, demo):
        command.add_argument("--theme", choices=THEMES, help="colours of the desk")
    return parser


def _add_history(commands: argparse._SubParsersAction[_Parser]) -> None:
    told = commands.add_parser("history", help="tell who changed what, when and how")
    told.add_argument("ref", nargs="?", metavar="REF", help="of one record: E412")
    told.add_argument(
        "--store", dest="folder", type=Path, metavar="FOLDER", help=f"default: ${STORE_VARIABLE}"
    )
    told.add_argument("--jsonl", action="store_true", help="one JSON object a line, with changes")
    told.add_argument(
        "--limit",
        type=_count,
        metavar="N",
        help="the newest N operations; without it 50, or all of them with --jsonl",
    )


def _add_care(commands: argparse._SubParsersAction[_Parser]) -> None:
    verified = commands.add_parser("verify", help="look for what was lost or altered")
    saved = commands.add_parser("backup", help="copy a store while others write")
    saved.add_argument("other", type=Path, metavar="TO", help="a new folder, itself a store")
    restored = commands.add_parser("restore", help="put a backup in a store's place")
    restored.add_argument("other", type=Path, metavar="FROM", help="the folder of a backup")
    rescued = commands.add_parser("recover", help="save what can be read of a damaged store")
    rescued.add_argument("other", type=Path, metavar="TO", help="a new folder, itself a store")
    for command in (verified, saved, restored, rescued):
        command.add_argument(
            "--store",
            dest="folder",
            type=Path,
            metavar="FOLDER",
            help=f"default: ${STORE_VARIABLE}",
        )
    one = verified.add_mutually_exclusive_group()
    one.add_argument(
        "--head", action="store_true", help="only print the newest operation and its hash"
    )
    one.add_argument(
        "--noted",
        nargs=2,
        action=_Noted,
        metavar=("OPERATION", "HASH"),
        help="what --head printed once: is it still there?",
    )


class _Noted(argparse.Action):
    """An operation and its hash."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,  # noqa: ARG002  argparse passes it
    ) -> None:
        operation, digest = cast("list[str]", values)
        if not re.fullmatch(r"[0-9]{1,18}", operation, re.ASCII):
            parser.error(f"--noted expects the number of an operation, not {operation!r}")
        if not re.fullmatch(r"[0-9a-f]{64}|", digest, re.ASCII):
            parser.error("--noted expects the whole hash, 64 hexadecimal digits")
        setattr(namespace, self.dest, (int(operation), digest))


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError("expected how many, such as 20")
    return int(text)


class _Parser(argparse.ArgumentParser):
    """Complains in one sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]
        from store.text import clean

        self.exit(2, f"incident-desk: {clean(message)}; `incident-desk --help` shows how.\n")
