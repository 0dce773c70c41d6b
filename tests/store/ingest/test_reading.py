"""Reading what is at a path: files, folders, mailboxes, lines, standard input."""

from __future__ import annotations

import os
from pathlib import Path

from store.arrivals import Arrival, Unread
from store.ingest.limits import Allowed, Limits
from store.ingest.reading import arrivals


def told(*places: Path | str) -> list[tuple[str, str]]:
    """What comes in or does not: the last part of each place, and its text or the reason."""
    return [
        (one.place.rpartition("/")[2], one.text if isinstance(one, Arrival) else one.reason)
        for one in arrivals([str(place) for place in places])
    ]


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    """Each real file of a folder is read once; what is none is told of, and the rest goes on."""
    outside = tmp_path / "outside"
    outside.write_text("secret")
    top = tmp_path / "top"
    (top / "b").mkdir(parents=True)
    (top / "b" / "2.txt").write_text("two")
    (top / "b" / "loop").symlink_to(top)
    (top / "a.txt").write_text("one")
    (top / ".hidden").write_text("no")
    (top / "c-again").symlink_to(top / "a.txt")
    (top / "d-dead").symlink_to(top / "nothing")
    (top / "e-out").symlink_to(outside)
    (top / "f-self").symlink_to(top / "f-self")
    os.mkfifo(top / "g-pipe")
    (top / "h-store").mkdir()
    (top / "h-store" / "incidents.json").write_text("{}")
    (top / "z.txt").write_text("last")
    assert told(top) == [
        ("a.txt", "one"),
        ("2.txt", "two"),
        ("loop", "the same folder has been read by another way"),
        ("c-again", "the same file has been read under another name"),
        ("d-dead", "it is a link to what is not there"),
        ("e-out", "it is a link that leads out of the folder: name what it leads to"),
        ("f-self", "it is a link that leads back to itself"),
        ("g-pipe", "it is no file: a device or a pipe"),
        ("h-store", "it is a store's folder, and is passed over"),
        ("z.txt", "last"),
    ]


def test_what_is_not_there_is_told_of(tmp_path: Path) -> None:
    """A path that leads nowhere is told of, and the next one is read."""
    (tmp_path / "a.txt").write_text("one")
    assert told(tmp_path / "x", "a\0b", "/dev/null", tmp_path / "a.txt") == [
        ("x", "it is not there"),
        ("a\0b", "its name cannot be one of a file"),
        ("null", "it is no file: a device or a pipe"),
        ("a.txt", "one"),
    ]


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    """A file whose name is in another encoding is read, and its name can be written."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9.txt")).write_text("one")
    assert told(tmp_path) == [("\ufffd.txt", "one")]


def test_standard_input() -> None:
    """What is given is read by what it looks like; where nothing is given, that is told."""
    (read,) = arrivals(["-"], given=lambda: b"<!doctype html><title>T</title><p>Words.")
    assert isinstance(read, Arrival)
    assert (read.place, read.media_type, read.title) == ("standard input", "text/html", "T")
    assert told("-") == [("standard input", "nothing can be read from it here")]


def test_a_mailbox(tmp_path: Path) -> None:
    """Each letter of a mailbox comes in with its own bytes; a broken one loses no other."""
    letter = b"From: a@b.example\nSubject: %d\n\nWords %d.\n>From here on.\n"
    begins = b"From a@b Fri Mar  7 10:00:00 2025\n"
    path = tmp_path / "box.mbox"
    path.write_bytes(b"%s%s\n%s\n%s%s" % (begins, letter % (1, 1), begins, begins, letter % (2, 2)))
    first, broken, second = arrivals([str(path)])
    assert isinstance(first, Arrival)
    assert isinstance(second, Arrival)
    assert first.original == letter % (1, 1)
    assert second.title == "2"
    assert isinstance(broken, Unread)
    assert broken.place == f"{path}, letter 2"


def test_lines_of_json(tmp_path: Path) -> None:
    """Each line comes in by itself; one that is none is told of by its number."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"text":"one"}\r\n\n{"text":\n{"text":"%s"}\n{"text":"two"}' % (b"x" * 2000)
    )
    read = arrivals([str(path)], allowed=Allowed(limits=Limits(size=1024)))
    found = [(one.place.rpartition(", ")[2], isinstance(one, Arrival)) for one in read]
    assert found == [("line 1", True), ("line 3", False), ("line 4", False), ("line 5", True)]


def test_who_stops_keeps_what_was_read(tmp_path: Path) -> None:
    """After a stop nothing more comes, and what came stays."""
    for name in "abc":
        (tmp_path / name).write_text(name)
    asked: list[bool] = []

    def stop() -> bool:
        return bool(asked)

    reading = arrivals([str(tmp_path)], stop=stop)
    next(reading)
    asked.append(True)
    assert list(reading) == []
