"""The commands that look after a store, and after what surrounds it."""

from __future__ import annotations

import argparse
import re
from typing import cast

from tui.cli.commands.command import Command, add_store, folder, nothing_more
from tui.cli.options import Options


def _checkpoint_arguments(parser: argparse.ArgumentParser) -> None:
    decided = parser.add_mutually_exclusive_group()
    decided.add_argument(
        "--take", action="store_true", help="take a file in that another program has written"
    )
    decided.add_argument(
        "--replace", action="store_true", help="set such a file aside and write the desk's own"
    )


def _checkpoint(options: Options) -> int:
    from tui.cli.checkpoint import checkpoint

    return checkpoint(options.place, take=options.take, replace=options.replace)


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    one = parser.add_mutually_exclusive_group()
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


def _verify(options: Options) -> int:
    from tui.cli.verify import show_head, verify_store

    return show_head(options.place) if options.head else verify_store(options.place, options.noted)


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("other", type=folder, metavar="TO", help="a new folder, itself a store")


def _backup(options: Options) -> int:
    from tui.cli.backup import back_up

    return back_up(options.place, options.other or options.place)


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("other", type=folder, metavar="FROM", help="the folder of a backup")


def _restore(options: Options) -> int:
    from tui.cli.restore import restore_store

    return restore_store(options.other or options.place, options.place)


def _recover(options: Options) -> int:
    from tui.cli.recover import recover_store

    return recover_store(options.place, options.other or options.place)


def _index(options: Options) -> int:
    from tui.cli.index import build_index

    return build_index(options.place)


def _doctor_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=folder, nargs="?", metavar="FOLDER")
    add_store(parser)
    parser.add_argument("--json", action="store_true", help="one JSON array")


def _doctor(options: Options) -> int:
    from tui.cli.doctor import doctor

    return doctor(options.folder, as_json=options.json)


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


COMMANDS = (
    Command(
        "doctor",
        "look at the terminal, the line, and a store, and say what could be better",
        _doctor_arguments,
        _doctor,
        takes_store=False,
    ),
    Command("checkpoint", "write the store's TinyDB file", _checkpoint_arguments, _checkpoint),
    Command("verify", "look for what was lost or altered", _verify_arguments, _verify),
    Command("index", "build the full-text index of a store anew", nothing_more, _index),
    Command("backup", "copy a store while others write", _backup_arguments, _backup),
    Command("restore", "put a backup in a store's place", _restore_arguments, _restore),
    Command("recover", "save what can be read of a damaged store", _backup_arguments, _recover),
)
