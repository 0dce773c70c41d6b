"""The parser made of the table of commands; nothing here takes time to load."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from tui import __version__
from tui.cli import codes, commands
from tui.cli.commands.command import Command, add_config, add_store
from tui.cli.options import STORE_VARIABLE, Options

COMMANDS = tuple(commands.COMMANDS)

INTRODUCTION = """\
A keyboard-driven workbench for incident records: events, locations, quotes
and sources, linked, over a TinyDB store.
"""
PLACES = f"""\
A store is named by --store FOLDER, or by {STORE_VARIABLE}.
A folder whose name is a command's is opened as ./NAME. A store's
incidents.json stands for the store.
"""
#: Of a word that is told of, so many characters are shown.
LONGEST = 60
_QUOTED = re.compile(rf"'([^']{{{LONGEST}}})[^']+'")
#: Options that may stand before the command, and take a value.
_BEFORE = ("--theme", "--as-of", "--config", "--store", "--driver", "--lean")


def parse(arguments: Sequence[str]) -> Options:
    """Understand the arguments; SystemExit with help, version or a complaint."""
    mistyped = _mistyped(arguments)
    if mistyped:
        _Parser(prog="incident-desk").error(mistyped)
    given = _with_command_first(arguments)
    name = given[0] if given and given[0] in commands.COMMANDS else ""
    # Of the other commands nothing is asked.
    parser = build([commands.COMMANDS[name]]) if name else build()
    if name:
        given = [name, *_options_first(_sub(parser)[name], name, given[1:])]
    understood, rest = parser.parse_known_args(given)
    too_many = [word for word in rest if word != "--"]
    if too_many:
        parser.error(f"{too_many[0]!r} is one word too many")
    found: dict[str, Any] = vars(understood)
    store = found.pop("store", None)
    if store is not None:
        if found.get("folder") is not None:
            parser.error("the store is named twice")
        found["folder"] = store
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in found.items()
        if value is not None
    }
    _check_text(parser, name, said)
    options = Options(**said)
    takes_store = commands.COMMANDS[options.command].takes_store
    if options.folder is not None or not takes_store:
        return options
    named = os.environ.get(STORE_VARIABLE)
    if not named:
        parser.exit(
            codes.WRONG_ARGUMENTS,
            "incident-desk: no store was named; `incident-desk FOLDER` opens one, "
            "`incident-desk demo` shows one.\n",
        )
    return replace(options, folder=Path(named))


def _check_text(parser: argparse.ArgumentParser, command: str, said: dict[str, Any]) -> None:
    """End the program where a word has bytes that are no text; of paths the store tells."""
    for name, value in said.items():
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and _is_odd(text):
                action = next(one for one in _actions(_sub(parser)[command]) if one.dest == name)
                option = f"{action.option_strings[0]} " if action.option_strings else ""
                told = f"incident-desk: {option}{_shown(text)!r} is not UTF-8.\n"
                parser.exit(codes.WRONG_ARGUMENTS, told)


def _is_odd(text: str) -> bool:
    return any("\ud800" <= one <= "\udfff" for one in text)


def _shown(word: str) -> str:
    """A word that may be anything, safe to show and not at length."""
    from store.text import clean

    return clean(word if len(word) <= LONGEST else f"{word[:LONGEST]}…")


def build(known: Sequence[Command] = ()) -> argparse.ArgumentParser:
    """The parser of the command line: of all commands, or of these alone."""
    parser = _Parser(
        prog="incident-desk",
        description="" if known else "\n".join([INTRODUCTION, *_told()]),
        epilog="\n".join([PLACES, "Exit codes:", *_codes()]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="incident-desk [--theme NAME] FOLDER | COMMAND ...",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"incident-desk {__version__}")
    added = parser.add_subparsers(
        dest="command",
        metavar="COMMAND",
        prog=parser.prog,
        parser_class=_Parser,
        # The description tells of them.
        help=argparse.SUPPRESS,
    )
    for command in known or commands.COMMANDS.values():
        one = added.add_parser(
            command.name,
            description=f"{command.help[:1].upper()}{command.help[1:]}.",
            epilog="\n".join(
                f"  {example if '$(' in example else f'incident-desk {example}'}"
                for example in command.examples
            ),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.arguments(one)
        if command.takes_store:
            add_store(one)
        add_config(one)
    return parser


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command, for what is written from them."""
    return dict(_sub(build()))


def synopsis(parser: argparse.ArgumentParser) -> str:
    """What a command's positional arguments are: `REF...`."""
    words = []
    for action in positionals(parser):
        name = str(action.metavar or "|".join(action.choices or (action.dest,)))
        many = "..." if action.nargs in ("*", "+") else ""
        words.append(f"[{name}{many}]" if action.nargs in ("?", "*") else f"{name}{many}")
    return " ".join(words)


def positionals(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The arguments that are no options."""
    return [one for one in _actions(parser) if not one.option_strings]


def options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The options."""
    return [one for one in _actions(parser) if one.option_strings]


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    # argparse has no public way to what was added to a parser.
    return parser._actions  # noqa: SLF001


def _sub(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = next(one for one in _actions(parser) if isinstance(one.choices, dict))
    return dict(found.choices or {})


def _told() -> Iterator[str]:
    """Each command with its line of help, by family."""
    made = {name: _Parser(add_help=False) for name in commands.COMMANDS}
    for family, members in commands.FAMILIES.items():
        yield f"{family}:"
        if family == "Open":
            yield "  FOLDER                     open a store"
            yield "  FILE                       look at a bare TinyDB file; M makes a store of it"
        for command in members:
            command.arguments(made[command.name])
            call = f"{command.name} {synopsis(made[command.name])}".strip()
            lead = f"  {call:<26} "
            if len(call) > 26:
                yield f"  {call}"
                lead = " " * 29
            yield f"{lead}{command.help}"
        yield ""
    yield "`incident-desk COMMAND --help` tells more of one."


def _codes() -> Iterator[str]:
    for code, meaning in codes.MEANINGS.items():
        yield f"  {code:<9} {meaning}"


def _with_command_first(arguments: Sequence[str]) -> list[str]:
    """The arguments, `open` before them when they begin with no command."""
    given = list(arguments)
    words = _words(given)
    if words and given[words[0]] in commands.COMMANDS:
        return [given.pop(words[0]), *given]
    asked = [word for word in given if word in ("-h", "--help", "--version")]
    return asked if asked and not words else ["open", *given]


def _words(given: Sequence[str]) -> list[int]:
    """Where words stand that are no options, and no values of those before the command."""
    return [
        at
        for at, word in enumerate(given)
        if not word.startswith("-") and (at == 0 or given[at - 1] not in _BEFORE)
    ]


def _mistyped(arguments: Sequence[str]) -> str:
    """What to say of a command that would be taken for a folder; "" where there is none."""
    first = next((arguments[at] for at in _words(arguments)), "")
    # The name of a folder may be anything; `demo.d` is no slip of the finger.
    if not (first.isascii() and first.isalpha()) or first in commands.COMMANDS:
        return ""
    if os.path.lexists(first):
        return ""
    import difflib

    near = difflib.get_close_matches(first.lower()[:LONGEST], COMMANDS, 1, 0.7)
    if not near or near[0][0] != first[0].lower():
        return ""
    return f"there is no folder {first}; did you mean the command {near[0]}?"


def _options_first(
    parser: argparse.ArgumentParser, command: str, arguments: Sequence[str]
) -> list[str]:
    """The same arguments, the options before the words, which may then begin with a dash.

    Words and options may stand in any order so; argparse takes words in one place only.
    """
    takes_words = commands.COMMANDS[command].takes_words
    known = {name: action for action in options(parser) for name in action.option_strings}
    before: list[str] = []
    words: list[str] = []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--":
            words += left
            break
        name, _, value = word.partition("=")
        if name in known:
            before.append(word)
            taken = 0 if value or "=" in word else _values_of(known[name])
            if taken == 1 and left and _is_dashed(left[0]) and left[0] not in known:
                parser.error(f"a value that begins with a dash is written {name}={_shown(left[0])}")
            before += left[:taken]
            del left[:taken]
        elif _looks_like_option(word, takes_words):
            name = _shown(name)
            way = f"; `-- {_shown(word)}` is how to write it as a word" if takes_words else ""
            # A folder alone is opened, and nobody has typed `open` then.
            which = "there is" if command == "open" else f"{command} has"
            parser.error(f"{which} no option {name}{way}")
        else:
            words.append(word)
    return [*before, "--", *words] if words else before


def _is_dashed(word: str) -> bool:
    return len(word) > 1 and word.startswith("-") and " " not in word


def _looks_like_option(word: str, takes_words: bool) -> bool:
    """Whether a word that is none is to be told of; no option has a blank in it."""
    if " " in word or word == "-":
        return False
    return word.startswith("--" if takes_words else "-")


def _values_of(option: argparse.Action) -> int:
    """How many words an option takes."""
    if isinstance(option.nargs, int):
        return option.nargs
    return 1 if option.nargs is None else 0


class _Parser(argparse.ArgumentParser):
    """Complains in one sentence, cut where it quotes a long word."""

    def error(self, message: str) -> NoReturn:
        from store.text import clean

        # Of a long word that argparse quotes, the beginning tells which one it is.
        short = _QUOTED.sub(lambda found: f"'{found[1]}…'", message)
        said = clean(short)
        end = "" if said.endswith("?") else f"; `{self.prog} --help` shows how."
        self.exit(codes.WRONG_ARGUMENTS, f"incident-desk: {said}{end}\n")
