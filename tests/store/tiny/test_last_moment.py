"""Another program's file, put in place in the moment in which ours is."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.commands.records import WriteRecords
from store.errors import OutsideChange
from store.outside import Finding
from store.repository import Repository
from store.tiny import checkpoint, swap
from store.tiny.replacement import Replacement
from tests.builders import a_store, event
from tests.store.folders import document
from tests.store.tiny.beside import Clock, in_step
from tests.store.tiny.looking import title

#: Does something right before the two files change places, or right after.
Moment = Callable[[Callable[[], object]], None]


@pytest.fixture
def desk(place: Path, clock: Clock) -> Iterator[Repository]:
    """An open store with two events and a location, and a change that its file lacks."""
    with in_step(place, clock) as repository:
        repository.run(WriteRecords([event(2, title="Ours")]))
        yield repository


def once(do: Callable[[], object]) -> Callable[[], object]:
    """The same, done the first time only."""
    left = [do]
    return lambda: left.pop()() if left else None


@pytest.fixture
def before_swap(monkeypatch: pytest.MonkeyPatch) -> Moment:
    """Has something done once in the last moment before the two change places."""

    def set_up(do: Callable[[], object]) -> None:
        act, real = once(do), swap.swap

        def swapped(one: Path, other: Path) -> bool:
            act()
            return real(one, other)

        monkeypatch.setattr(swap, "swap", swapped)

    return set_up


@pytest.fixture
def after_swap(monkeypatch: pytest.MonkeyPatch) -> Moment:
    """Has something done once in the first moment after the two have changed places."""

    def set_up(do: Callable[[], object]) -> None:
        act, real = once(do), swap.swap

        def swapped(one: Path, other: Path) -> bool:
            is_done = real(one, other)
            act()
            return is_done

        monkeypatch.setattr(swap, "swap", swapped)

    return set_up


def replace_file(place: Path, raw: bytes) -> None:
    """Put another file in place as a careful program does: written beside it, and renamed."""
    (place / "theirs").write_bytes(raw)
    (place / "theirs").rename(place / "incidents.json")


def theirs(place: Path) -> bytes:
    """The file as another program writes it that has changed an event and added one."""
    found = document(place)
    found["events"]["1"]["title"] = "Theirs"
    found["events"]["3"] = {"title": "New"}
    return json.dumps(found).encode()


def test_a_file_put_there_in_the_last_moment_comes_in(
    desk: Repository, place: Path, before_swap: Moment
) -> None:
    """Leaving the desk writes ours, takes theirs in, and the file has both."""
    raw = theirs(place)
    before_swap(lambda: replace_file(place, raw))
    desk.checkpoint()
    assert [title(desk, ref) for ref in ("E1", "E2", "E3")] == ["Theirs", "Ours", "New"]
    titles = {number: one["title"] for number, one in document(place)["events"].items()}
    assert titles == {"1": "Theirs", "2": "Ours", "3": "New"}


def test_beside_a_desk_at_work_it_comes_in_too(
    desk: Repository, place: Path, clock: Clock, before_swap: Moment
) -> None:
    """The turn after the one that wrote the file finds it."""
    raw = theirs(place)
    before_swap(lambda: replace_file(place, raw))
    desk.tend()
    clock.ahead += 60
    assert desk.tend().written
    taken = desk.tend().taken
    assert taken
    assert taken.author == "outside"
    assert [title(desk, ref) for ref in ("E1", "E2", "E3")] == ["Theirs", "Ours", "New"]


def test_a_desk_that_dies_in_that_moment_loses_none_of_it(
    desk: Repository, place: Path, before_swap: Moment, after_swap: Moment
) -> None:
    """It lies under a name that is looked at from before the two change places."""
    raw = theirs(place)
    before_swap(lambda: replace_file(place, raw))

    def die() -> None:
        raise KeyboardInterrupt

    after_swap(die)
    with pytest.raises(KeyboardInterrupt):
        desk.checkpoint()
    desk.close()
    again = Repository.open(place)
    again.keeper.clock = Clock()
    again.tend()
    again.checkpoint()
    assert [title(again, ref) for ref in ("E1", "E2", "E3")] == ["Theirs", "Ours", "New"]
    again.close()


def test_an_older_copy_put_there_in_the_last_moment_is_asked_about(
    desk: Repository, place: Path, before_swap: Moment
) -> None:
    """As if it had been put there before: it is neither taken nor lost in silence."""
    old = (place / "incidents.json").read_bytes()
    desk.checkpoint()
    desk.run(WriteRecords([event(2, title="Ours again")]))
    before_swap(lambda: replace_file(place, old))
    with pytest.raises(OutsideChange, match="is an older copy of this store"):
        desk.checkpoint()
    question = desk.outside()
    assert question
    assert question.kind is Finding.OLDER
    aside = desk.replace_outside(question)
    assert aside
    assert aside.read_bytes() == old


def test_a_file_put_over_ours_is_not_taken_for_it(
    desk: Repository, place: Path, after_swap: Moment
) -> None:
    """Right after ours came there: what is remembered of it is not what lies there."""
    raw = theirs(place)
    after_swap(lambda: replace_file(place, raw))
    desk.checkpoint()
    assert desk.tend().question is None
    assert [title(desk, ref) for ref in ("E1", "E2", "E3")] == ["Theirs", "Ours", "New"]


def test_a_file_put_where_none_was_is_not_overwritten(
    place: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has removed incidents.json, and puts one there in the last moment: it comes in."""
    with in_step(place, clock) as desk:
        raw = theirs(place)
        (place / "incidents.json").unlink()
        real = Replacement.place_first
        act = once(lambda: replace_file(place, raw))

        def late(replacement: Replacement) -> None:
            act()
            real(replacement)

        monkeypatch.setattr(Replacement, "place_first", late)
        desk.checkpoint()
        assert [title(desk, ref) for ref in ("E1", "E2", "E3")] == ["Theirs", "A clash", "New"]
        (place / "incidents.json").unlink()
        assert desk.checkpoint()
        monkeypatch.setattr(checkpoint, "_found", lambda _: pytest.fail("it was read again"))
        assert not desk.has_outside_change


def test_where_two_files_cannot_change_places_ours_is_placed(
    desk: Repository, place: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old one is linked, and what a program that has it open writes into it comes in."""
    monkeypatch.setattr(swap, "swap", lambda *_: False)
    raw = theirs(place)
    with (place / "incidents.json").open("r+b") as held:
        desk.checkpoint()
        assert document(place)["events"]["2"]["title"] == "Ours"
        held.write(raw)
        held.truncate()
    clock.ahead += 60
    assert desk.tend().taken
    assert [title(desk, ref) for ref in ("E1", "E2", "E3")] == ["Theirs", "Ours", "New"]
    assert not list(place.glob(".incidents.json.new"))


def test_what_fails_leaves_the_file_as_it_was(
    desk: Repository, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fails in the moment of placing: the next time the file is written."""
    before = (place / "incidents.json").read_bytes()

    def failing(*_: object) -> bool:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(swap, "swap", failing)
        with pytest.raises(Exception, match="cannot be written"):
            desk.checkpoint()
    assert (place / "incidents.json").read_bytes() == before
    assert not desk.has_outside_change
    assert desk.checkpoint()
    assert document(place)["events"]["2"]["title"] == "Ours"


def test_two_files_change_places(tmp_path: Path) -> None:
    """Both keep what they are; where one is missing, or cannot be, nothing is done."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("1")
    other.write_text("2")
    if swap.swap(one, other):
        assert (one.read_text(), other.read_text()) == ("2", "1")
    assert not swap.swap(one, tmp_path / "missing")
    assert one.exists()


def test_without_the_call_nothing_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A C library that has none: false, and the files are as they were."""
    monkeypatch.setattr(swap, "_renameat2", lambda: None)
    with a_store(tmp_path / "store", event(1)) as desk:
        desk.checkpoint()
    (tmp_path / "a").write_text("a")
    assert not swap.swap(tmp_path / "a", tmp_path / "store" / "incidents.json")
    assert (tmp_path / "a").read_text() == "a"
