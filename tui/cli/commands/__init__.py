"""The table of commands, by family; nothing that takes time to load."""

from __future__ import annotations

from tui.cli.commands import caring, changing, opening, reading, shell
from tui.cli.commands.command import Command

#: Under these headings the help tells of them.
FAMILIES: dict[str, tuple[Command, ...]] = {
    "Open": opening.COMMANDS,
    "Look": reading.COMMANDS,
    "Change": changing.COMMANDS,
    "Look after a store": caring.COMMANDS,
    "For the shell": shell.COMMANDS,
}
COMMANDS = {command.name: command for family in FAMILIES.values() for command in family}
