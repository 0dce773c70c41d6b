"""The command that prints what a shell reads to complete the others."""

from __future__ import annotations

import argparse
import sys

from tui.cli.commands.command import Command
from tui.cli.options import Options

SHELLS = ("bash", "zsh", "fish")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS)


def _completion(options: Options) -> int:
    from tui.cli.completion import script

    sys.stdout.write(script(options.shell))  # safe: it is the program's own
    return 0


COMMANDS = (
    Command(
        "completion",
        "print what makes a shell complete commands and options",
        _arguments,
        _completion,
        takes_store=False,
        examples=('eval "$(incident-desk completion bash)"',),
    ),
)
