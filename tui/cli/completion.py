"""What a shell reads to complete commands, options and their values, made from the parser.

eval "$(incident-desk completion bash)"                    in ~/.bashrc
incident-desk completion zsh > ~/.zfunc/_incident-desk     where fpath has ~/.zfunc
incident-desk completion fish | source                     in config.fish
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tui.cli import commands, parser
from tui.cli.commands.command import file, folder


class Argument(NamedTuple):
    """An option, or the words of a command, as a shell has to know it."""

    names: tuple[str, ...]
    """None for words."""
    help: str
    takes_value: bool
    values: tuple[str, ...]
    is_path: bool


class Completed(NamedTuple):
    """A command and its arguments."""

    name: str
    help: str
    options: tuple[Argument, ...]
    words: tuple[Argument, ...]


def script(shell: str) -> str:
    """The script for bash, zsh or fish."""
    return "\n".join([*_SCRIPTS[shell](_completed()), ""])


def _completed() -> list[Completed]:
    return [
        Completed(
            name,
            commands.COMMANDS[name].help,
            tuple(map(_argument, parser.options(one))),
            tuple(map(_argument, parser.positionals(one))),
        )
        for name, one in parser.parsers().items()
    ]


def _argument(action: argparse.Action) -> Argument:
    return Argument(
        tuple(action.option_strings),
        (action.help or "").replace("%%", "%"),
        action.nargs != 0,
        tuple(map(str, action.choices or ())),
        action.type in (folder, file),
    )


def _bash(completed: list[Completed]) -> Iterator[str]:
    names = " ".join(one.name for one in completed)
    yield from (
        "# bash completion for incident-desk",
        "_incident_desk() {",
        "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}",
        f"    local command= word words= paths= IFS=$' \\t\\n' commands={_quoted(names)}",
        '    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
        '        case " $commands " in *" $word "*) command=$word; break ;; esac',
        "    done",
        '    case "$command $prev" in',
    )
    for one in completed:
        for option in one.options:
            if option.takes_value:
                # Without a command, `open` is meant.
                starts = (f"{one.name} ", " ") if one.name == "open" else (f"{one.name} ",)
                cases = "|".join(f'"{s}{name}"' for s in starts for name in option.names)
                yield f"        {cases}) {_bash_words(option)} ;;"
    yield from ("        *)", '        case "$command" in')
    for one in completed:
        flags = " ".join(name for option in one.options for name in option.names)
        values = " ".join(value for word in one.words for value in word.values)
        paths = " paths=1" if any(word.is_path for word in one.words) else ""
        yield f"            {one.name})"
        yield f"                words={_quoted(values)}{paths}"
        yield f"                [[ $cur == -* ]] && words={_quoted(flags)} ;;"
    yield from (
        '            "") words=$commands paths=1',
        '                [[ $cur == -* ]] && words="--help --version" ;;',
        "        esac ;;",
        "    esac",
        "    IFS=$'\\n'",
        '    COMPREPLY=($(IFS=$\' \\t\\n\'; compgen -W "$words" -- "$cur"))',
        "    if [[ $paths && $cur != -* ]]; then",
        '        COMPREPLY+=($(compgen -f -- "$cur"))',
        "        compopt -o filenames 2>/dev/null",
        "    fi",
        "    return 0",
        "}",
        "complete -F _incident_desk incident-desk",
    )


def _bash_words(option: Argument) -> str:
    return "paths=1" if option.is_path else f"words={_quoted(' '.join(option.values))}"


def _zsh(completed: list[Completed]) -> Iterator[str]:
    yield from (
        "#compdef incident-desk",
        "_incident_desk() {",
        "    local state line curcontext=$curcontext",
        "    local -a commands=(",
    )
    yield from (f"        {_quoted(f'{one.name}:{one.help}')}" for one in completed)
    yield from (
        "    )",
        "    _arguments -C '--help[show the help]' '--version[show the version]' \\",
        "        '1: :->command' '*:: :->arguments'",
        "    case $state in",
        "    command) _describe -t commands command commands; _files ;;",
        "    arguments)",
        "        case $words[1] in",
    )
    for one in completed:
        specs = [_zsh_option(option) for option in one.options]
        specs += [
            f"{'*' if at == len(one.words) else at}: {_zsh_values(word)}"
            for at, word in enumerate(one.words, 1)
        ]
        yield f"        {one.name}) _arguments -s \\"
        yield " \\\n".join(f"            {_quoted(spec)}" for spec in specs) + " ;;"
    yield from (
        "        esac ;;",
        "    esac",
        "}",
        "if [[ ${funcstack[1]} == _incident-desk || ${funcstack[1]} == _incident_desk ]]; then",
        '    _incident_desk "$@"',
        "else",
        "    compdef _incident_desk incident-desk",
        "fi",
    )


def _zsh_option(option: Argument) -> str:
    name = option.names[-1]
    told = "".join(f"\\{sign}" if sign in "[]:\\" else sign for sign in option.help)
    return f"{name}[{told}]" + (f": {_zsh_values(option)}" if option.takes_value else "")


def _zsh_values(argument: Argument) -> str:
    if argument.is_path:
        return ":_files"
    return f":({' '.join(argument.values)})" if argument.values else ":"


def _fish(completed: list[Completed]) -> Iterator[str]:
    yield from (
        "# fish completion for incident-desk",
        "complete -c incident-desk -n __fish_use_subcommand -l help -d 'show the help'",
        "complete -c incident-desk -n __fish_use_subcommand -l version -d 'show the version'",
    )
    for one in completed:
        start = f"complete -c incident-desk -n __fish_use_subcommand -a {one.name}"
        yield f"{start} -d {_fish_quoted(one.help)}"
    for one in completed:
        seen = f"complete -c incident-desk -n '__fish_seen_subcommand_from {one.name}'"
        if not any(word.is_path for word in one.words):
            yield f"{seen} -f"
        for word in one.words:
            if word.values:
                yield f"{seen} -a {_fish_quoted(' '.join(word.values))}"
        for option in one.options:
            long = option.names[-1].removeprefix("--")
            value = ""
            if option.takes_value:
                value = " -r -F" if option.is_path else " -x"
            if option.values:
                value += f" -a {_fish_quoted(' '.join(option.values))}"
            yield f"{seen} -l {long}{value} -d {_fish_quoted(option.help)}"


def _quoted(text: str) -> str:
    """As one word of bash or zsh."""
    return "'" + text.replace("'", "'\\''") + "'"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


_SCRIPTS: dict[str, Callable[[list[Completed]], Iterator[str]]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
}
