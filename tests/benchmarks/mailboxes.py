"""The reports of a store as letters in a maildir, and mail programs that archive them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from store.ids import Kind, Ref
from store.model import Report
from store.repository import Repository

#: Reports read at a time.
PART = 2000
#: aerc knows the letters that its list shows, and closes the view behind the last one of them.
SCREENFUL = 25
#: What a letter's text begins with, so that the screen tells which one it shows.
FIRST = "Letter"


class MailProgram(NamedTuple):
    """A mail program, and the keys by which it shows and archives letters."""

    name: str
    command: tuple[str, ...]
    opens: tuple[str, ...]
    """The keys that show the first letter."""
    archives: str
    again: tuple[str, ...] = ()
    """What is pressed between two letters after SCREENFUL of them."""


def installed(folder: Path) -> Iterator[tuple[MailProgram, Path]]:
    """Those of the two that are there, each set up in a folder for a maildir of its own."""
    own = folder / "neomutt"
    if found := shutil.which("neomutt"):
        own.mkdir()
        command = (found, "-n", "-F", str(_set_up_neomutt(own)))
        yield MailProgram("neomutt", command, ("=", "\r"), "a"), own
    own = folder / "aerc"
    if found := shutil.which("aerc"):
        own.mkdir()
        _set_up_aerc(own)
        yield MailProgram("aerc", (found,), ("\r",), "A", ("q", "\r")), own


def write_maildir(place: Path, folder: Path, count: int) -> int:
    """Make a letter of each of so many reports of a store, in order; how many there are."""
    for box in ("INBOX", "Archive"):
        for part in ("cur", "new", "tmp"):
            (folder / "Mail" / box / part).mkdir(parents=True)
    inbox, written = folder / "Mail" / "INBOX" / "cur", 0
    with closing(Repository.open(place)) as repository, repository.read() as reader:
        for number in sorted(reader.numbers(Kind.REPORT))[:count]:
            report = reader.find(Ref(f"R{number}"))
            if isinstance(report, Report):
                written += 1
                letter = _letter(report, written)
                path = inbox / f"{1_700_000_000 + written}.{written}.host:2,S"
                path.write_text(letter, encoding="utf-8")
    return written


def _letter(report: Report, number: int) -> str:
    hour, minute, second = number // 3600 % 24, number // 60 % 60, number % 60
    day = f"{number // 86_400 + 7:02}"
    return (
        "From: Ada <ada@example.org>\nTo: desk@example.org\n"
        f"Date: {day} Mar 2025 {hour:02}:{minute:02}:{second:02} +0000\n"
        f"Message-ID: <{number}@example.org>\nSubject: R{number} {report.title}\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        f"{FIRST} {number}: {report.text}\n"
    )


def environment(folder: Path) -> Mapping[str, str]:
    """Where both look for what is theirs."""
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    return dict.fromkeys(names, str(folder)) | {"EDITOR": "true"}


def _set_up_neomutt(folder: Path) -> Path:
    """The next letter is shown after one was saved; a list of a third of the screen above it."""
    settings = folder / "muttrc"
    settings.write_text(
        f"set folder={folder}/Mail mbox_type=maildir spoolfile=+INBOX\n"
        "set confirmappend=no confirmcreate=no delete=yes quit=yes resolve=yes wait_key=no\n"
        "set mark_old=no sleep_time=0 pager_index_lines=12 pager_stop=yes sort=date\n"
        "ignore *\nunignore from date subject\n"
        'macro pager a "<save-message>=Archive<enter>"\n'
    )
    return settings


def _set_up_aerc(folder: Path) -> None:
    """As it comes: it archives with A, and shows the next letter then."""
    (folder / "aerc").mkdir()
    accounts = folder / "aerc" / "accounts.conf"
    accounts.write_text(
        f"[Desk]\nsource = maildir://{folder}/Mail\ndefault = INBOX\narchive = Archive\n"
        "from = Ada <ada@example.org>\n"
    )
    # It refuses passwords that others could read, and takes this for such a file.
    accounts.chmod(0o600)
