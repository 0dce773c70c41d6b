"""What is new in a watched place: each item once, files when they are whole, one who looks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from store import folder as folders
from store.arrivals import Arrival, Unread
from store.folder import Folder
from store.ingest.reading import arrivals
from store.ingest.watched import Looking, turn

FEED = "https://example.org/feed.xml"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A store's folder."""
    return folders.create(tmp_path / "store")


class World:
    """What can be read, by its place; a text stands for a document, an Unread for itself."""

    def __init__(self) -> None:
        self.items: dict[str, list[str | Unread]] = {}
        self.read_places: list[str] = []

    def read(self, places: Iterable[str]) -> Iterator[Arrival | Unread]:
        """Read places as the readers do."""
        for place in places:
            self.read_places.append(place)
            for one in self.items.get(place, [Path(place).name]):
                if isinstance(one, Unread):
                    yield one
                else:
                    yield Arrival(place, one.encode(), "text/plain", one)


def texts(found: Iterator[Arrival | Unread]) -> list[str]:
    """What came, each by its text, or by why it could not be read."""
    return [one.reason if isinstance(one, Unread) else one.text for one in found]


def lay(path: Path, *, is_old: bool = True) -> None:
    """Put a file there, a minute ago or just now."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(path.name)
    if is_old:
        os.utime(path, (1_700_000_000, 1_700_000_000))


def test_the_items_of_a_feed_come_once(folder: Folder) -> None:
    """What was there before does not come again, also for who looks next."""
    world = World()
    world.items[FEED] = ["one", "two"]
    with turn(folder) as memory:
        assert memory is not None
        looking = Looking(memory, world.read)
        assert texts(looking.fetched(FEED)) == ["one", "two"]
        world.items[FEED] = ["three", "one", "two"]
        assert texts(looking.fetched(FEED)) == ["three"]
    with turn(folder) as memory:
        assert memory is not None
        assert texts(Looking(memory, world.read).fetched(FEED)) == []


def test_a_feed_is_due_when_its_minutes_are_over(folder: Folder) -> None:
    """Not before; never looked at is due, and so is one that was looked at in the future."""
    with turn(folder) as memory:
        assert memory is not None
        looking = Looking(memory, World().read)
        assert looking.is_due(FEED, 15)
        list(looking.fetched(FEED))
        assert not looking.is_due(FEED, 15)
        memory.state.looked[FEED] -= 16 * 60
        assert looking.is_due(FEED, 15)
        memory.state.looked[FEED] += 1_000_000
        assert looking.is_due(FEED, 15)


def test_a_failure_is_told_once_until_it_is_another(folder: Folder) -> None:
    """Each cause once; what works in between makes it news again."""
    world = World()
    with turn(folder) as memory:
        assert memory is not None
        looking = Looking(memory, world.read)
        found = []
        for item in (Unread(FEED, "down"), Unread(FEED, "down"), Unread(FEED, "404"), "one"):
            world.items[FEED] = [item]
            found += texts(looking.fetched(FEED))
        world.items[FEED] = [Unread(FEED, "404")]
        assert [*found, *texts(looking.fetched(FEED))] == ["down", "404", "one", "404"]


def test_what_is_interrupted_comes_again(folder: Folder) -> None:
    """An item counts as seen when the next one is asked for: then it has been written."""
    world = World()
    world.items[FEED] = ["one", "two"]
    with turn(folder) as memory:
        assert memory is not None
        looking = Looking(memory, world.read)
        found = looking.fetched(FEED)
        next(found)
        del found
        assert texts(looking.fetched(FEED)) == ["one", "two"]


def test_a_file_comes_when_it_is_whole(folder: Folder, tmp_path: Path) -> None:
    """One that was touched just now waits for the next look; hidden and half ones stay out."""
    place = tmp_path / "in"
    lay(place / "old.txt")
    lay(place / "new.txt", is_old=False)
    for name in (".hidden", "film.part", "letter~"):
        lay(place / name)
    lay(place / "below" / "deep.txt")
    (place / "loop").symlink_to(place)
    with turn(folder) as memory:
        assert memory is not None
        looking = Looking(memory, World().read)
        assert texts(looking.found(place)) == ["deep.txt", "old.txt"]
        assert texts(looking.found(place)) == ["new.txt"]
        assert texts(looking.found(place)) == []


def test_a_file_that_was_seen_is_not_read_again(folder: Folder, tmp_path: Path) -> None:
    """Until it is another one: then what is new in it comes."""
    place = tmp_path / "in"
    lay(place / "box.mbox")
    world = World()
    box = str(place / "box.mbox")
    world.items[box] = ["first"]
    with turn(folder) as memory:
        assert memory is not None
        assert texts(Looking(memory, world.read).found(place)) == ["first"]
    with turn(folder) as memory:
        assert memory is not None
        looking = Looking(memory, world.read)
        assert texts(looking.found(place)) == []
        assert world.read_places == [box]
        world.items[box] = ["first", "second"]
        os.utime(place / "box.mbox", (1_700_000_009, 1_700_000_009))
        assert texts(looking.found(place)) == ["second"]


def test_a_place_that_is_gone_is_told_once(folder: Folder, tmp_path: Path) -> None:
    """And again when it was there in between."""
    place = tmp_path / "in"
    with turn(folder) as memory:
        assert memory is not None
        looking = Looking(memory, World().read)
        found = [*texts(looking.found(place)), *texts(looking.found(place))]
        place.mkdir()
        found += texts(looking.found(place))
        place.rmdir()
        assert [*found, *texts(looking.found(place))] == ["it is not there"] * 2


def test_one_looks_at_a_time(folder: Folder) -> None:
    """While somebody does, nobody else is given the memory."""
    with turn(folder) as first, turn(folder) as second:
        assert first is not None
        assert second is None
    with turn(folder) as third:
        assert third is not None


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'{"files": 3}'])
def test_a_memory_that_cannot_be_read_is_an_empty_one(folder: Folder, content: bytes) -> None:
    """What somebody wrote into its file costs a second reading, and nothing else."""
    folder.make(folder.presence)
    (folder.presence / "watched").write_bytes(content)
    with turn(folder) as memory:
        assert memory is not None
        assert memory.state.items == {}


def test_a_file_that_was_being_read_at_the_end_comes_again(folder: Folder, tmp_path: Path) -> None:
    """Who is stopped in the middle of a file has not seen it."""
    place, stopped = tmp_path / "in", [False]
    lay(place / "a.txt")
    lay(place / "b.txt")

    def read(places: Iterable[str]) -> Iterator[Arrival | Unread]:
        return arrivals(places, stop=lambda: stopped[0])

    with turn(folder) as memory:
        assert memory is not None
        found = Looking(memory, read).found(place)
        assert next(found) is not None
        stopped[0] = True
        assert texts(found) == []
    stopped[0] = False
    with turn(folder) as memory:
        assert memory is not None
        assert "b.txt" in texts(Looking(memory, read).found(place))


def test_the_files_of_a_folder_are_read_together(folder: Folder, tmp_path: Path) -> None:
    """One process reads them all, and not one for each."""
    place, begun = tmp_path / "in", [0]
    for number in range(5):
        lay(place / f"{number}.txt")

    def read(places: Iterable[str]) -> Iterator[Arrival | Unread]:
        begun[0] += 1
        return World().read(places)

    with turn(folder) as memory:
        assert memory is not None
        assert len(texts(Looking(memory, read).found(place))) == 5
    assert begun == [1]
