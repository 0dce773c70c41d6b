"""The commands that open the desk or make a store."""

from __future__ import annotations

import argparse

from tui.cli.commands.command import Command, count, file, folder, nothing_more
from tui.cli.options import DRIVERS, LEAN, Options
from tui.themes import THEMES


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        type=folder,
        nargs="?",
        metavar="FOLDER",
        help="or a TinyDB file, to look at it",
    )


def _open_arguments(parser: argparse.ArgumentParser) -> None:
    _add_place(parser)
    parser.add_argument(
        "--as-of",
        metavar="OPERATION|TIME",
        help="as it was then, for reading: 412, 2025-03-09 or '2025-03-09 10:30'",
    )
    parser.add_argument("--read-only", action="store_true", help="let nothing be changed")
    _add_looks(parser)


def _open(options: Options) -> int:
    from tui.cli.open import open_desk

    return open_desk(options.place, options)


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
    _add_looks(parser)


def _demo(options: Options) -> int:
    from tui.cli.demo import demo

    return demo(options.folder, options)


def _triage_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=folder, nargs="?", metavar="FOLDER", help="or a TinyDB file, to read in it"
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="in lines: for screen readers, slow lines and scripts; `help` tells its words",
    )
    parser.add_argument("--lines", type=count, metavar="N", help="read so many lines at once there")
    parser.add_argument("--read-only", action="store_true", help="let nothing be changed")
    _add_looks(parser)


def _triage(options: Options) -> int:
    from tui.cli.triage import triage

    return triage(options)


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    _add_place(parser)
    parser.add_argument("--port", type=count, metavar="N", help="default: any that is free")
    parser.add_argument("--write", action="store_true", help="let what is served be changed")
    parser.add_argument("--theme", choices=THEMES, help="colours of the desk")


def _serve(options: Options) -> int:
    from tui.cli.serve import serve

    return serve(options)


def _config(options: Options) -> int:
    del options
    from tui.cli.config import show_config

    return show_config()


def _add_looks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--theme", choices=THEMES, help="colours of the desk")
    parser.add_argument(
        "--driver",
        choices=DRIVERS,
        help="stock: have Textual's own send what is drawn, whole",
    )
    parser.add_argument(
        "--lean",
        choices=LEAN,
        help="draw less, for a slow line; auto, which is the default, measures the line",
    )


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
        "triage",
        "decide on the reports of the inbox",
        _triage_arguments,
        _triage,
        examples=("triage --plain FOLDER",),
    ),
    Command(
        "serve",
        "show the desk in a browser on this computer",
        _serve_arguments,
        _serve,
        examples=("serve cases --port 8000",),
    ),
    Command(
        "config",
        "show the settings, and what is wrong in them",
        nothing_more,
        _config,
        takes_store=False,
    ),
)
