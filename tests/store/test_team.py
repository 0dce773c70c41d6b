"""A team's store: two users of one group work in it, and nobody else."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.commands.records import WriteRecords
from store.ids import Kind
from store.model import Event
from store.repository import Repository
from tests.builders import a_store, event
from tests.store.another import Another, User, need_root
from tests.store.folders import mode

TEAM = 54001
ADA = User(54011, TEAM)
SAMI = User(54012, TEAM)
STRANGER = User(54013, 54002)

WORKS = """
repository = Repository.open(place, author=f"user{uid}")
say("open")
while word := hear():
    match word.split():
        case ["write", title]:
            say(repository.run(WriteRecords([Event(title=title)])).sequence)
        case ["checkpoint"]:
            say(repository.checkpoint())
        case ["present", record]:
            repository.be_present(record)
            say(repository.session)
        case ["others"]:
            say(sorted(f"{one.who} {one.record}" for one in repository.others()))
        case ["fold"]:
            connection = repository._session.connection()
            say(connection.wal_checkpoint("main", apsw.SQLITE_CHECKPOINT_TRUNCATE))
repository.close()
say("closed")
"""


@pytest.fixture
def shared() -> Iterator[Path]:
    """A team's store with one event, made by Ada; where everybody can reach it."""
    need_root()
    with tempfile.TemporaryDirectory(prefix="team-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        store = folder / "store"
        with a_store(store, event(1), team=True) as repository:
            repository.checkpoint()
        for path in (store, *store.rglob("*")):
            os.chown(path, ADA.uid, TEAM)
        # A change of owner takes the bit away that hands the group on.
        for path in (store, store / "reports"):
            path.chmod(0o2770)
        yield store


def ask(user: Another, words: str) -> str:
    """What the user's program answers."""
    user.say(words)
    return user.hear()


def at_work(place: Path, user: User) -> Another:
    """The user's program, with the store open."""
    other = Another(WORKS, place, user=user)
    assert other.hear() == "open"
    return other


def titles(place: Path) -> list[str]:
    """Every event's title, in the order of the list."""
    repository = Repository.open(place)
    with repository.read() as reader:
        found = reader.listing(Kind.EVENT, reader.numbers(Kind.EVENT))
    repository.close()
    return [one.title for one in found if isinstance(one, Event)]


@pytest.mark.parametrize("begins", [ADA, SAMI])
def test_both_write_whoever_came_first(shared: Path, begins: User) -> None:
    """Changes, checkpoints, the touched file and SQLite's own files: each may be either's.

    Both have a umask that keeps everything to themselves.
    """
    second = SAMI if begins == ADA else ADA
    with at_work(shared, begins) as first:
        ask(first, "write one")
        with at_work(shared, second) as other:
            assert int(ask(other, "write two")) < int(ask(first, "write three"))
            assert ask(other, "checkpoint") == "True"
            ask(first, "write four")
            assert ask(first, "checkpoint") == "True"
            before = (shared / "changed").stat().st_mtime_ns
            ask(other, "write five")
            assert (shared / "changed").stat().st_mtime_ns > before
            assert ask(other, "fold") == "(0, 0)"
            ask(first, "present E1")
            ask(other, "present E2")
            assert ask(first, "others") == f"['user{second.uid} E2']"
            assert ask(other, "others") == f"['user{begins.uid} E1']"
            for path in shared.rglob("*"):
                is_folder = path.is_dir()
                assert mode(path) == ("drwxrws---" if is_folder else "-rw-rw----"), path
                assert path.stat().st_gid == TEAM, path
    assert titles(shared) == ["five", "four", "three", "two", "one", ""]


def test_one_is_killed_and_the_other_works_on(shared: Path) -> None:
    """What Sami was told is there; what his end left in the folder stops nobody."""
    with at_work(shared, SAMI) as sami:
        session = ask(sami, "present E1")
        ask(sami, "write last")
        sami.kill()
    with at_work(shared, ADA) as ada:
        assert ask(ada, "others") == "[]"
        ask(ada, "write after")
        assert ask(ada, "checkpoint") == "True"
        assert (shared / "presence" / session).exists()
        ask(ada, "present E2")
        assert not (shared / "presence" / session).exists()
    with at_work(shared, SAMI) as sami:
        ask(sami, "write again")
    assert titles(shared) == ["again", "after", "last", ""]


KEEPS = """
from store.tiny import replaced
repository = Repository.open(place, author="sami")
repository.keeper.clock = lambda: time.time() + 60
for title in ("one", "two"):
    repository.run(WriteRecords([Event(title=title)]))
    say(repository.checkpoint())
hear()
say(repository.tend().taken is not None)
replaced.KEPT = 0
repository.run(WriteRecords([Event(title="three")]))
say(repository.checkpoint())
repository.close()
"""


def test_what_is_written_into_a_colleague_s_old_file_comes_in(shared: Path) -> None:
    """Nobody tells Sami whether Ada's file is open: it is kept, and in the end removed."""

    def old() -> list[Path]:
        return [path for path in shared.glob(".*before*") if path.stat().st_uid == ADA.uid]

    with (
        TinyDB(shared / "incidents.json") as database,
        Another(KEEPS, shared, user=SAMI) as sami,
    ):
        assert (sami.hear(), sami.hear()) == ("True", "True")
        assert old()
        database.table("events").insert({"title": "theirs"})
        sami.say("written")
        assert (sami.hear(), sami.hear()) == ("True", "True")
        assert old() == []
        sami.end()
    assert sorted(titles(shared)) == ["", "one", "theirs", "three", "two"]


SAYS = """
try:
    Repository.open(place).close()
    say("open")
except DeskError as error:
    say(error)
"""


def test_who_is_not_in_the_group_is_refused(shared: Path) -> None:
    """A third user of the host reads nothing, and is told so in a sentence."""
    with Another(SAYS, shared, user=STRANGER) as stranger:
        assert stranger.hear() == f"{shared} cannot be read: you have no permission to read it."


@pytest.mark.parametrize("planted", ["changed", "presence"])
def test_a_link_that_a_colleague_plants_is_not_followed(shared: Path, planted: str) -> None:
    """Sami lays a link into the shared folder that leads to Ada's own files: they stay as is."""
    own = shared.parent / "of-ada"
    own.mkdir(mode=0o700)
    (own / "changed").write_text("mine")
    (own / "00000000-0000-7000-8000-000000000000").write_text("mine")
    for path in (own, *own.iterdir()):
        os.utime(path, (1, 1))
        os.chown(path, ADA.uid, ADA.gid)
    shutil.rmtree(shared / planted, ignore_errors=True)
    (shared / planted).unlink(missing_ok=True)
    (shared / planted).symlink_to(own / "changed" if planted == "changed" else own)
    before = {path.name: (path.read_text(), path.stat().st_mtime) for path in own.iterdir()}
    with at_work(shared, ADA) as ada:
        assert ask(ada, "write mine")
        assert ask(ada, "others") == "[]"
    after = {path.name: (path.read_text(), path.stat().st_mtime) for path in own.iterdir()}
    assert after == before


TENDS = """
repository = Repository.open(place, author="sami")
say(repository.told)
repository.keeper.clock = lambda: time.time() + 60
say(repository.run(WriteRecords([Event(title="after")])).sequence)
for asked in (repository.tend, repository.tend, repository.checkpoint, repository.replace_outside,
        repository.leave):
    try:
        done = asked()
        say(done.question.sentence if done and done.question else done)
    except DeskError as error:
        say(error)
"""


def test_a_file_that_a_colleague_closed_shuts_nobody_out(shared: Path) -> None:
    """Ada's editor replaced incidents.json with mode 0600: Sami works on, and is told of it."""
    file = shared / "incidents.json"
    file.write_bytes(file.read_bytes())
    file.chmod(0o600)
    before = file.read_bytes()
    told = (
        f"{file} cannot be read: you have no permission to read it; its owner lets the others with "
        "`chmod 660`."
    )
    with Another(TENDS, shared, user=SAMI) as sami:
        assert sami.hear() == told
        assert int(sami.hear())
        assert sami.hear() == told
        assert sami.hear() == "Tended(written=False, taken=None, question=None)"
        assert sami.hear().startswith(told)
        assert sami.hear() == told
        assert sami.hear() == told
        sami.end()
    assert file.read_bytes() == before
    assert titles(shared) == ["after", ""]


def test_a_link_in_place_of_sqlite_s_files_is_not_followed(shared: Path) -> None:
    """SQLite itself refuses a log that is a link; the other's file is not written."""
    own = shared.parent / "of-ada.txt"
    own.write_text("mine")
    os.chown(own, ADA.uid, ADA.gid)
    (shared / "desk.sqlite-wal").symlink_to(own)
    with Another(SAYS, shared, user=ADA) as ada:
        assert ada.hear().startswith(f"{shared}/desk.sqlite cannot be read: ")
    assert own.read_text() == "mine"
    (shared / "desk.sqlite-wal").unlink()
    repository = Repository.open(shared)
    assert repository.run(WriteRecords([event(2)]))
    repository.close()
