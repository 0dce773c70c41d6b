"""What a command is, and the kinds of argument that several commands take."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tui.cli.options import STORE_VARIABLE, Options

#: So many characters a tag may have that is typed.
MOST_OF_TAG = 100


class Command(NamedTuple):
    """A command: its name, one line of help, its arguments, and what carries it out."""

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], object]
    # What it imports is loaded when it is called.
    run: Callable[[Options], int]
    takes_store: bool = True
    """Whether `--store` and the environment name its store."""
    takes_words: bool = False
    """Whether its words may begin with a dash, as `-tag:dup` does in a query."""
    examples: tuple[str, ...] = ()


def nothing_more(_: argparse.ArgumentParser) -> None:
    """No arguments but the store."""


def folder(text: str) -> Path:
    """The path of a folder or a file."""
    if not text:
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    return Path(text)


def file(text: str) -> Path:
    """The path of a file."""
    if not text:
        raise argparse.ArgumentTypeError("the name of the file is empty")
    return Path(text)


def count(text: str) -> int:
    """How many."""
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise argparse.ArgumentTypeError("expected how many, such as 20")
    return int(text)


def listed(text: str) -> tuple[str, ...]:
    """Names between commas."""
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    if not names:
        raise argparse.ArgumentTypeError("expected names between commas")
    return names


def word(text: str) -> str:
    """A tag, a field: no empty one."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it must not be empty")
    return text.strip()


def tag(text: str) -> str:
    """A tag that records get: short, and without what a terminal acts on."""
    import unicodedata

    name = word(text)
    if len(name) > MOST_OF_TAG:
        raise argparse.ArgumentTypeError(f"a tag has at most {MOST_OF_TAG} characters")
    # Not all that cannot be printed: Persian words have joiners in them.
    if any(unicodedata.category(one) in ("Cc", "Zl", "Zp") for one in name):
        raise argparse.ArgumentTypeError("a tag has no control characters")
    return name


def add_store(parser: argparse.ArgumentParser) -> None:
    """`--store FOLDER`."""
    parser.add_argument(
        "--store",
        type=folder,
        metavar="FOLDER",
        help=f"default: ${STORE_VARIABLE}",
    )


def add_config(parser: argparse.ArgumentParser) -> None:
    """`--config FILE`."""
    parser.add_argument(
        "--config", type=file, metavar="FILE", help="the configuration, in place of your own"
    )


def add_references(parser: argparse.ArgumentParser) -> None:
    """`REF...`."""
    parser.add_argument(
        "words",
        nargs="+",
        metavar="REF",
        help="a record, such as R12; - for those on the standard input, between blanks or as the"
        " JSON that list prints",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """`--json` or `--jsonl`."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON array")
    form.add_argument("--jsonl", action="store_true", help="one JSON object a line")
