"""The commands that open the desk or make a store."""

from __future__ import annotations

import argparse

from tui.cli.commands.command import Command, file, folder, nothing_more
from tui.cli.options import Options
from tui.themes import THEMES


def _open_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        type=folder,
        nargs="?",
        metavar="FOLDER",
        help="or a TinyDB file, to look at it",
    )
    parser.add_argument(
        "--as-of",
        metavar="OPERATION|TIME",
        help="as it was then, for reading: 412, 2025-03-09 or '2025-03-09 10:30'",
    )
    _add_theme(parser)


def _open(options: Options) -> int:
    from tui.cli.open import open_desk

    return open_desk(options.place, options.theme, as_of=options.as_of)


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=folder, metavar="FOLDER")
    parser.add_argument("--team", action="store_true", help="share it with the folder's group")
    parser.add_argument(
        "--from",
        dest="other",
        type=file,
        metavar="FILE",
        help="with a copy of a TinyDB file in it",
    )


def _new(options: Options) -> int:
    from tui.cli.new import new

    return new(options.place, team=options.team, source=options.other)


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=folder, nargs="?", metavar="FOLDER", help="where the copy lies"
    )
    parser.add_argument("--fresh", action="store_true", help="put a new copy in place of the old")
    _add_theme(parser)


def _demo(options: Options) -> int:
    from tui.cli.demo import demo

    return demo(options.folder, options.theme, fresh=options.fresh)


def _config(options: Options) -> int:
    del options
    from tui.cli.config import show_config

    return show_config()


def _add_theme(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--theme", choices=THEMES, help="colours of the desk")


COMMANDS = (
    Command("open", "open a store (the same as FOLDER alone)", _open_arguments, _open),
    Command("new", "make a new store", _new_arguments, _new, takes_store=False),
    Command(
        "demo",
        "open a copy of the demonstration store",
        _demo_arguments,
        _demo,
        takes_store=False,
    ),
    Command(
        "config",
        "show the settings, and what is wrong in them",
        nothing_more,
        _config,
        takes_store=False,
    ),
)
