"""Other terminal programs with the same rows, for one size: made once, started for every run."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.mailboxes import environment, installed, write_maildir

#: More commits, and more letters, are of no use: making them takes minutes, and fewer are in the
#: favour of who shows them.
COMMITS, LETTERS = 100_000, 5_000
#: The arrow, as terminals send it in their two modes.
DOWN, DOWN_OF_CURSES = "\x1b[B", "\x1bOB"


class Peer(NamedTuple):
    """A program, and how it comes to show the rows."""

    name: str
    command: tuple[str, ...]
    ready: str
    """What its first useful screen shows."""
    key: str
    """Goes to the next row."""
    opens: tuple[str, ...] = ()
    """What is pressed behind the first screen so that the rows are shown, or as much beside."""
    shows: str = ""
    """What it shows then."""
    home: Callable[[], Mapping[str, str]] = dict
    """Where it looks for what is its own, made anew for every run."""
    loads: str = ""
    """What it shows as long as it still reads rows behind those on the screen."""
    quits: str = ""
    """The key by which it is left, where it would take anything else for a line that was cut."""


def peers(place: Path, rows: Path, folder: Path) -> Iterator[Peer]:
    """Those that are installed, on the rows of a store that were written to a file (CSV)."""
    folder.mkdir()
    titles = _first(rows)
    command = (sys.executable, "-m", "visidata", str(rows))
    yield Peer("VisiData", command, titles, "j", loads="% loading")
    if found := shutil.which("less"):
        text = folder / "events.txt"
        text.write_text("\n".join("  ".join(row) for row in _rows(rows)) + "\n", "utf-8")
        yield Peer("less", (found, "-S", str(text)), titles[:40], "j")
    if found := shutil.which("tig"):
        repository = folder / "repository"
        _write_commits(rows, repository)
        # From a list of commits the one that is pointed at is shown below it, and follows.
        yield Peer(
            "tig", (found, "-C", str(repository)), titles[:30], DOWN_OF_CURSES, ("\r",), "diff"
        )
    yield from _neomutt(place, folder)
    if found := shutil.which("harlequin"):
        yield _harlequin(found, rows, folder, titles)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from islice(csv.reader(file), 1, None)


def _titles(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file)).index("title")


def _first(path: Path) -> str:
    return next(_rows(path))[_titles(path)]


def _write_commits(rows: Path, repository: Path) -> None:
    """A commit for each row, the first row the newest."""
    subprocess.run(["git", "init", "-q", "--bare", str(repository)], check=True)
    at = _titles(rows)
    newest_last = list(islice(_rows(rows), COMMITS))[::-1]
    with subprocess.Popen(
        ["git", "-C", str(repository), "fast-import", "--quiet"], stdin=subprocess.PIPE
    ) as importing:
        if importing.stdin is None:
            raise ValueError("a child without its stdin")
        for number, row in enumerate(newest_last):
            said, held = row[at].encode(), "\n".join(row).encode()
            importing.stdin.write(
                b"commit refs/heads/master\ncommitter Ada <ada@example.org> %d +0000\n"
                b"data %d\n%s\nM 100644 inline event\ndata %d\n%s\n"
                % (1_700_000_000 + number, len(said), said, len(held), held)
            )
    subprocess.run(
        ["git", "-C", str(repository), "symbolic-ref", "HEAD", "refs/heads/master"], check=True
    )


def _neomutt(place: Path, folder: Path) -> Iterator[Peer]:
    for program, own in installed(folder):
        if program.name == "neomutt":
            written = write_maildir(place, own, LETTERS)
            # The letters in the index, the text of one below: it shows the next one.
            yield Peer(
                "neomutt",
                program.command,
                f"R{written} ",
                "j",
                ("=", "\r"),
                "Letter 1:",
                partial(environment, own),
            )


def _harlequin(found: str, rows: Path, folder: Path, title: str) -> Peer:
    database = folder / "events.db"
    connection = sqlite3.connect(database)
    names = next(csv.reader(rows.open(encoding="utf-8", newline="")))
    connection.execute(f"CREATE TABLE events ({', '.join(names)})")
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO events VALUES ({marks})", _rows(rows))
    connection.commit()
    connection.close()

    def home() -> Mapping[str, str]:
        # It opens with what was typed last.
        own = folder / "harlequin"
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir()
        return {"HOME": str(own), "XDG_CONFIG_HOME": str(own), "XDG_DATA_HOME": str(own)}

    command = (found, "-a", "sqlite", "--locale", "C", "--no-download-tzdata", str(database))
    # The list of tables, the query, its rows.
    query = f"select title, {', '.join(name for name in names if name != 'title')} from events"
    return Peer("harlequin", command, "main db", DOWN, (query, "\n"), title[:20], home)
